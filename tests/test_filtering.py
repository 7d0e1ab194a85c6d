"""Answers from what a reader allows, and nothing else: documents, kinds, decisions, workstreams, days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant import Answer, Assistant
from assistant.api import create_app
from assistant.commands.errors import CommandError
from assistant.commands.there import There
from assistant.errors import UnknownFilter
from assistant.settings import ServerSettings
from corpus import document_from_text
from index import Filters, Index, IndexSettings, PackagedEmbedder

LETTER = (
    "Ref: MC/2031/7\n\nGeneva, 5 May 2031\n\nDear colleagues,\n\nTraining\n\n"
    "- Courses for customs officers end by 31 March 2032, see decision MC-8/1;\n"
    "- A handbook for inspectors is printed by 30 June 2032.\n\nStorage\n\n"
    "- Quantities of stored mercury are reported by 1 September 2032, see decision MC-8/2.\n\n"
    "Sincerely,\n\nAda Person\n"
)
DECISION = (
    "Decision MC-8/2: Storage of mercury\n\nThe Conference of the Parties,\n\nRecalling Article 10,\n\n"
    "1. Urges Parties to register their storage facilities by 15 January 2033;\n\n"
    "2. Requests the Secretariat to prepare a handbook for keepers of storage facilities.\n"
)
NOTE = "Distr.: General\n\nDate: 3 February 2029\n\nKeeping flasks\n\nFlasks are checked by 1 July 2029.\n"


@pytest.fixture(scope="module")
def asked(model: PackagedEmbedder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder: Path = tmp_path_factory.mktemp("filtering")
    papers = {"letter-2031.txt": LETTER, "mc-8-2.txt": DECISION, "note.txt": NOTE}
    documents = [document_from_text(text, file_name=name) for name, text in papers.items()]
    with Index.open(IndexSettings(data_dir=folder), embedder=model, shipped=documents) as index:
        yield Assistant(index)


def days(answer: Answer) -> set[str]:
    every = ("31 March 2032", "30 June 2032", "1 September 2032", "15 January 2033", "1 July 2029")
    return {day for day in every if day in answer.text}


DUE = "Which deadlines are there?"


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), {"31 March 2032", "30 June 2032", "1 September 2032", "15 January 2033", "1 July 2029"}),
        (Filters(documents=("letter-2031.txt",)), {"31 March 2032", "30 June 2032", "1 September 2032"}),
        (Filters(documents=("Keeping flasks", "mc-8/2: storage")), {"15 January 2033", "1 July 2029"}),
        (Filters(source=("decision",)), {"15 January 2033"}),
        (Filters(workstreams=("training",)), {"31 March 2032", "30 June 2032"}),
        (Filters(decisions=("8/1",)), {"31 March 2032"}),
        (Filters(decisions=("MC-8/2",)), {"1 September 2032", "15 January 2033"}),
        (Filters(until=date(2030, 1, 1)), {"1 July 2029"}),
        (Filters(since=date(2030, 1, 1)), {"31 March 2032", "30 June 2032", "1 September 2032"}),
    ],
)  # fmt: skip
def test_lists_hold_what_the_filters_allow(asked: Assistant, filters: Filters, expected: set[str]) -> None:
    assert days(asked.ask(DUE, filters=filters)) == expected


def test_counts_first_ones_and_searches_obey_as_well(asked: Assistant) -> None:
    letter, decision = Filters(source=("letter",)), Filters(source=("decision",))
    assert asked.ask("How many deadlines are there?", filters=letter).text.startswith("**3 dated deadlines")
    assert days(asked.ask("What is the first deadline?", filters=letter)) == {"31 March 2032"}
    assert days(asked.ask("What is the first deadline?", filters=decision)) == {"15 January 2033"}
    for filters, words in ((letter, "inspectors"), (decision, "keepers")):
        answer = asked.ask("What is said about the handbook?", filters=filters)
        assert words in answer.citations[0].quote
        assert {c.source for c in answer.citations} == set(filters.source)
    named = asked.ask("What does decision MC-8/2 say?", filters=letter)
    assert {c.source for c in (*named.citations, *named.nearest)} == {"letter"}


def test_a_refusal_says_what_alone_was_looked_at(asked: Assistant) -> None:
    answer = asked.ask("Who signs the letter?", filters=Filters(source=("decision",)))
    assert answer.status == "not_in_documents"
    assert answer.text.endswith("Looked at, as filtered: decision texts.")
    nothing = asked.ask(DUE, filters=Filters(source=("guidance",), workstreams=("Training",)))
    assert nothing.status == "not_in_documents" and nothing.nearest == ()


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        (Filters(documents=("letter-2013",)), "close to it: letter-2031-"),
        (Filters(workstreams=("Trainings",)), "No workstream is called 'Trainings'; close to it: Training."),
        (Filters(decisions=("MC-8/12",)), "close to it: MC-8/1"),
        (Filters(documents=("zzz",)), "No document is called 'zzz'. `minamata documents` lists them."),
        (Filters(since=date(2030, 1, 2), until=date(2030, 1, 1)), "swap them"),
    ],
)
def test_what_is_not_there_is_said_with_names_that_come_close(
    asked: Assistant, filters: Filters, said: str
) -> None:
    with pytest.raises(UnknownFilter) as told:
        asked.ask(DUE, filters=filters)
    assert said in str(told.value) and "\n" not in str(told.value)


@pytest.mark.parametrize(
    "path", ["/api/v1/ask", "/api/v1/ask/stream", "/api/v1/search", "/v1/chat/completions"]
)
def test_every_address_obeys_and_names_what_is_unknown(asked: Assistant, path: str) -> None:
    body: dict[str, Any] = {"question": "handbook for storage keepers and inspectors"}
    if path.startswith("/v1"):
        body = {"messages": [{"role": "user", "content": body["question"]}]}
    app = create_app(asked, ServerSettings(), window=False)
    with TestClient(app, base_url="http://127.0.0.1:7860") as client:
        letter = client.post(path, json={**body, "filters": {"documents": ["Letter-2031.txt"]}})
        assert letter.status_code == 200 and "inspectors" in letter.text and "keepers of" not in letter.text
        refused = client.post(path, json={**body, "filters": {"documents": ["letter-2013"]}})
    assert (refused.status_code, refused.json()["code"]) == (422, "unknown_filter")
    assert "letter-2031-" in refused.json()["detail"]


def test_commands_send_filters_to_the_server_that_owns_the_folder(asked: Assistant) -> None:
    app = create_app(asked, ServerSettings(), window=False)
    with TestClient(app, base_url="http://127.0.0.1:7860") as client:
        there = There("http://127.0.0.1:7860", None, client)  # type: ignore[arg-type]
        answer = there.ask(DUE, (), Filters(workstreams=("Storage",), since=date(2030, 1, 1)))
        with pytest.raises(CommandError, match="close to it: Storage"):
            there.ask(DUE, (), Filters(workstreams=("Storages",)))
    assert days(answer) == {"1 September 2032"}
