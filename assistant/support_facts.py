"""What must stand in the cited text digit by digit: identifiers, dates, numbers, and whose an address is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from assistant.support_vocabulary import plainly
from corpus.dates import find_dates
from corpus.passage import Mention
from corpus.people import find_contacts, find_emails
from corpus.references import find_annexes, find_articles, find_decisions, find_meetings
from corpus.words import fold

Find = Callable[[str], Iterable[Mention]]
_FINDERS: tuple[Find, ...] = (find_decisions, find_meetings, find_articles, find_annexes, find_emails)
_YEAR_END = re.compile(r"(?i)\b(?:the )?(?:end|close|last day) of ((?:19|20)\d\d)\b")
_YEAR_START = re.compile(r"(?i)\b(?:the )?(?:start|beginning|first day) of ((?:19|20)\d\d)\b")
_ITS = re.compile(
    r"(?i)\b(?:at|of|for|before)\s+its\s+([\w-]+(?:th|st|nd|rd|first|second|third)\s+(?:meeting|session))"
)
_BODY = re.compile(r"\b(?:Conference|Meeting) of the Parties\b")
_NUMBER = re.compile(r"(?<![\w/])\d[\d,.]*(?:/\d+)?\w*")


def wrong_identifier(said: str, there: str, around: str, decisions: Sequence[str]) -> bool:
    """A decision, meeting, article, annex or address that is not there; meetings may stand `around`."""
    for find in _FINDERS:
        known = {m.value for m in find(there)}
        if find is find_decisions:
            known |= set(decisions)
        elif find is find_meetings:
            known |= {m.value for m in find(around)} | _its_meetings(there, around)
        if not {m.value for m in find(said)} <= known:
            return True
    return False


def _its_meetings(there: str, around: str) -> set[str]:
    """Meetings that the texts call "its fourteenth meeting": of the body that speaks there."""
    told = [f"{body} at its {m[1]}" for body in set(_BODY.findall(around)) for m in _ITS.finditer(there)]
    return {m.value for text in told for m in find_meetings(text)}


def dates_of(text: str, years: bool = False) -> set[tuple[Any, Any]]:
    """First and last day of each date."""
    return {(d.first, d.last) for d in find_dates(exact(text), years=years)}


def exact(text: str) -> str:
    """`text` with the day for "the end of 2029" and "the first day of 2030"."""
    return _YEAR_END.sub(r"31 December \1", _YEAR_START.sub(r"1 January \1", text))


def wrong_date(said: str, there: str) -> bool:
    """A date that is not there."""
    return not dates_of(said) <= dates_of(there, years=True)


def wrong_number(said: str, there: str) -> bool:
    """A number beside dates and identifiers that `there` does not print; both as they are written."""
    return not _numbers(plainly(undated(said))) <= _numbers(plainly(there))


def undated(text: str) -> str:
    """`text` without its dates and identifiers."""
    return _without(text, [*find_dates(text), *_identifiers(text)])


def unnamed(text: str) -> str:
    """`text` without its identifiers."""
    return _without(text, _identifiers(text))


def _identifiers(text: str) -> list[Mention]:
    return [m for find in _FINDERS for m in find(text)]


def _without(text: str, found: Sequence[Any]) -> str:
    kept: list[Any] = []
    for each in sorted(found, key=lambda m: (m.start, -m.end)):
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
    for each in reversed(kept):
        text = f"{text[: each.start]} {text[each.end :]}"
    return text


def _numbers(text: str) -> set[str]:
    return {m.group().strip(".,") for m in _NUMBER.finditer(text)}


def wrong_owner(said: str, there: str) -> bool:
    """An e-mail address beside a name that the texts give another address."""
    owners: dict[str, set[str]] = {}
    for contact in find_contacts(there):
        if contact.name:
            owners.setdefault(contact.email.value, set()).add(fold(contact.name.value))
    every = {name for names in owners.values() for name in names}
    addresses = find_emails(said)
    told = fold(said)
    begin = 0
    for address in addresses:
        piece = told[begin : address.end] if len(addresses) > 1 else told
        begin = address.end
        named = {name for name in every if name in piece or name.split()[-1] in piece.split("@")[0].split()}
        if named and not named & owners.get(address.value, set()):
            return True
    return False
