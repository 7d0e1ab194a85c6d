"""What is left of documents that were replaced or removed: enough to tell an old citation from a wrong one.

Kept are digests of the ids of the document and its passages, the day, and which document took its place. No
word of theirs, no title and no id is among it.
"""

from __future__ import annotations

import hashlib
import sqlite3
from dataclasses import dataclass
from datetime import UTC, date, datetime

from index.database import Database

SCHEMA = """
CREATE TABLE IF NOT EXISTS gone (
    key BLOB PRIMARY KEY, day TEXT NOT NULL, replaced_by TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS replacing (
    newer INTEGER NOT NULL, older INTEGER NOT NULL, PRIMARY KEY (newer, older)) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Gone:
    """A document, or a passage of one, that went on the day `since`; `replaced_by` is a loaded document."""

    since: date
    replaced_by: str | None


def prepare(database: Database) -> None:
    """Make the tables where an older version of the program made the file."""
    with database.reading() as read:
        made = read.execute("SELECT count(*) FROM sqlite_master WHERE name IN ('gone', 'replacing')")
        if made.fetchone()[0] == 2:
            return
    with database.writing() as write:
        for statement in SCHEMA.split(";\n"):
            write.execute(statement)


def will_replace(write: sqlite3.Connection, newer: int, older: tuple[int, ...]) -> None:
    """Note that the pending document `newer` takes the place of others; a crash does not forget it."""
    write.executemany("INSERT INTO replacing VALUES (?, ?)", [(newer, number) for number in older])


def replaced(write: sqlite3.Connection, newer: int) -> list[int]:
    """The documents that give way to `newer`: those it is to replace, and a visible one of the same id."""
    rows = write.execute(
        "SELECT no FROM documents WHERE state = 'visible' AND no <> ?1 AND (id = (SELECT id FROM documents"
        " WHERE no = ?1) OR no IN (SELECT older FROM replacing WHERE newer = ?1))",
        (newer,),
    )
    return [number for (number,) in rows]


def note(write: sqlite3.Connection, number: int, newer: int | None = None) -> None:
    """Remember that document `number` goes, replaced by document `newer` or removed."""
    name = "SELECT id FROM documents WHERE no = ?"
    (old,) = write.execute(name, (number,)).fetchone()
    (new,) = write.execute(name, (newer,)).fetchone() if newer is not None else (None,)
    passages = write.execute("SELECT id FROM passages WHERE document_no = ?", (number,))
    day = datetime.now(UTC).date().isoformat()
    keys = [_key(old), *(_key(passage) for (passage,) in passages)]
    write.execute("UPDATE gone SET replaced_by = ? WHERE replaced_by = ?", (new, old))
    write.executemany("INSERT OR REPLACE INTO gone VALUES (?, ?, ?)", [(key, day, new) for key in keys])


def settled(write: sqlite3.Connection, number: int) -> None:
    """Forget what document `number` was to replace, or by what it was to be replaced."""
    write.execute("DELETE FROM replacing WHERE newer = ?1 OR older = ?1", (number,))


def find(database: Database, id: str) -> Gone | None:
    """What became of a document or passage that is not there; None where there never was one."""
    with database.reading() as read:
        row = read.execute("SELECT day, replaced_by FROM gone WHERE key = ?", (_key(id),)).fetchone()
    return Gone(date.fromisoformat(row[0]), row[1]) if row else None


def carry_over(old: Database, new: Database) -> None:
    """Remember in a new generation what the old one does."""
    with old.reading() as read:
        rows = read.execute("SELECT key, day, replaced_by FROM gone").fetchall()
    with new.writing() as write:
        write.executemany("INSERT OR REPLACE INTO gone VALUES (?, ?, ?)", rows)


def _key(id: str) -> bytes:
    return hashlib.sha256(id.encode()).digest()[:12]
