"""The rows of one document: how they are written, and how every one of them goes."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from corpus.document import Document
from corpus.pages import pack
from corpus.passage import Passage
from index.analysis import headings_of, spellings_of, stems_of
from index.packing import Matrix, pack_tokens, pack_vector
from index.serialising import content_digest, passage_from, to_json
from index.windows import Window

_SHIPPED_FIRST = 1_000_000  # uploaded documents stand after all shipped ones


@dataclass(frozen=True, slots=True)
class EmbeddedPassage:
    """A passage with its windows and their vectors; `tokens` of all windows but the whole, or None.

    `context` are the words that stand around it (see `index.context`), "" for none.
    """

    passage: Passage
    windows: tuple[Window, ...]
    vectors: tuple[Matrix, ...]
    tokens: Matrix | None
    context: str = ""


@dataclass(frozen=True, slots=True)
class EmbeddedDocument:
    """A document's passages, and the token vectors of the contexts that they name."""

    passages: tuple[EmbeddedPassage, ...]
    contexts: Mapping[str, Matrix]


def insert(
    write: sqlite3.Connection, document: Document, embedded: EmbeddedDocument, position: int | None
) -> int:
    """Write a document as `pending`; its number. Without a `position` it stands after all there are."""
    content = content_digest(document, [each.passage for each in embedded.passages])
    heading_of = headings_of(document)
    day = document.date.isoformat() if document.date else None
    number = write.execute(
        "INSERT INTO documents (id, sha256, position, state, kind, trust, day, content, json)"
        " VALUES (?, ?, ?, 'pending', ?, ?, ?, ?, ?)",
        (document.id, document.sha256, _SHIPPED_FIRST, document.kind, document.trust, day, content,
         to_json(document)),
    ).lastrowid  # fmt: skip
    assert number is not None
    if document.original is not None:
        file = document.original
        write.execute(
            "INSERT INTO files VALUES (?, ?, ?, ?)",
            (number, file.media_type, file.data, pack(file.pages)),
        )
    place = _SHIPPED_FIRST + number if position is None else position
    write.execute("UPDATE documents SET position = ? WHERE no = ?", (place, number))
    context_no = {
        words: write.execute(
            "INSERT INTO contexts (document_no, data) VALUES (?, ?)", (number, pack_tokens(tokens))
        ).lastrowid
        for words, tokens in embedded.contexts.items()
    }
    spellings: Counter[str] = Counter()
    for order, each in enumerate(embedded.passages):
        passage = each.passage
        passage_no = write.execute(
            "INSERT INTO passages (id, document_no, place, workstream, json) VALUES (?, ?, ?, ?, ?)",
            (passage.id, number, order, passage.workstream, to_json(passage)),
        ).lastrowid
        write.executemany(
            "INSERT INTO passage_decisions VALUES (?, ?)",
            [(d, passage_no) for d in passage.decisions],
        )
        write.executemany(
            "INSERT INTO windows (passage_no, place, first, last, vector) VALUES (?, ?, ?, ?, ?)",
            [
                (passage_no, i, w.start, w.end, pack_vector(v))
                for i, (w, v) in enumerate(zip(each.windows, each.vectors, strict=True))
            ],
        )
        if each.tokens is not None:
            write.execute(
                "INSERT INTO tokens (passage_no, data, context_no) VALUES (?, ?, ?)",
                (passage_no, pack_tokens(each.tokens), context_no.get(each.context)),
            )
        heading = heading_of + " " + " ".join(passage.section)
        write.execute(
            "INSERT INTO full_text (rowid, body, heading) VALUES (?, ?, ?)",
            (passage_no, stems_of(passage.text), stems_of(heading)),
        )
        spellings.update(spellings_of(passage.text))
    write.executemany(
        "INSERT INTO spellings VALUES (?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count",
        spellings.items(),
    )
    return number


def delete(write: sqlite3.Connection, number: int) -> None:
    """Delete every row of a document."""
    spellings: Counter[str] = Counter()
    rows = write.execute("SELECT no, json FROM passages WHERE document_no = ?", (number,)).fetchall()
    for passage_no, text in rows:
        spellings.update(spellings_of(passage_from(text).text))
        for table in ("passage_decisions", "windows", "tokens"):
            write.execute(f"DELETE FROM {table} WHERE passage_no = ?", (passage_no,))
        write.execute("DELETE FROM full_text WHERE rowid = ?", (passage_no,))
    write.executemany("UPDATE spellings SET count = count - ? WHERE word = ?",
                      [(count, word) for word, count in spellings.items()])  # fmt: skip
    write.execute("DELETE FROM spellings WHERE count <= 0")
    write.execute("DELETE FROM passages WHERE document_no = ?", (number,))
    write.execute("DELETE FROM contexts WHERE document_no = ?", (number,))
    write.execute("DELETE FROM files WHERE document_no = ?", (number,))
    write.execute("DELETE FROM documents WHERE no = ?", (number,))
