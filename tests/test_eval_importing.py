"""Question cases from other people's forms: SQuAD, BEIR, tables; every fault named with its place."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from eval import BrokenCases, Questions, load

CONTEXT = "The Normans lived in Normandy. It is a region in France. They came from the north."
SQUAD: dict[str, Any] = {
    "version": "v2.0",
    "data": [
        {
            "title": "Normans",
            "paragraphs": [
                {
                    "context": CONTEXT,
                    "qas": [
                        {
                            "id": "q1",
                            "question": "In what country is Normandy?",
                            "is_impossible": False,
                            "answers": [
                                {"text": "France", "answer_start": 49},
                                {"text": "in France", "answer_start": 46},
                                {"text": "France", "answer_start": 49},
                            ],
                        },
                        {
                            "id": "q2",
                            "question": "Who sold Normandy?",
                            "is_impossible": True,
                            "answers": [],
                            "plausible_answers": [{"text": "The Normans", "answer_start": 0}],
                        },
                    ],
                }
            ],
        }
    ],
}


def written(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def lines(*rows: object) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)


def problem(source: Path, split: str | None = None) -> str:
    with pytest.raises(BrokenCases) as caught:
        load(source, split)
    return str(caught.value)


def beir(folder: Path, qrels: str = "query-id\tcorpus-id\tscore\nq1\td1\t2\nq1\td2\t1\nq2\td2\t0\n") -> Path:
    documents = (
        {"_id": "d1", "title": "Lamps", "text": "Lamps hold mercury."},
        {"_id": "d2", "title": "", "text": "Batteries hold it too."},
        {"_id": "d3", "title": "Again", "text": "Lamps hold mercury."},
        {"_id": "d4", "title": "Nothing", "text": " -- "},
    )
    written(folder / "corpus.jsonl", lines(*documents))
    written(folder / "queries.jsonl", lines({"_id": "q1", "text": "What do lamps hold?", "metadata": {}},
                                            {"_id": "q2", "text": "Not judged"}))  # fmt: skip
    written(folder / "qrels" / "test.tsv", qrels)
    return folder


def ids(found: Questions) -> list[str]:
    assert found.documents is not None
    return [document.id for document in found.documents]


def test_squad_questions_come_with_their_paragraphs(tmp_path: Path) -> None:
    found = load(written(tmp_path / "dev.json", json.dumps(SQUAD)))
    assert ids(found) == ["Normans-1"]
    answerable, impossible = found.cases
    assert (answerable.kind, answerable.answers) == ("what", ("France", "in France"))
    assert answerable.must == (("France", "in France"),)
    assert answerable.evidence == ("It is a region in France.",)
    assert answerable.relevant == (("Normans-1", 1),)
    assert (impossible.kind, impossible.answers, impossible.answerable) == ("unanswerable", (), False)


def test_a_beir_folder_gives_its_judged_queries_and_its_documents(tmp_path: Path) -> None:
    found = load(beir(tmp_path))
    assert ids(found) == ["d1", "d2"]  # one text is one document, and one without a word is none
    (case,) = found.cases
    assert (case.id, case.question, case.relevant) == ("q1", "What do lamps hold?", (("d1", 2), ("d2", 1)))


def test_the_same_text_under_another_id_is_the_document_that_is_there(tmp_path: Path) -> None:
    (case,) = load(beir(tmp_path, "q1\td3\t1\n")).cases
    assert case.relevant == (("d1", 1),)


def test_beir_splits_and_packed_files(tmp_path: Path) -> None:
    folder = beir(tmp_path)
    (folder / "qrels" / "test.tsv").rename(folder / "qrels" / "dev.tsv")
    packed = gzip.compress((folder / "corpus.jsonl").read_bytes())
    (folder / "corpus.jsonl").unlink()
    (folder / "corpus.jsonl.gz").write_bytes(packed)
    assert len(load(folder).cases) == len(load(folder, "dev").cases) == 1
    assert "no qrels/test.tsv in it; name one with --split (there: dev)" in problem(folder, "test")


def test_a_table_is_read_whatever_stands_between_its_cells(tmp_path: Path) -> None:
    for mark in ",;\t":
        head = mark.join(("Question", "answers", "answerable", "evidence", "relevant"))
        row = mark.join(("When is it due?", "30 June | 2024-06-30", "", "by 30 June", "letter.pdf"))
        other = mark.join(("What does it cost?", "", "no", "", ""))
        found = load(written(tmp_path / "q.csv", f"\ufeff{head}\r\n{row}\r\n{other}\r\n"))
        one, two = found.cases
        assert found.documents is None
        assert (one.id, one.kind, one.answers) == ("row-2", "when", ("30 June", "2024-06-30"))
        assert one.must == (("30 June", "2024-06-30"),)
        assert (one.evidence, one.relevant) == (("by 30 June",), (("letter.pdf", 1),))
        assert (two.answerable, two.answers) == (False, None)


def test_groups_of_a_table_are_lines(tmp_path: Path) -> None:
    text = 'question,must,items\nWhich?,"two | 2\nMC-5/6","cosmetics\nlamps | bulbs"\n'
    (case,) = load(written(tmp_path / "q.csv", text)).cases
    assert case.must == (("two", "2"), ("MC-5/6",))
    assert case.items == (("cosmetics",), ("lamps", "bulbs"))


def test_json_lines_stay_what_they_are(tmp_path: Path) -> None:
    row = {"id": "a", "kind": "k", "question": "q?", "relevant": {"d": 2}, "answers": []}
    (case,) = load(written(tmp_path / "c.jsonl", lines(row))).cases
    assert (case.relevant, case.answers) == ((("d", 2),), ())


def test_what_is_wrong_is_said_with_its_place(tmp_path: Path) -> None:
    assert "no corpus.jsonl in it" in problem(tmp_path)
    assert "not in SQuAD's form" in problem(written(tmp_path / "a.json", '{"rows": []}'))
    table = written(tmp_path / "a.csv", "question,anwser\nWhy?,x\n")
    assert f"{table}:2: unknown key 'anwser'" in problem(table)
    assert ":2: more cells than the head has" in problem(
        written(tmp_path / "b.csv", "question,answers\nWhy, me?,x\n")
    )
    folder = beir(tmp_path / "beir", "q1\td1\tmuch\nq1\td1\tmore\n")
    assert "test.tsv:2: not query, document and grade" in problem(folder)
    written(folder / "corpus.jsonl", lines({"id": "d1"}))
    assert "corpus.jsonl:1: not an object with _id and text" in problem(folder)
    grades = lines({"id": "a", "kind": "k", "question": "q?", "relevant": {"d": 0}})
    assert "has a grade that is none" in problem(written(tmp_path / "c.jsonl", grades))
