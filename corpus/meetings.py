"""Meetings that a text names, by their short form ("COP-5") or in words, and English ordinals.

The bodies and their short forms are data: `corpus/vocabulary/meetings.yaml`. A meeting is named only
together with its body: "its sixteenth meeting" alone does not say whose it is.
"""

from __future__ import annotations

import re
from functools import lru_cache

from corpus.decision_ids import DASHES, id_patterns
from corpus.passage import Mention
from corpus.vocabulary import load

_ORDINALS = [
    "zeroth", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth",
    "nineteenth",
]  # fmt: skip
_TENS = {"twent": 20, "thirt": 30, "fort": 40, "fift": 50, "sixt": 60, "sevent": 70, "eight": 80, "ninet": 90}
#: A pattern of English ordinals.
ORDINAL = (
    rf"(?:(?:{'|'.join(_TENS)})(?:ieth|y[- ]\s*(?:{'|'.join(_ORDINALS[1:10])}))"
    rf"|{'|'.join(_ORDINALS[1:])}|\d{{1,2}}(?:st|nd|rd|th))"
)
_ONE_ORDINAL = re.compile(rf"(?i)\b{ORDINAL}\b")


def ordinal(word: str) -> int:
    """The number of an English ordinal ("twenty-fourth" is 24, "3rd" is 3); ValueError for other words."""
    word = word.lower()
    if word[:1].isdigit():
        return int(re.sub(r"\D", "", word))
    if word in _ORDINALS:
        return _ORDINALS.index(word)
    for start, value in _TENS.items():
        if word.startswith(start):
            rest = re.split(r"[-\s]+", word)
            return value + (_ORDINALS.index(rest[1]) if len(rest) > 1 else 0)
    raise ValueError(word)


def ordinal_otherwise(word: str) -> str | None:
    """An ordinal in its other form: "64th" for "sixty-fourth", "third" for "3rd"; None for other words."""
    if not _ONE_ORDINAL.fullmatch(word):
        return None
    number = ordinal(word)
    if not word[:1].isdigit():
        ending = "th" if 10 < number < 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
        return f"{number}{ending}"
    if number < len(_ORDINALS):
        return _ORDINALS[number]
    tens = next(start for start, value in _TENS.items() if value == number // 10 * 10)
    return f"{tens}y-{_ORDINALS[number % 10]}" if number % 10 else f"{tens}ieth"


@lru_cache(maxsize=1)
def _forms() -> tuple[re.Pattern[str], re.Pattern[str], dict[str, str]]:
    rows = load("meetings")
    names = {name: row["short"] for row in rows for name in row["names"]}
    shorts = "|".join(sorted((re.escape(row["short"]) for row in rows), key=len, reverse=True))
    bodies = "|".join(re.escape(n).replace(r"\ ", r"\s+") for n in sorted(names, key=len, reverse=True))
    ordinals = rf"{ORDINAL}(?:(?:\s*,\s*|\s+and\s+|,\s+and\s+){ORDINAL}){{0,4}}"
    # the letter o is small in some bodies' own print ("CoP20")
    shorts = re.sub(r"([CM])OP(?=\||$)", r"\1[Oo]P", shorts)
    short_form = re.compile(rf"(?<![/\w-])({shorts})[- ]?(\d{{1,3}})(?![\d/.]\d|[\d/])")
    themselves = "|".join(
        re.escape(n).replace(r"\ ", r"\s+") for n in names if n.startswith(("meeting", "conference"))
    )
    long_form = re.compile(
        rf"(?i)\b(?P<first>{ordinals})\s+"
        rf"(?:(?:(?:ordinary|resumed|special)\s+)?(?:meeting|session)s?\s+of\s+the\s+(?P<body>{bodies})|(?P<itself>{themselves}))"
        rf"|\b(?P<before>{bodies})(?:\s+to\s+the(?:\s+\w+){{1,6}}?)?\s+(?:at|on|in)\s+"
        rf"(?:the\s+\w+\s+part\s+of\s+)?its\s+"
        rf"(?P<after>{ordinals})\s+(?:meeting|session)"
        # "the Standing Committee will consider it at its ...": the body that acts, no other in between
        rf"|\b(?P<acts>{bodies})\s+(?:will|shall|may|is\s+to|would)\s+(?:(?!\bto\b|\bthe\s+[A-Z])[^.;:]){{1,60}}?"
        rf"(?:the\s+\w+\s+)?\bat\s+its\s+(?P<acted>{ordinals})\s+(?:meeting|session)"
        rf"|\bat\s+its\s+(?P<ahead>{ordinals})\s+(?:meeting|session),(?:[^,.;]{{1,60}},)?\s+the\s+(?P<then>{bodies})\b"
        rf"|\b(?P<body_first>{bodies})(?:\s+to\s+the(?:\s+\w+){{1,6}}?)?,\s+(?P<listed>{ordinals})\s+(?:meeting|session)\b"
    )
    return short_form, long_form, names


_BODIES = ("body", "itself", "before", "acts", "then", "body_first")
_ORDINALS_OF = ("first", "after", "acted", "ahead", "listed")


def find_meetings(text: str) -> tuple[Mention, ...]:
    """Meetings named, each in its short form: "fifth meeting of the Conference of the Parties" is COP-5."""
    plain = text.translate(DASHES)
    short_form, long_form, names = _forms()
    found = [
        Mention(f"{m[1].upper() if m[1][1:] == 'oP' else m[1]}-{int(m[2])}", m.start(), m.end())
        for m in short_form.finditer(plain)
    ]
    for match in long_form.finditer(plain):
        body = " ".join(next(filter(None, match.group(*_BODIES))).lower().split())
        for which in _ONE_ORDINAL.findall(next(filter(None, match.group(*_ORDINALS_OF)))):
            found.append(Mention(f"{names[body]}-{ordinal(which)}", match.start(), match.end()))
    return tuple(sorted(found, key=lambda m: m.start))


@lru_cache(maxsize=4096)
def meetings_of(decision: str) -> frozenset[str]:
    """The meeting that took a decision, as its number tells: COP-5 of "MC-5/14", CMA-6 of "8/CMA.6".

    Empty where the number does not tell: several bodies number so, or the session is a Roman number.
    """
    plain = decision.translate(DASHES)
    found = set()
    for form in id_patterns():
        match = None if form.shared or not form.meeting else form.pattern.fullmatch(plain)
        if match and form.meeting and match["session"].isdigit():
            body, _, number = re.sub(r"-?(\d+)$", r" \1", form.meeting.format(**match.groupdict())).partition(
                " "
            )
            found.add(f"{body.upper() if body.lower() == 'cop' else body}-{number}")
    bare = plain.removeprefix("Resolution ")
    return frozenset(found) if found or bare == plain else meetings_of(bare)
