"""People, offices and addresses by form."""

from __future__ import annotations

import pytest

from corpus.people import find_contacts, find_emails, find_people, name_in_field


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ms. Yevgenia Albescu keeps the calendar", ["Yevgenia Albescu"]),
        ("H.E. Ms. Ana María de la Cruz spoke", ["Ana María de la Cruz"]),
        ("Contact Marianne Bailey (m.b@un.org), Eisaku Toda (e@un.org)", ["Marianne Bailey", "Eisaku Toda"]),
        ("may turn to Renske Abdulrahimi at\nrenske@example.org", ["Renske Abdulrahimi"]),
        ("Dr. Quang Adebayo-Lind, who may be reached at q@example.org", ["Quang Adebayo-Lind"]),
        ("The Secretariat (office@example.org)", []),
        ("the Conference of the Parties met in Geneva", []),
        ("Mr. Chair", []),
    ],
)  # fmt: skip
def test_people(text: str, names: list[str]) -> None:
    found = find_people(text)
    assert [m.value for m in found] == names
    assert all(text[m.start : m.end] == m.value for m in found)


def test_an_office_is_a_contact_but_no_person() -> None:
    text = "through the Secretariat's general address (Office@UN.org). Write to trust-fund@example.org."
    first, second = find_contacts(text)
    assert first.name and first.name.value == "the Secretariat's general address"
    assert not first.person
    assert first.email.value == "office@un.org"
    assert (second.name, second.email.value) == (None, "trust-fund@example.org")


def test_addresses_end_before_the_full_stop() -> None:
    assert [m.value for m in find_emails("a.b@c.org. x@y, z@q.example.org;")] == [
        "a.b@c.org",
        "z@q.example.org",
    ]


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("Monika Stankiewicz, Executive Secretary", "Monika Stankiewicz"),
        ("Mr. Rodges Ankrah, Chair", "Rodges Ankrah"),
        ("Secretariat of the Global Mercury Partnership", None),
        ("Official contact points", None),
    ],
)
def test_the_name_a_field_begins_with(value: str, name: str | None) -> None:
    assert name_in_field(value) == name
