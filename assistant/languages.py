"""The language of a text, told by its words and letters; questions in another than the documents'.

Without a language model nothing is translated: names and numbers that such a question shares with the
documents may answer it, and a refusal says in its language what would help. The languages, and what is said
in them, are data (`vocabulary/languages.yaml`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files
from os.path import commonprefix

from assistant.catalogue import Catalogue
from assistant.evidence import Draft
from assistant.understanding import Question
from corpus.dates import MONTHS, find_dates
from corpus.vocabulary.loading import from_yaml
from corpus.words import fold

ENGLISH = "en"
#: Characters of a document that its language is told by.
READ = 3000
_MARKS = set("¿¡")
#: A word; not a part of an address.
_WORD = re.compile(r"(?<![\w@.])[^\W\d_]+(?:-[^\W\d_]+)*(?![\w@]|\.\w)")
_Ask = Callable[[str], Draft]
#: Share of a question's words from which its answer is shown as a part of one.
_MOSTLY = 0.5
#: Letters of the shortest word that carries a question.
_SHORTEST = 3
#: How many letters, and what share of the longer word, words alike begin with.
_BEGINNING, _ALIKE = 5, 0.7
_REFUSED = {"not_in_documents", "not_loaded"}


@dataclass(frozen=True, slots=True)
class Language:
    """One language: what tells it, its months, what it calls languages, and what is said in it (`texts`).

    `due` are its words for a day by which something is due.
    """

    code: str
    words: frozenset[str]
    due: frozenset[str]
    letters: frozenset[str]
    script: re.Pattern[str] | None
    months: tuple[str, ...]
    joins: str
    names: dict[str, str]
    texts: dict[str, str]

    def days(self, text: str) -> dict[str, str]:
        """The dates of `text` as it writes them ("30 de junio de 2024"), each with how English does."""
        if not self.months:
            return {}
        names = dict(zip((m.casefold() for m in self.months), MONTHS, strict=True))
        join = rf"(?:{self.joins}\s+)?" if self.joins else ""
        pattern = rf"(?i)\b(\d{{1,2}})(?:er|\.)?\s+{join}({'|'.join(self.months)})\s+{join}(\d{{4}})\b"
        return {
            m[0]: f"{m[1]} {names[m[2].casefold()].capitalize()} {m[3]}" for m in re.finditer(pattern, text)
        }

    def dated(self, text: str) -> str:
        """`text` with its dates as English writes them."""
        for written, english in self.days(text).items():
            text = text.replace(written, english)
        return text


@cache
def languages() -> dict[str, Language]:
    """The languages of the data file by their code, English first."""
    source = files("assistant.vocabulary").joinpath("languages.yaml").read_text(encoding="utf-8")
    return {
        code: Language(
            code,
            frozenset(row.get("words", "").split()),
            frozenset(fold(word) for word in row.get("due", "").split()),
            frozenset(row.get("letters", "")),
            re.compile(f"[{row['script']}]") if "script" in row else None,
            tuple(row.get("months", "").split()),
            row.get("joins", ""),
            row["names"],
            row.get("texts", {}),
        )
        for code, row in from_yaml(source).items()
    }


@lru_cache(maxsize=4096)
def language_of(text: str) -> str:
    """The language of `text` in two letters; English unless more speaks for another."""
    words = _WORD.findall(text)
    told = [w for w in words if not w[0].isupper()] or words
    written = "".join(told)
    for language in languages().values():
        if language.script is None:
            continue
        own = sum(language.script.search(w) is not None for w in told)
        # Chinese writes a word in a letter or two: one longer English word does not outweigh two of them.
        if 2 * len(language.script.findall(written)) > len(written) or 2 * own > len(told):
            return language.code
    # Names keep their own language ("Côte d'Ivoire", "El Salvador"); a sentence begins with a capital too.
    plain = [w.lower() for n, w in enumerate(words) if w[0].islower() or (n == 0 and len(words) > 2)]
    signs = set("".join(w for w in words if w[0].islower())) | (set(text) & _MARKS)
    score = {
        code: sum(word in language.words for word in plain) + len(language.letters & signs)
        for code, language in languages().items()
    }
    best = max(score, key=lambda code: score[code])
    return best if score[best] > score[ENGLISH] else ENGLISH


def foreign(text: str, catalogue: Catalogue) -> Language | None:
    """The language of `text` where no document is in it; None for English and for the documents' own."""
    code = language_of(text)
    return None if code == ENGLISH or code in _spoken(catalogue) else languages()[code]


def by_names(text: str, question: Question, draft: Draft, catalogue: Catalogue, ask: _Ask) -> Draft:
    """`draft` for a question `text` that is in another language, with a remark that it is.

    It answers where its sources share every word that carries the question, and partly where they share most.
    Else what the documents say of the decisions, people or days that are named, or a refusal; of a workstream
    named always its items. `question` is `text` as it was understood; `ask` answers a question in English.
    """
    language = foreign(text, catalogue)
    if language is None:
        return draft
    whole = question.item is None
    streams = tuple(name for name in question.workstreams if whole and fold(name) in fold(text))
    people, days = catalogue.people_in(text), language.days(text)
    named = (*question.decisions, *people, *days)
    if draft.status not in _REFUSED and not streams:
        # The number of an item of a workstream names all there is to know of it.
        share = _shared(text, language, draft) if whole else 1.0
        if share <= _MOSTLY and not named:
            return Draft("not_in_documents", nearest=tuple(q for p in draft.points for q in p.quotes))
        part = "only_named" if named and share < 1 else "shared"
        status = draft.status if share == 1 else "partly_answered"
        said = _said(language, (part,), catalogue, ", ".join(named))
        return replace(draft, status=status).with_remark(said)
    forms = (
        (streams, "List the items under {}", streams),
        (question.decisions, "{}", question.decisions),
        (people, "Who is {}?", people),
        (tuple(days), "What is due on {}?", tuple(days.values())),
    )
    for written, form, meant in forms:
        found = ask(form.format(" and ".join(meant))) if meant else draft
        if found.status == "answered":
            said = _said(language, ("only_named",), catalogue, ", ".join(written))
            return replace(found, status="partly_answered", remark=said)
    return draft


def _shared(text: str, language: Language, draft: Draft) -> float:
    """Share of the question's words, but those of its grammar, that the draft's sources have alike, 0..1."""
    asked = {
        fold(part)
        for word in _WORD.findall(text)
        for part in word.split("-")
        if part.lower() not in language.words and (len(part) >= _SHORTEST or language.script)
    }
    said = " ".join(f"{q.text} {p.text}" for p in draft.points for q in p.quotes)
    there = {fold(word) for word in _WORD.findall(said)} | (language.due if find_dates(said) else frozenset())
    shared = sum(any(_alike(word, other) for other in there) for word in asked)
    return shared / len(asked) if asked else 1.0


def _alike(word: str, other: str) -> bool:
    """Whether two words are one in two languages: "mercure" and "mercury", "cosmeticos" and "cosmetics"."""
    same = len(commonprefix((word, other)))
    return word == other or same >= max(_BEGINNING, _ALIKE * len(word), _ALIKE * len(other))


def quoted_as_written(text: str, draft: Draft, catalogue: Catalogue) -> Draft:
    """`draft` with a notice in the language of the question `text` that its quotations are not translated."""
    language = foreign(text, catalogue)
    return draft.with_remark(_said(language, ("notice",), catalogue)) if language else draft


def refusal(text: str, draft: Draft, catalogue: Catalogue, has_model: bool) -> str:
    """What a refusal of the question `text` says, in its language: why, and what would help."""
    code = language_of(text)
    if code == ENGLISH:
        return draft.remark
    parts: list[str] = [draft.status]
    if foreign(text, catalogue):
        parts += ["ask_so"] if has_model else ["ask_so", "model"]
    return _said(languages()[code], parts, catalogue)


def _spoken(catalogue: Catalogue) -> list[str]:
    """The languages of the documents, the most frequent first."""
    found = [language_of(document.text[:READ]) for document in catalogue.primary]
    return sorted(set(found), key=lambda code: -found.count(code)) or [ENGLISH]


def _said(language: Language, parts: Sequence[str], catalogue: Catalogue, named: str = "") -> str:
    spoken = ", ".join(language.names[code] for code in _spoken(catalogue))
    return " ".join(language.texts[part].format(languages=spoken, named=named) for part in parts)
