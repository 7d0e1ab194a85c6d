"""Whether a statement that a language model wrote is carried by the text it cites; if not, why not.

Rules first: whatever likeness is blind to (a digit, a name, a number of a decision, "must" for
"is invited to", a negation, a word that the text does not have). What passes them is scored for likeness
(`support_signals`). Nothing here mends a statement: it stands or it is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant import support_clauses, support_facts, support_roles, support_values, support_words
from assistant.catalogue import Catalogue
from assistant.evidence import Quote
from assistant.judging import Judge
from assistant.languages import ENGLISH, language_of, languages
from assistant.legal_verbs import raised
from assistant.planted import visible, without_planted
from assistant.support_facts import exact, undated, unnamed
from assistant.support_signals import shipped_support, support_signals
from assistant.support_vocabulary import plainly
from assistant.wording import flat
from corpus.dates import find_dates
from corpus.people import find_emails
from corpus.references import find_decisions
from corpus.sentences import clauses, sentences
from corpus.words import fold, words

_MOST_WORDS = 90
_LINK = re.compile(
    r"""(?ix)
    \w+://|\bwww\.|\]\s*\(|\]\s*\[|!\[|\]:\s|<\s*/?\s*[a-z!?]|&\#?\w+;|\b(?:javascript|data|mailto|file|ftp)\s*:
    |//\s*\w|```|~~~|\$\$|\\\(|\{\{|\b\d{1,3}(?:\.\d{1,3}){3}\b"""
)
_HOST = re.compile(r"(?i)\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}\b")
_PIECE = re.compile(r"[“\"„«]([^“”\"„«»]+)[”\"»]")
_SPEAKER = re.compile(r"\b(?:I|me|my|we|us|our|you|your)\b", re.IGNORECASE)
_BODY = re.compile(r"(?m)^[ \t]*(The [A-Z][^,\n]{3,80}),[ \t]*$")
_BACK = re.compile(r"(?i)\b(?:its?|them|they|their|thereof|thereon|these|those|this|such)\b")
_FIRST = re.compile(r"\b(?:I|me|my)\b")
_SECOND = re.compile(r"\b(?:[Yy]ou|[Yy]our)\b")
_PROGRAM = re.compile(
    r"(?i)\b(?:as an ai|language model|system prompt|instructions?|evidence|passages? \d|hacked|pwned)\b"
)


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
        if above is not None and _BACK.search(quote.text):  # "its use": what the member before speaks of
            earlier = [p for p in catalogue.children(above) if p.start < passage.start]
            around += [p.text for p in earlier[-1:]]
        while above is not None:
            around.append(above.text)
            above = catalogue.passages.get(above.parent or "")
        if passage.verb:  # a decision speaks for the body that takes it
            around += _BODY.findall(document.text[: passage.start])[-1:]
        for name, form in (("from", _FIRST), ("to", _SECOND)):  # in a letter "I" is who signs it
            if form.search(quote.text):
                around += [f.value for f in document.header if f.name == name]
    return Cited(texts, flat(without_planted(visible(" ; ".join(around)))), tuple(dict.fromkeys(decisions)))


def unsupported(
    statement: str, source: Cited, embedder: object = None, judge: Judge | None = None
) -> str | None:
    """Why `statement` may not be shown beside `source`, in a word; None where it may.

    A `judge` has the last word after all rules. In another language than the text's a statement shares no
    words with it: then its figures are checked, and without a judge it is not shown.
    """
    if not source.texts:
        return "nothing cited"
    language = languages()[language_of(statement)]
    foreign = language.code not in {ENGLISH, language_of(source.said)}
    if foreign and judge is None:
        return "language"
    rules = _figures(language.dated(statement), source) if foreign else _rules(statement, source)
    for reason, found in rules:
        if found:
            return reason
    texts = [*source.texts, source.around] if source.around else list(source.texts)
    if judge is not None and judge.support(statement, texts) < judge.threshold:
        return "judged"
    if foreign:
        return None
    model = shipped_support()
    return (
        None
        if model.probability(support_signals(statement, texts, embedder)) >= model.threshold
        else "unlike"
    )


def _rules(statement: str, source: Cited) -> Iterator[tuple[str, object]]:
    """Each rule's name and what breaks it, if anything does; cheap ones first."""
    yield from _figures(statement, source)
    said, there, around = statement, source.said, source.around
    bare, plain, lent = plainly(undated(said)), plainly(there), plainly(f"{there} ; {around}")
    # an address is told of those whom the texts themselves name with it
    yield (
        "name",
        support_words.foreign_names(undated(said), f"{there} ; {'' if find_emails(said) else around}"),
    )
    yield "word", support_words.foreign_words(bare, lent)
    yield "cited elsewhere", support_words.said_elsewhere(bare, plain, plainly(around))
    yield "telling word", support_words.foreign_telling(plainly(said), plain, bool(find_dates(said)))
    parts = source.clauses
    clause = support_clauses.nearest_clause(said, parts)
    one = len(support_clauses.parts(said)) == 1  # otherwise each part has its own clause
    yield "verb", raised(said, clause if one else "", f"{there} ; {around}")
    yield "verb", support_clauses.raised_in_part(said, parts)
    plain_parts = [plainly(part) for part in parts]
    plain_said = plainly(said)
    yield (
        "negation",
        support_clauses.negation_differs(
            plain_said, support_clauses.nearest_clause(plain_said, plain_parts), plain_parts
        ),
    )
    yield "negation", support_clauses.asserted_in_part(plain_said, plain_parts)
    yield "of something else", support_clauses.of_something_else(said, parts)
    yield "value", support_values.misplaced(plainly(unnamed(exact(said))), plainly(unnamed(exact(there))))
    yield "role", support_roles.exchanged(said, there, around)
    yield "name beside another", support_roles.coupled_otherwise(plain_said, plain)


def _figures(said: str, source: Cited) -> Iterator[tuple[str, object]]:
    """The rules that need no words in common: form, quotations, identifiers, dates, numbers, addresses."""
    there = source.said
    yield "form", _badly_formed(said, source)
    yield (
        "quotation",
        any(fold(flat(piece)).strip(" .,;") not in fold(there) for piece in _PIECE.findall(said)),
    )
    yield "identifier", support_facts.wrong_identifier(said, there, source.around, source.decisions)
    yield "date", support_facts.wrong_date(said, there)
    yield "number", support_facts.wrong_number(said, there)
    yield "address", support_facts.wrong_owner(said, there)


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
