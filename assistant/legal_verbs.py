"""Legal verbs of a statement against those of the text it cites: they may not be strengthened, nor exchanged.

The verbs and their strength are data (`corpus/vocabulary/legal_verbs.yaml`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from corpus.vocabulary import load

_DUTIES = frozenset({"shall", "must", "be required to", "be obliged to", "have to"})
_PROHIBITIONS = frozenset({"shall not", "must not", "prohibit"})
#: Nouns that oblige or ask; others ("decision", "agreement") are as a rule the name of a paper.
_NOUNS = frozenset({"obligation", "requirement", "duty", "request", "invitation", "prohibition", "ban"})
#: What a body does by its word; such verbs ask nothing of anybody and are checked like any other words.
_ACTS = frozenset(
    {"establish", "amend", "replace", "extend", "terminate", "elect", "appoint", "designate", "confirm"}
)
_ALLOWED = re.compile(r"(?i)\b(?:allow|permit)\w*\b")
#: To need something, which is no duty where the text speaks of need itself.
_NEEDING = frozenset({"requiring", "requires", "require"})
_NEEDED = re.compile(r"(?i)\bneed(?:s|ed|ing)?\b")
#: Plain English for a request; never for an invitation.
_PLAIN = {"ask": 4}


@dataclass(frozen=True, slots=True)
class LegalVerb:
    """A verb found: `form` as written, `rank` 1..5 with 5 the strongest."""

    verb: str
    form: str
    rank: int
    negative: bool


@cache
def _forms() -> tuple[re.Pattern[str], dict[str, LegalVerb]]:
    found: dict[str, LegalVerb] = {}
    for row in load("legal_verbs"):
        for form in (*row["forms"], *(n for n in row.get("nouns", ()) if n in _NOUNS)):
            found.setdefault(form, LegalVerb(row["verb"], form, row["rank"], bool(row.get("negative"))))
    ordered = sorted(found, key=lambda form: -len(form))
    return re.compile(rf"(?i)(?<![\w-])(?:{'|'.join(map(re.escape, ordered))})(?![\w-])"), found


@cache
def forms_of_class(name: str) -> frozenset[str]:
    """Every form of the verbs of a class ("request"), lower case."""
    return frozenset(form for row in load("legal_verbs") if row["class"] == name for form in row["forms"])


def verbs_in(text: str) -> tuple[LegalVerb, ...]:
    """The legal verbs of `text` in order, the longest form at each place; "May 2025" is none."""
    pattern, forms = _forms()
    return tuple(
        forms[m.group().lower()]
        for m in pattern.finditer(text)
        if not (m.group() == "May" and re.match(r"\s+\d|\s*[,.]?\s*\d{4}", text[m.end() :]))
    )


def weighed(verb: LegalVerb) -> bool:
    """Whether a verb asks or obliges, so that it may not be exchanged; recording asks nothing of anybody."""
    return verb.rank > 1 and verb.verb not in _ACTS


def raised(statement: str, clause: str, whole: str) -> bool:
    """Whether `statement` puts a verb that the text cited does not, or that another clause of it puts.

    `clause` is the clause that the statement is nearest to, `whole` all that may lend a verb.
    """
    there = {v.verb for v in verbs_in(whole)}
    near = {v.verb for v in verbs_in(clause) if weighed(v)}
    for said in verbs_in(statement):
        if not weighed(said) or said.verb == "can":  # an ability obliges nobody
            continue
        if not _backed(said, there, whole):
            return True
        if near and said.rank > 2 and not _backed(said, near, clause):
            return True
    return False


def _backed(said: LegalVerb, there: set[str], whole: str) -> bool:
    if said.verb in there:
        return True
    if said.form.lower() in _NEEDING and _NEEDED.search(whole):
        return True
    if said.verb == "may" and _ALLOWED.search(whole):
        return True
    if said.verb in _DUTIES:
        return bool(there & _DUTIES)
    if said.verb in _PROHIBITIONS:
        return bool(there & _PROHIBITIONS)
    least = _PLAIN.get(said.verb)
    return least is not None and bool(there & {"request", "call upon", "call for"})
