"""What a question asks: what it names, what kind of thing it wants, and which words carry its subject.

Forms and vocabulary only (`vocabulary/asking.yaml`); nothing here looks into passages.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from assistant.asking import asks, plainly
from assistant.catalogue import Catalogue
from assistant.periods import deadlines_period, period
from assistant.pointing import documents_in, issuer_in, workstreams_in
from assistant.subjects import focus_of, subject_of
from assistant.traits import Trait, traits_of
from assistant.wanting import Table, Want, table_of, want_of
from corpus.dates import MONTHS
from corpus.document import HeaderName
from corpus.meetings import ordinal
from corpus.references import find_annexes, find_articles, find_decisions, find_meetings
from corpus.words import Word, fold


@dataclass(frozen=True, slots=True)
class Question:
    """A question as understood.

    `subject` are the words that carry what it is about, `focus` the words right after "which", "what"
    or "how many" that name the very thing wanted, `excluded` decisions named to be left out,
    `since`/`until` the days it bounds, `traits` what the rows asked for must have or lack, `item` the number
    of an item it points at ("the second one" is 2, "the last" is -1), `scope` the only kind of source it
    allows, `also` what else it asks for.
    """

    text: str
    want: Want
    subject: tuple[Word, ...] = ()
    focus: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    table: Table | None = None
    header: tuple[HeaderName, ...] = ()
    decisions: tuple[str, ...] = ()
    workstreams: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    annexes: tuple[str, ...] = ()
    meetings: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    item: int | None = None
    order: Literal["first", "last", "after", "before"] | None = None
    scope: Literal["letter", "decision", "summary"] | None = None
    yes_no: bool = False
    also: tuple[Want, ...] = ()
    traits: tuple[Trait, ...] = ()

    @property
    def identifiers(self) -> tuple[str, ...]:
        """Everything named that a passage must name too, to be about the same thing."""
        return (*self.decisions, *self.meetings)


_SCOPE: tuple[tuple[Literal["letter", "decision", "summary"], re.Pattern[str]], ...] = (
    ("summary", re.compile(r"(?i)\bpublic (?:summary|summaries|pages?|sources?|information)\b")),
    ("decision", re.compile(r"(?i)\b(?:decision texts?|texts? of the decisions?)\b")),
    (
        "letter",
        re.compile(
            r"(?i)\b(?:th(?:e|is)|that|our|your|her|his) (?:\w+ )?(?:letter|correspondence)\b|\bletter'?s?\b"
        ),
    ),
)

#: Wants that are answered from all of a document, so that naming its sender is enough to choose it.
_WHOLE = frozenset({"list", "count", "order", "header", "contact"})

_HEADERS: tuple[tuple[str, HeaderName], ...] = (
    ("date_of_document", "date"), ("place_of_document", "place"), ("reference", "reference"),
    ("subject", "subject"), ("to", "to"), ("through", "through"), ("cc", "cc"), ("from", "from"),
)  # fmt: skip

_ORDINAL = re.compile(
    r"(?i)\b(?:(first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|last|final|\d{1,2}(?:st|nd|rd|th))"
    r"\s+(?:one|item|bullet(?:\s+point)?|point|entry|activity|task|step|stage|phase|listed|of\s+(?:them|these|those))\b"
    r"|(?:items?|bullets?|points?|no\.?|number|#)\s*(\d{1,2})\b(?!/))"
)

_NTH_HEADING = re.compile(
    r"(?i)\b(first|second|third|fourth|fifth|sixth|seventh|eighth|middle|last|final|\d{1,2}(?:st|nd|rd|th))\s+"
    r"(?:work\s?-?stream|heading|section|group of (?:work|activities|tasks))\b"
)
_WHAT_IS_DUE = re.compile(r"(?i)\bwhat(?:'s|’s| is| are| falls| comes)\b.{0,12}\bdue\b")
#: What is handed in by a day: "which submissions can still be made after June 2024?".
_HANDED_IN = re.compile(
    r"(?i)\b(?:submissions?|inputs?|contributions?|comments?|reports?|views|nominations)\b"
)
_OF_TIME = frozenset({"end", "start", "beginning", "year", "month", "half", "quarter"})
_NOT_THERE = re.compile(r"(?i)\b(?:not|isn't|isn’t|nowhere) (?:\w+ )?in (?:the|this) letter\b")


def understand(text: str, catalogue: Catalogue) -> Question:
    """The question `text` as these documents let it be understood."""
    plain = text.strip()
    named = _decisions(plain, catalogue)
    excluded = tuple(d for d in named if _is_excluded(plain, d))
    decisions = tuple(d for d in named if d not in excluded)
    meetings = _meetings(plain)
    documents = documents_in(plain, catalogue)
    workstreams = workstreams_in(plain, catalogue, documents)
    table = table_of(plain)
    if (
        workstreams
        and table in {"documents", "workstreams", None}
        and not re.search(r"(?i)(?<!under )(?<!under the )\b(?:work\s?-?streams?|headings?)\b", plain)
    ):
        table = "items"
    want = want_of(plainly(plain), table, decisions, workstreams)
    if not decisions and not excluded:  # "the tailings decision" names one as well as its number does
        decisions = tuple(d for i in documents if (d := catalogue.documents[i].decision))
    if not documents and want in _WHOLE:
        documents = issuer_in(plain, catalogue, rows=table in {"deadlines", "contacts", "decisions"})
    since, until = deadlines_period(plain) if table == "deadlines" else period(plain)
    item = _item(plain)
    nth = _NTH_HEADING.search(plain)
    if nth and not workstreams:  # "everything under the second heading"
        workstreams = _heading_at(nth[1], catalogue, documents)
        if workstreams and want in {"list", "content"}:
            want, table = "list", table if table in {"decisions", "deadlines"} else "items"
    scope = next((kind for kind, pattern in _SCOPE if pattern.search(plain)), None)
    traits = traits_of(plain, table)
    if traits and want != "count":
        want = "list"
    subject = subject_of(plain, want, catalogue, [(start, end) for _, start, end in traits])
    if since or until:  # "between August and December 2024": the months are the time's
        subject = tuple(w for w in subject if fold(w.text) not in MONTHS and fold(w.text) not in _OF_TIME)
    if not (decisions or meetings) and _of_a_time(plain, want, table, subject, bool(item or workstreams)):
        want, table = "list", table if _WHAT_IS_DUE.search(plain) else "deadlines"
    return Question(
        text=plain,
        want=want,
        excluded=excluded,
        subject=subject,
        focus=focus_of(plain),
        table=table,
        header=_header(plain) if want == "header" else (),
        decisions=decisions,
        workstreams=workstreams,
        articles=tuple(dict.fromkeys(m.value for m in find_articles(plain))),
        annexes=tuple(dict.fromkeys(m.value for m in find_annexes(plain))),
        meetings=meetings,
        people=catalogue.people_in(plain),
        documents=documents,
        since=since,
        until=until,
        item=item,
        order=_order(plain)
        if want in {"order", "compare", "date", "list", "content", "decision", "count"}
        else None,
        scope=None
        if _NOT_THERE.search(plain)
        else scope
        if scope != "letter" or catalogue.has_kind("letter")
        else None,
        yes_no=asks("yes_no", plainly(plain)),
        also=tuple(w for w in ("date", "person", "place", "decision") if w != want and asks(w, plain)),
        traits=tuple(trait for trait, _, _ in traits),
    )


def _of_a_time(text: str, want: Want, table: Table | None, subject: Sequence[Word], placed: bool) -> bool:
    """Whether what is due is asked for, at all or in a time, though the form is another one's.

    "What is due?", "what comes after 30 June 2024?", "is anything due between August and December 2024?"
    """
    since, until = period(text)
    busy = [w for w in subject if not asks("due", w.text) and not asks("tasks", w.text)]
    if want in {"date", "content"} and _WHAT_IS_DUE.search(text) and not (subject or placed):
        return True
    if want == "list" and table is None and (since or until) and _HANDED_IN.search(text):
        return not (busy or placed)
    if want == "content":
        return bool((since or until) and not (busy or placed))
    return want == "yes_no" and table == "deadlines" and bool(since and until) and not busy


def _heading_at(nth: str, catalogue: Catalogue, documents: tuple[str, ...]) -> tuple[str, ...]:
    """The workstream at a place in the documents' order ("second", "last"), or none."""
    rows = [w for w in catalogue.register.workstreams if not documents or w.document_id in documents]
    if nth.lower() == "middle":
        return (rows[len(rows) // 2].name,) if len(rows) % 2 else ()
    place = -1 if nth.lower() in {"last", "final"} else ordinal(nth) - 1
    return (rows[place].name,) if -1 <= place < len(rows) and rows else ()


def _header(text: str) -> tuple[HeaderName, ...]:
    """The head fields asked for; "where and when" asks for two."""
    names = [name for key, name in _HEADERS if asks(key, text)]
    if ("place" in names or "reference" in names) and "date" not in names and asks("date", text):
        names.append("date")
    if "date" in names and "place" not in names and re.search(r"(?i)\bwhere\b", text):
        names.insert(0, "place")
    return tuple(dict.fromkeys(names))


def _decisions(text: str, catalogue: Catalogue) -> tuple[str, ...]:
    """Ids named, however typed; a number without a body is taken for the known decision that ends so."""
    found: list[str] = []
    for mention in find_decisions(text, catalogue.prefix):
        written = text[mention.start : mention.end]
        number = mention.value.rpartition("-")[2]
        assumed = mention.value.rpartition("-")[0].casefold() not in written.casefold()
        known = catalogue.known_decision(mention.value)
        # "41/17" is of the body that most documents are of only where no other has a decision 41/17
        found.append(known or (assumed and catalogue.known_decision(number)) or mention.value)
    if not found:  # "5/12?" alone: only where exactly such a decision is known
        for match in re.finditer(r"(?<![\w/.-])(\d{1,2})\s?/\s?(\d{1,3})(?![\w/])", text):
            known = catalogue.known_decision(f"{match[1]}/{match[2]}")
            if known:
                found.append(known)
    found += catalogue.decisions_in(text)
    return tuple(dict.fromkeys(found))


_BESIDES = (
    r"(?:besides|apart from|other than|except(?:ing)?(?: for)?|aside from|in addition to"
    r"|excluding|not counting|rather than|instead of|(?:leave|leaving) out|omit(?:ting)?"
    r"|skip(?:ping)?|without)"
)
_LEFT_OUT = re.compile(
    rf"(?i){_BESIDES}\s+(?:those|the ones|the decisions|any|all|the)?\s*(?:of|from|by|taken at)?"
    r"\s*(?:the\s+)?(?:(?:older|newer|earlier|later|other)\s+)?$"
)
_OMITTED = re.compile(
    r"(?i)^\s*(?:ones|decisions|items)?\s*(?:left out|omitted|excluded|excepted|put aside)\b"
)


def _meetings(text: str) -> tuple[str, ...]:
    """The meetings that a question names, without those it leaves out ("not counting those of COP-4")."""
    plain = text.upper() if text.islower() else text
    return tuple(
        dict.fromkeys(
            m.value
            for m in find_meetings(plain)
            if not _LEFT_OUT.search(text[: m.start]) and not _OMITTED.match(text[m.end :])
        )
    )


def _is_excluded(text: str, decision: str) -> bool:
    """Whether a decision is named to be left out ("besides 5/7")."""
    number = re.escape(decision.rsplit("-", 1)[-1])
    return (
        re.search(rf"(?i)\b{_BESIDES}\s+(?:decision\s+)?(?:[a-z]{{2,3}}[- ]?)?{number}\b", text) is not None
    )


def _order(text: str) -> Literal["first", "last", "after", "before"] | None:
    for kind in ("after", "before", "first", "last"):
        if asks(kind, text):
            return kind
    return None


def _item(text: str) -> int | None:
    match = _ORDINAL.search(text)
    if not match:
        return None
    if match[2]:
        return int(match[2])
    return -1 if match[1].lower() in {"last", "final"} else ordinal(match[1])
