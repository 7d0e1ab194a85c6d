"""The head and the foot of a letter: reference, place and date, subject, from, to, cc, signature.

Fields are found by their printed names ("Ref:", "Subject:", "To:") and by form (a line that is a place
and a date; the lines after a closing formula).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from corpus.dates import find_dates
from corpus.document import HeaderField, HeaderName
from corpus.head_dates import (
    DISTRIBUTED,
    HEAD_CHARACTERS,
    PART,
    dated_above,
    dated_below,
    distributed,
    is_period,
    place_and_date,
)
from corpus.lines import Block

_NAMES: dict[str, HeaderName] = {
    "ref": "reference", "reference": "reference", "date": "date", "place": "place", "subject": "subject",
    "re": "subject", "object": "subject", "objet": "subject", "concerns": "subject",
    "concerning": "subject", "about": "subject",
    "to": "to", "attention": "to", "attn": "to", "from": "from", "through": "through", "cc": "cc",
    "c.c": "cc", "copy": "cc", "copies": "cc", "copy to": "cc", "copies to": "cc", "via": "cc",
}  # fmt: skip
SALUTATION = re.compile(
    r"(?:Dear|Excellenc(?:y|ies)|Your Excellency|Sir|Madam|Mesdames|Distinguished|To whom)\b", re.I
)
CLOSING = re.compile(
    r"(?:Yours\s+)?(?:sincerely|faithfully|truly|respectfully)(?:\s+yours)?\b"
    r"|(?:with\s+)?(?:[\w’']+\s+){0,6}"
    r"(?:regards|wishes|compliments|with\s+(?:many\s+|my\s+)?thanks)[ \t]*[,.]?$"
    r"|(?:please\s+)?accept,?\s",
    re.IGNORECASE | re.MULTILINE,
)
_REFERENCE = re.compile(
    r"(?:^|\s{3,})(?:our\s+)?ref(?:erence)?(?:\s+no)?\.?\s*:?\s+(?P<value>[A-Z][\w./-]*\d[\w./-]*)",
    re.IGNORECASE | re.MULTILINE,
)
#: A notification's own number, alone in its column: "No. 2027/022".
_NUMBERED = re.compile(
    r"(?:(?:Notification|Circular|Letter|Note)\s+)?No\.?\s+(?P<value>[A-Z]{0,4}[\s-]?\d[\w/-]*)(?=\s{3,}|\s*$)",
    re.MULTILINE,
)
_HONOURED = re.compile(
    r"(?:H\.\s?E\.\s+)?(?:Mr|Mrs|Ms|Dr|Prof(?:essor)?|Ambassador|Sir|Dame|Minister)s?\.?\s+[A-ZÀ-Þ]"
)
_NOT_SIGNED = re.compile(r"(?i)\s*(?:\[|encl(?:osures?|\.)?\b|attach(?:ments?)?\b|annex(?:es)?\b)")


_ONE_LINE = re.compile(r"(?:our\s+)?ref(?:erence)?(?:\s+no)?|date|place", re.IGNORECASE)
_LONGEST_FIELD = 8  # lines
_LONGEST_FOOT = 40  # lines


@dataclass(frozen=True, slots=True)
class Head:
    """The fields found; the body is the blocks from `first` up to `last`, and again from `end` on.

    Between `last` and `end` stands the foot of a letter; what follows it are its annexes.
    """

    fields: tuple[HeaderField, ...]
    first: int
    last: int
    end: int
    date: date | None


def _entries(text: str, start: int, end: int, name: HeaderName) -> list[HeaderField]:
    """One field, or one for each copy: copies are listed by line and by semicolon."""
    if name not in {"cc", "to"}:
        if name in {"reference", "date", "place"}:
            part = PART.match(text, start, end)
            end = part.end() if part else end
        value = re.sub(r"\s*\n\s*", " ", text[start:end]).strip()
        return [HeaderField(name, value, start, end)] if value else []
    parts = re.compile(r"[^;\n]+" if name == "cc" else r"[^;]+").finditer(text, start, end)
    fields = []
    for part in parts:
        raw = part.group()
        begin = part.start() + len(raw) - len(raw.lstrip(" \t\n-•*"))
        value = re.sub(r"\s*\n\s*", ", ", raw.strip(" \t\n-•*")).replace(",,", ",")
        if value:
            fields.append(HeaderField(name, value, begin, begin + len(raw.strip(" \t\n-•*"))))
    return fields


def _value_blocks(text: str, blocks: Sequence[Block], at: int, stop: int) -> int:
    """The index after the last block that carries on the field at `at`: lines without a gap."""
    following = at + 1
    if _ONE_LINE.fullmatch(blocks[at].mark) and blocks[at].end > blocks[at].start:
        return following
    stop = min(stop, following + _LONGEST_FIELD)
    if blocks[at].end == blocks[at].start and following < stop and blocks[following].form == "text":
        following += 1  # what "CONCERNING:" is about stands below an empty line
    while following < stop and blocks[following].form == "text" and not blocks[following].alone:
        if _NOT_SIGNED.match(text, blocks[following].start):
            break
        following += 1
    return following


def read_head(text: str, blocks: Sequence[Block]) -> Head:
    """Head and foot of the document whose blocks are given; all fields empty where it has none."""
    greeting = _greeting(text, blocks)
    closing = _closing(text, blocks, greeting)
    title = next((i for i, b in enumerate(blocks[:30]) if b.form == "decision"), None)
    top = greeting if greeting is not None else title if title is not None else _end_of_fields(text, blocks)
    end = _foot_end(blocks, closing)
    fields, loose = _fields(text, blocks, 0, top, head=True)
    fields += _fields(text, blocks, closing, end, head=False)[0]
    if all(f.name != "date" for f in fields):
        fields += distributed(text)  # the sessions that a report is of are no day of its own
    fields += [f for f in loose if all(f.name != named.name for named in fields)]
    if greeting is not None and all(f.name != "to" for f in fields):
        fields += _greeted(text, blocks, greeting)
    if greeting is not None:
        block = blocks[greeting]
        value = text[block.start : block.end].rstrip(",: ")
        fields.append(HeaderField("salutation", value, block.start, block.end))
    if closing < end:
        fields += _signature(text, blocks, closing, end)
    if all(f.name != "date" for f in fields):
        above = [] if DISTRIBUTED.search(text, 0, HEAD_CHARACTERS) else dated_above(text, blocks, top)
        circular = {f.name for f in fields} >= {"reference", "subject"}
        fields += above or dated_below(text, blocks, bare=circular)
    day = next((f for f in fields if f.name == "date"), None)
    dates = find_dates(day.value if day else "")
    return Head(
        tuple(sorted(fields, key=lambda f: f.start)),
        first=top + 1 if greeting is not None else top,
        last=closing,
        end=end,
        date=dates[0].last if dates else None,
    )


def _greeting(text: str, blocks: Sequence[Block]) -> int | None:
    """The block of the salutation, near the top."""
    for index, block in enumerate(blocks[:40]):
        if block.end - block.start < 200 and SALUTATION.match(text, block.start):
            return index
    return None


def _greeted(text: str, blocks: Sequence[Block], greeting: int) -> list[HeaderField]:
    """The addressee's lines where nothing else tells them: the first ends with the name that is greeted."""
    words = text[blocks[greeting].start : blocks[greeting].end].rstrip(" ,:").split()
    for index in range(greeting):
        line = text[blocks[index].start : blocks[index].end].split("\n")[0].split(",")[0].split()
        if blocks[index].form == "text" and 1 < len(line) <= 8 and len(words) > 1 and line[-1] == words[-1]:
            end = blocks[_value_blocks(text, blocks, index, greeting) - 1].end
            return _entries(text, blocks[index].start, end, "to")
    return []


def _closing(text: str, blocks: Sequence[Block], greeting: int | None) -> int:
    """The block of the closing formula; the number of blocks where there is none."""
    if greeting is None and all(b.form != "field" for b in blocks[:12]):
        return len(blocks)
    for index in range(len(blocks) - 1, 3 if greeting is None else greeting, -1):
        block = blocks[index]
        if block.form == "text" and block.end - block.start < 300 and CLOSING.match(text, block.start):
            return index
    return len(blocks)


def _foot_end(blocks: Sequence[Block], closing: int) -> int:
    """Where the foot ends that `closing` opens: at an annex, a list of its own, or a long paragraph."""
    index = closing
    while index < min(len(blocks), closing + _LONGEST_FOOT):
        block = blocks[index]
        copies = block.form == "bullet" and any(b.form == "field" for b in blocks[closing:index])
        if block.end - block.start > 300 or not (block.form in {"text", "field"} or copies):
            break
        index += 1
    return index


def _fields(
    text: str, blocks: Sequence[Block], low: int, high: int, *, head: bool
) -> tuple[list[HeaderField], list[HeaderField]]:
    """Fields with a printed name, and (in a head) those told by form alone."""
    named: list[HeaderField] = []
    loose: list[HeaderField] = []
    index = low
    while index < high:
        block = blocks[index]
        if block.form == "field":
            after = _value_blocks(text, blocks, index, high)
            key = re.sub(r"^our\s+|\s+no$", "", " ".join(block.mark.lower().split()))
            named += _entries(text, block.start, blocks[after - 1].end, _NAMES[key])
            if head and _ONE_LINE.fullmatch(block.mark):
                loose += place_and_date(text, block, first=False)
            index = after
            continue
        if head:
            for field in place_and_date(text, block):
                # a period is a meeting's; the document's own date is printed elsewhere, if anywhere
                (loose if is_period(text, field) else named).append(field)
            loose += _unlabelled(text, blocks, index, high)
        index += 1
    return named, loose


def _end_of_fields(text: str, blocks: Sequence[Block]) -> int:
    """Where the body begins in a document without a salutation: after the last field near the top."""
    last = -1
    for index, block in enumerate(blocks[:25]):
        if block.form == "field":
            last = index
        elif block.form in {"decision", "number", "bullet"} or block.end - block.start > 250:
            break
    return _value_blocks(text, blocks, last, len(blocks)) if last >= 0 else 0


def _unlabelled(text: str, blocks: Sequence[Block], index: int, stop: int) -> list[HeaderField]:
    """A reference printed beside something else, and an addressee's lines without "To:"."""
    block = blocks[index]
    if block.end - block.start > 300:
        return []
    found = _REFERENCE.search(text, block.start, block.end) or _NUMBERED.match(text, block.start, block.end)
    if found:
        return [HeaderField("reference", found["value"], found.start("value"), found.end("value"))]
    if not _HONOURED.match(text, block.start) or block.end - block.start > 120:
        return []
    return _entries(text, block.start, blocks[_value_blocks(text, blocks, index, stop) - 1].end, "to")


def _signature(text: str, blocks: Sequence[Block], closing: int, stop: int) -> list[HeaderField]:
    """Name and office after the closing formula: the sender."""
    lines: list[tuple[int, int]] = []
    for block in blocks[closing + 1 : stop]:
        if block.form != "text" or block.end - block.start > 160 or len(lines) >= 5:
            break
        offset = block.start
        for line in text[block.start : block.end].split("\n"):
            if _NOT_SIGNED.match(line):
                return _signed(text, lines)
            if line.strip():
                lines.append((offset, offset + len(line.rstrip())))
            offset += len(line) + 1
    return _signed(text, lines)


def _signed(text: str, lines: list[tuple[int, int]]) -> list[HeaderField]:
    if not lines:
        return []
    # a name typed under a handwritten one is printed twice: the second starts the block meant
    lines = [(a, b) for a, b in lines if not re.fullmatch(r"\W*(?:[Ss]igned)?\W*", text[a:b])] or lines
    names = [re.sub(r"^\(?[Ss]igned\)?\s*:?\s*", "", text[a:b].strip(" ,")) for a, b in lines]
    begin = max(i for i, name in enumerate(names) if name == names[0])
    start, end = text.index(names[begin].split(",")[0], lines[begin][0]), lines[-1][1]
    value = ", ".join(names[begin:])
    return [HeaderField("signature", value, start, end), HeaderField("from", value, start, end)]
