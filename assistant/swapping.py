"""Elliptical follow-ups: the last question with one part exchanged, or asked with another question word."""

from __future__ import annotations

import re

from assistant import following
from assistant.following import ARTICLE, ORDINALS, Exchange, named
from assistant.phrases import chunks
from assistant.understanding import Question
from corpus.dates import find_dates
from corpus.references import find_decisions
from corpus.words import fold, words

_FRONT = re.compile(r"(?i)\b(?:for|about|on|in|under|of|from|to|with|by|at|into)\s+$")
_HELPER = r"(?:does|do|did|should|must|will|can|could|may|shall|would|is|are|was|were|has|have)"
_CLAUSE = re.compile(
    rf"(?i)^(?:(?:by|until|for|to|in|into|at|on|from|under)\s+)?(?:when|who|whom|why|where|how|which"
    rf"|what)\b.*?\b({_HELPER}\s+(?!be\b|been\b|to\b).+)$"
)
_SAYS = re.compile(
    r"(?i)\b(?:say|said|mean|cover|want|ask|about|mention\w*|deal|for|cited|talk|due|is"
    r"|are)\b(?:\s+(?:with|on|about|in|under|from)\b.*)?$|\b(?:say|want|mention|talk|ask|mean)\b"
)
_YES_NO = re.compile(rf"(?i)^{_HELPER}\s+(?!there\b)")


def swapped(rest: str, own: Question, last: Exchange, topic: str) -> str | None:
    """The last question with the decision, person, period or subject of `rest` in the old one's place."""
    if own.decisions and not own.subject:
        return with_decisions(own.decisions, rest, last)
    if own.people:
        return _with_person(rest, own, last)
    if find_dates(rest, years=True) and not own.subject:
        return _with_period(rest, last)
    if ARTICLE.fullmatch(rest) and ARTICLE.search(last.question.text):
        return ARTICLE.sub(rest, last.question.text, count=1)
    if own.meetings and not own.subject and last.question.meetings:
        return last.question.text.replace(last.question.meetings[0], own.meetings[0])
    if re.fullmatch(rf"(?i)(?:the )?(?:{ORDINALS})(?: one)?", rest):
        return None
    return _with_subject(rest, last, topic) if own.subject or own.workstreams else None


def with_decisions(ids: tuple[str, ...], rest: str, last: Exchange) -> str:
    """As in "and MC-5/6?": the last question with other decisions in it."""
    text, old = last.question.text, find_decisions(last.question.text, "MC")
    if old:
        start, end = old[0].start, old[-1].end
        word = re.search(r"(?i)\bdecisions?\s+$", text[:start])
        start = word.start() if word else start
        bracket = re.search(r"\($", text[:start])
        if bracket:  # "cosmetics (decision MC-5/5)": the whole topic goes
            spans = [s for s in chunks(last.question) if s[1] < start]
            at = spans[-1][0] if spans else bracket.start()
            return f"{text[:at]}{named(ids)}{text[end:].replace(')', '', 1)}"
        return f"{text[:start]}{named(ids)}{text[end:]}"
    if re.match(r"(?i)(?:under|in|by|per)\b", rest) and last.question.subject:
        return f"{text.rstrip('?. ')} under {named(ids)}"
    return f"What {'is' if len(ids) == 1 else 'are'} {named(ids)} about"


def _with_person(rest: str, own: Question, last: Exchange) -> str:
    """As in "and Ms Bailey's?": her in his place."""
    text = last.question.text
    parts = {fold(p) for name in last.question.people for p in name.split()}
    spans = [(w.start, w.end) for w in words(text) if fold(w.text).split("'")[0] in parts]
    name = re.sub(r"(?i)^(?:for|from|of|about)\s+", "", rest)
    if not spans or len(own.subject) > 4:
        owns = re.search(r"['’]s?\b", name) and last.question.want == "contact"
        return f"What is {name} e-mail address" if owns else f"Who is {name}"
    title = re.search(r"(?i)\b(?:Mr|Mrs|Ms|Dr)\.?\s+$", text[: spans[0][0]])
    bare = re.sub(r"['’]s?$", "", name)
    owner = "" if not re.search(r"['’]s?$", text[spans[-1][0] : spans[-1][1]]) else "’s"
    return f"{text[: title.start() if title else spans[0][0]]}{bare}{owner}{text[spans[-1][1] :]}"


def _with_period(rest: str, last: Exchange) -> str:
    """As in "what about 2025?" after a question about 2024: the same with the new period."""
    text, old, new = (
        last.question.text,
        find_dates(last.question.text, years=True),
        find_dates(rest, years=True)[0],
    )
    front = re.search(
        r"(?i)\b(?:by|in|on|before|after|until|from|since|during)\s+(?:the\s+)?$", rest[: new.start]
    )
    period = rest[new.start : new.end]
    if not old:
        return f"{text.rstrip('?. ')} {front.group() if front else 'in '}{period}"
    start = old[0].start
    was = re.search(r"(?i)\b(?:by|in|on|before|after|until|from|since|during)\s+(?:the\s+)?$", text[:start])
    if was and (front or period.isdigit()):
        start, period = was.start(), f"{front.group() if front else 'in '}{period}"
    elif was and re.match(r"\d{1,2} ", period) and was.group().strip().lower() == "in":
        start, period = was.start(), f"on {period}"
    return f"{text[:start]}{period}{text[old[-1].end :]}"


_ACTORS = (
    r"(?:part(?:y|ies)|countr(?:y|ies)|states?|governments?|members?|observers?|partners?|secretariats?"
    r"|organi[sz]ations?|donors?|agenc(?:y|ies)|companies|experts?|participants?)"
)
_ACTOR = re.compile(rf"(?i)(?:^|\s){_ACTORS}$")
_DOER = re.compile(
    rf"(?i)\b(?:must|shall|should|may|can|do|does|will|have|has)\s+"
    rf"(?P<who>(?:(?:an?|the|each|every|all)\s+)?(?:[\w-]+\s+){{0,2}}?{_ACTORS}|we|they|you|i)\b(?=\s+\w)"
)


def _with_subject(rest: str, last: Exchange, topic: str) -> str:
    """As in "and stocks?" after "which decision covers cosmetics?": the same question of the new subject."""
    text = last.question.text
    front = re.match(r"(?i)(for|on|in|under|about|from|to|with|at|into|of)\s+", rest)
    new = rest[front.end() :] if front else rest
    actor = _DOER.search(text) if _ACTOR.search(new) else None
    if actor and actor["who"].lower() != new.lower():  # "and for observers?" after "when must a Party ..."
        return f"{text[: actor.start('who')]}{new}{text[actor.end('who') :]}"
    span = _replaceable(last, front[1].lower() if front else "", topic)
    if span is None:
        ids = last.question.decisions
        return f"What {f'does {named(ids)}' if len(ids) == 1 else 'do the documents'} say about {new}"
    was = _FRONT.search(text[: span[0]])
    if front and was and was.group().strip().lower() != "of":
        span, new = (was.start(), span[1]), rest
    if re.search(r"(?i)\bof\s+$", text[: span[0]]):
        new = re.sub(r"['’]s?$", "", new)  # "and the Secretariat's?"
    return f"{text[: span[0]]}{new}{text[span[1] :]}"


def _replaceable(last: Exchange, front: str, topic: str) -> tuple[int, int] | None:
    """The part of the last question that a new subject replaces: its item, workstream or noun phrase."""
    text = last.question.text
    placed = re.search(r"(?i)\b(?:item \d+ of |the workstream )", text)
    for name in last.question.workstreams:
        at = text.find(name)
        if at >= 0:
            return placed.start() if placed and placed.end() == at else at, at + len(name)
    spans = chunks(last.question)
    if not spans:
        return None
    same = [s for s in spans if front and re.search(rf"(?i)\b{front}\s+$", text[: s[0]])]
    clause = last.question.want in {"date", "amount", "person", "place"} and not last.question.yes_no
    for found in re.finditer(rf"(?i)\b{front}\s+", text) if front else ():
        if spans[-1][0] <= found.start() and found.end() < spans[-1][1]:  # "a deadline for | cosmetics"
            return found.end(), spans[-1][1]
    at = text.find(topic)
    start, end = same[-1] if same else (at, at + len(topic)) if at >= 0 else spans[0 if clause else -1]
    ids = re.match(r"\s*\(decisions? [^)]*\)", text[end:])
    return start, end + (ids.end() if ids else 0)


def asked_anew(rest: str, last: Exchange) -> str | None:
    """As in "Into which languages?" after "What should the centre translate?": its clause, asked so."""
    text = last.question.text.rstrip("?. ")
    if re.fullmatch(r"(?i)why(?: not)?", rest) and _YES_NO.match(text):
        return f"Why {text[:1].lower()}{text[1:]}"
    clause = _CLAUSE.match(text)
    if (
        clause is None
        or re.match(r"(?i)how (?:many|much)", text)
        or last.question.want in {"header", "list", "decision"}
        or re.match(r"(?i)which (?:decision|workstream|item)", rest)
    ):
        return None
    if (
        _SAYS.search(clause[1])
        or re.search(r"(?i)\b(?:of|from|on|under|to|in|with)$", clause[1])
        or not re.match(rf"(?i){_HELPER}\s+\S+\s+\S+", clause[1])
    ):
        return None
    return f"{rest} {clause[1]}"


def asked_of(rest: str, own: Question, last: Exchange, topic: str) -> str:
    """A bare question word asked of `topic`."""
    low = rest.lower()
    if topic.startswith(("the letter", "the document")) and own.want in {"date", "place"}:
        return f"{rest} was {topic} written"
    if (
        (
            topic in last.question.meetings
            or topic == following.meeting(last)
            or topic.startswith("the meeting ")
        )
        and own.want in {"date", "place"}
        and len(rest.split()) == 1
    ):
        return f"{rest} was {topic} held"
    if own.want == "date":
        named_thing = topic.startswith(("item ", "decision", "paragraph "))
        return f"{rest} is {topic} due" if named_thing else f"{rest} is something due on {topic}"
    if own.want == "reason" and low == "why":
        return f"What reason is given for {topic}"
    if re.fullmatch(r"(?:which|what) (?:decision|work\s?stream|article|item|heading|annex)s?", low):
        return f"{rest} covers {topic}" if not low.endswith("s") else f"{rest} cover {topic}"
    if re.match(r"(?:in|under|by|on) (?:which|what) (?:decision|work\s?stream|article|item|heading)", low):
        return f"{rest} is {topic} covered"
    return f"{rest}, regarding {topic}"
