"""The walls between the parts: who imports whom, what is public, what a wheel holds, what goes on stdout."""

from __future__ import annotations

import ast
import importlib
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PARTS = ("corpus", "index", "assistant", "eval")
#: A part may import those before it in `PARTS`. The one exception: the command `eval` loads the part `eval`.
EXCEPTION = ("assistant/commands/evaluation.py", "eval")


def sources(*parts: str) -> Iterator[Path]:
    """The Python files of these parts, under the project's folder."""
    for part in parts:
        yield from sorted((ROOT / part).rglob("*.py"))


@cache
def tree(path: Path) -> ast.Module:
    """A file as its syntax."""
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(path: Path) -> set[str]:
    """Every module that a file names in an import, wherever in the file it does."""
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            found.add(node.module)
    return found


def name(path: Path) -> str:
    """A file's path as the project names it."""
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("part", PARTS)
def test_nothing_imports_upward(part: str) -> None:
    above = set(PARTS[PARTS.index(part) + 1 :]) | {"tests"}
    upward = {(name(path), module.split(".")[0]) for path in sources(part) for module in imported(path)}
    assert {pair for pair in upward if pair[1] in above} <= {EXCEPTION}


def test_the_exception_is_in_use() -> None:
    assert EXCEPTION[1] in imported(ROOT / EXCEPTION[0])


@pytest.mark.parametrize(
    ("library", "only"),
    [
        ("chromadb", {"index/vectors.py"}),
        ("langchain_chroma", {"index/vectors.py"}),
        ("torch", {"index/sentence_transformer.py", "assistant/judging.py"}),
        ("sentence_transformers", {"index/sentence_transformer.py", "assistant/judging.py"}),
        ("onnxruntime", {"index/encoder.py"}),
        ("tokenizers", {"index/encoder.py"}),
    ],
)
def test_a_library_has_one_place(library: str, only: set[str]) -> None:
    using = {path for path in sources(*PARTS) for m in imported(path) if m.split(".")[0] == library}
    assert {name(p) for p in using if not any(Path(name(p)).match(pattern) for pattern in only)} == set()


def test_gradio_stays_in_the_window() -> None:
    using = {name(path) for path in sources(*PARTS) for m in imported(path) if m.split(".")[0] == "gradio"}
    assert {path for path in using if not path.startswith("assistant/web/")} == set()


def test_every_library_is_a_declared_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    declared = {canonical(d) for d in [*project["dependencies"], *extras["fit"], *extras["model"]]}
    owners = packages_distributions()
    modules = {m.split(".")[0] for path in sources(*PARTS) for m in imported(path)}
    outside = modules - set(PARTS) - sys.stdlib_module_names
    # starlette and pydantic are parts of fastapi's own interface, langgraph of langchain's
    shared = {"starlette", "pydantic", "anyio", "langgraph"}
    missing = {m for m in outside - shared if not {canonical(o) for o in owners.get(m, [m])} & declared}
    assert missing == set()


def canonical(requirement: str) -> str:
    """A distribution's name alone, in its one spelling."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\s<>=!~\[;]", requirement, maxsplit=1)[0]).lower()


def test_nothing_prints() -> None:
    printing = {
        name(path)
        for path in sources(*PARTS)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    }
    assert printing == set()


def test_only_the_command_line_writes_to_stdout() -> None:
    writing = {
        name(path)
        for path in sources(*PARTS)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute)
        and node.attr == "stdout"
        and isinstance(node.value, ast.Name)
        and node.value.id == "sys"
    }
    assert {
        path for path in writing if not path.startswith(("assistant/cli.py", "assistant/commands/"))
    } == set()


@pytest.mark.parametrize("part", PARTS)
def test_a_parts_init_exports_its_public_names_and_nothing_else(part: str) -> None:
    module = importlib.import_module(part)
    public: list[str] = module.__all__
    assert public == sorted(set(public)) and public
    assert all(getattr(module, each) is not None for each in public)
    allowed = (ast.Import, ast.ImportFrom, ast.Assign, ast.Expr, ast.If, ast.FunctionDef)
    body = tree(ROOT / part / "__init__.py").body
    assert all(isinstance(node, allowed) for node in body)
    assert {n.name for n in body if isinstance(n, ast.FunctionDef)} <= {"__getattr__", "__dir__"}
    brought = {
        alias.asname or alias.name
        for node in body
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == part
        for alias in node.names
    }
    assert brought <= set(public)


@pytest.mark.parametrize("part", PARTS)
def test_every_file_says_what_lives_in_it(part: str) -> None:
    silent = {name(path) for path in sources(part) if not ast.get_docstring(tree(path))}
    assert {path for path in silent if not path.endswith("__init__.py")} == set()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names in a wheel built from a copy of what git knows."""
    copy, out = tmp_path_factory.mktemp("copy"), tmp_path_factory.mktemp("wheel")
    command = ["git", "ls-files", "-co", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    for each in listed.stdout.split("\0"):
        if each and (ROOT / each).is_file():
            (copy / each).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / each, copy / each)
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(copy)],
        check=True,
        capture_output=True,
    )
    with zipfile.ZipFile(next(out.glob("*.whl"))) as archive:
        return set(archive.namelist())


def test_a_wheel_holds_every_file_of_the_parts(wheel: set[str]) -> None:
    found = [path for part in PARTS for path in (ROOT / part).rglob("*") if path.is_file()]
    assert {name(path) for path in found if "__pycache__" not in path.parts} - wheel == set()


def test_a_wheel_holds_the_four_parts_and_no_tests(wheel: set[str]) -> None:
    tops = {each.split("/")[0] for each in wheel if ".dist-info/" not in each}
    assert tops == set(PARTS)
    info = next(each for each in wheel if each.endswith("entry_points.txt"))
    assert f"{info.split('/')[0]}/licenses/LICENSE" in wheel
