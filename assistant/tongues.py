"""Questions in another language than English: told by their words and letters, refused in that language.

Without a language model nothing is translated: names and numbers that such a question shares with the
documents may answer it, and a refusal says what would help. What is said is in `vocabulary/tongues.yaml`.
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
from corpus.vocabulary.loading import from_yaml

ENGLISH = "en"
#: Characters of a document that its language is told by.
_READ = 3000
_MARKS = set("¿¡")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_Ask = Callable[[str], Draft]
_REFUSED = {"not_in_documents", "not_loaded"}


@dataclass(frozen=True, slots=True)
class Tongue:
    """One language: what tells it, and what is said in it (`texts`, by name)."""

    code: str
    words: frozenset[str]
    letters: frozenset[str]
    script: re.Pattern[str] | None
    names: dict[str, str]
    texts: dict[str, str]


@cache
def tongues() -> dict[str, Tongue]:
    """The languages of the data file by their code, English first."""
    rows = from_yaml(files("assistant.vocabulary").joinpath("tongues.yaml").read_text(encoding="utf-8"))
    told = {"words", "letters", "script", "names"}
    return {
        code: Tongue(
            code,
            frozenset(row.get("words", ())),
            frozenset(row.get("letters", "")),
            re.compile(f"[{row['script']}]") if "script" in row else None,
            row["names"],
            {name: text for name, text in row.items() if name not in told},
        )
        for code, row in rows.items()
    }


@lru_cache(maxsize=4096)
def language_of(text: str) -> str:
    """The language of `text` in two letters; English unless more speaks for another."""
    words = _WORD.findall(text)
    written = "".join(w for w in words if not w[0].isupper()) or "".join(words)
    for tongue in tongues().values():
        if tongue.script and 2 * len(tongue.script.findall(written)) > len(written):
            return tongue.code
    # Names keep their own language ("Côte d'Ivoire", "El Salvador"); a sentence begins with a capital too.
    plain = [w.lower() for n, w in enumerate(words) if w[0].islower() or (n == 0 and len(words) > 2)]
    signs = set("".join(w for w in words if w[0].islower())) | (set(text) & _MARKS)
    score = {
        code: sum(word in tongue.words for word in plain) + len(tongue.letters & signs)
        for code, tongue in tongues().items()
    }
    best = max(score, key=lambda code: score[code])
    return best if score[best] > score[ENGLISH] else ENGLISH


def by_names(text: str, question: Question, draft: Draft, catalogue: Catalogue, ask: _Ask) -> Draft:
    """`draft` for a question `text` that is in another language, with a remark that it is.

    Where the draft refuses, what the documents say of the decisions or people that are named. `question` is
    `text` as it was understood; `ask` answers a question in English.
    """
    tongue = foreign(text, catalogue)
    if tongue is None:
        return draft
    if draft.status not in _REFUSED:
        shared = _said(tongue, ("shared",), catalogue)
        return replace(draft, remark=" ".join(part for part in (draft.remark, shared) if part))
    people = catalogue.people_in(text)
    for named, form in ((question.decisions, "{}"), (people, "Who is {}?")):
        found = ask(form.format(" and ".join(named))) if named else draft
        if found.status == "answered":
            said = _said(tongue, ("only_named",), catalogue, ", ".join(named))
            return replace(found, status="partly_answered", remark=said)
    return draft


def refusal(text: str, draft: Draft, catalogue: Catalogue, has_model: bool) -> str:
    """What a refusal of the question `text` says, in its language: why, and what would help."""
    tongue = tongues()[language_of(text)]
    if tongue.code == ENGLISH:
        return draft.remark
    parts: list[str] = [draft.status]
    if foreign(text, catalogue):
        parts += ["ask_so"] if has_model else ["ask_so", "model"]
    return _said(tongue, parts, catalogue)


def foreign(text: str, catalogue: Catalogue) -> Tongue | None:
    """The language of `text` where no document is in it; None for English and for the documents' own."""
    code = language_of(text)
    return None if code == ENGLISH or code in _languages(catalogue) else tongues()[code]


def _languages(catalogue: Catalogue) -> list[str]:
    """The languages of the documents, the most frequent first."""
    found = [language_of(document.text[:_READ]) for document in catalogue.primary]
    return sorted(set(found), key=lambda code: -found.count(code)) or [ENGLISH]


def _said(tongue: Tongue, parts: Sequence[str], catalogue: Catalogue, named: str = "") -> str:
    languages = ", ".join(tongue.names[code] for code in _languages(catalogue))
    return " ".join(tongue.texts[part].format(languages=languages, named=named) for part in parts)
