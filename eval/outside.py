"""How finding, rewriting and citing fare on questions and documents that nobody here wrote.

    python -m eval.outside --data DIR [--most-passages N] [--most-questions N] [retrieval rewriting citing]

DIR holds `mtrag-cloud/` and `conditionalqa-train/`. Conversations and pages fall into two halves by the hash
of their id: the first may be looked at, the second is kept out, and figures are given for each. Intervals are
bootstrapped over questions. Refusals on outside questions: `eval.fitting`.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import logging
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from assistant.answer import Turn
from assistant.answering import Assistant
from corpus import Document, document_from_text
from corpus.words import content_words
from eval.intervals import Sample, interval
from eval.retrieval import DEPTH, Retrieval, measured
from index import Embedder, Index, IndexSettings

_LOG = logging.getLogger("minamata.outside")
_RANK = 60  # the constant of reciprocal rank fusion (Cormack et al., 2009)
Rows = list[dict[str, Any]]
Scores = dict[str, list[Retrieval]]


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a packed file of JSON lines."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def half(name: str) -> str:
    """The half that a conversation or page falls into."""
    return ("seen", "kept out")[hashlib.sha256(name.encode()).digest()[0] % 2]


# MTRAG: retrieval and rewriting --------------------------------------------------------------------------


def mtrag(data: Path, most_passages: int, most_questions: int) -> tuple[list[Document], Rows]:
    """Passages, those that answer first, and the questions that some passage answers.

    The pool prints some passages twice under two ids; the first stands for both.
    """
    folder = data / "mtrag-cloud"
    pool = [row for row in lines(folder / "corpus.jsonl.gz") if any(c.isalnum() for c in row["text"])]
    first: dict[str, str] = {}
    same = {row["_id"]: first.setdefault(row["text"], row["_id"]) for row in pool}
    asked = [q for q in lines(folder / "queries.jsonl.gz") if q["gold"]][:most_questions]
    for query in asked:
        query["gold"] = sorted({same[g] for g in query["gold"] if g in same})
    gold = {g for query in asked for g in query["gold"]}
    kept = sorted((r for r in pool if same[r["_id"]] == r["_id"]), key=lambda r: r["_id"] not in gold)
    documents = [
        document_from_text(
            r["text"], file_name=f"{n}.txt", id=r["_id"], title=r.get("title") or str(n), kind="other"
        )
        for n, r in enumerate(kept[:most_passages])
    ]
    return documents, asked


class PlainFusion:
    """What everybody would build first: FTS5's BM25 and cosines of whole passages, by reciprocal rank."""

    def __init__(self, documents: Sequence[Document], embedder: Embedder) -> None:
        """Index `documents`, each as it is."""
        self.ids = [d.id for d in documents]
        self.embedder = embedder
        self.vectors = embedder.encode([d.text for d in documents])
        self.words = sqlite3.connect(":memory:")
        self.words.execute("CREATE VIRTUAL TABLE found USING fts5(text, tokenize='porter unicode61')")
        self.words.executemany(
            "INSERT INTO found(rowid, text) VALUES (?, ?)", enumerate(d.text for d in documents)
        )

    def ranking(self, question: str) -> list[str]:
        """Ids of documents, best first."""
        near = np.argsort(-(self.vectors @ self.embedder.encode([question])[0]))[:DEPTH]
        scores: dict[int, float] = {}
        for found in (near.tolist(), self._lexical(question)):
            for rank, place in enumerate(found, start=1):
                scores[place] = scores.get(place, 0.0) + 1.0 / (_RANK + rank)
        return [self.ids[place] for place in sorted(scores, key=lambda p: -scores[p])]

    def _lexical(self, question: str) -> list[int]:
        wanted = " OR ".join(f'"{word.text}"' for word in content_words(question))
        sql = "SELECT rowid FROM found WHERE found MATCH ? ORDER BY rank LIMIT ?"
        return [n for (n,) in self.words.execute(sql, (wanted, DEPTH))] if wanted else []


def found_by(index: Index, question: str) -> list[str]:
    """Ids of documents in the order of their best passage."""
    return list(dict.fromkeys(hit.passage.document_id for hit in index.search(question, k=DEPTH).hits))


def retrieval(assistant: Assistant, documents: Sequence[Document], asked: Rows) -> str:
    """The index against plain fusion, each question as a person put it to stand alone."""
    plain = PlainFusion(documents, assistant.index.embedder)
    ways: dict[str, Callable[[str], list[str]]] = {
        "plain fusion": plain.ranking,
        "this index": lambda question: found_by(assistant.index, question),
    }
    scores = {
        name: [_scored(query, rank(query["rewrite"] or query["text"])) for query in asked]
        for name, rank in ways.items()
    }
    return _table(scores, asked, "plain fusion")


def rewriting(assistant: Assistant, asked: Rows) -> str:
    """Later turns of conversations: as typed, as the rules rewrite them, as a person did."""
    later = [query for query in asked if query["history"]]
    ways: dict[str, Callable[[dict[str, Any]], str]] = {
        "last turn": lambda query: query["text"],
        "rules": lambda query: _by_rules(assistant, query),
        "a person": lambda query: query["rewrite"] or query["text"],
    }
    scores: Scores = {}
    changed = 0
    for name, way in ways.items():
        questions = [way(query) for query in later]
        if name == "rules":
            changed = sum(q != query["text"] for q, query in zip(questions, later, strict=True))
        scores[name] = [
            _scored(query, found_by(assistant.index, question))
            for query, question in zip(later, questions, strict=True)
        ]
    return f"{_table(scores, later, 'last turn')}\nthe rules changed {changed} of {len(later)}"


def _by_rules(assistant: Assistant, query: Mapping[str, Any]) -> str:
    history = [Turn(turn["role"], turn["text"]) for turn in query["history"]]
    return assistant.ask(query["text"], history).standalone_question


def _scored(query: Mapping[str, Any], ranking: Sequence[str]) -> Retrieval:
    return measured(dict.fromkeys(query["gold"], 1), ranking)


def _table(scores: Scores, asked: Rows, against: str) -> str:
    """For each half and way the means, and how many times those of `against` (with 95% intervals)."""
    told = [f"{'half':10}{'way':14}{'n':>5}{'R@5':>8}{'nDCG@10':>9}  times {against}'s"]
    for part in ("seen", "kept out", "both"):
        places = [n for n, q in enumerate(asked) if part in ("both", half(q["_id"].split("<")[0]))]
        if not places:
            continue
        for name, found in scores.items():
            shown = []
            ratios = []
            for measure in ("recall_5", "ndcg_10"):
                own, other = (
                    [getattr(rows[n], measure) for n in places] for rows in (found, scores[against])
                )
                shown.append(float(np.mean(own)))
                low, high = interval(np.array([own, other]).T, _ratio) or (0.0, 0.0)
                ratios.append(f"{np.mean(own) / max(np.mean(other), 1e-9):.3f} ({low:.2f} to {high:.2f})")
            told.append(
                f"{part:10}{name:14}{len(places):5}{shown[0]:8.3f}{shown[1]:9.3f}  {', '.join(ratios)}"
            )
    return "\n".join(told)


def _ratio(drawn: Sample) -> Sample:
    sums = drawn.sum(axis=1)
    return np.asarray(np.divide(sums[:, 0], sums[:, 1], out=np.full(len(sums), np.nan), where=sums[:, 1] > 0))


# ConditionalQA: which sentences are cited -----------------------------------------------------------------


def citing(data: Path, folder: Path, most_questions: int) -> str:
    """F1 of the sentences that an answer cites against those that people marked, 0 for a refusal.

    The page is known, as in the set: each question is asked of all pages, filtered to its own.
    """
    from index import Filters

    sentences: dict[str, list[tuple[str, str]]] = {}
    for row in lines(data / "conditionalqa-train" / "sentences.jsonl.gz"):
        sentences.setdefault(row["doc_id"], []).append((row["_id"], row["text"]))
    asked = [q for q in lines(data / "conditionalqa-train" / "queries.jsonl.gz") if q["gold"]]
    asked = asked[:: max(1, len(asked) // most_questions)][:most_questions]
    spans: dict[str, list[tuple[int, int, str]]] = {}
    documents = []
    for page in dict.fromkeys(q["gold_doc"] for q in asked):
        text, spans[page] = "", []
        for id, sentence in sentences[page]:
            spans[page].append((len(text), len(text) + len(sentence), id))
            text += sentence + "\n\n"
        documents.append(
            document_from_text(
                text, file_name=f"{page}.txt", id=page, title=page.replace("-", " "), kind="other"
            )
        )
    assistant = Assistant(Index.open(IndexSettings(data_dir=folder), shipped=documents))
    scores: dict[str, list[tuple[float, bool]]] = {"seen": [], "kept out": []}
    for query in asked:
        answer = assistant.ask(query["text"], (), Filters(documents=(query["gold_doc"],)))
        cited = {
            id for c in answer.citations for a, b, id in spans[c.document_id] if c.start < b and a < c.end
        }
        right = len(cited & set(query["gold"]))
        f1 = 2 * right / (len(cited) + len(query["gold"])) if right else 0.0
        scores[half(query["gold_doc"])].append((f1, bool(cited)))
    assistant.close()
    told = [f"{'half':10}{'n':>5}{'F1':>8}  95%             answered   F1 of answers"]
    for name, rows in (*scores.items(), ("both", [r for part in scores.values() for r in part])):
        all_f1 = [f1 for f1, _ in rows]
        given = [f1 for f1, answered in rows if answered]
        low, high = interval(all_f1) or (0.0, 0.0)
        told.append(
            f"{name:10}{len(rows):5}{np.mean(all_f1 or [0]):8.3f}  {low:.3f} to {high:.3f}"
            f"{len(given) / max(1, len(rows)):11.3f}{np.mean(given or [0]):16.3f}"
        )
    return "\n".join(told)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure what is asked for; exit code 2 where the data is absent."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--data", type=Path, required=True, help="folder of mtrag-cloud/ and conditionalqa-train/"
    )
    parser.add_argument("--most-passages", type=int, default=100_000, help="of mtrag-cloud's pool")
    parser.add_argument("--most-questions", type=int, default=100_000, help="of each set")
    parser.add_argument("parts", nargs="*", default=["retrieval", "rewriting", "citing"])
    args = parser.parse_args(argv)
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    missing = [n for n in ("mtrag-cloud", "conditionalqa-train") if not (args.data / n).is_dir()]
    if missing:
        _LOG.error("%s: no %s in it; name the folder that holds them", args.data, " and ".join(missing))
        return 2
    with tempfile.TemporaryDirectory(prefix="minamata-") as scratch:
        if {"retrieval", "rewriting"} & set(args.parts):
            documents, asked = mtrag(args.data, args.most_passages, args.most_questions)
            assistant = Assistant(
                Index.open(IndexSettings(data_dir=Path(scratch) / "mtrag"), shipped=documents)
            )
            _LOG.info("MTRAG: %d passages, %d questions", len(documents), len(asked))
            if "retrieval" in args.parts:
                _LOG.info(retrieval(assistant, documents, asked))
            if "rewriting" in args.parts:
                _LOG.info(rewriting(assistant, asked))
            assistant.close()
        if "citing" in args.parts:
            _LOG.info("ConditionalQA\n%s", citing(args.data, Path(scratch) / "pages", args.most_questions))
    return 0


if __name__ == "__main__":
    sys.exit(main())
