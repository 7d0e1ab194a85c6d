"""Tables in PDFs that no line is drawn in: every row is read, also over columns and pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus import passages, read_document
from corpus.pages import rectangles
from tests.fifth_papers.make import FOLDER, elements, reportlab_pdf
from tests.fourth_papers.texts import plain

PAPERS = sorted(FOLDER.glob("*.pdf"))


def said(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("path", PAPERS, ids=lambda path: path.stem)
def test_rows_and_paragraphs_are_read_in_order(path: Path) -> None:
    expected = []
    for element in elements(path.stem.split("-")[0]):
        expected += [f"| {' | '.join(row)} |" for row in element.rows]
        words = f"Decision {element.words}" if element.kind == "decision" else plain(element.words)
        expected += [] if element.rows else [f"{element.marker} {words}".strip()]
    text = read_document(path).text
    assert [said(line) for line in text.splitlines() if line.strip()] == expected


@pytest.mark.parametrize("path", PAPERS, ids=lambda path: path.stem)
def test_rows_know_the_header_of_their_table(path: Path) -> None:
    found = {p.id: p for p in passages(read_document(path))}
    rows = [p for p in found.values() if p.role == "table_row"]
    tables = [element.rows for element in elements(path.stem.split("-")[0]) if element.rows]
    headers = [f"| {' | '.join(table[0])} |" for table in tables for _ in table[1:]]
    assert [found[row.parent].text for row in rows if row.parent] == headers


def test_a_row_cut_by_a_page_break_is_marked_on_both_pages() -> None:
    document = read_document(FOLDER / "ro30-office-1.pdf")
    assert document.original is not None
    row = "| Viet Nam | Name of the designated national authority | 1 May 2050 |"
    start = document.text.index(row)
    assert [len(rectangles(page, start, start + len(row))) for page in document.original.pages] == [1, 1]


def test_papers_are_made_again_alike() -> None:
    assert reportlab_pdf("bc27") == (FOLDER / "bc27-reportlab.pdf").read_bytes()
