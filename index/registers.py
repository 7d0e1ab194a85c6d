"""The register's rows in SQLite: kept for one corpus version, made anew for the next."""

from __future__ import annotations

import sqlite3

from corpus.register import Register
from index.database import Database
from index.serialising import register_from, register_rows

_KEY = "register_of"
_FORM = "3"  # of the rows: those of another form are made anew


def load(database: Database, version: str) -> Register | None:
    """The register kept for this corpus version, or None."""
    with database.reading() as read:
        kept = read.execute("SELECT value FROM stamp WHERE key = ?", (_KEY,)).fetchone()
        if kept is None or kept[0] != f"{version}/{_FORM}":
            return None
        return register_from(
            read.execute("SELECT name, json FROM register_rows ORDER BY name, place").fetchall()
        )


def keep(database: Database, register: Register, version: str) -> None:
    """Keep the register of this corpus version in place of any other."""
    with database.writing() as write:
        forget(write)
        write.executemany("INSERT INTO register_rows VALUES (?, ?, ?)", register_rows(register))
        write.execute("INSERT INTO stamp VALUES (?, ?)", (_KEY, f"{version}/{_FORM}"))


def forget(write: sqlite3.Connection) -> None:
    """Delete the rows: they quote documents that are being deleted."""
    write.execute("DELETE FROM register_rows")
    write.execute("DELETE FROM stamp WHERE key = ?", (_KEY,))
