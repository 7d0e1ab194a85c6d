"""Adding, removing, replacing and reopening: what searches see, and what is left on disk."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from index import BadVectors, Index, Progress, UnknownId
from tests.fakes import BrokenEmbedder, WordLengthEmbedder, WordsEmbedder
from tests.index_samples import ADDED, GUIDANCE, LETTER, SHIPPED, document, found, open_index, settings


def test_the_first_start_builds_and_the_second_finds_the_same(tmp_path: Path) -> None:
    with open_index(tmp_path) as index:
        first = index.search("Which decision is on cosmetics?")
        register, version = index.register(), index.corpus_version
    embedder = WordsEmbedder()
    with open_index(tmp_path, embedder=embedder) as index:
        assert index.mended == ()
        assert embedder.texts == 0
        assert index.search("Which decision is on cosmetics?") == first
        assert (index.register(), index.corpus_version) == (register, version)
    assert first.hits[0].passage.decisions == ("MC-5/5",)


def test_documents_and_passages_come_back_field_for_field(index: Index) -> None:
    assert index.documents() == SHIPPED
    assert index.document("letter") == LETTER
    for passage in index.passages():
        assert index.passage(passage.id) == passage
        text = index.document(passage.document_id).text
        assert text[passage.start : passage.end] == passage.text
    with pytest.raises(UnknownId):
        index.passage("no such passage")
    with pytest.raises(UnknownId):
        index.document("no such document")


def test_an_added_document_is_found_and_a_removed_one_is_not(index: Index) -> None:
    before = index.corpus_version
    seen: list[Progress] = []
    result = index.add([ADDED], seen.append)
    assert (result.added, result.replaced, result.unchanged) == (("added",), (), ())
    assert {p.stage for p in seen} >= {"reading", "embedding", "storing"}
    assert "Zirconium crowns replace it." in found(index, "zirconium crowns", k=1)
    assert any(row.id == "MC-5/4" for row in index.register().decisions)
    index.remove("added")
    assert "Zirconium crowns replace it." not in found(index, "zirconium crowns", k=50)
    assert not any(row.id == "MC-5/4" for row in index.register().decisions)
    assert index.corpus_version == before
    assert index.verify() == ()
    with pytest.raises(UnknownId):
        index.remove("added")


def test_nothing_of_a_removed_document_is_left_on_disk(tmp_path: Path) -> None:
    with open_index(tmp_path) as index:
        index.add([ADDED])
        index.register()
        assert index.search("zirconium").hits
        window_ids = {passage.id for passage in index.passages("added")}
        index.remove("added")
        files = [file for file in tmp_path.rglob("*") if file.is_file()]
        for trace in ("irconium", "zirconium", "crown", *window_ids):
            holding = [file.name for file in files if trace.encode() in file.read_bytes()]
            assert holding == [], trace


def test_adding_the_same_again_changes_nothing(index: Index) -> None:
    index.add([ADDED])
    version = index.corpus_version
    assert index.add([ADDED]).unchanged == ("added",)
    assert index.add([replace(ADDED, id="copy")]).unchanged == ("copy",)
    assert index.corpus_version == version


def test_a_changed_document_replaces_the_one_before(index: Index) -> None:
    index.add([ADDED])
    newer = document("added", "Amalgam for adults stays allowed.\n", trust="uploaded")
    assert index.add([newer]).replaced == ("added",)
    assert [d.id for d in index.documents()] == ["letter", "guidance", "added"]
    assert "Zirconium crowns replace it." not in found(index, "zirconium crowns", k=50)
    assert "Amalgam for adults stays allowed." in found(index, "adults", k=1)


def test_the_index_follows_the_shipped_documents(tmp_path: Path) -> None:
    with open_index(tmp_path) as index:
        index.add([ADDED])
    newer = document("guidance", "Steel flasks are safest.\n", kind="guidance")
    extra = document("extra", "Something new.\n")
    with open_index(tmp_path, shipped=(extra, newer)) as index:
        assert [d.id for d in index.documents()] == ["extra", "guidance", "added"]
        assert index.mended == ("The shipped documents had changed; the index follows them.",)
        assert index.verify() == ()
    with open_index(tmp_path, shipped=(extra, newer)) as index:
        assert index.mended == ()


def test_vectors_that_are_not_numbers_are_refused_and_leave_no_trace(tmp_path: Path) -> None:
    embedder = BrokenEmbedder()
    with open_index(tmp_path, embedder=embedder) as index:
        version = index.corpus_version
        embedder.broken = True
        with pytest.raises(BadVectors):
            index.add([ADDED])
        with pytest.raises(BadVectors):
            index.search("cosmetics")
        embedder.broken = False
        assert (index.corpus_version, index.verify()) == (version, ())
        assert index.add([ADDED]).added == ("added",)


def test_an_embedder_without_token_vectors_will_do(tmp_path: Path) -> None:
    with open_index(tmp_path, embedder=WordLengthEmbedder()) as index:
        hits = index.search("sealed flask").hits
        best = max(hits, key=lambda hit: hit.lexical)
        assert best.passage.text == "Storage of elemental mercury needs a sealed flask."
        assert {hit.alignment for hit in hits} == {None}


def test_a_rebuild_reads_every_document_again(tmp_path: Path) -> None:
    with open_index(tmp_path) as index:
        index.add([ADDED])
        before = index.search("dental amalgam")
    other = WordsEmbedder("other", digest="other")
    with Index.build(settings(tmp_path), embedder=other, shipped=SHIPPED) as index:
        assert index.documents() == (LETTER, GUIDANCE, ADDED)
        assert [h.passage for h in index.search("dental amalgam").hits] == [h.passage for h in before.hits]
    assert [f.name for f in (tmp_path / "index").glob("gen-*")] == ["gen-2"]


def test_only_the_user_may_read_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    open_index(folder).close()
    modes = {(path.is_dir(), path.stat().st_mode & 0o777) for path in [folder, *folder.rglob("*")]}
    assert modes <= {(True, 0o700), (False, 0o600)}
