"""Register rows, documents and passages as JSON rows, and deadlines as CSV and calendar. No HTTP here."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from zlib import crc32

from assistant.streaming import plain
from assistant.web.viewer import address
from assistant.wording import flat, locator_text
from corpus.document import Document
from corpus.passage import Passage
from corpus.register import DeadlineRow, DecisionRow
from index.errors import SourceGone

if TYPE_CHECKING:
    from index import Index

_CSV_COLUMNS = ("date", "phrase", "what", "who", "decisions", "workstream", "document_id", "passage_id")


def document_row(document: Document) -> dict[str, Any]:
    """A document without its text; `characters` is the text's length."""
    row: dict[str, Any] = plain(document)
    row["characters"] = len(row.pop("text"))
    del row["original"]
    return {**row, "url": address(document.id)}


def warnings_of(documents: Sequence[Document]) -> list[str]:
    """What reading documents could not do, each line with the file's name."""
    return [f"{document.file_name}: {line}" for document in documents for line in document.warnings]


def passage_row(passage: Passage) -> dict[str, Any]:
    """A passage with the decisions it names and the page where it can be read."""
    row: dict[str, Any] = plain(passage)
    row["state"] = "current"
    row["decisions"] = list(passage.decisions)
    row["url"] = address(passage.document_id, passage.start, passage.end, passage.id)
    return row


def passage_or_gone(index: Index, passage_id: str) -> dict[str, Any]:
    """A passage as a row; of one whose document was replaced or removed only that, its `text` being gone.

    `replaced_by` is then the document that took its place, with the page where it can be read, or None.
    """
    try:
        return passage_row(index.passage(passage_id))
    except SourceGone as gone:
        return {
            "id": passage_id,
            "text": None,
            "state": gone.state,
            "detail": str(gone),
            "since": gone.since.isoformat(),
            "replaced_by": gone.replaced_by,
            "url": address(gone.replaced_by) if gone.replaced_by else None,
        }


def decision_row(row: DecisionRow) -> dict[str, Any]:
    """A decision and whether its own text is among the documents."""
    return {**plain(row), "loaded": row.loaded}


def deadlines_csv(rows: Iterable[DeadlineRow]) -> str:
    """Deadlines as CSV with a header line."""
    cells = ({**plain(row), "decisions": "; ".join(row.decisions)} for row in rows)
    return csv_text(_CSV_COLUMNS, ([str(row[name] or "") for name in _CSV_COLUMNS] for row in cells))


def csv_text(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Rows under a header line, no cell of which a spreadsheet takes for a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerows([_inert(cell) for cell in row] for row in (header, *rows))
    return out.getvalue()


def _inert(cell: str) -> str:
    """Spreadsheets run cells that begin like a formula; a leading apostrophe makes them text."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def deadlines_calendar(index: Index, base_url: str) -> bytes:
    """The deadlines of `index` that have a calendar day, as an iCalendar file of all-day events.

    Each event says where its words stand and quotes them. `base_url` is this server's address, without a
    slash at its end; events link to the words' page.
    """
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//Minamata assistant//Deadlines//EN")
    calendar.add("version", "2.0")
    for row in index.register().deadlines:
        if row.date is None:
            continue
        event = Event()
        # From content alone, so that importing the file again changes events instead of doubling them.
        event.add("uid", f"{row.passage_id}-{row.date.isoformat()}-{crc32(row.what.encode()):08x}@minamata")
        event.add("dtstamp", _stamp(row))
        event.add("dtstart", row.date)
        event.add("dtend", row.date + timedelta(days=1))
        event.add("summary", _summary(row))
        passage = index.passage(row.passage_id)
        page = base_url + address(row.document_id, passage.start, passage.end, passage.id)
        event.add("description", _cited(row, passage, index.document(row.document_id), page))
        event.add("url", page)
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _cited(row: DeadlineRow, passage: Passage, document: Document, page: str) -> str:
    """What is due, from whom, and the words that say so with their place."""
    due = f"{row.who}: {flat(row.what)}" if row.who else flat(row.what)
    place = ", ".join(part for part in (document.title, locator_text(passage, document)) if part)
    return "\n\n".join((due, f"“{flat(passage.text)}” ({place})", page))


def _stamp(row: DeadlineRow) -> Any:
    """The moment the standard asks for; fixed, so that the same register always gives the same file."""
    from datetime import UTC, datetime

    assert row.date
    return datetime(row.date.year, 1, 1, tzinfo=UTC)


def _summary(row: DeadlineRow) -> str:
    what = row.what.removeprefix("- ").strip()
    short = what if len(what) <= 120 else what[:117].rsplit(" ", 1)[0] + "…"
    return f"{short} ({', '.join(row.decisions)})" if row.decisions else short


def index_row(index: Index) -> dict[str, Any]:
    """What the index holds and what built it."""
    settings = asdict(index.settings)
    return {
        "data_dir": str(settings.pop("data_dir")),
        "corpus_version": index.corpus_version,
        "documents": len(index.documents()),
        "passages": len(index.passages()),
        "model": index.embedder.name,
        "model_digest": index.embedder.digest,
        "settings": settings,
    }
