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
#: A word that only stands for one there counts less: of two clauses that of the very words is nearer.
_ALIKE = 0.8
_PART = re.compile(r";\s+|,\s+(?:and|but|or|while|whereas|although|which|with)\s+|\s+(?:while|whereas)\s+")


def parts(said: str) -> list[str]:
    """What a sentence tells one after the other: "Parties by 1 May" and "observers by 2 May"."""
    return [part for part in _PART.split(said) if part.strip()]


def cover(stems: Iterable[str], text: str) -> float:
    """Share of `stems` that `text` has, or nearly so a word that they may stand for."""
    there = {w.stem for w in words(text)}
    wanted = set(stems)
    had = sum(1.0 if s in there else _ALIKE if stands_for(s, there) else 0.0 for s in wanted)
    return had / len(wanted) if wanted else 0.0


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
    if any(not any(s in there or stands_for(s, there) for s in denied) for denied in denials):
        return True
    # "not" of a part that the statement leaves out does not concern it
    own = {s for denied in denials for s in denied}
    if any(
        denied and denied[0] in stems - own and not any(stands_for(s, own) for s in denied)
        for denied in _denied(clause)
    ):
        return True
    refused = _REFUSAL.search(clause)
    return bool(
        refused
        and {w.stem for w in content(clause[refused.end() : refused.end() + 60])[:2]} & stems
        and not _REFUSAL.search(said)
        and not denials
    )


def asserted_in_part(said: str, clauses: Sequence[str]) -> bool:
    """Whether a part of the statement asserts what the clause nearest to that part denies."""
    told = parts(said)
    return len(told) > 1 and any(
        denied and denied[0] in {w.stem for w in content(part)}
        for part in told
        if not _denied(part)
        for denied in _denied(nearest_clause(part, clauses))
    )


def raised_in_part(said: str, clauses: Sequence[str]) -> bool:
    """Whether a part of the statement puts a verb that the clause nearest to that part does not."""
    told = parts(said)
    return len(told) > 1 and any(
        raised(part, near, near)
        for part in told
        if (near := nearest_clause(part, clauses)) and verbs_in(near)
    )


def _denied(text: str, sign: re.Pattern[str] = _NEGATION) -> list[list[str]]:
    """For each negation the stems of the content words right after it."""
    return [
        [
            w.stem
            for w in content(text[m.end() : m.end() + 60])
            if w.stem != "one" and not _NEGATION.fullmatch(w.text)
        ][:2]
        for m in sign.finditer(text)
    ]


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
    return len(clauses) > 1 and any(_of_something_else(part, clauses) for part in parts(said))


def _of_something_else(said: str, clauses: Sequence[str]) -> bool:
    asking = {w.stem for form in verbs_in(said) for w in words(form.form)}
    row = [w.stem for w in content(plainly(undated(said))) if w.stem not in free() | asking]
    stems = set(row)
    if not stems:
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
            if others and _of_others(row[0], value, find, clauses):
                return True
            if rival > own or (
                own < best and own < 0.5 and not behind_all and not _told_next(value, find, covered)
            ):
                return True
    return False


def _of_others(first: str, value: object, find: Callable[[str], set[Any]], clauses: Sequence[str]) -> bool:
    """Whether what a part begins with stands with other values only: who has another date than this."""
    there = [(find(part), {w.stem for w in words(plainly(part))}) for part in clauses]
    own = [stems for found, stems in there if value in found]
    rivals = [stems for found, stems in there if found and value not in found]
    return any(first in stems for stems in rivals) and not any(
        first in stems or stands_for(first, stems) for stems in own
    )


def _told_next(value: object, find: Callable[[str], set[Any]], covered: Sequence[tuple[str, float]]) -> bool:
    """Whether the clause right behind the nearest one names the value, and has a word of the statement."""
    best = max(range(len(covered)), key=lambda place: covered[place][1])
    behind = covered[best + 1 : best + 2]
    return any(share > 0 and value in find(part) for part, share in behind)
