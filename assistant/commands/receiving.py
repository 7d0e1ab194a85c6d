"""An Answer from the JSON that `Answer.to_json` wrote."""

from __future__ import annotations

from typing import Any

from assistant.answer import Answer
from assistant.commands.errors import CommandError


def answer_from_json(value: dict[str, Any]) -> Answer:
    """The answer; CommandError where another version of the program wrote something else."""
    try:
        return Answer.from_json(value)
    except (KeyError, TypeError) as error:
        raise CommandError(
            f"The server's answer has not the form that this program knows ({error}); "
            "start the server again with the same version."
        ) from error
