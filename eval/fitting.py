"""Fits what decides between answering and refusing, and says how well it holds on other documents.

    python -m eval.fitting --data DIR [--write]

DIR holds `squad2-part/` and `mtrag-cloud/` (questions that nobody here wrote, half of them without an
answer); the project's own development cases are added. Every set is split in two by the hash of the
question: one half is fitted, the other only measured. Kept-out cases are never read.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import logging
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from assistant.answering import Assistant
from assistant.calibration import SIGNALS, Calibration, signals
from assistant.evidence import Evidence
from assistant.gathering import search
from assistant.understanding import understand
from corpus import Document, document_from_text, load_shipped, read_folder
from eval.case import Case, load_cases
from index import Filters, Index, IndexSettings

_LOG = logging.getLogger("minamata.fitting")
_WANTS = {"content", "yes_no", "decision", "person"}
_OWN = (("letter_dev.jsonl", None), ("letter_dev2.jsonl", None), ("documents_dev.jsonl", "tests/documents"))
_MOST_PASSAGES = 700


@dataclass(frozen=True, slots=True)
class Row:
    """One question: its signals and whether the best passage found answers it."""

    group: str
    question: str
    values: tuple[float, ...]
    answers: bool

    @property
    def held_out(self) -> bool:
        """Whether the question is measured only."""
        return hashlib.sha256(self.question.encode()).digest()[0] % 2 == 1


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _assistant(documents: Sequence[Document], folder: Path) -> Assistant:
    return Assistant(Index.open(IndexSettings(data_dir=folder), shipped=list(documents)))


def _evidence(assistant: Assistant, question: str, tier: str = "documents") -> Evidence | None:
    """What is found for a question of a kind that is decided by likeness alone, else None."""
    asked = assistant.index.understand(question)
    understood = understand(asked.question, assistant.catalogue)
    if understood.want not in _WANTS:
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
        evidence = _evidence(assistant, row["text"])
        values = signals(evidence) if evidence else None
        if evidence and values:
            right = evidence.candidates[0].passage.document_id in row["gold"]
            if row["label"] == "UNANSWERABLE" or right:
                yield Row("squad2", row["text"], values, row["label"] == "ANSWERABLE")
    assistant.close()


def mtrag(data: Path, folder: Path) -> Iterator[Row]:
    """MTRAG: the human rewrite of each turn, asked of its gold passages among others."""
    queries = [q for q in _lines(data / "mtrag-cloud" / "queries.jsonl.gz") if q["label"] in {"ANSWERABLE", "UNANSWERABLE"}]
    gold = {g for q in queries for g in q["gold"]}
    rows = [r for r in _lines(data / "mtrag-cloud" / "corpus.jsonl.gz")]
    rows = list({r["text"]: r for r in rows}.values())  # the pool prints some pages twice
    kept = [r for r in rows if r["_id"] in gold]
    kept += [r for r in rows if r["_id"] not in gold][: max(0, _MOST_PASSAGES - len(kept))]
    documents = [
        document_from_text(r["text"], file_name=f"{i}.txt", id=r["_id"], title=str(r.get("title") or i), kind="other")
        for i, r in enumerate(kept)
        if any(c.isalnum() for c in r["text"])
    ]
    assistant = _assistant(documents, folder)
    for query in queries:
        evidence = _evidence(assistant, query["rewrite"])
        values = signals(evidence) if evidence else None
        if evidence and values:
            right = any(c.passage.document_id in query["gold"] for c in evidence.candidates[:1])
            if query["label"] == "UNANSWERABLE" or right:
                yield Row("mtrag", query["rewrite"], values, query["label"] == "ANSWERABLE")
    assistant.close()


def own(cases: Sequence[Case], documents: Sequence[Document], folder: Path, group: str) -> Iterator[Row]:
    """The project's development cases, documents and summaries searched apart."""
    assistant = _assistant(documents, folder)
    for case in cases:
        if case.history or case.kind in {"injection", "no_date", "not_loaded"}:
            continue
        for tier in ("documents", "summaries"):
            evidence = _evidence(assistant, case.question, tier)
            values = signals(evidence) if evidence else None
            if not evidence or not values:
                continue
            best = " ".join(evidence.candidates[0].passage.text.split())
            told = [e for e in case.evidence if " ".join(e.split())[:60] in best or best[:60] in " ".join(e.split())]
            if case.answerable and not told and (case.evidence or tier == "documents"):
                continue
            yield Row(group, case.question, values, case.answerable)
    assistant.close()


def collect(data: Path | None, cases: Path) -> list[Row]:
    """All rows of all sets that are there."""
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as scratch:
        for place, (name, documents) in enumerate(_OWN):
            if (cases / name).is_file():
                texts = read_folder(Path(documents)) if documents else load_shipped()
                rows += own(load_cases(cases / name), texts, Path(scratch) / f"own{place}", name.split(".")[0])
        if data is None:
            _LOG.warning("no --data: only the project's own cases are used")
        else:
            rows += squad(data, Path(scratch) / "squad")
            rows += mtrag(data, Path(scratch) / "mtrag")
    return rows


def fit(rows: Sequence[Row]) -> Calibration:
    """A logistic regression in which every set weighs the same; the threshold balances both errors."""
    from sklearn.linear_model import LogisticRegression

    fitted = [r for r in rows if not r.held_out]
    values = np.array([r.values for r in fitted])
    answers = np.array([r.answers for r in fitted])
    mean, scale = values.mean(axis=0), values.std(axis=0) + 1e-6
    sizes = {(g, a): sum(r.group == g and r.answers == a for r in fitted) for g in {r.group for r in fitted} for a in (True, False)}
    weights = np.array([1.0 / sizes[r.group, r.answers] for r in fitted])
    model = LogisticRegression(C=1.0, max_iter=2000)
    model.fit((values - mean) / scale, answers, sample_weight=weights * len(fitted) / weights.sum())
    ours = Calibration(tuple(model.coef_[0]), tuple(mean), tuple(scale), float(model.intercept_[0]), 0.5)
    domestic = [r for r in fitted if r.group not in {"squad2", "mtrag"}] or fitted
    scores = [(probability(ours, r.values), r.answers) for r in domestic]
    grid = sorted({round(s, 3) for s, _ in scores})
    best = max(grid, key=lambda t: balanced(scores, t))
    return Calibration(ours.weights, ours.mean, ours.scale, ours.bias, float(best))


def probability(model: Calibration, values: Sequence[float]) -> float:
    """What `Calibration.likelihood` gives for these signals."""
    score = model.bias + sum(w * (v - m) / s for w, v, m, s in zip(model.weights, values, model.mean, model.scale, strict=True))
    return float(1.0 / (1.0 + np.exp(-score)))


def balanced(scores: Sequence[tuple[float, bool]], threshold: float) -> float:
    """Mean of the share of answerable questions answered and of unanswerable ones refused."""
    right = [s >= threshold for s, a in scores if a]
    refused = [s < threshold for s, a in scores if not a]
    return (np.mean(right) + np.mean(refused)) / 2 if right and refused else 0.0  # type: ignore[return-value]


def report(rows: Sequence[Row], model: Calibration) -> str:
    """A line for each set and half: AUC, balanced accuracy, the best single signal's AUC."""
    from sklearn.metrics import roc_auc_score

    lines = [f"{'set':16}{'half':10}{'n':>5}{'AUC':>7}{'single':>8}{'balanced':>10}{'answered':>10}{'refused':>9}"]
    for group in dict.fromkeys(r.group for r in rows):
        for half in (False, True):
            part = [r for r in rows if r.group == group and r.held_out == half]
            answers = [r.answers for r in part]
            if len(set(answers)) < 2:
                continue
            scores = [(probability(model, r.values), r.answers) for r in part]
            auc = roc_auc_score(answers, [s for s, _ in scores])
            single = max(
                max(a := roc_auc_score(answers, [r.values[i] for r in part]), 1 - a) for i in range(len(SIGNALS))
            )
            kept = np.mean([s >= model.threshold for s, a in scores if a])
            refused = np.mean([s < model.threshold for s, a in scores if not a])
            name = "measured" if half else "fitted"
            lines.append(
                f"{group:16}{name:10}{len(part):5}{auc:7.3f}{single:8.3f}{balanced(scores, model.threshold):10.3f}{kept:10.3f}{refused:9.3f}"
            )
    lines.append("weights: " + ", ".join(f"{n} {w:+.2f}" for n, w in zip(SIGNALS, model.weights, strict=True)) + f"; threshold {model.threshold}")
    return "\n".join(lines)


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
    model = fit(rows)
    _LOG.info(report(rows, model))
    if write:
        shown = {
            "weights": [round(w, 4) for w in model.weights], "mean": [round(v, 4) for v in model.mean],
            "scale": [round(v, 4) for v in model.scale], "bias": round(model.bias, 4), "threshold": model.threshold,
        }  # fmt: skip
        Path("assistant/calibration.json").write_text(json.dumps(shown, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
