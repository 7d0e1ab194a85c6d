"""In which language a question or a statement is, where that can be told by its most common words or letters.

The languages are data (`vocabulary/languages.yaml`). What cannot be told counts as English.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from corpus.dates import MONTHS
from corpus.vocabulary.loading import from_yaml
from corpus.words import STOP, fold

_WORD = re.compile(r"[^\W\d_]+(?:['’](?=[^\W\d_]))?")
_LEAST = 2
_SHARE = 0.25


@dataclass(frozen=True, slots=True)
class Language:
    """A language beside English: its code, how it is told, and what a reader is told in it."""

    code: str
    notice: str
    words: frozenset[str] = frozenset()
    letters: re.Pattern[str] | None = None
    months: tuple[str, ...] = ()
    joins: str = ""

    def dated(self, text: str) -> str:
        """`text` with its dates as English writes them: "30 de junio de 2024" becomes "30 June 2024"."""
        if not self.months:
            return text
        names = dict(zip((m.casefold() for m in self.months), MONTHS, strict=True))
        join = rf"(?:{self.joins}\s+)?" if self.joins else ""
        pattern = rf"(?i)\b(\d{{1,2}})(?:er|\.)?\s+{join}({'|'.join(self.months)})\s+{join}(\d{{4}})\b"
        return re.sub(pattern, lambda m: f"{m[1]} {names[m[2].casefold()].capitalize()} {m[3]}", text)


def language_of(text: str) -> Language | None:
    """The language of `text`, or None for English and for what cannot be told."""
    for language in _languages():
        if language.letters and len(language.letters.findall(text)) > len(text) / 4:
            return language
    said = [fold(m.group().rstrip("'’")) for m in _WORD.finditer(text)]
    english = sum(word in STOP for word in said)
    counted = [(sum(word in each.words for word in said), each) for each in _languages() if each.words]
    most, best = max(counted, key=lambda pair: pair[0])
    begins = bool(said) and said[0] in best.words and not english  # "Welche Entscheidung betrifft ...?"
    told = most >= _LEAST and most > english and most >= _SHARE * len(said)
    return best if told or begins else None


@cache
def _languages() -> tuple[Language, ...]:
    source = files("assistant.vocabulary").joinpath("languages.yaml").read_text(encoding="utf-8")
    return tuple(
        Language(
            code,
            row["notice"],
            frozenset(fold(word) for word in row.get("words", "").split()),
            re.compile(f"[{row['letters']}]") if "letters" in row else None,
            tuple(row.get("months", "").split()),
            row.get("joins", ""),
        )
        for code, row in from_yaml(source).items()
    )
