"""The server as a process: it starts, refuses a taken port in one line, and stops when told."""

from __future__ import annotations

import json
import signal
import socket
import time
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from assistant.errors import PortBusy, Unprotected
from assistant.keys import entry, new_key, read_entry
from assistant.serving import serve
from assistant.settings import ServerSettings
from tests.fakes_assistant import FakeAssistant
from tests.server import started


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def test_it_answers_streams_and_stops_while_somebody_listens(tmp_path: Path) -> None:
    question = {"question": "canary-4711: manufacture, import and export of cosmetics"}
    with (
        started(tmp_path) as server,
        httpx.Client(base_url=server.address, trust_env=False, timeout=30) as client,
    ):
        assert client.get("/readyz").json()["status"] == "ready"
        with client.stream("POST", "/api/v1/ask/stream", json=question) as stream:
            names = [line for line in stream.iter_lines() if line.startswith("event: ")]
        assert names[0] == "event: sources" and names[-1] == "event: answer"
        assert "server" not in client.get("/healthz").headers
        with client.stream("GET", "/gradio_api/heartbeat/abc") as open_tab:
            assert open_tab.status_code == 200
            server.process.send_signal(signal.SIGTERM)
            server.process.wait(10)
        log = server.log()
    assert "canary" not in log and "Traceback" not in log
    lines = [json.loads(line) for line in log.splitlines() if line.startswith("{")]
    assert {"serving", "request"} <= {line["event"] for line in lines}


def test_no_words_of_anybody_are_in_the_log_or_in_temporary_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    canary = "canary-4711"
    key = new_key()
    keys = {"MINAMATA_API_KEYS": entry("tester", True, key)}
    asked = f"{canary}: manufacture, import and export of cosmetics"
    with started(tmp_path, settings=keys) as server:
        headers = {"Authorization": f"Bearer {key}", "X-Canary": canary}
        with httpx.Client(base_url=server.address, trust_env=False, timeout=30, headers=headers) as client:
            for question in (asked, f"break {canary}"):
                client.post(
                    "/api/v1/ask", json={"question": question, "history": [{"role": "user", "text": canary}]}
                )
                client.post("/api/v1/ask/stream", json={"question": question})
                client.post("/api/v1/search", json={"question": question})
                for stream in (True, False):
                    messages = [{"role": "user", "content": question}]
                    client.post("/v1/chat/completions", json={"messages": messages, "stream": stream})
                for name, arguments in (
                    ("ask", {"question": question}),
                    ("search", {"words": canary, "limit": 0}),
                ):
                    client.post(
                        "/mcp",
                        json={
                            "jsonrpc": "2.0",
                            "id": canary,
                            "method": "tools/call",
                            "params": {"name": name, "arguments": arguments},
                        },
                        headers={"Accept": "application/json, text/event-stream"},
                    )
            client.post("/mcp", content=canary, headers={"Content-Type": "application/json"})
            client.post("/api/v1/ask", json={canary: canary})
            client.get(f"/api/v1/decisions/{canary}")
            client.get(f"/{canary}?q={canary}")
            client.get("/api/v1/decisions", headers={"Authorization": f"Bearer {canary}"})
            client.post("/sign-in", data={"key": canary})
            named = {"file": (f"{canary}.txt", f"A {canary} paragraph.".encode())}
            assert client.post("/api/v1/documents", files=named).status_code == 201
            bad = {"file": (f"{canary}.exe", b"MZ")}
            assert client.post("/api/v1/documents", files=bad).status_code == 422
            for kept in ("/metrics", "/readyz"):
                assert canary not in client.get(kept).text
            client.get("/")
        words = (canary.encode(), key.encode())
        written = [file for file in temporary.rglob("*") if file.is_file()]
        assert written and [f for f in written if any(word in f.read_bytes() for word in words)] == []
        assert not any(word in command for command in commands() for word in words)
        log = server.log()
    assert canary not in log and key not in log and "Traceback" not in log
    lines = [json.loads(line) for line in log.splitlines() if line.startswith("{")]
    requests = [line for line in lines if line["event"] == "request"]
    assert len({line["request_id"] for line in requests}) == len(requests) > 20
    assert {"tester"} <= {line["caller"] for line in requests}
    assert {"/api/v1/ask", "/mcp", "/v1/chat/completions"} <= {line["route"] for line in requests}


def commands() -> list[bytes]:
    """The command lines of all processes, which every user of a machine reads."""
    found = []
    for told in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):  # it has ended meanwhile
            found.append(told.read_bytes())
    return found


def test_it_stops_in_time_with_an_answer_being_streamed(tmp_path: Path) -> None:
    question = {"question": "slow manufacture, import and export of cosmetics"}
    with (
        started(tmp_path) as server,
        httpx.Client(base_url=server.address, trust_env=False, timeout=30) as client,
        client.stream("POST", "/api/v1/ask/stream", json=question) as stream,
    ):
        assert stream.status_code == 200
        told = time.monotonic()
        server.process.send_signal(signal.SIGTERM)
        server.process.wait(10)
        assert time.monotonic() - told < 10


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "minamata.example.org"])
def test_without_keys_other_machines_are_not_served(host: str) -> None:
    with pytest.raises(Unprotected) as caught:
        serve(FakeAssistant(), ServerSettings(host=host))  # type: ignore[arg-type]
    assert host in str(caught.value) and "MINAMATA_API_KEYS" in str(caught.value)


def test_with_keys_they_are(port: int) -> None:
    keys = (read_entry(entry("tester", False, new_key())),)
    settings = ServerSettings(host="192.0.2.1", port=port, api_keys=keys)
    # Not this machine's address: it gets as far as trying.
    with pytest.raises(PortBusy):
        serve(FakeAssistant(), settings)  # type: ignore[arg-type]


def test_a_taken_port_is_said_in_one_line(port: int) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        with pytest.raises(PortBusy) as caught:
            serve(FakeAssistant(), ServerSettings(port=port))  # type: ignore[arg-type]
    assert str(port) in str(caught.value) and "--port" in str(caught.value)
    assert "\n" not in str(caught.value)
