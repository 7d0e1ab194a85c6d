"""A passage is found by the words around it too: its document's title, its headings, its paragraph."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from corpus import document_from_text
from corpus.structure import passages as read_passages
from index import Index, IndexSettings
from index.context import contexts, joined

TEXT = """Report on the harbour

Expert group on tidal barriers

The mandate of the group ends on 31 March 2033.

The group is to consider:

(a) the height of the walls;

(b) the cost of the gates.

Finance

The budget ends at the close of the year.
"""
REPORT = document_from_text(TEXT, file_name="report.txt", id="report", title="Report on the harbour: tides")


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    settings = IndexSettings(data_dir=tmp_path_factory.mktemp("context"))
    with Index.open(settings, shipped=[REPORT]) as opened:
        yield opened


def test_the_words_around_a_passage_are_title_headings_and_paragraph(index: Index) -> None:
    passages = index.passages("report")
    around = contexts(REPORT, passages)
    by_text = {p.text: around.get(p.id, "") for p in passages}
    wall = next(words for text, words in by_text.items() if "height of the walls" in text)
    assert wall.startswith("Report on the harbour: tides. Expert group on tidal barriers.")
    assert wall.endswith("The group is to consider.")
    assert not any(p.id in around for p in passages if p.role == "heading")
    assert all(len(words.split()) <= 40 for words in around.values())


def test_a_long_title_and_a_long_paragraph_are_cut() -> None:
    long = document_from_text(TEXT, file_name="long.txt", id="long", title="tide " * 100)
    (words, *_) = contexts(long, read_passages(long)).values()
    assert words.split().count("tide") + words.split().count("tide.") == 12


def test_a_question_finds_what_only_its_heading_names(index: Index) -> None:
    hits = index.search("When does the mandate about tidal barriers end?", k=3).hits
    assert hits[0].passage.text == "The mandate of the group ends on 31 March 2033."


def test_a_match_in_the_context_orders_but_is_not_the_passage_s_own(index: Index) -> None:
    found = index.search("tidal barriers", k=20)
    hits = {hit.passage.text: hit for hit in found.hits}
    below, apart = (
        hits["The mandate of the group ends on 31 March 2033."],
        hits["The budget ends at the close of the year."],
    )
    assert below.score > apart.score
    assert below.alignment is not None and below.alignment < 0.9, "its own words say nothing of barriers"


def test_the_vector_of_a_context_counts_half() -> None:
    own, around = np.eye(2, dtype=np.float32)
    assert joined(own, None) is own
    assert np.allclose(joined(own, around), np.array([1.0, 0.5]) / np.sqrt(1.25))


def test_a_removed_document_leaves_no_context(tmp_path: Path) -> None:
    settings = IndexSettings(data_dir=tmp_path)
    with Index.open(settings, shipped=[]) as opened:
        opened.add([REPORT])
        database = opened._opened.records.database
        count = "SELECT count(*) FROM contexts"
        with database.reading() as read:
            (before,) = read.execute(count).fetchone()
        opened.remove("report")
        with opened._opened.records.database.reading() as read:
            (after,) = read.execute(count).fetchone()
    assert (before > 0, after) == (True, 0)
