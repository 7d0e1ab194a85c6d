"""What decisions tell of themselves: the day they were taken, who put them forward, sections and annexes."""

from __future__ import annotations

from datetime import date

import pytest

from corpus import build_register
from corpus.document import Document
from corpus.reading import document_from_text
from corpus.register import DecisionRow
from corpus.structure import passages

ADDENDUM = """|  | United Nations | ABC/PR/CMA/2031/4/Add.1 |
|  |  | Distr.: General 9 March 2032  Original: English |

Conference of the Parties serving as the meeting of the Parties to the Paris Agreement
Report of the Conference of the Parties serving as the meeting of the Parties to the Paris Agreement on its
thirteenth session, held in Oulu from
3 to 14 November 2031
\tAddendum
\tContents
\tDecision\t\tPage
\t7/CMA.13\tGuidance on peat\t\t2
\t8/CMA.13\tReview referred to in decision 1/CP.21\t\t4
Decision 7/CMA.13
Guidance on peat
\tThe Conference of the Parties serving as the meeting of the Parties to the Paris Agreement,
\tRecalling decisions 2/CMA.9 and 4/CMA.11,
\tTaking note of decision 5/CP.36,
\tI.\tMapping
\t\t1.\tRequests the secretariat to publish the map adopted on 4 May 2031, with all that the \
committee on soils has said of it at its sessions of that year and of the year before;
\tII.\tMatters relating to the modalities, procedures and guidelines for the watering of peat soils that \
farmers, foresters and towns have drained
\t\t2.\tInvites Parties to send their views by 1 May 2032, on the forms that the secretariat \
has put on the pages of the Convention for this purpose.
Annex
Values for wet soils
\t1.\tThe value is 4.
\t5th plenary meeting
\t13 November 2031
Decision 8/CMA.13
Review referred to in decision 1/CP.21
\tThe Conference of the Parties serving as the meeting of the Parties to the Paris Agreement,
\t\t1.\tDecides to begin the review in 2032.
\t\t6th plenary meeting
\t\t1.\t14 November 2031
Resolution 1/CMA.13
Expression of gratitude to the people of Oulu
\tDraft resolution submitted by Lesotho
\tThe Conference of the Parties serving as the meeting of the Parties to the Paris Agreement,
\t\t1.\tExpresses its gratitude to the people of Oulu.
\t7th plenary meeting
\t14 November 2031
"""


Read = tuple[Document, dict[str, DecisionRow], dict[str, str]]


def _read(text: str) -> Read:
    document = document_from_text(text, file_name="a.txt")
    found = passages(document)
    rows = build_register([document], found).decisions
    return document, {row.id: row for row in rows}, {p.id: " ".join(p.text.split()) for p in found}


@pytest.fixture(scope="module")
def addendum() -> Read:
    return _read(ADDENDUM)


def test_the_day_and_the_meeting_printed_below_a_decision_are_those_of_its_adoption(addendum: Read) -> None:
    _, rows, texts = addendum
    assert rows["7/CMA.13"].adopted == date(2031, 11, 13)
    assert [texts[i] for i in rows["7/CMA.13"].adopted_in] == ["5th plenary meeting", "13 November 2031"]
    assert rows["8/CMA.13"].adopted == date(2031, 11, 14)


def test_a_day_that_a_paragraph_mentions_is_no_day_of_adoption() -> None:
    _, rows, _ = _read(
        "Decision MC-9/4: Lamps\n\nThe Conference of the Parties,\n\n1. Adopts the plan sent on 4 May 2031;\n"
    )
    assert rows["MC-9/4"].adopted is None


def test_a_line_that_says_adopted_gives_the_day() -> None:
    text = (
        "Decision MC-9/4: Lamps\n\n(Adopted at the third meeting of the Conference, on 6 November 2031)\n\n"
        "The Conference of the Parties,\n\n1. Adopts the plan.\n"
    )
    assert _read(text)[1]["MC-9/4"].adopted == date(2031, 11, 6)


def test_who_put_a_resolution_forward_is_printed_below_its_title(addendum: Read) -> None:
    _, rows, texts = addendum
    assert [texts[i] for i in rows["Resolution 1/CMA.13"].submitted_in] == [
        "Draft resolution submitted by Lesotho"
    ]
    assert rows["7/CMA.13"].submitted_in == ()


def test_sections_are_the_headings_below_the_title_also_long_ones(addendum: Read) -> None:
    _, rows, texts = addendum
    assert [texts[i].split()[1] for i in rows["7/CMA.13"].sections] == ["Mapping", "Matters"]
    assert [texts[i] for i in rows["7/CMA.13"].annexes] == ["Annex"]
    assert rows["8/CMA.13"].annexes == rows["8/CMA.13"].sections == ()


def test_a_title_may_end_in_the_number_of_another_decision(addendum: Read) -> None:
    assert addendum[1]["8/CMA.13"].title == "Decision 8/CMA.13: Review referred to in decision 1/CP.21"


def test_the_day_of_distribution_is_the_documents_date_not_the_end_of_the_session(addendum: Read) -> None:
    document = addendum[0]
    assert document.date == date(2032, 3, 9)
    field = document.field("date")
    assert field is not None and document.text[field.start : field.end] == "9 March 2032"


def test_a_report_is_titled_by_what_it_is_not_by_the_body_above_it() -> None:
    document = document_from_text(
        "Implementation Committee\n\nReport of the Implementation Committee on its ninth session\n\n"
        "1. The Committee met in Oulu.\n\n2. The Chair opened the session.\n",
        file_name="b.txt",
    )
    assert document.title == "Report of the Implementation Committee on its ninth session"
