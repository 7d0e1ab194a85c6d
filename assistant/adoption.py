"""When and where decisions were taken, which of two was taken first, and who put one forward.

Told by the decision's own text (the note below it, the line under its title) or, of the meeting, by its
number. None where the question speaks of anything but the decision itself.
"""

from __future__ import annotations

import re

from assistant.catalogue import Catalogue
from assistant.desk import Desk
from assistant.evidence import Draft, Point, Quote
from assistant.sides import ordered_sides, sides
from assistant.texts import not_loaded
from assistant.titles import besides, loaded, meant, of_kind, titled
from assistant.understanding import Question, understand
from assistant.wording import day, flat, quoted, whole
from corpus.meetings import meetings_of
from corpus.passage import Passage
from corpus.register import DecisionRow
from corpus.words import stem

_TAKEN = re.compile(
    r"(?i)\b(?:adopt(?:ed|s)?|adoption"
    r"|(?:taken|took|passed|agreed)\b(?!\s+(?:note|into|part|place|on board|up)))\b"
)
_WHEN = re.compile(
    r"(?i)\bwhen\b|\b(?:what|which)\s+(?:\w+\s+)?(?:date|day)\b"
    r"|\bdate of (?:its |the )?adoption\b|\badoption date\b"
)
_SITTING = re.compile(r"(?i)\b(?:what|which)\s+(?:\w+\s+)?(?:plenary|sitting)\b")
_MEETING = re.compile(r"(?i)\b(?:what|which|whose)\s+(?:meeting|session|conference|cop|mop|cmp|cma)\b")
_ORDER = re.compile(r"(?i)\b(?:first|earlier|sooner|before|after|later|last)\b")
_TOGETHER = re.compile(
    r"(?i)\b(?:on the same|at the same|same) (?:day|date|meeting|plenary|sitting|session)\b"
)
_SUBMITTED = re.compile(
    r"(?i)\b(?:submitted|put(?:s|ting)? forward|propos(?:ed|es)|tabled|sponsored|introduced|presented)\b"
)
_WHO = re.compile(
    r"(?i)\b(?:who|whom|which (?:party|parties|country|countries|state|states|government|delegation))\b"
)
_FRAME = frozenset(
    stem(w)
    for w in (
        "adopted", "adoption", "taken", "took", "passed", "agreed", "date", "day", "first", "earlier",
        "later", "last", "sooner", "same", "number", "held", "sitting", "two", "come", "make", "order",
    )
)  # fmt: skip
_FRAME_OF_SUBMISSION = frozenset(
    stem(w)
    for w in ("submitted", "put", "forward", "proposed", "tabled", "sponsored", "introduced", "presented",
              "party", "country", "state", "government", "delegation", "subject", "draft", "original")
)  # fmt: skip
_HALF = 0.5


def told(desk: Desk) -> Draft | None:
    """The day, the meeting, the order or the proposer asked for; None where the question asks for no such."""
    text = desk.question.text
    if _SUBMITTED.search(text) and _WHO.search(text):
        return _submitted(desk)
    if not _TAKEN.search(text):
        return None
    return _ordered(desk) or _taken(desk)


def _taken(desk: Desk) -> Draft | None:
    """When, or at which meeting, the one decision meant was taken."""
    question, catalogue = desk.question, desk.catalogue
    asked = _WHEN.search(question.text) or _SITTING.search(question.text)
    of_body = _MEETING.search(question.text)
    if of_body and not _WHEN.search(question.text) and len(question.decisions) == 1:
        return _meeting(question, catalogue)
    row = _meant(question.text, question, catalogue) if asked else None
    if row is None:
        return None
    if row.adopted is None:
        return Draft(
            "not_in_documents", remark=f"The text of {_name(row)} does not print when it was adopted."
        )
    quotes = _printing(row, catalogue)
    said = ", ".join(flat(q.text) for q in quotes) if _SITTING.search(question.text) else day(row.adopted)
    points = [Point(said, quotes, "register", layout="lead")]
    points += [Point(quoted(flat(q.text)), (q,)) for q in quotes]
    return Draft("answered", tuple(points))


def _meeting(question: Question, catalogue: Catalogue) -> Draft | None:
    """The meeting that took a decision, as its number tells, with a passage that names the decision."""
    row = catalogue.decisions.get(question.decisions[0])
    found = meetings_of(question.decisions[0])
    if row is None or len(found) != 1 or besides(question.text, _FRAME):
        return None
    passages = [catalogue.passages[i] for i in (*row.passages[:1], *row.named_in, *row.summarised_in)]
    name = next(iter(found))
    naming = [p for p in passages if any(m.value == name for m in p.mentions.meetings)] or passages
    said = f"{name}, as the number of decision {row.id} says" if row.id.count("-") else name
    points = (Point(said, (whole(naming[0]),), "register", layout="lead"), _cited(naming[0]))
    return Draft("answered", points)


def _ordered(desk: Desk) -> Draft | None:
    """Which of two decisions was taken first, or whether on one day."""
    question, catalogue = desk.question, desk.catalogue
    text = question.text
    if not (_ORDER.search(text) or _TOGETHER.search(text)):
        return None
    asked = ordered_sides(text)
    parts = asked[:2] if asked else sides(text)
    rows = [r for part in parts or () if (r := _meant(part, understand(part, catalogue), catalogue))]
    if len(rows) != 2 and len(question.decisions) == 2 and not besides(text, _FRAME):
        rows = [r for r in loaded(catalogue) if r.id in question.decisions]
        rows.sort(key=lambda r: question.decisions.index(r.id))
    if len(rows) != 2 or rows[0] is rows[1]:
        return None
    one, other = rows[0].adopted, rows[1].adopted
    if one is None or other is None:
        return None
    both = f"{day(one)} ({rows[0].id}), and {day(other)} ({rows[1].id})"
    if _TOGETHER.search(text):
        says = "Yes" if one == other else "No"
    elif one == other:
        says = "On the same day"
    elif asked is None:
        latest = re.search(r"(?i)\b(?:later|last|latest)\b", text)
        says = f"Decision {rows[(one > other) != bool(latest)].id}"
    elif " or " in asked[2]:
        says = "Before" if one < other else "After"
    else:
        says = "Yes" if (one < other) == (asked[2] in {"before", "earlier than"}) else "No"
    points = [Point(f"{says}: {both}", tuple(q for r in rows for q in _printing(r, catalogue)), "register",
                    layout="lead")]  # fmt: skip
    points += [_cited(q.passage) for r in rows for q in _printing(r, catalogue)]
    return Draft("answered", tuple(dict.fromkeys(points)))


def _submitted(desk: Desk) -> Draft | None:
    """The line under a decision's title that says who put it forward."""
    question, catalogue = desk.question, desk.catalogue
    given = besides(question.text, _FRAME_OF_SUBMISSION)
    rows = [r for r in loaded(catalogue) if r.submitted_in]
    if question.decisions:
        unknown = catalogue.decisions.get(question.decisions[0])
        if unknown is not None and not unknown.loaded and not given:
            return not_loaded(unknown, catalogue)
        named = set(question.decisions) | {f"Resolution {d}" for d in question.decisions}
        rows = [r for r in of_kind(question.text, rows) if r.id in named]
    else:
        scores = (
            [(len(titled(given, r)) / len(given), r) for r in of_kind(question.text, rows)] if given else []
        )
        best = max((share for share, _ in scores), default=0.0)
        rows = [r for share, r in scores if share == best and share >= _HALF]
    if len(rows) != 1:
        return None
    passage = catalogue.passages[rows[0].submitted_in[0]]
    return Draft("answered", (Point(quoted(flat(passage.text)), (whole(passage),), "quoted", layout="lead"),))


def _meant(text: str, question: Question, catalogue: Catalogue) -> DecisionRow | None:
    return meant(text, question.decisions, question.meetings, catalogue, _FRAME)


def _printing(row: DecisionRow, catalogue: Catalogue) -> tuple[Quote, ...]:
    return tuple(whole(catalogue.passages[i]) for i in row.adopted_in)


def _cited(passage: Passage) -> Point:
    return Point(quoted(flat(whole(passage).text)), (whole(passage),))


def _name(row: DecisionRow) -> str:
    return row.id[0].lower() + row.id[1:] if row.id.startswith("Resolution") else f"decision {row.id}"
