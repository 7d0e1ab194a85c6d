"""The verbs of the command line and their options. Loads nothing of what they do."""

from __future__ import annotations

import argparse
import sys
from argparse import ArgumentParser
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    _Verbs = argparse._SubParsersAction[ArgumentParser]

_EPILOG = """\
examples:
  minamata serve                                  the chat window at http://127.0.0.1:7860
  minamata ask "Which decision covers cosmetics?"
  minamata deadlines --ics > deadlines.ics

exit codes: 0 done; 1 the documents do not answer (only with --strict); 2 wrong usage; 3 an error.
Settings are environment variables MINAMATA_*; the README lists them.
"""


class _Version(argparse.Action):
    """Looks the version up only when asked."""

    def __call__(self, parser: ArgumentParser, *_: object) -> None:
        from importlib.metadata import version

        sys.stdout.write(f"minamata {version('minamata')}\n")
        parser.exit()


def _common() -> ArgumentParser:
    """Options that stand before or after the verb; made anew each time, as defaults belong to one parser."""
    common = ArgumentParser(add_help=False)
    common.add_argument(
        "--data-dir", type=_path, metavar="DIR", default=argparse.SUPPRESS,
        help="where index and added documents live (else MINAMATA_DATA_DIR, else ~/.local/share/minamata)",
    )  # fmt: skip
    common.add_argument(
        "--traceback", action="store_true", default=argparse.SUPPRESS, help="show where an error comes from"
    )
    return common


def parser() -> ArgumentParser:
    """Every verb with its options; `command` of what it parses is the `module:function` that does it."""
    whole = ArgumentParser(
        prog="minamata",
        description="Ask about Minamata Convention documents; every answer quotes where it stands.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        parents=[_common()],
    )
    whole.add_argument("--version", action=_Version, nargs=0, help="show the version and end")
    whole.set_defaults(data_dir=None, traceback=False)
    verbs = whole.add_subparsers(metavar="COMMAND", required=True)

    def verb(under: _Verbs, name: str, command: str, about: str, json: bool = False) -> ArgumentParser:
        sentence = about[0].upper() + about[1:] + "."
        added = under.add_parser(name, help=about, description=sentence, parents=[_common()])
        added.set_defaults(command=command)
        if json:
            added.add_argument("--json", action="store_true", help="as JSON, for programs")
        return added

    served = verb(verbs, "serve", "assistant.cli:serve", "open the chat window and the API")
    served.add_argument("--host", help="address to listen on (else MINAMATA_HOST, else 127.0.0.1)")
    served.add_argument("--port", type=_port, help="port to listen on (else MINAMATA_PORT, else 7860)")

    named = verb(verbs, "key", "assistant.commands.keys:key", "make a key that lets somebody in", json=True)
    named.add_argument("name", metavar="NAME", help="whose it is; shown in the log, such as anna or portal")
    named.add_argument("--write", action="store_true", help="let it add and remove documents too")

    asked = verb(verbs, "ask", "assistant.commands.asking:ask", "answer one question", json=True)
    asked.add_argument("question", help="the question; - reads it from standard input")
    asked.add_argument("--strict", action="store_true", help="exit with 1 where the documents do not answer")
    talked = verb(verbs, "chat", "assistant.commands.asking:chat", "talk with the documents in this terminal")
    for filtered in (asked, talked):
        _filters(filtered)

    collection = "assistant.commands.collection:"
    added = verb(verbs, "add", collection + "add", "add documents", json=True)
    added.add_argument("paths", nargs="+", type=Path, metavar="FILE|DIR", help="files, or folders of files")
    removed = verb(verbs, "remove", collection + "remove", "remove a document and all that was made of it")
    removed.add_argument("id", metavar="ID", help="its id, as `minamata documents` shows it")
    verb(verbs, "documents", collection + "documents", "list the documents", json=True)
    verb(verbs, "decisions", collection + "decisions", "list the decisions that documents name", json=True)
    due = verb(verbs, "deadlines", collection + "deadlines", "list what is due, and when", json=True)
    form = due.add_mutually_exclusive_group()
    form.add_argument("--ics", action="store_true", help="as a calendar file")
    form.add_argument("--csv", action="store_true", help="as a table for a spreadsheet")

    keeping = "assistant.commands.safekeeping:"
    kept = verb(verbs, "backup", keeping + "backup", "write documents and conversations to one file")
    kept.add_argument("file", type=_path, metavar="FILE", help="where to; a file of that name is replaced")
    brought = verb(verbs, "restore", keeping + "restore", "bring back what a backup holds")
    brought.add_argument("file", type=_path, metavar="FILE", help="what `minamata backup` wrote")

    indexes = verbs.add_parser("index", help="build, show or check the index")
    index = indexes.add_subparsers(metavar="COMMAND", required=True)
    verb(index, "build", collection + "index_build", "read and embed every document again")
    verb(index, "status", collection + "index_status", "show what the index holds", json=True)
    verb(index, "verify", collection + "index_verify", "check that everything in the index can be found")

    scores = verbs.add_parser("eval", help="score answers, compare runs")
    scored = scores.add_subparsers(metavar="COMMAND", required=True)
    run = verb(scored, "run", "assistant.commands.evaluation:run", "ask question cases and score the answers")
    run.add_argument(
        "source",
        type=Path,
        metavar="SOURCE",
        help="question cases (JSON lines, CSV, SQuAD JSON) or a BEIR folder",
    )
    run.add_argument("--out", type=Path, required=True, metavar="DIR", help="where the results go")
    run.add_argument(
        "--documents", type=Path, metavar="DIR", help="ask about these instead of the shipped ones"
    )
    run.add_argument("--split", metavar="NAME", help="which qrels of a BEIR folder (else test, dev or train)")
    run.add_argument(
        "--chat-model", metavar="MODEL", help="let this model write the answers, as in MINAMATA_CHAT_MODEL"
    )
    compared = verb(scored, "compare", "assistant.commands.evaluation:compare", "compare two runs")
    compared.add_argument("a", type=Path, metavar="A", help="folder of the earlier run")
    compared.add_argument("b", type=Path, metavar="B", help="folder of the later run")
    judged = verb(
        scored,
        "from-feedback",
        "assistant.commands.evaluation:from_feedback",
        "turn readers' feedback into question cases for a person to confirm",
    )
    judged.add_argument(
        "--out", type=Path, metavar="FILE", help="where the cases go (else to standard output)"
    )
    _verbs_on_runs(scored, verb)

    reading = verb(
        scored,
        "reading",
        "assistant.commands.evaluation:reading",
        "measure how well reports of the UN are read",
    )
    reading.add_argument(
        "--data", type=Path, required=True, metavar="DIR", help="the folder with their texts"
    )

    papers = verb(
        scored,
        "papers",
        "assistant.commands.evaluation:papers",
        "measure how well papers are read: deadlines and table rows",
    )
    papers.add_argument("folder", type=Path, metavar="DIR", help="the folder with the papers")
    papers.add_argument(
        "--expected", type=Path, required=True, metavar="FILE", help="what they hold, as JSON lines"
    )

    verb(verbs, "bench", "assistant.commands.bench:bench", "measure how fast this machine answers", json=True)
    return whole


def _verbs_on_runs(scored: _Verbs, verb: Callable[..., ArgumentParser]) -> None:
    """What is done with a finished run."""
    command = "assistant.commands.evaluation:"
    gate = verb(scored, "gate", command + "gate", "exit with 1 where a run is worse than a baseline")
    gate.add_argument(
        "baseline", type=Path, metavar="BASELINE", help="report.json (or folder) of the run to hold to"
    )
    gate.add_argument("run", type=Path, metavar="RUN", help="folder of the run")
    gate.add_argument(
        "--tolerance", type=_tolerance, action="append", metavar="MEASURE=SHARE",
        help="how much worse a measure may be, as correct=0.01 (else 0.02; quotes not at all)",
    )  # fmt: skip
    exported = verb(scored, "export", command + "export", "write a run for other tools")
    exported.add_argument("run", type=Path, metavar="RUN", help="folder of the run")
    exported.add_argument(
        "--ragas",
        type=Path,
        required=True,
        metavar="FILE",
        help="as samples of a ragas EvaluationDataset (JSONL)",
    )
    judged = verb(scored, "judge", command + "judge", "let a language model judge a run")
    judged.add_argument("run", type=Path, metavar="RUN", help="folder of the run")
    judged.add_argument("--chat-model", metavar="MODEL", help="which one, as in MINAMATA_CHAT_MODEL")


def _tolerance(text: str) -> tuple[str, float]:
    name, _, share = text.partition("=")
    return name, float(share)


def _filters(parser: ArgumentParser) -> None:
    """The options that say what an answer may draw on; each but the dates may be given several times."""
    only = parser.add_argument_group("answer only from")
    kinds = ("letter", "decision", "guidance", "summary", "other")
    for name, metavar, about in (
        ("--document", "ID|TITLE", "this document"),
        ("--decision", "ID", "passages of or on this decision"),
        ("--workstream", "NAME", "this workstream"),
    ):
        only.add_argument(name, action="append", default=[], metavar=metavar, help=about)
    only.add_argument("--source", action="append", default=[], choices=kinds, help="this kind of document")
    only.add_argument(
        "--from", dest="since", type=_day, metavar="DATE", help="documents of this day and later"
    )
    only.add_argument(
        "--to", dest="until", type=_day, metavar="DATE", help="documents of this day and earlier"
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; write it as 2024-06-30") from None


def _path(text: str) -> Path:
    return Path(text).expanduser()


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= 65_535:
        raise ValueError
    return port
