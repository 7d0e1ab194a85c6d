"""What a text names: decisions, articles, annexes, meetings, each normalised.

Decision ids follow the patterns of `corpus/vocabulary/decision_ids.yaml`. A list inherits the prefix
of its first member ("Decisions MC-4/11 and 5/14" names MC-4/11 and MC-5/14), a range names all its
members, and an id without any prefix ("decision no. 5/15") takes the prefix of the document's own body.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from corpus.passage import Mention
from corpus.vocabulary import load

_DASHES = str.maketrans({c: "-" for c in "‐‑‒–—−"})
_BARE = r"(\d{1,2}/\d{1,3})(?![\d/])"
_AFTER_WORD = re.compile(
    rf"(?i)\b(?:decisions?|dec\.?|resolutions?)\s+(?:nos?\.?|numbers?|#)?\s*{_BARE}"
)
_CALLED = re.compile(
    r"(?i)(?:\b(?:decisions?|dec\.?|resolutions?)\s+(?:[\w./-]*/[\w.]+\s*(?:,|;|and|or|to)\s*)*|^\s*)$"
)
_NEXT = re.compile(rf"\s*(?:,\s*(?:and\s+|or\s+)?|;\s*|\band\s+|\bor\s+|&\s*|/\s+)(?:decisions?\s+)?{_BARE}")
_RANGE = re.compile(r"(?i)\s*(?:to|through|-)\s*(?:decisions?\s+)?")
_BARE_HERE = re.compile(_BARE)
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


@dataclass(frozen=True, slots=True)
class IdPattern:
    """One treaty body's way of numbering decisions."""

    body: str
    prefix: str
    pattern: re.Pattern[str]
    canonical: str
    shorthand: bool
    shared: bool
    meeting: str | None


@lru_cache(maxsize=1)
def id_patterns() -> tuple[IdPattern, ...]:
    """The patterns of the data file, in its order."""
    return tuple(
        IdPattern(
            body=row["body"],
            prefix=row.get("prefix") or "",
            pattern=re.compile(row["pattern"]),
            canonical=row["canonical"],
            shorthand=row["shorthand"],
            shared=row["shared"],
            meeting=row["meeting"],
        )
        for row in load("decision_ids")
    )


def roman(number: str) -> int:
    """The value of a Roman numeral in capitals."""
    values = [_ROMAN[c] for c in number.upper()]
    return sum(-v if any(v < w for w in values[i + 1 : i + 2]) else v for i, v in enumerate(values))


def _canonical(pattern: IdPattern, match: re.Match[str]) -> str:
    parts = {name: (value or "").upper().lstrip("0") for name, value in match.groupdict().items()}
    return pattern.canonical.format(**parts)


def own_prefix(text: str) -> str | None:
    """The prefix most ids of `text` carry ("MC"), or None where none carries a shorthand prefix."""
    counts: Counter[str] = Counter()
    plain = text.translate(_DASHES)
    for pattern in id_patterns():
        if pattern.shorthand:
            counts[pattern.prefix] += sum(1 for _ in pattern.pattern.finditer(plain))
    best = counts.most_common(1)
    return best[0][0] if best and best[0][1] else None


def _members(first: str, last: str) -> list[str]:
    """All ids from `first` to `last` of one session ("SC-9/3" to "SC-9/5"), both included."""
    head, low = first.rsplit("/", 1)
    head_of_last, high = last.rsplit("/", 1)
    if head != head_of_last or not (low.isdigit() and high.isdigit()) or not 0 < int(high) - int(low) < 60:
        return [first, last]
    return [f"{head}/{n}" for n in range(int(low), int(high) + 1)]


def find_decisions(text: str, prefix: str | None = None) -> tuple[Mention, ...]:
    """All decisions `text` names, in order; `prefix` is what ids without one take.

    A member that a range implies without printing it carries the span of the range.
    """
    plain = text.translate(_DASHES)
    found: list[Mention] = []
    taken: list[tuple[int, int]] = []

    def take(value: str, start: int, end: int) -> None:
        found.append(Mention(value, start, end))
        taken.append((start, end))

    def follow(position: int, lead: str) -> None:
        while True:
            span = _RANGE.match(plain, position)
            bare = _BARE_HERE.match(plain, span.end()) if span else None
            if bare and found:
                last = f"{lead}-{bare[1]}" if lead else bare[1]
                begin = found[-1].start
                members = _members(found[-1].value, last)
                for value in members[1:]:
                    take(value, begin, bare.end(1))
                position = bare.end(1)
                continue
            more = _NEXT.match(plain, position)
            if not more:
                return
            take(f"{lead}-{more[1]}" if lead else more[1], more.start(1), more.end(1))
            position = more.end(1)

    matches = [
        (match, pattern)
        for pattern in id_patterns()
        for match in pattern.pattern.finditer(plain)
        # a number that several bodies print alike counts only where the text calls it a decision
        if not pattern.shared or _CALLED.search(plain[: match.start()])
    ]
    matches.sort(key=lambda pair: (pair[0].start(), -pair[0].end()))
    for match, pattern in matches:
        if any(match.start() < end and start < match.end() for start, end in taken):
            continue
        between = plain[found[-1].end : match.start()] if found else ""
        value = _canonical(pattern, match)
        if found and between.strip().lower() in {"to", "through", "-", "to decision"}:
            for implied in _members(found[-1].value, value)[1:-1]:
                take(implied, found[-1].start, match.end())
        take(value, match.start(), match.end())
        if pattern.shorthand:
            follow(match.end(), pattern.prefix)
    for match in _AFTER_WORD.finditer(plain):
        if any(start <= match.start(1) < end for start, end in taken):
            continue
        take(f"{prefix}-{match[1]}" if prefix else match[1], match.start(1), match.end(1))
        follow(match.end(1), prefix or "")
    unique = {(m.value, m.start): m for m in found}
    return tuple(sorted(unique.values(), key=lambda m: (m.start, m.end)))


_ARTICLES = re.compile(r"(?i)\b(?:articles?|arts?\.?)\s+(\d{1,3}[A-Z]?\b(?:\s*(?:,|and|or|to|-|&)+\s*\d{1,3}[A-Z]?\b(?![/(]))*)")
_LETTER_OR_ROMAN = r"(?:[A-Z]|[IVX]{1,4})"
_ANNEXES = re.compile(
    rf"\b(?:[Aa]nnex(?:es)?|ANNEX(?:ES)?|[Aa]ppendix|[Aa]ppendices)\s+"
    rf"({_LETTER_OR_ROMAN}\b(?:\s*(?:,|and|or|to|&|-)+\s*{_LETTER_OR_ROMAN}\b)*)"
)


def _enumerated(match: re.Match[str], items: re.Pattern[str]) -> list[Mention]:
    """The members of a list such as "4, 7 and 9" or "4-6" at group 1."""
    offset = match.start(1)
    members = [Mention(m.group(), offset + m.start(), offset + m.end()) for m in items.finditer(match[1])]
    full: list[Mention] = []
    for member in members:
        gap = match[1][full[-1].end - offset : member.start - offset].strip() if full else ""
        if gap in {"to", "-"} and full[-1].value.isdigit() and member.value.isdigit():
            full += [
                Mention(str(n), full[-1].start, member.end)
                for n in range(int(full[-1].value) + 1, int(member.value))
            ]
        full.append(member)
    return full


def find_articles(text: str) -> tuple[Mention, ...]:
    """Articles named, value the number alone ("14")."""
    plain = text.translate(_DASHES)
    number = re.compile(r"\d{1,3}[A-Z]?")
    return tuple(m for match in _ARTICLES.finditer(plain) for m in _enumerated(match, number))


def find_annexes(text: str) -> tuple[Mention, ...]:
    """Annexes named, value the letter or Roman number ("A", "II")."""
    plain = text.translate(_DASHES)
    letter = re.compile(rf"\b{_LETTER_OR_ROMAN}\b")
    return tuple(m for match in _ANNEXES.finditer(plain) for m in _enumerated(match, letter))


_ORDINALS = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
).split()
_TENS = {"twent": 20, "thirt": 30, "fort": 40, "fift": 50, "sixt": 60, "sevent": 70, "eight": 80, "ninet": 90}
_ORDINAL = rf"(?:(?:{'|'.join(_TENS)})(?:ieth|y[- ](?:{'|'.join(_ORDINALS[1:10])}))|{'|'.join(_ORDINALS[1:])}|\d{{1,2}}(?:st|nd|rd|th))"


def ordinal(word: str) -> int:
    """The number of an English ordinal ("twenty-fourth" is 24, "3rd" is 3)."""
    word = word.lower()
    if word[0].isdigit():
        return int(re.sub(r"\D", "", word))
    if word in _ORDINALS:
        return _ORDINALS.index(word)
    for start, value in _TENS.items():
        if word.startswith(start):
            rest = re.split(r"[- ]", word)
            return value + (_ORDINALS.index(rest[1]) if len(rest) > 1 else 0)
    raise ValueError(word)


@lru_cache(maxsize=1)
def _meeting_forms() -> tuple[re.Pattern[str], re.Pattern[str], dict[str, str]]:
    rows = load("meetings")
    names = {name: row["short"] for row in rows for name in row["names"]}
    shorts = "|".join(sorted((re.escape(row["short"]) for row in rows), key=len, reverse=True))
    longest = "|".join(re.escape(n) for n in sorted(names, key=len, reverse=True))
    short_form = re.compile(rf"(?<![/\w-])({shorts})[- ]?(\d{{1,3}})(?![\d/.]\d|[\d/])")
    long_form = re.compile(
        rf"(?i)\b({_ORDINAL})\s+(?:ordinary\s+|resumed\s+|special\s+)?(?:meeting|session)s?\s+of\s+the\s+({longest})"
        rf"|\b({longest})(?:\s+to\s+the(?:\s+\w+){{1,6}}?)?\s+(?:at|on|in)\s+its\s+({_ORDINAL})\s+(?:meeting|session)"
    )
    return short_form, long_form, names


def find_meetings(text: str) -> tuple[Mention, ...]:
    """Meetings named, value in the short form ("COP-5" for "the fifth meeting of the Conference of the Parties")."""
    plain = text.translate(_DASHES)
    short_form, long_form, names = _meeting_forms()
    found = [Mention(f"{m[1]}-{int(m[2])}", m.start(), m.end()) for m in short_form.finditer(plain)]
    for match in long_form.finditer(plain):
        which, name = (match[1], match[2]) if match[1] else (match[4], match[3])
        found.append(Mention(f"{names[name.lower()]}-{ordinal(which)}", match.start(), match.end()))
    return tuple(sorted(found, key=lambda m: m.start))
