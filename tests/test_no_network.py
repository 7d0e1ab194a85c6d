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

ROOT = Path(__file__).resolve().parent.parent
QUESTION = "Which decision covers cosmetics?"

#: Runs the command with every socket guarded, and fails where anything tried to leave, even in vain.
GUARDED = """
import sys
from tests import isolation
isolation.guard_sockets()
from assistant.cli import main
code = main(sys.argv[1:])
if isolation.attempts:
    sys.exit(f"tried to reach {isolation.attempts}")
sys.exit(code)
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


def test_a_question_is_answered_without_any_network(tmp_path: Path) -> None:
    unshare = shutil.which("unshare")
    alone = [str(unshare), "--net", "--map-root-user"]
    if not unshare or subprocess.run([*alone, "true"], capture_output=True).returncode:
        pytest.skip("this machine does not let a process have a network of its own")
    answers([*alone, sys.executable, "-m", "assistant.cli"], tmp_path)


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
