"""The server as a process: it starts, refuses a taken port in one line, and stops when told."""

from __future__ import annotations

import json
import os
import signal
import socket
from pathlib import Path

import httpx
import pytest

from assistant.errors import PortBusy
from assistant.serving import quieten, serve
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


def test_a_taken_port_is_said_in_one_line(port: int) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        with pytest.raises(PortBusy) as caught:
            serve(FakeAssistant(), ServerSettings(port=port))  # type: ignore[arg-type]
    assert str(port) in str(caught.value) and "--port" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_telemetry_is_off_even_where_the_shell_asks_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GRADIO_SHARE", "LANGCHAIN_TRACING_V2", "LANGSMITH_API_KEY"):
        monkeypatch.setenv(name, "true")
    for name in ("GRADIO_ANALYTICS_ENABLED", "LANGSMITH_TRACING"):
        monkeypatch.setenv(name, "True")
    quieten()
    assert os.environ["GRADIO_ANALYTICS_ENABLED"] == "False"
    assert os.environ["LANGSMITH_TRACING"] == "false"
    assert "GRADIO_SHARE" not in os.environ and "LANGSMITH_API_KEY" not in os.environ
