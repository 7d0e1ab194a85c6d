"""Two questions in one: each half is answered by itself, the second as a follow-up of the first.

"Which decision is on gender, and which one on forests?", "What is due? Who has to send it?". Where only one
half is answered the answer says which one is not.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from assistant.evidence import Draft, Point
from corpus.references import find_decisions
from corpus.sentences import sentences

_WH = r"(?:when|where|who|whom|whose|why|how|which|what)"
_TO_WH = rf"(?:(?:by|to|for|from|with|in|on|at|until|till|since|under)\s+)?{_WH}\b"
_IS = r"(?:is|are|was|were|does|do|did|has|have|can|may|must|should|will)\b"
_QUESTION = re.compile(rf"(?i)^\W*(?:(?:and|but|also|so|then)\s+)*(?:{_TO_WH}|{_IS})")
#: Where a second question is joined: "..., and by when ...", "... and who ...".
_JOINT = re.compile(
    rf"(?i),?\s+(?:and|but|as well as)\s+(?:also\s+)?(?={_TO_WH})|,\s+(?:and|but)\s+(?:also\s+)?(?={_IS})"
)
#: "Is there a budget, and how big is it?": where the size is not told the first half alone misleads.
_YES_NO = re.compile(rf"(?i)\W*{_IS}")
_LEAST = 3
#: Only asks the rows of the first half to say what they are of.
_ELLIPTIC = re.compile(
    r"(?i)\W*(?:for (?:what|whom|which)|of what|on what|what for)(?: (?:each|each time|respectively))?\W*$"
)


def halves(text: str) -> tuple[str, str] | None:
    """The two questions that `text` asks, or None where it asks one (or more than two)."""
    asked = [text[a:b].strip() for a, b in sentences(text) if text[a:b].strip()]
    asked = [part for part in asked if part.endswith("?") or _QUESTION.match(part)]
    if len(asked) == 2:
        return (asked[0], asked[1]) if all(_QUESTION.match(part) for part in asked) else None
    joints = [m for m in _JOINT.finditer(text) if _QUESTION.match(text[m.end() :])]
    if len(asked) != 1 or len(joints) != 1 or not _QUESTION.match(text):
        return None
    first, second = text[: joints[0].start()], text[joints[0].end() :]
    if len(first.split()) < _LEAST or _ELLIPTIC.match(second):  # "when and where was it signed?" is one
        return None
    return f"{first.rstrip(' ,?')}?", f"And {second.strip()}"


def joined(whole: Draft, text: str, answered: Callable[[str, tuple[str, ...]], Draft]) -> Draft:
    """`whole`, or what the halves of `text` say where that is more.

    `answered` gives the draft of a question asked after others.
    """
    parts = halves(text)
    if parts is None or whole.status == "not_loaded":
        return whole
    named = find_decisions(parts[0], None)
    if named and not find_decisions(parts[1], None):  # "What does 5/1 want? Who has to send it?"
        parts = parts[0], f"{parts[1].rstrip(' ?')} under {parts[0][named[0].start : named[0].end]}?"
    drafts = answered(parts[0], ()), answered(parts[1], (parts[0],))
    said = [d for d in drafts if d.status == "answered"]
    if len(said) == 2:
        return whole if _again(*drafts) else _both(*drafts)
    if not said or whole.status == "answered" or _YES_NO.match(parts[0]):
        return whole
    silent = parts[drafts.index(said[0]) - 1]
    remark = f"The documents do not answer: {silent.removeprefix('And ')}"
    return replace(said[0], status="partly_answered").with_remark(remark)


def _again(first: Draft, second: Draft) -> bool:
    """Whether the second half lists what the first does, and more: it was no question of its own."""
    listed = {p.text for p in first.points if p.layout == "item"}
    return bool(listed) and listed < {p.text for p in second.points}


def _both(first: Draft, second: Draft) -> Draft:
    counted = {p.counted for p in second.points if p.layout == "heading" and p.counted}
    if len(first.points) == 1 and first.points[0].counted in counted:  # "how many are there, and which?"
        return second
    known = {q for p in first.points for q in p.quotes}
    more = [p for p in second.points if p.layout != "quote" or not set(p.quotes) <= known]
    said = {p.text for p in first.points}
    points: list[Point] = [*first.points, *(p for p in more if p.text not in said)]
    return replace(first, points=tuple(points)).with_remark(second.remark)
