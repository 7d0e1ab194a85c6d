"""Whether a statement that a language model wrote is carried by the text it cites; if not, why not.

Rules first: whatever likeness is blind to (a digit, a name, a number of a decision, "must" for
"is invited to", a negation, a word that the text does not have). What passes them is scored for likeness
(`support_signals`).
Nothing here mends a statement: it stands or it is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from assistant.catalogue import Catalogue
from assistant.evidence import Quote
from assistant.legal_verbs import raised, verbs_in
from assistant.planted import visible, without_planted
from assistant.support_signals import content, shipped_support, support_signals
from assistant.wording import flat
from corpus.dates import MONTHS, find_dates
from corpus.passage import Mention
from corpus.people import find_contacts, find_emails
from corpus.references import find_annexes, find_articles, find_decisions, find_meetings
from corpus.sentences import clauses, sentences
from corpus.vocabulary import load
from corpus.vocabulary.loading import from_yaml
from corpus.words import STOP, fold, stem, words

_MOST_WORDS = 90
_OWN = 0.34
_LINK = re.compile(
    r"""(?ix)
    \w+://|\bwww\.|\]\s*\(|\]\s*\[|!\[|\]:\s|<\s*/?\s*[a-z!?]|&\#?\w+;|\b(?:javascript|data|mailto|file|ftp)\s*:
    |//\s*\w|```|~~~|\$\$|\\\(|\{\{|\b\d{1,3}(?:\.\d{1,3}){3}\b"""
)
_HOST = re.compile(r"(?i)\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}\b")
_NUMBER = re.compile(r"(?<![\w/])\d[\d,.]*(?:/\d+)?\w*")
_PIECE = re.compile(r"[“\"„«]([^“”\"„«»]+)[”\"»]")
_NEGATION = re.compile(
    r"(?i)\b(?:not|no|never|neither|nor|none|nobody|nothing|without|unable|cannot|non|lacks?|lacking|fails?|failed|refus\w+|declin\w+"
    r"|prohibit\w*|forbid\w*|forbidden|except|excluding|unless)\b|n['’]t\b"
)
_SPEAKER = re.compile(r"\b(?:I|me|my|we|us|our|you|your)\b", re.IGNORECASE)
_BODY = re.compile(r"(?m)^[ \t]*(The [A-Z][^,\n]{3,80}),[ \t]*$")
_FIRST = re.compile(r"\b(?:I|me|my)\b")
_SECOND = re.compile(r"\b(?:[Yy]ou|[Yy]our)\b")
_PROGRAM = re.compile(
    r"(?i)\b(?:as an ai|language model|system prompt|instructions?|evidence|passages? \d|hacked|pwned)\b"
)

Find = Callable[[str], Iterable[Mention]]
_FINDERS: tuple[Find, ...] = (find_decisions, find_meetings, find_articles, find_annexes, find_emails)


@dataclass(frozen=True, slots=True)
class Cited:
    """What a statement cites: the quoted `texts`, and `around` them what a reader has in mind there.

    `around` (headings, the paragraph that opens the list, who signs where the text says "I") may lend words,
    names and the legal verb; dates and numbers only come from the texts, `decisions` from the passages.
    """

    texts: tuple[str, ...]
    around: str = ""
    decisions: tuple[str, ...] = ()

    @property
    def said(self) -> str:
        """The texts as one."""
        return " \n ".join(self.texts)

    @property
    def clauses(self) -> list[str]:
        """The sentences and enumerated members of the texts."""
        return [t[a:b] for t in self.texts for start, end in sentences(t) for a, b in clauses(t, start, end)]


def cited(quotes: Sequence[Quote], catalogue: Catalogue) -> Cited:
    """The quotes as they may support something: without sentences that speak to a model."""
    texts = tuple(t for q in quotes if (t := flat(without_planted(visible(q.text)))))
    around: list[str] = []
    decisions: list[str] = []
    for quote in quotes:
        passage, document = quote.passage, catalogue.documents[quote.passage.document_id]
        around += [*passage.section, passage.workstream or "", document.title]
        decisions += [m.value for m in find_decisions(quote.text, catalogue.prefix)]
        decisions += [d for d in (passage.decision, document.decision) if d]
        above = catalogue.passages.get(passage.parent or "")
        while above is not None:
            around.append(above.text)
            above = catalogue.passages.get(above.parent or "")
        if passage.verb:  # a decision speaks for the body that takes it
            around += _BODY.findall(document.text[: passage.start])[-1:]
        for name, form in (("from", _FIRST), ("to", _SECOND)):  # in a letter "I" is who signs it
            if form.search(quote.text):
                around += [f.value for f in document.header if f.name == name]
    return Cited(texts, flat(without_planted(visible(" ; ".join(around)))), tuple(dict.fromkeys(decisions)))


def unsupported(statement: str, source: Cited, embedder: object = None) -> str | None:
    """Why `statement` may not be shown beside `source`, in a word; None where it may."""
    if not source.texts:
        return "nothing cited"
    for reason, found in _rules(statement, source):
        if found:
            return reason
    texts = [*source.texts, source.around] if source.around else list(source.texts)
    model = shipped_support()
    return (
        None
        if model.probability(support_signals(statement, texts, embedder)) >= model.threshold
        else "unlike"
    )


def _rules(statement: str, source: Cited) -> Iterator[tuple[str, bool]]:
    """Each rule's name and whether the statement breaks it, cheap ones first."""
    yield "form", _badly_formed(statement, source)
    yield (
        "quotation",
        any(fold(flat(piece)).strip(" .,;") not in fold(source.said) for piece in _PIECE.findall(statement)),
    )
    yield "identifier", _wrong_identifier(statement, source)
    yield "date", _wrong_date(statement, source)
    yield "number", _wrong_number(statement, source)
    yield "name", bool(_foreign_names(statement, source))
    yield "word", _foreign_words(statement, source)
    yield "cited elsewhere", _from_around(statement, source)
    yield "telling word", _foreign_telling(statement, source)
    clause = _nearest_clause(statement, source)
    yield "verb", raised(statement, clause, f"{source.said} ; {source.around}")
    yield "negation", _negation_differs(statement, clause, source)
    yield "of something else", _of_something_else(statement, source)
    yield "address", _wrong_owner(statement, source)


def _badly_formed(statement: str, source: Cited) -> bool:
    if len(statement.split()) > _MOST_WORDS or statement != visible(statement) or _LINK.search(statement):
        return True
    known = fold(f"{source.said} {source.around}")
    if any(fold(m.group()) not in known for m in _HOST.finditer(statement)):
        return True
    if any(fold(m.group()) not in known for m in _PROGRAM.finditer(statement)):
        return True
    own = {fold(w.text) for w in words(source.said)}
    return any(fold(m.group()) not in own for m in _SPEAKER.finditer(statement))


def _wrong_identifier(statement: str, source: Cited) -> bool:
    for find in _FINDERS:
        there = {m.value for m in find(source.said)}
        if find is find_decisions:
            there |= set(source.decisions)
        elif find is find_meetings:
            there |= {m.value for m in find(source.around)}
        if not {m.value for m in find(statement)} <= there:
            return True
    return False


def _wrong_date(statement: str, source: Cited) -> bool:
    there = {(d.first, d.last) for d in find_dates(source.said, years=True)}
    return any((d.first, d.last) not in there for d in find_dates(statement))


def _numbers(text: str) -> set[str]:
    return {m.group().strip(".,") for m in _NUMBER.finditer(text)}


def _without(text: str, mentions: Iterable[Any]) -> str:
    for found in sorted(mentions, key=lambda m: -m.start):
        text = f"{text[: found.start]} {text[found.end :]}"
    return text


def _identifiers(text: str) -> list[Mention]:
    return [m for find in _FINDERS for m in find(text)]


def _wrong_number(statement: str, source: Cited) -> bool:
    """A number beside dates and identifiers that the texts do not print."""
    found: list[Any] = [*find_dates(statement), *_identifiers(statement)]
    spans: list[Any] = []
    for each in sorted(found, key=lambda m: (m.start, -m.end)):
        if not spans or each.start >= spans[-1].end:
            spans.append(each)
    return not _numbers(_without(statement, spans)) <= _numbers(source.said)


def _known(source: Cited) -> set[str]:
    return {w.stem for w in words(f"{source.said} ; {source.around}")}


def _foreign_names(statement: str, source: Cited) -> list[str]:
    """Capitalised words and short forms that neither the texts nor what stands around them have."""
    # an address is told of those whom the texts themselves name with it
    lending = source.said if find_emails(statement) else f"{source.said} ; {source.around}"
    known = {fold(w.text) for w in words(lending)} | {w.stem for w in words(lending)} | _free_words()
    known |= _spelt_out(statement, {w.stem for w in words(lending)})
    plain = _without(statement, _outermost([*find_dates(statement), *_identifiers(statement)]))
    foreign = []
    for place, word in enumerate(words(plain)):
        capital = any(c.isupper() for c in (word.text[1:] if place == 0 else word.text))
        if capital and fold(word.text) not in known and word.stem not in known:
            foreign.append(word.text)
    months = [w.text for w in words(plain) if fold(w.text) in MONTHS and fold(w.text) not in known]
    return foreign + months


def _outermost(found: Sequence[Any]) -> list[Any]:
    kept: list[Any] = []
    for each in sorted(found, key=lambda m: (m.start, -m.end)):
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
    return kept


def _foreign_words(statement: str, source: Cited) -> bool:
    """A word that carries a meaning of its own and is neither there nor one that may stand for one there."""
    known = _known(source)
    plain = _without(statement, _outermost([*find_dates(statement), *_identifiers(statement)]))
    carried = content(plain) or words(plain)
    held = [w.stem in known for w in carried]
    known |= _spelt_out(plain, known)
    verbs = {w.stem for form in verbs_in(plain) if form.rank > 1 for w in words(form.form)}
    for word, is_held in zip(carried, held, strict=True):
        if is_held or word.stem in known | _free() or word.stem in verbs or word.text.isdigit():
            continue
        if not any(word.stem in group and group & known for group in _alike()):
            return True
    return False


def _from_around(statement: str, source: Cited) -> bool:
    """Too little of what is said stands in the texts cited; it is the paragraphs around them that say it."""
    there = {w.stem for w in words(source.said)}
    plain = _without(statement, _outermost([*find_dates(statement), *_identifiers(statement)]))
    said = [w.stem for w in content(plain) if w.stem not in _free()]
    borne_out = sum(s in there or any(s in group and group & there for group in _alike()) for s in said)
    return bool(said) and borne_out < _OWN * len(said)


def _spelt_out(statement: str, known: set[str]) -> set[str]:
    """Stems of short forms that the texts spell out, and of what they give as short forms."""
    found: set[str] = set()
    own = {w.stem for w in words(statement)}
    for short, full in _short_forms():
        if short <= own and full <= known:
            found |= short
        elif full <= own and short <= known:
            found |= full
    return found


def _foreign_telling(statement: str, source: Cited) -> bool:
    there = {w.stem for w in words(source.said)}
    said = {w.stem for w in words(statement)}
    if (said & _telling()) - there:
        return True
    return any(
        word in {fold(w.text) for w in words(statement)} and not there & backing
        for word, backing in _bound().items()
        if word != "by" or find_dates(statement)
    )


def _cover(statement: Iterable[str], clause: str) -> float:
    there = {w.stem for w in words(clause)}
    stems = set(statement)
    return len(stems & there) / len(stems) if stems else 0.0


def _nearest_clause(statement: str, source: Cited) -> str:
    """The clause that has most of the statement's words."""
    stems = [w.stem for w in content(statement)]
    return max(source.clauses, key=lambda clause: _cover(stems, clause), default="")


def _negation_differs(statement: str, clause: str, source: Cited) -> bool:
    """A negation that the texts do not have of the same thing, or one of theirs left out."""
    stems = {w.stem for w in content(statement)}
    best = _cover(stems, clause)
    near = [part for part in source.clauses if _cover(stems, part) >= 0.5 * best]
    there = {s for part in near for denied in _denied(part) for s in denied}
    said = _denied(statement)
    if any(not denied or denied[0] not in there for denied in said):
        return True
    # "not" of a part that the statement leaves out does not concern it
    own = {s for denied in said for s in denied}
    return any(denied and denied[0] in stems - own for denied in _denied(clause))


def _denied(text: str) -> list[list[str]]:
    """For each negation the stems of the content words right after it."""
    return [[w.stem for w in content(text[m.end() : m.end() + 60])][:2] for m in _NEGATION.finditer(text)]


def _decisions(text: str) -> set[Any]:
    return {m.value for m in find_decisions(text)}


def _of_something_else(statement: str, source: Cited) -> bool:
    """A date, decision, meeting or number told of what the texts tell of another one.

    Where the texts name several of a kind, the clause that has most of the statement's other words must not
    name only others; and a clause that names it must have half of those words. A decision that
    stands alone in a passage is behind all of it.
    """
    finders: tuple[Callable[[str], set[Any]], ...] = (
        lambda t: {(d.first, d.last) for d in find_dates(t)},
        _decisions,
        lambda t: {m.value for m in find_meetings(t)},
        lambda t: {m.value for m in find_articles(t)} | {m.value for m in find_annexes(t)},
    )
    plain = _without(statement, _outermost([*find_dates(statement), *_identifiers(statement)]))
    stems = {w.stem for w in content(plain)} - _free()
    parts = source.clauses
    if not stems or len(parts) < 2:
        return False
    best = max(_cover(stems, part) for part in parts)
    for find in finders:
        for value in find(statement):
            naming = [part for part in parts if value in find(part)]
            others = [part for part in parts if find(part) - {value} and value not in find(part)]
            if not naming:
                continue
            own = max(_cover(stems, part) for part in naming)
            rival = max((_cover(stems, part) for part in others), default=0.0)
            if rival > own or (own < best and own < 0.5 and find is not _decisions):
                return True
    return False


def _wrong_owner(statement: str, source: Cited) -> bool:
    """An e-mail address beside a name that the texts give another address."""
    owners: dict[str, set[str]] = {}
    for contact in find_contacts(source.said):
        if contact.name:
            owners.setdefault(contact.email.value, set()).add(fold(contact.name.value))
    every = {name for names in owners.values() for name in names}
    addresses = find_emails(statement)
    told = fold(statement)
    begin = 0
    for address in addresses:
        piece = told[begin : address.end] if len(addresses) > 1 else told
        begin = address.end
        named = {name for name in every if name in piece or name.split()[-1] in piece.split("@")[0].split()}
        if named and not named & owners.get(address.value, set()):
            return True
    return False


# the vocabulary ------------------------------------------------------------------------------------


@cache
def _rows() -> dict[str, Any]:
    source = files("assistant.vocabulary").joinpath("supporting.yaml").read_text(encoding="utf-8")
    rows: dict[str, Any] = from_yaml(source)
    return rows


def _stems(line: str) -> set[str]:
    return {stem(word) for word in line.split()}


@cache
def _free_words() -> frozenset[str]:
    return frozenset(fold(w) for line in _rows()["free"] for w in line.split()) | STOP


@cache
def _free() -> frozenset[str]:
    return frozenset(s for line in _rows()["free"] for s in _stems(line))


@cache
def _alike() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(_stems(line)) for line in _rows()["alike"])


@cache
def _telling() -> frozenset[str]:
    return frozenset(s for line in _rows()["telling"] for s in _stems(line))


@cache
def _short_forms() -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    pairs = load("abbreviations").items()
    return tuple(
        (frozenset(w.stem for w in words(short)), frozenset(w.stem for w in words(full)))
        for short, full in pairs
    )


@cache
def _bound() -> dict[str, frozenset[str]]:
    return {word: frozenset(stem(str(w)) for w in there) for word, there in _rows()["bound"].items()}
