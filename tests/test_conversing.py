"""The routes of kept conversations, over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from assistant.api import create_app
from assistant.conversations import Conversations
from assistant.conversing import owner_of
from assistant.kept import Heading, KeptExchange
from assistant.keys import Caller, entry, new_key, read_entry
from assistant.settings import ServerSettings
from assistant.standing import digests
from tests.fakes_assistant import FakeAssistant
from tests.fakes_documents import summary

ANNA, OTTO = new_key(), new_key()
COSMETICS = "Which decision covers manufacture, import and export of cosmetics?"
ADDRESS = "/api/v1/conversations"


@pytest.fixture(scope="module")
def assistant() -> FakeAssistant:
    return FakeAssistant()


@pytest.fixture(scope="module")
def client(assistant: FakeAssistant, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    keys = (read_entry(entry("anna", False, ANNA)), read_entry(entry("otto", True, OTTO)))
    folder = tmp_path_factory.mktemp("data")
    app = create_app(assistant, ServerSettings(api_keys=keys, data_dir=folder))  # type: ignore[arg-type]
    with TestClient(app, base_url="http://127.0.0.1:7860", raise_server_exceptions=False) as client:
        client.headers["X-Folder"] = str(folder)
        yield client


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


def begun(client: TestClient, assistant: FakeAssistant, owner: str = "anna") -> Heading:
    """A conversation as the window would keep it."""
    kept = Conversations(Path(client.headers["X-Folder"]))
    answer = assistant.ask(COSMETICS)
    known = digests(answer, assistant.index)  # type: ignore[arg-type]
    heading = kept.keep(owner, "", 1, KeptExchange(COSMETICS, answer, digests=known))
    kept.close()
    assert heading
    return heading


def test_a_key_sees_its_own_conversations_only(client: TestClient, assistant: FakeAssistant) -> None:
    heading = begun(client, assistant)
    listed = client.get(ADDRESS, headers=bearer(ANNA)).json()
    assert heading.id in {row["id"] for row in listed["conversations"]}
    assert client.get(ADDRESS, headers=bearer(OTTO)).json()["conversations"] == []
    for method, more in (("GET", {}), ("PATCH", {"json": {"title": "mine"}}), ("DELETE", {})):
        reply = client.request(method, f"{ADDRESS}/{heading.id}", headers=bearer(OTTO), **more)  # type: ignore[arg-type]
        assert reply.status_code == 404, method
    assert client.get(ADDRESS).status_code == 401


def test_a_conversation_is_read_renamed_and_deleted(client: TestClient, assistant: FakeAssistant) -> None:
    heading = begun(client, assistant)
    address = f"{ADDRESS}/{heading.id}"
    found = client.get(address, headers=bearer(ANNA)).json()
    (exchange,) = found["exchanges"]
    assert exchange["answer"]["citations"][0]["state"] == "current"
    renamed = client.patch(address, json={"title": " Cosmetics\nof 2024 "}, headers=bearer(ANNA))
    assert renamed.json()["title"] == "Cosmetics of 2024"
    for body in ({"title": "  "}, {"title": "x", "owner": "otto"}, {}):
        assert client.patch(address, json=body, headers=bearer(ANNA)).status_code == 422
    assert client.delete(address, headers=bearer(ANNA)).status_code == 204
    assert client.get(address, headers=bearer(ANNA)).status_code == 404


def test_a_removed_source_is_said(client: TestClient, assistant: FakeAssistant) -> None:
    heading = begun(client, assistant)
    assistant.index.remove(summary().id)
    found = client.get(f"{ADDRESS}/{heading.id}", headers=bearer(ANNA)).json()
    states = {c["document_id"]: c["state"] for c in found["exchanges"][0]["answer"]["citations"]}
    assert states[summary().id] == "source_removed"
    assistant.index.add([summary()])


@pytest.mark.parametrize("identity", ["nobody", "a" * 41, "x.y"])
def test_an_unknown_conversation_is_said(client: TestClient, identity: str) -> None:
    assert client.get(f"{ADDRESS}/{identity}", headers=bearer(ANNA)).status_code in (404, 422)


def test_without_keys_all_share_one_list() -> None:
    assert owner_of(Caller("127.0.0.1"), required=False) == owner_of(None, required=False) == ""
    assert owner_of(Caller("anna"), required=True) == "anna"


def test_a_conversation_and_an_answer_are_exported_to_their_owner(
    client: TestClient, assistant: FakeAssistant
) -> None:
    heading = begun(client, assistant)
    address = f"{ADDRESS}/{heading.id}/export"
    for suffix, kind in (("md", "text/markdown; charset=utf-8"), ("docx", "application/vnd.openxml")):
        for answer in (0, 1):
            reply = client.get(f"{address}.{suffix}", params={"answer": answer}, headers=bearer(ANNA))
            assert reply.status_code == 200 and reply.headers["content-type"].startswith(kind)
            named = reply.headers["content-disposition"]
            assert named.startswith('attachment; filename="minamata-which-decision-covers-')
            assert named.endswith(f'-{heading.changed[:10]}.{suffix}"')
        assert client.get(f"{address}.{suffix}?answer=2", headers=bearer(ANNA)).status_code == 404
        assert client.get(f"{address}.{suffix}", headers=bearer(OTTO)).status_code == 404
        assert client.get(f"{address}.{suffix}").status_code == 401
    text = client.get(f"{address}.md", headers=bearer(ANNA)).text
    assert "](<http://127.0.0.1:7860/documents/" in text
