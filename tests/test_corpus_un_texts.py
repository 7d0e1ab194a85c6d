"""Real decisions and reports of UN bodies, where they are at hand.

TEST_DATA names a folder that holds `un-decisions/*.txt`; the texts are not part of the project. (Variables
that begin with MINAMATA_ are a user's settings, which tests do not see.)
"""

from __future__ import annotations

import os
import re
import time
from pathlib import Path

import pytest

from corpus import Document, Passage, read_document
from corpus.structure import parse

DATA = os.environ.get("TEST_DATA")
FILES = sorted((Path(DATA) / "un-decisions").glob("*.txt")) if DATA else []

pytestmark = pytest.mark.skipif(not FILES, reason="TEST_DATA names no folder with un-decisions")


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def read(request: pytest.FixtureRequest) -> tuple[Document, list[Passage], list[tuple[int, int]]]:
    document = read_document(request.param)
    return document, *parse(document)


def test_every_character_is_kept(read: tuple[Document, list[Passage], list[tuple[int, int]]]) -> None:
    document, passages, furniture = read
    kept = bytearray(len(document.text))
    for start, end in [*((p.start, p.end) for p in passages), *furniture]:
        kept[start:end] = b"\x01" * (end - start)
    assert [i for i, c in enumerate(document.text) if not kept[i] and not c.isspace()] == []
    assert all(p.text == document.text[p.start : p.end] for p in passages)


def test_decisions_of_the_contents_have_their_title(read: tuple[Document, list[Passage], object]) -> None:
    document, passages, _ = read
    contents = set(re.findall(r"^\t+(\d+/(?:CP|CMA|CMP)\.\d+)\t", document.text, re.MULTILINE))
    titles = {(p.decision or "").removeprefix("Resolution ") for p in passages if p.role == "heading"}
    assert contents <= titles


def test_numbered_paragraphs_count_up(read: tuple[Document, list[Passage], object]) -> None:
    document, passages, _ = read
    steps = [1, 1]  # (in order, all)
    last: dict[str | None, int] = {}
    for passage in passages:
        if passage.label and passage.label.isdigit():
            number = int(passage.label)
            steps[1] += passage.decision in last
            steps[0] += last.get(passage.decision) == number - 1
            last[passage.decision] = number
    assert steps[0] >= 0.95 * steps[1], document.title


def test_speed() -> None:
    begin, size = time.process_time(), 0
    for path in FILES[:10]:
        document = read_document(path)
        parse(document)
        size += len(document.text)
    assert size / (time.process_time() - begin) > 200_000, "characters a second"
