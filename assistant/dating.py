"""Answers to "when": a deadline, the day of a meeting, a date that the best sentence prints."""

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Sequence

from assistant.asking import asks
from assistant.catalogue import Catalogue
from assistant.evidence import Candidate, Draft, Evidence, Point
from assistant.lookups import close, point
from assistant.matching import cover
from assistant.recurring import day_without_year, recurring_day
from assistant.sitting import session_in
from assistant.wording import excerpt, flat, listed, part, quoted, whole
from corpus.dates import find_dates
from corpus.passage import Passage
from corpus.sentences import around, clauses, sentences

_CLOSE, _BREADTH, _TERM_SHARE, _LESS = 0.92, 0.8, 0.5, 0.1
_MEMBERS = re.compile(r"[,;:]\s+(?:and\s+|or\s+)?|\s+and\s+(?=(?:in|at|from|for)\s)")
#: Where something is held: "in Geneva, Switzerland", "(Nairobi, 23 April-4 May 2029)".
_AT = re.compile(
    rf"(?:\b(?:in|at)\s+|\()(?!(?:{'|'.join(m for m in month_name if m)}|Article|Annex|Decision|Part)\b)"
    r"([A-ZÀ-Þ][\w’'-]+(?:\s+[A-ZÀ-Þ][\w’'-]+)?(?:,\s+[A-ZÀ-Þ][\w’'-]+(?:\s+[A-ZÀ-Þ][\w’'-]+)*)?)"
)
_OPEN_END = re.compile(
    r"(?i)\b(?:at any time|at all times|throughout the year|all year round|on a rolling basis"
    r"|without a time limit)\b"
)
_UNTIL = re.compile(r"(?i)\b(?:until|as long as)\s+(?!\d|further\b)(?:\w+\s+){2,}")
_HOW_LONG = re.compile(r"(?i)\b(?:(?:un)?till?|how long)\b")
_YEARS = re.compile(r"\b(?:19|20)\d\d(?:\s*(?:[-–—/]|to|and)\s*(?:19|20)?\d\d\b)?")
_EACH = re.compile(r"(?i)\b(?:each|every|per) (?:calendar )?year\b|\bannual(?:ly)?\b|\byearly\b")
_POINTS_BACK = re.compile(r"(?i)\W*(?:and\s+)?(?:those|they|it|this|these|such|he|she)\b")
_NO_DATE = re.compile(
    r"(?i)\b(?:no|neither (?:\w+ )?nor) (?:\w+ )?(?:date|deadline|day|time limit|closing date)s?\b"
    r"|\b(?:date|deadline|day|time)s?\b[^.;]{0,40}\b(?:not (?:yet )?(?:been )?\w+|still to be|yet to be"
    r"|to be (?:\w+ )?(?:announced|agreed|confirmed|decided|fixed|set|determined|communicated))\b"
    r"|\bto be (?:announced|confirmed|determined|decided|communicated|agreed)\b|\bTB[ACD]\b"
    r"|\bnot yet (?:fixed|set|decided|known|agreed|announced|scheduled)\b|\bgiven no date\b"
)


def when(evidence: Evidence, catalogue: Catalogue) -> Draft | None:
    """The date by which, or on which; that none is set, where a passage says so; None where none is given."""
    printed = max((c.cover for c in evidence.candidates), default=0.0)
    for wide in (_CLOSE, _BREADTH):  # further candidates only where they print about as much of the question
        found = [c for c in close(evidence, wide) if wide == _CLOSE or c.cover >= printed - _LESS]
        found = [c for c in found if not (_beside(c, evidence) or _of_another_clause(c, evidence))]
        draft = (
            _deadline(found, evidence)
            or _printed(found, evidence)
            or _every_year(found, evidence)
            or _unset(found, evidence)
        )
        if draft is not None:
            return draft
    return None


def _beside(candidate: Candidate, evidence: Evidence) -> bool:
    """Whether a candidate is of another thing: the best one prints a name of several words that it lacks.

    "The comments on the road map" are not those on a report.
    """
    lacking = set(candidate.missing) - set(evidence.candidates[0].missing)
    return any(" " in term.word for term in lacking)


def unset(evidence: Evidence) -> Draft | None:
    """That no date is set for it, where a passage that bears on the question says so."""
    return _unset(close(evidence, _BREADTH), evidence)


def _deadline(candidates: Sequence[Candidate], evidence: Evidence) -> Draft | None:
    """The deadline of the sentence that bears on the question, a calendar day before a term of days."""
    for candidate in candidates:
        passage = candidate.passage
        inside = [d for d in passage.deadlines if d.date] or list(passage.deadlines)
        spans = asks("years", evidence.question.text) and not asks("due", evidence.question.text)
        if inside and not spans and (asks("due", evidence.question.text) or not evidence.question.meetings):
            spot = passage.start + candidate.best[0], passage.start + candidate.best[1]
            near = [d for d in inside if spot[0] <= d.start < spot[1]] or inside
            scored = [(cover(evidence.terms, d.what)[0], -i, d) for i, d in enumerate(near)]
            top = max(row[0] for row in scored)
            if top < _TERM_SHARE and not near[0].date:  # a term of days means nothing beside another subject
                continue
            chosen = [d for share, _, d in scored if share >= top - 1e-9]
            quote = whole(passage, evidence.terms)
            lead = Point(listed([flat(d.phrase) for d in chosen]), (quote,), "register", layout="lead")
            return Draft("answered", (lead, point(candidate, evidence.terms, chosen[0].phrase)))
    return None


def _of_another_clause(candidate: Candidate, evidence: Evidence) -> bool:
    """Whether a clause is asked about that no date binds, beside the one clause that has a date.

    "Submission of information by 30 June 2031 on kites; preparation of a report": the report has no date.
    """
    text = candidate.passage.text
    sentence = around(sentences(text), candidate.best[0])
    parts = clauses(text, *sentence)
    dated = [part for part in parts if find_dates(text[slice(*part)])]
    if len(dated) != 1 or not candidate.passage.deadlines or _POINTS_BACK.match(text[slice(*dated[0])]):
        return False
    share = cover(evidence.terms, text[slice(*dated[0])])[0]
    return any(cover(evidence.terms, text[slice(*part)])[0] > share + _LESS for part in parts)


def _printed(candidates: Sequence[Candidate], evidence: Evidence) -> Draft | None:
    """The date that the best sentence prints."""
    for candidate in candidates:
        phrase = _date_phrase(candidate, evidence)
        if phrase:
            quote = whole(candidate.passage, evidence.terms)
            lead = Point(phrase, (quote,), "quoted", layout="lead")
            return Draft("answered", (lead, point(candidate, evidence.terms, phrase)))
    return None


def _every_year(candidates: Sequence[Candidate], evidence: Evidence) -> Draft | None:
    """The day of every year that the best sentence prints ("by 1 October")."""
    for candidate in candidates:
        text = candidate.passage.text[slice(*candidate.best)]
        day_of_year = recurring_day(candidate.passage.text) or (
            day_without_year(text) if _EACH.search(evidence.question.text) else None
        )
        if day_of_year and cover(evidence.terms, text)[0] >= _TERM_SHARE:
            quote = whole(candidate.passage, evidence.terms)
            lead = Point(flat(day_of_year), (quote,), "quoted", layout="lead")
            return Draft("answered", (lead, point(candidate, evidence.terms, day_of_year)))
    return None


def _unset(candidates: Sequence[Candidate], evidence: Evidence) -> Draft | None:
    """The sentence (or the row of a table) that says that no date is set."""
    for candidate in candidates:
        for start, end in sentences(candidate.passage.text):
            text = candidate.passage.text[start:end]
            own, near, _ = cover(evidence.terms, text, candidate.passage.text)
            ends = _HOW_LONG.search(evidence.question.text) and _UNTIL.search(text)
            if (_NO_DATE.search(text) and near >= 0.5) or ((_OPEN_END.search(text) or ends) and own >= 0.5):
                quote = part(candidate.passage, (start, end))
                said = quoted(excerpt(quote, evidence.terms, 44))
                return Draft("answered", (Point(said, (quote,), "quoted", layout="lead"),))
    return None


def meeting_date(evidence: Evidence) -> Draft | None:
    """The dates printed in a sentence that names the meeting asked about, or None."""
    wanted = set(evidence.question.meetings)
    for candidate in evidence.candidates:
        passage = candidate.passage
        if passage.role == "header":
            continue
        for start, end in sentences(passage.text):
            named = {m.value for m in passage.mentions.meetings if start <= m.start - passage.start < end}
            if not wanted & named:
                continue
            phrase = dates_in(passage.text[start:end])
            due = any(start <= d.start - passage.start < end for d in passage.deadlines)
            if phrase and not due:
                quote = part(passage, (start, end))
                lead = Point(phrase, (quote,), "quoted", layout="lead")
                return Draft("answered", (lead, Point(quoted(excerpt(quote, (), 40, phrase)), (quote,))))
    return None


def meeting_place(evidence: Evidence) -> Draft | None:
    """The place printed in a sentence that names the meeting asked about, or None."""
    wanted = set(evidence.question.meetings)
    for candidate in evidence.candidates:
        passage = candidate.passage
        for start, end in sentences(passage.text):
            named = {m.value for m in passage.mentions.meetings if start <= m.start - passage.start < end}
            found = list(_AT.finditer(passage.text, start, end)) if wanted & named else []
            if found:
                quote = part(passage, (start, end))
                lead = Point(flat(found[-1][1]), (quote,), "quoted", layout="lead")
                said = quoted(excerpt(quote, (), 40, found[-1][1]))
                return Draft("answered", (lead, Point(said, (quote,))))
    return None


def dates_in(sentence: str) -> str | None:
    """The first date of a sentence as printed, a range as one ("30 October to 3 November 2023")."""
    found = find_dates(sentence)
    if not found:
        return None
    first = last = found[0]
    if len(found) > 1 and re.fullmatch(r"\s*(?:to|-|–|and|until)\s*", sentence[first.end : found[1].start]):
        last = found[1]
    head = re.search(r"\b(\d{1,2})\s*(?:-|–|to|and)\s*$", sentence[: first.start])
    return flat(sentence[head.start() if head else first.start : last.end])


def _date_phrase(candidate: Candidate, evidence: Evidence) -> str | None:
    """Dates that stand in the best sentence as printed, a range as one ("30 October to 3 November 2023").

    Only where the sentence is about what was asked: nearly all of the question's words stand in it.
    """
    passage = candidate.passage
    start, end = candidate.best
    sentence = passage.text[start:end]
    share = cover(evidence.terms, sentence)[0]
    identified = evidence.question.meetings and not evidence.terms
    if share < 0.6 and not identified:
        return None
    if candidate.passage.role == "header":
        return None
    member = _member(sentence, evidence)
    if member and _NO_DATE.search(member):
        return None
    if asks("years", evidence.question.text):
        span = _YEARS.search(sentence)
        return flat(span.group()) if span else None
    phrase = session_in(sentence, evidence) or (dates_in(member) if member else None) or dates_in(sentence)
    phrase = phrase or _only_day(passage, start)
    if phrase is None and passage.role == "fact":
        years = find_dates(sentence, years=True)
        return flat(sentence[years[0].start : years[0].end]) if years else None
    return phrase


def _only_day(passage: Passage, at: int) -> str | None:
    """The one date of the sentence around a place, where its clause prints none."""
    start, end = around(sentences(passage.text), at)
    days = find_dates(passage.text[start:end])
    return flat(passage.text[start + days[0].start : start + days[0].end]) if len(days) == 1 else None


def _member(sentence: str, evidence: Evidence) -> str | None:
    """The member of an enumeration in `sentence` that alone prints the rarest word asked about, or None."""
    cuts = [0, *(m.end() for m in _MEMBERS.finditer(sentence)), len(sentence)]
    members = [sentence[a:b] for a, b in zip(cuts, cuts[1:], strict=False)]
    shares = [cover(evidence.terms, m)[0] for m in members]
    best = max(shares)
    return members[shares.index(best)] if len(members) > 2 and best > 0 and shares.count(best) == 1 else None
