"""Rows of a table chosen by the day they print, by who is named in them, or by having no day."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant import Assistant
from corpus.reading import read_folder
from index import Index, IndexSettings

MEMO = """# Memo on the harbour dredging meeting

**Date:** 3 March 2031

## Depth

The pilots found the western channel too shallow for ferries. The tide gauge was mended in May.

## Costs

Dredging costs 40,000 crowns a week. The treasurer warned that the reserve is small.

## Fishing

The fishing families asked for nets to be spared. No trawler may enter at night.

## Follow-up tasks

| No. | Task | Owner | By |
|---|---|---|---|
| S1 | Measure the silt | P. Vance | 16 April 2031 |
| S2 | Ask three firms for prices | R. Okoye | 30 May 2031 |
| S3 | Tell the fishers of the harbour | P. Vance | no date set |
| S4 | Close the old basin | R. Okoye | 12 January 2032 |
"""

SILT, PRICES = "Measure the silt — 16 April 2031", "Ask three firms for prices — 30 May 2031"


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    papers = tmp_path_factory.mktemp("papers")
    (papers / "memo.md").write_text(MEMO, encoding="utf-8")
    settings = IndexSettings(data_dir=tmp_path_factory.mktemp("data"))
    with Index.open(settings, shipped=read_folder(papers)) as index:
        yield Assistant(index)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Which tasks agreed for the harbour dredging fall due before June 2031?", [SILT, PRICES]),
        ("Which tasks of the dredging memo have no date?", ["Tell the fishers of the harbour — no date set"]),
        (
            "Which follow-up tasks does Ms. Okoye have after the meeting?",
            ["Ask three firms for prices", "Close the old basin"],
        ),
    ],
)
def test_rows_are_chosen_by_day_or_by_name(harbour: Assistant, question: str, expected: list[str]) -> None:
    lines = harbour.ask(question).text.splitlines()
    assert [line[2:].rsplit(" [", 1)[0] for line in lines if line.startswith("- ")] == expected
