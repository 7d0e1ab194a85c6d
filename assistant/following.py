"""What a conversation has come to: the thing the last answer was about, and the entries of its lists, by name.

Every name given here is one that a question can hold and be understood by: a decision, "item 4 of
Intersessional mandates", "paragraph 3 of decision MC-9/2", a meeting, a person, a subject.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.answer import Answer, Citation
from assistant.catalogue import Catalogue
from assistant.understanding import Question
from corpus.dates import find_dates
from corpus.meetings import ordinal
from corpus.references import find_decisions, find_meetings
from corpus.words import fold

_JOINS = re.compile(r"(?i)[\s'’“”\"/&-]*(?:(?:of|and|the|a|an|on|for|from|or|in)\b[\s“”\"-]*)*")
_PLACED = re.compile(r"(?i)\b(?:sub)?paragraphs? (?:\d+|\([a-z]+\))(?: ?\([a-z]+\))*")
_ASKS_MEETING = re.compile(r"(?i)\b(?:which|what) (?:meeting|session|conference)\b")
_HELPERS = re.compile(r"(?i)\b(?:does|do|did|should|must|will|can|could|may|shall|would)\s+(?!you\b)")


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
        return f"paragraph {label} of {named(citation.decisions[:1])}" if label else named(citation.decisions[:1])
    return named(citation.decisions) if citation.decisions else None


def chunks(question: Question) -> list[tuple[int, int]]:
    """The spans of ``question.text`` that its subject words make, article included."""
    text, spans = question.text, list[tuple[int, int]]()
    for word in question.subject:
        if spans and _JOINS.fullmatch(text[spans[-1][1] : word.start]):
            spans[-1] = (spans[-1][0], word.end)
            continue
        article = re.search(r"(?i)\b(?:the|an?)\s+[“\"]?$", text[: word.start])
        spans.append((article.start() if article else word.start, word.end))
    return spans


def phrase(question: Question) -> str | None:
    """The noun phrase that the question is about; None where its subject words hang in a clause."""
    spans = chunks(question)
    if not spans:
        return None
    helper = _HELPERS.search(question.text)
    start, end = spans[-1]
    led = re.search(r"(?i)\b(?:about|on|of|in|for|from|under|cover\w*|deals? with|mentions?|the|anything)\s+$", question.text[:start])
    if helper and start >= helper.end() and not led:  # "what should the centre translate": the verb is in it
        return None
    return question.text[start:end]


def meeting(last: Exchange) -> str | None:
    """The meeting last spoken of: asked about by name, or given as the answer to "which meeting"."""
    if last.question.meetings:
        return last.question.meetings[0]
    if _ASKS_MEETING.search(last.question.text) and last.answer.statements:
        found = find_meetings(" ".join([last.answer.statements[0].text, *(c.quote for c in last.answer.citations[:1])]))
        return found[0].value if found else None
    return None


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
    """ "the letter", with its symbol where other documents stand beside it."""
    focus = last.focus
    document = catalogue.documents.get(focus.document_id) if focus else None
    noun = "letter" if document is None or document.kind == "letter" else "document"
    if document is None or len(catalogue.primary) < 2:
        return f"the {noun}"
    return f"the {noun} {document.symbol or f'“{document.title}”'}"


def topic(last: Exchange, catalogue: Catalogue, bare: bool = False) -> str:
    """What "it" is after `last`. `bare` leaves out the decision behind a subject (when it is what is asked for)."""
    question, focus = last.question, last.focus
    if question.want == "header":
        return letter(last, catalogue)
    if question.decisions:
        placed = _PLACED.search(question.text)
        ids = named(question.decisions)
        subject = phrase(question)
        return f"{placed.group()} of {ids}" if placed else f"{subject} ({ids})" if subject else ids
    if question.item is not None and question.workstreams and question.item > 0:
        return f"item {question.item} of {question.workstreams[0]}"
    gathering = meeting(last)
    if gathering:
        return gathering
    if question.workstreams:
        return f"the workstream {question.workstreams[0]}"
    return _subject(last, focus, bare)


def _subject(last: Exchange, focus: Citation | None, bare: bool) -> str:
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
    if last.question.workstreams:
        return last.question.workstreams[0]
    return last.focus.workstream if last.focus else None


def day(last: Exchange) -> str | None:
    """The date that the last answer gave first."""
    for statement in last.answer.statements[:1]:
        found = find_dates(statement.text)
        if found:
            return statement.text[found[0].start : found[0].end]
    return None


def entries(last: Exchange) -> list[str]:
    """The entries of the last answer, named; fewer than two means that it was no list."""
    by_marker = {c.marker: c for c in last.answer.citations}
    table = last.question.table
    found: dict[str, None] = {}
    for statement in last.answer.statements:
        cited = by_marker[statement.citations[0]] if statement.citations else None
        head = statement.text.split(" — ")[0].strip("“” ")
        ids = find_decisions(head)
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
