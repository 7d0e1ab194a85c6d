"""What a conversation has come to: what the last answer was about, and the entries of its lists, by name.

Every name given here is one that a question can hold and be understood by: a decision, "item 4 of
Intersessional mandates", "paragraph 3 of decision MC-9/2", a meeting, a person, a subject.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.answer import Answer, Citation
from assistant.catalogue import Catalogue
from assistant.phrases import phrase
from assistant.understanding import Question
from corpus.dates import find_dates
from corpus.meetings import ordinal
from corpus.references import find_decisions, find_meetings
from corpus.words import fold

ORDINALS = (
    "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|last|final"
    r"|\d{1,2}(?:st|nd|rd|th)"
)
ARTICLE = re.compile(r"(?i)\b(?:article|annex) (?:\d+|[A-Z])\b")
_PLACED = re.compile(r"(?i)\b(?:sub)?paragraphs? (?:\d+|\([a-z]+\))(?: ?\([a-z]+\))*")
_ASKS_MEETING = re.compile(r"(?i)\b(?:which|what) (?:meeting|session|conference)\b")


@dataclass(frozen=True, slots=True)
class Exchange:
    """An earlier question, as it stood alone, with what it was understood as and its answer."""

    question: Question
    answer: Answer

    @property
    def focus(self) -> Citation | None:
        """What the answer stood on first; None where there was no answer."""
        return self.answer.citations[0] if self.answer.citations else None


def named(decisions: tuple[str, ...] | list[str]) -> str:
    """'decision MC-5/2' or 'decisions MC-4/11 and MC-5/14'."""
    ids = list(dict.fromkeys(decisions))
    return f"decision {ids[0]}" if len(ids) == 1 else f"decisions {', '.join(ids[:-1])} and {ids[-1]}"


def place(citation: Citation) -> str | None:
    """A name for what a citation points at: its item in its workstream, its paragraph, or its decision."""
    if citation.workstream and citation.locator.item:
        return f"item {citation.locator.item} of {citation.workstream}"
    if citation.source == "decision" and citation.decisions:
        label = citation.locator.label
        return (
            f"paragraph {label} of {named(citation.decisions[:1])}"
            if label
            else named(citation.decisions[:1])
        )
    return named(citation.decisions) if citation.decisions else None


def meeting(last: Exchange) -> str | None:
    """The meeting last spoken of: asked about by name, or given as the answer to "which meeting"."""
    if last.question.meetings:
        return last.question.meetings[0]
    asked = _ASKS_MEETING.search(last.question.text)
    if asked is None:
        return None
    said = [s.text for s in last.answer.statements[:1]] + [c.quote for c in last.answer.citations[:1]]
    found = find_meetings(" ".join(said))
    return found[0].value if found else f"the meeting that{last.question.text[asked.end() :].rstrip('?. ')}"


def person(past: list[Exchange], catalogue: Catalogue) -> str | None:
    """The person last spoken of: asked about, else named first in the answer."""
    for exchange in reversed(past):
        if exchange.question.people:
            return exchange.question.people[-1]
        for statement in exchange.answer.statements[:3] if exchange.answer.status == "answered" else ():
            found = catalogue.people_in(statement.text)
            if found and not exchange.question.workstreams:
                return min(found, key=lambda name: fold(statement.text).find(fold(name).split()[-1]))
    return None


def letter(last: Exchange, catalogue: Catalogue) -> str:
    """As in "the letter", with its symbol where other documents stand beside it."""
    focus = last.focus
    document = catalogue.documents.get(focus.document_id) if focus else None
    noun = "letter" if document is None or document.kind == "letter" else "document"
    if document is None or len(catalogue.primary) < 2:
        return f"the {noun}"
    return f"the {noun} {document.symbol or f'“{document.title}”'}"


def topic(past: list[Exchange], catalogue: Catalogue, bare: bool = False) -> str:
    """What "it" is now. `bare` leaves out the decision behind a subject (when it is what is asked for)."""
    last = past[-1]
    if len(past) > 1:
        if last.question.people and last.question.want in {"contact", "person"}:
            return topic(past[:-1], catalogue, bare)
        kept = topic(past[:-1], catalogue)
        short = topic(past[:-1], catalogue, True)
        named_again = re.match(r"decisions? |item |paragraph |the workstream ", short)  # read anew below
        if not named_again and re.search(rf"(?<!\w){re.escape(short)}(?!\w)", last.question.text):
            return short if bare else kept
    return _topic(last, catalogue, bare)


def _topic(last: Exchange, catalogue: Catalogue, bare: bool) -> str:
    question = last.question
    asked_meeting = meeting(last) if _ASKS_MEETING.search(question.text) else None
    if question.want == "header":
        return asked_meeting or letter(last, catalogue)
    if (
        question.want in {"list", "count"}
        and question.table
        and not question.subject
        and not spoken_of(question.text, question.workstreams)
    ) or (question.want == "list" and question.table == "deadlines" and len(entries(last)) == 1):
        listed = entries(last)
        if len(listed) != 1 or question.want == "count":
            return f"the {question.table}"
        return listed[0]
    if question.decisions:
        placed = _PLACED.search(question.text)
        ids = named(question.decisions)
        subject = phrase(question)
        if placed:
            return f"{placed.group()} of {ids}"
        return f"{subject} ({ids})" if subject and question.want != "compare" else ids
    streams = question.workstreams if spoken_of(question.text, question.workstreams) else ()
    if question.item is not None and streams and question.item > 0:
        return f"item {question.item} of {streams[0]}"
    article = ARTICLE.search(question.text) if question.articles or question.annexes else None
    if article:
        return article.group()
    gathering = meeting(last)
    if gathering and not (question.want == "decision" and question.subject and decision(last)):
        return gathering  # "which decision of COP-5 is on dental amalgam?" is about that decision
    if streams:
        return f"the workstream {streams[0]}"
    return _subject(last, bare)


def _subject(last: Exchange, bare: bool) -> str:
    focus = last.focus
    subject = phrase(last.question)
    where = place(focus) if focus else None
    if subject is None:
        return where or " ".join(w.text for w in last.question.subject) or last.question.text.rstrip("?. ")
    ids = focus.decisions if focus and focus.source != "summary" else ()
    return subject if bare or not ids or len(ids) > 2 else f"{subject} ({named(ids)})"


def decision(last: Exchange) -> str | None:
    """The decisions that "that decision" means."""
    ids = last.question.decisions or (last.focus.decisions if last.focus else ())
    if last.question.want == "decision" and last.answer.statements:
        ids = tuple(m.value for m in find_decisions(last.answer.statements[0].text)) or ids
    return named(ids) if ids else None


def workstream(last: Exchange) -> str | None:
    """The workstream last asked about or cited."""
    if spoken_of(last.question.text, last.question.workstreams):
        return last.question.workstreams[0]
    if last.question.table == "workstreams" and len(last.answer.statements) == 1:
        return last.answer.statements[0].text.split(" — ")[0]
    return last.focus.workstream if last.focus else None


def day(last: Exchange) -> str | None:
    """The date that the last answer gave first."""
    for statement in last.answer.statements[:1]:
        found = find_dates(statement.text)
        if found:
            return statement.text[found[0].start : found[0].end]
    return None


def days(last: Exchange) -> list[str]:
    """The dates that the entries of the last answer begin with, as printed, the earliest first."""
    found = [find_dates(statement.text)[:1] for statement in last.answer.statements]
    dated = sorted(
        (f[0].last, s.text[f[0].start : f[0].end])
        for f, s in zip(found, last.answer.statements, strict=True)
        if f
    )
    return [printed for _, printed in dated]


def entries(last: Exchange) -> list[str]:
    """The entries of the last answer, named; fewer than two means that it was no list."""
    by_marker = {c.marker: c for c in last.answer.citations}
    table = last.question.table
    found: dict[str, None] = {}
    for statement in last.answer.statements:
        cited = by_marker[statement.citations[0]] if statement.citations else None
        head = statement.text.split(" — ")[0].strip("“” ")
        ids = find_decisions(head)
        if cited and cited.source == "summary" and last.question.want == "list":
            continue
        if head.endswith(":") and len(last.answer.statements) > 2:
            continue  # what opens a list is none of its entries
        if last.question.want == "list" and table == "decisions" and ids:
            found[f"decision {ids[0].value}"] = None
        elif last.question.want == "list" and table == "workstreams":
            found[f"the workstream {head}"] = None
        elif last.question.want in {"list", "contact"} and table in {"contacts", "meetings", "documents"}:
            found[head] = None
        elif cited:
            found[place(cited) or f"“{' '.join(head.split()[:8])}”"] = None
    return list(found)


def number(word: str) -> int:
    """1 for "first" or "1st", -1 for "last"."""
    if word in {"last", "final"}:
        return -1
    return int(re.sub(r"\D", "", word)) if word[0].isdigit() else ordinal(word) or 0


def spoken_of(text: str, names: tuple[str, ...]) -> bool:
    """Whether `text` holds one of `names` whole."""
    return any(fold(name) in fold(text) for name in names)
