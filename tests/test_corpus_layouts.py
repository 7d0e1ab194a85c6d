"""Forms of print that other bodies use: divided sections, numbers below decisions, points, ruled tables."""

from __future__ import annotations

import pytest

from corpus import document_from_text
from corpus.document import Document
from corpus.passage import Passage
from corpus.structure import passages

NOTIFICATION = """TREATY ON TRADE IN LICHENS
NOTIFICATION TO THE PARTIES

No. 2031/007                                        Lima, 4 March 2031

CONCERNING:

   Quotas for the seasons 2032 and 2033

1. Purpose

1.1 This Notification tells Parties how to ask for a quota.

2. What a request must contain

2.1 Each request shall contain:

   a) the name of the lichen; and

      i) its colour; or

      ii) its smell;

   b) the weight wanted.

3. Calendar

   Step                                   Date
   -------------------------------------  ----------------
   Request, with a map of the forest      3 May 2031
   and the signature of the owner
   Reply of the Secretariat               9 June 2031

3.1 Late requests wait for a year.

4. Whom to ask

Questions on quotas:      Dr. Ana Quiroga, Scientific Officer
                          quotas@lichens.example
"""
REPORT = """LAMP FUND
EXECUTIVE COMMITTEE
Third meeting
Quito, 2-4 May 2031                                         LF/3/12

REPORT OF THE THIRD MEETING OF THE EXECUTIVE COMMITTEE

AGENDA ITEM 4: LATE PROJECTS

11.  The Secretariat said that, by 31 March 2031, nine lamps had been delivered.

12.  The Committee decided:

     (a)  To close the project in Loja;

     (b)  To request a report by noon on Friday, 6 June 2031.

                                                         (Decision 3/7)

13.  A member thanked the Secretariat.

LF/3/12                                                              2

14.  Ms. Elena Vaca closed the meeting.
"""
RESOLUTION = """RESOLUTION MLC.14(8)
(adopted on 12 May 2031)

BUOYS

THE LAMP COMMITTEE,

RECALLING resolution MLC.9(6),

1 ADOPTS the guidelines in the annex;

ANNEX

1 GENERAL

1.1 Every buoy shall have:

.1 a lamp; and

.2 a bell, which:

.2.1 rings in fog; and

.2.2 can be heard at 500 metres.
"""


def document(text: str) -> Document:
    return document_from_text(text, file_name="paper.txt")


def by_start(found: list[Passage], words: str) -> Passage:
    return next(p for p in found if " ".join(p.text.split()).startswith(words))


def test_the_head_of_a_notification() -> None:
    read = document(NOTIFICATION)
    assert read.title == "Quotas for the seasons 2032 and 2033"
    assert (read.kind, read.symbol, str(read.date)) == ("letter", "2031/007", "2031-03-04")
    assert [field.value for field in read.fields("place")] == ["Lima"]


@pytest.mark.parametrize(
    ("words", "section", "label"),
    [
        ("This Notification tells", "Purpose", "1.1"),
        ("the name of the lichen", "What a request must contain", "2.1 (a)"),
        ("its smell", "What a request must contain", "2.1 (a) (ii)"),
        ("the weight wanted", "What a request must contain", "2.1 (b)"),
        ("Late requests wait", "Calendar", "3.1"),
    ],
)
def test_what_is_divided_is_a_section(words: str, section: str, label: str) -> None:
    found = by_start(passages(document(NOTIFICATION)), words)
    assert (found.section[-1], found.label) == (section, label)


def test_a_ruled_table_keeps_its_wrapped_cells_and_dates() -> None:
    rows = [p for p in passages(document(NOTIFICATION)) if p.role == "table_row" and p.parent]
    assert [" ".join(r.text.split())[-11:] for r in rows] == ["f the owner", "9 June 2031"]
    assert [str(d.date) for r in rows for d in r.deadlines] == ["2031-05-03", "2031-06-09"]


def test_a_number_below_its_text_is_the_decision_s() -> None:
    read = document(REPORT)
    found = passages(read)
    held = {p.label: p.role for p in found if p.decision == "3/7" and p.label}
    assert held == {"12": "operative", "12 (a)": "operative", "12 (b)": "operative"}
    assert read.kind == "decision" and str(read.date) == "2031-05-04"
    assert read.title == "LAMP FUND: REPORT OF THE THIRD MEETING OF THE EXECUTIVE COMMITTEE"


def test_what_had_been_is_no_deadline_and_an_hour_may_stand_before_a_day() -> None:
    days = [str(d.date) for p in passages(document(REPORT)) for d in p.deadlines]
    assert days == ["2031-06-06"]


def test_a_page_s_head_and_a_title_before_a_name_are_no_headings() -> None:
    found = passages(document(REPORT))
    assert not any("LF/3/12" in p.text and p.start > 300 for p in found)
    assert by_start(found, "Ms. Elena Vaca").section[-1] == "AGENDA ITEM 4: LATE PROJECTS"


def test_points_of_a_maritime_text() -> None:
    found = passages(document(RESOLUTION))
    assert by_start(found, "rings in fog").label == "Annex, 1.1.2.1"
    assert by_start(found, "a lamp").label == "Annex, 1.1.1"
    assert by_start(found, "Every buoy").decision == "MLC.14(8)"
    assert by_start(found, "RECALLING").mentions.decisions[0].value == "MLC.9(6)"


SCALE = """Decision 4/LAC.9

Annex

Scale of dues for the lamp register for 2031–2032

| Party | Scale of dues
(per cent) |
| Andorra | 2.841 |
| Belize | 1.588 |

| Party | Scale of dues
(per cent) |
| United League of the Greater
and Lesser Isles | 11.888 |
| Total | 16.317 |

a  As agreed | in the spring.
"""


def test_rows_between_bars_go_on_below_and_their_head_is_printed_on_each_page() -> None:
    read = document_from_text(SCALE, file_name="scale.txt", id="scale")
    rows = [p for p in passages(read) if p.role == "table_row"]
    assert [" ".join(p.text.split()) for p in rows] == [
        "| Party | Scale of dues (per cent) |",
        "| Andorra | 2.841 |",
        "| Belize | 1.588 |",
        "| United League of the Greater and Lesser Isles | 11.888 |",
        "| Total | 16.317 |",
    ]
    assert {p.parent for p in rows[1:]} == {rows[0].id}
    assert all(read.text[p.start : p.end] == p.text for p in rows)


@pytest.mark.parametrize("mark", ["[1]", "[^2]", "⁽³⁾", "¹", "*", "4", " †"])
def test_a_preambular_line_with_a_footnote_is_no_heading(mark: str) -> None:
    text = (
        "Decision MC-9/2: Lamps\n\nThe Conference of the Parties,\n\n"
        f"Noting the report on old lamps,{mark}\n\nWelcoming the offers made,\n\n1. Decides to go on;"
    )
    found = passages(document_from_text(text, file_name="a.txt"))
    assert [p.role for p in found] == ["heading", *["preamble"] * 3, "operative"]
    assert {p.section for p in found} == {("Decision MC-9/2: Lamps",)}
