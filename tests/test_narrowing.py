"""Rows chosen by what they are about and whom they bind; talk that stays in its paper."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant import Assistant
from assistant.answer import Turn
from corpus import document_from_text
from index import Filters, Index, IndexSettings

LETTER = """To: The Lantern Alliance
From: Ida Brandt, Executive Secretary
Subject: Work on lanterns in 2031

Dear members of the Alliance,

The work falls under two headings.

WICKS

- Parties are invited to report on cotton wicks by 3 March 2031 (decision LC-2/4);
- The Alliance may comment on the wick register by 5 May 2031 (decision LC-2/5);
- The Secretariat will test wicks in rain.

OIL

- Information on whale oil, and on wicks for it, is wanted by 7 July 2031 (decision LC-2/6);
- Storage of oil in schools.

NEXT MEETING

The Alliance meets in Bergen in 2032. I regret that I am unable to attend it due to a lack of boats.

Questions on wicks:   Ms. Nora Lund, Wick Officer
                      wicks@lanterns.example
Questions on oil:     Mr. Per Dahl, Oil Officer
                      oil@lanterns.example

Yours sincerely,

Ida Brandt
Executive Secretary
"""
RULES = """Decision LC-2/7: Rules for harbour lights

1. Decides to establish a group on harbour lights, composed of two divers and one painter;

2. Requests the group on harbour lights:

   (a) To count the lights;

   (b) To paint them, in the harbours of Oban and Leith;

3. Decides that fees are as follows, and that fees are not refunded:

   Kind of light                Fee (Swiss francs)
   ---------------------------  ------------------
   Green light                    40
   Renewal of a red light         90

4. For these rules:

   (a) "Light" means a lamp that can be seen at sea;

   (b) "Harbour" means a place where boats are moored.

5. Invites comments on the lights, to be sent to the Treasurer by 8 August 2032.
"""


@pytest.fixture(scope="module")
def lights(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    papers = [
        document_from_text(LETTER, file_name="letter.txt", id="letter"),
        document_from_text(RULES, file_name="rules.txt", id="rules"),
    ]
    with Index.open(IndexSettings(data_dir=tmp_path_factory.mktemp("lights")), shipped=papers) as index:
        yield Assistant(index)


def items(assistant: Assistant, question: str, *earlier: str) -> list[str]:
    answer = assistant.ask(question, [Turn("user", text) for text in earlier])
    return [line.removeprefix("- ") for line in answer.text.split("\n") if line.startswith("- ")]


@pytest.mark.parametrize(
    ("question", "starts"),
    [
        (
            "Which points mention wicks?",
            ["Parties are", "The Alliance may", "The Secretariat", "Information"],
        ),
        ("whales - which points?", ["Information on"]),
        ("For which items under Oil is information wanted?", ["Information on"]),
        ("Show me all bullets in which the word schools comes up.", ["Storage of"]),
        ("What are the tasks of the group on harbour lights?", ["To count", "To paint"]),
        ("Which terms do the rules for harbour lights define?", ["“Light", "“Harbour"]),
    ],
)
def test_rows_are_chosen_by_what_is_asked(lights: Assistant, question: str, starts: list[str]) -> None:
    found = [line.replace('"', "“") for line in items(lights, question)]
    assert len(found) == len(starts), found
    assert all(line.startswith(start) for line, start in zip(found, starts, strict=True)), found


def test_deadlines_by_whom_they_bind(lights: Assistant) -> None:
    found = items(lights, "List only the deadlines that concern Parties in the lantern letter.")
    assert len(found) == 1 and found[0].startswith("**3 March 2031**")


def test_a_letter_that_says_how_many_headings_it_has(lights: Assistant) -> None:
    names = [row.name for row in lights.catalogue.register.workstreams if row.document_id == "letter"]
    assert names == ["WICKS", "OIL"]


def test_the_contact_beside_whose_name_the_words_stand(lights: Assistant) -> None:
    answer = lights.ask("Whom do I contact about oil?")
    assert "Per Dahl" in answer.text and "Nora Lund" not in answer.text.split("\n")[0]


def test_the_column_of_numbers_needs_no_name(lights: Assistant) -> None:
    assert lights.ask("How much do we pay for a green light?").text.startswith("40")


def test_the_second_one_is_no_opener(lights: Assistant) -> None:
    first = "What is the group on harbour lights asked to do in LC-2/7?"
    answer = lights.ask("The second one: where will it be done?", [Turn("user", first)])
    assert "Oban" in answer.text


@pytest.mark.parametrize(
    ("earlier", "document"),
    [
        ("How much do we pay for a green light?", "rules"),
        ("What does the letter say about the wick register?", "letter"),
    ],
)
def test_a_follow_up_stays_in_its_document(lights: Assistant, earlier: str, document: str) -> None:
    assert lights.ask(earlier).citations[0].document_id == document
    answer = lights.ask("Until when may one comment?", [Turn("user", earlier)])
    assert answer.citations[0].document_id == document


def test_a_bare_why_is_answered_by_the_passage_just_quoted(lights: Assistant) -> None:
    asked = "Will the Executive Secretary attend the meeting in Bergen?"
    assert "unable to attend" in lights.ask(asked).text
    assert "due to a lack of boats" in lights.ask("Why not?", [Turn("user", asked)]).text


@pytest.mark.parametrize(
    ("follow_up", "said"),
    [("And when are those due?", "8 August 2032"), ("To whom are they sent?", "Treasurer")],
)
def test_a_follow_up_is_answered_by_the_passage_just_quoted(
    lights: Assistant, follow_up: str, said: str
) -> None:
    asked = "What does LC-2/7 say about comments on the lights?"
    assert "Invites comments" in lights.ask(asked).text
    assert said in lights.ask(follow_up, [Turn("user", asked)]).text


def test_a_follow_up_obeys_the_filters(lights: Assistant) -> None:
    asked = [Turn("user", "What does LC-2/7 say about comments on the lights?")]
    answer = lights.ask("And when are those due?", asked, Filters(documents=("letter",)))
    assert all(c.document_id == "letter" for c in answer.citations)
    assert "8 August 2032" not in answer.text


def test_what_is_due_between_two_months(lights: Assistant) -> None:
    assert [d[:16] for d in items(lights, "Is anything due between April and June 2031?")] == [
        "**5 May 2031** —"
    ]
