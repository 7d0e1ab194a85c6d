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

from assistant.catalogue import Catalogue
from assistant.evidence import Draft
from assistant.understanding import Question
from corpus.dates import MONTHS
from corpus.vocabulary.loading import from_yaml
from corpus.words import fold

ENGLISH = "en"
#: Characters of a document that its language is told by.
READ = 3000
_MARKS = set("¿¡")
#: A word; not a part of an address.
_WORD = re.compile(r"(?<![\w@.])[^\W\d_]+(?:-[^\W\d_]+)*(?![\w@]|\.\w)")
_Ask = Callable[[str], Draft]
_REFUSED = {"not_in_documents", "not_loaded"}


@dataclass(frozen=True, slots=True)
class Language:
    """One language: what tells it, its months, what it calls languages, and what is said in it (`texts`)."""

    code: str
    words: frozenset[str]
    letters: frozenset[str]
    script: re.Pattern[str] | None
    months: tuple[str, ...]
    joins: str
    names: dict[str, str]
    texts: dict[str, str]

    def dated(self, text: str) -> str:
        """`text` with its dates as English writes them: "30 de junio de 2024" becomes "30 June 2024"."""
        if not self.months:
            return text
        names = dict(zip((m.casefold() for m in self.months), MONTHS, strict=True))
        join = rf"(?:{self.joins}\s+)?" if self.joins else ""
        pattern = rf"(?i)\b(\d{{1,2}})(?:er|\.)?\s+{join}({'|'.join(self.months)})\s+{join}(\d{{4}})\b"
        return re.sub(pattern, lambda m: f"{m[1]} {names[m[2].casefold()].capitalize()} {m[3]}", text)


@cache
def languages() -> dict[str, Language]:
    """The languages of the data file by their code, English first."""
    source = files("assistant.vocabulary").joinpath("languages.yaml").read_text(encoding="utf-8")
    return {
        code: Language(
            code,
            frozenset(row.get("words", "").split()),
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
    written = "".join(w for w in words if not w[0].isupper()) or "".join(words)
    for language in languages().values():
        if language.script and 2 * len(language.script.findall(written)) > len(written):
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

    Where the draft refuses, what the documents say of the decisions or people that are named; of a workstream
    named always its items. `question` is `text` as it was understood; `ask` answers a question in English.
    """
    language = foreign(text, catalogue)
    if language is None:
        return draft
    whole = question.item is None
    streams = tuple(name for name in question.workstreams if whole and fold(name) in fold(text))
    if draft.status not in _REFUSED and not streams:
        return draft.with_remark(_said(language, ("shared",), catalogue))
    people = catalogue.people_in(text)
    forms = ((streams, "List the items under {}"), (question.decisions, "{}"), (people, "Who is {}?"))
    for named, form in forms:
        found = ask(form.format(" and ".join(named))) if named else draft
        if found.status == "answered":
            said = _said(language, ("only_named",), catalogue, ", ".join(named))
            return replace(found, status="partly_answered", remark=said)
    return draft


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
