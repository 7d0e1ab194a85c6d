"""The commands `eval run` and `eval compare`: the only place outside `eval` that imports it."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from assistant.commands.errors import CommandError
from assistant.commands.output import progress_bar, say
from assistant.commands.reaching import Here, reached

if TYPE_CHECKING:
    from assistant.chat_model import ChatModel


def run(args: Namespace) -> int:
    """Ask all question cases and score the answers."""
    import eval as evaluation

    try:
        cases = evaluation.load_cases(args.cases)
        with _folder(args) as data_dir, reached(data_dir, args.documents) as reach, progress_bar() as told:
            asked = reach.assistant if isinstance(reach, Here) else reach
            if args.chat_model:
                if not isinstance(reach, Here):
                    raise CommandError(
                        "A running server has these documents; stop it or name another --data-dir."
                    )
                reach.assistant.model = _model(args.chat_model)
            report = evaluation.run(asked, cases, args.out, lambda done, of, _: told("asking", done, of))
    except evaluation.EvalError as error:
        raise CommandError(str(error)) from error
    say(report.summary())
    say(f"\nWritten to {args.out}: results.jsonl, report.json, report.html")
    return 0


def _model(name: str) -> ChatModel | None:
    """The model of this name with all other settings as they are. Raises SettingInvalid."""
    from dataclasses import replace

    from assistant.chat_model import chat_model
    from assistant.settings import assistant_settings

    return chat_model(replace(assistant_settings(), chat_model=name))


def compare(args: Namespace) -> int:
    """What changed from run A to run B, and whether it is more than chance."""
    import eval as evaluation

    try:
        say(evaluation.compare(args.a, args.b).text())
    except evaluation.EvalError as error:
        raise CommandError(str(error)) from error
    return 0


@contextmanager
def _folder(args: Namespace) -> Iterator[Path | None]:
    """The data folder of a run. Other documents get one of their own: they must not enter the user's."""
    if args.documents is None or args.data_dir is not None:
        yield args.data_dir
        return
    with TemporaryDirectory(prefix="minamata-") as folder:
        yield Path(folder)
