"""Lists, counts, neighbours and comparisons out of small invented papers: whole, in order, or refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import Answer, Assistant
from assistant.catalogue import Catalogue
from assistant.enumerations import enumerations
from corpus import build_register
from corpus.reading import read_folder
from corpus.structure import parse
from index import Index, IndexSettings, SentenceTransformerEmbedder

CIRCULAR = """HARBOUR AUTHORITY OF LOWMERE

Ref: HAL/2031/7
Lowmere, 3 May 2031

Subject: Care of the old lighthouse

Dear keepers,

The lighthouse needs care before the winter.

REPAIRS

The masons will renew the following walls:

- the sea wall below the lantern;
- the garden wall;
- the wall of the oil store.

A painter shall bring:

- two ladders;
- lime paint.

HAZARDS

(1) Rot. The stairs are soft near the top. (2) Gulls. They nest on the gallery until July.
(3) Lightning. The old rod is broken.

HOW TO LIGHT THE LAMP

Step 1. Clean the lens with spirit.

Step 2. Trim the wick to a finger's breadth.

Step 3. Fill the tank with colza oil.

SUPPLIES

The stores are shared out as follows.

| Article | Barrels | Due |
|---|---|---|
| Colza oil | 12 | 4 June 2031 |
| Lime paint | 3 | 18 June 2031 |
| Tar | 5 | 2 July 2031 |

The lamp oil is to be ordered by 20 May 2031.

The annual report of the keepers is to be sent in by 9 September 2031.

Yours faithfully,

Ada Merrow
"""

MEMO = """MUSEUM OF LOWMERE

Ref: MUS/2031/2
Lowmere, 8 May 2031

Subject: New hall for the ship models

Dear colleagues,

ROOMS

The hall will have:

- a reading room;
- a workshop.

COSTS

A glass case costs 400 crowns, and an oak case costs 650 crowns.

Yours faithfully,

Brand Ulmer
"""


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of two invented letters."""
    folder = tmp_path_factory.mktemp("papers")
    (folder / "circular.txt").write_text(CIRCULAR)
    (folder / "memo.txt").write_text(MEMO)
    return folder


@pytest.fixture(scope="module")
def keeper(
    papers: Path, model: SentenceTransformerEmbedder, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Assistant]:
    """The real assistant over the two letters."""
    settings = IndexSettings(data_dir=tmp_path_factory.mktemp("keeper"))
    with Index.open(settings, embedder=model, shipped=read_folder(papers)) as index:
        yield Assistant(index)


def bullets(answer: Answer) -> list[str]:
    return [line[2:] for line in answer.text.splitlines() if line.startswith("- ")]


def holds(entries: list[str], words: list[str]) -> bool:
    """Whether there is one entry for each of `words`, in order, and no more."""
    return len(entries) == len(words) and all(w in e for w, e in zip(words, entries, strict=True))


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Which walls will the masons renew?", ["sea wall", "garden wall", "oil store"]),
        ("What must the painter bring?", ["ladders", "lime paint"]),
        ("List the hazards at the lighthouse.", ["Rot", "Gulls", "Lightning"]),
        ("What are the steps to light the lamp?", ["Clean the lens", "Trim the wick", "Fill the tank"]),
        ("Which articles stand in the table of supplies?", ["Colza oil", "Lime paint", "Tar"]),
    ],
)
def test_a_list_is_given_whole_and_in_order(keeper: Assistant, question: str, words: list[str]) -> None:
    answer = keeper.ask(question)
    assert answer.status == "answered"
    assert holds(bullets(answer), words), answer.text
    assert all(statement.citations for statement in answer.statements)


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("How many hazards does the harbour letter name?", "3 hazards"),
        ("In how many steps is the lamp lit?", "3 steps"),
        ("How many articles are in the table of supplies?", "3 articles"),
    ],
)
def test_a_count_is_of_the_members(keeper: Assistant, question: str, number: str) -> None:
    assert keeper.ask(question).text.startswith(f"**{number}**")


@pytest.mark.parametrize(
    "question",
    ["Which bridges will the masons renew?", "How many submarines does the harbour letter name?"],
)
def test_a_list_of_what_is_not_there_is_none(keeper: Assistant, question: str) -> None:
    answer = keeper.ask(question)
    assert not bullets(answer) and not answer.text.startswith("**3")


def test_dates_of_a_table_are_its_rows(keeper: Assistant) -> None:
    answer = keeper.ask("What dates stand in the table of supplies?")
    assert holds(bullets(answer), ["4 June 2031", "18 June 2031", "2 July 2031"])
    last = keeper.ask("Which of the dates in the table of supplies comes last?")
    assert "2 July 2031" in last.text and "4 June" not in last.text


def test_the_neighbour_of_a_step(keeper: Assistant) -> None:
    before = keeper.ask("Which step comes right before filling the tank with oil?")
    assert before.text.startswith("“Trim the wick")
    assert keeper.ask("Which step follows cleaning the lens?").text.startswith("“Trim the wick")


def test_an_order_in_time_is_told_from_both_days(keeper: Assistant) -> None:
    answer = keeper.ask("Is the lamp oil to be ordered before the annual report of the keepers is sent in?")
    assert "20 May 2031" in answer.text and "9 September 2031" in answer.text
    assert answer.text.startswith("**Yes")


def test_both_sides_in_one_passage_show_it_whole(keeper: Assistant) -> None:
    answer = keeper.ask("How does the cost of a glass case compare with that of an oak case?")
    assert "400 crowns" in answer.text and "650 crowns" in answer.text and len(answer.citations) == 1


def test_the_division_of_a_document_is_its_headings(keeper: Assistant) -> None:
    answer = keeper.ask("Into which sections is the museum letter divided?")
    assert holds(bullets(answer), ["ROOMS", "COSTS"])


def test_every_enumeration_is_found_once(papers: Path) -> None:
    documents = read_folder(papers)
    passages = [p for d in documents for p in parse(d)[0]]
    catalogue = Catalogue(
        {d.id: d for d in documents}, {p.id: p for p in passages}, build_register(documents, passages), "test"
    )
    found = enumerations(catalogue)
    spans = [tuple((m.passage.document_id, m.start, m.end) for m in one.members) for one in found]
    assert len(spans) == len(set(spans))
    assert {"items", "rows", "steps", "points"} <= {one.form for one in found}
    for one in found:
        for quote in (*one.members, *([one.opener] if one.opener else [])):
            document = catalogue.documents[quote.passage.document_id]
            assert document.text[quote.start : quote.end] == quote.text
