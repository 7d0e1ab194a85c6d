"""Questions worth asking next: made from what stands near the passages an answer cites, and each tried first.

A suggestion is shown only where the quoting composer answers it from a passage that was not cited yet.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from assistant.answer import Answer, Turn
from assistant.web.wording import Words
from corpus.passage import Passage
from corpus.register import Register
from index.errors import UnknownId
from index.filters import Filters

if TYPE_CHECKING:
    from assistant import Assistant
    from index import Index

MOST = 3
#: Passages of which one form is tried.
_TRIES = 2

_Form = tuple[str, dict[str, object]]


def suggestions(
    answer: Answer,
    history: Sequence[Turn],
    filters: Filters,
    assistant: Assistant,
    words: Words,
    patience: float = 1.0,
) -> tuple[str, ...]:
    """Up to `MOST` questions that are answered when asked after `history`, this answer included.

    Their texts are the forms ``suggest.*`` of `words`. One of each form, no two with the same sources. After
    `patience` seconds no further one is tried.
    """
    begun = time.monotonic()
    asked = {turn.text.strip().lower() for turn in history if turn.role == "user"}
    cited = {citation.passage_id for citation in answer.citations}
    given: dict[str, Any] = {"composer": "quoting"} if getattr(assistant, "has_model", False) else {}
    found: dict[str, str] = {}
    tried: Counter[str] = Counter()
    for form, values in _candidates(_near(answer, assistant.index), assistant.index):
        question = words(f"suggest.{form}", **values)
        if form in found or tried[form] == _TRIES or question.lower() in asked:
            continue
        tried[form] += 1
        reply = assistant.ask(question, history, filters, **given)
        sources = {citation.passage_id for citation in reply.citations}
        if reply.status == "answered" and sources - cited:
            found[form] = question
            cited |= sources
        if len(found) == MOST or time.monotonic() - begun > patience:
            break
    return tuple(found.values())


def _near(answer: Answer, index: Index) -> list[Passage]:
    """The passages cited, or those nearest to a question without an answer."""
    found = []
    for citation in answer.citations or answer.nearest:
        try:
            found.append(index.passage(citation.passage_id))
        except UnknownId:
            continue
    return found


def _candidates(passages: Sequence[Passage], index: Index) -> Iterator[_Form]:
    """Forms with their values, the most telling first; each looks a step beyond one of the passages."""
    register = index.register()
    for passage in passages:
        yield from _deadlines(passage)
        yield from _decisions(passage, index)
        yield from _following(passage, index)
        yield from _items(passage, register)
    yield "due", {}
    yield "decisions", {}


def _deadlines(passage: Passage) -> Iterator[_Form]:
    days = [deadline.date for deadline in passage.deadlines if deadline.date]
    if days:
        day = max(days)
        yield "after", {"day": f"{day.day} {day:%B %Y}"}


def _decisions(passage: Passage, index: Index) -> Iterator[_Form]:
    known = {row.id: row for row in index.register().decisions}
    for row in (known[name] for name in passage.decisions if name in known):
        yield "asks", {"decision": row.id}
        if len({index.passage(identity).document_id for identity in row.named_in}) > 1:
            yield "named", {"decision": row.id}


def _following(passage: Passage, index: Index) -> Iterator[_Form]:
    """The next numbered paragraph of a decision."""
    if passage.decision and passage.label and passage.label.isdigit():
        following = str(int(passage.label) + 1)
        if any(other.label == following for other in index.passages(passage.document_id)):
            yield "paragraph", {"decision": passage.decision, "number": following}


def _items(passage: Passage, register: Register) -> Iterator[_Form]:
    """The workstream's other items, the next one, and the workstream behind it."""
    names = [row.name for row in register.workstreams]
    if passage.workstream not in names:
        return
    place = names.index(passage.workstream)
    row = register.workstreams[place]
    yield "workstream", {"workstream": row.name}
    if passage.id in row.items and row.items[-1] != passage.id:
        yield "item", {"workstream": row.name, "number": row.items.index(passage.id) + 2}
    if place + 1 < len(names):
        yield "workstream", {"workstream": names[place + 1]}
