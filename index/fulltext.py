"""Full text: the question's words as the index understands them, and BM25 over stems (SQLite FTS5).

Questions and documents go through the same analyser (`corpus.words`). A word nobody wrote is taken for the
one it was probably meant to be; an everyday word also stands for the official terms.
"""

from __future__ import annotations

import math
import re
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from corpus.meetings import ordinal_otherwise
from corpus.vocabulary import Expansion, load, synonyms
from corpus.words import STOP, content_words, fold, stem, words
from index.hit import Term
from index.selecting import Selection
from index.spelling import Spelling

MAX_WORDS = 64  # distinct words of a question that are looked up
_NUMBERED = re.compile(r"[\s-]*\d")
_KEPT = 64  # questions last understood: one is understood several times on its way to an answer
_LARGE = 5000  # passages from which on frequent words are left out of a query
_FREQUENT = 0.1  # share of passages that makes a word frequent


@dataclass(frozen=True, slots=True)
class Understood:
    """A question's terms, the stems and phrases that are looked for, and the question as it was meant."""

    question: str
    terms: tuple[Term, ...]
    stems: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...]


@cache
def everyday_words() -> frozenset[str]:
    """The words of the shipped vocabulary, so that a slip in one of them is found too."""
    phrases = (phrase for group in load("synonyms") for phrase in (*group["everyday"], *group["official"]))
    return frozenset(fold(word.text) for phrase in phrases for word in content_words(phrase))


class FullText:
    """What one state of the collection says of words. Made anew whenever documents change."""

    def __init__(
        self,
        read: sqlite3.Connection,
        is_word: Callable[[str], bool] = lambda _: False,
        rarity: Callable[[str], float] = lambda _: 1.0,
    ) -> None:
        self._rarity_at_large = rarity
        self.passages = int(read.execute("SELECT count(*) FROM passages").fetchone()[0])
        self._counts = dict(read.execute("SELECT word, count FROM spellings").fetchall())
        self._is_word = is_word
        self._frequency: dict[str, int] = {}
        self._understood: dict[str, Understood] = {}

    @cached_property
    def _spelling(self) -> Spelling:
        """Made with the first question: lists need none, and the vocabulary takes a while to read."""
        return Spelling({word: 1 for word in everyday_words() if len(word) > 3} | self._counts, self._is_word)

    def understand(self, read: sqlite3.Connection, question: str) -> Understood:
        """The content words of `question`: as spelt or meant, with official terms and how rare they are."""
        understood = self._understood.get(question)
        if understood is None:
            understood = self._understand(read, question)
            if len(self._understood) >= _KEPT:
                self._understood.clear()
            self._understood[question] = understood
        return understood

    def _understand(self, read: sqlite3.Connection, question: str) -> Understood:
        typed = list(dict.fromkeys(fold(word.text) for word in words(question)))[:MAX_WORDS]
        meant = [self._meant(read, word) for word in typed]
        # phrases need their words side by side, so look them up in the question as it was asked
        corrected = dict(zip(typed, meant, strict=True))
        asked = [corrected[w] or w for word in words(question) if (w := fold(word.text)) in corrected]
        expansions = synonyms().official_for(_as_typed(question, corrected))
        inside = {place for e in expansions for place in range(e.start, e.start + e.length)}
        slips = {right: wrong for wrong, right in corrected.items() if right}
        terms: dict[str, Term] = {}
        for expansion in expansions:
            term = self._expanded(read, asked, expansion, slips)
            terms.setdefault(term.word, term)
        for place, word in enumerate(asked):
            if place not in inside and word not in STOP and word not in terms:
                other = ordinal_otherwise(word)  # "the 64th session" is the sixty-fourth
                found = (_stems(other),) if other else ()
                single = (stem(word), *(s[0] for s in found if len(s) == 1))
                terms[word] = self._term(read, word, single, (s for s in found if len(s) > 1), slips)
        stems = [s for term in terms.values() for s in term.stems]
        stems += [stem(asked[place]) for place in inside if asked[place] not in STOP]
        phrases = [p for term in terms.values() for p in term.phrases]
        in_order = sorted(terms.values(), key=lambda t: asked.index((t.spelt or t.word).split()[0]))
        return Understood(
            _spelt(question, corrected),
            tuple(in_order),
            tuple(dict.fromkeys(stems)),
            tuple(dict.fromkeys(phrases)),
        )

    def best(
        self, read: sqlite3.Connection, asked: Understood, selection: Selection, limit: int, heading: float
    ) -> dict[int, float]:
        """The best `limit` passages by number, BM25 divided by the best of them (0..1)."""
        quoted = [f'"{s}"' for s in self._selective(read, asked.stems)]
        quoted += [f'"{" ".join(phrase)}"' for phrase in asked.phrases if phrase]
        if not quoted:
            return {}
        # the plus keeps SQLite from running the whole query again for each number of the selection
        where = f" AND +rowid IN ({selection.sql})" if selection.sql else ""
        rows = read.execute(
            f"SELECT rowid, bm25(full_text, 1.0, ?) AS found FROM full_text WHERE full_text MATCH ?{where}"
            " ORDER BY found, rowid LIMIT ?",
            (heading, " OR ".join(quoted), *selection.parameters, limit),
        ).fetchall()
        best = rows[0][1] if rows else 0.0
        return {number: (score / best if best else 0.0) for number, score in rows}

    def _meant(self, read: sqlite3.Connection, word: str) -> str | None:
        if word in STOP or self._passages_with(read, stem(word)):
            return None
        return self._spelling.meant(word)

    def _expanded(
        self, read: sqlite3.Connection, asked: list[str], expansion: Expansion, slips: dict[str, str]
    ) -> Term:
        own = asked[expansion.start : expansion.start + expansion.length]
        official = [_stems(text) for text in expansion.terms]
        # "no later than" without its function words is only "later", which says something else
        official = [
            s for s, text in zip(official, expansion.terms, strict=True) if len(s) > 1 or " " not in text
        ]
        single = [found[0] for found in official if len(found) == 1]
        phrases = [found for found in official if len(found) > 1]
        if len(own) == 1:
            single.insert(0, stem(own[0]))
        else:
            phrases.insert(0, _stems(" ".join(own)))
        return self._term(read, " ".join(own), single, phrases, slips)

    def _term(
        self,
        read: sqlite3.Connection,
        meant: str,
        stems: Iterable[str],
        phrases: Iterable[tuple[str, ...]],
        slips: dict[str, str],
    ) -> Term:
        stems, phrases = tuple(dict.fromkeys(stems)), tuple(dict.fromkeys(p for p in phrases if p))
        found = max((self._passages_with(read, s) for s in stems), default=0)
        if not found:
            found = max((self._passages_with_phrase(read, p) for p in phrases), default=0)
        typed = " ".join(slips.get(word, word) for word in meant.split())
        return Term(
            word=typed,
            stems=stems,
            phrases=phrases,
            idf=self._rarity(found),
            known=found > 0,
            spelt=meant if typed != meant else None,
            rarity=max(self._rarity_at_large(word) for word in meant.split()),
        )

    def _rarity(self, found: int) -> float:
        """BM25's idf of a word in `found` passages, divided by that of a word in one."""
        if found <= 1:
            return 1.0
        total = max(self.passages, found)
        return min(1.0, math.log1p((total - found + 0.5) / (found + 0.5)) / math.log1p((total - 0.5) / 1.5))

    def _passages_with(self, read: sqlite3.Connection, one: str) -> int:
        if one not in self._frequency:
            row = read.execute("SELECT doc FROM full_text_stems WHERE term = ?", (one,)).fetchone()
            self._frequency[one] = int(row[0]) if row else 0
        return self._frequency[one]

    def _passages_with_phrase(self, read: sqlite3.Connection, phrase: tuple[str, ...]) -> int:
        query = f'"{" ".join(phrase)}"'
        return int(
            read.execute("SELECT count(*) FROM full_text WHERE full_text MATCH ?", (query,)).fetchone()[0]
        )

    def _selective(self, read: sqlite3.Connection, stems: tuple[str, ...]) -> list[str]:
        """The stems worth looking for: in a large collection not the frequent ones, unless all are."""
        if self.passages < _LARGE:
            return list(stems)
        rare = [s for s in stems if self._passages_with(read, s) <= _FREQUENT * self.passages]
        return rare or list(stems)


def _as_typed(question: str, corrected: Mapping[str, str | None]) -> list[str]:
    """The words of `question` as meant, short forms as typed where only they are in capitals."""
    loud = question.isupper()
    found = []
    for word in words(question):
        folded = fold(word.text)
        if folded in corrected:
            numbered = _NUMBERED.match(question, word.end)  # "CMP 14" names a meeting
            short = word.text.isupper() and not (loud or numbered or corrected[folded])
            found.append(word.text if short else corrected[folded] or folded)
    return found


def _spelt(question: str, corrected: dict[str, str | None]) -> str:
    """`question` with slips put right; all else as typed."""
    parts, place = [], 0
    for word in words(question):
        if right := corrected.get(fold(word.text)):
            parts += [question[place : word.start], right]
            place = word.end
    return "".join([*parts, question[place:]])


def _stems(text: str) -> tuple[str, ...]:
    return tuple(word.stem for word in content_words(text))
