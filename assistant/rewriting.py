"""Follow-ups: a question that leans on the conversation becomes one that stands alone.

Rules over what the previous answer cited: pronouns take its decision or item, "the second one" counts
in its list, "and stocks?" puts a new subject into the previous question.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.answer import Answer, Citation
from assistant.catalogue import Catalogue
from assistant.understanding import Question, _asks, understand
from corpus.dates import find_dates
from corpus.words import content_words

_POINTS = re.compile(
    r"(?i)\b(?:it|its|that|this|those|these|them|they|their|the same|such|there|the (?:decision|item|deadline|date|workstream|one|first|latter|former|second)"
    r"|that (?:one|decision|item|workstream|deadline|date|work|submission)|this (?:one|decision|item|workstream|deadline|date|work))\b"
)
_LEADS = re.compile(r"(?i)^\s*(?:and|but|so|ok(?:ay)?|then|also|what about|how about|and what about|and for|same for|or)\b[\s,]*")
_OTHERS = re.compile(r"(?i)\b(?:any|what|which|are there)?\s*(?:other|others|else|more|another|remaining|the rest)\b")
_NTH = re.compile(r"(?i)\b(first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|last|next|previous)\b(?:\s+(?:one|item|bullet|of them))?")
_BARE = re.compile(r"(?i)^\s*(?:and\s+|but\s+|ok(?:ay)?,?\s+|so\s+)*(?:by\s+)?(?:when|who|why|where|how|which|what|for whom|to whom|by whom|until when|by which date|by what date|which decision|what date)(?:\s+(?:exactly|then|again|precisely))?\s*\??\s*$")
_WORKSTREAM = re.compile(r"(?i)\b(?:workstream|heading|section|group|list|area)\b")


@dataclass(frozen=True, slots=True)
class Exchange:
    """An earlier question, as it stood alone, with what it was understood as and its answer."""

    question: Question
    answer: Answer

    @property
    def focus(self) -> Citation | None:
        """What the answer stood on first (or came nearest to)."""
        cited = self.answer.citations or self.answer.nearest
        return cited[0] if cited else None


def rewrite(text: str, past: list[Exchange], catalogue: Catalogue) -> str:
    """`text` as a question that stands alone; unchanged where it does already."""
    if not past:
        return text
    last = past[-1]
    plain = text.strip()
    own = understand(plain, catalogue)
    if own.want == "rules" or last.focus is None:
        return text
    led = _LEADS.match(plain) is not None
    names = bool(own.decisions or own.meetings or own.people)
    pointing = _POINTS.search(plain) is not None
    short = len(content_words(plain)) <= 4
    counted = _counted(plain, past, catalogue)
    if counted:
        return counted
    if _OTHERS.search(plain) and last.focus.workstream and (pointing or _WORKSTREAM.search(plain)):
        return f"List all items of the workstream {last.focus.workstream}"
    if names and led and not own.subject and own.decisions:
        return _swap_decision(last, own.decisions[0], plain)
    if names and not (pointing and own.want == "wording"):
        return text
    if led and find_dates(plain, years=True) and not own.subject:
        return _swap_period(last, plain)
    if pointing or _BARE.match(plain):
        if not own.subject or own.want in {"wording", "date", "person", "decision"} or short:
            return _about(plain, last, own)
        return text
    if led and own.subject and short:
        return _swap_subject(last, plain, own)
    if not own.subject and not names and own.want in {"date", "person", "decision", "reason", "place", "wording", "amount"}:
        return _about(plain, last, own)
    return text


def _counted(plain: str, past: list[Exchange], catalogue: Catalogue) -> str | None:
    """"and the second one?" after a list: that entry of it."""
    match = _NTH.search(plain)
    if not match or len(content_words(plain)) > 5:
        return None
    word = match[1].lower()
    lists = [e for e in reversed(past) if len(_entries(e.answer)) > 1]
    if not lists:
        return None
    entries = _entries(lists[0].answer)
    if word in {"next", "previous"}:
        at = next((i for i, c in enumerate(entries) if c.passage_id == (past[-1].focus.passage_id if past[-1].focus else "")), None)
        position = None if at is None else at + (1 if word == "next" else -1)
    else:
        order = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
        position = len(entries) - 1 if word == "last" else order.index(word)
    if position is None or not 0 <= position < len(entries):
        return None
    entry = entries[position]
    place = _place(entry)
    rest = _LEADS.sub("", plain)
    if place is None:
        return None
    if re.search(r"(?i)\b(?:when|who|why|decision|due|deadline)\b", rest):
        return f"{_NTH.sub('it', rest).rstrip('? ')} ({place})?"
    return f"What does {place} say?"


def _entries(answer: Answer) -> list[Citation]:
    """The citations of an answer's list entries, in order."""
    by_marker = {c.marker: c for c in answer.citations}
    firsts = [by_marker[s.citations[0]] for s in answer.statements if s.citations]
    return list({c.passage_id: c for c in firsts}.values())


def _place(citation: Citation) -> str | None:
    """A name for what a citation points at that is found again: its item in its workstream, or its decision."""
    if citation.workstream and citation.locator.item:
        return f"item {citation.locator.item} of {citation.workstream}"
    return f"decision {citation.decisions[0]}" if citation.decisions else None


def _thing(last: Exchange) -> str:
    """What "it" is: the decision asked about, the item cited, or the subject of the last question."""
    focus = last.focus
    if last.question.decisions and last.question.want != "compare":
        return f"decision {last.question.decisions[0]}"
    place = _place(focus) if focus and last.answer.citations else None
    return place or " ".join(w.text for w in last.question.subject) or last.question.text.rstrip("? ")


def _about(plain: str, last: Exchange, own: Question) -> str:
    rest = _LEADS.sub("", plain).rstrip("? ")
    thing = _thing(last)
    if own.want == "wording" and last.focus and last.focus.decisions:
        thing = f"decision {last.focus.decisions[0]}"
    match = re.search(r"(?i)\b(?:it|that(?: one)?|this(?: one)?)\b(?=\s*$|\s+(?:for|due|on|about|under|rest|cover|say|ask)|\?)", rest)
    if match:
        return f"{rest[: match.start()]}{thing}{rest[match.end() :]}?"
    return f"{rest} ({thing})?"


def _swap_decision(last: Exchange, decision: str, plain: str) -> str:
    """"and MC-5/6?" after a question about another decision, or about anything."""
    if last.question.decisions:
        text = last.question.text
        for old in last.question.decisions:
            text = re.sub(rf"(?i)(?:decision\s+)?{re.escape(old)}", f"decision {decision}", text)
        return text if decision in text else f"What is decision {decision} about?"
    return f"What is decision {decision} about?"


def _swap_period(last: Exchange, plain: str) -> str:
    """"what about 2025?" after a question about 2024: the same with the new period."""
    new = find_dates(plain, years=True)[0]
    old = find_dates(last.question.text, years=True)
    period = plain[new.start : new.end]
    text = last.question.text
    if old:
        return f"{text[: old[0].start]}{period}{text[old[-1].end :]}"
    return f"{text.rstrip('? ')} in {period}?"


def _swap_subject(last: Exchange, plain: str, own: Question) -> str:
    """"and stocks?" after "which decision covers cosmetics?": the same question of the new subject."""
    subject = last.question.subject
    rest = _LEADS.sub("", plain).rstrip("? ")
    if not subject or own.want not in {"content", last.question.want} or _asks("yes_no", rest):
        return plain
    text = last.question.text
    return f"{text[: subject[0].start]}{rest}{text[subject[-1].end :]}"
