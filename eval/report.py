"""The report of a run: its figures, what was run, and how it is kept in ``report.json``."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from eval.errors import BrokenRun
from eval.intervals import RESAMPLES, SEED
from eval.listing import ListResult
from eval.measures import Latency, Measures, latency, measure
from eval.metrics import OUTCOMES, CaseResult
from eval.terminal import percent, table

FORMAT = 1
MOST_DOCUMENTS = 40
REPORT_FILE = "report.json"


@dataclass(frozen=True, slots=True)
class Setup:
    """What was run and when: enough to run it again.

    `started` is ISO 8601 in UTC, `seconds` the wall time of the whole run, `cold_ms` the latency of
    the warm-up question (None where it failed). `settings` never hold keys or tokens. `cases` is the
    sha256 of the questions, `corpus_version` that of the documents, `seed` that of the intervals.
    """

    started: str
    seconds: float
    cold_ms: float | None
    corpus_version: str
    composers: tuple[str, ...]
    settings: dict[str, Any]
    versions: dict[str, str]
    cases: str = ""
    seed: int = SEED


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a run found: `results` in the order of the cases, and what ran (`setup`)."""

    setup: Setup
    results: tuple[CaseResult, ...]

    @property
    def overall(self) -> Measures:
        """The figures over all cases."""
        return measure(self.results)

    @property
    def by_kind(self) -> dict[str, Measures]:
        """The figures of each kind of question, in the order the kinds first appear."""
        kinds = dict.fromkeys(r.kind for r in self.results)
        return {kind: measure([r for r in self.results if r.kind == kind]) for kind in kinds}

    @property
    def by_document(self) -> dict[str, Measures]:
        """The figures of the cases whose evidence stands in each of the documents asked about most."""
        asked = Counter(id for r in self.results for id in r.documents).most_common(MOST_DOCUMENTS)
        return {id: measure([r for r in self.results if id in r.documents]) for id, _ in asked}

    @property
    def register_latency(self) -> Latency:
        """The latency of answers taken from the register alone."""
        return latency([r for r in self.results if r.register_only])

    @property
    def search_latency(self) -> Latency:
        """The latency of all other answers."""
        return latency([r for r in self.results if not r.register_only])

    def summary(self) -> str:
        """The report as a table for a terminal (about 100 columns)."""
        rows = [_row("all", self.overall), *(_row(kind, m) for kind, m in self.by_kind.items())]
        return "\n".join([table(_HEAD, rows), "", *_notes(self)])

    def to_json(self) -> dict[str, Any]:
        """The report as plain JSON values; figures are written beside the results they come from."""
        return {
            "format": FORMAT,
            "setup": asdict(self.setup),
            "bootstrap": {"seed": SEED, "resamples": RESAMPLES},
            "overall": asdict(self.overall),
            "by_kind": {kind: asdict(m) for kind, m in self.by_kind.items()},
            "by_document": {id: asdict(m) for id, m in self.by_document.items()},
            "register_latency": asdict(self.register_latency),
            "search_latency": asdict(self.search_latency),
            "results": [asdict(r) for r in self.results],
        }

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Report:
        """The report that `to_json` wrote. Raises KeyError, TypeError or ValueError for anything else."""
        if value["format"] != FORMAT:
            raise ValueError(f"format {value['format']!r}, this version reads {FORMAT}")
        setup = {**value["setup"], "composers": tuple(value["setup"]["composers"])}
        return cls(Setup(**setup), tuple(_result(row) for row in value["results"]))


def load_report(run: Path) -> Report:
    """The report of the finished run in the folder `run`, or in the file `run`. Raises `BrokenRun`."""
    path = Path(run) if Path(run).is_file() else Path(run) / REPORT_FILE
    try:
        return Report.from_json(json.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        why = error.strerror or str(error)
        raise BrokenRun(
            f"{path}: cannot be read ({why}), name a folder that `eval run` has finished"
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BrokenRun(f"{path}: not a report ({error}), run `eval run` again into this folder") from error


def _result(row: dict[str, Any]) -> CaseResult:
    if row["outcome"] not in OUTCOMES:
        raise ValueError(f"unknown outcome {row['outcome']!r}")
    listed = row["list_result"]
    if listed is not None:
        listed = ListResult(listed["gold"], tuple(listed["missing"]), tuple(listed["extras"]))
    told = {"why": tuple(row["why"]), "documents": tuple(row.get("documents", ())), "list_result": listed}
    return CaseResult(**{**row, **told})


_HEAD = ("kind", "n", "correct", "95%", "wrong", "abst", "fail", "evid", "decis", "streams") + (
    "cites",
    "quotes",
    "lists",
    "words",
    "p50 ms",
    "p95 ms",
)


def _row(name: str, m: Measures) -> tuple[str, ...]:
    found = (m.evidence_recall, m.decision_recall, m.workstream_recall)
    kept = (m.citation_precision, m.quote_fidelity, m.list_exact)
    return (
        name,
        str(m.n),
        percent(m.correct),
        "-" if m.interval is None else f"{100 * m.interval[0]:.0f}-{100 * m.interval[1]:.0f}",
        *(str(m.outcomes[outcome]) for outcome in OUTCOMES[1:]),
        *(percent(share) for share in found + kept),
        _number(m.words_median),
        _number(m.latency.p50),
        _number(m.latency.p95),
    )


def _notes(report: Report) -> Sequence[str]:
    overall, setup = report.overall, report.setup
    register, search = report.register_latency, report.search_latency
    refusals = f"unanswerable questions refused {percent(overall.refusal_rate)}, answerable ones refused"
    refused = f"refusals: precision {percent(overall.refusal_precision)}, F1 {percent(overall.refusal_f1)}"
    carried = f"cited words carry {_both(overall, 'carried')} of the statements"
    needed = f"{_both(overall, 'needed')} of the citations are needed"
    times = (
        f"latency p50/p95 ms: register only {_pair(register)}, search {_pair(search)}, first question (cold)"
    )
    ran = f"corpus {setup.corpus_version or 'unknown'}, composer {', '.join(setup.composers) or 'none'}"
    return (
        f"{refusals} {percent(overall.false_refusal_rate)}; {refused}",
        f"{carried}, {needed} (by passage, by decision)",
        *_search_notes(overall),
        f"{times} {_number(setup.cold_ms)}",
        f"{ran}, {setup.started}, {setup.seconds:.1f} s",
    )


def _both(m: Measures, name: str) -> str:
    return f"{percent(getattr(m, f'{name}_passage'))}, {percent(getattr(m, f'{name}_decision'))}"


def _search_notes(m: Measures) -> Sequence[str]:
    """What was found by the search, and what SQuAD makes of the answers, where the cases measure it."""
    notes = []
    if m.recall_5 is not None:
        found = (f"recall@5 {percent(m.recall_5)}", f"recall@10 {percent(m.recall_10)}")
        ranked = (f"MRR@10 {percent(m.mrr_10)}", f"nDCG@10 {percent(m.ndcg_10)}")
        notes.append(f"search: {', '.join((*found, *ranked))}")
    if m.token_f1 is not None:
        notes.append(
            f"against reference answers: exact {percent(m.exact_match)}, token F1 {percent(m.token_f1)}"
        )
    if m.paragraph_right is not None:
        found = (
            f"all meant cited {percent(m.paragraph_recall)}",
            f"cited meant {percent(m.paragraph_precision)}",
        )
        notes.append(f"paragraphs cited right {percent(m.paragraph_right)} ({', '.join(found)})")
    return notes


def _pair(taken: Latency) -> str:
    return f"{_number(taken.p50)}/{_number(taken.p95)} (n={taken.n})"


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.0f}"
