"""The documents that ship with the project: files named in the manifest, and the public summaries.

A public summary is a document of kind "summary": one paragraph a fact, in the project's own words,
each with the addresses it was taken from. It is never passed off as a decision's text.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from corpus.document import Document
from corpus.errors import BrokenCorpusData
from corpus.facts import SOURCE_MARK
from corpus.reading import document_from_text
from corpus.vocabulary.loading import from_yaml


def _yaml(*path: str) -> Any:
    source = files("corpus").joinpath(*path)
    try:
        return from_yaml(source.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise BrokenCorpusData(f"{source}: cannot be read ({error}); reinstall the package.") from error


def load_shipped() -> list[Document]:
    """The shipped documents, then the public summaries; BrokenCorpusData where a digest differs."""
    documents = []
    for row in _yaml("documents", "manifest.yaml"):
        source = files("corpus").joinpath("documents", row["file"])
        try:
            data = source.read_bytes()
        except OSError as error:
            raise BrokenCorpusData(f"{source}: cannot be read ({error}); reinstall the package.") from error
        if hashlib.sha256(data).hexdigest() != row["sha256"]:
            raise BrokenCorpusData(
                f"{source}: not the text that the manifest names (sha256 differs); reinstall the package."
            )
        document = document_from_text(
            data.decode("utf-8"), file_name=row["file"], trust="shipped", id=row["id"], title=row["title"],
            kind=row["kind"], symbol=row["symbol"],
        )  # fmt: skip
        documents.append(replace(document, date=date.fromisoformat(str(row["date"]))))
    return documents + load_summaries()


@dataclass(frozen=True, slots=True)
class SummarisedDecision:
    """What public pages say a decision is: `title` None where its official title is not known."""

    id: str
    title: str | None
    subject: str
    articles: tuple[str, ...]


@cache
def summarised_decisions() -> dict[str, SummarisedDecision]:
    """The decisions that the shipped public summaries are about, by id."""
    return {
        row["id"]: SummarisedDecision(row["id"], row["title"], row["subject"], tuple(row["articles"]))
        for row in _yaml("register", "decisions.yaml")
    }


def load_summaries() -> list[Document]:
    """One document a decision of the register, and one for the facts around them."""
    documents = [
        _summary(
            f"summary-{entry['id'].lower().replace('/', '-')}",
            f"Public summary of decision {entry['id']}",
            [*_opening(entry), *_lines(entry["statements"])],
            decision=entry["id"],
        )
        for entry in _yaml("register", "decisions.yaml")
    ]
    context = _yaml("register", "context.yaml")
    lines: list[str] = []
    for group, rows in context.items():
        for row in rows if isinstance(rows, list) else [rows]:
            lines += _lines(row.get("statements", [row] if "text" in row else []))
        if not lines:
            raise BrokenCorpusData(f"corpus/register/context.yaml: nothing stated under '{group}'.")
    documents.append(
        _summary("summary-context", "Public facts around the letter: meetings, treaty, bodies", lines)
    )
    return documents


def _opening(entry: dict[str, Any]) -> list[str]:
    sources = dict.fromkeys(url for s in entry["statements"] for url in s["sources"])
    if entry["title"]:
        first = f"The official title of decision {entry['id']} of {entry['meeting']} is “{entry['title']}”."
    else:
        first = f"Decision {entry['id']} of {entry['meeting']} is about {entry['subject']}."
    return [
        first,
        *(f"{SOURCE_MARK}{url}" for url in sources),
    ]


def _lines(statements: list[dict[str, Any]]) -> list[str]:
    lines = []
    for statement in statements:
        lines.append(" ".join(str(statement["text"]).split()))
        confidence = statement["confidence"].replace("_", " ")
        lines += [f"{SOURCE_MARK}({confidence}): {url}" for url in statement["sources"]]
    return lines


def _summary(id: str, title: str, lines: list[str], decision: str | None = None) -> Document:
    text = "\n".join(lines) + "\n"
    return Document(
        id=id, title=title, kind="summary", text=text, sha256=hashlib.sha256(text.encode()).hexdigest(),
        trust="shipped", decision=decision, file_name=None,
        urls=tuple(dict.fromkeys(line.split()[-1] for line in lines if line.startswith(SOURCE_MARK))),
    )  # fmt: skip
