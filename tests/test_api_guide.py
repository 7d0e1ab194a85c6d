"""The guide to the API is true: its snippets run, its codes and tools are those of the code."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.commands import verbs
from assistant.keys import entry, new_key, read_entry
from assistant.settings import ServerSettings
from tests.fakes_assistant import FakeAssistant
from tests.served import served

ROOT = Path(__file__).resolve().parent.parent
GUIDE = (ROOT / "docs/how-to/api.md").read_text(encoding="utf-8")
KEY = new_key()
SNIPPETS = re.findall(r"^```(sh|python)\n(.*?)^```", GUIDE, flags=re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    keys = (read_entry(entry("guide", False, KEY)),)
    with served(FakeAssistant(), ServerSettings(api_keys=keys)) as address:
        yield address


@pytest.mark.parametrize("number", range(len(SNIPPETS)))
def test_every_snippet_runs(number: int, address: str) -> None:
    language, snippet = SNIPPETS[number]
    if language == "sh" and not shutil.which("curl"):
        pytest.skip("curl is not on this machine")
    told = snippet.replace("http://127.0.0.1:7860", address)
    assert told != snippet
    command = [sys.executable, "-c", told] if language == "python" else ["bash", "-euc", told]
    proxies = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    ran = subprocess.run(command, env=proxies | {"KEY": KEY}, capture_output=True, text=True, timeout=60)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.strip()


def test_every_code_is_in_the_guide() -> None:
    named = set(re.findall(r"`([a-z]+_?[a-z_]*)`", GUIDE.split("## When something")[1].split("## Keys")[0]))
    raised: set[str] = set()
    for name in ("problems", "door", "access", "completions", "health"):
        code = (ROOT / "assistant" / f"{name}.py").read_text(encoding="utf-8")
        raised |= set(re.findall(r'\b[45]\d\d,\s*f?"([a-z_]+)', code))
    assert {"too_many", "too_slow", "model_not_found", "key_needed"} <= raised
    # A fault, and the beginning of names that are put together.
    assert raised - named <= {"failed", "question_", "foreign_host"}


def test_commands_shown_are_commands() -> None:
    for line in re.findall(r"^    minamata (.*)$", GUIDE, flags=re.MULTILINE):
        assert verbs.parser().parse_args(line.split()).command
