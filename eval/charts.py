"""Charts for the report's page, drawn as SVG that keeps its letter size at every width.

Lengths along x are percentages of the page, so nothing is scaled; colours are classes of `look.py`.
Every text put in is escaped here.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape

from eval.metrics import OUTCOMES

BINS = 24
_PLOT = 150


def outcome_bar(outcomes: Mapping[str, int]) -> str:
    """One bar split by outcome, as wide as the page."""
    total = sum(outcomes.values())
    label = ", ".join(f"{outcomes[o]} {o}" for o in OUTCOMES)
    return _svg(26, label, _split(outcomes, total, y=0, height=26))


def kind_bars(kinds: Mapping[str, Mapping[str, int]]) -> str:
    """A bar for each kind of question, split by outcome, its name and share right above it."""
    return f'<div class="bars">{"".join(_kind_bar(kind, counts) for kind, counts in kinds.items())}</div>'


def _kind_bar(kind: str, outcomes: Mapping[str, int]) -> str:
    total = sum(outcomes.values())
    share = f"{100 * outcomes['correct'] / total:.0f}%" if total else "-"
    counted = f"{outcomes['correct']} of {total}"
    inside = (
        f'<text x="0" y="14" class="name">{escape(kind.replace("_", " "))}</text>'
        f'<text x="100%" y="14" text-anchor="end" class="value">{share}'
        f'<tspan class="quiet"> · {counted}</tspan></text>'
    )
    return _svg(32, f"{kind}: {counted} correct", inside + _split(outcomes, total, y=21, height=10))


def latency_histogram(register: Sequence[float], search: Sequence[float]) -> str:
    """How many answers took how long (ms); answers from the register alone below, others on top."""
    taken = [*register, *search]
    if not taken:
        return ""
    top = _round_up(max(taken))
    counts = [(_count(register, n, top), _count(search, n, top)) for n in range(BINS)]
    highest = max(sum(pair) for pair in counts)
    parts = [_grid(highest)]
    for n, pair in enumerate(counts):
        base = float(_PLOT)
        for count, name in zip(pair, ("register", "search"), strict=True):
            height = (_PLOT - 14) * count / highest
            base -= height
            if count:
                span = f"{_ms(top * n / BINS)} to {_ms(top * (n + 1) / BINS)} ms: {count} {name}"
                parts.append(
                    f'<rect x="{100 * n / BINS + 0.3:.2f}%" y="{base:.1f}" width="{100 / BINS - 0.6:.2f}%" '
                    f'height="{height:.1f}" class="{name}"><title>{span}</title></rect>'
                )
    for quarter in range(5):
        anchor = "start" if quarter == 0 else "end" if quarter == 4 else "middle"
        unit = " ms" if quarter == 4 else ""
        parts.append(
            f'<text x="{25 * quarter}%" y="{_PLOT + 17}" text-anchor="{anchor}" class="axis">'
            f"{_ms(top * quarter / 4)}{unit}</text>"
        )
    return _svg(_PLOT + 24, "Number of answers by latency in milliseconds", "".join(parts))


def reliability(bins: Sequence[Sequence[tuple[float, bool]]]) -> str:
    """Likelihoods and outcomes: a bar for each bin's share, as strong as the bin is full, and the ideal."""
    most = max((len(part) for part in bins), default=0) or 1
    parts = [f'<line x1="0" x2="100%" y1="{_PLOT}" y2="{_PLOT}" class="rule"/>']
    width = 100 / len(bins)
    for number, part in enumerate(bins):
        label = f"{number / len(bins):.1f}"
        parts.append(f'<text x="{width * number:.1f}%" y="{_PLOT + 17}" class="axis">{label}</text>')
        if not part:
            continue
        share = sum(outcome for _, outcome in part) / len(part)
        height = max((_PLOT - 14) * share, 1.0)
        told = f"{label} and more: {len(part)} questions, {100 * share:.0f}% have an answer"
        parts.append(
            f'<rect x="{width * number + 0.4:.2f}%" y="{_PLOT - height:.1f}" width="{width - 0.8:.2f}%" '
            f'height="{height:.1f}" class="search" opacity="{0.3 + 0.7 * len(part) / most:.2f}">'
            f"<title>{told}</title></rect>"
        )
    parts.append(f'<line x1="0" x2="100%" y1="{_PLOT}" y2="14" class="rule ideal"/>')
    return _svg(_PLOT + 24, "Share of questions with an answer by likelihood", "".join(parts))


def _svg(height: int, label: str, inside: str) -> str:
    return f'<svg role="img" aria-label="{escape(label)}" width="100%" height="{height}">{inside}</svg>'


def _split(outcomes: Mapping[str, int], total: int, y: float, height: float) -> str:
    """Segments for each outcome over a track, side by side from the left."""
    parts = [f'<rect x="0" y="{y}" width="100%" height="{height}" rx="3" class="track"/>']
    x = 0.0
    for outcome in OUTCOMES:
        count = outcomes[outcome]
        if not count:
            continue
        width = 100 * count / total
        gap = 0.25 if x + width < 99.99 else 0.0
        parts.append(
            f'<rect x="{x:.2f}%" y="{y}" width="{max(width - gap, 0.2):.2f}%" height="{height}" rx="3" '
            f'class="{outcome}"><title>{count} {outcome}</title></rect>'
        )
        x += width
    return "".join(parts)


def _grid(highest: int) -> str:
    return (
        f'<line x1="0" x2="100%" y1="{_PLOT}" y2="{_PLOT}" class="rule"/>'
        f'<line x1="0" x2="100%" y1="14" y2="14" class="rule faint"/>'
        f'<text x="100%" y="10" text-anchor="end" class="axis">{highest} answers</text>'
    )


def _count(values: Sequence[float], number: int, top: float) -> int:
    return sum(min(int(v / top * BINS), BINS - 1) == number for v in values)


def _round_up(value: float) -> float:
    """The next round number, at least a hundredth."""
    power = math.pow(10, math.floor(math.log10(max(value, 0.01))))
    return next(step * power for step in (1, 1.5, 2, 3, 4, 6, 8, 10) if step * power >= max(value, 0.01))


def _ms(value: float) -> str:
    return f"{value:.3g}" if value < 100 else f"{value:.0f}"
