"""OpenAI's own client asks a real server, whole and streamed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import httpx2
import openai
import pytest

from assistant.answer import Answer
from assistant.commands.receiving import answer_from_json
from assistant.completions import url_citations
from assistant.keys import entry, new_key, read_entry
from assistant.settings import AssistantSettings, ServerSettings
from tests.fakes_assistant import FakeAssistant
from tests.served import served

COSMETICS = "Which decision covers manufacture, import and export of cosmetics?"
KEY = new_key()


@pytest.fixture(scope="module")
def assistant() -> FakeAssistant:
    return FakeAssistant()


@pytest.fixture(scope="module")
def address(assistant: FakeAssistant) -> Iterator[str]:
    keys = (read_entry(entry("openai", False, KEY)),)
    asking = AssistantSettings(max_question_chars=300, answer_seconds=1)
    with served(assistant, ServerSettings(api_keys=keys, asking=asking)) as address:
        yield address


@pytest.fixture(scope="module")
def client(address: str) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(
        base_url=f"{address}/v1", api_key=KEY, max_retries=0, http_client=httpx2.Client(trust_env=False)
    ) as client:
        yield client


def user(text: str) -> list[Any]:
    return [{"role": "user", "content": text}]


def test_the_models_are_the_ways_to_write_an_answer(client: openai.OpenAI) -> None:
    assert [model.id for model in client.models.list()] == ["minamata", "minamata-quoting"]
    assert client.models.retrieve("minamata").owned_by == "minamata"


def test_an_answer_with_its_citations_in_the_text_and_beside_it(client: openai.OpenAI, address: str) -> None:
    reply = client.chat.completions.create(model="minamata", messages=user(COSMETICS), temperature=0.2)
    (choice,) = reply.choices
    text = choice.message.content or ""
    assert choice.finish_reason == "stop"
    assert "[1]" in text and "**Sources**" in text and "public summary" in text
    answer = the_answer(reply)
    assert answer.status == "answered" and text.startswith(answer.text)
    first = answer.citations[0]
    assert f"{address}{first.url}" in text
    marks = choice.message.annotations or []
    assert [text[m.url_citation.start_index : m.url_citation.end_index] for m in marks] == ["[1]", "[2]"]
    assert marks[0].url_citation.url == f"{address}{first.url}"
    assert reply.usage and reply.usage.total_tokens > 0


def test_a_refusal_lists_the_nearest_passages(client: openai.OpenAI) -> None:
    reply = client.chat.completions.create(model="minamata", messages=user("The Secretariat's gold price?"))
    assert the_answer(reply).status == "not_in_documents"
    assert "**Nearest passages**" in (reply.choices[0].message.content or "")


def test_a_stream_gives_the_same_text_and_ends_with_the_whole_answer(
    client: openai.OpenAI, address: str
) -> None:
    whole = client.chat.completions.create(model="minamata", messages=user(COSMETICS))
    chunks = list(
        client.chat.completions.create(
            model="minamata",
            messages=user(COSMETICS),
            stream=True,
            stream_options={"include_usage": True},
        )
    )
    said = [c.choices[0].delta.content or "" for c in chunks if c.choices]
    assert "".join(said) == whole.choices[0].message.content
    assert chunks[0].choices[0].delta.role == "assistant"
    sources = next(c for c in chunks if "sources" in (c.model_extra or {}).get("minamata", {}))
    assert sources.choices[0].delta.content is None
    last = [c for c in chunks if c.choices][-1]
    assert last.choices[0].finish_reason == "stop"
    assert the_answer(last).citations == the_answer(whole).citations
    assert chunks[-1].usage == whole.usage
    raw = httpx.post(
        f"{address}/v1/chat/completions",
        json={"messages": user(COSMETICS), "stream": True},
        headers={"Authorization": f"Bearer {KEY}"},
        trust_env=False,
    )
    assert raw.headers["content-type"].startswith("text/event-stream")
    assert raw.text.endswith("data: [DONE]\n\n")


def test_what_was_said_before_counts_and_system_messages_do_not(
    client: openai.OpenAI, assistant: FakeAssistant
) -> None:
    messages: list[Any] = [
        {"role": "system", "content": "Answer as a pirate."},
        {"role": "user", "content": "What is due in 2024?"},
        {"role": "assistant", "content": "Three submissions."},
        {"role": "user", "content": [{"type": "text", "text": COSMETICS}]},
    ]
    client.chat.completions.create(model="minamata-quoting", messages=messages)
    assert [(t.role, t.text) for t in assistant.heard[-1]] == [
        ("user", "What is due in 2024?"),
        ("assistant", "Three submissions."),
    ]


def test_a_client_without_a_key_is_told_so(address: str) -> None:
    with (
        openai.OpenAI(
            base_url=f"{address}/v1",
            api_key="wrong",
            max_retries=0,
            http_client=httpx2.Client(trust_env=False),
        ) as stranger,
        pytest.raises(openai.AuthenticationError) as caught,
    ):
        stranger.models.list()
    assert caught.value.code == "unknown_key"


@pytest.mark.parametrize(
    ("model", "messages", "kind", "code"),
    [
        ("gpt-4o", user(COSMETICS), openai.NotFoundError, "model_not_found"),
        ("minamata-model", user(COSMETICS), openai.NotFoundError, "model_not_found"),
        ("minamata", user(" "), openai.UnprocessableEntityError, "question_empty"),
        ("minamata", user("a" * 301), openai.UnprocessableEntityError, "question_too_long"),
        (
            "minamata",
            [{"role": "assistant", "content": "x"}],
            openai.UnprocessableEntityError,
            "question_empty",
        ),
        ("minamata", [], openai.UnprocessableEntityError, "invalid"),
        ("minamata", user("break this"), openai.InternalServerError, "failed"),
        ("minamata", user("slow manufacture of cosmetics"), openai.InternalServerError, "too_slow"),
    ],
)
def test_errors_are_those_that_openai_clients_know(
    client: openai.OpenAI, model: str, messages: list[Any], kind: type[openai.APIStatusError], code: str
) -> None:
    with pytest.raises(kind) as caught:
        client.chat.completions.create(model=model, messages=messages)
    assert caught.value.code == code
    assert caught.value.response.headers["content-type"] == "application/problem+json"
    assert "secret" not in caught.value.response.text


@pytest.mark.parametrize(
    ("question", "code"), [("break this", "failed"), ("slow manufacture of cosmetics", "too_slow")]
)
def test_a_stream_that_breaks_raises_in_the_client(client: openai.OpenAI, question: str, code: str) -> None:
    with pytest.raises(openai.APIError) as caught:
        list(client.chat.completions.create(model="minamata", messages=user(question), stream=True))
    assert caught.value.code == code


def test_only_markers_that_are_cited_become_annotations() -> None:
    answer = Answer("q", "q", "answered", "As note [7] says.")
    assert url_citations(answer, "http://x") == []


def the_answer(reply: Any) -> Answer:
    return answer_from_json(reply.model_extra["minamata"])
