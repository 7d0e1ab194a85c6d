"""The words with which a statement is compared with its text: what may stand for what, and what may not.

The words are data: `vocabulary/supporting.yaml` and `official_english.txt` (own compilation),
`word_groups.txt` and `word_forms.txt` (out of WordNet). Here they are read, and a text is put plainly: two
ways to say one thing become one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Set
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from corpus.vocabulary import load
from corpus.vocabulary.loading import from_yaml
from corpus.words import STOP, fold, irregular_forms, stem, words

_ONES = """one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen"""
_ORDINALS = """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
    fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"""
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_TENTHS = "twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth"


@lru_cache(maxsize=4096)
def plainly(text: str) -> str:
    """`text` with one way to say each thing: phrases, counts and ordinals, irregular forms.

    "Three drafts were sent at the latest two weeks before" becomes "3 drafts be send by 2 weeks before".
    """
    tokens = list(_TOKEN.finditer(text))
    small = [m.group().lower().replace("’", "'") for m in tokens]
    parts, end, place = [], 0, 0
    while place < len(tokens):
        put, length = _phrase_at(text, tokens, small, place)
        parts += [text[end : tokens[place].start()], put]
        end = tokens[place + length - 1].end()
        place += length
    put = "".join([*parts, text[end:]])
    for sign, word in _SIGNS:
        put = sign.sub(word, put)
    return put


_TOKEN = re.compile(r"[A-Za-z]+(?:['’][a-z]+)?")


def _phrase_at(text: str, tokens: list[re.Match[str]], small: list[str], place: int) -> tuple[str, int]:
    """What is put for the longest phrase that begins at a token, and how many tokens it takes."""
    for phrase, put in _phrases().get(small[place], ()):
        length = len(phrase)
        if small[place : place + length] != phrase:
            continue
        gaps = (text[a.end() : b.start()] for a, b in pairwise(tokens[place : place + length]))
        if all(gap == "-" or gap.isspace() for gap in gaps):
            return put, length
    return base_form(tokens[place].group()), 1


_SPELT = re.compile(r"(?<=[a-z]{3})is(e[drs]?|ing|ations?)$")
_MONEY = r"(?=\s+(?:[A-Z]{3}\s|US\$\s?)?\d)"
_SIGNS = (
    (re.compile(r"\bUS\s?\$"), "usd "),
    (re.compile(r"€"), "eur "),
    (re.compile(r"\s*%|\bper\s+cent\b"), " percent"),
    (re.compile(r"\batmost(?=\s+(?:\d{1,2} [A-Z]|the\b|$|[,.;]|\D{0,2}$))"), "until"),
    (re.compile(r"\bby (\d+ (?:hour|day|week|month|year)s?) after\b"), r"within \1 of"),
    (
        re.compile(r"\bwithin (\d+ (?:hour|day|week|month|year)s?) (?:after|from|following)\b"),
        r"within \1 of",
    ),
    (re.compile(rf"(?i)\b(?:over|above){_MONEY}"), "morethan"),
    (re.compile(rf"(?i)\b(?:under|below){_MONEY}"), "lessthan"),
)


def base_form(word: str) -> str:
    """A word's base where its form is irregular, and its American spelling."""
    small = word.lower()
    return _forms().get(small) or (_SPELT.sub(r"iz\1", word) if "is" in small else word)


@cache
def _phrases() -> dict[str, list[tuple[list[str], str]]]:
    """Phrases, counts and ordinals under their first word, the longest first, and what is put for each."""
    instead = dict(_counts())
    for line in _rows()["phrases"]:
        put, *others = (part.strip() for part in line.split("|"))
        instead |= {other: put for other in others}
    found: dict[str, list[tuple[list[str], str]]] = defaultdict(list)
    for phrase in sorted(instead, key=lambda phrase: -len(phrase.split())):
        found[phrase.split()[0]].append((phrase.split(), instead[phrase]))
    return dict(found)


def _counts() -> Iterator[tuple[str, str]]:
    """Counts but for "one", which is a pronoun as often, and ordinals but for "first" and "second"."""
    ones, ordinals = _ONES.split(), _ORDINALS.split()
    for value, (count, ordinal) in enumerate(zip(ones, ordinals, strict=True), 1):
        if value > 1:
            yield count, str(value)
        if value > 2:
            yield ordinal, _nth(value)
    for ten, (count, ordinal) in enumerate(zip(_TENS.split(), _TENTHS.split(), strict=True), 2):
        yield count, str(10 * ten)
        yield ordinal, _nth(10 * ten)
        for value in range(1, 10):
            yield f"{count} {ones[value - 1]}", str(10 * ten + value)
            yield f"{count} {ordinals[value - 1]}", _nth(10 * ten + value)


def _nth(value: int) -> str:
    last = {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{value}{'th' if value % 100 in (11, 12, 13) else last}"


@cache
def _rows() -> dict[str, Any]:
    source = files("assistant.vocabulary").joinpath("supporting.yaml").read_text(encoding="utf-8")
    rows: dict[str, Any] = from_yaml(source)
    return rows


def _lines(name: str) -> list[str]:
    source = files("assistant.vocabulary").joinpath(name).read_text(encoding="utf-8")
    return [line for line in source.splitlines() if line and not line.startswith("#")]


def _stems(line: str) -> set[str]:
    return {stem(base_form(word)) for word in line.split()}


@cache
def _forms() -> dict[str, str]:
    own = (line.split() for line in _rows()["forms"])
    return irregular_forms() | {form: base for base, *other in own for form in other}


@cache
def free_words() -> frozenset[str]:
    """Words that only tie a statement together, as written, function words included."""
    return frozenset(fold(w) for line in _rows()["free"] for w in line.split()) | STOP


@cache
def free() -> frozenset[str]:
    """Stems of the words that only tie a statement together."""
    return frozenset(s for line in _rows()["free"] for s in _stems(line))


@cache
def light() -> frozenset[str]:
    """Stems of verbs that say nothing beside the act that they carry: "conduct" in "conduct a review"."""
    return frozenset(s for line in _rows()["light"] for s in _stems(line))


@cache
def telling() -> frozenset[str]:
    """Stems of words that change what is asserted: each must stand in the text cited."""
    return frozenset(s for line in _rows()["telling"] for s in _stems(line))


@cache
def told_alike() -> dict[str, frozenset[str]]:
    """For each telling stem that has some, the other stems of its meaning."""
    found: dict[str, frozenset[str]] = defaultdict(frozenset)
    for line in _rows()["told"]:
        group = _stems(line)
        for member in group:
            found[member] |= frozenset(group) - {member}
    return found


@cache
def bound() -> dict[str, frozenset[str]]:
    """Words that may be used only where the text cited has one of certain stems."""
    return {word: frozenset(stem(str(w)) for w in there) for word, there in _rows()["bound"].items()}


@cache
def _alike() -> dict[str, frozenset[frozenset[str]]]:
    """For each stem, or two stems, the groups it is in; members of two words are "put forward"."""
    found: dict[str, set[frozenset[str]]] = defaultdict(set)
    own = [{_stem(word) for word in line.split()} for line in _rows()["alike"]]
    general = [_members(line) for line in _lines("word_groups.txt")]
    for group in map(frozenset, own + general):
        for member in group:
            found[member].add(group)
    for line in _lines("official_english.txt"):
        wider, _, narrower = line.partition("<")  # "person < delegate": never the reverse
        group = frozenset(_stem(word) for word in f"{wider} {narrower}".split())
        for word in wider.split():
            found[_stem(word)].add(group)
    return {member: frozenset(kept) for member, kept in found.items()}


def _stem(word: str) -> str:
    return " ".join(stem(base_form(part)) for part in word.split("-"))


def _members(line: str) -> set[str]:
    """The stems of a line, without telling ones."""
    found = {member.replace("-", " ") for member in line.split()}
    return {member for member in found if not telling() & set(member.split())}


def stands_for(said: str, there: Set[str]) -> bool:
    """Whether a stem, or two in a row, may stand for one that is `there`."""
    return any(group & there for group in _alike().get(said, ()))


@lru_cache(maxsize=65536)
def standing(said: str, there: frozenset[str]) -> str:
    """The stem that is `there` for which `said` may stand, or `said` itself."""
    if said in there:
        return said
    return min((s for group in _alike().get(said, ()) for s in group & there), default=said)


def stems_of(text: str) -> set[str]:
    """Stems of a plain text, and of its words two by two."""
    found = [w.stem for w in words(text)]
    return {*found, *(" ".join(pair) for pair in pairwise(found))}


@cache
def _short_forms() -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    pairs = load("abbreviations").items()
    return tuple(
        (frozenset(w.stem for w in words(short)), frozenset(w.stem for w in words(plainly(full))))
        for short, full in pairs
    )


def spelt_out(own: set[str], known: set[str]) -> set[str]:
    """Stems of short forms among `own` that `known` spells out, and of what it gives as short forms."""
    found: set[str] = set()
    for short, full in _short_forms():
        if short <= own and full <= known:
            found |= short
        elif full <= own and short <= known:
            found |= full
    return found
