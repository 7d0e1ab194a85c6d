"""Where conversations are kept on the server: whose they are, what was asked and answered, and judged how.

One SQLite file in the data folder, read and written by the server's process only. Everything belongs to the
name of a key; without keys all who use this machine share one list. What is deleted, or grows older than the
settings allow, is overwritten in the file (`secure_delete`), its feedback with it.
"""

from __future__ import annotations

import json
import os
import secrets
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from assistant.answer import Answer
from assistant.errors import ConversationsUnusable
from assistant.kept import LONGEST_REMARK, Heading, Judgement, KeptConversation, KeptExchange, title_of
from index.errors import UnknownId

FILE = "conversations.sqlite3"
_FORMAT = 1
_SCHEMA = """
CREATE TABLE conversations (
    id TEXT PRIMARY KEY, owner TEXT NOT NULL, title TEXT NOT NULL, begun TEXT NOT NULL, changed TEXT NOT NULL
) STRICT;
CREATE INDEX whose ON conversations (owner, changed);
CREATE TABLE exchanges (
    conversation TEXT NOT NULL REFERENCES conversations ON DELETE CASCADE,
    number INTEGER NOT NULL,
    question TEXT NOT NULL,
    filters TEXT NOT NULL,
    answer TEXT NOT NULL,
    searched TEXT NOT NULL,
    digests TEXT NOT NULL,
    asked TEXT NOT NULL,
    PRIMARY KEY (conversation, number)
) STRICT;
CREATE TABLE feedback (
    conversation TEXT NOT NULL,
    number INTEGER NOT NULL,
    verdict TEXT NOT NULL,
    remark TEXT NOT NULL,
    given TEXT NOT NULL,
    PRIMARY KEY (conversation, number),
    FOREIGN KEY (conversation, number) REFERENCES exchanges ON DELETE CASCADE
) STRICT;
"""


def _now() -> datetime:
    return datetime.now(UTC)


class Conversations:
    """The kept conversations of one data folder. Safe to share between threads.

    Of each owner the `most` changed last are kept, none longer than `days` after its last change (0: no
    limit on age). `most` 0 keeps nothing.
    """

    def __init__(
        self, folder: Path, most: int = 200, days: int = 365, clock: Callable[[], datetime] = _now
    ) -> None:
        self._path = folder / FILE
        self._most = most
        self._days = days
        self._clock = clock
        self._lock = threading.RLock()
        with self._sound():
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.close(os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600))
            self._database = sqlite3.connect(self._path, check_same_thread=False, isolation_level=None)
            self._database.execute("PRAGMA secure_delete = ON")
            self._database.execute("PRAGMA foreign_keys = ON")
            version = self._database.execute("PRAGMA user_version").fetchone()[0]
            if version == 0:
                self._database.executescript(f"BEGIN;{_SCHEMA}PRAGMA user_version = {_FORMAT};COMMIT;")
            elif version != _FORMAT:
                raise ConversationsUnusable(
                    f"{self._path} was written by another version; use that one, or move the file away."
                )
        self.prune()

    @property
    def keeping(self) -> bool:
        """Whether anything is kept at all."""
        return self._most > 0

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._database.close()

    def headings(self, owner: str) -> tuple[Heading, ...]:
        """The owner's conversations, the one changed last first."""
        with self._sound():
            return tuple(Heading(*row) for row in self._rows("owner = ?", owner))

    def conversation(self, owner: str, identity: str) -> KeptConversation:
        """One conversation of this owner; UnknownId otherwise."""
        with self._sound():
            heading = self._heading(owner, identity)
            rows = self._database.execute(
                "SELECT question, answer, filters, searched, digests, asked, verdict, remark, given"
                " FROM exchanges LEFT JOIN feedback USING (conversation, number)"
                " WHERE conversation = ? ORDER BY number",
                (identity,),
            ).fetchall()
        return KeptConversation(heading, tuple(_exchange(row) for row in rows))

    def keep(self, owner: str, identity: str, number: int, exchange: KeptExchange) -> Heading | None:
        """Write exchange `number` (from 1) in place of it and all later ones.

        An unknown or empty `identity` begins a conversation. None where nothing is kept.
        """
        if not self.keeping:
            return None
        now = self._time()
        with self._writing() as write:
            known = identity and self._rows("owner = ? AND id = ?", owner, identity)
            if not known:
                identity, number = secrets.token_urlsafe(12), 1
                row = (identity, owner, title_of(exchange.question), now, now)
                write.execute("INSERT INTO conversations VALUES (?, ?, ?, ?, ?)", row)
            write.execute("DELETE FROM exchanges WHERE conversation = ? AND number >= ?", (identity, number))
            write.execute(
                "INSERT INTO exchanges VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    identity,
                    number,
                    exchange.question,
                    json.dumps(dict(exchange.filters)),
                    json.dumps(exchange.answer.to_json()),
                    exchange.searched,
                    json.dumps(dict(exchange.digests)),
                    now,
                ),
            )
            write.execute("UPDATE conversations SET changed = ? WHERE id = ?", (now, identity))
        if not known:
            self.prune()
        with self._sound():
            return self._heading(owner, identity)

    def rename(self, owner: str, identity: str, title: str) -> Heading:
        """Give a conversation another title; UnknownId where this owner has none such."""
        with self._writing() as write:
            self._heading(owner, identity)
            write.execute("UPDATE conversations SET title = ? WHERE id = ?", (title_of(title), identity))
            return self._heading(owner, identity)

    def remove(self, owner: str, identity: str) -> None:
        """Delete a conversation and all that belongs to it; UnknownId where this owner has none such."""
        with self._writing() as write:
            self._heading(owner, identity)
            write.execute("DELETE FROM conversations WHERE id = ?", (identity,))

    def judge(self, owner: str, identity: str, number: int, judgement: Judgement | None) -> None:
        """Keep what a reader thought of answer `number`, in place of an earlier thought; None takes it back.

        UnknownId where this owner has no such answer.
        """
        with self._writing() as write:
            self._heading(owner, identity)
            key = (identity, number)
            where = "conversation = ? AND number = ?"
            if not write.execute(f"SELECT 1 FROM exchanges WHERE {where}", key).fetchone():
                raise UnknownId(f"Conversation {identity!r} has no answer {number}.")
            write.execute(f"DELETE FROM feedback WHERE {where}", key)
            if judgement:
                remark = judgement.remark.strip()[:LONGEST_REMARK]
                row = (*key, judgement.verdict, remark, self._time())
                write.execute("INSERT INTO feedback VALUES (?, ?, ?, ?, ?)", row)

    def judged(self) -> tuple[tuple[KeptConversation, int], ...]:
        """Every answer that somebody judged: its conversation, and its number from 1; the latest first."""
        with self._sound():
            rows = self._database.execute(
                "SELECT owner, conversation, number FROM feedback JOIN conversations ON id = conversation"
                " ORDER BY given DESC, conversation, number"
            ).fetchall()
            return tuple((self.conversation(owner, identity), number) for owner, identity, number in rows)

    def restore(self, file: Path) -> None:
        """Put the conversations of another such file in place of all there are; the limits hold for them."""
        with self._sound(), closing(sqlite3.connect(file)) as brought:
            brought.backup(self._database)
        self.prune()

    def prune(self) -> None:
        """Delete what is older or more than the limits allow."""
        oldest = self._time(self._clock() - timedelta(days=self._days)) if self._days else ""
        with self._writing() as write:
            write.execute(
                "DELETE FROM conversations WHERE changed < ? OR id IN (SELECT id FROM ("
                "SELECT id, row_number() OVER (PARTITION BY owner ORDER BY changed DESC, rowid DESC) AS place"
                " FROM conversations) WHERE place > ?)",
                (oldest, self._most),
            )

    def _rows(self, where: str, *values: str) -> list[tuple[Any, ...]]:
        return self._database.execute(
            "SELECT id, title, begun, changed, count(number) FROM conversations"
            " LEFT JOIN exchanges ON conversation = id"
            f" WHERE {where} GROUP BY id ORDER BY changed DESC, conversations.rowid DESC",
            values,
        ).fetchall()

    def _heading(self, owner: str, identity: str) -> Heading:
        found = self._rows("owner = ? AND id = ?", owner, identity)
        if not found:
            raise UnknownId(f"There is no conversation {identity!r} here; it may have been deleted.")
        return Heading(*found[0])

    def _time(self, at: datetime | None = None) -> str:
        return (at or self._clock()).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction, whole or not at all."""
        with self._sound(), self._database:
            self._database.execute("BEGIN IMMEDIATE")
            yield self._database

    @contextmanager
    def _sound(self) -> Iterator[None]:
        """One thread at a time; what SQLite or the disk refuses is said in one line."""
        with self._lock:
            try:
                yield
            except (sqlite3.Error, OSError) as error:
                raise ConversationsUnusable(
                    f"{self._path} cannot be used ({error}); check the disk, or move the file away."
                ) from error


def _exchange(row: Sequence[Any]) -> KeptExchange:
    question, answer, filters, searched, digests, asked, verdict, remark, given = row
    return KeptExchange(
        question,
        Answer.from_json(json.loads(answer)),
        json.loads(filters),
        searched,
        json.loads(digests),
        asked,
        Judgement(verdict, remark, given) if verdict else None,
    )
