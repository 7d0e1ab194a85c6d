"""The MCP server, asked by the MCP client over HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import Any, TypeVar

import httpx
import httpx2
import pytest
from mcp import Client
from mcp.client.streamable_http import streamable_http_client

from assistant.keys import entry, new_key, read_entry
from assistant.settings import AssistantSettings, ServerSettings
from tests.fakes_assistant import FakeAssistant
from tests.served import served

COSMETICS = "Which decision covers manufacture, import and export of cosmetics?"
KEY = new_key()
T = TypeVar("T")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    keys = (read_entry(entry("mcp", False, KEY)),)
    asking = AssistantSettings(max_question_chars=300, answer_seconds=1)
    # With the window mounted at /, as in earnest: the tools must be reached all the same.
    with served(FakeAssistant(), ServerSettings(api_keys=keys, asking=asking), window=True) as address:
        yield address


def with_client(address: str, use: Callable[[Client], Awaitable[T]], mode: str = "auto") -> T:
    async def run() -> T:
        headers = {"Authorization": f"Bearer {KEY}"}
        async with (
            httpx2.AsyncClient(headers=headers, trust_env=False, timeout=30) as http,
            Client(streamable_http_client(f"{address}/mcp", http_client=http), mode=mode) as client,
        ):
            return await use(client)

    return asyncio.run(run())


def call(address: str, name: str, **arguments: Any) -> Any:
    return with_client(address, lambda client: client.call_tool(name, arguments))


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_the_tools_are_listed_with_what_they_are_for(address: str, mode: str) -> None:
    found = with_client(address, lambda client: client.list_tools(), mode).tools
    assert {tool.name for tool in found} == {
        "ask",
        "search",
        "list_decisions",
        "list_deadlines",
        "get_passage",
    }
    assert all(tool.description and tool.annotations and tool.annotations.read_only_hint for tool in found)
    ask = next(tool for tool in found if tool.name == "ask")
    assert "question" in ask.input_schema["required"]


def test_an_answer_is_finished_and_cited(address: str) -> None:
    reply = call(address, "ask", question=COSMETICS)
    assert not reply.is_error
    answer = reply.structured_content
    assert answer["status"] == "answered"
    first = answer["citations"][0]
    text = reply.content[0].text
    assert "[1]" in text and "**Sources**" in text and f"{address}{first['url']}" in text
    passage = call(address, "get_passage", passage_id=first["passage_id"]).structured_content
    assert first["quote"] == passage["text"]


@pytest.mark.parametrize(
    "filters",
    [
        {"documents": ["none-such"]},
        {"source": ["guidance"]},
        {"decisions": ["MC-9/9"]},
        {"workstreams": ["None such"]},
        {"since": "2030-01-01"},
        {"until": "2000-01-01"},
    ],
    ids=lambda filters: next(iter(filters)),
)
def test_filters_hold_and_silence_is_said(address: str, filters: dict[str, Any]) -> None:
    reply = call(address, "ask", question=COSMETICS, **filters)
    assert reply.structured_content["status"] == "not_in_documents"
    found = call(address, "search", words="cosmetics manufacture", **filters)
    assert found.structured_content["passages"] == [] and found.content[0].text == "Nothing comes near."


def test_search_gives_passages_to_read(address: str) -> None:
    reply = call(address, "search", words="cosmetics manufacture", limit=2)
    rows = reply.structured_content["passages"]
    assert len(rows) == 2 and "cosmetics" in rows[0]["text"]
    assert rows[0]["id"] in reply.content[0].text


def test_the_register_is_listed(address: str) -> None:
    decisions = call(address, "list_decisions").structured_content["decisions"]
    assert {"MC-5/5", "MC-5/14"} <= {row["id"] for row in decisions}
    due = call(address, "list_deadlines", since="2024-10-01", until="2024-12-31")
    assert [row["date"] for row in due.structured_content["deadlines"]] == ["2024-10-31"]
    assert "2024-10-31" in due.content[0].text


@pytest.mark.parametrize(
    ("name", "arguments", "said"),
    [
        ("ask", {"question": " "}, "empty"),
        ("ask", {"question": "a" * 301}, "at most 300"),
        ("ask", {"question": "slow manufacture of cosmetics"}, "within 1 seconds"),
        ("get_passage", {"passage_id": "none"}, "No passage"),
        ("search", {"words": "mercury", "limit": 0}, "limit"),
    ],
)
def test_what_goes_wrong_is_said_in_a_line(
    address: str, name: str, arguments: dict[str, Any], said: str
) -> None:
    reply = call(address, name, **arguments)
    assert reply.is_error and said in reply.content[0].text


def test_a_fault_tells_nothing_of_the_inside(address: str) -> None:
    reply = call(address, "ask", question="break this")
    assert reply.is_error and "secret" not in reply.content[0].text


def test_without_a_key_or_by_other_methods_nothing_is_said(address: str) -> None:
    assert httpx.post(f"{address}/mcp", json={}, trust_env=False).status_code == 401
    headers = {"Authorization": f"Bearer {KEY}"}
    assert httpx.get(f"{address}/mcp", headers=headers, trust_env=False).status_code == 405
    assert httpx.get(f"{address}/healthz", trust_env=False).status_code == 200
