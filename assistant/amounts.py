"""Answers to "how much", "how many", "how long": the number that belongs to the thing asked for.

Numbers have kinds (money, share, time, measure, count); a question that names a kind takes no other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.catalogue import Catalogue
from assistant.evidence import Candidate, Draft, Evidence, Point
from assistant.lookups import close
from assistant.matching import cover, covers
from assistant.wording import excerpt, flat, part, quoted
from corpus.dates import find_dates
from corpus.sentences import sentences
from corpus.words import STOP, fold, words
from index.hit import Term

_WORD = (
    r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen"
    r"|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand"
    r"|dozen|half|one third|two thirds|a quarter|a third|once|twice|both"
)
_FIGURE = r"\d[\d,.]*\d|\d"
_CURRENCY = (
    r"USD|US\$|EUR|CHF|GBP|JPY|CAD|SEK|NOK|(?:United States|US|Canadian|Australian) dollars?|dollars?|euros?"
    r"|(?:Swiss )?francs?|pounds?|yen"
)
_MONEY = re.compile(
    rf"(?i)(?:\b(?:USD|US\$|EUR|CHF|GBP|JPY)\s*|[$€£]\s*)(?:{_FIGURE})(?:\s*(?:million|billion|thousand))?"
    rf"|\b(?:{_FIGURE}|{_WORD})(?:\s*(?:million|billion|thousand))?\s+(?:{_CURRENCY})\b"
)
_SHARE = re.compile(rf"(?i)\b(?:{_FIGURE})\s*(?:per\s*cent\b|percent\b|%)|\b(?:{_WORD})\s+per\s*cent\b"
                    r"|\b(?:half|one third|two thirds|a quarter|a third|one \w+ in \w+)\b")  # fmt: skip
_TIME = re.compile(
    rf"(?i)\b(?:{_FIGURE}|{_WORD})[- ](?:\w+ ){{0,1}}(?:minutes?|hours?|days?|weeks?|months?|years?)\b"
)
_MEASURE = re.compile(
    rf"(?i)\b(?:{_FIGURE}|{_WORD})\s*(?:mg/kg|µg/\w+|ppm|ppb|tonnes?|tons?|kg|kilograms?|grams?"
    r"|g|mg|km|kilometres?|metres?|m|cm|mm|hectares?|ha|litres?|l|cubic metres?|square \w+|degrees?"
    r"|°C|MW|kW)\b|\b\d+:\d[\d,]*"
)
_COUNT = re.compile(rf"(?i)\b(?:{_FIGURE}|(?!a\b|one third|half)(?:{_WORD}))\b")

#: What a question has to say for its number to be of one kind.
_ASKED: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("frequency", re.compile(r"(?i)\bhow (?:often|frequent(?:ly)?|many times)\b")),
    ("share", re.compile(r"(?i)\b(?:percentage|per\s?cent|%|share|proportion)\b")),
    ("money", re.compile(
        r"(?i)\b(?:money|costs?|price|budget|fees?|fund(?:s|ed|ing)?|dollars?|euros?|francs?|usd|eur|chf"
        r"|pay(?:s|ing|ment)?|paid"
        r"|grants?|amount|sum|spen[dt]|financ\w+|contribut\w+|pledge[sd]?|allocat\w+|salary|afford"
        r"|expensive)\b"
    )),
    ("length", re.compile(r"(?i)\bhow long\b.{0,60}\b(?:be|report|paper|text|summary|speech|note)\b")),
    ("time", re.compile(
        r"(?i)\b(?:how (?:long|soon|quick(?:ly)?|fast)|within (?:what|which|how)|time limit"
        r"|how many (?:\w+ )?(?:minutes|hours|days|weeks|months|years)|how old"
        r"|duration|period)\b"
    )),
    ("measure", re.compile(
        r"(?i)\b(?:how (?:heavy|deep|tall|wide|far|hot)|weight|weigh\w*|concentration|threshold"
        r"|scale|limit value|tonnes?|tons?|kilos?|kilograms?|hectares?|ppm|mg/kg|distance|volume)\b"
    )),
)  # fmt: skip
_LENGTH = re.compile(
    rf"(?i){_TIME.pattern[4:]}|\b(?:{_FIGURE}|{_WORD})[- ](?:pages?|words|characters|lines|minutes)\b"
)
_FREQUENCY = re.compile(
    rf"(?i)\b(?:once|twice|thrice|(?:{_FIGURE}|{_WORD}) times)(?:\s+(?:a|an|per|each|every)\s+\w+)?"
    r"|\b(?:every|each) (?:\w+ )?(?:days?|weeks?|months?|quarters?|years?|sessions?|meetings?)\b"
    r"|\b(?:bi-?)?(?:annually|yearly|monthly|weekly|quarterly|biennially)\b"
)
_KINDS = {
    "frequency": _FREQUENCY,
    "length": _LENGTH,
    "money": _MONEY,
    "share": _SHARE,
    "time": _TIME,
    "measure": _MEASURE,
}
_OWNED = re.compile(r"(?P<owner>[A-ZÀ-Þ][\w’'-]+(?: [A-ZÀ-Þ][\w’'-]+)*) \([^)]*\)")
_NAMES = re.compile(r"(?<=[a-z] )[A-ZÀ-Þ][\w’'-]+(?: [A-ZÀ-Þ][\w’'-]+)*")
_UNITS = (_MONEY, _SHARE, _TIME, _MEASURE)
_COUNTED = re.compile(r"(?i)\b(?:how many|number of)\s+((?:[\w'’-]+\s*){1,3})")
_SIZE = re.compile(r"(?i)\b(?:how (?:large|big)|size)\b")
_MEMBERS = re.compile(
    r"(?i)^\W*(?:\w+\s+){0,1}(?:members?|experts?|people|persons?|participants?|seats?|representatives?)\b"
)
_APART = re.compile(
    r"[A-Z]+(?:/[\w.]+)+|\b(?!USD|EUR|CHF|GBP|JPY|CAD|SEK|NOK)[A-Z]{2,6}[ -]\d{1,3}\b"
    r"|\b(?:19|20)\d\d-\d{2,4}\b"
    r"|(?i:\bparagraphs?|\bparts?|\bitems?|\bsections?|\bsteps?|\bform)\s+[\w-]*\d+"
)
_NUMBER_OF = re.compile(
    r"(?i)\bnumber of\s+(?:[\w’'-]+\s+){1,8}?(?:(?:in)?to|at|is|was|are|were|being|reached|equals)"
    r"\s+(?:about\s+)?$"
)
#: Share of the best candidate's coverage that others need; what a number bound to its noun counts.
_BREADTH, _BOUND, _ALL = 0.7, 1.0, 0.98


@dataclass(frozen=True, slots=True)
class _Number:
    """A number at `start` of a candidate's passage; `bond` says how surely it is of the thing asked for."""

    candidate: Candidate
    sentence: tuple[int, int]
    start: int
    text: str
    bond: float


def amount(evidence: Evidence, catalogue: Catalogue) -> Draft | None:
    """The number asked for with its sentence, or None where no candidate prints one of its kind."""
    found = _found(evidence)
    if not found:
        return None
    return _said(max(found, key=lambda n: n.bond), evidence)


def _said(best: _Number, evidence: Evidence) -> Draft:
    quote = part(best.candidate.passage, best.sentence)
    shown = excerpt(quote, evidence.terms, 44, best.text)
    return Draft(
        "answered",
        (Point(flat(best.text), (quote,), "quoted", layout="lead"), Point(quoted(shown), (quote,))),
    )


def names_kind(word: str) -> bool:
    """Whether a word of a question only says of what kind its number is ("pay", "cost", "weigh")."""
    return any(asked.search(word) for _, asked in _ASKED)


def asks_of(kind: str, text: str) -> bool:
    """Whether a question asks for a number of one kind ("share", "money", "time", "measure")."""
    return any(name == kind and asked.search(text) for name, asked in _ASKED)


def is_unit(noun: str) -> bool:
    """Whether a noun that is counted is a unit ("tonnes"): then a figure is asked for, not how many rows."""
    return any(unit.fullmatch(f"2 {noun}") for unit in _UNITS)


def opens_with_number(text: str) -> bool:
    """Whether a text begins with how many there are of what it names ("Three members from Africa")."""
    return re.match(rf"(?i)\W*(?:(?:{_WORD})|\d{{1,3}})\s+[a-z]", text) is not None


def counted_whole(evidence: Evidence) -> Draft | None:
    """The number that a sentence prints of the thing counted, where it has all known words asked."""
    known = [t for t in evidence.terms if t.known]
    bound = [n for n in _found(evidence) if n.bond >= _BOUND]
    for number in sorted(bound, key=lambda n: -n.bond):
        text = number.candidate.passage.text[slice(*number.sentence)]
        if known and cover(known, text)[0] > _ALL:
            return _said(number, evidence)
    return None


def told(evidence: Evidence) -> bool:
    """Whether a sentence prints a number right before the very thing that is counted."""
    return any(number.bond >= _BOUND for number in _found(evidence))


def _found(evidence: Evidence) -> list[_Number]:
    question = evidence.question.text
    counted = _COUNTED.search(question)  # "how many candidates for the finance committee" asks for no money
    said = counted.group() if counted and _stems_counted(question) else question
    kind = next((k for k, asked in _ASKED if asked.search(said)), None)
    found = _of(kind, evidence)
    # "how often" may be told by an interval: "a report at intervals of four years"
    return found or (_of("time", evidence) if kind == "frequency" else [])


def _of(kind: str | None, evidence: Evidence) -> list[_Number]:
    """The numbers of one kind in the candidates near the best; None for bare ones."""
    return [
        number
        for candidate in close(evidence, _BREADTH)
        if candidate.passage.role != "header"
        for number in _numbers(candidate, kind, evidence.terms, evidence.question.text)
    ]


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence of a candidate; `share` of the question's words in it, `near` how far it is asked about."""

    candidate: Candidate
    span: tuple[int, int]
    text: str
    share: float
    near: float

    def number(self, match: re.Match[str], bond: float, shown: str) -> _Number:
        """A number found in it."""
        return _Number(self.candidate, self.span, self.span[0] + match.start(), shown, bond)


def _numbers(
    candidate: Candidate, kind: str | None, terms: Sequence[Term], question: str
) -> Iterator[_Number]:
    """Numbers of the kind in the sentences of a candidate that bear on the question."""
    text, before = candidate.passage.text, 0.0
    things = kind is None and bool(_stems_counted(question))  # these are named beside their number
    for start, end in sentences(text):
        own = cover(terms, text[start:end])[0]
        # "ten kilograms of each would do" goes with the sentence before
        share, before = own if things else max(own, 0.8 * before), own
        near = 0.5 * share + 0.5 * candidate.context
        sentence = _Sentence(candidate, (start, end), text[start:end], share, near)
        if kind is None:
            yield from _counts(sentence, terms, question)
        else:
            for number in _of_kind(sentence, _KINDS[kind], terms, question):
                # how often is told of one act among many of the same body: every word counts alike
                told = sum(covers(t, sentence.text) for t in terms) / len(terms) if terms else 0.0
                yield replace(number, bond=number.bond + told) if kind == "frequency" else number


def _counts(sentence: _Sentence, terms: Sequence[Term], question: str) -> Iterator[_Number]:
    """Bare numbers, surest where the thing that is counted stands behind them."""
    counted, text = _stems_counted(question), sentence.text
    counted |= {s for t in terms if counted & set(t.stems) for s in t.stems}
    taken = _taken(text, sentence, question)
    if counted:
        taken += [m.span() for unit in _UNITS for m in unit.finditer(text) if not counted & _stems(m)]
    for match in _COUNT.finditer(text):
        after = text[match.end() : match.end() + 60]
        given = counted & _numbered(text[: match.start()])
        another = counted and not given and _of_another(after, counted)
        if any(a <= match.start() < b for a, b in taken) or another:
            continue
        if given or counted & {w.stem for w in words(after)[:4]}:
            bond = sentence.near + _BOUND
        elif _SIZE.search(question) and _MEMBERS.match(after):
            bond = sentence.near + 0.6
        elif sentence.share >= 0.5 or (not counted and sentence.share >= 0.3):
            bond = sentence.near - 0.002 * _distance(match.start(), text, terms)
        else:
            continue
        yield sentence.number(match, bond, _with_noun(match, text))


def _of_kind(
    sentence: _Sentence, pattern: re.Pattern[str], terms: Sequence[Term], question: str
) -> Iterator[_Number]:
    """Numbers with a unit of the kind; for a year that is named also one that leaves the unit out."""
    text = sentence.text
    taken = _taken(text, sentence, question)
    found = list(pattern.finditer(text))
    for match in found:
        if not any(a <= match.start() < b for a, b in taken):
            bond = sentence.near - 0.001 * _distance(match.start(), text, terms)
            yield sentence.number(match, bond, match.group())
    year = _year(question)
    if found and year:  # "2.3 million dollars for 2026 and 2.4 million for 2027"
        for match in re.finditer(rf"(?:{_FIGURE})(?: (?:million|billion))?(?= (?:for|in) {year}\b)", text):
            yield sentence.number(match, sentence.near + _BOUND, match.group())


def _taken(text: str, sentence: _Sentence, question: str) -> list[tuple[int, int]]:
    """Spans whose numbers are not asked for: dates, years, ids, meetings, labels, amounts of another name."""
    passage, start = sentence.candidate.passage, sentence.span[0]
    spans = [(d.start, d.end) for d in find_dates(text, years=True)]
    spans += [m.span() for m in re.finditer(r"\b\d{1,2}\s*(?:to|–|-|and)\s*(?=\d{1,2}\s+[A-Z])", text)]
    spans += [m.span() for m in re.finditer(r"\b(?:19|20)\d\d(?:\s*[-–/]\s*(?:19|20)?\d\d)?\b", text)]
    spans += [m.span() for m in _APART.finditer(text)]
    named = (*passage.mentions.decisions, *passage.mentions.articles, *passage.mentions.meetings)
    spans += [(m.start - passage.start - start, m.end - passage.start - start) for m in named]
    spans += [m.span() for m in re.finditer(r"^\W*\(?\d{1,2}[.)]", text)]
    if passage.role == "table_row" and not start:  # the number of the row
        spans += [m.span() for m in re.finditer(r"^\W*\d{1,3}(?=\s*\||\t|\s{2,})", text)]
    return spans + _of_other_names(text, question)


def _of_other_names(text: str, question: str) -> list[tuple[int, int]]:
    """Brackets behind another name than the one asked about: "Austria (300,000 euros), Chile (20,000)"."""
    if not any(name in text for name in _NAMES.findall(question)):
        return []
    return [m.span() for m in _OWNED.finditer(text) if m["owner"] not in question]


def _numbered(before: str) -> frozenset[str]:
    """The stems of the things whose number the words before a figure give: "the number of plans to 11"."""
    found = _NUMBER_OF.search(before)
    return _stems(found) if found else frozenset()


def _year(question: str) -> str | None:
    """The one year that a question names, as printed."""
    found = re.findall(r"\b(?:19|20)\d\d\b", question)
    return found[0] if len(found) == 1 else None


def _of_another(after: str, counted: frozenset[str]) -> bool:
    """Whether a number counts another thing than the one asked for: "twelve Parties", not stoves."""
    noun = re.match(r"\s+([^\W\d]{4,})", after)
    given = [w.stem for w in words(after)[:4]]
    return noun is not None and fold(noun[1]) not in _LIGHT and not counted & set(given)


def _stems(match: re.Match[str]) -> frozenset[str]:
    return frozenset(w.stem for w in words(match.group()))


def _stems_counted(question: str) -> frozenset[str]:
    """The stems of the thing that is counted: "members" of "how many members"."""
    match = _COUNTED.search(question)
    if not match:
        return frozenset()
    plain = [w for w in words(match[1]) if fold(w.text) not in _LIGHT]
    return frozenset(w.stem for w in plain[:2])


_LIGHT = STOP | {"different", "new", "things", "times", "may", "must"}


def _with_noun(match: re.Match[str], text: str) -> str:
    """A bare number with the words that say what it counts, up to three."""
    after = re.match(
        r"(?:\s+(?!(?:of|in|on|to|by|for|from|at|and|or|is|are|was|were|shall|will)\b)[\w’'-]+){1,2}",
        text[match.end() :],
    )
    return text[match.start() : match.end() + (after.end() if after else 0)]


def _distance(position: int, text: str, terms: Sequence[Term]) -> int:
    folded = fold(text)
    places = [m.start() for t in terms for s in t.stems for m in re.finditer(re.escape(s), folded)]
    return min((abs(p - position) for p in places), default=60)
