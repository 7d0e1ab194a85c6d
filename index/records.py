"""Records: every document, passage and vector, in SQLite. The source of truth; all else is derived.

A document is `pending` until the vector store has it too, `visible` while searches see it, `removing`
from the moment somebody removed it until nothing of it is left.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from corpus.document import Document
from corpus.pages import Original, unpack
from corpus.passage import Passage
from index import document_rows, gone, registers
from index.database import Database, damaged
from index.document_rows import EmbeddedDocument
from index.errors import IndexDamaged
from index.packing import Matrix, unpack_vector
from index.serialising import document_from, passage_from
from index.stamp import Stamp, corpus_version

RECORDS = "records.sqlite3"
State = Literal["pending", "visible", "removing"]


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document's row without its text."""

    no: int
    id: str
    sha256: str
    state: State
    trust: str
    content: str


class Records:
    """The records of one generation. Reads are safe from any thread; writes take turns."""

    def __init__(self, path: Path, *, create: Stamp | None = None) -> None:
        """Open the records at `path`, or create them with a stamp."""
        self.database = Database(path, create=create is not None)
        gone.prepare(self.database)
        if create is not None:
            self.set_value("stamp", create.to_json())

    def close(self) -> None:
        """Close every connection."""
        self.database.close()

    # stamp ----------------------------------------------------------------------------------------------

    def stamp(self) -> Stamp:
        """Who built this; IndexDamaged where nobody says."""
        text = self.value("stamp")
        if text is None:
            raise IndexDamaged(f"{self.database.path} has no stamp; run `minamata index build`.")
        return Stamp.from_json(text)

    def value(self, key: str) -> str | None:
        """A value kept beside the stamp, or None."""
        with self.database.reading() as read:
            row = read.execute("SELECT value FROM stamp WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def set_value(self, key: str, value: str) -> None:
        """Keep a value beside the stamp."""
        with self.database.writing() as write:
            write.execute("INSERT OR REPLACE INTO stamp VALUES (?, ?)", (key, value))

    # writing --------------------------------------------------------------------------------------------

    def insert(
        self,
        document: Document,
        embedded: EmbeddedDocument,
        position: int | None = None,
        replaces: tuple[int, ...] = (),
    ) -> int:
        """Store a document as `pending`, in one transaction; its number. `replaces` are numbers of others."""
        with self.database.writing() as write:
            number = document_rows.insert(write, document, embedded, position)
            gone.will_replace(write, number, replaces)
        return number

    def show(self, number: int) -> None:
        """Make a pending document visible; those it replaces go to `removing` with it."""
        with self.database.writing() as write:
            for older in gone.replaced(write, number):
                gone.note(write, older, number)
                write.execute("UPDATE documents SET state = 'removing' WHERE no = ?", (older,))
            gone.settled(write, number)
            write.execute("UPDATE documents SET state = 'visible' WHERE no = ?", (number,))

    def hide(self, number: int) -> None:
        """Send a document to `removing`: searches stop seeing it at once."""
        with self.database.writing() as write:
            gone.note(write, number)
            write.execute("UPDATE documents SET state = 'removing' WHERE no = ?", (number,))

    def move(self, number: int, position: int) -> None:
        """Give a document its place in the order of documents."""
        with self.database.writing() as write:
            write.execute("UPDATE documents SET position = ? WHERE no = ?", (position, number))

    def delete(self, number: int) -> None:
        """Delete every row of a document, in one transaction."""
        with self.database.writing() as write:
            document_rows.delete(write, number)
            gone.settled(write, number)
            registers.forget(write)

    # reading --------------------------------------------------------------------------------------------

    def stored(self) -> list[StoredDocument]:
        """All documents in any state, in the order of documents."""
        with self.database.reading() as read:
            rows = read.execute(
                "SELECT no, id, sha256, state, trust, content FROM documents ORDER BY position, no"
            ).fetchall()
        return [StoredDocument(*row) for row in rows]

    def documents(self) -> tuple[Document, ...]:
        """The visible documents in order."""
        with self.database.reading() as read:
            rows = read.execute("SELECT json FROM documents WHERE state = 'visible' ORDER BY position, no")
            return tuple(document_from(text) for (text,) in rows)

    def added(self) -> list[Document]:
        """The visible documents that were not shipped, with their files."""
        added = [document for document in self.documents() if document.trust != "shipped"]
        return [replace(document, original=self.original(document.id)) for document in added]

    def original(self, document_id: str) -> Original | None:
        """The file that a visible document was read from, or None where only its text is kept."""
        with self.database.reading() as read:
            if not read.execute("SELECT 1 FROM sqlite_master WHERE name = 'files'").fetchone():
                return None  # a generation of format 1, being read for a rebuild
            row = read.execute(
                "SELECT f.data, f.media_type, f.boxes FROM files f JOIN documents d ON d.no = f.document_no"
                " WHERE d.id = ? AND d.state = 'visible'",
                (document_id,),
            ).fetchone()
        return Original(row[0], row[1], unpack(row[2])) if row else None

    def passages(self, document_id: str | None = None) -> tuple[Passage, ...]:
        """The visible passages, in the order of documents and then of text."""
        sql = (
            "SELECT p.json FROM passages p JOIN documents d ON d.no = p.document_no WHERE d.state = 'visible'"
            " AND (? IS NULL OR d.id = ?) ORDER BY d.position, d.no, p.place"
        )
        with self.database.reading() as read:
            return tuple(passage_from(text) for (text,) in read.execute(sql, (document_id, document_id)))

    def passage(self, passage_id: str) -> Passage | None:
        """A visible passage by id, or None."""
        with self.database.reading() as read:
            row = read.execute(
                "SELECT p.json FROM passages p JOIN documents d ON d.no = p.document_no"
                " WHERE p.id = ? AND d.state = 'visible'",
                (passage_id,),
            ).fetchone()
        return passage_from(row[0]) if row else None

    def count(self) -> int:
        """How many passages are visible."""
        with self.database.reading() as read:
            row = read.execute(
                "SELECT count(*) FROM passages p JOIN documents d ON d.no = p.document_no"
                " WHERE d.state = 'visible'"
            ).fetchone()
        return int(row[0])

    def damage(self) -> str | None:
        """What is wrong with the records, or None: with the file's structure, or with a document's text."""
        if wrong := self.database.damage():
            return wrong
        with self.database.reading() as read:
            for number, name, content, text in read.execute("SELECT no, id, content, json FROM documents"):
                digest = hashlib.sha256(text.encode())
                for (passage,) in read.execute(
                    "SELECT json FROM passages WHERE document_no = ? ORDER BY place", (number,)
                ):
                    digest.update(passage.encode())
                if digest.hexdigest() != content:
                    return f"the text of {name} is not what was stored"
        return None

    def must_be_sound(self) -> None:
        """Raise IndexDamaged, saying what is wrong, unless the records are as they were written."""
        if wrong := self.damage():
            raise damaged(self.database.path, wrong)

    def corpus_version(self) -> str:
        """Changes with any visible document or how it was read."""
        return corpus_version(f"{d.id} {d.content}" for d in self.stored() if d.state == "visible")

    def window_ids(self, *states: State) -> set[str]:
        """Chroma ids of the windows of all documents in these states."""
        sql = (
            "SELECT p.id || ':' || w.place FROM documents d JOIN passages p ON p.document_no = d.no"
            f" JOIN windows w ON w.passage_no = p.no WHERE d.state IN ({', '.join('?' * len(states))})"
        )
        with self.database.reading() as read:
            return {window_id for (window_id,) in read.execute(sql, states)}

    def window_vector(self, window_id: str) -> Matrix:
        """The vector of a window by its Chroma id."""
        passage_id, _, place = window_id.rpartition(":")
        with self.database.reading() as read:
            row = read.execute(
                "SELECT w.vector FROM passages p JOIN windows w ON w.passage_no = p.no"
                " WHERE p.id = ? AND w.place = ? LIMIT 1",
                (passage_id, int(place)),
            ).fetchone()
        return unpack_vector(row[0])

    def window_vectors(self, numbers: Sequence[int] | None = None) -> Iterator[tuple[str, int, Matrix]]:
        """(Chroma id, document number, vector) of every window, of these documents or of all not removing."""
        chosen = [d.no for d in self.stored() if d.state != "removing"] if numbers is None else numbers
        sql = (
            "SELECT p.id || ':' || w.place, w.vector FROM passages p JOIN windows w ON w.passage_no = p.no"
            " WHERE p.document_no = ? ORDER BY p.place, w.place"
        )
        for number in chosen:
            with self.database.reading() as read:
                rows = read.execute(sql, (number,)).fetchall()
            for window_id, data in rows:
                yield window_id, number, unpack_vector(data)
