"""People, offices and e-mail addresses, by form: honorifics, and what stands before an address."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.passage import Mention

_EMAIL = re.compile(r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_GIVEN = r"[A-ZÀ-Þ][\w’'.-]*[\w]|[A-Z]\."
_PARTICLE = r"(?:de|da|del|la|las|los|do|dos|du|van|von|den|der|al|el|bin|ben|ibn)"
_NAME = rf"(?:{_GIVEN})(?:[ \t]+(?:{_PARTICLE}[ \t]+)*(?:{_GIVEN})){{1,4}}"
_HONOURED = re.compile(
    rf"\b(?:Mr|Mrs|Ms|Dr|Prof|Sir|Dame|Ambassador|H\.\s?E\.(?:\s(?:Mr|Ms)s?)?)\.?\s+({_NAME})"
)
_BEFORE_EMAIL = re.compile(
    rf"({_NAME})\s*(?:\([^()@]*)?[(<,:–-]?\s*(?:e-?mail:?\s*)?(?:,?\s*(?:at|on|via|under)\s+)?$"
)
_OFFICE = re.compile(r"((?:[Tt]he\s+)?[\w’'-]+(?:\s+[\w’'-]+){0,5})\s*[(<:]\s*$")
_NOT_A_NAME = re.compile(
    r"\b(?:Secretariat|Convention|Conference|Parties|Group|Unit|Committee|Office|Programme|Section"
    r"|Division|Department|Ministry|Fund|Network|Partnership|Desk|Team|Branch|Service|The|This|Contact"
    r"|Article|Annex|Decision|Please|Questions|You|For)\b"
)


@dataclass(frozen=True, slots=True)
class Contact:
    """An address with the person or office printed before it; both at spans of the same text."""

    email: Mention
    name: Mention | None
    person: bool


def find_emails(text: str) -> tuple[Mention, ...]:
    """All e-mail addresses, value in lower case."""
    return tuple(Mention(m.group().lower(), m.start(), m.end()) for m in _EMAIL.finditer(text))


def _clean(match: re.Match[str], group: int = 1) -> Mention | None:
    value = match.group(group)
    start = match.start(group)
    rejected = list(_NOT_A_NAME.finditer(value))
    if rejected:  # "Contact Jane Doe": the name is what follows the last such word
        cut = rejected[-1].end()
        start += cut + len(value[cut:]) - len(value[cut:].lstrip())
        value = value[cut:].strip()
    return Mention(value, start, start + len(value)) if len(value.split()) >= 2 else None


def find_contacts(text: str) -> tuple[Contact, ...]:
    """E-mail addresses with the name or office that is printed just before each."""
    contacts = []
    for email in find_emails(text):
        before = text[max(0, email.start - 120) : email.start]
        offset = email.start - len(before)
        named = _BEFORE_EMAIL.search(before)
        name = _clean(named) if named else None
        office = _OFFICE.search(before) if name is None else None
        if name:
            name = Mention(name.value, name.start + offset, name.end + offset)
            contacts.append(Contact(email, name, True))
        elif office:
            words = office.group(1)
            cut = max(
                (m.end() for m in re.finditer(r"\b(?:through|to|at|via|by|with|or|and)\s", words)), default=0
            )
            start = office.start(1) + offset + cut
            contacts.append(Contact(email, Mention(words[cut:], start, start + len(words) - cut), False))
        else:
            contacts.append(Contact(email, None, False))
    return tuple(contacts)


_NAME_LINE = re.compile(rf"({_NAME})\s*(?:$|[,\n])")


def name_in_field(value: str) -> str | None:
    """The person a head field begins with ("Jane Doe, Executive Secretary"), or None for an office."""
    match = _NAME_LINE.match(re.sub(r"^(?:Mr|Mrs|Ms|Dr|Prof)\.?\s+", "", value))
    return None if match is None or _NOT_A_NAME.search(match[1]) else match[1]


def find_people(text: str) -> tuple[Mention, ...]:
    """Full names: after an honorific, or before an e-mail address; each span once, in order."""
    spans: dict[tuple[int, int], Mention] = {}
    for match in _HONOURED.finditer(text):
        name = _clean(match)
        if name:
            spans[name.start, name.end] = name
    for contact in find_contacts(text):
        if contact.person and contact.name:
            spans.setdefault((contact.name.start, contact.name.end), contact.name)
    return tuple(spans[key] for key in sorted(spans))
