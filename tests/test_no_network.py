"""Nothing leaves this machine: a question is asked end to end where there is no network at all."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests import isolation
from tests.papers.make import FOLDER

ROOT = Path(__file__).resolve().parent.parent
QUESTION = "Which decision covers cosmetics?"

#: Runs the command with every socket guarded, and fails where anything tried to leave, even in vain.
GUARDED = """
import sys
from tests import isolation
from tests.papers.make import FOLDER
isolation.guard_sockets()
from assistant.cli import main
code = main(sys.argv[1:])
if isolation.attempts:
    sys.exit(f"tried to reach {isolation.attempts}")
sys.exit(code)
"""

#: A first start, a PDF sent to the server, a question about it, a stream, its removal, a stop.
SESSION = """
import fcntl, socket, struct, sys
with socket.socket() as any_one:  # this machine's own address is all that there is
    fcntl.ioctl(any_one, 0x8914, struct.pack("16sh14s", b"lo", 1, b""))
import httpx
from pathlib import Path
from assistant import open_assistant
from tests.served import served
QUESTION = {"question": "By when are Parties to end the use of dental amalgam in school clinics?"}
assistant = open_assistant()
with assistant.index, served(assistant, window=True) as address:
    owner = {"Authorization": f"Bearer {assistant.index.owner.info.token}"}
    with httpx.Client(base_url=address, headers=owner, trust_env=False, timeout=120) as client:
        paper = Path(sys.argv[1])
        added = client.post("/api/v1/documents", files={"file": (paper.name, paper.read_bytes())}).json()
        print(client.post("/api/v1/ask", json=QUESTION).json()["text"].replace("\\n", " "))
        assert "event: answer" in client.post("/api/v1/ask/stream", json=QUESTION).text
        assert client.get("/").status_code == 200
        assert client.delete(f"/api/v1/documents/{added['added'][0]}").status_code == 204
        print(client.post("/api/v1/ask", json=QUESTION).json()["text"].replace("\\n", " "))
"""


def environ(tmp_path: Path) -> dict[str, str]:
    """As on a new user's machine: no offline switches, a home without caches."""
    kept = {n: v for n, v in os.environ.items() if not n.startswith(("HF_", "TRANSFORMERS_", "ANONYMIZED_"))}
    return {**kept, "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data"), "PYTHONPATH": str(ROOT)}


def answers(command: list[str], tmp_path: Path) -> None:
    """The command runs far from the project's folder and prints an answer that quotes."""
    asked = [*command, "ask", "--json", QUESTION]
    told = subprocess.run(
        asked, capture_output=True, text=True, env=environ(tmp_path), cwd=tmp_path, timeout=300
    )
    assert told.returncode == 0, told.stderr
    answer = json.loads(told.stdout)
    assert answer["status"] == "answered" and answer["citations"]


def test_a_question_reaches_for_nothing_outside(tmp_path: Path) -> None:
    answers([sys.executable, "-c", GUARDED], tmp_path)


def test_a_whole_session_needs_no_network(tmp_path: Path) -> None:
    unshare = shutil.which("unshare")
    alone = [str(unshare), "--net", "--map-root-user"]
    if not unshare or subprocess.run([*alone, "true"], capture_output=True).returncode:
        pytest.skip("this machine does not let a process have a network of its own")
    command = [*alone, sys.executable, "-W", "ignore", "-c", SESSION, str(FOLDER / "mc-9-1.pdf")]
    told = subprocess.run(
        command, capture_output=True, text=True, env=environ(tmp_path), cwd=tmp_path, timeout=300
    )
    assert told.returncode == 0, told.stderr
    before, after = told.stdout.splitlines()
    assert "31 December 2032" in before and "31 December 2032" not in after


class TestTheGuardOfTheTests:
    def test_it_refuses_and_remembers(self) -> None:
        with socket.socket() as out, pytest.raises(isolation.OutsideNetwork):
            out.connect(("192.0.2.1", 80))
        with pytest.raises(isolation.OutsideNetwork):
            socket.create_connection(("example.org", 443))
        assert isolation.attempts == ["192.0.2.1:80", "example.org"]
        isolation.attempts.clear()

    def test_this_machine_is_reached(self) -> None:
        with socket.socket() as server:
            server.bind(("127.0.0.1", 0))
            server.listen()
            with socket.create_connection(("localhost", server.getsockname()[1])):
                pass

    def test_no_setting_of_the_developer_is_left(self) -> None:
        assert not [name for name in os.environ if name.startswith(("MINAMATA_", "LANGCHAIN_", "OPENAI_"))]
