"""The commands `ask` and `chat`."""

from __future__ import annotations

import sys
from argparse import Namespace
from typing import TYPE_CHECKING

from assistant.answer import Answer, Turn
from assistant.commands.errors import CommandError
from assistant.commands.output import note, say, say_json
from assistant.commands.reaching import Reach, reached
from assistant.commands.showing import REFUSALS, answer_text
from assistant.errors import QuestionRejected, UnknownFilter

if TYPE_CHECKING:
    from index.filters import Filters

_HELP = "Ask anything about the documents. /new forgets what was said before, /quit ends (so does Ctrl-D)."


def ask(args: Namespace) -> int:
    """One question, one answer."""
    question = sys.stdin.read() if args.question == "-" else args.question
    with reached(args.data_dir) as reach:
        answer = reach.ask(question, (), filters_of(args))
    say_json(answer.to_json()) if args.json else say(answer_text(answer))
    return exit_code(answer, args.strict)


def filters_of(args: Namespace) -> Filters:
    """What the options allow an answer to draw on."""
    from index.filters import Filters

    return Filters(
        documents=tuple(args.document),
        decisions=tuple(args.decision),
        workstreams=tuple(args.workstream),
        source=tuple(args.source),
        since=args.since,
        until=args.until,
    )


def exit_code(answer: Answer, strict: bool) -> int:
    """0, or 3 where the answer failed, or 1 where it is a refusal and `strict` asks to tell."""
    if answer.status == "failed":
        return 3
    return int(strict and answer.status in REFUSALS)


def chat(args: Namespace) -> int:
    """A conversation; follow-up questions are understood from what was said before."""
    person = sys.stdin.isatty()
    if person:
        _edit_lines()
    with reached(args.data_dir) as reach:
        if person:
            note(_HELP)
        _converse(reach, "> " if person else "", filters_of(args))
    return 0


def _converse(reach: Reach, prompt: str, filters: Filters) -> None:
    history: list[Turn] = []
    while True:
        try:
            line = input(prompt).strip()
        except EOFError:
            if prompt:
                say()
            return
        if line in ("/quit", "/exit"):
            return
        if line == "/new":
            history.clear()
            note("A new conversation.")
        elif line.startswith("/"):
            note(_HELP)
        elif line:
            history += _exchange(reach, line, history, filters)


def _exchange(reach: Reach, question: str, history: list[Turn], filters: Filters) -> list[Turn]:
    """Show the answer; the two new turns, or none where there was no answer."""
    try:
        answer = reach.ask(question, history, filters)
    except (QuestionRejected, UnknownFilter, CommandError) as error:
        note(str(error))
        return []
    except KeyboardInterrupt:
        note("\nNot answered.")
        return []
    say(answer_text(answer) + "\n")
    return [Turn("user", question), Turn("assistant", answer.text)]


def _edit_lines() -> None:
    """Let `input` edit lines and recall earlier ones; they are kept nowhere."""
    try:
        import readline  # noqa: F401 - importing is what does it
    except ImportError:
        return
