"""Kept conversations: whose they are, what is written, and that nothing is left of what is deleted."""

from __future__ import annotations

import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.answer import Answer
from assistant.conversations import FILE, Conversations
from assistant.errors import ConversationsUnusable
from assistant.kept import Judgement, KeptExchange, title_of
from index.errors import UnknownId
from tests.fakes_assistant import FakeAssistant

COSMETICS = "Which decision covers manufacture, import and export of cosmetics?"


class Clock:
    """A clock that a test turns."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


def asked(question: str = COSMETICS) -> KeptExchange:
    return KeptExchange(
        question, FakeAssistant().ask(question), {"source": ["letter"]}, "Searched: x", {"d": "1"}
    )


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def kept(tmp_path: Path, clock: Clock) -> Iterator[Conversations]:
    kept = Conversations(tmp_path, most=3, days=30, clock=clock)
    yield kept
    kept.close()


def begun(kept: Conversations, question: str = COSMETICS, owner: str = "anna") -> str:
    heading = kept.keep(owner, "", 1, asked(question))
    assert heading
    return heading.id


def test_what_was_asked_is_there_again(kept: Conversations, tmp_path: Path) -> None:
    identity = begun(kept)
    kept.keep("anna", identity, 2, asked("Are there rules on mining?"))
    kept.close()
    again = Conversations(tmp_path, days=0).conversation("anna", identity)
    assert again.heading.title == COSMETICS and again.heading.questions == 2
    assert again.heading.begun == "2026-11-23T08:30:02Z" < again.heading.changed
    first, second = again.exchanges
    assert first.answer == asked().answer and isinstance(first.answer, Answer)
    assert (first.filters, first.searched, first.digests) == (
        {"source": ["letter"]},
        "Searched: x",
        {"d": "1"},
    )
    assert second.answer.status == "not_in_documents"


def test_a_question_put_differently_takes_the_place_of_the_later_ones(kept: Conversations) -> None:
    identity = begun(kept)
    for number in (2, 3):
        kept.keep("anna", identity, number, asked())
    kept.keep("anna", identity, 2, asked("Are there rules on mining?"))
    questions = [exchange.question for exchange in kept.conversation("anna", identity).exchanges]
    assert questions == [COSMETICS, "Are there rules on mining?"]


def test_nobody_reaches_what_belongs_to_another(kept: Conversations) -> None:
    identity = begun(kept)
    assert kept.headings("otto") == ()
    for call in (
        lambda: kept.conversation("otto", identity),
        lambda: kept.rename("otto", identity, "mine"),
        lambda: kept.remove("otto", identity),
        lambda: kept.judge("otto", identity, 1, Judgement("good")),
    ):
        with pytest.raises(UnknownId):
            call()
    heading = kept.keep("otto", identity, 2, asked())
    assert heading and heading.id != identity and heading.questions == 1, "a conversation of his own begins"
    assert kept.conversation("anna", identity).heading.questions == 1


def test_the_list_begins_with_the_last_one_used(kept: Conversations) -> None:
    first, second = begun(kept, "First mercury question?"), begun(kept, "Second mercury question?")
    assert [one.id for one in kept.headings("anna")] == [second, first]
    kept.keep("anna", first, 2, asked())
    assert [one.id for one in kept.headings("anna")] == [first, second]
    assert kept.rename("anna", second, "  A   title\n of mine ").title == "A title of mine"
    assert [one.id for one in kept.headings("anna")] == [first, second], "a new title is not a new question"


def test_what_is_deleted_is_nowhere_on_disk(kept: Conversations, tmp_path: Path) -> None:
    canary = "Zanzibarquecksilber " * 400
    identity = begun(kept, canary)
    other = begun(kept, "Which mercury question stays?")
    kept.judge("anna", identity, 1, Judgement("wrong", canary))
    assert b"Zanzibarquecksilber" in everything(tmp_path)
    kept.remove("anna", identity)
    assert b"Zanzibarquecksilber" not in everything(tmp_path)
    assert [one.id for one in kept.headings("anna")] == [other]


def everything(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_old_ones_and_too_many_are_deleted_for_each_owner_alone(kept: Conversations, clock: Clock) -> None:
    old = begun(kept, owner="otto")
    several = [begun(kept, f"Mercury question {n}?") for n in range(5)]
    assert [one.id for one in kept.headings("anna")] == several[:1:-1]
    assert [one.id for one in kept.headings("otto")] == [old]
    clock.now += timedelta(days=31)
    fresh = begun(kept)
    assert [one.id for one in kept.headings("anna")] == [fresh] and kept.headings("otto") == ()


def test_nothing_is_kept_where_that_is_set(tmp_path: Path) -> None:
    kept = Conversations(tmp_path, most=0)
    assert kept.keep("anna", "", 1, asked()) is None and kept.headings("anna") == ()


def test_a_thought_takes_the_place_of_the_last_and_can_be_taken_back(kept: Conversations) -> None:
    identity = begun(kept)
    kept.judge("anna", identity, 1, Judgement("good"))
    kept.judge("anna", identity, 1, Judgement("wrong_source", "  It is item 5. "))
    (found,) = kept.conversation("anna", identity).exchanges
    assert found.judgement and (found.judgement.verdict, found.judgement.remark) == (
        "wrong_source",
        "It is item 5.",
    )
    ((conversation, number),) = kept.judged()
    assert conversation.heading.id == identity and number == 1
    kept.judge("anna", identity, 1, None)
    assert kept.judged() == ()
    with pytest.raises(UnknownId):
        kept.judge("anna", identity, 2, Judgement("good"))


def test_a_thought_is_kept_without_the_question_and_goes_with_its_conversation(
    kept: Conversations, tmp_path: Path
) -> None:
    identity = begun(kept)
    kept.judge("anna", identity, 1, Judgement("wrong", "It is item 5."))
    with closing(sqlite3.connect(tmp_path / FILE)) as database:
        (row,) = database.execute("SELECT * FROM feedback").fetchall()
        assert row[:4] == (identity, 1, "wrong", "It is item 5.") and len(row) == 5, "and when it was given"
        kept.remove("anna", identity)
        assert database.execute("SELECT * FROM feedback").fetchall() == []
    assert kept.judged() == ()


def test_only_the_servers_user_reads_the_file(kept: Conversations, tmp_path: Path) -> None:
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600


def test_a_broken_or_newer_file_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"no database at all, for certain" * 99)
    with pytest.raises(ConversationsUnusable, match="move the file away"):
        Conversations(tmp_path)
    (tmp_path / FILE).unlink()
    with sqlite3.connect(tmp_path / FILE) as database:
        database.execute("PRAGMA user_version = 99")
    with pytest.raises(ConversationsUnusable, match="another version"):
        Conversations(tmp_path)


def test_long_titles_are_cut_at_a_word() -> None:
    assert title_of("word " * 40).endswith("word …") and len(title_of("word " * 40)) <= 120
