"""What the window keeps of a conversation, and how it comes back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from assistant.conversations import Conversations
from assistant.places import Places
from assistant.settings import ServerSettings
from assistant.web.messages import conversation
from assistant.web.talk import Conversation, Opened
from assistant.web.wording import words
from index.filters import Filters
from tests.fakes_assistant import FakeAssistant
from tests.fakes_documents import SUMMARY, letter, summary

EN = words("en")
COSMETICS = "Which decision covers manufacture, import and export of cosmetics?"
MINING = "Are there rules on mining?"


@pytest.fixture
def talk(tmp_path: Path) -> Iterator[Conversation]:
    kept = Conversations(tmp_path)
    yield Conversation(FakeAssistant(), ServerSettings(), Places(1, 0), kept)  # type: ignore[arg-type]
    kept.close()


def asked(talk: Conversation, *questions: str, filters: Filters | None = None) -> Opened:
    opened = Opened()
    for question in questions:
        *_, exchanges = talk.answer(talk.begin(question, opened.exchanges, filters or Filters()))
        opened = talk.keep(Opened(exchanges, opened.id, opened.title), "anna")
    return opened


def test_a_conversation_comes_back_as_it_was(talk: Conversation) -> None:
    filters = Filters(documents=(letter().id,), since=date(2023, 1, 1))
    opened = asked(talk, COSMETICS, MINING, filters=filters)
    assert opened.id and opened.title == COSMETICS
    again = talk.open("anna", opened.id)
    assert conversation(again.exchanges, EN) == conversation(opened.exchanges, EN)
    assert again.exchanges[0].filters == filters and again.exchanges[1].searched.startswith("Searched: ")
    assert talk.panel(again.exchanges, "cite 1 1") == talk.panel(opened.exchanges, "cite 1 1")


def test_nobody_elses_and_no_unknown_conversation_is_opened(talk: Conversation) -> None:
    opened = asked(talk, COSMETICS)
    assert talk.open("otto", opened.id) == talk.open("anna", "x") == talk.open("anna", "") == Opened()


def test_a_source_that_was_removed_is_said_in_answer_and_panel(talk: Conversation) -> None:
    opened = asked(talk, COSMETICS)
    talk.assistant.index.remove(summary().id)
    again = talk.open("anna", opened.id)
    assert "A source has been removed" in conversation(again.exchanges, EN)[-1]["content"]
    for shown in (opened, again):
        panel = talk.panel(shown.exchanges, "cite 1 2")
        assert "has been removed since" in panel and "<blockquote>Decision MC-5/5" in panel


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("A new first paragraph.\n\n" + SUMMARY, '<mark>Decision <span class="id">MC-5/5</span> deals with'),
        ("All of it was written anew.", "The quoted words no longer stand in it."),
    ],
)
def test_a_source_that_changed_is_said_and_opens_where_the_words_stand(
    talk: Conversation, text: str, said: str
) -> None:
    opened = asked(talk, COSMETICS)
    talk.assistant.index.add([replace(summary(), text=text, sha256="5" * 64)])
    again = talk.open("anna", opened.id)
    assert "A source has changed" in conversation(again.exchanges, EN)[-1]["content"]
    for shown in (opened, again):
        panel = talk.panel(shown.exchanges, "cite 1 2")
        assert "has changed since" in panel and said in panel


def test_what_has_no_answer_is_not_kept(talk: Conversation) -> None:
    opened = asked(talk, "break this")
    assert opened.id == "" and talk.kept and talk.kept.headings("anna") == ()


def test_a_thought_is_kept_shown_and_taken_back(talk: Conversation) -> None:
    opened = asked(talk, COSMETICS, MINING)
    told = {"number": 1, "verdict": "incomplete", "remark": "Who is to do it?"}
    judged = talk.judge(opened, "anna", told)
    message = conversation(judged.exchanges, EN, judged.id)[1]["content"]
    assert "Noted: Incomplete." in message and '<span class="remark">Who is to do it?</span>' in message
    again = talk.open("anna", opened.id)
    assert again.exchanges[0].judgement and again.exchanges[0].judgement.verdict == "incomplete"
    back = talk.judge(judged, "anna", {"number": 1, "verdict": ""})
    assert back.exchanges[0].judgement is None
    assert talk.open("anna", opened.id).exchanges[0].judgement is None


@pytest.mark.parametrize(
    "told",
    [{}, {"number": 0, "verdict": "good"}, {"number": 9, "verdict": "good"}, {"number": 1, "verdict": "x"}],
)
def test_nonsense_is_no_thought(talk: Conversation, told: dict[str, object]) -> None:
    opened = asked(talk, COSMETICS)
    assert talk.judge(opened, "anna", told) == opened
