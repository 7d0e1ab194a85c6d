"""Decision numbers as treaty bodies print them, found in a text and normalised.

The forms are data: `corpus/vocabulary/decision_ids.yaml`. A list inherits the form of its first member
("Decisions MC-4/11 and 5/14" names MC-4/11 and MC-5/14), a range names all its members, and a number
that the text calls a decision but prints without a prefix ("decision no. 5/15") is of the document's own
body. A new body is a new entry of the data file; nothing here knows one by name.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from corpus.passage import Mention
from corpus.vocabulary import load

#: Dashes of word processors, each to one hyphen: positions in the text stay the same.
DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))

_ID_LIKE = re.compile(r"\d\(\d|\d ?[/.] ?[\dC]|[IVX] ?[/.] ?\d|/(?i:dec|res)|\d\s{0,3}/")
_CALLED = re.compile(r"(?i)\b(?:decisions?|dec\.?|resolutions?)\s{1,3}(?:(?:nos?|numbers?)\.?\s)?$")
_JOINS = re.compile(r"\s*(?:,|;|&|and|or|to|-|/)(?:\s*(?:and|or))?\s*")
_SPANS_RANGE = re.compile(r"\s*(?:to|through|-)\s*(?:decisions?\s+)?")
_GENERIC = re.compile(
    r"(?i)(?<!\w)(?:decisions?|dec\.?|resolutions?)\s{1,3}(?:(?:nos?|nr|numbers?)\b\.?|#)?\s?"
    r"0?(?P<session>[1-9]\d?)/0{0,2}(?P<number>[1-9]\d{0,2})(?![\d\w]|/\d)"
)
_LONGEST_RANGE = 60
#: The line that a report prints below a decision's text: "(Decision 41/17)".
NUMBER_BELOW = re.compile(r"\s*[(\[]\s*(?i:decision|resolution)\s[^()\[\]\n]{1,30}[)\]]\s*")


@dataclass(frozen=True, slots=True)
class IdPattern:
    """One way of numbering decisions; the fields are those of the data file."""

    form: str
    body: str
    prefix: str
    pattern: re.Pattern[str]
    canonical: str
    continuation: re.Pattern[str] | None
    bare: re.Pattern[str] | None
    shorthand: bool
    shared: bool
    meeting: str | None

    def value(self, match: re.Match[str]) -> str:
        """The normalised id of a match of `pattern`, `continuation` or `bare`."""
        parts = {name: part or "" for name, part in match.groupdict().items()}
        parts["session"] = parts["session"].upper()
        return self.canonical.format(**parts)

    def members(self, first: re.Match[str], last: int) -> list[str]:
        """The ids between a match and a number of its session; none where the range is absurdly long."""
        if not 1 < last - int(first["number"]) <= _LONGEST_RANGE:
            return []
        parts = first.groupdict("") | {"session": first["session"].upper()}
        return [self.canonical.format(**parts | {"number": n}) for n in range(int(first["number"]) + 1, last)]


@lru_cache(maxsize=1)
def id_patterns() -> tuple[IdPattern, ...]:
    """The forms of the data file, in its order."""
    return tuple(
        IdPattern(
            form=row["form"],
            body=row["body"],
            prefix=row["prefix"] or "",
            pattern=re.compile(row["pattern"]),
            canonical=row["canonical"],
            continuation=re.compile(row["continuation"]) if row["continuation"] else None,
            bare=re.compile(row["bare"]) if row["bare"] else None,
            shorthand=row["shorthand"],
            shared=row["shared"],
            meeting=row["meeting"],
        )
        for row in load("decision_ids")
    )


def own_prefix(text: str) -> str | None:
    """The prefix most ids of `text` carry ("MC"), among bodies that also print theirs without it."""
    counts: Counter[str] = Counter()
    plain = text.translate(DASHES)
    bodies = {p.body for p in id_patterns() if p.bare}
    for pattern in id_patterns():
        if pattern.prefix and (pattern.shorthand or pattern.body in bodies):
            counts[pattern.prefix] += sum(1 for _ in pattern.pattern.finditer(plain))
    best = counts.most_common(1)
    return best[0][0] if best and best[0][1] else None


@dataclass(frozen=True, slots=True)
class _Found:
    """An id that stands at ``text[start:end]``, and what a list or range after it builds on."""

    value: str
    start: int
    end: int
    form: IdPattern
    match: re.Match[str]


def _found(form: IdPattern, match: re.Match[str], *, number_only: bool = False) -> _Found:
    """A match as an id; `number_only` leaves the words before the number out of its span."""
    start = min(match.start("session"), match.start("number")) if number_only else match.start()
    return _Found(form.value(match), start, match.end(), form, match)


def _listed(plain: str, first: _Found) -> Iterator[_Found]:
    """`first` and the members of the list or range that goes on right after it without a prefix."""
    yield first
    form, last = first.form, first
    while form.continuation and (match := form.continuation.match(plain, last.end)):
        last = _found(form, match, number_only=True)
        yield last


def _implied(plain: str, before: _Found, after: _Found) -> Iterator[Mention]:
    """The members that a range implies without printing them: they carry the span of the range."""
    same = before.form.canonical == after.form.canonical and before.match["session"] == after.match["session"]
    if same and _SPANS_RANGE.fullmatch(plain, before.end, max(before.end, after.start)):
        for value in before.form.members(before.match, int(after.match["number"])):
            yield Mention(value, before.start, after.end)


def _called(plain: str, start: int, last_end: int) -> bool:
    """Whether the text calls the number at `start` a decision: by the word, in a list, or as its title."""
    if _CALLED.search(plain, max(0, start - 40), start) or not plain[:start].strip():
        return True
    return last_end >= 0 and _JOINS.fullmatch(plain, last_end, start) is not None


@lru_cache(maxsize=16)
def _without_prefix(prefix: str | None) -> tuple[IdPattern, re.Pattern[str]]:
    """How numbers without a prefix are read in a document whose own body has `prefix`."""
    for form in id_patterns():
        if form.bare and form.prefix == prefix:
            return form, form.bare
    model = next(form for form in id_patterns() if form.shorthand)
    canonical = f"{prefix}-{{session}}/{{number}}" if prefix else "{session}/{number}"
    return replace(model, canonical=canonical, prefix=prefix or ""), _GENERIC


def _unprefixed(plain: str, prefix: str | None) -> Iterator[_Found]:
    """Numbers called decisions but printed without a prefix."""
    form, bare = _without_prefix(prefix)
    position = 0
    while match := bare.search(plain, position):
        for found in _listed(plain, _found(form, match, number_only=True)):
            yield found
            position = found.end


def find_decisions(text: str, prefix: str | None = None) -> tuple[Mention, ...]:
    """All decisions `text` names, in order; `prefix` is what ids without one take.

    Of the forms that match at one place the longest wins, then the first of the data file.
    """
    plain = text.translate(DASHES)
    if not _ID_LIKE.search(plain):
        return ()
    candidates = [
        (match.start(), -match.end(), rank, match)
        for rank, form in enumerate(id_patterns())
        for match in form.pattern.finditer(plain)
    ]
    candidates.sort(key=lambda c: c[:3])
    found: list[_Found] = []
    mentions: list[Mention] = []

    def take(new: _Found) -> None:
        if found:
            mentions.extend(_implied(plain, found[-1], new))
        found.append(new)
        mentions.append(Mention(new.value, new.start, new.end))

    last_end = -1
    for start, _, rank, match in candidates:
        form = id_patterns()[rank]
        # a number that several bodies print alike counts only where the text calls it a decision
        if start < last_end or (form.shared and not _called(plain, start, last_end)):
            continue
        for member in _listed(plain, _found(form, match)):
            take(member)
            last_end = member.end
    prefixed = list(found)
    starts = [f.start for f in prefixed]
    for member in _unprefixed(plain, prefix):
        at = bisect_left(starts, member.end)
        if not at or prefixed[at - 1].end <= member.start:
            take(member)
    return tuple(sorted(mentions, key=lambda m: (m.start, m.end)))


def opening_decision(title: str, prefix: str | None = None) -> str | None:
    """The decision that a line opens, with or without the word: "16/18. Pathways" as well."""
    named = find_decisions(title, prefix) or find_decisions(f"decision {title}", prefix)
    return named[0].value if named else None


_SAME = re.compile(r"\b[Tt]h(?:e|is|at)\s+same\s+(?:decision|resolution)\b")


def same_decision(text: str) -> tuple[int, int] | None:
    """The span of "the same decision", which names the decision named before it; None where there is none."""
    match = _SAME.search(text)
    return match.span() if match else None


@lru_cache(maxsize=1)
def decision_title() -> re.Pattern[str]:
    """A line that opens a decision's text: "Decision 5/CMA.9", "MC-9/2: Mercury waste"."""
    forms = (re.sub(r"[?]P<\w+>", "?:", p.pattern.pattern) for p in id_patterns())
    ids = "|".join(
        f"(?i:{form.removeprefix('(?i)')})" if form.startswith("(?i)") else f"(?:{form})" for form in forms
    )
    # a form that begins with the word itself may stand alone on its line
    return re.compile(
        rf"[ \t]*(?P<mark>(?:(?:Decision|DECISION|Draft decision|Resolution|RESOLUTION)[ \t]+)(?:{ids})"
        rf"|(?=(?i:decision|resolution)\b)(?:{ids})(?=[ \t]*$)"
        rf"|(?:{ids})(?=\s{{0,9}}[:.–—-]\s{{1,9}}[A-ZÀ-Þ]))(?![,;)\w/]|\.\d)(?=\s{{0,9}}(?:[:.–—-]|$))"
    )
