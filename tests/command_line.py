"""Commands run in this process, over a real index of samples and the fake assistant."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import assistant
from assistant import cli
from assistant.answer import Answer, Turn
from tests.fakes_assistant import EVERYTHING, FakeAssistant
from tests.index_samples import open_index

COSMETICS = "Which decision covers cosmetics and mercury?"
PAPER = "Dental amalgam\n\nDecision MC-6/2 asks Parties to report on dental amalgam by 31 May 2026.\n"
CASE = json.dumps(
    {"id": "one", "kind": "which", "question": COSMETICS, "answerable": True, "must": [["MC-5/5"]]}
)

Run = Callable[..., tuple[int, str, str]]


@dataclass
class Asked:
    """The assistant that a command opened: a real index of samples, answers of the fake."""

    index: Any
    fake: FakeAssistant

    def ask(self, question: str, history: Sequence[Turn] = (), filters: Any = None) -> Answer:
        """As the fake does."""
        return self.fake.ask(question, history, filters or EVERYTHING)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[Asked]:
    """Commands open samples in the test's folder; the list fills with what they opened."""
    found: list[Asked] = []

    def open_assistant(
        data_dir: Path | None = None, documents: Path | None = None, progress: Any = None
    ) -> Asked:
        found.append(Asked(open_index(data_dir or tmp_path / "data"), FakeAssistant()))
        return found[-1]

    monkeypatch.setattr(assistant, "open_assistant", open_assistant, raising=False)
    return found


@pytest.fixture
def run(opened: list[Asked], capfd: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process: its exit code, stdout and stderr."""

    def command(*argv: str) -> tuple[int, str, str]:
        capfd.readouterr()
        code = cli.main(argv)
        return code, *capfd.readouterr()

    return command
