"""Words that point back (it, that item, its, they, there, his) and what they are replaced by."""

from __future__ import annotations

import re

from assistant import following
from assistant.catalogue import Catalogue
from assistant.following import Exchange
from assistant.understanding import Question

_NOUN = (
    r"(?:one|decision|resolution|item|bullet|point|work\s?stream|heading|section|meeting|session"
    r"|deadline|date|day|work|task|submission|activity|study|matter|topic|question|information)s?"
)

_BEFORE = (
    r"(?:^|\b(?:is|was|are|were|does|did|do|of|for|about|under|on|in|by|to|from|with|into|at|per|must"
    r"|should|will|can|when|who|why|where|how"
    r"|than|after|before|and|what's|if|has|have|read|quote|show|me|compare|explain|summari[sz]e"
    r"|describe|list|say|cover|rest|not|send|do|use)\s+)"
)
_THAT_NOUN = re.compile(rf"(?i)\b(?:that|this|these|those|the same|said)\s+({_NOUN})\b")
#: As in "the latest of these dates".
_EDGE_OF_THOSE = re.compile(
    r"(?i)\bthe (latest|last|final|earliest|first|next|soonest) (?:one )?of"
    r" (?:them|(?:these|those|the)(?: \w+)?)\b"
)
_THE_NOUN = re.compile(
    r"(?i)\bthe (decision|item|work\s?stream|meeting)\b(?=$|\s*[,?.]|\s+(?:say|says|ask|asks|cover"
    r"|covers|rest|due|held|want|wants|deal|deals|take)\b)"
)
_ITS = re.compile(
    r"(?i)\b(?:its|their)\s+((?:[\w-]+\s+){0,2}?[\w-]+)(?=\s*[,?.:;]|\s+(?:say|says|is|was|are|be|by"
    r"|on|due|word|please|literally|verbatim|in|for)\b|$)"
)
_IT = re.compile(
    r"(?i)\b(?:it|them|they)\b(?!\s+(?:is\s+)?(?:true|possible|correct|necessary|clear|likely"
    r"|important|known|seems?|appears?)\b)"
)
_THAT = re.compile(
    rf"(?i)(?:{_BEFORE}|\b(?=\w+$))(that|this|these|those|such)\b(?!\s+(?:the|a|an|no|all|every|each"
    rf"|there|it|they|who|which|that|letter|documents?|notification|year|month|are|have|were)\b)"
)
_THERE = re.compile(
    r"(?i)(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )(?<!\bin )\b(?:in )?there\b(?!\s+(?:is|are|was"
    r"|were|be|any|a|an|no)\b)"
)
_PERSON = re.compile(r"(?i)\b(his|hers|her|him|he|she)\b")
_THEIR_OWN = re.compile(r"(?i)\b(?!does\b|this\b)\w{3,}s\b.*\btheir\b")  # "how should Parties use their ..."
_NAMED = re.compile(r"(?i)\b(?:the|an?|decision|which|what|every|each|all|how many)\s+\w{3,}.*(?:,|\s)")
_ASKING = re.compile(r"(?i)\b(?:wh\w+|how|is|are|was|does|did|do|can|has|tell|give|show|read|quote)\b")
_DOING = re.compile(r"(?i)\b(?:do|send|submit|hand|deliver|report|write)\s+$")
_DONE = re.compile(r"\s*(?:$|,|(?:in|by|to|for)\b)")
_SENT = re.compile(r"(?i)\b(?:signed|sent|wrote|written|addressed|dated)\b")
_HELD = re.compile(r"(?i)\b(?:it|that) (?:held|took place|take place)\b|\bwhen (?:was|is) (?:it|that)$")
_ADOPTED = re.compile(r"(?i)\b(?:adopt(?:ed)?|adoption|passed|taken)\b")  # only a decision is
_HEAD = re.compile(r"(?i)(?:date|reference|subject|symbol|author|addressee|recipient)")
_BREAK = re.compile(r"(?i)(?:,|\b(?:and|when|if|before|after|which|who|that|because)\b)")


def resolved(rest: str, own: Question, past: list[Exchange], catalogue: Catalogue) -> str | None:
    """`rest` with its pointing word replaced by what it means; None where nothing points back."""
    for way in (_someone, _that_noun, _possessive, _thing, _place):
        written = way(rest, own, past, catalogue)
        if written is not None:
            return written
    return None


def _inside(rest: str, at: int, own: Question) -> bool:
    """Whether what a pronoun at `at` means stands before it in the same question."""
    before = rest[:at]
    nouns = [
        w for w in own.subject if w.start < len(before) and re.search(rf"(?i)\b{re.escape(w.text)}\b", before)
    ]
    given = bool(own.decisions or own.people or own.meetings) or len(nouns) > 1
    return given and _BREAK.search(before[1:]) is not None and _NAMED.search(before) is not None


def _someone(rest: str, own: Question, past: list[Exchange], catalogue: Catalogue) -> str | None:
    match = _PERSON.search(rest)
    if match is None or own.people:
        return None
    name = following.person(past, catalogue)
    if name is None:
        return None
    word = match[1].lower()
    belongs = word in {"his", "hers"} or (
        word == "her" and re.match(r"\s+(?!to\b|by\b|for\b|about\b|now\b)\w", rest[match.end() :])
    )
    owned = re.match(r"\s+((?:[\w-]+\s+){0,2}[\w-]+)$", rest[match.end() :]) if belongs else None
    if owned:
        written = f"{rest[: match.start()]}the {owned[1]} of {name}"
    else:
        written = rest[: match.start()] + name + ("'s" if belongs else "") + rest[match.end() :]
    if belongs and match.end() == len(rest) and any(e.question.want == "contact" for e in past):
        written += " e-mail address"  # "and what is hers?"
    return written if _ASKING.search(rest) else f"What is {written}"


def _that_noun(rest: str, own: Question, past: list[Exchange], catalogue: Catalogue) -> str | None:
    edge = _EDGE_OF_THOSE.search(rest)
    days = following.days(past[-1]) if edge else []
    if edge and len(days) > 1:
        last = edge[1].lower() in {"latest", "last", "final"}
        return f"{rest[: edge.start()]}the deadline of {days[-1] if last else days[0]}{rest[edge.end() :]}"
    match = _THAT_NOUN.search(rest) or (None if own.decisions or own.workstreams else _THE_NOUN.search(rest))
    if match is None:
        return _same_noun(rest, past[-1]) or _both(rest, past[-1])
    meant = _meant(match[1].lower().rstrip("s"), past, catalogue, own)
    return f"{rest[: match.start()]}{meant}{rest[match.end() :]}"


def _both(rest: str, last: Exchange) -> str | None:
    """As in "which of the two", "which of those": what was compared or listed, where that is short."""
    match = re.search(r"(?i)\b(?:the (?:two|three)|both of them|both|(?<=of )(?:those|these|them))\b", rest)
    ids = last.question.decisions
    if len(ids) < 2:
        ids = tuple(n.removeprefix("decision ") for n in following.entries(last) if n.startswith("decision "))
    if match is None or not 1 < len(ids) < 5:
        return None
    return f"{rest[: match.start()]}{following.named(ids)}{rest[match.end() :]}"


def _meant(noun: str, past: list[Exchange], catalogue: Catalogue, own: Question) -> str:
    """What "that <noun>" means."""
    last = past[-1]
    found: str | None = None
    if noun in {"decision", "resolution"}:
        found = following.decision(last)
    elif noun in {"work stream", "workstream", "heading", "section"}:
        name = following.workstream(last)
        found = f"the workstream {name}" if name else None
    elif noun in {"item", "bullet", "point"} and last.focus:
        found = following.place(last.focus)
    elif noun in {"meeting", "session"}:
        found = following.meeting(last)
    elif noun in {"date", "deadline", "day"}:
        found = following.day(last)
    return found or following.topic(past, catalogue, own.want == "decision")


def _same_noun(rest: str, last: Exchange) -> str | None:
    """As in "that option" after "which option for the toolbox": the noun with what stood after it there."""
    match = re.search(r"(?i)\b(?:that|this|these|those)\s+(\w{3,})\b", rest)
    if match is None:
        return None
    found = re.search(
        rf"(?i)\b{re.escape(match[1])}\s+((?:for|of|on|in|about|to|from|under)\s+(?:the\s+"
        rf"|an?\s+)?[\w-]+(?:\s+(?!does\b|do\b|did\b|is\b|are\b|should\b|must\b|will\b)[\w-]+){{0,3}})",
        last.question.text,
    )
    return f"{rest[: match.start()]}the {match[1]} {found[1]}{rest[match.end() :]}" if found else None


def _possessive(rest: str, own: Question, past: list[Exchange], catalogue: Catalogue) -> str | None:
    match = _ITS.search(rest)
    if match is None or _inside(rest, match.start(), own) or _THEIR_OWN.search(rest):
        return None
    thing = following.topic(past, catalogue)
    adopted = past[-1].question.want == "decision" and _ADOPTED.search(rest)
    if own.want == "wording" or adopted:
        thing = following.decision(past[-1]) or thing
    elif past[-1].question.want == "header" and (own.want == "header" or _HEAD.fullmatch(match[1])):
        thing = following.letter(past[-1], catalogue)
    written = f"{rest[: match.start()]}the {match[1]} of {thing}{rest[match.end() :]}"
    return written if _ASKING.search(rest) else f"What is {written}"


def _thing(rest: str, own: Question, past: list[Exchange], catalogue: Catalogue) -> str | None:
    match = re.search(r"(?i)(?<=\w )it$", rest) or _IT.search(rest)
    span = match.span() if match else None
    if span is None:
        that = _THAT.search(rest)
        span = that.span(1) if that else None
    if span is None or (match and _inside(rest, span[0], own)):
        return None
    thing = following.topic(past, catalogue, own.want == "decision")
    if _DOING.search(rest[: span[0]]) and _DONE.match(rest[span[1] :]):
        return f"{rest}, regarding {thing}"
    focus = past[-1].focus
    adopted = past[-1].question.want == "decision" and _ADOPTED.search(rest)
    if own.want == "wording" or adopted:
        thing = following.decision(past[-1]) or thing
    elif _SENT.search(rest) and focus and focus.source != "decision":
        thing = following.letter(past[-1], catalogue)
    elif _HELD.search(rest):
        thing = following.meeting(past[-1]) or thing
    return f"{rest[: span[0]]}{thing}{rest[span[1] :]}"


def _place(rest: str, own: Question, past: list[Exchange], catalogue: Catalogue) -> str | None:
    match = _THERE.search(rest)
    if match is None or own.decisions or own.meetings or following.spoken_of(rest, own.workstreams):
        return None
    thing = following.topic(past, catalogue)
    return f"{rest[: match.start()]}{'under' if 'decision' in thing else 'in'} {thing}{rest[match.end() :]}"
