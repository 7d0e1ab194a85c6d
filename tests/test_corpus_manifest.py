"""What ships is what the manifest names, and nothing in the register goes without a source."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import pytest
import yaml

from corpus import BrokenCorpusData, load_shipped, manifest, passages

CONFIDENCES = {"official", "third_party", "inferred", "conflicting"}


def data(*path: str) -> Any:
    return yaml.safe_load(files("corpus").joinpath(*path).read_text(encoding="utf-8"))


def statements() -> list[tuple[str, dict[str, Any]]]:
    """Every statement of the register, with where it stands."""
    found = [(entry["id"], s) for entry in data("register", "decisions.yaml") for s in entry["statements"]]
    for group, rows in data("register", "context.yaml").items():
        for row in rows if isinstance(rows, list) else [rows]:
            found += [(group, s) for s in row.get("statements", [row] if "text" in row else [])]
    return found


def test_every_statement_has_a_source_and_a_confidence() -> None:
    found = statements()
    assert len(found) > 100
    for where, statement in found:
        assert str(statement["text"]).strip(), where
        assert statement["sources"], where
        assert all(str(url).startswith(("https://", "http://")) for url in statement["sources"]), where
        assert statement["confidence"] in CONFIDENCES, where


def test_every_fact_of_a_summary_carries_its_source() -> None:
    for document in load_shipped():
        if document.kind != "summary":
            continue
        lines = document.text.rstrip("\n").split("\n")
        facts = [i for i, line in enumerate(lines) if not line.startswith("    Source ")]
        assert all(i + 1 < len(lines) and lines[i + 1].startswith("    Source ") for i in facts), document.id
        assert document.urls
        assert {p.role for p in passages(document)} == {"fact"}
        assert all(p.decision == document.decision and not p.deadlines for p in passages(document))


def test_shipped_documents() -> None:
    documents = load_shipped()
    assert {d.trust for d in documents} == {"shipped"}
    assert len({d.id for d in documents}) == len(documents)
    assert [d.id for d in documents if d.kind != "summary"] == ["letter-mc-cop5-2023-190"]


def test_a_changed_document_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = data("documents", "manifest.yaml")
    rows[0]["sha256"] = "0" * 64
    monkeypatch.setattr(manifest, "_yaml", lambda *path: rows)
    with pytest.raises(BrokenCorpusData, match="sha256 differs") as caught:
        load_shipped()
    assert "letter-mc-cop5-2023-190.txt" in str(caught.value)


def test_a_missing_document_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = data("documents", "manifest.yaml")
    rows[0]["file"] = "lost.txt"
    monkeypatch.setattr(manifest, "_yaml", lambda *path: rows)
    with pytest.raises(BrokenCorpusData, match="lost.txt"):
        load_shipped()
