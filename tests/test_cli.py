"""The command line: its verbs, keys, exit codes, and how it ends when something is wrong."""

from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

import assistant
from assistant import cli
from assistant.commands import verbs
from assistant.commands.errors import CommandError
from assistant.errors import QuestionRejected
from assistant.keys import Caller, Keyring, read_entry
from corpus.errors import UnreadableDocument
from index.errors import FolderOwned, UnknownId
from index.owner import Owner
from tests.command_line import COSMETICS, Run


class TestKey:
    def test_shows_a_key_once_and_its_entry(self, run: Run) -> None:
        code, out, err = run("key", "anna", "--write")
        made, line = out.split()
        assert code == 0 and made not in err
        assert read_entry(line).may_write and made not in line
        assert Keyring([read_entry(line)], lambda: "").caller(made) == Caller("anna", may_write=True)

    def test_json_has_both(self, run: Run) -> None:
        told = json.loads(run("key", "portal", "--json")[1])
        assert not read_entry(told["entry"]).may_write and told["key"] not in told["entry"]

    def test_a_name_that_cannot_be_one(self, run: Run) -> None:
        code, out, err = run("key", "an:na")
        assert (code, out) == (3, "") and err.count("\n") == 1


@pytest.mark.parametrize("argv", [["--data-dir", "x", "serve"], ["serve", "--data-dir", "x"]])
def test_the_data_folder_may_be_named_before_or_after_the_verb(argv: list[str]) -> None:
    assert verbs.parser().parse_args(argv).data_dir == Path("x")
    assert verbs.parser().parse_args(["serve"]).data_dir is None


class TestEndings:
    @pytest.mark.parametrize(
        "argv", [[], ["no-such-verb"], ["ask"], ["serve", "--port", "99999"], ["deadlines", "--ics", "--csv"]]
    )
    def test_wrong_usage(self, run: Run, argv: list[str]) -> None:
        code, out, err = run(*argv)
        assert (code, out) == (2, "") and "usage: minamata" in err

    def test_help_and_version_are_results(self, run: Run) -> None:
        assert run("--version") == (0, f"minamata {version('minamata')}\n", "")
        code, out, _ = run("--help")
        assert code == 0 and all(verb in out for verb in ("serve", "ask", "deadlines", "exit codes"))

    @pytest.mark.parametrize(
        ("error", "said"),
        [
            (UnknownId("No such\nthing."), "minamata: No such thing.\n"),
            (UnreadableDocument("x.txt: empty."), "minamata: x.txt: empty.\n"),
            (QuestionRejected("Too long.", "too_long"), "minamata: Too long.\n"),
            (CommandError("No \x1b[31mred."), "minamata: No [31mred.\n"),
            (FolderOwned("In use by process 7.", 7, None, None), "minamata: In use by process 7.\n"),
            (PermissionError(13, "Permission denied", "/x"), "minamata: /x: Permission denied; check"),
            (ZeroDivisionError("oh"), "minamata: a fault of the program, ZeroDivisionError: oh; "),
        ],
    )
    def test_errors_are_one_line(
        self, run: Run, monkeypatch: pytest.MonkeyPatch, error: Exception, said: str
    ) -> None:
        def fail(*_: object) -> None:
            raise error

        monkeypatch.setattr(assistant, "open_assistant", fail, raising=False)
        code, out, err = run("documents")
        assert (code, out) == (3, "") and err.startswith(said) and err.count("\n") == 1

    def test_traceback_shows_where(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(*_: object) -> None:
            raise ZeroDivisionError

        monkeypatch.setattr(assistant, "open_assistant", fail, raising=False)
        with pytest.raises(ZeroDivisionError):
            cli.main(["documents", "--traceback"])

    def test_interrupted(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        def interrupt(*_: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(assistant, "open_assistant", interrupt, raising=False)
        assert run("documents") == (130, "", "\n")

    def test_no_progress_is_drawn_where_no_terminal_is(self, run: Run) -> None:
        assert run("documents")[2] == ""


def child(*argv: str, **options: Any) -> subprocess.Popen[str]:
    """The command in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "assistant.cli", *argv],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options,
    )  # fmt: skip


class TestProcess:
    def test_help_loads_nothing_heavy(self) -> None:
        command = [sys.executable, "-X", "importtime", "-m", "assistant.cli", "--help"]
        told = subprocess.run(command, capture_output=True, text=True, check=True)
        loaded = {line.rsplit("|", 1)[-1].strip().split(".")[0] for line in told.stderr.splitlines()}
        assert "argparse" in loaded
        assert not loaded & {
            "torch",
            "transformers",
            "sentence_transformers",
            "chromadb",
            "gradio",
            "fastapi",
        }
        assert not loaded & {
            "numpy",
            "langchain",
            "langchain_core",
            "pydantic",
            "httpx",
            "rich",
            "index",
            "eval",
        }

    def test_a_question_needs_no_torch_and_a_list_no_model(self, tmp_path: Path) -> None:
        def loaded(*argv: str) -> set[str]:
            command = [sys.executable, "-X", "importtime", "-m", "assistant.cli", "--data-dir", str(tmp_path)]
            told = subprocess.run([*command, *argv], capture_output=True, text=True, check=True)
            return {line.rsplit("|", 1)[-1].strip().split(".")[0] for line in told.stderr.splitlines()}

        heavy = {"torch", "transformers", "sentence_transformers", "gradio"}
        asked = loaded("ask", COSMETICS)  # builds the index first
        assert "safetensors" in asked and not asked & heavy  # it reads the weights
        assert not loaded("documents") & {*heavy, "safetensors"}

    def test_with_a_server_running_nothing_is_loaded_that_answers(self, tmp_path: Path) -> None:
        owner = Owner.claim(tmp_path)
        owner.publish("http://127.0.0.1:9")  # where nobody listens
        try:
            command = [sys.executable, "-X", "importtime", "-m", "assistant.cli", "--data-dir", str(tmp_path)]
            told = subprocess.run([*command, "ask", COSMETICS], capture_output=True, text=True)
        finally:
            owner.release()
        assert told.returncode == 3 and "does not answer" in told.stderr
        loaded = {line.rsplit("|", 1)[-1].strip().split(".")[0] for line in told.stderr.splitlines()}
        assert "httpx" in loaded
        assert not loaded & {"numpy", "langchain_core", "chromadb", "corpus", "onnxruntime"}

    def test_a_reader_that_goes_away_is_no_error(self) -> None:
        code = (
            "import sys, assistant.cli as cli\n"
            "from assistant.commands import output\n"
            "cli._loaded = lambda _: lambda args: [output.say('x' * 1000) for _ in range(10_000)] and 0\n"
            "sys.exit(cli.main(['documents']))"
        )
        command = f"{shlex.quote(sys.executable)} -c {shlex.quote(code)} | head -1; echo ${{PIPESTATUS[0]}}"
        told = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True, timeout=60)
        assert told.stdout == "x" * 1000 + "\n0\n"
        assert told.stderr == ""

    def test_ctrl_c_ends_without_a_traceback(self, tmp_path: Path) -> None:
        process = child("chat", "--data-dir", str(tmp_path), stdin=subprocess.PIPE)
        give_up = time.monotonic() + 60
        while not any(tmp_path.iterdir()) and time.monotonic() < give_up:
            time.sleep(0.05)  # until it has begun: while it loads, or while it waits for a question
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
        assert process.returncode == 130 and err.strip() == ""

    def test_a_bad_setting_is_named(self, tmp_path: Path) -> None:
        environ = {**os.environ, "MINAMATA_BATCH_SIZE": "many"}
        process = child("documents", "--data-dir", str(tmp_path), env=environ)
        _, err = process.communicate(timeout=60)
        assert process.returncode == 3 and "MINAMATA_BATCH_SIZE='many'" in err and err.count("\n") == 1
