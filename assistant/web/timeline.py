"""Deadlines as a picture along a line of time. The table below it says the same, so the picture is one image.

Places are in percent of its width, so text keeps its size on every screen; where a screen has no room for
labels, `register.css` leaves the labels' part out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape

from assistant.web.registers import Standing, View
from assistant.web.typesetting import beginning
from assistant.web.viewer import address
from assistant.web.wording import Words
from corpus.register import DeadlineRow

#: Percent of the width: free at both ends, for a character of a label, within which points stack.
_EDGE, _CHARACTER, _NEAR = 2.5, 0.78, 1.1
#: Labels one above the other, and pixels for each; pixels between stacked points; points in a stack.
_LANES, _LANE, _STEP, _MOST = 3, 42, 13, 7
_MOST_TICKS = 10
_LABEL_CHARACTERS = 26
#: Points nearest to today that get a label where there is room; each is tried against all before it.
_MOST_TRIED = 80


@dataclass(frozen=True, slots=True)
class Point:
    """One deadline with a day, `at` percent from the left, `level` places above the line."""

    row: DeadlineRow
    standing: Standing
    at: float
    level: int


def timeline(view: View) -> str:
    """The picture with the words that stand for it; empty where no deadline has a day."""
    rows = [row for row in view.register.deadlines if row.date]
    if not rows:
        return ""
    days = [row.date for row in rows if row.date]
    scale = _Scale(min(*days, view.today), max(*days, view.today))
    points = _points(rows, scale, view)
    said = escape(_said(points, view))
    return (
        f'<figure class="timeline">{_labels(points, view)}{_line(points, scale, said, view)}'
        f'<figcaption>{said} <span class="legend">{_legend(points, view.words)}</span></figcaption></figure>'
    )


class _Scale:
    """Days to percent of the width, from the first day of a month to the end of another."""

    def __init__(self, first: date, last: date) -> None:
        self.first = (first - timedelta(days=20)).replace(day=1)
        self.last = _months_on((last + timedelta(days=20)).replace(day=1), 1)

    def at(self, day: date) -> float:
        """Percent from the left."""
        share = (day - self.first).days / (self.last - self.first).days
        return round(_EDGE + (100 - 2 * _EDGE) * share, 2)

    def ticks(self) -> list[date]:
        """First days of months or years, few enough to be read."""
        months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month
        step = next(
            (n for n in (1, 2, 3, 6) if months / n <= _MOST_TICKS), 12 * -(-months // (12 * _MOST_TICKS))
        )
        start = self.first.replace(month=1) if step < 12 else self.first.replace(month=1)
        days = [_months_on(start, n) for n in range(0, months + 13, step)]
        return [day for day in days if self.first <= day < self.last]


def _months_on(day: date, months: int) -> date:
    number = day.year * 12 + day.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def _points(rows: Sequence[DeadlineRow], scale: _Scale, view: View) -> list[Point]:
    """The deadlines by day; those that would cover each other stand in a stack."""
    points: list[Point] = []
    for row in rows:
        assert row.date
        at = scale.at(row.date)
        level = 0
        if points and at - points[-1].at < _NEAR:
            at, level = points[-1].at, min(points[-1].level + 1, _MOST)
        points.append(Point(row, view.standing(row), at, level))
    return points


def _said(points: Sequence[Point], view: View) -> str:
    """What the picture shows, in words."""
    say = view.words
    first, last = (say.day(point.row.date) for point in (points[0], points[-1]))
    past = sum(point.standing == "past" for point in points)
    text = say.many("register.timeline_all", len(points), first=first, last=last)
    text += " " + say("register.timeline_past", n=past, day=say.day(view.today))
    if view.next_day:
        return f"{text} {say('register.timeline_next', day=say.day(view.next_day))}"
    return f"{text} {say('register.timeline_none')}"


@dataclass(frozen=True, slots=True)
class Label:
    """Words beside the stem of a point, from `low` to `high` percent."""

    point: Point
    when: str
    about: str
    low: float
    high: float

    def crossed_by(self, other: Label) -> bool:
        """Whether the stem of a higher label goes through these words."""
        return self.low < other.point.at < self.high


def _label(point: Point, view: View) -> Label:
    when = view.words.day(point.row.date)
    first, *others = point.row.decisions or (beginning(point.row.what, _LABEL_CHARACTERS),)
    about = f"{first} +{len(others)}" if others else first
    width = _CHARACTER * (max(len(when), len(about)) + 2)
    left = point.at + width > 100
    return Label(point, when, about, point.at - width * left, point.at + width * (not left))


def _lanes(labels: Sequence[Label]) -> list[tuple[Label, int]] | None:
    """Each label with its lane from below, so that no stem crosses words; None where there is no room."""
    placed: list[tuple[Label, int]] = []
    for label in sorted(labels, key=lambda one: -one.point.at):
        below = [lane for other, lane in placed if label.low < other.high and other.low < label.high]
        placed.append((label, max(below, default=-1) + 1))
    crossed = any(low < high and a.crossed_by(b) for a, low in placed for b, high in placed if a is not b)
    return None if crossed or max(lane for _, lane in placed) >= _LANES else placed


def _labels(points: Sequence[Point], view: View) -> str:
    """Words above the line for as many points as there is room for, the nearest to today first."""

    def urgency(point: Point) -> tuple[bool, int]:
        return point.standing == "past", abs(((point.row.date or view.today) - view.today).days)

    labels: list[Label] = []
    placed: list[tuple[Label, int]] = []
    for point in sorted((p for p in points if not p.level), key=urgency)[:_MOST_TRIED]:
        more = _lanes([*labels, _label(point, view)])
        if more is not None:
            placed, labels = more, [label for label, _ in more]
    height = (max(lane for _, lane in placed) + 1) * _LANE
    parts = [_stem(label, height - (lane + 1) * _LANE, height) for label, lane in placed]
    parts += [_words(label, height - (lane + 1) * _LANE, view) for label, lane in placed]
    return f'<svg class="labels" aria-hidden="true" width="100%" height="{height}">{"".join(parts)}</svg>'


def _stem(label: Label, top: int, bottom: int) -> str:
    at = label.point.at
    return f'<line x1="{at}%" x2="{at}%" y1="{top + 4}" y2="{bottom}"/>'


def _words(label: Label, top: int, view: View) -> str:
    point = label.point
    placing = 'x="-7" text-anchor="end"' if label.low < point.at else 'x="7"'
    return (
        f'<g class="opens"{_opens(point.row, view)}><svg x="{point.at}%" overflow="visible">'
        f'<text {placing} y="{top + 14}">{escape(label.when)}</text>'
        f'<text class="about" {placing} y="{top + 30}">{escape(label.about)}</text></svg></g>'
    )


def _line(points: Sequence[Point], scale: _Scale, said: str, view: View) -> str:
    """The line of time with its months or years, today and the deadlines."""
    base = 12 + _STEP * max(point.level for point in points)
    today = scale.at(view.today)
    ticks = "".join(_tick(day, scale.at(day), base, view.words) for day in scale.ticks())
    marks = "".join(_mark(point, base, view) for point in points)
    placing = 'x="-6" text-anchor="end"' if today > 50 else 'x="6"'
    return (
        f'<svg class="line" role="img" aria-label="{said}" width="100%" height="{base + 44}">'
        f'<line class="past" x1="0" x2="{today}%" y1="{base}" y2="{base}"/>'
        f'<line class="ahead" x1="{today}%" x2="100%" y1="{base}" y2="{base}"/>{ticks}'
        f'<line class="today" x1="{today}%" x2="{today}%" y1="0" y2="{base + 40}"/>'
        f'<svg x="{today}%" overflow="visible"><text class="today" {placing} y="{base + 39}">'
        f"{escape(view.words('register.today'))}</text></svg>{marks}</svg>"
    )


def _tick(day: date, at: float, base: int, words: Words) -> str:
    name, kind = (
        (str(day.year), "tick")
        if day.month == 1
        else (words.each("months_short")[day.month - 1], "tick month")
    )
    return (
        f'<line class="{kind}" x1="{at}%" x2="{at}%" y1="{base}" y2="{base + 6}"/>'
        f'<text class="{kind}" x="{at}%" y="{base + 20}" text-anchor="middle">{escape(name)}</text>'
    )


def _mark(point: Point, base: int, view: View) -> str:
    title = f"{view.words.day(point.row.date)}: {beginning(point.row.what, 120)}"
    return (
        f'<circle class="opens {point.standing}"{_opens(point.row, view)} cx="{point.at}%" '
        f'cy="{base - _STEP * point.level}" r="5.5"><title>{escape(title)}</title></circle>'
    )


def _opens(row: DeadlineRow, view: View) -> str:
    passage = view.passage(row.passage_id)
    href = address(row.document_id, passage.start, passage.end, passage.id)
    return f' data-passage="{escape(row.passage_id)}" data-href="{escape(href)}"'


def _legend(points: Sequence[Point], words: Words) -> str:
    return "".join(
        '<span><svg width="14" height="14" aria-hidden="true">'
        f'<circle class="{standing}" cx="7" cy="7" r="5.5"/></svg>'
        f"{escape(words(f'register.standing_{standing}'))}</span>"
        for standing in dict.fromkeys(point.standing for point in points)
    )
