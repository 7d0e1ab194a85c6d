"""The page's table of cases that are not correct: question, what was expected, answer, sources."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from assistant.answer import Answer, Citation
from eval.case import Case
from eval.metrics import CaseResult, expected_status

LONG = 420  # characters; a longer answer is folded
SOURCES = 6
Row = tuple[Case, Answer, CaseResult]


def wrong_cases(rows: Sequence[Row]) -> str:
    """A card with every case of `rows` that is not correct, in order."""
    wrong = [row for row in rows if not row[2].correct]
    if not wrong:
        return '<section class="card"><h2>Cases that are not correct</h2><p>None.</p></section>'
    head = "<thead><tr><th>Question</th><th>Expected</th><th>Answer</th><th>Sources</th></tr></thead>"
    columns = '<colgroup><col class="c1"><col class="c2"><col class="c3"><col></colgroup>'
    title = f'Cases that are not correct <span class="quiet">{len(wrong)} of {len(rows)}</span>'
    body = "".join(_row(row) for row in wrong)
    return (
        f'<section class="card"><h2>{title}</h2>'
        f'<table class="cases">{columns}{head}<tbody>{body}</tbody></table></section>'
    )


def _row(row: Row) -> str:
    case, answer, result = row
    badge = f'<span class="badge dot-{result.outcome}">{result.outcome}</span>'
    cells = (
        ("Question", _question(case)),
        ("Expected", _expected(case)),
        ("Answer", f"{badge}{_why(result)}{_folded(answer.text)}"),
        ("Sources", _sources(answer)),
    )
    return "<tr>" + "".join(f'<td data-name="{name}">{inside}</td>' for name, inside in cells) + "</tr>"


def _question(case: Case) -> str:
    earlier = "".join(f'<div class="quiet">after: {escape(question)}</div>' for question in case.history)
    label = f"{case.id} · {case.kind.replace('_', ' ')}"
    return f'{earlier}{escape(case.question)}<span class="id">{escape(label)}</span>'


def _expected(case: Case) -> str:
    lines = [expected_status(case).replace("_", " ")]
    lines += [f"says {' / '.join(group)}" for group in case.must]
    lines += [f"does not say {spelling}" for spelling in case.must_not]
    lines += [f"lists {' / '.join(item)}" for item in case.items]
    lines += [f"quotes “{_shortened(words, 110)}”" for words in case.evidence]
    return _bullets(lines)


def _why(result: CaseResult) -> str:
    return f'<div class="quiet">{"<br>".join(escape(why) for why in result.why)}</div>'


def _folded(text: str) -> str:
    said = f'<div class="said">{escape(text) or "<em>nothing</em>"}</div>'
    if len(text) <= LONG:
        return said
    first = " ".join(text[:90].split())
    return f"<details><summary>{escape(first)}… ({len(text.split())} words)</summary>{said}</details>"


def _sources(answer: Answer) -> str:
    shown = "".join(_source(citation) for citation in answer.citations[:SOURCES])
    more = len(answer.citations) - SOURCES
    if more > 0:
        shown += f'<div class="source quiet">and {more} more</div>'
    return shown or '<span class="quiet">none</span>'


def _source(citation: Citation) -> str:
    place = f"[{citation.marker}] {citation.document_title}, {citation.locator.text}"
    quote = escape(_shortened(citation.quote, LONG))
    return f'<div class="source">{escape(place)}<blockquote>{quote}</blockquote></div>'


def _shortened(text: str, length: int) -> str:
    return text if len(text) <= length else text[:length].rstrip() + "…"


def _bullets(lines: Sequence[str]) -> str:
    return f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>"
