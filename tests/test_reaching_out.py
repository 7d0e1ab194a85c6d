"""Files of this machine, other servers and other people's pages are not reached through the window."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from assistant.keys import entry, new_key, read_entry
from assistant.settings import ServerSettings
from tests.fakes_assistant import FakeAssistant
from tests.served import served

ANNA, OTTO = new_key(), new_key()
QUESTION = "Which decision covers manufacture, import and export of cosmetics?"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    keys = (read_entry(entry("anna", True, ANNA)), read_entry(entry("otto", True, OTTO)))
    settings = ServerSettings(
        api_keys=keys, data_dir=tmp_path_factory.mktemp("data"), questions_per_minute=10_000
    )
    with served(FakeAssistant(), settings, window=True) as address:
        yield address


def client_of(address: str, key: str) -> httpx.Client:
    headers = {"Authorization": f"Bearer {key}"}
    return httpx.Client(base_url=address, headers=headers, trust_env=False, timeout=20)


def raw(address: str, target: str) -> tuple[int, bytes]:
    """Status and body of what stands at `target`, sent as it is: clients tidy an address up."""
    place = urlsplit(address)
    named = {"Host": place.netloc, "Authorization": f"Bearer {ANNA}", "Connection": "close"}
    lines = [f"GET {target} HTTP/1.1", *(f"{name}: {value}" for name, value in named.items()), "", ""]
    with socket.create_connection((place.hostname or "", place.port or 0), 20) as connection:
        connection.sendall("\r\n".join(lines).encode())
        reply = b"".join(iter(lambda: connection.recv(65536), b""))
    before, _, body = reply.partition(b"\r\n\r\n")
    return int(before.split()[1]), body


FILES = (
    "/etc/passwd",
    "../../../../../../etc/passwd",
    ".env",
    "pyproject.toml",
    "assistant/keys.py",
    "//etc/passwd",
)


@pytest.mark.parametrize(
    "form",
    [
        "/gradio_api/file={}",
        "/gradio_api/file%3d{}",
        "/gradio_api/%66ile={}",
        "/Gradio_API/File={}",
        "/gradio_api//file={}",
        "/gradio_api/./file={}",
        "/gradio_api/heartbeat/../file={}",
        "/gradio_api/heartbeat/%2e%2e/file={}",
        "/gradio_api/heartbeat%2f..%2ffile={}",
        "/gradio_api/info/../file={}",
        "/gradio_api%2ffile={}",
        "/gradio_api;x/file={}",
        "/gradio_api/file/{}",
        "/file={}",
        "/file/{}",
        "/assets/{}",
        "/assets/..%2f..%2f..%2f..%2f..%2f..%2f..%2f{}",
        "/static/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/{}",
        "/static/..\\..\\..\\..\\..\\..\\{}",
        "/theme.css/../{}",
        "/docs/assets/..%2f..%2f..%2f..%2f..%2f..%2f{}",
        "/documents/..%2f..%2f..%2f..%2f{}",
    ],
)
def test_no_form_of_an_address_reads_a_file(address: str, form: str) -> None:
    for file in FILES:
        for name in (
            file,
            file.replace("/", "%2f"),
            file.replace(".", "%2e"),
            file.replace("..", "%252e%252e"),
        ):
            status, body = raw(address, form.format(name))
            assert status in (400, 403, 404, 405), (status, name)
            assert b"root:" not in body and b"[project]" not in body and b"def new_key" not in body


@pytest.fixture
def bait() -> Iterator[tuple[str, list[str]]]:
    """A server on this machine that nobody should be sent to: its address, and who came."""
    came: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def wait() -> None:
            try:
                while True:
                    connection, _ = listener.accept()
                    came.append(connection.recv(200).decode("latin-1"))
                    connection.close()
            except OSError:
                pass

        thread = threading.Thread(target=wait, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", came
        listener.shutdown(socket.SHUT_RDWR)
        thread.join(5)


def test_an_address_in_what_the_page_sends_is_fetched_by_nobody(
    address: str, bait: tuple[str, list[str]]
) -> None:
    place, came = bait
    places = (
        f"{place}/a.png",
        "http://169.254.169.254/latest/meta-data",
        "https://example.org/a.png",
        "file:///etc/passwd",
    )
    with client_of(address, ANNA) as client:
        config = client.get("/config").json()
        events = [one for one in config["dependencies"] if one["backend_fn"]]
        assert len(events) > 5
        for url in places:
            lure = {"path": url, "url": url, "orig_name": "a.png", "meta": {"_type": "gradio.FileData"}}
            for event in events:
                for value in (lure, [lure], {"text": url, "files": [lure]}):
                    body = {"data": [value] * max(1, len(event["inputs"])), "fn_index": event["id"]}
                    reply = client.post("/gradio_api/queue/join", json={**body, "session_hash": "lured"})
                    assert (reply.status_code, reply.json()["code"]) == (422, "invalid")
        for url in places:
            assert client.get("/gradio_api/proxy=" + url).status_code == 404
            assert client.get("/gradio_api/file=" + url).status_code == 404
    assert came == []


def exchange(client: httpx.Client, body: dict[str, Any]) -> str:
    """What the window's queue tells of one event, up to its end."""
    joined = client.post("/gradio_api/queue/join", json=body)
    if joined.status_code != 200:
        return joined.text
    told = []
    with client.stream(
        "GET", "/gradio_api/queue/data", params={"session_hash": body["session_hash"]}
    ) as stream:
        for line in stream.iter_lines():
            told.append(line)
            if '"process_completed"' in line or '"close_stream"' in line or '"unexpected_error"' in line:
                break
    return "\n".join(told)


def test_what_one_person_asks_reaches_nobody_elses_page(address: str) -> None:
    with client_of(address, ANNA) as anna, client_of(address, OTTO) as otto:
        config = anna.get("/config").json()
        begun = next(
            one for one in config["dependencies"] if one["targets"] and "submit" in json.dumps(one["targets"])
        )
        data = [QUESTION, None, "{}"][: len(begun["inputs"])]
        mine = {"data": data, "fn_index": begun["id"], "session_hash": "annas-page"}
        told = exchange(anna, mine)
        assert QUESTION in told
        for path in (
            "/config",
            "/gradio_api/info",
            "/gradio_api/startup-events",
            "/gradio_api/app_id",
            "/metrics",
        ):
            assert QUESTION not in otto.get(path).text
        empty = next(one for one in config["dependencies"] if one["id"] != begun["id"] and not one["inputs"])
        theirs = {"data": [], "fn_index": empty["id"], "session_hash": "ottos-page"}
        assert QUESTION not in exchange(otto, theirs)
        assert otto.get("/gradio_api/queue/status").status_code == 404
