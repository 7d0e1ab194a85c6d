"""What its citations do not say is dropped, and what they do say is kept."""

from __future__ import annotations

import pytest

from assistant.answer import Support
from assistant.catalogue import Catalogue
from assistant.evidence import Point
from assistant.verifying import supported
from tests.letter_passages import quote_of

COSMETICS, VCM, STOCKS = "challenges in preventing", "vinyl chloride", "existing guidance on stocks"
INVITED, CONTACTS = "is invited to participate", "eisaku.toda@un.org"


def holds(catalogue: Catalogue, text: str, words: str, support: Support = "register") -> bool:
    return supported(Point(text, (quote_of(catalogue, words),), support, layout="lead"), catalogue)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("**30 June 2024** — information on cosmetics (MC-5/5)", COSMETICS),
        ("The date is 2024-06-30.", COSMETICS),
        ("31 March 2025, under decision MC-5/6", VCM),
        ("Eisaku Toda — eisaku.toda@un.org", CONTACTS),
        ("The Partnership is invited to take part before COP-6.", INVITED),
        ("**MC-5/2** — Intersessional mandates, item 2", STOCKS),
        ("The letter of 15 December 2023 names the stocks.", STOCKS),
    ],
)
def test_what_the_quote_carries_is_kept(catalogue: Catalogue, text: str, words: str) -> None:
    assert holds(catalogue, text, words)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("30 June 2025", COSMETICS),
        ("30 July 2024", COSMETICS),
        ("31 March 2025", COSMETICS),
        ("31 March", COSMETICS),
        ("The date is 2024-07-30.", COSMETICS),
    ],
)
def test_another_date_is_dropped(catalogue: Catalogue, text: str, words: str) -> None:
    assert not holds(catalogue, text, words)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Under decision MC-5/6", COSMETICS),
        ("Under decision MC-4/5", COSMETICS),
        ("Under decision BC-5/5", COSMETICS),
        ("Ready for COP-7", INVITED),
        ("17 measures", COSMETICS),
        ("2.5 tonnes of stocks", STOCKS),
        ("someone.else@un.org", CONTACTS),
        ("eisaku.toda@un.org", COSMETICS),
    ],
)
def test_another_decision_meeting_number_or_address_is_dropped(
    catalogue: Catalogue, text: str, words: str
) -> None:
    assert not holds(catalogue, text, words)


@pytest.mark.parametrize("verb", ["shall", "must", "is required to", "is requested to", "should"])
def test_an_invitation_never_becomes_a_duty(catalogue: Catalogue, verb: str) -> None:
    assert not holds(catalogue, f"The Partnership {verb} participate in the intersessional work.", INVITED)


def test_a_piece_in_quotation_marks_stands_there_word_for_word(catalogue: Catalogue) -> None:
    assert holds(
        catalogue, "“The drafting of an update to the existing guidance on stocks”", STOCKS, "quoted"
    )
    assert not holds(catalogue, "“The drafting of a new guidance on stocks”", STOCKS, "quoted")
    assert not holds(catalogue, "“the existing guidance on stocks … drafting of a treaty”", STOCKS, "quoted")


def test_pieces_left_out_are_marked_and_each_is_checked(catalogue: Catalogue) -> None:
    assert holds(catalogue, "“The drafting of … guidance on stocks”", STOCKS, "quoted")
    assert not holds(catalogue, "“The drafting of … guidance on releases”", STOCKS, "quoted")


def test_a_piece_is_never_joined_out_of_two_quotes(catalogue: Catalogue) -> None:
    quotes = (quote_of(catalogue, STOCKS), quote_of(catalogue, VCM))
    for text in ("“(Decision MC-5/2); Submission of information”", "“guidance on stocks … by 31 March 2025”"):
        assert not supported(Point(text, quotes, layout="lead"), catalogue)


def test_a_true_piece_does_not_carry_an_untrue_addition(catalogue: Catalogue) -> None:
    assert not holds(catalogue, "By 1 May 2026: “the existing guidance on stocks”", STOCKS, "quoted")
    assert not holds(catalogue, "Parties must act: “the existing guidance on stocks”", STOCKS, "quoted")


def test_a_quoted_point_without_marks_is_the_quote_itself(catalogue: Catalogue) -> None:
    item = "The drafting of an update to the existing guidance on stocks (Decision MC-5/2)"
    assert holds(catalogue, item, STOCKS, "quoted")
    assert not holds(catalogue, item.replace("update", "end"), STOCKS, "quoted")


def test_what_cites_nothing_is_dropped(catalogue: Catalogue) -> None:
    assert not supported(Point("The Partnership exists.", ()), catalogue)


def test_a_count_is_taken_from_the_rows_counted_alone(catalogue: Catalogue) -> None:
    quotes = (quote_of(catalogue, STOCKS), quote_of(catalogue, VCM))
    assert supported(Point("2 items", quotes, "register", counted=(2,), layout="lead"), catalogue)
    assert not supported(Point("9 items", quotes, "register", counted=(2,), layout="lead"), catalogue)


def test_a_heading_states_nothing(catalogue: Catalogue) -> None:
    assert supported(Point("3 workstreams:", (), "register", counted=(3,), layout="heading"), catalogue)
    assert not supported(Point("4 workstreams:", (), "register", counted=(3,), layout="heading"), catalogue)
    assert not supported(Point("Parties shall act:", (), "register", layout="heading"), catalogue)
