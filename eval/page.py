"""The report as one HTML page: figures, charts, and every case that went wrong.

The page stands alone: no script, no other host, and whatever a question, an answer or a document
says is escaped. How it looks is in `look.py`, the charts in `charts.py`, the rows of cases in
`wrong_cases.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from html import escape

from assistant.answer import Answer
from eval.case import Case
from eval.charts import kind_bars, latency_histogram, outcome_bar, reliability
from eval.likelihood import bins
from eval.look import STYLE
from eval.measures import Latency, Measures, likelihoods
from eval.metrics import OUTCOMES
from eval.report import Report
from eval.terminal import percent
from eval.wrong_cases import wrong_cases

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_MEANING = {
    "correct": "holds what it has to, or rightly says that nothing is there",
    "wrong": "answered, without what the answer has to hold or with what it must not",
    "abstained": "said that the documents do not answer, and that was not right",
    "failed": "an error instead of an answer",
}
#: Shares of the table: what each is called, and what it means. Those that no case measures are left out.
_SHARES = {
    "correct": ("Correct", _MEANING["correct"]),
    "evidence_recall": ("Evidence", "of the words an answer has to quote, those it does"),
    "decision_recall": ("Decisions", "of the decisions asked for, those named or cited"),
    "decision_precision": ("to the point", "of the decisions cited, those asked for"),
    "workstream_recall": ("Streams", "of the workstreams asked for, those named or cited"),
    "citation_precision": ("Citations", "overlap the evidence"),
    "carried_passage": ("Carried", "statements that the words they cite carry (ALCE's citation recall)"),
    "needed_passage": ("Needed", "citations that carry something (ALCE's citation precision)"),
    "quote_fidelity": ("Quotes", "equal the document, to the character"),
    "list_exact": ("Lists", "hold what they have to and nothing else"),
    "refusal_rate": ("Refused", "questions without an answer that were refused"),
    "refusal_precision": ("rightly", "refusals of questions without an answer"),
    "refusal_f1": ("Refusal F1", "harmonic mean of the two before"),
    "exact_match": ("Exact", "the same as a reference answer (SQuAD)"),
    "token_f1": ("Token F1", "words in common with a reference answer (SQuAD)"),
    "recall_5": ("R@5", "of what a search should find, what is among its first 5"),
    "recall_10": ("R@10", "the same among its first 10"),
    "mrr_10": ("MRR@10", "one divided by the place of the first that is right"),
    "ndcg_10": ("nDCG@10", "how far the first 10 stand in the best order"),
}
_NUMBERS: tuple[tuple[str, Callable[[Measures], str]], ...] = (
    ("Words", lambda m: _number(m.words_median)),
    ("p50 ms", lambda m: _number(m.latency.p50)),
    ("p95 ms", lambda m: _number(m.latency.p95)),
    ("p99 ms", lambda m: _number(m.latency.p99)),
)


def render(report: Report, cases: Sequence[Case], answers: Sequence[Answer]) -> str:
    """The page for `report`; `cases` and `answers` stand in the order of its results."""
    overall, kinds = report.overall, report.by_kind
    setup = report.setup
    subtitle = (
        f"{overall.n} questions · {_moment(setup.started)} · corpus {setup.corpus_version or 'unknown'} · "
        f"answers by {', '.join(setup.composers) or 'nobody'}"
    )
    return "\n".join(
        [
            '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>Answers evaluated: {percent(overall.correct)} correct</title>",
            f"<style>{STYLE}</style>\n</head>\n<body>\n<main>",
            f'<h1>How well questions are answered</h1>\n<p class="quiet">{escape(subtitle)}</p>',
            _tiles(report, overall),
            '<div class="two">',
            _card("Outcomes", outcome_bar(overall.outcomes) + _legend(overall.outcomes)),
            _card("Latency", _latency(report)),
            "</div>",
            _card("By kind of question", kind_bars({k: m.outcomes for k, m in kinds.items()})),
            _calibration(report, overall),
            _card("By kind, all figures", _figures("Kind", overall, kinds)),
            _by_document(report, overall),
            wrong_cases(list(zip(cases, answers, report.results, strict=True))),
            _card("What was run", _setup(report)),
            "</main>\n</body>\n</html>\n",
        ]
    )


def _card(title: str, inside: str) -> str:
    return f'<section class="card"><h2>{escape(title)}</h2>{inside}</section>'


def _tiles(report: Report, m: Measures) -> str:
    lists = sum(r.list_exact is not None for r in report.results)
    refusable = sum(r.refusal_correct is not None for r in report.results)
    tiles = (
        (
            "Correct",
            percent(m.correct, 1),
            f"95% interval {_between(m.interval)}; {m.outcomes['correct']} of {m.n}",
        ),
        ("Answered wrongly", percent(m.wrong_rate, 1), f"{m.outcomes['wrong']} of {m.n} answers"),
        ("Evidence found", percent(m.evidence_recall), "of the words an answer has to quote"),
        ("Citations to the point", percent(m.citation_precision), "overlap the evidence"),
        ("Quotes verbatim", percent(m.quote_fidelity), "equal the document, to the character"),
        ("Lists exact", percent(m.list_exact), f"{lists} list questions"),
        ("Rightly refused", percent(m.refusal_rate), f"{refusable} questions without an answer"),
        ("Wrongly refused", percent(m.false_refusal_rate), f"{m.n - refusable} questions with an answer"),
        (
            "Latency",
            f"{_number(m.latency.p50)} ms",
            f"half are faster; 95% within {_number(m.latency.p95)} ms",
        ),
        ("Length", f"{_number(m.words_median)} words", "median answer"),
    )
    return (
        '<dl class="tiles">'
        + "".join(
            f'<div class="tile{"" if n else " lead"}"><dt>{name}</dt><dd>{value}'
            f'<div class="note">{note}</div></dd></div>'
            for n, (name, value, note) in enumerate(tiles)
        )
        + "</dl>"
    )


def _legend(outcomes: dict[str, int]) -> str:
    entries = (
        f'<li class="dot-{o}"><span>{outcomes[o]} {o}<br><span class="quiet">{_MEANING[o]}</span></span></li>'
        for o in OUTCOMES
    )
    return f'<ul class="legend tall">{"".join(entries)}</ul>'


def _latency(report: Report) -> str:
    register = [r.latency_ms for r in report.results if r.register_only]
    search = [r.latency_ms for r in report.results if not r.register_only]
    return (
        latency_histogram(register, search)
        + f'<ul class="legend"><li class="dot-register">from the register alone '
        f'{_pair(report.register_latency)}</li><li class="dot-search">searched '
        f"{_pair(report.search_latency)}</li></ul>"
        + '<p class="quiet more">First question, before anything was warm: '
        f"{_number(report.setup.cold_ms)} ms</p>"
    )


def _pair(taken: Latency) -> str:
    if not taken.n:
        return '<span class="quiet">none</span>'
    return f'<span class="quiet">{taken.n}, p50 {_number(taken.p50)} ms, p95 {_number(taken.p95)} ms</span>'


def _calibration(report: Report, m: Measures) -> str:
    told = likelihoods(report.results)
    if not told:
        return ""
    note = (
        f'<p class="quiet more">How likely each question was held to have an answer, and the share that '
        f"has one: the nearer to the line, the better. {len(told)} questions; calibration error "
        f"{_number_of(m.calibration_error)}, Brier score {_number_of(m.brier)} (0 is best).</p>"
    )
    return _card("Calibration of refusals", reliability(bins(told)) + note)


def _by_document(report: Report, overall: Measures) -> str:
    rows = report.by_document
    if len(rows) < 2:
        return ""
    return _card("By document that holds the evidence", _figures("Document", overall, rows))


def _figures(name: str, overall: Measures, groups: dict[str, Measures]) -> str:
    shares = {key: told for key, told in _SHARES.items() if getattr(overall, key) is not None}
    head = "".join(f'<th title="{escape(about)}">{title}</th>' for title, about in shares.values())
    head += "".join(f"<th>{title}</th>" for title, _ in _NUMBERS)

    def row(name: str, m: Measures, total: bool = False) -> str:
        cells = "".join(f"<td>{percent(getattr(m, key))}{_bounds(m, key)}</td>" for key in shares)
        cells += "".join(f"<td>{show(m)}</td>" for _, show in _NUMBERS)
        start = f"<td>{escape(name.replace('_', ' '))}</td><td>{m.n}</td>"
        return f"<tr{' class=total' if total else ''}>{start}{cells}</tr>"

    rows = row("All", overall, total=True) + "".join(row(group, m) for group, m in groups.items())
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="Figures: {name}">'
        f'<table class="figures"><thead><tr><th>{name}</th><th>Cases</th>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
        '<p class="quiet more">Below each share its 95% interval.</p>'
    )


def _setup(report: Report) -> str:
    setup = report.setup
    shown = {
        "started": setup.started,
        "took": f"{setup.seconds:.1f} s",
        "corpus": setup.corpus_version or "unknown",
        "questions, sha256": setup.cases or "unknown",
        "seed of the intervals": str(setup.seed),
        "composer": ", ".join(setup.composers) or "none",
        **{f"setting {name}": str(value) for name, value in setup.settings.items()},
        **{f"version of {name}": number for name, number in setup.versions.items()},
    }
    pairs = (f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in shown.items())
    return f'<dl class="setup">{"".join(pairs)}</dl>'


def _bounds(m: Measures, name: str) -> str:
    found = (m.intervals or {}).get(name)
    return f'<div class="bounds">{_between(found)}</div>' if found else ""


def _between(bounds: tuple[float, float] | None) -> str:
    return "-" if bounds is None else f"{100 * bounds[0]:.0f}–{100 * bounds[1]:.0f}%"


def _number_of(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def _moment(iso: str) -> str:
    """A time as a person writes it, or as it stands where it is none."""
    try:
        at = datetime.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{at.day} {at:%B %Y, %H:%M} UTC"


def _number(value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:.1f}" if 0 < value < 10 and value != int(value) else f"{value:.0f}"
