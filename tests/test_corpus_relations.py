"""What decisions do to one another, told by the form of words; and what items of letters rest on."""

from __future__ import annotations

import pytest

from corpus import Passage, build_register, document_from_text, passages
from corpus.register import LinkRow
from corpus.resting import rests_on

HEAD = "Decision MC-9/1: Stocks\n\nThe Conference of the Parties,\n\nRecalling its work on stocks,\n\n"


def links(text: str) -> list[str]:
    document = document_from_text(HEAD + text, file_name="mc-9-1.txt")
    rows = build_register([document], passages(document)).links
    return [f"{row.source} {row.kind} {row.target}" for row in rows]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1. Decides to amend decision MC-5/3 as follows:\n\n(a) Delete paragraph 4.", ["amends MC-5/3"]),
        (
            "1. Decides:\n\n(a) To repeal decisions MC-4/2 and 4/3;",
            ["terminates MC-4/2", "terminates MC-4/3"],
        ),
        (
            "1. Supersedes decision MC-4/2 and withdraws decision MC-4/3;",
            ["replaces MC-4/2", "terminates MC-4/3"],
        ),
        ("1. Decides that the present decision supersedes decision MC-4/2;", ["replaces MC-4/2"]),
        ("1. Decides that decision MC-4/2 is superseded by the present decision;", ["replaces MC-4/2"]),
        ("1. Decides that decision MC-4/2 shall cease to have effect at once;", ["terminates MC-4/2"]),
        ("1. Decides, in accordance with decision MC-3/1, to amend decision MC-4/2;", ["amends MC-4/2"]),
        ("1. Amends decision MC-4/2, taking into account decision MC-4/8;", ["amends MC-4/2"]),
        # a part of a decision, or what it set up, is not the decision
        ("1. Decides to replace the annex to decision MC-5/3 with the present annex;", ["amends MC-5/3"]),
        ("1. Decides that paragraph 4 of decision MC-4/2 is replaced by the following:", ["amends MC-4/2"]),
        ("1. Decides to terminate the group established by decision MC-3/1, paragraph 3;", ["amends MC-3/1"]),
    ],
)
def test_a_decision_does_something_to_another(text: str, expected: list[str]) -> None:
    assert links(text) == [f"MC-9/1 {each}" for each in expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1. Takes note of decision MC-7/1, which replaces decision MC-4/2;", ["MC-7/1 replaces MC-4/2"]),
        (
            "1. Invites Parties to apply decision MC-4/2, as amended by decision MC-7/1;",
            ["MC-7/1 amends MC-4/2"],
        ),
        (
            "1. Rules of decision MC-2/2, as amended by decisions MC-4/4 and MC-8/9, are further amended:",
            ["MC-4/4 amends MC-2/2", "MC-8/9 amends MC-2/2", "MC-9/1 amends MC-2/2"],
        ),
        (
            "Recalling decision MC-5/3, by which it replaced decision MC-4/2,\n\n1. Decides to wait;",
            ["MC-5/3 replaces MC-4/2", "MC-9/1 recalls MC-5/3", "MC-9/1 recalls MC-4/2"],
        ),
    ],
)
def test_what_others_did_is_read_as_well(text: str, expected: list[str]) -> None:
    assert links(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "1. Decides not to amend decision MC-4/2;",
        "1. Requests the Secretariat to amend the guidance in decision MC-4/2;",
        "1. Requests the Secretariat:\n\n(a) To revise the guidance adopted by decision MC-4/2;",
        "1. Decides to consider whether decision MC-4/2 should be replaced;",
        "1. Decides to amend the guidance, taking into account decision MC-4/3;",
        "1. Welcomes the revised guidance adopted by decision MC-4/2;",
        "1. Decides to apply the modified arrangements outlined in the annex to decision MC-4/2;",
        "1. Decides that the terms in decision MC-4/2, or as amended, apply;",
    ],
)
def test_what_is_asked_for_refused_or_described_is_no_relation(text: str) -> None:
    assert links(text) == []


DECISION = HEAD + (
    "1. Takes note of the report on stocks;\n\n"
    "2. Requests the Secretariat:\n\n"
    "(a) To collect information on storage facilities for mercury waste;\n\n"
    "(b) To prepare a draft road map on biodiversity;\n\n"
    "3. Invites Parties to nominate experts on customs codes;\n\n"
    "4. Urges donors to support training."
)


@pytest.mark.parametrize(
    ("item", "labels"),
    [
        ("Experts are nominated (decision MC-9/1, paragraph 2 (b)).", ["2 (b)"]),
        ("As asked in paragraphs 3 and 4 of decision MC-9/1, letters go out.", ["3", "4"]),
        ("As asked in paragraphs 2 (a) and (b) of decision MC-9/1.", ["2 (a)", "2 (b)"]),
        ("Paragraphs 2 to 4 of decision MC-9/1 are in hand.", ["2", "2 (a)", "2 (b)", "3", "4"]),
        ("The Secretariat prepares the draft road map on biodiversity (decision MC-9/1).", ["2 (b)"]),
        ("Nomination of experts on customs codes, decision MC-9/1.", ["3"]),
        ("Something quite different goes on, see decision MC-9/1.", []),
    ],
)
def test_an_item_rests_on_the_paragraphs_it_names_or_is_worded_like(item: str, labels: list[str]) -> None:
    own = [p for p in passages(document_from_text(DECISION, file_name="d.txt")) if p.role == "operative"]
    letter = document_from_text(f"Dear colleagues,\n\n{item}\n\nSincerely,\n", file_name="letter.txt")
    (named,) = [p for p in passages(letter) if p.mentions.decisions]
    assert [p.label for p in rests_on(named, "MC-9/1", own)] == labels


def test_the_register_says_where_a_link_stands() -> None:
    document = document_from_text(HEAD + "1. Repeals decision MC-4/2;", file_name="mc-9-1.txt")
    found: list[Passage] = passages(document)
    register = build_register([document], found)
    assert register.links == (LinkRow("terminates", "MC-9/1", "MC-4/2", found[-1].id, document.id),)
    (row,) = [row for row in register.decisions if row.id == "MC-9/1"]
    assert (row.terminates, row.amends, row.replaces, row.recalls) == (("MC-4/2",), (), (), ())
