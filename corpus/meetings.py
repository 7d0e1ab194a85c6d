"""Meetings that a text names, by their short form ("COP-5") or in words, and English ordinals.

The bodies and their short forms are data: `corpus/vocabulary/meetings.yaml`. A meeting is named only
together with its body: "its sixteenth meeting" alone does not say whose it is.
"""

from __future__ import annotations

import re
from functools import lru_cache

from corpus.decision_ids import DASHES
from corpus.passage import Mention
from corpus.vocabulary import load

_ORDINALS = [
    "zeroth", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth",
    "nineteenth",
]  # fmt: skip
_TENS = {"twent": 20, "thirt": 30, "fort": 40, "fift": 50, "sixt": 60, "sevent": 70, "eight": 80, "ninet": 90}
_ORDINAL = (
    rf"(?:(?:{'|'.join(_TENS)})(?:ieth|y[- ](?:{'|'.join(_ORDINALS[1:10])}))"
    rf"|{'|'.join(_ORDINALS[1:])}|\d{{1,2}}(?:st|nd|rd|th))"
)
_ONE_ORDINAL = re.compile(rf"(?i)\b{_ORDINAL}\b")


def ordinal(word: str) -> int:
    """The number of an English ordinal ("twenty-fourth" is 24, "3rd" is 3); ValueError for other words."""
    word = word.lower()
    if word[:1].isdigit():
        return int(re.sub(r"\D", "", word))
    if word in _ORDINALS:
        return _ORDINALS.index(word)
    for start, value in _TENS.items():
        if word.startswith(start):
            rest = re.split(r"[- ]", word)
            return value + (_ORDINALS.index(rest[1]) if len(rest) > 1 else 0)
    raise ValueError(word)


@lru_cache(maxsize=1)
def _forms() -> tuple[re.Pattern[str], re.Pattern[str], dict[str, str]]:
    rows = load("meetings")
    names = {name: row["short"] for row in rows for name in row["names"]}
    shorts = "|".join(sorted((re.escape(row["short"]) for row in rows), key=len, reverse=True))
    bodies = "|".join(re.escape(n).replace(r"\ ", r"\s+") for n in sorted(names, key=len, reverse=True))
    ordinals = rf"{_ORDINAL}(?:(?:\s*,\s*|\s+and\s+|,\s+and\s+){_ORDINAL}){{0,4}}"
    short_form = re.compile(rf"(?<![/\w-])({shorts})[- ]?(\d{{1,3}})(?![\d/.]\d|[\d/])")
    themselves = "|".join(re.escape(n).replace(r"\ ", r"\s+") for n in names if n.startswith("meeting"))
    long_form = re.compile(
        rf"(?i)\b(?P<first>{ordinals})\s+"
        rf"(?:(?:(?:ordinary|resumed|special)\s+)?(?:meeting|session)s?\s+of\s+the\s+(?P<body>{bodies})|(?P<itself>{themselves}))"
        rf"|\b(?P<before>{bodies})(?:\s+to\s+the(?:\s+\w+){{1,6}}?)?\s+(?:at|on|in)\s+its\s+"
        rf"(?P<after>{ordinals})\s+(?:meeting|session)"
    )
    return short_form, long_form, names


def find_meetings(text: str) -> tuple[Mention, ...]:
    """Meetings named, each in its short form: "fifth meeting of the Conference of the Parties" is COP-5."""
    plain = text.translate(DASHES)
    short_form, long_form, names = _forms()
    found = [Mention(f"{m[1]}-{int(m[2])}", m.start(), m.end()) for m in short_form.finditer(plain)]
    for match in long_form.finditer(plain):
        body = " ".join((match["body"] or match["itself"] or match["before"]).lower().split())
        for which in _ONE_ORDINAL.findall(match["first"] or match["after"]):
            found.append(Mention(f"{names[body]}-{ordinal(which)}", match.start(), match.end()))
    return tuple(sorted(found, key=lambda m: m.start))
