"""Measuring how reports are read: what is right, what is wrong and where, and what is not there."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from eval.errors import BrokenCases
from eval.reading import Label, labels, measure

TEXT = (
    "Contents\n\t\t1/CMA.9\tStocks\t2\n\t\t2/CMA.9\tTraining\t3\n\nDecision 1/CMA.9\nStocks\n\n"
    "The Conference of the Parties,\n\n1.\tDecides to meet;\n\n"
    "2.\tRequests the secretariat:\n\n(a)\tTo report.\n"
)


def label(mark: str, own: str | None, end: str, decision: str = "1/CMA.9") -> Label:
    digest = hashlib.sha256(TEXT.encode()).hexdigest()[:12]
    return Label("r.txt", digest, TEXT.index(mark), TEXT.index(end) + len(end), own, decision)


def test_what_is_right_and_what_is_wrong_is_counted_and_named(tmp_path: Path) -> None:
    (tmp_path / "r.txt").write_text(TEXT, encoding="utf-8")
    expected = [
        label("1.\tDecides", "1", "to meet;"),
        label("(a)\tTo", "2 (a)", "To report."),
        label("(a)\tTo", "3 (a)", "To report."),
        label("2.\tRequests", "2", "Requests"),
    ]
    measured = measure(tmp_path, expected)
    assert (measured.decisions, measured.decisions_found) == (2, 1)
    assert (measured.paragraphs, measured.paragraphs_right) == (4, 2)
    missing, third, fourth = measured.wrong
    assert missing == "r.txt: 2/CMA.9 has no title"
    assert "3 (a) of 1/CMA.9 was read as operative 2 (a)" in third
    assert "2 of 1/CMA.9 was read as operative 2" in fourth, "it ends elsewhere"
    assert "2 of 4" in measured.text()


def test_labels_of_other_texts_do_not_count_and_an_empty_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(BrokenCases, match="no texts"):
        measure(tmp_path)
    (tmp_path / labels()[0].file).write_text(TEXT, encoding="utf-8")
    assert measure(tmp_path).paragraphs == 0


def test_the_labels_are_offsets_alone() -> None:
    assert len(labels()) == 260 and len({(row.file, row.start) for row in labels()}) == 260
    assert all(row.start < row.end and len(row.label or "") < 20 for row in labels())
