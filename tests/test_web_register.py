"""The window's Register over HTTP: its tables, its files, and the passages that its rows open."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import date
from html import unescape

import pytest
from starlette.testclient import TestClient

from assistant.api import create_app
from assistant.settings import ServerSettings
from assistant.web.register import TABLES
from corpus.passage import Passage
from index.errors import UnknownId
from tests.fakes_assistant import FakeAssistant
from tests.register_views import COSMETICS, view

HERE = "http://127.0.0.1:7860"


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    app = create_app(FakeAssistant(), ServerSettings(), window=True)  # type: ignore[arg-type]
    with TestClient(app, base_url=HERE, raise_server_exceptions=False) as client:
        yield client


def test_the_register_follows_the_documents(client: TestClient) -> None:
    shown = client.get("/window/register")
    assert shown.status_code == 200 and "MC-5/5" in shown.text
    assert client.get("/window/register").text == shown.text


def test_a_document_that_goes_while_it_is_read_does_no_harm(monkeypatch: pytest.MonkeyPatch) -> None:
    assistant = FakeAssistant()
    passage, gone = assistant.index.passage, [COSMETICS.id]

    def going(passage_id: str) -> Passage:
        if passage_id in gone:
            gone.clear()
            raise UnknownId("gone")
        return passage(passage_id)

    monkeypatch.setattr(assistant.index, "passage", going)
    app = create_app(assistant, ServerSettings(), window=True)  # type: ignore[arg-type]
    with TestClient(app, base_url=HERE) as client:
        assert client.get("/window/register").status_code == 200
    assert gone == []


@pytest.mark.parametrize("name", TABLES)
def test_each_table_is_a_file_with_the_address_of_each_row(client: TestClient, name: str) -> None:
    reply = client.get(f"/window/register/{name}.csv")
    table = TABLES[name](view(today=date.today()))
    header, *rows = csv.reader(io.StringIO(reply.content.decode("utf-8-sig")))
    assert header[-1] == "Address of the passage" and len(rows) == len(table.rows)
    assert all(row[-1].startswith(f"{HERE}/documents/letter-mc-cop5-2023-190?start=") for row in rows[:3])
    assert reply.headers["content-disposition"] == f'attachment; filename="{name}.csv"'


def test_a_passage_is_shown_in_its_document_with_its_words_marked(client: TestClient) -> None:
    def words_marked(**span: int) -> str:
        shown = client.get(f"/window/register/passages/{COSMETICS.id}", params=span).text
        (found,) = re.findall(r"<mark>(.*?)</mark>", shown, re.S)
        return unescape(re.sub(r"<[^>]+>", "", found))

    assert words_marked() == COSMETICS.text
    assert words_marked(start=COSMETICS.start + 2, end=COSMETICS.start + 12) == COSMETICS.text[2:12]
    assert words_marked(start=0, end=5) == COSMETICS.text, "never other words than its own"


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/window/register/nothing.csv", 404),
        ("/window/register/passages/nothing", 404),
        (f"/window/register/passages/{COSMETICS.id}?start=-1", 422),
    ],
)
def test_what_is_not_there_is_said(client: TestClient, address: str, status: int) -> None:
    reply = client.get(address)
    assert reply.status_code == status and reply.headers["content-type"] == "application/problem+json"
