"""Markdown files are read as a browser would show them: no marks of emphasis, tables as tables."""

from __future__ import annotations

import pytest

from corpus.errors import UnreadableDocument
from corpus.passage import Passage
from corpus.reading import document_from_bytes
from corpus.structure import passages

DECISION = """\
**UNEP/SC/COP.14/Dec.6**
*Distr.*: General
3 June 2029

### SC-14/6

### Stocks of fire-fighting foam

*The Conference of the Parties*,

*Recalling* decision SC-13/2,

1. **Requests** the Secretariat:

   (a) To *publish* a list of laboratories by 1 March 2030;
   (b) To report on it;

2. *Invites* Parties to send their figures, see [the form](https://example.org/form);

4. **Decides** to return to the matter[^1].

[^1]: At its next meeting.

#### Annex

Depots:

    Place          Tonnes
    ---------------------
    Northern port     120
    Inland depot       40

| Step | **By** |
|------|:------:|
| First draft | 5 May 2030 |
| Final \\| clean draft | 6 June 2031 |
"""
MEMO = """\
**MEMORANDUM**

| | |
|---|---|
| **From:** | Treasurer |
| **To:** | Members of the Bureau |
| **Date:** | 4 March 2030 |
| **Subject:** | Travel |

## 1. Rooms

All rooms are booked.

## 2. Flights

Flights are dear.
"""


def _read(text: str, name: str = "paper.md") -> list[Passage]:
    return passages(document_from_bytes(text.encode(), file_name=name))


def test_paragraphs_keep_their_numbers_and_lose_their_marks() -> None:
    operative = [(p.label, p.verb, p.text) for p in _read(DECISION) if p.role == "operative"]
    assert operative == [
        ("1", "requests", "Requests the Secretariat:"),
        ("1 (a)", None, "To publish a list of laboratories by 1 March 2030;"),
        ("1 (b)", None, "To report on it;"),
        ("2", "invites", "Invites Parties to send their figures, see the form;"),
        ("4", "decides", "Decides to return to the matter."),
    ]


def test_a_decision_may_open_with_its_number_alone_above_its_title() -> None:
    document = document_from_bytes(DECISION.encode(), file_name="paper.md")
    assert (document.decision, document.kind) == ("SC-14/6", "decision")
    assert document.title == "SC-14/6: Stocks of fire-fighting foam"
    assert document.symbol == "UNEP/SC/COP.14/Dec.6"


def test_tables_and_columns_kept_apart_by_spaces_are_rows() -> None:
    rows = [" ".join(p.text.split()) for p in _read(DECISION) if p.role == "table_row"]
    assert rows == [
        "Place Tonnes", "Northern port 120", "Inland depot 40",
        "| Step | By |", "| First draft | 5 May 2030 |", "| Final ¦ clean draft | 6 June 2031 |",
    ]  # fmt: skip


def test_the_head_of_a_memorandum_may_be_a_table() -> None:
    document = document_from_bytes(MEMO.encode(), file_name="memo.markdown")
    fields = {field.name: field.value for field in document.header}
    assert fields["from"] == "Treasurer"
    assert fields["to"] == "Members of the Bureau"
    assert str(document.date) == "2030-03-04"
    assert document.title == "Travel"


def test_numbered_headings_are_sections_named_without_their_number() -> None:
    sections = [p.section for p in _read(MEMO) if p.role == "paragraph"]
    assert sections[-2:] == [("Rooms",), ("Flights",)]


def test_hidden_html_in_markdown_is_left_out() -> None:
    words = " ".join(
        p.text for p in _read("# Rules\n\nSeen. <span hidden>Never told.</span>\n\n<b>Also</b> seen.\n")
    )
    assert "Never told" not in words
    assert "Also seen." in words


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02\x03" * 40, b"***\n"])
def test_markdown_without_a_word_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableDocument, match=r"paper\.md"):
        document_from_bytes(data, file_name="paper.md")


def test_a_number_alone_opens_no_decision_where_no_body_takes_it() -> None:
    text = "Decisions of interest\n\nSC-14/6\n\nFoam and its stocks\n\nSC-14/7\n\nWhat else was taken up\n"
    assert all(p.decision is None for p in _read(text, "list.txt"))


def test_a_number_without_a_prefix_opens_a_decision_above_the_body_that_takes_it() -> None:
    text = (
        "CONVENTION ON BIOLOGICAL DIVERSITY\n\n16/18. Pathways of invasive species\n\n"
        "The Conference of the Parties,\n\n1. Decides to set up a group;\n\n2. Requests them to help.\n"
    )
    found = _read(text, "decision.txt")
    assert [(p.decision, p.label) for p in found if p.role == "operative"] == [("16/18", "1"), ("16/18", "2")]


def test_a_reference_printed_again_at_the_head_of_a_page_is_no_paragraph() -> None:
    text = (
        "Reference: MC/SEC/2029/007          6 May 2029\n\nDear colleagues,\n\nWe write of two things.\n\n"
        "                                   MC/SEC/2029/007\n                                   Page 2\n\n"
        "The second thing is short.\n"
    )
    assert not [p for p in _read(text, "letter.txt") if p.text.strip() == "MC/SEC/2029/007"]
