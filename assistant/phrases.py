"""The noun phrases of a question: what it is about, as a later question can take it up."""

from __future__ import annotations

import re

from assistant.understanding import Question
from corpus.words import STOP, fold

_INTRODUCED = re.compile(r"(?i)\b(?:about|on|of|for|from|under|cover\w*|deals? with|mentions?|anything)\s+$")
_HELPERS = re.compile(r"(?i)\b(?:does|do|did|should|must|will|can|could|may|shall|would)\s+(?!you\b)")
_JOINS = re.compile(
    r"(?i)[\s'’“”\"/&-]*(?:(?:of|and|the|a|an|on|for|from|or|in|work|case|action)\b[\s“”\"-]*)*"
)
_LEFT = re.compile(r"(?i)\b(?:the|an?)\s+((?:[\w-]+\s+){0,2})[“\"]?$")
_ARTICLE_ONLY = re.compile(r"(?i)\s+(?:the|an?)\s+")
_RIGHT = re.compile(
    r"(?i)\s+(?:meeting|session|workshop|letter|study|work|way|option|course|group|plan|item|mandate"
    r"|activit(?:y|ies))s?\b"
)
_VERBAL = re.compile(r"(?i)\w+(?:ed|ing)")
_DATE_OF = re.compile(r"(?i)^(?:the |an? |any )?(?:deadlines?|(?:due )?dates?) (?:for|of|on) ")
_VERB_NEXT = re.compile(r"\s+(?!(?:of|in|on|for|to|at|with|under|per|by)\b)\w|.*\bbe\b")
_COMMAND = re.compile(r"(?i)(?:summar|compar|expla|descri)\w+")
_NO_PART = {"letter", "document", "decision", "item", "deadline", "date", "workstream", "notification"}


def chunks(question: Question) -> list[tuple[int, int]]:
    """The spans of ``question.text`` that its subject words make, article included."""
    text, spans = question.text, list[tuple[int, int]]()
    for word in question.subject:
        gap = text[spans[-1][1] : word.start] if spans else "."
        if _JOINS.fullmatch(gap) and not _ARTICLE_ONLY.fullmatch(gap):  # "leads | the plan" is two
            spans[-1] = (spans[-1][0], word.end)
            continue
        left = _LEFT.search(text, spans[-1][1] if spans else 0, word.start)
        between = {fold(w) for w in left[1].split()} if left else set()
        spans.append((left.start() if left and not between & (STOP | _NO_PART) else word.start, word.end))
    return [(start, found.end() if (found := _RIGHT.match(text, end)) else end) for start, end in spans]


def phrase(question: Question) -> str | None:
    """The noun phrase that the question is about; None where its subject words hang in a clause."""
    text, helper = question.text, _HELPERS.search(question.text)
    spans = [s for s in chunks(question) if not _VERBAL.fullmatch(text[slice(*s)])] or chunks(question)[:1]
    if not spans or _COMMAND.fullmatch(text[slice(*spans[0])]):
        return None
    found = _noun_phrase(question, spans, helper) or ""
    return _DATE_OF.sub("", found) or None


def _noun_phrase(
    question: Question, spans: list[tuple[int, int]], helper: re.Match[str] | None
) -> str | None:
    text = question.text
    start, end = spans[0] if helper is None and question.want == "date" else spans[-1]
    if helper is None or _INTRODUCED.search(text[:start]):
        return text[start:end]
    before = [s for s in spans if s[1] <= helper.start()]
    if before and not re.match(r"(?i)how (?:many|much)", text):  # "which option does the unit prefer"
        return text[slice(*before[-1])]
    start, end = next((s for s in spans if s[0] >= helper.end()), spans[0])
    if start != helper.end():
        return None
    whole = text[start:end]
    if _VERB_NEXT.match(text[end:]):
        return whole
    return whole.rpartition(" ")[0]  # "what should the centre translate": its last word is the verb
