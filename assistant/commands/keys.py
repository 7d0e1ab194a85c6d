"""The command that makes a key for a program or a person."""

from __future__ import annotations

import argparse

from assistant.commands.errors import CommandError
from assistant.commands.output import note, say, say_json
from assistant.keys import entry, new_key


def key(args: argparse.Namespace) -> int:
    """A fresh key, and what to add to MINAMATA_API_KEYS so that the server knows it."""
    made = new_key()
    try:
        line = entry(args.name, args.write, made)
    except ValueError as error:
        raise CommandError(
            f"{args.name!r} cannot be a key's name; use letters, digits, dots, dashes and underscores."
        ) from error
    if args.json:
        say_json({"key": made, "entry": line})
        return 0
    note("The key, for its holder; it is shown only now:")
    say(made)
    note("Its entry for MINAMATA_API_KEYS (several with commas between), then start the server again:")
    say(line)
    return 0
