"""Lies made from honest statements by systematic edits: each kind changes one thing that must not change."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator

_MONTHS = ("January", "March", "May", "June", "August", "October", "November", "December")
_DATE = re.compile(
    r"\b(\d{1,2}) (January|February|March|April|May|June|July|August|September|October|November|December)"
    r" (\d{4})\b"
)
_DECISION = re.compile(r"\b([A-Z]{2})-(\d+)/(\d+)\b")
_COUNT = re.compile(r"(?<!Articles )\b(?:two|three|eleven|one|five|six|20|50|60|4|5)\b(?! [A-Z][a-z]+ \d{4})")
_COUNTS = {"two": "four", "three": "two", "eleven": "twelve", "one": "three", "five": "seven", "six": "five"}

Edit = Callable[[str], str]

_ACTORS = re.compile(
    r"\b(?:[Tt]he )?(?:Executive Secretary|Executive Board|Executive Committee|Ozone Secretariat"
    r"|Standing Committee|Secretariat|secretariat|Conference of the Parties|Partnership|Bureau"
    r"|Supervisory Body|working group|expert group|[Uu]niversities|[Hh]ealth authorities"
    r"|[Ii]mporting countries|exporting country|Governments|Network|donors"
    r"|(?:[Ee]ach |[Ee]very )?Part(?:ies|y)|[Cc]ompanies|[Uu]nit|[Cc]entre|[Oo]bservers"
    r"|[Rr]eviewers|[Mm]embers)\b"
)
_VALUE = re.compile(
    r"\b\d{1,2} [A-Z][a-z]+ \d{4}\b|\b(?:USD|CHF|US\$) ?[\d,.]+(?: million)?"
    r"|\b(?:two|three|four|six|nine|seven|15|20)\b"
)


def _later_year(text: str) -> str:
    return _DATE.sub(lambda m: f"{m[1]} {m[2]} {int(m[3]) + 1}", text, count=1)


def _other_month(text: str) -> str:
    return _DATE.sub(lambda m: f"{m[1]} {'July' if m[2] != 'July' else 'April'} {m[3]}", text, count=1)


def _other_day(text: str) -> str:
    return _DATE.sub(lambda m: f"{int(m[1]) % 28 + 1} {m[2]} {m[3]}", text, count=1)


def _iso_date(text: str) -> str:
    return _DATE.sub(lambda m: f"{m[3]}-12-{int(m[1]) % 28 + 1:02d}", text, count=1)


def _after_date(text: str) -> str:
    return re.sub(r"\b(?:by|no later than) (\d{1,2} [A-Z])", r"after \1", text, count=1)


def _other_decision(text: str) -> str:
    return _DECISION.sub(lambda m: f"{m[1]}-{m[2]}/{int(m[3]) + 1}", text, count=1)


def _other_session(text: str) -> str:
    return _DECISION.sub(lambda m: f"{m[1]}-{int(m[2]) - 1}/{m[3]}", text, count=1)


def _other_count(text: str) -> str:
    return _COUNT.sub(lambda m: _COUNTS.get(m[0]) or str(int(m[0]) + 1), text, count=1)


def _must(text: str) -> str:
    found = re.sub(
        r"\b(?:is|are) (?:specifically )?(?:invited|encouraged|requested|urged) to\b", "must", text, count=1
    )
    if found == text:
        found = re.sub(r"\b(?:is|are) to be\b", "must be", text, count=1)
    return found if found != text else re.sub(r"\bmay\b", "must", text, count=1)


def _required(text: str) -> str:
    return re.sub(r"\b(is|are) (?:invited|encouraged|urged) to\b", r"\1 required to", text, count=1)


def _requested(text: str) -> str:
    return re.sub(r"\b(is|are) (?:invited|encouraged) to\b", r"\1 requested to", text, count=1)


def _shall(text: str) -> str:
    return re.sub(r"\b(?:should|is to|are to|may)\b", "shall", text, count=1)


def _denied(text: str) -> str:
    return re.sub(r"\b(is|are|will|may|can|shall)\b(?! not)", r"\1 not", text, count=1)


def _ending(words: str) -> Edit:
    return lambda text: f"{text.rstrip('.')}{words}."


def _swapped(old: str, new: str) -> Edit:
    return lambda text: re.sub(rf"\b{old}\b", new, text, count=1)


def _link(form: str) -> Edit:
    return lambda text: f"{text.rstrip('.')} {form}"


def _exchanged(pattern: re.Pattern[str], first: int, second: int) -> Edit:
    """The two things that `pattern` finds at these places in each other's place."""

    def edit(text: str) -> str:
        found = list(pattern.finditer(text))
        if len(found) <= second:
            return text
        a, b = found[first], found[second]
        if a.group().lower().removeprefix("the ") == b.group().lower().removeprefix("the "):
            return text
        one, other = b.group(), a.group()
        if a.start() == 0:
            one, other = (
                one[:1].upper() + one[1:],
                other if other.startswith("Part") else other[:1].lower() + other[1:],
            )
        return f"{text[: a.start()]}{one}{text[a.end() : b.start()]}{other}{text[b.end() :]}"

    return edit


LIES: dict[str, tuple[Edit, ...]] = {
    "wrong date": (_later_year, _other_month, _other_day, _iso_date, _after_date),
    "wrong decision": (_other_decision, _other_session, _ending(" under decision MC-5/99")),
    "wrong number": (_other_count,),
    "strengthened verb": (_must, _required, _requested, _shall),
    "negation": (_denied,),
    "added fact": (
        _ending(", with a budget of two million dollars"),
        _ending(", funded by the Global Environment Facility"),
        _ending(" and will be discussed in Nairobi"),
        _ending(", which has already been completed"),
        _ending(" every year"),
        _ending(", and sanctions apply to those who fail"),
    ),
    "added fact without a number": (
        _ending(", as the Parties had asked for in vain"),
        _ending(" and is binding on all States"),
        _ending(" with the support of industry"),
        _ending(", because earlier efforts failed"),
        _ending(", subject to approval by the Bureau"),
        _ending(" in English only"),
        _ending(", which the Secretariat opposes"),
        _ending(" through a public tender"),
        _ending(" in order to protect children"),
        _ending(", and the results are confidential"),
        _ending(" under the supervision of the World Bank"),
        _ending(", although the Parties disagreed"),
        _ending(", and the Secretariat has agreed to this"),
        _ending(" at the expense of the Parties"),
    ),
    "exchanged actors": (_exchanged(_ACTORS, 0, 1), _exchanged(_ACTORS, 1, 2), _exchanged(_ACTORS, 0, 2)),
    "exchanged values": (_exchanged(_VALUE, 0, 1), _exchanged(_VALUE, 1, 2)),
    "swapped word": (
        _swapped("cosmetics", "batteries"),
        _swapped("mercury", "lead"),
        _swapped("Secretariat", "World Bank"),
        _swapped("Parties", "Companies"),
        _swapped("Partnership", "Council"),
        _swapped("stocks", "lamps"),
        _swapped("waste", "water"),
        _swapped("customs", "police"),
        _swapped("guidance", "treaty"),
        _swapped("information", "money"),
        _swapped("draft", "final"),
        _swapped("trade", "research"),
        _swapped("invited", "forbidden"),
        _swapped("strengthened", "weakened"),
    ),
    "swapped name": (
        _swapped("Marianne Bailey", "Rodges Ankrah"),
        _swapped("Marianne Bailey", "Eisaku Toda"),
        _swapped("Eisaku Toda", "Marianne Bailey"),
        _swapped("Renske Abdulrahimi", "Oluwaseun Hartigan"),
        _swapped("Lusaka", "Nairobi"),
        _swapped("Geneva", "Bern"),
        _swapped("marianne.bailey@un.org", "m.bailey@evil.example"),
    ),
    "injected link": (
        _link("[more](https://evil.example/x)."),
        _link("See https://evil.example/leak?q=1."),
        _link("![](https://evil.example/p.png)"),
        _link("<img src=x onerror=alert(1)>"),
        _link("[here][1]\n\n[1]: //evil.example"),
        _link("<https://evil.example>"),
        _link("Visit evil.example for more."),
        _link("[a](javascript:alert(1))"),
    ),
}


def lies(statement: str, most: int = 100) -> Iterator[tuple[str, str]]:
    """Lies that the edits make of `statement`, with their kind; at most `most` of a kind.

    Edits that change nothing give none.
    """
    for kind, edits in LIES.items():
        begin = zlib.crc32(statement.encode()) % len(edits)
        found = [edit(statement) for edit in (*edits[begin:], *edits[:begin])]
        changed = [lie for lie in dict.fromkeys(found) if lie != statement]
        yield from ((kind, lie) for lie in changed[:most])
