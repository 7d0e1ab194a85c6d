"""Requests that are too large or left half-way: refused early, in little memory, leaving nothing behind."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from tests.server import Server, started

MIB = 2**20
BOUNDARY = "b0undary"
FORM = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
JSON = {"Content-Type": "application/json"}
OWN = {"Authorization": "Bearer the-owners-token"}
PIECE = b"x" * 65536

pytestmark = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")


@pytest.fixture(scope="module")
def temporary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("temporary")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, temporary: Path) -> Iterator[Server]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", str(temporary))
        with started(tmp_path_factory.mktemp("server")) as server:
            httpx.get(server.address, trust_env=False, timeout=60)  # what is loaded with the first page
            yield server


def memory(server: Server, name: str = "VmRSS") -> float:
    """MiB of the server's memory now, or the most of it ("VmHWM") since that was last forgotten."""
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    found = re.search(rf"{name}:\s+(\d+) kB", status)
    assert found
    return int(found[1]) / 1024


def part(head: str) -> bytes:
    return f"--{BOUNDARY}\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode()


def pieces(size: int, before: bytes = b"", after: bytes = b"") -> Callable[[], Iterator[bytes]]:
    """A body of `size` bytes between two others, made as it is sent."""

    def body() -> Iterator[bytes]:
        yield before
        for _ in range(size // len(PIECE)):
            yield PIECE
        yield after

    return body


END = f"\r\n--{BOUNDARY}--\r\n".encode()
FIELD = pieces(64 * MIB, part('name="note"'), END)
FILE = pieces(64 * MIB, part('name="file"; filename="a.txt"'), END)
STRING = pieces(32 * MIB, b'{"question": "', b'"}')
PARTS = pieces(0, b"".join(part(f'name="f{n}"') + b"1\r\n" for n in range(5000)), END.lstrip())


@pytest.mark.parametrize(
    ("path", "headers", "body"),
    [
        ("/window/documents", FORM, FIELD),
        ("/api/v1/documents", FORM | OWN, FIELD),
        ("/api/v1/documents", FORM | OWN, FILE),
        ("/sign-in", {"Content-Type": "application/x-www-form-urlencoded"}, pieces(64 * MIB, b"key=")),
        ("/api/v1/ask", JSON, STRING),
        ("/v1/chat/completions", JSON, STRING),
        ("/mcp", JSON | {"Accept": "application/json, text/event-stream"}, STRING),
        ("/gradio_api/queue/join", JSON, STRING),
        ("/window/documents", FORM, PARTS),
        ("/api/v1/documents", FORM | OWN, PARTS),
    ],
    ids=[
        *("field in the window", "field", "file", "key", "question", "completion", "tool", "window's queue"),
        *("parts in the window", "parts"),
    ],
)
@pytest.mark.parametrize("chunked", [False, True], ids=["sized", "chunked"])
def test_what_is_too_large_is_refused_in_little_memory(
    server: Server, path: str, headers: dict[str, str], body: Callable[[], Iterator[bytes]], chunked: bool
) -> None:
    if not chunked:
        headers = headers | {"Content-Length": str(sum(len(piece) for piece in body()))}
    before = memory(server)
    Path(f"/proc/{server.process.pid}/clear_refs").write_text("5")  # forget the most there was
    status = sent(server, path, headers, body)
    assert status in (400, 413), status
    assert memory(server, "VmHWM") - before < 30


def sent(server: Server, path: str, headers: dict[str, str], body: Callable[[], Iterator[bytes]]) -> int:
    """The status of the reply; the rest is not sent once there is one."""
    place = urlsplit(server.address)
    chunked = "Content-Length" not in headers
    head = {"Host": place.netloc, **headers, **({"Transfer-Encoding": "chunked"} if chunked else {})}
    with socket.create_connection((place.hostname or "", place.port or 0), 30) as connection:
        lines = [f"POST {path} HTTP/1.1", *(f"{name}: {value}" for name, value in head.items()), "", ""]
        connection.sendall("\r\n".join(lines).encode())
        with suppress(OSError):  # the server has said its word and hung up
            for piece in body():
                if piece:
                    connection.sendall(b"%x\r\n%s\r\n" % (len(piece), piece) if chunked else piece)
            if chunked:
                connection.sendall(b"0\r\n\r\n")
        reply = connection.recv(4096)
    return int(reply.split()[1])


@pytest.mark.parametrize(
    "lines",
    [[f"X-{n}: some words of it" for n in range(10_000)], ["X-Long: " + "x" * MIB]],
    ids=["ten thousand", "one of a mebibyte"],
)
def test_a_head_of_too_many_words_is_refused(server: Server, lines: list[str]) -> None:
    place = urlsplit(server.address)
    with socket.create_connection((place.hostname or "", place.port or 0), 30) as connection:
        head = "\r\n".join(["GET /healthz HTTP/1.1", f"Host: {place.netloc}", *lines, "", ""])
        with suppress(OSError):  # the server may have hung up before all is sent
            connection.sendall(head.encode())
        assert int(connection.recv(4096).split()[1]) in (400, 431)


def held(server: Server, temporary: Path) -> tuple[int, int]:
    """How many files the server has open, and how many lie in the folder for temporary ones."""
    files = [path for path in temporary.rglob("*") if path.is_file()]
    return len(list(Path(f"/proc/{server.process.pid}/fd").iterdir())), len(files)


def test_uploads_that_are_broken_off_leave_nothing(server: Server, temporary: Path) -> None:
    place = urlsplit(server.address)
    head = {"Host": place.netloc, **FORM, "Content-Length": str(20 * MIB)}
    lines = ["POST /window/documents HTTP/1.1", *(f"{name}: {value}" for name, value in head.items()), "", ""]
    begun = (
        "\r\n".join(lines).encode() + part('name="file"; filename="a.txt"') + PIECE * 17
    )  # beyond what is kept in memory

    def broken_off(_: int) -> None:
        with socket.create_connection((place.hostname or "", place.port or 0), 30) as connection:
            connection.sendall(begun)

    before = held(server, temporary)
    with ThreadPoolExecutor(10) as several:
        list(several.map(broken_off, range(40)))
    ends = time.monotonic() + 10
    while held(server, temporary)[0] > before[0] and time.monotonic() < ends:
        time.sleep(0.05)
    assert held(server, temporary) <= before


def test_uploads_side_by_side_are_all_taken_and_leave_nothing(server: Server, temporary: Path) -> None:
    def added(number: int) -> int:
        text = f"Paper {number} speaks of mercury, and of little else. " * 100 + "\n\n"
        file = {"file": (f"paper-{number}.txt", (300 * text).encode())}  # a mebibyte is kept in memory
        address = f"{server.address}/api/v1/documents"
        return httpx.post(address, files=file, headers=OWN, trust_env=False, timeout=60).status_code

    before = held(server, temporary)
    with ThreadPoolExecutor(8) as several:
        assert set(several.map(added, range(8))) == {201}
    assert held(server, temporary)[1] <= before[1]
