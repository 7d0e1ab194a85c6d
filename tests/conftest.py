"""What all tests share: no network, no developer's settings, one loaded model, ready-made indexes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests import isolation

isolation.seal()

pytest_plugins = ["tests.command_line"]

from assistant import Assistant  # noqa: E402
from assistant.catalogue import Catalogue  # noqa: E402
from corpus import build_register, load_shipped  # noqa: E402
from corpus.structure import parse  # noqa: E402
from index import Index, IndexSettings, PackagedEmbedder  # noqa: E402
from tests.browser import MAY_BE_STORED, Window, launched  # noqa: E402
from tests.index_samples import open_index  # noqa: E402

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(autouse=True)
def this_machine_only() -> Iterator[None]:
    """A test that tries to reach another machine fails, even where the refusal went unnoticed."""
    isolation.attempts.clear()
    yield
    assert not isolation.attempts, f"tried to reach {', '.join(isolation.attempts)}"


@pytest.fixture(scope="session")
def model() -> PackagedEmbedder:
    """The real embedding model, loaded once."""
    return PackagedEmbedder()


@pytest.fixture(scope="session")
def shipped(model: PackagedEmbedder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """An index of the shipped documents with the real model. Tests only read it."""
    folder = tmp_path_factory.mktemp("shipped")
    with Index.open(IndexSettings(data_dir=folder), embedder=model) as index:
        yield index


@pytest.fixture(scope="session")
def assistant(shipped: Index) -> Assistant:
    """The real assistant over the shipped documents. Tests only ask it."""
    return Assistant(shipped)


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """What the shipped documents hold, read without an index."""
    documents = load_shipped()
    passages = [passage for document in documents for passage in parse(document)[0]]
    register = build_register(documents, passages)
    return Catalogue({d.id: d for d in documents}, {p.id: p for p in passages}, register, "test")


@pytest.fixture(scope="session")
def _samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("samples")
    open_index(folder).close()
    return folder


@pytest.fixture
def built(_samples: Path, tmp_path: Path) -> Path:
    """A data folder with a finished index of the samples, closed; the test's own."""
    folder = tmp_path / "data"
    shutil.copytree(_samples, folder)
    return folder


@pytest.fixture
def index(built: Path) -> Iterator[Index]:
    """An open index of the samples; the test's own."""
    with open_index(built) as index:
        yield index


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real browser."""
    with launched() as browser:
        yield browser


@pytest.fixture
def window(browser: Browser, address: str) -> Iterator[Window]:
    """The chat window at the `address` that the file of tests has; nothing of it may go wrong unseen."""
    window = Window(browser, address)
    yield window
    assert window.foreign == [], "the page asked another host"
    assert window.complaints == []
    assert window.stored() <= MAY_BE_STORED, "what was asked and answered stays on the server"
    window.context.close()
