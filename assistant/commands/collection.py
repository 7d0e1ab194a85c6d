"""The commands about the documents: add, remove, list, and the index itself."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from assistant.commands.errors import CommandError
from assistant.commands.output import columns, counted, note, progress_bar, say, say_json
from assistant.commands.reaching import index_settings, reached
from assistant.commands.showing import SOURCES

if TYPE_CHECKING:
    from index import Index


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
    import index

    with progress_bar() as told:
        built = index.Index.build(index_settings(args.data_dir), lambda p: told(p.stage, p.done, p.total))
    with built:
        for line in built.mended:
            note(line)
        say(_state(built))
    return 0


def index_status(args: Namespace) -> int:
    """What the index holds and what built it."""
    from assistant.commands.reaching import open_here

    with progress_bar() as told:
        assistant = open_here(args.data_dir, None, told)
    with assistant.index as opened:
        if args.json:
            say_json(_facts(opened))
        else:
            say(_state(opened))
    return 0


def index_verify(args: Namespace) -> int:
    """Every stored vector must find itself."""
    from assistant.commands.reaching import open_here

    with progress_bar() as told:
        assistant = open_here(args.data_dir, None, told)
    with assistant.index as opened:
        wrong = opened.verify()
    if wrong:
        raise CommandError(" ".join(wrong))
    say("The index is sound.")
    return 0


def _facts(opened: Index) -> dict[str, Any]:
    settings = asdict(opened.settings)
    return {
        "data_dir": str(settings.pop("data_dir")),
        "corpus_version": opened.corpus_version,
        "documents": len(opened.documents()),
        "passages": len(opened.passages()),
        "model": opened.embedder.name,
        "model_digest": opened.embedder.digest,
        "settings": settings,
    }


def _state(opened: Index) -> str:
    facts = _facts(opened)
    return "\n".join(
        (
            f"folder    {facts['data_dir']}",
            f"holds     {counted(facts['documents'], 'document')}, {counted(facts['passages'], 'passage')}",
            f"version   {facts['corpus_version']}",
            f"model     {facts['model']} ({facts['model_digest'][:12]})",
        )
    )
