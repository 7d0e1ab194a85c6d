"""How one decision is built: the headings that divide it, and the earlier decisions that it recalls."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.asking import asks
from assistant.desk import Desk
from assistant.evidence import Draft, Point
from assistant.texts import not_loaded
from assistant.titles import besides, strange
from assistant.wording import flat, quoted, whole
from corpus.passage import Passage
from corpus.register import DecisionRow
from corpus.words import stem

_DIVIDED = re.compile(
    r"(?i)\b(?:sections?|chapters?|parts?)\b.{0,40}\b(?:divided|split|grouped|structured|organi[sz]ed|arranged|broken)\b"
    r"|\b(?:divided|split|structured|broken up)\s+(?:up\s+)?(?:into|in|under|by)\b"
    r"|\b(?:section|chapter|part)?\s?headings?\b"
    r"|\b(?:which|what|how many|list|name|all|the)\s+(?:the\s+|are the\s+|main\s+)*"
    r"(?:sections|chapters|parts)\b(?=\s+(?:of|in|has|have|does|are there|make|is|it)\b|\s*[?.,]|$)"
)
_RECALLED = re.compile(
    r"(?i)\b(?:decisions?|resolutions?)\b[^?;]{0,60}\brecall\w*|\brecall\w*\b[^?;]{0,60}\b(?:decisions|resolutions)\b"
)
_IN_PREAMBLE = re.compile(
    r"(?i)\b(?:decisions|resolutions)\b[^?;]{0,60}\b(?:preamble|preambular|recitals?"
    r"|(?:at|in) (?:the|its) (?:very )?(?:start|opening|beginning|top))\b"
    r"|\b(?:preamble|preambular|recitals?)\b[^?;]{0,60}\b(?:decisions|resolutions)\b"
)
_DOES_RECALL = re.compile(r"(?i)\b(?:which|what)\s+(?:\w+\s+){0,2}(?:decisions?|resolutions?)\s+recalls?\b")
_OPENS_RECALL = re.compile(r"(?i)\W*(?:(?:also|further|likewise|and)\s+)*recalling\b")
_FRAME = frozenset(
    stem(w)
    for w in (
        "section", "heading", "chapter", "part", "divided", "split", "structured", "grouped", "organised",
        "organized", "arranged", "broken", "main", "into", "different", "recalled", "earlier", "previous",
        "start", "beginning", "opening", "preamble", "preambular", "recital", "cited", "named",
        "mentioned", "referred", "other", "top", "number", "title", "older", "past", "former", "there",
        "order", "complete",
    )
)  # fmt: skip


def told(desk: Desk) -> Draft | None:
    """The headings of the one decision named, or the decisions it recalls; None where neither is asked."""
    question, catalogue = desk.question, desk.catalogue
    if len(question.decisions) != 1 or question.item is not None:
        return None
    row = catalogue.decisions.get(question.decisions[0])
    text = question.text
    if row is not None and _DOES_RECALL.search(text) and not besides(text, _FRAME):
        return _recalling(desk, row)
    recalled = _RECALLED.search(text) or _IN_PREAMBLE.search(text)
    if row is None or not (recalled or _DIVIDED.search(text)):
        return None
    given = besides(text, _FRAME)
    if not row.loaded:
        return not_loaded(row, catalogue) if not given and question.scope != "letter" else None
    if strange(given, row, catalogue):
        return None  # a heading under which something is said, or more
    return _recalled(desk, row) if recalled else _divided(desk, row)


def _divided(desk: Desk, row: DecisionRow) -> Draft:
    headings = [desk.catalogue.passages[i] for i in row.sections]
    if len(headings) < 2:
        return Draft("not_in_documents", remark=f"The text of decision {row.id} is not divided by headings.")
    points = [Point(flat(p.text), (whole(p),), "quoted", layout="item") for p in headings]
    return _list(points, "headings", desk)


def _recalled(desk: Desk, row: DecisionRow) -> Draft | None:
    """The decisions that the preamble names; of those "recalled", in the paragraphs of it that do so."""
    own = [desk.catalogue.passages[i] for i in row.passages]
    preamble = [p for p in own if p.role == "preamble"]
    if not _IN_PREAMBLE.search(desk.question.text) or re.search(r"(?i)\brecall", desk.question.text):
        preamble = [p for p in preamble if _OPENS_RECALL.match(p.text)]
    found: dict[str, Passage] = {}
    for passage in preamble:
        for mention in passage.mentions.decisions:
            if mention.value != row.id:
                found.setdefault(mention.value, passage)
    if not found:
        return Draft("not_in_documents", remark=f"The preamble of decision {row.id} names no other decision.")
    points = [Point(f"**{d}**", (whole(p),), "register", layout="item") for d, p in found.items()]
    return _list(points, "decisions", desk, tuple(dict.fromkeys(found.values())))


def _recalling(desk: Desk, row: DecisionRow) -> Draft | None:
    """The loaded decisions whose preambles name the decision, each with the paragraph that does."""
    passages = [p for i in row.named_in if (p := desk.catalogue.passages[i]).role == "preamble"]
    found = {p.decision: p for p in passages if p.decision and _OPENS_RECALL.match(p.text)}
    points = [Point(f"**{d}**", (whole(p),), "register", layout="item") for d, p in found.items()]
    return _list(points, "decisions", desk, tuple(found.values())) if points else None


def _list(points: Sequence[Point], noun: str, desk: Desk, shown: Sequence[Passage] = ()) -> Draft:
    """The points under their number; the number alone where that is asked, with the words it rests on."""
    number = len(points)
    noun = f"{noun.removesuffix('s')}{'' if number == 1 else 's'}"
    if asks("count", desk.question.text):
        quotes = tuple(dict.fromkeys(q for p in points for q in p.quotes))
        lead = Point(f"{number} {noun}", quotes, "register", counted=(number,), layout="lead")
        said = [Point(quoted(flat(p.text)), (whole(p),)) for p in shown]
        return Draft("answered", (lead, *(said or points)))
    head = Point(f"{number} {noun}:", (), "register", counted=(number,), layout="heading")
    return Draft("answered", (head, *points))
