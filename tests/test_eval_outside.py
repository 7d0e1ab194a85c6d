"""Measuring on outside data: halves, plain fusion, what is scored, and data that is not there."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from corpus import document_from_text
from eval.outside import PlainFusion, half, main, mtrag
from tests.fakes import WordsEmbedder

POOL: list[dict[str, Any]] = [
    {"_id": "a", "title": "", "text": "Lamps hold mercury and glass."},
    {"_id": "b", "title": "", "text": "Cells are collected by shops in May."},
    {"_id": "c", "title": "", "text": "Lamps hold mercury and glass."},
    {"_id": "d", "title": "", "text": "--"},
    {"_id": "e", "title": "", "text": "Fillings are made by dentists."},
]
ASKED: list[dict[str, Any]] = [
    {"_id": "x<::>1", "text": "Who makes fillings?", "rewrite": "", "history": [], "gold": ["e"]},
    {
        "_id": "x<::>2",
        "text": "and lamps?",
        "rewrite": "What do lamps hold?",
        "gold": ["c"],
        "history": [{"role": "user", "text": "Who makes it?"}, {"role": "assistant", "text": "Dentists."}],
    },
    {"_id": "y<::>1", "text": "Hello", "rewrite": "", "history": [], "gold": []},
]


def packed(path: Path, rows: list[dict[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress("".join(json.dumps(row) + "\n" for row in rows).encode()))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    packed(tmp_path / "mtrag-cloud" / "corpus.jsonl.gz", POOL)
    packed(tmp_path / "mtrag-cloud" / "queries.jsonl.gz", ASKED)
    sentences = [{"_id": f"page#{n}", "doc_id": "page", "text": row["text"]} for n, row in enumerate(POOL)]
    packed(tmp_path / "conditionalqa-train" / "sentences.jsonl.gz", sentences)
    query = {"_id": "q", "text": "Which shops collect cells?", "gold": ["page#1"], "gold_doc": "page"}
    packed(tmp_path / "conditionalqa-train" / "queries.jsonl.gz", [query])
    return tmp_path


def test_one_text_is_one_passage_and_questions_without_passages_are_left_out(data: Path) -> None:
    documents, asked = mtrag(data, 100, 100)
    assert [d.id for d in documents] == ["a", "e", "b"]  # those that answer first
    assert [(q["_id"], q["gold"]) for q in asked] == [("x<::>1", ["e"]), ("x<::>2", ["a"])]
    assert len(mtrag(data, 2, 1)[0]) == 2


def test_a_name_stays_in_its_half() -> None:
    halves = [half(str(n)) for n in range(200)]
    assert halves == [half(str(n)) for n in range(200)]
    assert 70 < halves.count("kept out") < 130


def test_plain_fusion_takes_both_lists() -> None:
    documents = [
        document_from_text(r["text"], file_name="t.txt", id=r["_id"], title="t", kind="other")
        for r in POOL
        if r["_id"] in "abe"
    ]
    plain = PlainFusion(documents, WordsEmbedder())
    assert plain.ranking("lamp")[0] == "a"
    assert set(plain.ranking("?!")) == {"a", "b", "e"}


def test_the_whole_command(data: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", logger="minamata.outside")
    assert main(["--data", str(data)]) == 0
    told = caplog.text
    assert "3 passages, 2 questions" in told
    assert "this index" in told and "a person" in told and "ConditionalQA" in told


def test_data_that_is_absent_is_said(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert main(["--data", str(tmp_path)]) == 2
    assert "no mtrag-cloud and conditionalqa-train in it" in caplog.text
