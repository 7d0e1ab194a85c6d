"""Numbers and letters of paragraphs as reports print them: over headings, in quotations, nested."""

from __future__ import annotations

import pytest

from corpus import document_from_text, passages

HEAD = "Decision MC-9/1\nStocks\n\nThe Conference of the Parties,\n\n"


def labels(text: str) -> list[str | None]:
    found = passages(document_from_text(HEAD + text, file_name="d.txt"))
    return [p.label for p in found if p.role == "operative"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "1. Forwards the following drafts:\n\nMatters of storage\n\n(a)\tA draft on flasks;\n"
            "(b)\tA draft on caves;\n\nMatters of training\n\n(c)\tA draft on courses;\n2. Decides to close.",
            ["1", "1 (a)", "1 (b)", "1 (c)", "2"],
        ),
        (
            "1. Requests advice:\n(a)\tFor the fifth session, on:\n(i)\tReviews of flasks, namely on:\n"
            "a.\tMethods of weighing;\nb.\tMethods of sealing;\n(ii)\tRecords;\n2. Decides to close.",
            ["1", "1 (a)", "1 (a) (i)", "1 (a) (i) a", "1 (a) (i) b", "1 (a) (ii)", "2"],
        ),
        (
            "1. Endorses another one, which reads:\n“1.\tRecalls it;\n“2.\tDecides on its form:\n"
            "(a)\tA secretariat;\n(b)\tA board;\n2. Decides to close.",
            ["1", "1, 1", "1, 2", "1, 2 (a)", "1, 2 (b)", "2"],
        ),
        ("I.\tVenues\nA.\t2020\n1. Accepts the offer;\nB.\t2021\n2. Invites offers.", ["1", "2"]),
        (
            "1. Takes note of the report.\n(a)\tSources\n2. Thanks the authors.\n(b)\tUses\n3. Ends.",
            ["1", "2", "3"],
        ),
    ],
)
def test_numbers_are_kept(text: str, expected: list[str]) -> None:
    assert labels(text) == expected


def test_an_annex_that_a_contents_table_names_opens_nothing() -> None:
    text = (
        "Report\n\nContents\n\tI.\tOpening\t2\n\tAnnex\n\tThe outcome\t5\n\nI.\tOpening\n\n"
        "1.\tThe session was opened.\n\n2.\tIt closed.\n\nAnnex\n\n1.\tThe outcome is this.\n"
    )
    found = [p.label for p in passages(document_from_text(text, file_name="r.txt")) if p.label]
    assert found[-3:] == ["1", "2", "Annex, 1"]
