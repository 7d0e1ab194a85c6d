"""Answers that quote a decision which another one changes say so, with the words that do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant import Assistant
from assistant.api import create_app
from assistant.settings import ServerSettings
from corpus import document_from_text
from index import Index, IndexSettings, PackagedEmbedder

OLD = (
    "Decision MC-8/1: Storage of mercury\n\nThe Conference of the Parties,\n\nRecalling Article 10,\n\n"
    "1. Urges Parties to register their storage facilities;\n\n"
    "2. Requests Parties to report on stored quantities by 31 December 2029;\n\n"
    "3. Requests the Secretariat to prepare a handbook for storage keepers.\n"
)
NEW = (
    "Decision MC-9/1: Reports on storage\n\nThe Conference of the Parties,\n\nRecalling decision MC-8/1,\n\n"
    "1. Decides to amend decision MC-8/1 as follows:\n\n"
    "(a) In paragraph 2, for “31 December 2029” read “31 December 2033”;\n\n"
    "2. Requests the Secretariat to inform Parties.\n"
)
LETTER = (
    "Ref: MC/2031/7\n\nDear colleagues,\n\nTraining\n\n"
    "- A handbook for storage keepers is prepared under decision MC-8/1;\n"
    "- Reports on quantities, see decision MC-8/1, paragraph 2;\n"
    "- Inspectors are invited under decision MC-7/4.\n\nSincerely,\n\nA. Person\n"
)


@pytest.fixture(scope="module")
def asked(model: PackagedEmbedder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder: Path = tmp_path_factory.mktemp("amended")
    papers = {"mc-8-1.txt": OLD, "mc-9-1.txt": NEW, "letter.txt": LETTER}
    documents = [document_from_text(text, file_name=name) for name, text in papers.items()]
    with Index.open(IndexSettings(data_dir=folder), embedder=model, shipped=documents) as index:
        yield Assistant(index)


def test_an_answer_from_an_amended_decision_says_so_and_cites_the_change(asked: Assistant) -> None:
    answer = asked.ask("By when must Parties report on stored quantities under decision MC-8/1?")
    assert answer.status == "answered" and "31 December 2029" in answer.statements[0].text
    note = answer.statements[-1]
    assert note.text.startswith("Decision MC-8/1 has been amended by decision MC-9/1: “In paragraph 2, for")
    cited = [c for c in answer.citations if c.marker in note.citations]
    assert cited[0].locator.text == "Decision MC-9/1, paragraph 1 (a)" and "2033" in cited[0].quote
    assert [c.marker for c in answer.citations] == list(range(1, len(answer.citations) + 1))
    assert f"*{note.text}*" in answer.text


def test_nothing_is_said_where_the_answer_quotes_the_change_or_nothing_is_changed(asked: Assistant) -> None:
    for question in ("How does decision MC-9/1 amend decision MC-8/1?", "What does decision MC-9/1 decide?"):
        assert "has been amended" not in asked.ask(question).text


def test_links_go_both_ways_and_items_rest_on_paragraphs(asked: Assistant) -> None:
    app = create_app(asked, ServerSettings(), window=False)
    with TestClient(app, base_url="http://127.0.0.1:7860") as client:
        old, new = (client.get(f"/api/v1/decisions/{i}").json() for i in ("MC-8/1", "MC-9/1"))
        (stream,) = client.get("/api/v1/workstreams").json()["workstreams"]
        named = client.get("/api/v1/decisions/MC-7/4").json()
    for decision in (old, new):
        said = {(link["source"], link["kind"], link["target"]) for link in decision["links"]}
        assert said == {("MC-9/1", "recalls", "MC-8/1"), ("MC-9/1", "amends", "MC-8/1")}
        assert all(link["loaded"] and "MC-8/1" in link["passage"]["text"] for link in decision["links"])
    label = {p["id"]: p["label"] for p in old["passages"]}
    rests = [[label[p] for p in row["paragraphs"]] for row in old["items"]]
    assert rests == [["3"], ["2"]]
    assert [row["rests_on"][0]["decision"] for row in stream["items"]] == ["MC-8/1", "MC-8/1", "MC-7/4"]
    assert stream["items"][0]["rests_on"][0]["paragraphs"] == old["items"][0]["paragraphs"]
    assert named["loaded"] is False and named["items"][0]["paragraphs"] == [] and named["links"] == []
