"""Question cases from other forms: SQuAD 2 JSON, folders in the form of BEIR, tables (CSV).

`load` takes any of them, or the project's own JSON lines. SQuAD and BEIR bring their documents; the
questions of the others are asked about documents that stand elsewhere. Nothing is fetched.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from corpus import Document, document_from_text
from corpus.sentences import sentences
from eval.case import Case, cases_of, json_lines, load_cases, text_of
from eval.errors import BrokenCases

_ASKED = re.compile(r"\b(who|whose|whom|what|which|when|where|why|how)\b", re.IGNORECASE)
_GROUPS = frozenset({"must", "items"})
_LISTS = frozenset({"must_not", "decisions", "workstreams", "evidence", "history", "answers", "relevant"})
_YES, _NO = frozenset({"true", "yes", "1"}), frozenset({"false", "no", "0"})
_SPLITS = ("test", "dev", "train")
_BEIR = "corpus.jsonl, queries.jsonl and qrels/"
Rows = Iterator[tuple[int, Any]]


@dataclass(frozen=True, slots=True)
class Questions:
    """Cases, and the documents that came with them (None where they stand elsewhere)."""

    cases: tuple[Case, ...]
    documents: tuple[Document, ...] | None = None


def load(source: Path, split: str | None = None) -> Questions:
    """The questions of `source`, by its form.

    A folder with ``corpus.jsonl``, ``queries.jsonl`` and ``qrels/`` is BEIR's (`split` names one of the
    qrels; else test, dev or train, the first there is); ``.json`` is SQuAD's, ``.csv`` and ``.tsv`` are
    tables, all else JSON lines. ``.gz`` is unpacked. Raises `BrokenCases` naming what is wrong and where.
    """
    source = Path(source)
    if source.is_dir():
        return _beir(source, split)
    suffix = Path(source.name.removesuffix(".gz")).suffix.lower()
    if suffix == ".json":
        return _squad(source)
    if suffix in {".csv", ".tsv"}:
        return Questions(cases_of(source, _table(source)))
    return Questions(load_cases(source))


def kind_of(question: str) -> str:
    """What a question is filed under where its source names no kind: its question word, else "other"."""
    found = _ASKED.search(question)
    return found[1].lower() if found else "other"


# SQuAD -------------------------------------------------------------------------------------------------


def _squad(path: Path) -> Questions:
    """Each paragraph a document; a right answer quotes the sentence of the first reference answer."""
    try:
        paragraphs = [
            (f"{article.get('title') or 'document'}-{number}", article.get("title") or "", paragraph)
            for article in json.loads(text_of(path))["data"]
            for number, paragraph in enumerate(article["paragraphs"], start=1)
        ]
        documents, same = _documents((id, title, p["context"]) for id, title, p in paragraphs)
        rows = [_squad_case(asked, p["context"], same[id]) for id, _, p in paragraphs for asked in p["qas"]]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BrokenCases(
            [f"{path}: not in SQuAD's form, data, paragraphs, qas ({type(error).__name__}: {error})"]
        ) from error
    return Questions(cases_of(path, enumerate(rows, start=1)), documents)


def _squad_case(asked: Mapping[str, Any], context: str, document: str) -> dict[str, Any]:
    told = asked.get("answers") or []
    answers = list(dict.fromkeys(str(answer["text"]) for answer in told))
    case = {"id": str(asked["id"]), "question": asked["question"], "answers": answers}
    if asked.get("is_impossible", not answers):
        return {**case, "kind": "unanswerable", "answerable": False, "answers": []}
    at = int(told[0].get("answer_start", context.find(answers[0])))
    sentence = next((context[a:b] for a, b in sentences(context) if a <= at < b), answers[0])
    kind = kind_of(asked["question"])
    return {**case, "kind": kind, "must": [answers], "evidence": [sentence], "relevant": [document]}


def _documents(texts: Iterable[tuple[str, str, str]]) -> tuple[tuple[Document, ...], dict[str, str]]:
    """Documents of (id, title, text), and for each id the document that has its text.

    Their texts are taken as they are (what only looks like a letter is none); those without a word are left
    out, and the same text twice is one document.
    """
    first: dict[str, str] = {}
    same = {}
    documents = []
    for id, title, text in texts:
        same[id] = first.setdefault(text, id)
        if same[id] == id and any(c.isalnum() for c in text):
            documents.append(
                document_from_text(text, file_name=f"{id}.txt", id=id, title=title or id, kind="other")
            )
    return tuple(documents), same


# BEIR --------------------------------------------------------------------------------------------------


def _beir(folder: Path, split: str | None) -> Questions:
    """The judged queries, each with the documents that answer it."""
    documents, same = _documents(_beir_texts(_inside(folder, "corpus.jsonl")))
    judged = _judged(_qrels(folder, split), same)
    path = _inside(folder, "queries.jsonl")

    def rows() -> Rows:
        for number, row in json_lines(path):
            if not isinstance(row, dict):
                yield number, row
            elif (id := str(row.get("_id"))) in judged:
                asked = row.get("text")
                yield (
                    number,
                    {"id": id, "kind": kind_of(str(asked)), "question": asked, "relevant": judged[id]},
                )

    return Questions(cases_of(path, rows()), documents)


def _inside(folder: Path, name: str) -> Path:
    found = next((p for p in (folder / name, folder / f"{name}.gz") if p.is_file()), None)
    if found is None:
        raise BrokenCases([f"{folder}: no {name} in it, beside which BEIR's form has {_BEIR}"])
    return found


def _beir_texts(path: Path) -> Iterator[tuple[str, str, str]]:
    for number, row in json_lines(path):
        if not isinstance(row, dict) or not row.get("_id") or not isinstance(row.get("text"), str):
            raise BrokenCases([f"{path}:{number}: not an object with _id and text, write one a line"])
        yield str(row["_id"]), str(row.get("title") or ""), row["text"]


def _judged(path: Path, same: Mapping[str, str]) -> dict[str, dict[str, int]]:
    """For each query the documents with a grade above 0."""
    judged: dict[str, dict[str, int]] = {}
    for number, line in enumerate(text_of(path).splitlines(), start=1):
        cells = line.split("\t")
        if number == 1 and not cells[-1].strip().lstrip("-").isdigit():
            continue  # the head
        try:
            query, document, grade = cells[0], cells[-2], int(cells[-1])
        except (ValueError, IndexError):
            raise BrokenCases(
                [f"{path}:{number}: not query, document and grade, write them with tabs between"]
            ) from None
        if grade > 0:
            judged.setdefault(query, {})[same.get(document, document)] = grade
    return judged


def _qrels(folder: Path, split: str | None) -> Path:
    there = {p.name.removesuffix(".gz").removesuffix(".tsv"): p for p in folder.glob("qrels/*.tsv*")}
    chosen = split or next((s for s in (*_SPLITS, *sorted(there)) if s in there), "test")
    if chosen not in there:
        known = ", ".join(sorted(there)) or "none"
        raise BrokenCases([f"{folder}: no qrels/{chosen}.tsv in it; name one with --split (there: {known})"])
    return there[chosen]


# tables ------------------------------------------------------------------------------------------------


def _table(path: Path) -> Rows:
    """Rows of a table with a head: the keys of a case, of which only `question` has to be there.

    A bar or a line break stands between the members of a cell; in `must` and `items` a line is a group and
    bars stand between its spellings. One of `answers` has to be said where there is no `must`. Between cells
    stands a tab, a semicolon or a comma.
    """
    text = text_of(path)
    head = text.split("\n", 1)[0]
    mark = max("\t;,", key=head.count)
    for row in (reader := csv.DictReader(StringIO(text, newline=""), delimiter=mark)):
        number = reader.line_num
        if None in row:
            yield number, ValueError("more cells than the head has, put quotation marks around a cell's text")
            continue
        cells = {key.strip().lower(): value for key, value in row.items() if (value or "").strip()}
        case: dict[str, Any] = {"id": f"row-{number}", "kind": kind_of(str(cells.get("question")))}
        case |= {key: _cell(key, value) for key, value in cells.items()}
        if case.get("answers") and "must" not in case:
            case["must"] = [case["answers"]]
        yield number, case


def _cell(key: str, value: str) -> Any:
    if key in _GROUPS:
        return [_members(line, r"\|") for line in value.splitlines() if line.strip()]
    if key in _LISTS:
        return _members(value, r"\||\n")
    if key == "answerable" and value.strip().lower() in _YES | _NO:
        return value.strip().lower() in _YES
    return value.strip()


def _members(text: str, between: str) -> list[str]:
    return [part.strip() for part in re.split(between, text) if part.strip()]
