"""Dates, and which of them are deadlines: fifty sentences, a third of them without one."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.dates import due_dates, find_dates, relative_terms
from corpus.deadlines import actor, find_deadlines


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("15 December 2023", date(2023, 12, 15)),
        ("1st of March 2025", date(2025, 3, 1)),
        ("December 15, 2023", date(2023, 12, 15)),
        ("Sept. 3, 2024", date(2024, 9, 3)),
        ("2025-06-30", date(2025, 6, 30)),
        ("30/06/2024", date(2024, 6, 30)),
        ("30.6.2024", date(2024, 6, 30)),
        ("end of February 2024", date(2024, 2, 29)),
        ("end of 2028", date(2028, 12, 31)),
        ("beginning of May 2024", date(2024, 5, 1)),
        ("June 2024", date(2024, 6, 30)),
        ("31\n  March 2026", date(2026, 3, 31)),
    ],
)
def test_prints_of_a_date(text: str, expected: date) -> None:
    (found,) = find_dates(f"It is {text}.")
    assert found.last == expected


@pytest.mark.parametrize(
    "text", ["31 June 2024", "MC/COP5/2023/190", "2023-13-40", "paragraph 5 of 2", "1/2"]
)
def test_no_date(text: str) -> None:
    assert find_dates(text) == []


def test_years_alone_only_when_asked_for() -> None:
    assert find_dates("work in 2024-2025 and 2026") == []
    assert [d.last.year for d in find_dates("work in 2024 and on 3 May 2025", years=True)] == [2024, 2025]


def test_a_day_borrows_the_year_of_the_next_date() -> None:
    assert [d.last for d in find_dates("by 31 March and 30 June 2025")] == [
        date(2025, 3, 31),
        date(2025, 6, 30),
    ]


DUE = [
    ("Submission of information by 30 June 2024 on challenges", ["30 June 2024"]),
    ("to send the description not later than 15 January 2026", ["15 January 2026"]),
    ("must be lodged by 31 August 2026 at the latest", ["31 August 2026"]),
    ("must be lodged on 31 August 2026 at the latest", ["31 August 2026"]),
    ("comments being accepted until October 31, 2025", ["October 31, 2025"]),
    ("which should be completed before the end of September 2025", ["end of September 2025"]),
    ("before the 16th of May 2025", ["16th of May 2025"]),
    ("must be received on or before 2025-08-01", ["2025-08-01"]),
    ("Applications for travel support close on 6 February 2026", ["6 February 2026"]),
    ("The deadline for comments is 3 May 2024", ["3 May 2024"]),
    ("Comments are due on 3 May 2024", ["3 May 2024"]),
    ("by Friday, 3 May 2024", ["3 May 2024"]),
    ("by close of business on 3 May 2024", ["3 May 2024"]),
    ("by 31 March and 30 June 2025", ["31 March", "30 June 2025"]),
    ("by 31 March 2024 and again by 31 March 2025", ["31 March 2024", "31 March 2025"]),
    ("prior to 1 May 2024, Parties shall report", ["1 May 2024"]),
    ("The call is open until 9 June 2024", ["9 June 2024"]),
    ("stocks will be eliminated by the end of 2028", ["end of 2028"]),
    ("information submitted to the Secretariat by June 2024 will be compiled", ["June 2024"]),
    (
        "Parties that have not yet sent an inventory are urged to do so no later than 31 March 2026",
        ["31 March 2026"],
    ),
    ("Needs to be fixed before 3 May 2024", ["3 May 2024"]),
    ("The offer expires on 3 May 2024", ["3 May 2024"]),
    ("The circular sets 3 May 2024 as the closing date", ["3 May 2024"]),
    ("Papers that arrive after 3 May 2024 cannot be considered", ["3 May 2024"]),
    ("It takes account of views received up to 3 May 2024", ["3 May 2024"]),
    ("We should be glad to have your names by 3 May 2024", ["3 May 2024"]),
    ("so that, by 2028, each country has one", ["2028"]),
]
NOT_DUE = [
    "which took place from 30 October to 3 November 2023 in Geneva",
    "The meeting lasted from 30 October until 3 November 2023",
    "COP-5 met until 3 November 2023",
    "the comments received before 31 December 2030",
    "facilities that closed before the 1st of January 2020 need not be listed",
    "Parties whose communication was received before 1 January 2026",
    "the pilot exchange between customs offices ended on 3 June 2025",
    "The first online course opened on 2024-11-18",
    "a workshop will be held in Lusaka from 14 to 16 April 2026",
    "the report was completed by 30 June 2020",
    "the data had been sent by 30 June 2020",
    "Adopted on 10 October 2013 in Kumamoto",
    "which starts on the 6th of October 2025",
    "Geneva, 15 December 2023",
    "the limits shall apply until 3 May 2024",
    "Ms. Doe replaces him until 3 May 2024",
    "models placed on the market before 2019",
    "its meeting of 20 January 2026",
    "No date has been fixed for the move",
    "the work programme for 2024-2025",
    "the letter of 15 December 2023 from the Executive Secretary",
]


@pytest.mark.parametrize(("text", "phrases"), DUE)
def test_deadlines_with_a_date(text: str, phrases: list[str]) -> None:
    assert [text[d.start : d.end] for d in due_dates(text)] == phrases


@pytest.mark.parametrize("text", NOT_DUE)
def test_dates_that_are_no_deadline(text: str) -> None:
    assert find_deadlines(text) == ()


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("will confirm within 60 days of the letter\nthat informs them", "within 60 days of the letter"),
        (
            "received not later than four months before that meeting",
            "not later than four months before that meeting",
        ),
        ("no later than two years after its publication;", "no later than two years after its publication"),
        ("within 30 days of receiving a summary.", "within 30 days of receiving a summary"),
        ("sent within three (3) months and kept", "within three (3) months"),
        ("reply within ten working days", "within ten working days"),
        ("at least six weeks before the session", "at least six weeks before the session"),
        ("notify the host at least 30 days in advance", "at least 30 days in advance"),
        ("The report is due each year on 31 October", "each year on 31 October"),
        ("report every year, by 30 June, the tonnage", "every year, by 30 June"),
        ("sign up at the latest two weeks before it.", "at the latest two weeks before it"),
        ("not later than 24 hours after the opening.", "not later than 24 hours after the opening"),
        ("within the next two years, Parties shall", "within the next two years"),
    ],
)
def test_terms_without_a_calendar_day(text: str, phrase: str) -> None:
    assert [text[a:b] for a, b in relative_terms(text)] == [phrase]
    (deadline,) = find_deadlines(text)
    assert (deadline.date, deadline.phrase) == (None, phrase)


@pytest.mark.parametrize(
    "text",
    [
        "at least two years of experience",
        "within the Secretariat",
        "for three months",
        "was answered within two weeks",
        "stations that fall silent within five years",
    ],
)
def test_terms_that_bind_nobody(text: str) -> None:
    assert relative_terms(text) == []


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Requests the Secretariat to report by 3 May 2024", "the Secretariat"),
        ("Also invites Parties and observers to submit views", "Parties and observers"),
        ("Invites Parties, through the channels of Article 18, to submit a description", "Parties"),
        ("Parties are invited to describe laboratories", "Parties"),
        ("The group shall meet twice", "The group"),
        ("Submission of information from Parties on their rules", "Parties"),
        ("Calls upon developed country Parties to help", "developed country Parties"),
        ("Training of inventory teams", None),
        ("Decision AB-1/2 invites Parties and others to send reports", "Parties and others"),
        ("Requests Parties that keep stocks to notify the group", "Parties that keep stocks"),
        ("Members shall be put forward by Parties through their contacts", "Parties"),
        ("Requests should reach us soon", None),
        ("A first draft shall be posted", None),
        ("Would you propose one candidate", "you"),
    ],
)
def test_who_is_to_act(text: str, who: str | None) -> None:
    assert actor(text) == who


def test_a_deadline_keeps_its_words() -> None:
    text = (
        "Comments are welcome. Parties shall send data by 3 May 2024; the Bureau shall meet by 9 June 2024."
    )
    first, second = find_deadlines(text)
    assert (first.who, first.phrase) == ("Parties", "3 May 2024")
    assert (second.who, second.phrase) == ("the Bureau", "9 June 2024")
    assert all(
        d.what in text and d.phrase in d.what and text[d.start : d.end] == d.phrase for d in (first, second)
    )


def test_a_long_list_of_addressees_is_read_whole() -> None:
    text = (
        "Invites Parties, the bodies of the Convention, the operating entities of the Fund, institutions of "
        "finance, observers and other stakeholders, particularly of the private sector, to submit views by "
        "1 March 2031;"
    )
    who = find_deadlines(text)[0].who
    assert who is not None and who.startswith("Parties, the bodies") and who.endswith("stakeholders")


def test_what_is_recognized_is_nobody() -> None:
    assert find_deadlines("Recognizes the importance of gifts to the Fund by 2031;")[0].who is None


def test_terms_with_hyphens_that_do_not_break_are_whole() -> None:
    text = "to report within two months after the close of the twenty\u2011eighth session of the Board;"
    assert find_deadlines(text)[0].phrase.endswith("twenty\u2011eighth session")


def test_the_middle_of_a_month() -> None:
    assert find_deadlines("Requests the Chair to answer by mid-October 2031;")[0].phrase == "mid-October 2031"


def test_what_a_pronoun_stands_for_is_part_of_the_deadline() -> None:
    (found,) = find_deadlines("Reviews of action plans. These are due on 1 December 2026.")
    assert found.what == "Reviews of action plans. These are due on 1 December 2026"
