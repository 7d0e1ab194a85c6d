"""Follow-ups that count in what was listed: "the second one", "the next", "item 5", "any others there?"."""

from __future__ import annotations

import re

from assistant import following
from assistant.catalogue import Catalogue
from assistant.following import ORDINALS, Exchange, named
from assistant.swapping import with_decisions
from assistant.understanding import Question

_NTH = re.compile(
    rf"(?i)\b(?:the\s+)?({ORDINALS})\b(?:\s+(one|item|bullet|point|entry|heading|work\s?stream|section"
    rf"|decision|deadline)s?\b)?(?:\s+(?:of|in|on)\s+(?:them|these|those|that list|the list)\b)?"
)
_BESIDE = re.compile(
    r"(?i)\b(?:(?:the\s+)?(?:next|previous|following)(?:\s+(?:one|item|deadline|date|paragraph"
    r"|bullet))?|(?:the\s+)?(?:one|item|deadline|paragraph|bullet)?\s*"
    r"(?:right\s+)?(?:after|before|following|preceding)(?:\s+(?:it|that|this|that one)))$|^(?:and )?then$"
)
_NUMBERED = re.compile(
    r"(?i)^(?:(?:and|what about|what does|what is)\s+)*(?:item|bullet|point|number"
    r"|no\.?)\s+(\d{1,2})\b(?!/)"
)
_OTHERS = re.compile(r"(?i)\b(?:other|others|else|another|remaining|the rest)\b")
_HERE = re.compile(
    r"(?i)\b(?:(?:that|this|the|same)\s+(?:work\s?stream|heading|section|group)|(?:under|in|on|of"
    r"|with)\s+(?:it|that)|there|these)\b"
)


def counted(rest: str, own: Question, past: list[Exchange], catalogue: Catalogue) -> str | None:
    """The entry that "the second one", "the last", "item 5" or "the next" means; None without a list."""
    beside = _beside(rest, past, catalogue) or _same_place(rest, past[-1])
    if beside or own.decisions:
        return beside
    numbered = _NUMBERED.match(rest)
    stream = following.workstream(past[-1])
    if numbered and stream and not own.workstreams:
        return f"What does item {numbered[1]} of {stream} say"
    match = _NTH.search(rest)
    if match is None or re.match(
        r"\s+(?:deadline|paragraph|operative|preambular|para|clause|half|quarter|meeting|due)",
        rest[match.end() :],
    ):
        return None
    if match[2] is None and not match.group().lower().startswith("the") and match.group() != rest:
        return None  # "which is due first"
    name = _entry(following.number(match[1].lower()), (match[2] or "").lower(), past, catalogue)
    if name is None or (
        match[2] is None and re.match(r"\s+(?!of\b|about\b|for\b|say\b|due\b)[a-z]{3,}", rest[match.end() :])
    ):
        return None
    stream = name.removeprefix("the workstream ")
    if stream != name and match.group() == rest and past[-1].question.workstreams:
        return past[-1].question.text.replace(past[-1].question.workstreams[0], stream)
    return _asked_of_entry(rest, match, name)


def _same_place(rest: str, last: Exchange) -> str | None:
    """As in "and 7?" after "paragraph 5", "and the second?" after "the first paragraph"."""
    number = re.fullmatch(r"(?:the )?(\d+)", rest)
    old = re.search(r"(?i)(?<=paragraph )\d+\b", last.question.text)
    if number is None:
        number = re.fullmatch(rf"(?i)(?:the )?({ORDINALS})(?: one)?", rest)
        old = re.search(
            rf"(?i)\b(?:{ORDINALS})(?= (?:operative |preambular )?(?:paragraph|item|bullet|deadline)\b)",
            last.question.text,
        )
    return (
        f"{last.question.text[: old.start()]}{number[1]}{last.question.text[old.end() :]}"
        if number and old
        else None
    )


def _entry(position: int, noun: str, past: list[Exchange], catalogue: Catalogue) -> str | None:
    if noun in {"heading", "workstream", "work stream", "section"}:
        document = past[-1].focus.document_id if past[-1].focus else None
        names = [
            f"the workstream {w.name}" for w in catalogue.register.workstreams
            if document is None or catalogue.passages[w.heading].document_id == document
        ]  # fmt: skip
    else:
        lists = [found for e in reversed(past) if len(found := following.entries(e)) >= max(2, position)]
        names = lists[0] if lists else []
    at = position - 1 if position > 0 else len(names) - 1
    return names[at] if 0 <= at < len(names) else None


def _asked_of_entry(rest: str, match: re.Match[str], name: str) -> str:
    """The follow-up with its ordinal replaced by the entry's name."""
    before, after = rest[: match.start()], rest[match.end() :]
    comma = re.match(r"\s*[:,-]\s*(.+)", after)
    if comma:  # "the third heading: what does it cover on customs"
        clause = re.sub(r"(?i)\b(?:it|that|they)\b", name, comma[1], count=1)
        return (
            clause
            if name in clause
            else f"{clause} {'for' if clause[:4].lower() in {'when', 'by w'} else 'is behind'} {name}"
        )
    if not before.strip() and not after.strip():
        return f"What does {name} say" if name.startswith(("item", "paragraph")) else f"What is {name} about"
    if name.startswith("decisions "):
        before = re.sub(r"(?i)\bis\s+$", "are ", before)
    return f"{before}{name}{after}"


def _beside(rest: str, past: list[Exchange], catalogue: Catalogue) -> str | None:
    """The deadline, item or paragraph next to the last one."""
    if not _BESIDE.search(rest) or len(rest.split()) > 7:
        return None
    last, step = past[-1], -1 if re.search(r"(?i)\b(?:before|previous|preceding)\b", rest) else 1
    day = following.day(last)
    paragraph = re.search(r"(?i)paragraphs? (\d+)", last.question.text)
    if day and (last.question.want in {"order", "date"} or last.question.table == "deadlines"):
        return f"Which deadline is the {'next one after' if step > 0 else 'last one before'} {day}"
    if paragraph and last.question.decisions:
        return f"Quote paragraph {int(paragraph[1]) + step} of {named(last.question.decisions)}"
    focus = last.focus
    row = catalogue.workstream(focus.workstream) if focus and focus.workstream else None
    if row is None or focus is None or focus.locator.item is None or re.fullmatch(r"(?i)then", rest):
        return None
    at = focus.locator.item + step
    return f"What does item {at} of {row.name} say" if 0 < at <= len(row.items) else None


def others(rest: str, last: Exchange) -> str | None:
    """As in "any others in that workstream?", "and the other decision of that item?"."""
    if not _OTHERS.search(rest) or re.match(r"(?i)(?:what|anything|something) else\b(?! is)", rest):
        return None
    focus = last.focus
    if focus and re.search(r"(?i)^(?!which|what).*\bother decisions?\b", rest):
        left = [d for d in focus.decisions if d not in last.question.decisions]
        if last.question.decisions and len(left) == 1:
            return with_decisions(tuple(left), rest, last)
    stream = following.workstream(last)
    if not stream or not (
        _HERE.search(rest) or re.fullmatch(r"(?i)(?:are there |is there |any )*(?:any )?others?", rest)
    ):
        return None
    if re.search(r"(?i)\bwith (?:it|that)$", rest):
        return None
    if last.question.decisions and re.search(r"(?i)\b(?:under|of|in|with) (?:it|that)\b", rest):
        return f"Which items name {named(last.question.decisions)}"
    noun = re.search(r"(?i)\b(decisions?|deadlines?)\b", rest)
    return f"List all {noun[1].rstrip('s') + 's' if noun else 'items'} of the workstream {stream}"
