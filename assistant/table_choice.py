"""Which table and column a question is about, by the words above them, the heads, and the rows it names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant import amounts
from assistant.bearing import is_build
from assistant.catalogue import head_of
from assistant.matching import covers, meeting_of, stems_of, weight
from assistant.printed_tables import Row, Table, printed_tables
from assistant.row_names import Named, named_in
from corpus.references import find_decisions, find_meetings
from corpus.words import STOP, content_words, fold, words
from index import KnowsWords
from index.hit import Term

if TYPE_CHECKING:
    from assistant.desk import Desk

#: Share of the question's weight that a table's surroundings and the rows named have to print.
MOST = 0.7
#: Words that say that a row has something, not what it is; and how people are addressed.
_HAVING = re.compile(
    r"(?i)^(?:much|many|carr(?:y|ies|ied|ying)|bears?|pays?|paid|paying|gives?|given|gets?|receiv\w+|ha(?:s|ve|ving)|holds?"
    r"|ow(?:e|es|ed|ing)|charg\w+|list\w*|mark(?:s|ed)?|show(?:s|n)?|assess\w*|alloc\w+|stands?|rank\w*|figures?"
    r"|appear\w*|set|puts?|entered|printed|column|amongst?|compar\w+|exact(?:ly)?|value|numbers?|figure|big|large"
    r"|(?:larg|bigg|high|great|small|low|few)(?:er|est)|fewe(?:r|st)|most|least|more|less|max\w*|min(?:imum)?|top"
    r"|besides|apart|except|both|also|each|there|sub-?totals?|totals?|sum|counting|excluding|including"
    r"|contribut\w+|per\s?cent\w*|proportions?|shares?|amounts?|costs?|price|money|footnotes?|notes?|annex\w*|biennium|period|year|euros?|eur|usd|dollars?|cent"
    r"|mr|mrs|ms|dr|prof)$"
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_YEARS = re.compile(r"\b((?:19|20)\d\d)\s?[-–—/]\s?((?:19|20)?\d\d)\b")
_PER_CENT = re.compile(r"(?i)\bper\s?cent\b|%|\bpercentages?\b|\bshares?\b|\bscale\b")
_OF_MONEY = re.compile(r"(?i)\b(?:EUR|USD|US\$|CHF|GBP|JPY|euros?|dollars?|francs?)\b|[€$£]")
#: What a word must weigh to tell something.
_TELLING = 0.3
#: Heads of columns whose numbers count or measure nothing.
_LABELS = re.compile(r"(?i)\bno\.|\b(?:page|paragraph|row|version|number)s?\W*$")
_SMALL = frozenset({"of", "the", "and", "for", "on", "in", "to", "a", "an"})


@dataclass(frozen=True)
class Fit:
    """A table, the rows that the question names in it, and how much of the question it prints (0..1).

    `left` are the words that neither the table's surroundings nor the names of those rows have; `own` is the
    share that its captions and heads print, `heavy` what those words weigh; `sole` says that no other table
    has rows of the things asked for.
    """

    table: Table
    named: tuple[Named, ...]
    share: float
    own: float
    left: tuple[Term, ...]
    heavy: float = 0.0
    sole: bool = False

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows named, in the order of the question, each once; totals where no others are."""
        every = (*self.table.rows, *self.table.totals)
        named = tuple(dict.fromkeys(every[n.row] for n in self.named))
        return tuple(row for row in named if not row.total) or named

    @property
    def clear(self) -> bool:
        """Whether a word that tells something says that this is the table."""
        return self.sole or self.heavy >= _TELLING

    @property
    def rank(self) -> float:
        """What tables are ordered by."""
        return self.share + 0.2 * self.own


def fits(desk: Desk) -> list[Fit]:
    """The tables that the question's scope allows, those that print most of it first."""
    question = desk.question
    known = desk.index.embedder if isinstance(desk.index.embedder, KnowsWords) else None
    tables = printed_tables(desk.catalogue, known)
    selector = desk.selector() if tables else None
    tables = tuple(t for t in tables if selector and selector.allows(t.head) and _in_scope(t, desk))
    if not tables:
        return []
    evidence = desk.evidence("documents")
    terms = [t for t in evidence.terms if not is_build(t.word) and not _HAVING.match(fold(t.word))]
    found = [_fit(t, terms, evidence.terms, question.text, desk) for t in tables]
    return sorted(found, key=lambda f: -f.rank)


def _in_scope(table: Table, desk: Desk) -> bool:
    question, head = desk.question, table.head
    decision = head.decision or desk.catalogue.documents[head.document_id].decision
    if question.decisions and decision not in question.decisions:
        return False
    if question.meetings and decision and meeting_of(decision) not in {None, *question.meetings}:
        return False
    asked, given = years(question.text), years(table.place)
    if asked and given and not asked & given:
        return False
    above = fold(" ; ".join([head.label or "", *head.section]))
    return all(re.search(rf"\bannex {fold(a)}\b", above) for a in question.annexes if a)


def _fit(table: Table, terms: Sequence[Term], every: Sequence[Term], text: str, desk: Desk) -> Fit:
    named = _named(table, text)
    spans = [text[n.start : n.end] for n in named]
    head = head_of(desk.catalogue.documents[table.head.document_id])
    total = covered = own = 0.0
    left = []
    for term in terms:
        counts = weight(term)
        total += counts
        if any(covers(term, span) for span in spans) or fold(term.word) in {fold(s) for s in spans}:
            covered += counts
        elif prints(term, table.place, text):
            covered += counts
            own += counts
        elif covers(term, head):
            covered += 0.8 * counts
        else:
            left.append(term)
    kinds = [t for t in every if t not in terms and covers(t, table.place)]
    heavy, own = own, own / total if total else 0.0
    share = covered / total if total else 1.0
    return Fit(table, named, share, own + 0.1 * len(kinds), tuple(left), heavy)


def _named(table: Table, text: str) -> tuple[Named, ...]:
    """The rows and totals that a text names, by their titles or their codes; ids of decisions name none."""
    rows = (*table.rows, *table.totals)
    codes = [(at, code) for at, row in enumerate(rows) for code in table.codes(row)]
    for mention in (*find_decisions(text), *find_meetings(text)):
        text = text[: mention.start] + "_" * (mention.end - mention.start) + text[mention.end :]
    found = named_in(text, [*(table.title(row) for row in rows), *(code for _, code in codes)])
    places = [*range(len(rows)), *(at for at, _ in codes)]
    return tuple(replace(n, row=places[n.row]) for n in found)


def prints(term: Term, place: str, question: str) -> bool:
    """Whether `place` has a term, or spells out the abbreviation that it is in the question."""
    if covers(term, place):
        return True
    match = re.search(rf"(?i)\b{re.escape(term.word)}\b", question)
    return match is not None and match.group().isupper() and spelt_by(match.group(), place)


def spelt_by(letters: str, text: str) -> bool:
    """Whether words of `text`, small ones left out, begin with `letters` one after another."""
    initials = "".join(fold(w.text)[0] if fold(w.text) not in _SMALL else "" for w in words(text))
    return len(letters) > 1 and letters.lower() in initials


def columns_meant(table: Table, text: str, among: Sequence[int]) -> tuple[tuple[int, ...], float]:
    """Of the columns `among`, those that the question fits best, and how well; the only one needs no name.

    A column of another year, or of shares where money is asked for, is none.
    """
    scores = {at: score for at in among if (score := _column(table, at, text)) is not None}
    best = max(scores.values(), default=0.0)
    kept = tuple(at for at, score in scores.items() if score > best - 1e-9)
    return (kept, best) if best > 0 or len(scores) == 1 else ((), 0.0)


def _column(table: Table, at: int, text: str) -> float | None:
    """How well a column's head fits the question; None where it is of another year or unit."""
    head = table.columns[at].text
    asked, given = years(text), years(head)
    if asked and given and not asked & given:
        return None
    if _LABELS.search(head):
        return None
    shares, currency = amounts.asks_of("share", text), _OF_MONEY.search(text) is not None
    money = currency or (not shares and amounts.asks_of("money", text))
    place = f"{head} {table.above[-1].text if table.above else ''}"
    if (shares and _OF_MONEY.search(head)) or (
        currency and _PER_CENT.search(head) and not _OF_MONEY.search(head)
    ):
        return None
    own = {w.stem for w in content_words(head) if not w.text.isdigit()}
    said = {w.stem for w in words(text)} - {w.stem for w in words(" ".join(STOP))}
    score = len(own & said) / max(1, len(own))
    score += 1.0 * bool(asked and asked == given) + 0.3 * bool(asked and given and asked != given)
    return score + 0.8 * bool((shares and _PER_CENT.search(place)) or (money and _OF_MONEY.search(place)))


def unsaid(table: Table, row: Row, text: str) -> bool:
    """Whether the question has words that neither the table's surroundings nor the row's name print."""
    place = stems_of(f"{table.place} {table.title(row)}")
    rest = (w for w in content_words(text) if w.stem not in place and not is_build(w.text))
    return any(
        not _HAVING.match(fold(w.text)) and not (w.text.isupper() and spelt_by(w.text, table.place))
        for w in rest
    )


def telling(terms: Sequence[Term]) -> bool:
    """Whether one of `terms` tells something."""
    return any(weight(t) >= _TELLING for t in terms)


def years(text: str) -> frozenset[int]:
    """The years that a text names, those inside a span of years too."""
    found = {int(y) for y in _YEAR.findall(text)}
    for first, last in _YEARS.findall(text):
        end = int(last) if len(last) == 4 else int(first[:2] + last)
        if int(first) <= end < int(first) + 30:
            found |= set(range(int(first), end + 1))
    return frozenset(found)
