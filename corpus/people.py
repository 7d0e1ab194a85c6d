"""People, offices and e-mail addresses, by form: honorifics, and what stands before an address."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from corpus.passage import Mention

_EMAIL = re.compile(r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_GIVEN = r"[A-ZÀ-Þ][\w’'.-]*[\w]|[A-Z]\."
_PARTICLE = r"(?:de|da|del|la|las|los|do|dos|du|van|von|den|der|al|el|bin|ben|ibn)"
_NAME = rf"(?:{_GIVEN})(?:[ ]+(?:{_PARTICLE}[ ]+)*(?:{_GIVEN})){{1,4}}"
_HONOURED = re.compile(
    rf"\b(?:Mr|Mrs|Ms|Dr|Prof|Professor|Sir|Dame|Ambassador|H\.\s?E\.(?:\s(?:Mr|Ms)s?)?)\.?\s+({_NAME})"
)
_BEFORE_EMAIL = re.compile(
    rf"({_NAME})\s*(?:\([^()@]*)?[(<,:|–-]?\s*(?:e-?mail:?\s*)?(?:,?\s*(?:at|on|via|under)\s+)?$"
)
_OFFICE = re.compile(r"((?:[Tt]he\s+)?[\w’'-]+(?:\s+[\w’'-]+){0,5})\s*[(<:]\s*$")
_NOT_A_NAME = re.compile(
    r"\b(?:Secretariat|Convention|Conference|Parties|Group|Unit|Committee|Office|Programme|Section"
    r"|Division|Department|Ministry|Fund|Network|Partnership|Desk|Team|Branch|Service|The|This|Contact"
    r"|Bureau|Organi[sz]ation|Association|Agency|Institute|University|Union|Council|Board|Missions?|Cent(?:re|er)|Commission"
    r"|Regional|Bank|Alliance|Federation|Forum|Foundation|Government|Article|Annex|Decision|Please|Questions|You|For)\b"
)


@dataclass(frozen=True, slots=True)
class Contact:
    """An address with the person or office printed before it; both at spans of the same text."""

    email: Mention
    name: Mention | None
    person: bool
    phone: str | None = None


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


#: A person with office or place, between the name and the address ("Ms. Doe at the Secretariat (x@y)").
_WITH_OFFICE = re.compile(
    r"(?:,|\s+(?:at|of|in|from|with))\s[^.;()@]{1,90}[(<]\s*$|,[ ][^.;:()@\n]{1,60}(?:\n\s*|\s{3,})$"
)
_SHARED = re.compile(r"(?i)\b(?:both|all)\s+(?:(?:be\s+)?reached\s+)?(?:at|on|via|under|through)\s+$")
_PHONE = re.compile(
    r"[\s,;|/(]*(?:(?:tele)?phone|tel|mobile|call)?[.:\s]*(?P<number>\+?\(?\d[\d ()/.-]{5,20}\d)(?![\d@])",
    re.IGNORECASE,
)


def _phone(text: str, email: Mention) -> str | None:
    """A telephone number printed right after an address."""
    match = _PHONE.match(text, email.end)
    return (
        match["number"] if match and (match["number"][0] in "+(0" or "el" in match.group().lower()) else None
    )


def _persons_before(text: str, email: Mention, since: int) -> list[Mention]:
    """Persons told apart from an address by their office, or who share it ("Ms. A or Mr. B, both at")."""
    low = max(since, email.start - 240)
    stop = max(text.rfind(mark, low, email.start) for mark in ("; ", ".\n", "\n\n"))
    low = max(low, stop + 1)
    named = [m for match in _HONOURED.finditer(text, low, email.start) if (m := _clean(match))]
    if not named:
        return []
    if _SHARED.search(text, low, email.start):
        return named
    return named[-1:] if _WITH_OFFICE.fullmatch(text, named[-1].end, email.start) else []


def find_contacts(text: str) -> tuple[Contact, ...]:
    """E-mail addresses with the name or office that is printed just before each, and a telephone after it.

    An address that several persons share gives a contact for each.
    """
    return tuple(replace(contact, phone=_phone(text, contact.email)) for contact in _named_addresses(text))


def _named_addresses(text: str) -> tuple[Contact, ...]:
    contacts = []
    since = 0
    for email in find_emails(text):
        persons = _persons_before(text, email, since)
        since = email.end
        if persons:
            contacts += [Contact(email, person, True) for person in persons]
            continue
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
    match = _NAME_LINE.match(re.sub(r"^(?:Mr|Mrs|Ms|Dr|Prof|Professor)\.?\s+", "", value))
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
