"""One thing asked for (a date, a number, a meaning, a name): the one of that very thing, or a refusal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import Assistant
from assistant.answer import Turn
from corpus.reading import read_folder
from index import Index, IndexSettings

RULES = """ORCHARD LEAGUE OF THE NINE VALLEYS

Decision OL.4/2. Old orchards and the money for them

OL/RULES/2030/5

Words used

"Orchard" means at least twelve fruit trees of which one is older than forty years.

"Heirloom tree" means a tree grafted before 1950.

Money

The fund received 310,000 euros for 2029 and 365,000 for 2030. Gifts came from Norland (90,000 euros),
Weston (40,000 euros) and the Quince Foundation.

Twelve villages paid growers to keep old pear trees, the payment ranging from 20 euros in Norland to 75
euros in Weston. The pruning course has 30 places, and 18 are taken.

Work to be done

1. Requests the Warden to report to the Council on the counting of trees every six months, for the first
time on 1 March 2031;

2. Calls on the villages to stop felling pear trees:

(a) At once, where the tree stands on common land;

(b) From 1 April 2032, everywhere else;

3. Invites growers to register for the pruning course until all places are given away.

4. Asks growers to tell the Warden of fallen trees within 12 days.

In counting, the Warden looks at standing wood, which is wood of trees older than ten years. Pruners are
appointed by the village elders, on the advice of the Warden.

Weston handed in two surveys, bringing the total number of surveys received to 11. The pear court may draw on:

(a) The village purse;

(b) Gifts.

The court shall have 12 judges, of whom 7 are growers from the following villages:

(a) Four from Weston;

(b) Three from Norland.

The report of the twenty-third meeting of growers was adopted in decision 2028/3.

Payable are ladders, saws and grafting wax.

National desks

| Norland | Hillford | desk.no@orchard.example.org |
|---|---|---|
| Weston | Bridgetown | desk.we@orchard.example.org |
| Sudmark | Millbrook | desk.su@orchard.example.org |
"""


@pytest.fixture(scope="module")
def league(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    papers = tmp_path_factory.mktemp("papers")
    (papers / "rules.txt").write_text(RULES, encoding="utf-8")
    settings = IndexSettings(data_dir=tmp_path_factory.mktemp("data"))
    with Index.open(settings, shipped=read_folder(Path(papers))) as index:
        yield Assistant(index)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("How do the rules define an orchard?", "at least twelve fruit trees"),
        ("What counts as an 'heirloom tree'?", "grafted before 1950"),
        ("How much did the fund receive for 2030?", "365,000"),
        ("How much did Weston give?", "40,000 euros"),
        ("From when on may no pear trees be felled outside common land?", "1 April 2032"),
        ("When is the first report on the counting of trees due?", "1 March 2031"),
        ("Until when can growers register for the pruning course?", "until all places are given away"),
        ("What is meant by 'standing wood'?", "wood of trees older than ten years"),
        ("Who appoints the pruners?", "appointed by the village elders"),
        ("How often must the Warden report on the counting of trees?", "every six months"),
        ("How many surveys had been handed in altogether?", "11"),
        ("What may the pear court draw on?", "The village purse"),
        ("Which decision adopted the report of the 23rd meeting of growers?", "2028/3"),
        ("Which decision calls for a stop to felling pear trees?", "OL.4/2"),
        ("How many places does the pruning course have?", "30 places"),
        ("Within what time must growers tell the Warden of fallen trees?", "12 days"),
    ],
)
def test_what_is_asked_for_is_given(league: Assistant, question: str, said: str) -> None:
    answer = league.ask(question)
    assert answer.status == "answered", answer.text
    assert said in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "How many old pear trees were kept?",  # twelve villages are no trees
        "How much did the Quince Foundation give?",  # only the others' gifts are told
        "Has Tonga registered for the pruning course?",
        "Which role do the rules give to the World Bank in the counting of trees?",
        "In which language do growers register for the pruning course?",
        "Which companies sell grafting wax to the villages?",
    ],
)
def test_a_neighbour_of_what_is_asked_for_is_not_given(league: Assistant, question: str) -> None:
    answer = league.ask(question)
    assert answer.status == "not_in_documents", answer.text
    assert answer.nearest


def test_a_state_that_the_asker_comes_from_is_no_subject(league: Assistant) -> None:
    answer = league.ask("We are a village in Tonga. When is the first report on the counting of trees due?")
    assert "1 March 2031" in answer.text


def test_a_table_without_a_head_is_listed_from_its_first_row(league: Assistant) -> None:
    answer = league.ask("List the national desks.")
    towns = [s.text for s in answer.statements if "@" in s.text]
    assert len(towns) == 3 and all(not t.startswith("“") for t in towns)


def test_how_many_of_those_asks_for_a_part_of_what_was_counted(league: Assistant) -> None:
    history = [Turn("user", "How many places does the pruning course have?")]
    answer = league.ask("And how many of those are taken?", history)
    assert answer.status == "answered" and "18" in answer.text


def test_the_list_of_the_number_asked_about_is_given(league: Assistant) -> None:
    text = league.ask("How are the 7 growers among the judges of the court divided up?").text
    assert "Four from Weston" in text and "Three from Norland" in text and "purse" not in text
