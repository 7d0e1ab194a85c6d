"""Connections of the records: one for each reader at a time, however many threads come and go."""

from __future__ import annotations

import threading
from pathlib import Path

from index.database import Database


def _opened(path: Path) -> int:
    """How many descriptors of this process point at the database file."""
    found = 0
    for link in Path("/proc/self/fd").iterdir():
        try:
            found += link.resolve() == path.resolve()
        except OSError:  # closed meanwhile
            continue
    return found


def _read(database: Database) -> None:
    with database.reading() as outer, database.reading() as inner:
        assert inner is outer
        outer.execute("SELECT count(*) FROM documents").fetchone()


def test_threads_that_end_leave_their_connection_to_the_next(tmp_path: Path) -> None:
    database = Database(tmp_path / "records.sqlite3", create=True)
    for _ in range(20):
        thread = threading.Thread(target=_read, args=(database,))
        thread.start()
        thread.join()
    assert _opened(database.path) == 2  # the writer's and one reader's
    database.close()
    assert _opened(database.path) == 0


def test_readers_at_the_same_time_have_connections_of_their_own(tmp_path: Path) -> None:
    database = Database(tmp_path / "records.sqlite3", create=True)
    met = threading.Barrier(3)

    def hold() -> None:
        with database.reading():
            met.wait(20)
            met.wait(20)

    threads = [threading.Thread(target=hold) for _ in range(2)]
    for thread in threads:
        thread.start()
    met.wait(20)
    assert _opened(database.path) == 3
    met.wait(20)
    for thread in threads:
        thread.join()
    database.close()
