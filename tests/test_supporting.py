"""What a language model says of the text it cites: lies are dropped, honest paraphrases are kept.

The lies are systematic edits of the honest statements (`tests/lies.py`); part of those is kept out.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.catalogue import Catalogue
from assistant.evidence import Quote
from assistant.legal_verbs import raised
from assistant.support_roles import exchanged
from assistant.support_values import misplaced
from assistant.support_vocabulary import plainly
from assistant.supporting import Cited, cited, unsupported
from corpus import build_register, load_shipped, read_folder
from corpus.passage import Passage
from corpus.structure import parse
from index import PackagedEmbedder
from tests.lies import LIES, lies
from tests.paraphrases import FREE, PARAPHRASES, Free, kept_out, of_second_set

FOLDERS = [Path(__file__).parent / name for name in ("documents", "more_documents", "third_documents")]
#: Lies of a kind that each statement is tried with here.
OF_A_KIND = 3
#: Kept out, of the second set, and the least share that is kept.
KEPT = [(False, False, 0.95), (True, False, 0.75), (False, True, 0.75), (True, True, 0.4)]


@pytest.fixture(scope="module")
def everything() -> Catalogue:
    """The shipped documents and those of the tests."""
    documents = [*load_shipped(), *(d for folder in FOLDERS for d in read_folder(folder))]
    passages = [passage for document in documents for passage in parse(document)[0]]
    register = build_register(documents, passages)
    return Catalogue({d.id: d for d in documents}, {p.id: p for p in passages}, register, "test")


def passage_of(catalogue: Catalogue, told: str) -> Passage:
    """The smallest passage that has the words `told`."""
    return min(
        (p for p in catalogue.passages.values() if told in " ".join(p.text.split())),
        key=lambda p: len(p.text),
    )


def sources(catalogue: Catalogue) -> list[tuple[Cited, str, str]]:
    """What each honest statement cites, the statement, and the id of the passage."""
    found = []
    for told, statement in PARAPHRASES:
        passage = passage_of(catalogue, told)
        source = cited([Quote(passage, passage.start, passage.end)], catalogue)
        found.append((source, statement, passage.id))
    return found


def test_no_lie_is_shown(everything: Catalogue, model: PackagedEmbedder) -> None:
    told = [
        (kind, lie, source)
        for source, statement, _ in sources(everything)
        for kind, lie in lies(statement, OF_A_KIND)
    ]
    assert len(told) >= 1000 and {kind for kind, _, _ in told} == set(LIES)
    assert [(kind, lie) for kind, lie, source in told if unsupported(lie, source, model) is None] == []


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        ("no later than 3 May", "by 3 May"),
        ("at most twenty-one pages", "atmost 21 pages"),
        ("over 5 tonnes a year", "morethan 5 tonnes peryear"),
        ("within 30 days after receipt", "within 30 days of receipt"),
        ("not later than three weeks after it", "within 3 weeks of it"),
        ("The data have been sent free of charge.", "The data have been send freeofcharge."),
        ("US$ 5 and 85 per cent", "usd  5 and 85 percent"),
    ],
)
def test_two_ways_to_say_a_thing_become_one(said: str, plain: str) -> None:
    assert plainly(said).split() == plain.split()


@pytest.mark.parametrize(
    ("text", "lie"),
    [
        ("Parties shall report to the Secretariat.", "The Secretariat shall report to Parties."),
        (
            "Requests the Secretariat to inform the Bureau.",
            "The Bureau is requested to inform the Secretariat.",
        ),
        ("The panel proposes limits to the Bureau.", "The Bureau proposes limits to the panel."),
        ("Members shall be nominated by Parties.", "Members shall nominate Parties."),
    ],
)
def test_who_does_what_to_whom_is_not_turned_round(text: str, lie: str) -> None:
    assert exchanged(lie, text, "") and not exchanged(text, text, "")


@pytest.mark.parametrize(
    ("text", "lie"),
    [
        ("Of the ten modules six are ready and four are planned.", "Of the six modules ten are ready."),
        ("The group meets from 3 to 5 May 2030 and has 15 members.", "The group has 5 members."),
        ("The fee is USD 20 for a country and USD 50 for a firm.", "The fee is USD 50 for a country."),
        ("Records are sent every year. The fee is paid once.", "The fee is paid every year."),
    ],
)
def test_values_stay_with_their_words(text: str, lie: str) -> None:
    assert misplaced(plainly(lie), plainly(text)) and not misplaced(plainly(text), plainly(text))


def test_an_honest_statement_beside_another_passage_is_dropped(
    everything: Catalogue, model: PackagedEmbedder
) -> None:
    rows = sources(everything)
    shown = []
    for place, (_, statement, own) in enumerate(rows):
        for step in (3, 7, 20):
            source, _, other = rows[(place + step) % len(rows)]
            if other != own and unsupported(statement, source, model) is None:
                shown.append((statement, source.said))
    assert shown == []


@pytest.mark.parametrize(("put_aside", "second", "least"), KEPT)
def test_honest_statements_are_kept(
    everything: Catalogue, model: PackagedEmbedder, put_aside: bool, second: bool, least: float
) -> None:
    rows = [(source, said) for source, said, _ in sources(everything)]
    part = [row for row in rows if (kept_out(row[1]), of_second_set(row[1])) == (put_aside, second)]
    kept = [unsupported(said, source, model) is None for source, said in part]
    assert sum(kept) / len(kept) >= least


def freely_cited(catalogue: Catalogue, row: Free) -> Cited:
    """What a free paraphrase cites."""
    passages = [passage_of(catalogue, told) for told in row.passages]
    return cited([Quote(p, p.start, p.end) for p in passages], catalogue)


def test_no_lie_written_by_hand_is_shown(everything: Catalogue, model: PackagedEmbedder) -> None:
    told = [(row.statement, freely_cited(everything, row)) for row in FREE if not row.honest]
    assert len(told) == 60
    assert [lie for lie, source in told if unsupported(lie, source, model) is None] == []


@pytest.mark.parametrize(("put_aside", "least"), [(False, 0.3), (True, 0.05)])
def test_some_free_paraphrases_are_kept(
    everything: Catalogue, model: PackagedEmbedder, put_aside: bool, least: float
) -> None:
    part = [row for row in FREE if row.honest and row.kept_out == put_aside]
    kept = [unsupported(row.statement, freely_cited(everything, row), model) is None for row in part]
    assert sum(kept) / len(kept) >= least


@pytest.mark.parametrize("verb", ["is requested to", "must", "shall", "is required to", "should"])
def test_an_invitation_is_not_strengthened(verb: str) -> None:
    text = "Parties are invited to submit views."
    assert raised(f"A Party {verb} submit views.", text, text)


def test_a_request_may_be_called_asking_but_an_invitation_may_not() -> None:
    assert not raised("Parties are asked to report.", *["Requests Parties to report."] * 2)
    assert raised("Parties are asked to report.", *["Invites Parties to report."] * 2)


def test_the_month_may_is_no_permission() -> None:
    assert not raised("Views are due on 1 May 2026.", *["Views by 1 May 2026."] * 2)


def test_what_a_document_says_to_a_model_supports_nothing() -> None:
    assert unsupported("Mercury is harmless.", Cited(())) == "nothing cited"
