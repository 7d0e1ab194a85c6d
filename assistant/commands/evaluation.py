"""The commands under `eval`: the only place outside `eval` that imports it."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import TYPE_CHECKING

from assistant.commands.errors import CommandError
from assistant.commands.here import Here
from assistant.commands.output import counted, note, progress_bar, say
from assistant.commands.reaching import reached
from assistant.conversations import FILE, Conversations
from assistant.settings import server_settings

if TYPE_CHECKING:
    from assistant.chat_model import ChatModel


def run(args: Namespace) -> int:
    """Ask all question cases and score the answers."""
    with _part() as evaluation:
        asking = evaluation.load(args.source, args.split)
        documents = args.documents or asking.documents
        with (
            _folder(args.data_dir, documents) as data_dir,
            reached(data_dir, documents) as reach,
            progress_bar() as told,
        ):
            asked = reach.assistant if isinstance(reach, Here) else reach
            if args.chat_model:
                if not isinstance(reach, Here):
                    raise CommandError(
                        "A running server has these documents; stop it or name another --data-dir."
                    )
                reach.assistant.model = _model(args.chat_model)
            report = evaluation.run(
                asked, asking.cases, args.out, lambda done, of, _: told("asking", done, of)
            )
    say(report.summary())
    say(f"\nWritten to {args.out}: cases.jsonl, results.jsonl, report.json, report.html")
    return 0


def reading(args: Namespace) -> int:
    """Decisions, numbered paragraphs and lost characters of reports, against labels made by hand."""
    from eval.reading import measure

    with _part():
        measured = measure(args.data)
    say(measured.text())
    if not measured.paragraphs:
        note("These are other texts than the labels were made for; only the counts above are of use.")
    return 0


def papers(args: Namespace) -> int:
    """Deadlines and table rows of papers, against a list made by hand."""
    from eval.papers import measure

    with _part():
        say(measure(args.folder, args.expected).text())
    return 0


def compare(args: Namespace) -> int:
    """What changed from run A to run B, and whether it is more than chance."""
    with _part() as evaluation:
        say(evaluation.compare(args.a, args.b).text())
    return 0


def gate(args: Namespace) -> int:
    """Whether a run is as good as a baseline; exit code 1 where it is worse."""
    with _part() as evaluation:
        found = evaluation.gate(args.baseline, args.run, dict(args.tolerance or ()))
    say(found.text())
    return int(not found.passed)


def export(args: Namespace) -> int:
    """Write a run for other tools."""
    with _part() as evaluation:
        count = evaluation.export_ragas(args.run, args.ragas)
    say(f"{counted(count, 'sample')} written to {args.ragas}")
    return 0


def judge(args: Namespace) -> int:
    """Let a language model judge a run, after its check set."""
    model = _model(args.chat_model)
    if model is None:
        raise CommandError("No language model is named; use --chat-model or set MINAMATA_CHAT_MODEL.")
    with _part() as evaluation, progress_bar() as told:
        found = evaluation.judge(args.run, model, lambda done, of: told("judging", done, of))
    say(found.text())
    return 0


@contextmanager
def _part() -> Iterator[ModuleType]:
    """The part `eval`, whose errors are errors of the command."""
    import eval as evaluation

    try:
        yield evaluation
    except evaluation.EvalError as error:
        raise CommandError(str(error)) from error


def _model(name: str | None) -> ChatModel | None:
    """The model of this name, else the one set, with all other settings as they are. SettingInvalid."""
    from dataclasses import replace

    from assistant.providers import chat_model
    from assistant.settings import assistant_settings

    settings = assistant_settings()
    return chat_model(replace(settings, chat_model=name) if name else settings)


def from_feedback(args: Namespace) -> int:
    """Question cases out of what readers thought of answers, to be confirmed by a person."""
    import eval as evaluation

    folder = args.data_dir or server_settings().data_dir
    if not (folder / FILE).is_file():
        raise CommandError(f"No conversations are kept in {folder}; name another with --data-dir.")
    kept = Conversations(folder, most=10**9, days=0)
    try:
        found = evaluation.proposals(kept.judged())
    finally:
        kept.close()
    if not found:
        note("No answer has been judged yet; thumbs below each answer in the window do that.")
        return 0
    if args.out is None:
        say(evaluation.lines(found).rstrip())
        note(evaluation.review(found))
        return 0
    beside = args.out.with_suffix(".review.md")
    args.out.write_text(evaluation.lines(found), encoding="utf-8")
    beside.write_text(evaluation.review(found), encoding="utf-8")
    say(f"{counted(len(found), 'case')} in {args.out}; what to confirm in each is in {beside}.")
    return 0


@contextmanager
def _folder(data_dir: Path | None, documents: object) -> Iterator[Path | None]:
    """The data folder of a run. Other documents get one of their own: they must not enter the user's."""
    if documents is None or data_dir is not None:
        yield data_dir
        return
    with TemporaryDirectory(prefix="minamata-") as folder:
        yield Path(folder)
