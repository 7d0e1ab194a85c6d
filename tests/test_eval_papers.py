"""Measuring how papers are read: deadlines and table rows that are found, missed and made up."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.errors import BrokenCases
from eval.papers import measure

TEXT = (
    "Decision MC-9/2: Stocks\n\nThe Conference of the Parties,\n\n"
    "1. Requests the Secretariat to report by 1 May 2031;\n\n2. Invites Parties to reply by 2 June 2031:\n\n"
    "| Step | Deadline |\n|---|---|\n| Draft | 3 July 2031 |\n"
)


def due(date: str, at: str, who: str | None = None) -> dict[str, str | None]:
    return {"date": date, "at": f"Decision MC-9/2, {at}", "who": who, "what": "x"}


def test_what_is_found_missed_and_made_up_is_counted_and_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    wanted = [
        due("2031-05-01", "paragraph 1", "Parties"),
        due("2031-06-02", "paragraph 1"),
        due("2031-07-03", "table row: Draft"),
        due("2031-08-04", "paragraph 2") | {"optional": True},
    ]
    row = {"paper": "a", "deadlines": wanted, "rows": [["Draft", "3 July 2031"], ["Draft", "4 July 2031"]]}
    listed = tmp_path / "expected.jsonl"
    listed.write_text(json.dumps(row) + "\n" + json.dumps(row | {"paper": "b"}), encoding="utf-8")
    measured = measure(tmp_path, listed)
    assert (measured.papers, measured.deadlines, measured.found, measured.told) == (1, 3, 2, 3)
    assert (measured.actors, measured.named, measured.rows, measured.rows_found) == (1, 0, 2, 1)
    assert "recall 66.7%" in measured.text()
    actor, missed, extra, lost = measured.wrong
    assert "paragraph 1 is for Parties, not " in actor
    assert "2031-06-02 of Decision MC-9/2, paragraph 1 is not found" in missed
    assert "(2 June 2031) of Decision MC-9/2, paragraph 2 is none" in extra
    assert "lost the row Draft | 4 July 2031" in lost


def test_a_folder_without_the_papers_is_said(tmp_path: Path) -> None:
    listed = tmp_path / "expected.jsonl"
    listed.write_text('{"paper": "a", "deadlines": [], "rows": []}\n', encoding="utf-8")
    (tmp_path / "b.txt").write_text(TEXT, encoding="utf-8")
    with pytest.raises(BrokenCases, match="no paper of"):
        measure(tmp_path, listed)
