"""A conversation stays in its document: a follow-up that names no other is answered from the one at hand."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant import lookups
from assistant.desk import Desk
from assistant.evidence import Draft
from assistant.following import Exchange

_BARE = re.compile(
    r"(?i)\W*(?:(?:and|but|so|ok)\W+)*(?:why(?: not| so| is that)?|how come|for what reason)\W*"
)
#: Share of what is found anywhere that the document at hand must come to.
_AS_WELL = 0.9


def stayed(
    draft: Draft, said: str, desk: Desk, past: Sequence[Exchange], compose: Callable[[Desk], Draft]
) -> Draft:
    """`draft`, or the draft out of the document that the last answer stood on.

    A bare "why?" that was refused is answered by the reason that the passage quoted last gives, if it does.

    The latter where the question names no document, decision, meeting or person, and `draft` is a refusal or
    comes out of another document that does not speak of it clearly better.
    """
    question = desk.question
    focus = past[-1].focus if past else None
    if focus and draft.status != "answered" and question.want == "reason" and _BARE.fullmatch(said):
        passage = desk.catalogue.passages.get(focus.passage_id)
        return (lookups.reason_in(passage) if passage else None) or draft
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
        anywhere, here = (d.evidence("documents").likelihood for d in (desk, at_hand))
        if here < _AS_WELL * anywhere:
            return draft
    return inside
