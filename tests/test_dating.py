"""When: dates far from the words, sessions by which something is due, periods told in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from assistant import Assistant
from assistant.asking import without_introduction
from assistant.periods import deadlines_period, period
from corpus import document_from_text
from index import Index, IndexSettings

KITES = """Decision KP-4/11: Kites over harbours

The Conference of the Parties,

1. Takes note of decision KP-1/13, whereby the Conference of the Parties serving as the meeting of
the Parties to the Kite Protocol decided that the Kite Fund shall serve the Protocol under the
guidance of, and be accountable to, the Conference of the Parties serving as the meeting of the
Parties to the Kite Protocol with respect to all matters of strings, effective 1 January 2031;

2. Requests the panel on tails to review the length of tails, no later than at the third meeting of
the Board of Kites in 2033, and to report the outcome at its tenth session (November 2034);

3. Invites Parties to submit, by 31 March 2032, their views on kites with two strings;

4. Notes that the panel had requested a study of knots for consideration at its second meeting;

5. Invites Parties to send recommendations on colours no later than 10 weeks prior to the twelfth
session of the Conference of the Parties.

6. Agrees on the submission of information from Parties on their kite stores by 31 October 2032, and on
the publication of a catalogue of strings;

7. Requests the panel to convene a workshop on glue for consideration at its fourth session (May 2034);

8. Invites submissions from Parties, by 25 May 2032, on the matters of the workshop on glue.
"""


@pytest.fixture(scope="module")
def kites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    paper = document_from_text(KITES, file_name="kites.txt", id="kites")
    with Index.open(IndexSettings(data_dir=tmp_path_factory.mktemp("kites")), shipped=[paper]) as index:
        yield Assistant(index)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("From which date must the Kite Fund be accountable, as KP-4/11 notes?", "1 January 2031"),
        ("By when must the panel review the length of tails?", "third meeting of the Board of Kites in 2033"),
        ("Untill when could we send views on kites with two strings?", "31 March 2032"),
        ("How long before the session do we send recommendations on colours?", "10 weeks prior"),
    ],
)
def test_the_day_or_the_session_is_said(kites: Assistant, question: str, said: str) -> None:
    answer = kites.ask(question)
    assert answer.status == "answered"
    assert said in answer.text.split("\n")[0]


def test_what_was_considered_is_not_due(kites: Assistant) -> None:
    assert kites.ask("By which date must the study of knots be handed in?").status == "not_in_documents"


def test_a_date_binds_its_own_clause_alone(kites: Assistant) -> None:
    assert "31 October 2032" in kites.ask("By when do Parties submit information on kite stores?").text
    assert kites.ask("By when is the catalogue of strings published?").status == "not_in_documents"


def test_a_deadline_goes_before_a_session(kites: Assistant) -> None:
    assert "25 May 2032" in kites.ask("When are submissions on the glue workshop due?").text


def test_the_end_of_that_year() -> None:
    assert period("between July 2024 and the end of that year") == (date(2024, 7, 1), date(2024, 12, 31))
    assert period("the end of that year") == (None, None)


def test_the_day_of_a_paper_bounds_nothing() -> None:
    assert period("Deadline for the views in the SBSTA report of 2017?") == (None, None)
    assert period("What does the letter of 30 November 2023 ask for?") == (None, None)
    assert period("What did the 2017 SBSTA report say?") == (None, None)
    assert period("What falls due in 2024 per the letter?") == (date(2024, 1, 1), date(2024, 12, 31))
    assert period("Which reports of 2017 are due?") == (date(2017, 1, 1), date(2017, 12, 31))


def test_after_that_is_told_by_the_one_date_of_an_introduction() -> None:
    assert (
        without_introduction("We came in May 2031. What is due after that?") == "What is due after May 2031?"
    )
    assert without_introduction("We came in May 2031 and left in June 2031. What is due after that?") is None


def test_the_year_of_decisions_does_not_bound_their_deadlines() -> None:
    assert deadlines_period("every date by which views are due in the decisions of 2023") == (None, None)
    assert period("the decisions of 2023") == (date(2023, 1, 1), date(2023, 12, 31))
