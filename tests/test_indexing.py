"""`minamata index` while a server has the data folder open: it goes through the server."""

from __future__ import annotations

import json
import threading
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.commands import collection
from assistant.commands.errors import CommandError
from assistant.commands.there import There
from assistant.listings import index_row
from assistant.settings import ServerSettings
from index import Index, IndexDamaged
from tests.fakes_assistant import FakeAssistant
from tests.index_samples import ADDED, open_index
from tests.served import served


class Served(FakeAssistant):
    """Answers of the fake over a real index."""

    def __init__(self, index: Index) -> None:
        super().__init__()
        self.index = index  # type: ignore[assignment]


@pytest.fixture
def serving(built: Path) -> Iterator[Index]:
    """An index with an added document, served; commands find its address in the lock file."""
    with open_index(built) as index:
        index.add([ADDED])
        with served(Served(index), ServerSettings(data_dir=built)) as address:
            index.owner.publish(address)
            yield index


def test_what_is_held_is_told_by_the_server(
    serving: Index, built: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert collection.index_status(Namespace(data_dir=built, json=True)) == 0
    assert json.loads(capsys.readouterr().out) == index_row(serving)
    assert collection.index_status(Namespace(data_dir=built, json=False)) == 0
    assert f"version   {serving.corpus_version}\n" in capsys.readouterr().out


def test_the_server_checks_what_it_serves(
    serving: Index, built: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert collection.index_verify(Namespace(data_dir=built)) == 0
    assert capsys.readouterr().out == "The index is sound.\n"
    monkeypatch.setattr("index.reading.differences", lambda *_: "3 vectors are missing")
    with pytest.raises(CommandError, match="3 vectors are missing; close and open the index to mend it"):
        collection.index_verify(Namespace(data_dir=built))


def test_the_server_builds_anew_and_answers_meanwhile(
    serving: Index, built: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (serving.corpus_version, serving.documents(), serving.passages())
    asked = serving.search("zirconium")
    done = threading.Event()
    found = []

    def ask() -> None:
        while not done.is_set():
            found.append(serving.search("zirconium") == asked)

    asking = threading.Thread(target=ask)
    asking.start()
    try:
        assert collection.index_build(Namespace(data_dir=built)) == 0
    finally:
        done.set()
        asking.join()
    told = capsys.readouterr()
    assert "answers from the old index meanwhile" in told.err and f"{len(before[1])} documents" in told.out
    assert (serving.corpus_version, serving.documents(), serving.passages()) == before
    assert found and all(found) and serving.search("zirconium") == asked
    assert [folder.name for folder in (built / "index").glob("gen-*")] == ["gen-2"]
    serving.remove("added")
    assert serving.verify() == ()


def test_documents_that_cannot_be_read_again_stop_it(serving: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.index.saved", lambda _: ([], "Added documents could not be saved."))
    with pytest.raises(IndexDamaged, match="could not be saved"):
        serving.rebuild()
    assert serving.search("zirconium").hits


def test_nobody_else_may(serving: Index) -> None:
    stranger = There(serving.owner.info.address or "", None)
    with stranger.client:
        for verb in (stranger.index_status, stranger.index_verify, stranger.index_build):
            with pytest.raises(CommandError, match="own user"):
                verb()
