"""The commands about the documents: add, remove, list, and the index itself."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from assistant.commands.errors import CommandError
from assistant.commands.output import columns, counted, note, progress_bar, say, say_json
from assistant.commands.reaching import index_settings, reached
from assistant.commands.showing import SOURCES
from assistant.commands.there import There

if TYPE_CHECKING:
    pass


def add(args: Namespace) -> int:
    """Documents from files or folders."""
    with reached(args.data_dir) as reach:
        result = reach.add(args.paths)
    if args.json:
        say_json(result)
        return 0
    for word in ("added", "replaced", "unchanged"):
        for document_id in result[word]:
            say(f"{word}  {document_id}")
            for older in (r for r in result["replacements"] if r["newer"] == document_id):
                say(f"  replaces {older['older']}: {older['title']}")
    for line in result.get("warnings", ()):
        note(line)
    return 0


def remove(args: Namespace) -> int:
    """One document, and everything made of it."""
    with reached(args.data_dir) as reach:
        reach.remove(args.id)
    say(f"removed  {args.id}")
    return 0


def documents(args: Namespace) -> int:
    """The documents that answers can cite."""
    return _listed(args, "documents", ("id", "date", "kind", "source", "title"), _document)


def decisions(args: Namespace) -> int:
    """The decisions that documents name."""
    listed = _listed(args, "decisions", ("decision", "named in", "own text", "summary", "title"), _decision)
    if not args.json:
        say('\nWhere the own text is "missing", documents name the decision; `minamata add FILE` adds it.')
    return listed


def deadlines(args: Namespace) -> int:
    """What is due and when, as a list, a calendar or a table."""
    kind = "ics" if args.ics else "csv" if args.csv else None
    if kind is None:
        return _listed(args, "deadlines", ("date", "decisions", "who", "what"), _deadline)
    with reached(args.data_dir) as reach:
        content = reach.deadlines_file(kind)
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()
    return 0


def _listed(
    args: Namespace, name: str, head: Sequence[str], cells: Callable[[dict[str, Any]], list[str]]
) -> int:
    with reached(args.data_dir) as reach:
        listing = reach.listing(name)
    if args.json:
        say_json(listing)
        return 0
    if not listing[name]:
        note(f"The documents name no {name}." if name != "documents" else "There are no documents.")
        return 0
    say(columns(head, [cells(row) for row in listing[name]]))
    return 0


def _document(row: dict[str, Any]) -> list[str]:
    return [row["id"], row["date"] or "", SOURCES[row["kind"]], row["trust"], row["title"]]


def _decision(row: dict[str, Any]) -> list[str]:
    named = counted(len(row["named_in"]), "passage") if row["named_in"] else "-"
    own = "yes" if row["loaded"] else "missing" if row["named_in"] else "-"
    summary = "yes" if row["summarised_in"] else "-"
    changed = "; ".join(
        f"{kind} {', '.join(row[kind])}" for kind in ("amends", "replaces", "terminates") if row.get(kind)
    )
    return [
        row["id"],
        named,
        own,
        summary,
        " ".join(p for p in (row["title"], changed and f"({changed})") if p),
    ]


def _deadline(row: dict[str, Any]) -> list[str]:
    return [row["date"] or f"({row['phrase']})", ", ".join(row["decisions"]), row["who"] or "", row["what"]]


def index_build(args: Namespace) -> int:
    """Everything read and embedded again; the old index serves until the new one is whole."""
    from assistant.listings import index_row
    from index import FolderOwned, Index

    try:
        with progress_bar() as told:
            built = Index.build(index_settings(args.data_dir), lambda p: told(p.stage, p.done, p.total))
        with built:
            row, lines = index_row(built), built.mended
    except FolderOwned as owned:
        if owned.address is None:
            raise
        note(f"The server at {owned.address} builds it and answers from the old index meanwhile.")
        there = There(owned.address, owned.token)
        with there.client:
            row, lines = there.index_build(), ()
    for line in lines:
        note(line)
    say(_state(row))
    return 0


def index_status(args: Namespace) -> int:
    """What the index holds and what built it."""
    with reached(args.data_dir) as reach:
        row = reach.index_status()
    if args.json:
        say_json(row)
    else:
        say(_state(row))
    return 0


def index_verify(args: Namespace) -> int:
    """Every stored vector must find itself."""
    with reached(args.data_dir) as reach:
        wrong = reach.index_verify()
    if wrong:
        raise CommandError(" ".join(wrong))
    say("The index is sound.")
    return 0


def _state(row: dict[str, Any]) -> str:
    return "\n".join(
        (
            f"folder    {row['data_dir']}",
            f"holds     {counted(row['documents'], 'document')}, {counted(row['passages'], 'passage')}",
            f"version   {row['corpus_version']}",
            f"model     {row['model']} ({row['model_digest'][:12]})",
        )
    )
