"""Lists printed inside one sentence: each member by itself, under the words that open them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant import Assistant
from corpus import document_from_text
from index import Index, IndexSettings

NOTE = """LIGHTHOUSE UNION

Note on the eleventh gathering of keepers

Interpretation will be provided in the four working languages of the Union: Breton, Danish, Irish and Welsh.
The workshop on lamps will be held in Danish only.

The keepers agreed that the principles of the lamp code, which are brightness, thrift, quick repair and
honest records, should guide every tower.

The committee chose three towers and one ship. It met twice, in the hall and on the pier.

The storage rules cover oil, wicks and glass. Keepers may bring supplies such as oil, wicks, spare glass and
matches; they keep the receipts.
"""


@pytest.fixture(scope="module")
def union(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    paper = document_from_text(NOTE, file_name="note.txt", id="note")
    with Index.open(IndexSettings(data_dir=tmp_path_factory.mktemp("union")), shipped=[paper]) as index:
        yield Assistant(index)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (
            "Into which languages is interpretation provided at the gathering of keepers?",
            ["Breton", "Danish", "Irish", "Welsh"],
        ),
        (
            "Which principles of the lamp code did the keepers agree on?",
            ["brightness", "thrift", "quick repair", "honest records"],
        ),
        ("Which supplies may keepers bring?", ["oil", "wicks", "spare glass", "matches"]),
    ],
)
def test_the_members_of_a_series_are_given_one_by_one(
    union: Assistant, question: str, expected: list[str]
) -> None:
    lines = union.ask(question).text.splitlines()
    assert lines[0].startswith("\u201c")
    assert [line[2:].rsplit(" [", 1)[0] for line in lines if line.startswith("- ")] == expected


def test_a_sentence_that_names_another_kind_gives_no_list(union: Assistant) -> None:
    assert "- brightness" not in union.ask("Which languages does the lamp code name?").text
