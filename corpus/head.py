"""The head and the foot of a letter: reference, place and date, subject, from, to, cc, signature.

Fields are found by their printed names ("Ref:", "Subject:", "To:") and by form (a line that is a place
and a date; the lines after a closing formula).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from corpus.dates import find_dates
from corpus.document import HeaderField, HeaderName
from corpus.lines import Block

_NAMES: dict[str, HeaderName] = {
    "ref": "reference", "reference": "reference", "date": "date", "place": "place", "subject": "subject",
    "re": "subject", "to": "to", "attention": "to", "attn": "to", "from": "from", "cc": "cc",
    "copy": "cc", "copies": "cc", "via": "cc",
}  # fmt: skip
SALUTATION = re.compile(r"(?:Dear|Excellenc(?:y|ies)|Your Excellency|Sir|Madam|Mesdames|Distinguished|To whom)\b", re.I)
CLOSING = re.compile(
    r"(?:Yours\s+)?(?:sincerely|faithfully|truly|respectfully)(?:\s+yours)?\b|(?:with\s+)?(?:best|kind|warm)\s+(?:regards|wishes)\s*[,.]?$"
    r"|(?:please\s+)?accept,?\s",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r"(?:^|\s{3,})(?:our\s+)?ref(?:erence)?(?:\s+no)?\.?\s*:?\s+(?P<value>[A-Z][\w./-]*\d[\w./-]*)", re.I)
_DISTRIBUTED = re.compile(r"Distr\.?\s*:[^|]{0,60}")
_HONOURED = re.compile(r"(?:H\.\s?E\.\s+)?(?:Mr|Mrs|Ms|Dr|Prof|Ambassador)s?\.?\s+[A-ZÀ-Þ]")
_PLACE_DATE = re.compile(r"(?P<place>[A-ZÀ-Þ][\w .'’()-]{1,40}),\s+(?=\d|[A-Z])")


@dataclass(frozen=True, slots=True)
class Head:
    """The fields found, and where the body begins and ends (indexes into the blocks)."""

    fields: tuple[HeaderField, ...]
    first: int
    last: int
    date: date | None


def _entries(text: str, start: int, end: int, name: HeaderName) -> list[HeaderField]:
    """One field, or one for each copy: copies are listed by line and by semicolon."""
    if name not in {"cc", "to"}:
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


def _value_blocks(blocks: list[Block], at: int, stop: int) -> int:
    """The index after the last block that carries on the field at `at`: lines without a gap."""
    following = at + 1
    if re.fullmatch(r"(?:our\s+)?ref(?:erence)?(?:\s+no)?|date|place", blocks[at].mark, re.I) and blocks[at].end > blocks[at].start:
        return following
    while following < stop and blocks[following].form == "text" and not blocks[following].alone:
        following += 1
    return following


def read_head(text: str, blocks: list[Block]) -> Head:
    """Head and foot of the document whose blocks are given; all fields empty where it has none."""
    greeting = next((i for i, b in enumerate(blocks[:40]) if SALUTATION.match(text, b.start) and b.end - b.start < 200), None)
    closing = None
    if greeting is not None or any(b.form == "field" for b in blocks[:12]):
        closing = next(
            (i for i in range(len(blocks) - 1, max(greeting or 0, 3), -1)
             if blocks[i].form == "text" and blocks[i].end - blocks[i].start < 300 and CLOSING.match(text, blocks[i].start)),
            None,
        )  # fmt: skip
    title = next((i for i, b in enumerate(blocks[:30]) if b.form == "decision"), None)
    top = greeting if greeting is not None else title if title is not None else _end_of_fields(text, blocks)
    fields: list[HeaderField] = []
    loose: list[HeaderField] = []
    for low, high in ((0, top), (closing if closing is not None else len(blocks), len(blocks))):
        index = low
        while index < high:
            block = blocks[index]
            if block.form == "field":
                after = _value_blocks(blocks, index, high)
                key = re.sub(r"our\s+|\s+no|\.", "", block.mark.lower()).replace("cc", "cc").strip()
                name = _NAMES.get("cc" if key in {"cc", "c c"} else key, "subject")
                fields += _entries(text, block.start, blocks[after - 1].end, name)
                index = after
                continue
            if low == 0:
                fields += _place_and_date(text, block)
                loose += _unlabelled(text, blocks, index, high)
            index += 1
    fields += [f for f in loose if all(f.name != named.name for named in fields)]
    if greeting is not None:
        block = blocks[greeting]
        fields.append(HeaderField("salutation", text[block.start : block.end].rstrip(",: "), block.start, block.end))
    if closing is not None:
        fields += _signature(text, blocks, closing)
    day = next((f for f in fields if f.name == "date"), None)
    distributed = _DISTRIBUTED.search(text[:1500])
    dates = find_dates(day.value if day else distributed.group() if distributed else "")
    first = top + 1 if greeting is not None else top
    return Head(
        tuple(sorted(fields, key=lambda f: f.start)),
        first,
        closing if closing is not None else len(blocks),
        dates[0].last if dates else None,
    )


def _end_of_fields(text: str, blocks: list[Block]) -> int:
    """Where the body begins in a document without a salutation: after the last field near the top."""
    last = -1
    for index, block in enumerate(blocks[:25]):
        if block.form == "field":
            last = index
        elif block.form in {"decision", "number", "bullet"} or block.end - block.start > 250:
            break
    return _value_blocks(blocks, last, len(blocks)) if last >= 0 else 0


def _unlabelled(text: str, blocks: list[Block], index: int, stop: int) -> list[HeaderField]:
    """A reference printed beside something else, and an addressee's lines without "To:"."""
    block = blocks[index]
    found = _REFERENCE.search(text, block.start, block.end)
    if found:
        return [HeaderField("reference", found["value"], found.start("value"), found.end("value"))]
    if not _HONOURED.match(text, block.start) or block.end - block.start > 120:
        return []
    return _entries(text, block.start, blocks[_value_blocks(blocks, index, stop) - 1].end, "to")


def _place_and_date(text: str, block: Block) -> list[HeaderField]:
    line = text[block.start : block.end]
    if len(line) > 120:
        return []
    dates = find_dates(line)
    if not dates:
        return []
    place = _PLACE_DATE.match(line)
    fields = [HeaderField("date", line[dates[0].start : dates[0].end], block.start + dates[0].start, block.start + dates[0].end)]
    if place and place.end() <= dates[0].start:
        fields.append(HeaderField("place", place["place"], block.start, block.start + place.end("place")))
    return fields if place or dates[0].start == 0 else []


def _signature(text: str, blocks: list[Block], closing: int) -> list[HeaderField]:
    """Name and office after the closing formula: the sender."""
    index = closing + 1
    lines: list[tuple[int, int]] = []
    while index < len(blocks) and blocks[index].form == "text" and blocks[index].end - blocks[index].start < 160:
        block = blocks[index]
        offset = block.start
        for line in text[block.start : block.end].split("\n"):
            if line.strip() and not line.strip().startswith("["):
                lines.append((offset, offset + len(line.rstrip())))
            offset += len(line) + 1
        index += 1
        if len(lines) >= 5:
            break
    if not lines:
        return []
    # a name typed under a handwritten one is printed twice: the second starts the block meant
    names = [text[a:b].strip(" ,") for a, b in lines]
    names = [re.sub(r"^\(?[Ss]igned\)?\s*:?\s*", "", name) for name in names]
    begin = max(i for i, name in enumerate(names) if name == names[0])
    start, end = text.index(names[begin].split(",")[0], lines[begin][0]), lines[-1][1]
    value = ", ".join(names[begin:])
    return [HeaderField("signature", value, start, end), HeaderField("from", value, start, end)]
