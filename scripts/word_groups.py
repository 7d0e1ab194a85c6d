"""Writes the words that may stand for one another, and irregular forms, out of WordNet 3.0.

    python scripts/word_groups.py DICT

DICT is the folder of WordNet's own files (`data.noun`, `index.noun`, `noun.exc` ...; Debian's package
`wordnet-base` has them in /usr/share/wordnet). Writes `assistant/vocabulary/word_groups.txt` and
`corpus/vocabulary/word_forms.txt`. Taken are common words (those that the embedding model knows whole) in
their first senses: words of one sense, and words that WordNet calls derived from one another ("confirm",
"confirmation").
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from assistant.support_vocabulary import base_form
from corpus.words import stem
from index import PackagedEmbedder

_KINDS = {"n": "noun", "v": "verb", "a": "adj", "r": "adv"}
_SENSES = 3
_ROOT = Path(__file__).resolve().parent.parent
_GROUPS = _ROOT / "assistant" / "vocabulary" / "word_groups.txt"
_FORMS = _ROOT / "corpus" / "vocabulary" / "word_forms.txt"
#: Left out: a form that is another common word; added: one that WordNet lists only in compounds.
_OTHER_WORDS = frozenset({"might"})
_ADDED = (("women", "woman"),)
_LICENCE = """\
# Origin: WordNet 3.0, selected by scripts/word_groups.py.
# WordNet 3.0 Copyright 2006 by Princeton University. All rights reserved.
# Licence: WordNet 3.0 licence; the full text is in docs/licences/wordnet.txt.
"""


@dataclass(frozen=True, slots=True)
class Sense:
    """Words of one meaning, and the pointers to words derived from them: (own place, sense, its place)."""

    words: tuple[str, ...]
    derived: tuple[tuple[int, tuple[str, str], int], ...]


def senses(folder: Path) -> dict[tuple[str, str], Sense]:
    """Every sense by kind and offset."""
    found: dict[tuple[str, str], Sense] = {}
    for kind, name in _KINDS.items():
        for line in _lines(folder / f"data.{name}"):
            fields = line.split(" | ")[0].split()
            count = int(fields[3], 16)
            after = 4 + 2 * count
            pointers = [fields[i : i + 4] for i in range(after + 1, after + 1 + 4 * int(fields[after]), 4)]
            found[kind, fields[0]] = Sense(
                tuple(fields[4 + 2 * i].split("(")[0] for i in range(count)),
                tuple(
                    (int(place[:2], 16) - 1, (other.replace("s", "a"), offset), int(place[2:], 16) - 1)
                    for sign, offset, other, place in pointers
                    if sign == "+"
                ),
            )
    return found


def ranks(folder: Path) -> dict[tuple[str, str, str], int]:
    """How common a sense of a word is, 1 the most: by kind, offset and word."""
    found = {}
    for kind, name in _KINDS.items():
        for line in _lines(folder / f"index.{name}"):
            fields = line.split()
            for rank, offset in enumerate(fields[len(fields) - int(fields[2]) :], 1):
                found[kind, offset, fields[0]] = rank
    return found


def groups(folder: Path, common: set[str]) -> Iterator[tuple[str, ...]]:
    """Words that may stand for one another."""
    every, rank = senses(folder), ranks(folder)

    def taken(key: tuple[str, str], word: str) -> bool:
        known = all(part in common or len(part) < 4 for part in word.split("_"))
        plain = word.replace("_", "").isalpha() and word.islower() and word.count("_") < 2
        return plain and known and rank.get((*key, word), 99) <= _SENSES

    for key, sense in every.items():
        kept = _unlike({w for w in sense.words if taken(key, w)})
        if len(kept) > 1:
            yield kept
        for own, other, place in sense.derived:
            pair = {sense.words[own], every[other].words[place]}
            if len(pair) == 2 and taken(key, sense.words[own]) and taken(other, every[other].words[place]):
                yield tuple(sorted(pair))


def _unlike(group: set[str]) -> tuple[str, ...]:
    """Without members that only say more of another one: "police officer" beside "officer"."""
    return tuple(sorted(w for w in group if "_" not in w or not set(w.split("_")) & group))


def forms(folder: Path, common: set[str]) -> Iterator[tuple[str, str]]:
    """Irregular forms of nouns and verbs, each with its base."""
    yield from _ADDED
    for name in ("noun", "verb"):
        for line in _lines(folder / f"{name}.exc"):
            form, base, *_ = line.split()
            if form in _OTHER_WORDS or form == base or base.endswith(form):
                continue
            if form in common and base in common:
                yield form, base


def stems_of_member(word: str) -> str:
    """A word's stem as the program compares it; two words are joined by a hyphen."""
    return "-".join(stem(base_form(part)) for part in word.split("_"))


def _lines(path: Path) -> Iterator[str]:
    return (line for line in path.read_text(encoding="ascii").splitlines() if not line.startswith("  "))


def main(folder: Path) -> None:
    """Write both files."""
    embedder = PackagedEmbedder()
    words = {w for line in _lines(folder / "index.noun") for w in line.split()[:1]}
    for name in ("verb", "adj", "adv"):
        words |= {line.split()[0] for line in _lines(folder / f"index.{name}")}
        words |= {line.split()[0] for line in _lines(folder / f"{name}.exc")}
    words |= {line.split()[0] for line in _lines(folder / "noun.exc")}
    common = {w for w in words if w.isalpha() and len(w) > 2 and embedder.knows_word(w)}
    stems = ({stems_of_member(w) for w in group} for group in groups(folder, common))
    found = sorted({" ".join(sorted(group)) for group in stems if len(group) > 1})
    _GROUPS.write_text(
        f"# Stems of words that may stand for one another, one group a line.\n#\n{_LICENCE}"
        + "\n".join(found)
        + "\n"
    )
    pairs = sorted({" ".join(pair) for pair in forms(folder, common)})
    _FORMS.write_text(
        f"# Irregular forms and their base, one pair a line.\n#\n{_LICENCE}" + "\n".join(pairs) + "\n"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
