"""Fits what decides between answering and refusing, and says how well it holds on other documents.

    python -m eval.fitting --data DIR [--write]

DIR holds `squad2-part/` and `mtrag-cloud/` (questions that nobody here wrote, half of them without an
answer); the project's own development cases are added. Figures are cross-validated by question: no
question is measured with a model that saw it. Kept-out cases are never read.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import logging
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from assistant.answering import Assistant
from assistant.calibration import SIGNALS, Calibration, prints_all, signals
from assistant.evidence import Evidence
from assistant.gathering import search
from assistant.understanding import understand
from corpus import Document, document_from_text, load_shipped, read_folder
from eval.case import Case, load_cases
from index import Filters, Index, IndexSettings

_LOG = logging.getLogger("minamata.fitting")
_WANTS = {"content", "yes_no", "decision", "person"}
#: Whether these are answered is decided by the kind of thing found as well, so only their answers teach.
_TYPED = {"date", "amount", "place", "reason"}
_OWN = (
    ("letter_dev.jsonl", None),
    ("letter_dev2.jsonl", None),
    ("documents_dev.jsonl", "tests/documents"),
    ("documents_dev2.jsonl", "tests/more_documents"),
)
_APART = {"injection", "no_date", "not_loaded", "named_not_loaded"}  # decided by rules
_MOST_PASSAGES = 700
_OUTSIDE = {"squad2", "mtrag"}
_PARTS = 10
_STRENGTH = 0.1  # 0.03 to 1 give the same cross-validated AUC within 0.002


@dataclass(frozen=True, slots=True)
class Row:
    """One question: its signals, whether the best passage answers it, and whether that prints its words."""

    group: str
    question: str
    values: tuple[float, ...]
    answers: bool
    whole: bool = False

    @property
    def part(self) -> int:
        """The part of the cross-validation that the question falls into, by its hash."""
        return hashlib.sha256(self.question.encode()).digest()[0] % _PARTS


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _assistant(documents: Sequence[Document], folder: Path) -> Assistant:
    return Assistant(Index.open(IndexSettings(data_dir=folder), shipped=list(documents)))


def _evidence(
    assistant: Assistant, question: str, answerable: bool, tier: str = "documents"
) -> Evidence | None:
    """What is found for a question of a kind that is decided by likeness, else None."""
    asked = assistant.index.understand(question)
    understood = understand(asked.question, assistant.catalogue)
    if understood.want not in _WANTS and not (answerable and understood.want in _TYPED):
        return None
    return search(understood, assistant.index, assistant.catalogue, Filters(), tier)


def squad(data: Path, folder: Path) -> Iterator[Row]:
    """SQuAD 2.0: each question asked of all paragraphs."""
    documents = [
        document_from_text(row["text"], file_name=f"{i}.txt", id=row["_id"], title=row["title"], kind="other")
        for i, row in enumerate(_lines(data / "squad2-part" / "corpus.jsonl.gz"))
    ]
    assistant = _assistant(documents, folder)
    for row in _lines(data / "squad2-part" / "queries.jsonl.gz"):
        evidence = _evidence(assistant, row["text"], row["label"] == "ANSWERABLE")
        values = signals(evidence, assistant.catalogue) if evidence else None
        if evidence and values:
            right = evidence.candidates[0].passage.document_id in row["gold"]
            if row["label"] == "UNANSWERABLE" or right:
                answered = row["label"] == "ANSWERABLE"
                yield Row("squad2", row["text"], values, answered, prints_all(evidence))
    assistant.close()


def mtrag(data: Path, folder: Path) -> Iterator[Row]:
    """MTRAG: the human rewrite of each turn, asked of its gold passages among others."""
    queries = [
        q
        for q in _lines(data / "mtrag-cloud" / "queries.jsonl.gz")
        if q["label"] in {"ANSWERABLE", "UNANSWERABLE"}
    ]
    gold = {g for q in queries for g in q["gold"]}
    pool = _lines(data / "mtrag-cloud" / "corpus.jsonl.gz")
    rows = list({r["text"]: r for r in pool}.values())  # the pool prints some pages twice
    kept = [r for r in rows if r["_id"] in gold]
    kept += [r for r in rows if r["_id"] not in gold][: max(0, _MOST_PASSAGES - len(kept))]
    documents = [
        document_from_text(
            r["text"], file_name=f"{i}.txt", id=r["_id"], title=str(r.get("title") or i), kind="other"
        )
        for i, r in enumerate(kept)
        if any(c.isalnum() for c in r["text"])
    ]
    assistant = _assistant(documents, folder)
    for query in queries:
        question = query["rewrite"] or query["text"]  # a first turn needs no rewrite
        evidence = _evidence(assistant, question, query["label"] == "ANSWERABLE")
        values = signals(evidence, assistant.catalogue) if evidence else None
        if evidence and values:
            right = any(c.passage.document_id in query["gold"] for c in evidence.candidates[:1])
            if query["label"] == "UNANSWERABLE" or right:
                answered = query["label"] == "ANSWERABLE"
                yield Row("mtrag", question, values, answered, prints_all(evidence))
    assistant.close()


def own(cases: Sequence[Case], documents: Sequence[Document], folder: Path, group: str) -> Iterator[Row]:
    """The project's development cases, documents and summaries searched apart."""
    assistant = _assistant(documents, folder)
    for case in cases:
        if case.history or case.kind in _APART:
            continue
        for tier in ("documents", "summaries"):
            evidence = _evidence(assistant, case.question, case.answerable, tier)
            values = signals(evidence, assistant.catalogue) if evidence else None
            if not evidence or not values:
                continue
            best = " ".join(evidence.candidates[0].passage.text.split())
            told = [
                e
                for e in case.evidence
                if " ".join(e.split())[:60] in best or best[:60] in " ".join(e.split())
            ]
            if case.answerable and not told and (case.evidence or tier == "documents"):
                continue
            yield Row(group, case.question, values, case.answerable, prints_all(evidence))
    assistant.close()


def collect(data: Path | None, cases: Path) -> list[Row]:
    """All rows of all sets that are there."""
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as scratch:
        for place, (name, documents) in enumerate(_OWN):
            if (cases / name).is_file():
                texts = read_folder(Path(documents)) if documents else load_shipped()
                rows += own(
                    load_cases(cases / name), texts, Path(scratch) / f"own{place}", name.split(".")[0]
                )
        if data is None:
            _LOG.warning("no --data: only the project's own cases are used")
        else:
            rows += squad(data, Path(scratch) / "squad")
            rows += mtrag(data, Path(scratch) / "mtrag")
    return rows


def trained(rows: Sequence[Row], threshold: float = 0.5) -> Calibration:
    """A logistic regression over the signals in which every set and outcome weighs the same."""
    from sklearn.linear_model import LogisticRegression

    values = np.array([r.values for r in rows])
    mean, scale = values.mean(axis=0), values.std(axis=0) + 1e-6
    kinds = Counter((r.group, r.answers) for r in rows)
    weights = np.array([1.0 / kinds[r.group, r.answers] for r in rows])
    model = LogisticRegression(C=_STRENGTH, max_iter=5000)
    model.fit(
        (values - mean) / scale, [r.answers for r in rows], sample_weight=weights * len(rows) / weights.sum()
    )
    whole = [r.answers for r in rows if r.whole]
    share = (sum(whole) + 1) / (len(whole) + 2)  # Laplace's rule: no certainty from few questions
    return Calibration(
        tuple(model.coef_[0]), tuple(mean), tuple(scale), float(model.intercept_[0]), threshold, share
    )


def cross_validated(rows: Sequence[Row]) -> list[float]:
    """For each row the probability from a model that never saw its question (ten parts)."""
    found = [0.0] * len(rows)
    for part in range(_PARTS):
        model = trained([r for r in rows if r.part != part])
        for place, row in enumerate(rows):
            if row.part == part:
                found[place] = max(model.probability(row.values), model.whole if row.whole else 0.0)
    return found


def fit(rows: Sequence[Row], unseen: Sequence[float]) -> Calibration:
    """The model of all rows; its threshold balances both errors on `unseen`, the cross-validated scores."""
    ours = [(p, r.answers) for p, r in zip(unseen, rows, strict=True) if r.group not in _OUTSIDE]
    grid = [round(0.02 * step, 2) for step in range(5, 46)]
    return trained(rows, max(grid, key=lambda t: balanced(ours, t)))


def balanced(scores: Sequence[tuple[float, bool]], threshold: float) -> float:
    """Mean of the share of answerable questions answered and of unanswerable ones refused."""
    right = [s >= threshold for s, a in scores if a]
    refused = [s < threshold for s, a in scores if not a]
    return float(np.mean(right) + np.mean(refused)) / 2 if right and refused else 0.0


def report(rows: Sequence[Row], unseen: Sequence[float], threshold: float) -> str:
    """A line for each set, cross-validated: AUC, the best signal's own, what is answered and refused."""
    from sklearn.metrics import roc_auc_score

    lines = [f"{'set':16}{'n':>6}{'AUC':>7}{'single':>8}{'balanced':>10}{'answered':>10}{'refused':>9}"]
    for group in dict.fromkeys(r.group for r in rows):
        part = [(p, r) for p, r in zip(unseen, rows, strict=True) if r.group == group]
        answers = [r.answers for _, r in part]
        if len(set(answers)) < 2:
            continue
        scores = [(p, r.answers) for p, r in part]
        auc = roc_auc_score(answers, [p for p, _ in scores])
        alone = [roc_auc_score(answers, [r.values[i] for _, r in part]) for i in range(len(SIGNALS))]
        single = max(max(a, 1 - a) for a in alone)
        kept = float(np.mean([p >= threshold for p, a in scores if a]))
        refused = float(np.mean([p < threshold for p, a in scores if not a]))
        both = balanced(scores, threshold)
        lines.append(f"{group:16}{len(part):6}{auc:7.3f}{single:8.3f}{both:10.3f}{kept:10.3f}{refused:9.3f}")
    return "\n".join([*lines, f"threshold {threshold}"])


def main(arguments: Sequence[str]) -> int:
    """Fit, report, and with --write replace `assistant/calibration.json`. Exit code 2: wrong usage."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    given = list(arguments)
    write = "--write" in given
    given = [a for a in given if a != "--write"]
    if given and (given[0] != "--data" or len(given) != 2):
        _LOG.error("usage: python -m eval.fitting [--data DIR] [--write]")
        return 2
    rows = collect(Path(given[1]) if given else None, Path("eval/cases"))
    unseen = cross_validated(rows)
    model = fit(rows, unseen)
    _LOG.info(report(rows, unseen, model.threshold))
    if write:
        shown = {
            "weights": [round(w, 4) for w in model.weights],
            "mean": [round(v, 4) for v in model.mean],
            "scale": [round(v, 4) for v in model.scale],
            "bias": round(model.bias, 4),
            "threshold": model.threshold,
            "whole": round(model.whole, 4),
        }
        Path("assistant/calibration.json").write_text(json.dumps(shown, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
