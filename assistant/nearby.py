"""A follow-up asks about what stands beside the last answer: its passages, and those next to them.

"And who finances it?" after "where does the workshop take place?" is told a paragraph further on. Whatever a
search finds elsewhere by the words of both questions, a passage there that has the follow-up's own words
answers it first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from assistant import adoption
from assistant.asking import asks, patterns
from assistant.desk import Desk
from assistant.evidence import Draft, Evidence
from assistant.following import Exchange
from assistant.matching import candidate, cover
from assistant.rows import Selector
from assistant.understanding import understand
from corpus.passage import Passage
from corpus.words import content_words, fold
from index.hit import Hit, Term

#: Kinds of questions that one passage answers.
_WANTS = frozenset({"date", "person", "amount", "place", "reason", "content", "yes_no", "contact"})
#: Passages of the last answer, passages to either side of each, and share of the own words they must have.
_QUOTED, _BESIDE, _HAVE = 3, 10, 0.75
_LONG = 12


def nearer(
    draft: Draft,
    said: str,
    desk: Desk,
    past: Sequence[Exchange],
    looked_up: Callable[[Desk, Evidence], Draft | None],
) -> Draft:
    """`draft`, or what a passage beside the last answer says to the words of the follow-up `said` itself.

    Only for short questions that name no document, decision, meeting or person and ask for no fact of a
    decision as such, and where `draft` stands on no passage that has as many of those words.
    """
    if not past or desk.question.want not in _WANTS or len(said.split()) > _LONG:
        return draft
    own = understand(said, desk.catalogue)
    if (
        set(own.identifiers) - set(past[-1].question.identifiers)
        or own.documents
        or own.workstreams
        or own.people
        or own.item is not None
    ):
        return draft
    terms = _own_terms(said, desk)
    if not terms or adoption.told(desk) is not None:
        return draft
    cited = [q.passage for p in draft.points for q in p.quotes][:_QUOTED]
    known = max((cover(terms, p.text)[0] for p in cited), default=0.0)
    found = [
        one
        for passage in _around(past[-1], Selector(own, desk.catalogue, (), desk.filters))
        if (one := candidate(Hit(passage, 1.0, 1.0, 1.0), terms, desk.catalogue)).cover >= _HAVE
    ]
    if not found or (draft.status == "answered" and known >= max(c.cover for c in found)):
        return draft
    found.sort(key=lambda c: -c.cover)
    said_there = looked_up(desk, Evidence(desk.question, tuple(found), terms, likelihood=1.0))
    return said_there if said_there is not None and said_there.status == "answered" else draft


def _own_terms(said: str, desk: Desk) -> tuple[Term, ...]:
    """The subject words of the follow-up itself, without those that only ask for a date or an act."""
    rest = said
    for pattern in patterns()["due"]:
        rest = pattern.sub(" ", rest)
    busy = {fold(w.text) for w in content_words(rest) if not asks("tasks", w.text)}
    return tuple(t for t in desk.evidence("documents").terms if t.known and set(fold(t.word).split()) & busy)


def _around(last: Exchange, selector: Selector) -> Iterator[Passage]:
    """The passages of the last answer and those beside them, nearest first, that the selector allows."""
    order = list(selector.catalogue.passages.values())
    places = {p.id: at for at, p in enumerate(order)}
    quoted = [i for i in dict.fromkeys(c.passage_id for c in last.answer.citations) if i in places]
    seen = set()
    for step in range(_BESIDE + 1):
        for one in quoted[:_QUOTED]:
            for at in (places[one] + step, places[one] - step):
                if not 0 <= at < len(order) or at in seen:
                    continue
                seen.add(at)
                passage = order[at]
                same = passage.document_id == order[places[one]].document_id
                if same and passage.role not in {"header", "heading"} and selector.allows(passage):
                    yield passage
