"""What documents are called in lists and citations."""

from __future__ import annotations

import pytest

from corpus import document_from_text, passages
from corpus.titles import title_of_passages
from index.context import contexts


def _decisions(*titles: str) -> str:
    return "\n\n".join(f"{title}\n\nThe Parties,\n\n1. Decides to go on;" for title in titles)


@pytest.mark.parametrize(
    ("head", "titles", "expected"),
    [
        (
            "Report of the Conference of the Parties serving as the meeting\nof the Parties to the Kyoto"
            " Protocol on its eleventh session, held in Paris\n\n\tAddendum",
            ("Decision 6/CMP.11", "Decision 7/CMP.11", "Decision 8/CMP.11", "Resolution 1/CMP.11"),
            "Decisions 6/CMP.11 to 8/CMP.11 and Resolution 1/CMP.11: Report of the Conference of the Parties"
            " serving as the meeting of the Parties to the Kyoto Protocol on its eleventh session",
        ),
        (
            "REPORT OF THE THIRD MEETING OF THE PARTIES\n\nQuito, 2-4 May 2031",
            ("Decision XXI/3", "Decision XXI/9"),
            "Decisions XXI/3 and XXI/9: REPORT OF THE THIRD MEETING",
        ),
        (
            "Conference of the Parties to the Stockholm Convention on Persistent Organic Pollutants\n\n"
            "Twenty-first meeting\n\nGeneva, 29 April 2041",
            ("Decision SC-21/5: Foams", "Decision SC-21/6: Paints"),
            "Decisions SC-21/5 and SC-21/6: Conference of the Parties to the Stockholm Convention on"
            " Persistent Organic Pollutants, Twenty-first meeting",
        ),
        (
            "Twelfth Conference of Parties to the Nairobi Convention for the Protection, Management and\n"
            "Development of the Coastal and Marine Environment\n\nMombasa, 24 June 2025",
            ("Decision CP.12/4. Mangroves", "Decision CP.12/5. Corals", "Decision CP.12/9. Ports"),
            "Decisions CP.12/4, CP.12/5 and CP.12/9: Twelfth Conference of Parties to the Nairobi Convention",
        ),
        ("", ("Decision MC-9/1: Lamps", "Decision MC-9/2: Ores"), "Decisions MC-9/1 and MC-9/2"),
        ("", ("Decision MC-9/1", ), "Decision MC-9/1: The Parties,"),
    ],
)  # fmt: skip
def test_decisions_are_called_by_their_numbers_and_session(
    head: str, titles: tuple[str, ...], expected: str
) -> None:
    document = document_from_text(f"{head}\n\n{_decisions(*titles)}", file_name="a.txt")
    assert document.title == expected


def test_the_session_stands_above_no_passage_in_search() -> None:
    assert title_of_passages("Decisions 6/CMP.11 to 8/CMP.11: Report of the Conference") == (
        "Decisions 6/CMP.11 to 8/CMP.11"
    )
    assert title_of_passages("Decision MC-9/1: Lamps to be sold") == "Decision MC-9/1: Lamps to be sold"
    text = f"Third meeting of the Parties\n\n{_decisions('Decision XXI/3', 'Decision XXI/9')}"
    document = document_from_text(text, file_name="a.txt")
    assert "meeting" in document.title
    assert not any("meeting" in words for words in contexts(document, passages(document)).values())


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            "Rivers Council\nReport of the Rivers Council on its work",
            "Report of the Rivers Council on its work",
        ),
        (
            "RC/4/12\n\nConvention on Rivers\n\nREPORT OF THE BUREAU",
            "Convention on Rivers: REPORT OF THE BUREAU",
        ),
        ("RIVERS COUNCIL\n\n4 May 2031\n\nGuide to weirs", "RIVERS COUNCIL: Guide to weirs"),
    ],
)
def test_other_papers_are_called_by_the_line_that_says_what_they_are(lines: str, expected: str) -> None:
    assert document_from_text(f"{lines}\n\nThe text begins here.", file_name="a.txt").title == expected
