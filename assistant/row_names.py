"""Which rows of a table a text names: by their whole name, by its beginning, its bracket or its initials."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.words import STOP, Word, fold, words

_BRACKET = re.compile(r"\s*\(([^)]*)\)")
_CAPITAL = re.compile(r"\b[A-ZÀ-Þ][\w’'-]*")
#: What stands before the name proper of a State: "United Republic of Tanzania".
_STYLE = re.compile(
    r"(?i)(?:(?:the|former|yugoslav|united|democratic|people['’]s|islamic|bolivarian|plurinational|federated|federal"
    r"|arab|republic|states?|kingdom|union)\s+)+of\s+(?:the\s+)?(?=\S)"
)
#: Letters from which on a word may stand for a longer one ("Russia" for "Russian").
_LONG = 5


@dataclass(frozen=True, slots=True)
class Named:
    """The place of a row that ``text[start:end]`` names; `whole` says if by all of its name."""

    row: int
    start: int
    end: int
    whole: bool


@dataclass(frozen=True, slots=True)
class _Name:
    """How a row may be called: whole names as stems, shorter ones that others may share, and its initials."""

    forms: tuple[tuple[str, ...], ...]
    shorter: tuple[tuple[str, ...], ...]
    initials: frozenset[str]


def named_in(text: str, names: Sequence[str]) -> list[Named]:
    """The rows of `names` that `text` names, in its order; none by a part that several of them share."""
    given = words(text)
    found = [n for at, name in enumerate(names) for n in _whole(at, _name(name), given, text)]
    found = [n for n in dict.fromkeys(found) if not any(_within(n, other) for other in found)]
    taken = [(n.start, n.end) for n in found]
    parts = [n for at, name in enumerate(names) if (n := _part(at, _name(name), given, text)) is not None]
    for part in parts:
        rivals = [p for p in parts if p.start < part.end and part.start < p.end]
        longest = max(p.end - p.start for p in rivals)
        best = [p for p in rivals if p.end - p.start == longest]
        if best == [part] and not any(a < part.end and part.start < b for a, b in taken):
            found.append(part)
    return sorted(found, key=lambda n: (n.start, n.row))


def _within(one: Named, other: Named) -> bool:
    """Whether a longer name of another row holds this one ("Guinea" in "Papua New Guinea")."""
    longer = other.end - other.start > one.end - one.start
    return longer and other.row != one.row and other.start <= one.start and one.end <= other.end


@lru_cache(maxsize=8192)
def _name(printed: str) -> _Name:
    outer = _BRACKET.sub("", printed).strip(" ,.;")
    inner = [i for i in _BRACKET.findall(printed) if len(i) > 1]
    forms = [printed, outer, *inner, outer.partition(" / ")[0]]
    stems = dict.fromkeys(tuple(w.stem for w in words(form)) for form in forms)
    capitals = _CAPITAL.findall(re.split(r"\s(?:of|and|for)\s", outer)[0])
    initials = "".join(c[0] for c in capitals) if len(capitals) < 5 and "." not in outer else ""
    code = re.search(r"[^\W\d_]", printed) and re.search(r"\d", printed)
    kept = tuple(s for s in stems if s and (code or any(len(part) > 1 for part in s)))
    plain = tuple(w.stem for w in words(_STYLE.sub("", outer))) if _STYLE.match(outer) else ()
    return _Name(kept, (plain,) if plain else (), frozenset({initials} if len(initials) > 1 else ()))


def _whole(at: int, name: _Name, given: Sequence[Word], text: str) -> list[Named]:
    found = []
    for form in name.forms:
        size = len(form)
        for i in range(len(given) - size + 1):
            run = tuple(w.stem for w in given[i : i + size])
            if run == form and not _common(form, given[i], text) and not _longer(given, i, text):
                found.append(Named(at, given[i].start, given[i + size - 1].end, True))
    found += [Named(at, w.start, w.end, True) for w in given if w.text in name.initials]
    return found


def _common(form: tuple[str, ...], word: Word, text: str) -> bool:
    """Whether a name of one small word is only a word here: "it", "us", "may"."""
    return len(form) == 1 and fold(word.text) in STOP and not text[word.start : word.end].isupper()


def _longer(given: Sequence[Word], at: int, text: str) -> bool:
    """Whether the name at a word is the end of another name: "Ireland" in "Northern Ireland"."""
    if at < 2 or text[given[at - 1].end : given[at].start] != " " or not given[at].text[:1].isupper():
        return False
    before = given[at - 1].text
    return before[:1].isupper() and not before.isupper() and fold(before) not in STOP


def _part(at: int, name: _Name, given: Sequence[Word], text: str) -> Named | None:
    """The longest run of words that a name begins with: two of them, or one with a capital letter."""
    best: Named | None = None
    for form in (*name.forms, *name.shorter):
        for i, word in enumerate(given):
            if _longer(given, i, text):
                continue
            size = 0
            while size < len(form) and i + size < len(given) and form[size] == given[i + size].stem:
                size += 1
            own = [w for w in given[i : i + size] if fold(w.text) not in STOP]
            alike = not size and len(word.text) >= _LONG and form[0].startswith(fold(word.text))
            proper = i > 0 and word.text[:1].isupper() and len(word.text) > 3 and word.text.isalpha()
            if len(own) > 1 or (proper and (own or alike)):
                end = given[i + max(size, 1) - 1].end
                if best is None or end - word.start > best.end - best.start:
                    best = Named(at, word.start, end, False)
    return best
