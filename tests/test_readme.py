"""The README says what the code does: settings and their defaults, commands, files."""

from __future__ import annotations

import ast
import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from assistant.commands import verbs
from assistant.settings import AssistantSettings, ServerSettings, variables
from index.settings import IndexSettings, from_environment

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
ROWS = dict(re.findall(r"^\| `(MINAMATA_\w+)` \| (?:`([^`]*)` )?\|", README, flags=re.MULTILINE))
#: A value that each setting of the index takes, unlike its default.
OTHERS = {
    "MINAMATA_MODEL": "/models/other",
    "MINAMATA_CHROMA_URL": "http://127.0.0.1:8000",
    "MINAMATA_DEVICE": "cuda",
    "MINAMATA_THREADS": "1",
    "MINAMATA_BATCH_SIZE": "8",
    "MINAMATA_WINDOW_WORDS": "100",
    "MINAMATA_WINDOW_STRIDE": "50",
    "MINAMATA_LATE_INTERACTION": "off",
    "MINAMATA_VECTOR_DEADLINE": "1",
}


def read_in_code() -> set[str]:
    """Every MINAMATA_ variable that stands in code as a string of its own."""
    return {
        node.value
        for part in ("corpus", "index", "assistant", "eval")
        for path in (ROOT / part).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.fullmatch(r"MINAMATA_[A-Z_]+[A-Z]", node.value)
    }


def test_the_table_of_settings_is_the_settings_read() -> None:
    assert set(ROWS) == read_in_code()


@pytest.mark.parametrize(("variable", "name"), sorted(variables().items()))
def test_defaults_of_serving_and_asking(variable: str, name: str) -> None:
    settings = ServerSettings() if hasattr(ServerSettings(), name) else AssistantSettings()
    default = getattr(settings, name)
    if variable != "MINAMATA_DATA_DIR":
        assert ROWS[variable] == said(default)


def test_every_other_variable_is_one_of_the_index() -> None:
    assert set(OTHERS) == set(ROWS) - set(variables())


@pytest.mark.parametrize("variable", sorted(OTHERS))
def test_defaults_of_the_index(variable: str) -> None:
    changed = from_environment({variable: OTHERS[variable]})
    names = [
        name for name in IndexSettings.__slots__ if getattr(changed, name) != getattr(IndexSettings(), name)
    ]
    assert len(names) == 1
    assert ROWS[variable] == said(getattr(IndexSettings(), names[0]))


def said(default: Any) -> str:
    """A default as the README writes it."""
    if isinstance(default, bool):
        return "on" if default else "off"
    return (
        f"{default:g}" if isinstance(default, int | float) else "" if default in (None, ()) else str(default)
    )


@pytest.mark.parametrize(
    "line", re.findall(r"^    (minamata .*)$|`(minamata [^`]*)`", README, flags=re.MULTILINE)
)
def test_every_command_shown_is_one(line: tuple[str, str]) -> None:
    words = shlex.split((line[0] or line[1]).split(" > ")[0])[1:]
    if words != ["--data-dir", "DIR"]:
        assert verbs.parser().parse_args(words).command


def test_every_link_leads_to_a_file() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).is_file(), target


def test_the_two_commands_are_in_the_makefile() -> None:
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    assert set(re.findall(r"`?make (\w+)`?", README)) <= targets
