"""Where a passage stands, said as the UN cites it."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.wording import locator_text
from corpus import passages, read_document

PAPERS = Path(__file__).parent / "fourth_papers" / "docx"


@pytest.mark.parametrize(
    ("paper", "words", "place"),
    [
        ("mc10", "To publish a manual", "Decision MC-10/3, paragraph 4 (a)"),
        ("mc10", "Open pyres", "Decision MC-10/4, annex I, {head}, I. Scope, paragraph 2 (b)"),
        ("mc10", "| Submission |", "Decision MC-10/4, annex II, Submissions, table row"),
        ("mc10", "| Views on", "Decision MC-10/4, annex II, Submissions, table row “Views on a limit value”"),
        ("sc21", "| First draft", "{timetable}, table row “First draft of the report sent…”"),
        ("mc12", "| Africa", "{warehouses}, table row “Africa”"),
    ],
)
def test_places_are_said_as_the_un_cites(paper: str, words: str, place: str) -> None:
    place = place.format(
        head="Guidance on the control of emissions from crematoria",
        timetable="Decision SC-21/6, annex, Mandate of the working group on textile recycling, Timetable",
        warehouses="Decision MC-12/7, appendix, Warehouses and the dates of their opening",
    )
    document = read_document(PAPERS / f"{paper}.docx")
    found = next(p for p in passages(document) if p.text.startswith(words))
    assert locator_text(found, document) == place
