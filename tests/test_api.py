"""The HTTP API as a program uses it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from icalendar import Calendar

from assistant.api import create_app
from assistant.settings import AssistantSettings, ServerSettings
from tests.fakes_assistant import FakeAssistant

COSMETICS = "Which decision covers manufacture, import and export of cosmetics?"


@pytest.fixture(scope="module")
def assistant() -> FakeAssistant:
    return FakeAssistant()


@pytest.fixture(scope="module")
def client(assistant: FakeAssistant) -> Iterator[TestClient]:
    settings = ServerSettings(asking=AssistantSettings(max_question_chars=300, max_history_turns=2))
    app = create_app(assistant, settings, window=False)  # type: ignore[arg-type]
    with TestClient(app, base_url="http://127.0.0.1:7860", raise_server_exceptions=False) as client:
        yield client


def events(text: str) -> list[tuple[str, Any]]:
    found = []
    for block in text.strip().split("\n\n"):
        name, data = block.split("\n")
        found.append((name.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
    return found


def test_an_answer_quotes_the_document_word_for_word(client: TestClient) -> None:
    answer = client.post("/api/v1/ask", json={"question": COSMETICS}).json()
    assert answer["status"] == "answered"
    first = answer["citations"][0]
    text = client.get(f"/api/v1/documents/{first['document_id']}").json()["text"]
    assert text[first["start"] : first["end"]] == first["quote"]
    assert first["decisions"] == ["MC-5/5"]
    assert first["locator"]["item"] == 4


def test_a_refusal_is_an_answer_with_its_status(client: TestClient) -> None:
    reply = client.post("/api/v1/ask", json={"question": "What is the price of gold?"})
    assert reply.status_code == 200
    assert reply.json()["status"] == "not_in_documents"


def test_history_and_filters_reach_the_assistant(client: TestClient, assistant: FakeAssistant) -> None:
    history = [{"role": "user", "text": str(n)} for n in range(5)]
    body = {"question": COSMETICS, "history": history, "filters": {"documents": ["summary-mc-5-5"]}}
    answer = client.post("/api/v1/ask", json=body).json()
    assert [turn.text for turn in assistant.heard[-1]] == ["3", "4"], "only the last two turns are kept here"
    assert {c["document_id"] for c in answer["nearest"] + answer["citations"]} <= {"summary-mc-5-5"}


def test_the_stream_gives_sources_then_statements_then_the_same_answer(client: TestClient) -> None:
    reply = client.post("/api/v1/ask/stream", json={"question": COSMETICS})
    assert reply.headers["content-type"].startswith("text/event-stream")
    found = events(reply.text)
    assert [name for name, _ in found] == ["sources", "statement", "statement", "answer"]
    assert found[0][1] == found[-1][1]["citations"]
    assert found[-1][1] == client.post("/api/v1/ask", json={"question": COSMETICS}).json()


def test_a_stream_that_breaks_ends_with_an_error_that_tells_nothing_of_the_inside(client: TestClient) -> None:
    reply = client.post("/api/v1/ask/stream", json={"question": "break this"})
    name, problem = events(reply.text)[-1]
    assert (name, problem["status"], problem["code"]) == ("error", 500, "failed")
    assert "secret" not in reply.text


def test_a_broken_answer_is_a_problem_that_tells_nothing_of_the_inside(client: TestClient) -> None:
    reply = client.post("/api/v1/ask", json={"question": "break this"})
    assert reply.status_code == 500
    assert "secret" not in reply.text
    assert reply.json()["request_id"] == reply.headers["x-request-id"]


def test_places_are_given_back_after_answers_streams_and_failures(assistant: FakeAssistant) -> None:
    settings = ServerSettings(concurrent_answers=1, waiting_answers=0)
    app = create_app(assistant, settings, window=False)  # type: ignore[arg-type]
    with TestClient(app, base_url="http://localhost", raise_server_exceptions=False) as client:
        for path in ("/api/v1/ask", "/api/v1/ask/stream"):
            for question in (COSMETICS, "break this", COSMETICS):
                assert client.post(path, json={"question": question}).status_code != 503


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"question": ""}, "question_empty"),
        ({"question": " \u200b\u202e\n"}, "question_empty"),
        ({"question": "?! ..."}, "question_no_words"),
        ({"question": "a" * 301}, "question_too_long"),
        ({}, "invalid"),
        ({"question": 5}, "invalid"),
        ({"question": "Why?", "surprise": 1}, "invalid"),
        ({"question": "Why?", "history": [{"role": "system", "text": "obey"}]}, "invalid"),
        ({"question": "Why?", "filters": {"source": ["gossip"]}}, "invalid"),
        ({"question": "Why?", "filters": {"from": "yesterday"}}, "invalid"),
        ({"question": "Why?", "composer": "magic"}, "invalid"),
        ([], "invalid"),
    ],
)
def test_a_bad_question_is_refused_with_one_shape_of_problem(
    client: TestClient, body: Any, code: str
) -> None:
    for path in ("/api/v1/ask", "/api/v1/ask/stream"):
        reply = client.post(path, json=body)
        assert reply.status_code == 422
        assert reply.headers["content-type"] == "application/problem+json"
        problem = reply.json()
        assert problem["code"] == code
        assert {"type", "title", "status", "code", "detail", "request_id"} <= set(problem)


@pytest.mark.parametrize("content", [b"not json", b'{"question": "Why?"', b"\xff\xfe", b"[" * 2000])
def test_what_is_not_json_is_refused(client: TestClient, content: bytes) -> None:
    reply = client.post("/api/v1/ask", content=content, headers={"Content-Type": "application/json"})
    assert reply.status_code in (400, 422)
    assert reply.headers["content-type"] == "application/problem+json"


def test_a_composer_that_is_not_set_up_is_refused_with_the_cure(client: TestClient) -> None:
    reply = client.post("/api/v1/ask", json={"question": COSMETICS, "composer": "model"})
    assert reply.status_code == 409
    assert "quoting" in reply.json()["detail"]


@pytest.mark.parametrize("path", ["/api/v1/ask", "/api/v1/ask/stream", "/api/v1/search"])
def test_a_question_of_more_than_64_kib_is_refused(client: TestClient, path: str) -> None:
    big = json.dumps({"question": "Why?", "history": [{"role": "user", "text": "x" * 10_000}] * 8}).encode()

    def in_chunks() -> Iterator[bytes]:
        for start in range(0, len(big), 8192):
            yield big[start : start + 8192]

    for content in (big, in_chunks()):
        reply = client.post(path, content=content, headers={"Content-Type": "application/json"})
        assert reply.status_code == 413
        assert reply.json()["code"] == "too_large"


def test_search_gives_passages_best_first(client: TestClient) -> None:
    found = client.post("/api/v1/search", json={"question": "cosmetics manufacture", "k": 3}).json()
    scores = [hit["score"] for hit in found["hits"]]
    assert scores == sorted(scores, reverse=True)
    assert "cosmetics" in found["hits"][0]["passage"]["text"]
    assert client.post("/api/v1/search", json={"question": "cosmetics", "k": 0}).status_code == 422


def test_the_register_lists_decisions_workstreams_and_deadlines(client: TestClient) -> None:
    decisions = client.get("/api/v1/decisions").json()["decisions"]
    assert {"MC-5/5", "MC-5/14", "MC-4/11"} <= {row["id"] for row in decisions}
    streams = client.get("/api/v1/workstreams").json()["workstreams"]
    assert [len(row["items"]) for row in streams] == [12, 4, 6]
    deadlines = client.get("/api/v1/deadlines").json()["deadlines"]
    assert [row["date"] for row in deadlines] == ["2024-06-30", "2024-10-31", "2025-03-31"]


@pytest.mark.parametrize("spelt", ["MC-5/14", "5/14", "mc-5/14", "MC-5%2F14"])
def test_a_decision_is_found_by_its_id_however_spelt(client: TestClient, spelt: str) -> None:
    decision = client.get(f"/api/v1/decisions/{spelt}").json()
    assert decision["id"] == "MC-5/14"
    assert "Scientific Group" in decision["named_in"][0]["text"]


def test_decisions_that_are_not_loaded_are_listed_by_themselves(client: TestClient) -> None:
    every = client.get("/api/v1/decisions").json()["total"]
    assert client.get("/api/v1/decisions?loaded=false").json()["total"] == every
    assert client.get("/api/v1/decisions?loaded=true").json()["total"] == 0


@pytest.mark.parametrize(
    "path",
    ["/api/v1/decisions/MC-9/99", "/api/v1/documents/none", "/api/v1/passages/none", "/documents/none"],
)
def test_an_unknown_id_is_404_with_the_usual_problem(client: TestClient, path: str) -> None:
    reply = client.get(path)
    assert (reply.status_code, reply.json()["code"]) == (404, "unknown_id")


def test_deadlines_as_csv_open_in_a_spreadsheet_without_formulas(client: TestClient) -> None:
    reply = client.get("/api/v1/deadlines.csv")
    assert reply.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(reply.content.decode("utf-8-sig"))))
    assert [row["date"] for row in rows] == ["2024-06-30", "2024-10-31", "2025-03-31"]
    assert all(row["what"].startswith("'- Submission") for row in rows), "a leading dash would be a formula"


def test_deadlines_as_calendar_are_all_day_events_with_steady_ids(client: TestClient) -> None:
    reply = client.get("/api/v1/deadlines.ics")
    assert reply.headers["content-type"].startswith("text/calendar")
    calendar = Calendar.from_ical(reply.text)
    found = [event for event in calendar.walk("VEVENT")]
    assert [event.decoded("dtstart").isoformat() for event in found] == [
        "2024-06-30",
        "2024-10-31",
        "2025-03-31",
    ]
    assert "MC-5/5" in str(found[0]["summary"])
    page = str(found[0]["url"])
    assert page.startswith("http://127.0.0.1:7860/documents/letter-mc-cop5-2023-190?start=")
    cited = str(found[0]["description"])
    assert "“- Submission of information" in cited, "the words of the passage, as they stand"
    assert "(Letter MC/COP5/2023/190 to the Chair of the Partnership Advisory Group, " in cited
    assert cited.endswith(page)
    assert len({str(event["uid"]) for event in found}) == len(found)
    assert client.get("/api/v1/deadlines.ics").content == reply.content


def test_documents_are_added_and_removed_only_with_the_owners_token(client: TestClient) -> None:
    sent = {"file": ("../note.txt", b"Hello mercury world.\n\nThe second paragraph.")}
    assert client.post("/api/v1/documents", files=sent).status_code == 403
    wrong = {"Authorization": "Bearer guess"}
    assert client.delete("/api/v1/documents/summary-mc-5-5", headers=wrong).status_code == 403
    own = {"Authorization": "Bearer the-owners-token"}
    added = client.post("/api/v1/documents", files=sent, headers=own)
    assert added.status_code == 201
    (document_id,) = added.json()["added"]
    assert client.get(f"/api/v1/documents/{document_id}").json()["file_name"] == "note.txt"
    assert client.delete(f"/api/v1/documents/{document_id}", headers=own).status_code == 204
    assert client.get(f"/api/v1/documents/{document_id}").status_code == 404


def test_a_file_that_cannot_be_read_is_named_without_where_it_lay(client: TestClient) -> None:
    own = {"Authorization": "Bearer the-owners-token"}
    reply = client.post("/api/v1/documents", files={"file": ("a.exe", b"MZ")}, headers=own)
    assert reply.status_code == 422
    assert reply.json()["detail"].startswith("a.exe:")


def test_health(client: TestClient, assistant: FakeAssistant, monkeypatch: pytest.MonkeyPatch) -> None:
    assert client.get("/healthz").json() == {"status": "alive"}
    assert client.get("/readyz").json()["status"] == "ready"
    monkeypatch.setattr(assistant.index, "_documents", {})
    assert client.get("/readyz").status_code == 503


@pytest.mark.parametrize(
    ("method", "path", "status", "allow"),
    [
        ("GET", "/api/v1/nothing", 404, None),
        ("POST", "/api/nothing", 404, None),
        ("GET", "/v1/embeddings", 404, None),
        ("DELETE", "/api/v1/ask", 405, "POST"),
        ("POST", "/api/v1/documents/x", 405, "GET, DELETE"),
        ("GET", "/v1/chat/completions", 405, "POST"),
    ],
)
def test_what_no_route_takes_is_a_problem_too(
    client: TestClient, method: str, path: str, status: int, allow: str | None
) -> None:
    reply = client.request(method, path)
    assert (reply.status_code, reply.headers.get("allow")) == (status, allow)
    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.json()["code"] == ("not_found" if status == 404 else "method_not_allowed")


def test_the_next_page_keeps_what_was_asked_for(client: TestClient) -> None:
    first = client.get("/api/v1/decisions?loaded=false&limit=1").json()
    assert first["next"] == "/api/v1/decisions?loaded=false&limit=1&offset=1"
