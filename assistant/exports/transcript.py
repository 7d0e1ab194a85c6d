"""What an export holds: answers with their notes numbered through, before any file format."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Citation
from assistant.kept import Heading, KeptExchange
from assistant.markup import MARKER, markers, on_one_line, unbarred
from assistant.web.viewer import address
from assistant.web.wording import Words

_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Note:
    """One citation under its number in the export; `said` is the line of its footnote."""

    number: int
    citation: Citation
    said: str
    address: str


@dataclass(frozen=True, slots=True)
class Passage:
    """One exchange: what was asked, lines about it, and the answer whose markers are those of `notes`.

    `notes` maps the answer's markers to its notes, in the order in which the text names them.
    """

    question: str
    about: tuple[str, ...]
    status: str
    text: str
    notes: dict[int, Note]
    searched: str


@dataclass(frozen=True, slots=True)
class Transcript:
    """A conversation, or one answer of it, as it is exported; `about` says whence and when."""

    title: str
    about: str
    passages: tuple[Passage, ...]

    @property
    def notes(self) -> tuple[Note, ...]:
        """All notes in order."""
        return tuple(note for passage in self.passages for note in passage.notes.values())


def transcript(
    heading: Heading,
    exchanges: Sequence[KeptExchange],
    limits: Sequence[tuple[str, ...]],
    words: Words,
    server: str,
) -> Transcript:
    """The export of `exchanges`, whose citations are as they stand now.

    `limits` are the filters of each in words; `server` is the address that links begin with.
    """
    passages: list[Passage] = []
    count = 0
    for exchange, limited in zip(exchanges, limits, strict=True):
        answer = exchange.answer
        cited = {citation.marker: citation for citation in answer.citations}
        named = [m for match in MARKER.finditer(answer.text) for m in markers(match) if m in cited]
        # A citation that the text does not name is a note all the same, behind the others.
        order = list(dict.fromkeys([*named, *cited]))
        notes = {}
        for marker in order:
            count += 1
            notes[marker] = Note(
                count, cited[marker], footnote(cited[marker], words), server + _place(cited[marker])
            )
        about = []
        if answer.standalone_question.strip() not in ("", answer.question.strip()):
            about.append(words("ask.followed", question=answer.standalone_question))
        if limited:
            about.append(words("filters.only", parts=" · ".join(limited)))
        status = "" if answer.status == "answered" else words(f"status.{answer.status}")
        passages.append(
            Passage(exchange.question, tuple(about), status, unbarred(answer.text), notes, exchange.searched)
        )
    day = words.day(exchanges[-1].asked[:10]) if exchanges else ""
    version = exchanges[-1].answer.corpus_version if exchanges else ""
    return Transcript(heading.title, words("export.about", day=day, version=version), tuple(passages))


def footnote(citation: Citation, words: Words) -> str:
    """Where a citation stands, in one line, with what must be known of its source."""
    place = "" if citation.locator.text == citation.document_title else citation.locator.text
    parts = [citation.document_title, place, words.day(citation.document_date)]
    line = ", ".join(part for part in parts if part) + "."
    remarks = []
    if citation.source == "summary":
        remarks.append(words("kind.summary") + ": " + words("kind_note.summary"))
    if citation.state != "current":
        remarks.append(words(f"state.{citation.state}"))
    return " ".join([line, *remarks])


def _place(citation: Citation) -> str:
    return address(citation.document_id, citation.start, citation.end, citation.passage_id)


def quotation(citation: Citation) -> str:
    """The quoted words on one line, without the dash of a list."""
    return on_one_line(citation.quote)


def file_name(title: str, day: str, suffix: str) -> str:
    """A file name that any system takes: "minamata-which-decision-covers-cosmetics-2026-11-23.docx"."""
    parts = unicodedata.normalize("NFKD", title).lower()
    plain = "".join(c for c in parts if not unicodedata.combining(c))
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if len(slug) > _LONGEST_NAME:
        slug = slug[:_LONGEST_NAME].rsplit("-", 1)[0]
    return "-".join(part for part in ("minamata", slug, day) if part) + f".{suffix}"
