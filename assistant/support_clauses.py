"""What a statement tells of what: negations, legal verbs, dates and decisions, clause by clause.

All of its words may stand in the text and the statement still be wrong: here the clauses are compared.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from assistant.legal_verbs import raised, verbs_in
from assistant.support_facts import dates_of, undated
from assistant.support_signals import content
from assistant.support_vocabulary import free, plainly, stands_for
from corpus.references import find_annexes, find_articles, find_decisions, find_meetings
from corpus.words import words

_NEGATION = re.compile(
    r"(?i)\b(?:not|no|never|neither|nor|none|nobody|nothing|without|unable|cannot|non|except|excluding|unless)\b|n['’]t\b"
)
#: A negation of a negation: it says the opposite of either.
_DOUBLED = re.compile(
    r"(?i)(?:\b(?:not|never|cannot|nor)|n['’]t)\s+(?:\w+\s+)?(?:not|no|never|unable|cannot|without|nothing|none)\b"
)
_REFUSAL = re.compile(
    r"(?i)\b(?:lack\w*|fails?|failed|refus\w+|declin\w+|prohibit\w*|forbid\w*|forbidden|abstain\w*|refrain\w*)\b"
)
_PART = re.compile(r";\s+|,\s+(?:and|but|while|whereas|which|with)\s+|\s+(?:while|whereas)\s+")


def cover(stems: Iterable[str], text: str) -> float:
    """Share of `stems` that `text` has."""
    there = {w.stem for w in words(text)}
    wanted = set(stems)
    return len(wanted & there) / len(wanted) if wanted else 0.0


def nearest_clause(said: str, clauses: Sequence[str]) -> str:
    """The clause that has most of the statement's words."""
    stems = [w.stem for w in content(said)]
    return max(clauses, key=lambda clause: cover(stems, clause), default="")


def negation_differs(said: str, clause: str, clauses: Sequence[str]) -> bool:
    """A negation that the texts do not have of the same thing, or one of theirs left out."""
    stems = {w.stem for w in content(said)}
    best = cover(stems, clause)
    near = [part for part in clauses if cover(stems, part) >= 0.5 * best]
    there = {
        s for part in near for sign in (_NEGATION, _REFUSAL) for denied in _denied(part, sign) for s in denied
    }
    denials = _denied(said)
    if _DOUBLED.search(said) and not any(_DOUBLED.search(part) for part in near):
        return True
    if any(not denied or not (denied[0] in there or stands_for(denied[0], there)) for denied in denials):
        return True
    # "not" of a part that the statement leaves out does not concern it
    own = {s for denied in denials for s in denied}
    if any(denied and denied[0] in stems - own for denied in _denied(clause)):
        return True
    refused = _REFUSAL.search(clause)
    return bool(
        refused
        and {w.stem for w in content(clause[refused.end() : refused.end() + 60])[:2]} & stems
        and not _REFUSAL.search(said)
        and not denials
    )


def raised_in_part(said: str, clauses: Sequence[str]) -> bool:
    """Whether a part of the statement puts a verb that the clause nearest to that part does not."""
    parts = _PART.split(said)
    return len(parts) > 1 and any(
        raised(part, near, near)
        for part in parts
        if (near := nearest_clause(part, clauses)) and verbs_in(near)
    )


def _denied(text: str, sign: re.Pattern[str] = _NEGATION) -> list[list[str]]:
    """For each negation the stems of the content words right after it."""
    return [[w.stem for w in content(text[m.end() : m.end() + 60])][:2] for m in sign.finditer(text)]


_FINDERS: tuple[tuple[Callable[[str], set[Any]], bool], ...] = (
    (dates_of, False),
    (lambda t: {m.value for m in find_decisions(t)}, True),
    (lambda t: {m.value for m in find_meetings(t)}, False),
    (lambda t: {m.value for m in find_articles(t)} | {m.value for m in find_annexes(t)}, False),
)


def of_something_else(said: str, clauses: Sequence[str]) -> bool:
    """A date, decision, meeting or article told of what the texts tell of another one.

    Where the texts name several of a kind, the clause that has most of the statement's other words must not
    name only others; and a clause that names it must have half of those words. A decision that
    stands alone in a passage is behind all of it.
    """
    stems = {w.stem for w in content(plainly(undated(said)))} - free()
    if not stems or len(clauses) < 2:
        return False
    covered = [(part, cover(stems, plainly(part))) for part in clauses]
    best = max(share for _, share in covered)
    for find, behind_all in _FINDERS:
        for value in find(said):
            naming = [share for part, share in covered if value in find(part)]
            others = [share for part, share in covered if find(part) - {value} and value not in find(part)]
            if not naming:
                continue
            own, rival = max(naming), max(others, default=0.0)
            if rival > own or (
                own < best and own < 0.5 and not behind_all and not _told_next(value, find, covered)
            ):
                return True
    return False


def _told_next(value: object, find: Callable[[str], set[Any]], covered: Sequence[tuple[str, float]]) -> bool:
    """Whether the clause right behind the nearest one names the value, and has a word of the statement."""
    best = max(range(len(covered)), key=lambda place: covered[place][1])
    behind = covered[best + 1 : best + 2]
    return any(share > 0 and value in find(part) for part, share in behind)
