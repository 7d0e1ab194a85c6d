"""What a language model says of the text it cites: lies are dropped, honest paraphrases are kept.

The lies are systematic edits of the honest statements (`tests/lies.py`); part of those is kept out.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.catalogue import Catalogue
from assistant.evidence import Quote
from assistant.legal_verbs import raised
from assistant.supporting import Cited, cited, unsupported
from corpus import build_register, load_shipped, read_folder
from corpus.passage import Passage
from corpus.structure import parse
from index import PackagedEmbedder
from tests.lies import LIES, lies
from tests.paraphrases import PARAPHRASES, kept_out

DOCUMENTS = Path(__file__).parent / "documents"


@pytest.fixture(scope="module")
def everything() -> Catalogue:
    """The shipped documents and those of the tests."""
    documents = [*load_shipped(), *read_folder(DOCUMENTS)]
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
        (kind, lie, source) for source, statement, _ in sources(everything) for kind, lie in lies(statement)
    ]
    assert len(told) >= 1000 and {kind for kind, _, _ in told} == set(LIES)
    assert [(kind, lie) for kind, lie, source in told if unsupported(lie, source, model) is None] == []


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


def test_honest_statements_are_kept(everything: Catalogue, model: PackagedEmbedder) -> None:
    rows = [(kept_out(said), unsupported(said, source, model)) for source, said, _ in sources(everything)]
    for part, least in ((False, 0.95), (True, KEPT)):
        reasons = [reason for out, reason in rows if out is part]
        assert reasons.count(None) / len(reasons) >= least


#: Share of the kept-out part that is kept.
KEPT = 0.75


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
