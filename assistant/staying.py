"""A conversation stays in its document: a follow-up that names no other is answered from the one at hand."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant import amounts, due, lookups, naming
from assistant.asking import asks
from assistant.desk import Desk
from assistant.evidence import Draft, Evidence
from assistant.following import Exchange
from assistant.matching import candidate, covers
from assistant.understanding import understand
from corpus.deadlines import actor
from corpus.references import find_decisions
from corpus.words import Word, content_words
from index.hit import Hit

_BARE = re.compile(
    r"(?i)\W*(?:(?:and|but|so|ok)\W+)*(?:why(?: not| so| is that)?|how come|for what reason)\W*"
)
#: Share of what is found anywhere that the document at hand must come to.
_AS_WELL = 0.9


#: Kinds of things that a passage spoken of tells more of; words that point back to it.
_TOLD: dict[str, Callable[[Desk, Evidence], Draft | None]] = {
    "date": due.day,
    "person": lambda desk, evidence: naming.who(evidence, desk.catalogue),
    "amount": lambda desk, evidence: amounts.amount(evidence, desk.catalogue),
}
_LEANS = re.compile(r"(?i)\b(?:it|that|those|these|this|them|they|there)\b(?!\s+(?:is|are|was|were|any)\b)")
_MORE_WORDS = 3
_QUOTED = 3


def _leans(said: str, desk: Desk, last: Exchange) -> bool:
    """Whether a follow-up points back, names nothing new and has few words that may tell another thing."""
    own = understand(said, desk.catalogue)
    if (
        set(own.identifiers) - set(last.question.identifiers)
        or own.documents
        or own.workstreams
        or own.people
        or own.item is not None
    ):
        return False
    busy = [w for w in _said(said, desk) if not asks("due", w.text) and not asks("tasks", w.text)]
    return not busy or (_LEANS.search(said) is not None and len(busy) <= _MORE_WORDS)


def _said(text: str, desk: Desk) -> list[Word]:
    """The content words of a text, without those of the ids of decisions."""
    ids = [range(m.start, m.end) for m in find_decisions(text, desk.catalogue.prefix)]
    return [w for w in content_words(text) if not any(w.start in span for span in ids)]


def told_here(desk: Desk, last: Exchange, said: str) -> Draft | None:
    """What is wanted, out of the passages that the last answer quoted; None where they do not tell it.

    They must have half of the words `said`, and the reader's filters must let them in.
    """
    allows = desk.selector().allows
    own_words = {w.stem for w in _said(said, desk)}
    quoted = dict.fromkeys(c.passage_id for c in last.answer.citations)
    passages = [p for i in quoted if (p := desk.catalogue.passages.get(i)) and allows(p)]
    passages = [p for p in passages if p.role != "header"]
    terms = desk.evidence("documents").terms
    for passage in passages[:_QUOTED]:
        own = tuple(t for t in terms if covers(t, passage.text))
        spoken = {s for t in own for s in t.stems} & own_words
        if (
            (terms and not own)
            or 2 * len(spoken) < len(own_words)
            or (desk.question.want == "person" and actor(passage.text) is None)
        ):
            continue
        found = candidate(Hit(passage, 1.0, 1.0, 1.0), own, desk.catalogue)
        evidence = Evidence(desk.question, (found,), own, likelihood=1.0)
        draft = _TOLD[desk.question.want](desk, evidence)
        if draft is not None and draft.status == "answered":
            return draft
    return None


def stayed(
    draft: Draft, said: str, desk: Desk, past: Sequence[Exchange], compose: Callable[[Desk], Draft]
) -> Draft:
    """`draft`, or the draft out of the passages or the document that the last answer stood on.

    A bare "why?" that was refused is answered by the reason that the passage quoted last gives, if it does;
    "when are those due?" by the passages quoted. The document is stayed in where the question names no
    document, decision, meeting or person, and `draft` is a refusal or comes out of another document that
    does not speak of it clearly better.
    """
    question = desk.question
    focus = past[-1].focus if past else None
    if focus and draft.status != "answered" and question.want == "reason" and _BARE.fullmatch(said):
        passage = desk.catalogue.passages.get(focus.passage_id)
        allowed = passage is not None and desk.selector().allows(passage)
        return (lookups.reason_in(passage) if passage and allowed else None) or draft
    if past and focus and question.want in _TOLD and _leans(said, desk, past[-1]):
        here = told_here(desk, past[-1], said if draft.status == "answered" else "")
        if here is not None:
            return here
    named = question.documents or question.decisions or question.meetings or question.people
    if focus is None or focus.source == "summary" or named or len(desk.catalogue.primary) < 2:
        return draft
    cited = [q.passage.document_id for p in draft.points for q in p.quotes]
    if desk.filters.documents or (draft.status == "answered" and (not cited or focus.document_id in cited)):
        return draft
    at_hand = replace(desk, filters=replace(desk.filters, documents=(focus.document_id,)), found={})
    inside = compose(at_hand)
    if inside.status != "answered":
        return draft
    if draft.status == "answered":
        anywhere, inside_it = (d.evidence("documents").likelihood for d in (desk, at_hand))
        if inside_it < _AS_WELL * anywhere:
            return draft
    return inside
