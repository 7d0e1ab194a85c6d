"""The SQLite file: its schema, its connections, one writer and many readers.

Foreign errors of SQLite become the index's own here.
"""

from __future__ import annotations

import errno
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from index.errors import DataFolderUnusable, IndexDamaged

_PAGES = 4096  # copied between two reports of progress: 16 MiB
SCHEMA = """
CREATE TABLE stamp (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE documents (
    no INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL, sha256 TEXT NOT NULL, position INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'visible', 'removing')),
    kind TEXT NOT NULL, trust TEXT NOT NULL, day TEXT, content TEXT NOT NULL, json TEXT NOT NULL);
CREATE UNIQUE INDEX one_visible ON documents (id) WHERE state = 'visible';
CREATE TABLE passages (
    no INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL, document_no INTEGER NOT NULL REFERENCES documents,
    place INTEGER NOT NULL, workstream TEXT, json TEXT NOT NULL);
CREATE INDEX passages_by_id ON passages (id);
CREATE INDEX passages_by_document ON passages (document_no, place);
CREATE TABLE passage_decisions (
    decision TEXT NOT NULL, passage_no INTEGER NOT NULL, PRIMARY KEY (decision, passage_no)) WITHOUT ROWID;
CREATE INDEX decisions_by_passage ON passage_decisions (passage_no);
CREATE TABLE windows (
    no INTEGER PRIMARY KEY, passage_no INTEGER NOT NULL, place INTEGER NOT NULL,
    first INTEGER NOT NULL, last INTEGER NOT NULL, vector BLOB NOT NULL);
CREATE INDEX windows_by_passage ON windows (passage_no, place);
CREATE TABLE tokens (
    no INTEGER PRIMARY KEY, passage_no INTEGER NOT NULL, data BLOB NOT NULL, context_no INTEGER);
CREATE INDEX tokens_by_passage ON tokens (passage_no);
CREATE TABLE contexts (no INTEGER PRIMARY KEY, document_no INTEGER NOT NULL, data BLOB NOT NULL);
CREATE INDEX contexts_by_document ON contexts (document_no);
CREATE VIRTUAL TABLE full_text USING fts5 (body, heading, tokenize = 'ascii');
CREATE VIRTUAL TABLE full_text_stems USING fts5vocab (full_text, 'row');
CREATE TABLE spellings (word TEXT PRIMARY KEY, count INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE files (
    document_no INTEGER PRIMARY KEY, media_type TEXT NOT NULL, data BLOB NOT NULL, boxes BLOB NOT NULL);
CREATE TABLE register_rows (
    name TEXT NOT NULL, place INTEGER NOT NULL, json TEXT NOT NULL, PRIMARY KEY (name, place)) WITHOUT ROWID;
"""


def damaged(path: Path, what: str) -> IndexDamaged:
    """The error for records that cannot be trusted."""
    return IndexDamaged(
        f"{path} is damaged ({what}); `minamata restore FILE` brings back a backup, `minamata index build` "
        "saves what can still be read."
    )


class Database:
    """One SQLite file with a connection for each reader at a time and one for writing.

    A reader's connection goes to the next one: servers come and go with their threads, connections must not.

    Writing never blocks reading (WAL). Deleted content is overwritten (secure_delete).
    """

    def __init__(self, path: Path, *, create: bool = False) -> None:
        """Open `path`; IndexDamaged where it is missing or no readable database."""
        self.path = path
        self._local = threading.local()
        self._connections: list[sqlite3.Connection] = []
        self._free: list[sqlite3.Connection] = []
        self._opening = threading.Lock()
        self._writing = threading.RLock()
        if not create and not path.is_file():
            raise IndexDamaged(f"{path} is missing; run `minamata index build`.")
        self._writer = self._connect()
        if create:
            with self.writing() as connection:
                for statement in SCHEMA.split(";\n"):
                    connection.execute(statement)
            path.chmod(0o600)

    def _connect(self) -> sqlite3.Connection:
        try:
            connection = sqlite3.connect(
                self.path, timeout=30, isolation_level=None, check_same_thread=False, cached_statements=256
            )
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("PRAGMA temp_store = MEMORY")
            connection.execute("PRAGMA foreign_keys = OFF")
        except sqlite3.Error as error:
            raise self._fault(error) from error
        with self._opening:
            self._connections.append(connection)
        return connection

    def _fault(self, error: sqlite3.Error) -> IndexDamaged | DataFolderUnusable:
        text = str(error)
        if any(sign in text for sign in ("readonly", "is full", "unable to open", "disk I/O", "locked")):
            return DataFolderUnusable(
                f"{self.path} cannot be used ({text}); check the folder's rights and space."
            )
        return damaged(self.path, text)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection of this thread's own, within one snapshot that nested uses share."""
        outer: sqlite3.Connection | None = getattr(self._local, "connection", None)
        connection = outer or self._take()
        try:
            if outer is None:
                self._local.connection = connection
                connection.execute("BEGIN")
            yield connection
        except sqlite3.Error as error:
            raise self._fault(error) from error
        finally:
            if outer is None:
                self._give_back(connection)

    def _take(self) -> sqlite3.Connection:
        with self._opening:
            if self._free:
                return self._free.pop()
        return self._connect()

    def _give_back(self, connection: sqlite3.Connection) -> None:
        self._local.connection = None
        with self._opening:
            if connection not in self._connections:
                return  # the database was closed meanwhile
        if connection.in_transaction:
            connection.execute("COMMIT")
        with self._opening:
            self._free.append(connection)

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """The writer within one transaction: all of it is stored, or none. Nested uses join the outer one."""
        with self._writing:
            outer = self._writer.in_transaction
            try:
                if not outer:
                    self._writer.execute("BEGIN IMMEDIATE")
                yield self._writer
                if not outer:
                    self._writer.execute("COMMIT")
            except BaseException as error:
                if not outer and self._writer.in_transaction:
                    self._writer.execute("ROLLBACK")
                if isinstance(error, sqlite3.Error):
                    raise self._fault(error) from error
                raise

    def purge(self) -> None:
        """Leave nothing of deleted rows on disk: full text merged, the log written back and emptied."""
        with self._writing:
            try:
                self._writer.execute("INSERT INTO full_text (full_text) VALUES ('optimize')")
                self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            except sqlite3.Error as error:
                raise self._fault(error) from error

    def copy(self, to: Path, told: Callable[[int, int], None]) -> None:
        """One state of the whole as a new file, while others read and write; `told` of (done, all) pages.

        Raises OSError where `to` cannot be written.
        """
        with self.reading() as read, closing(sqlite3.connect(to)) as target:
            # one snapshot for all steps: without it, whatever is written meanwhile would start the copy anew
            read.execute("SELECT count(*) FROM stamp").fetchone()
            try:
                read.backup(target, pages=_PAGES, progress=lambda _, left, total: told(total - left, total))
            except sqlite3.OperationalError as error:
                raise OSError(errno.EIO, str(error)) from error

    def damage(self) -> str | None:
        """What is wrong with the file's structure, or None."""
        try:
            with self.reading() as read:
                said = str(read.execute("PRAGMA quick_check(1)").fetchone()[0])
        except IndexDamaged as error:
            return str(error.__cause__)
        return None if said == "ok" else said.replace("\n", " ")

    def close(self) -> None:
        """Close every connection; the log file is written back."""
        with self._opening, self._writing:
            for connection in self._connections:
                connection.close()
            self._connections.clear()
            self._free.clear()
            self._local = threading.local()
