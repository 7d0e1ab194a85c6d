"""An index of an earlier version, or one that lost its files: made anew without losing what can be kept."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from corpus.reading import read_document
from index import Index, IndexDamaged, Progress
from index.records import RECORDS
from index.stamp import FORMAT
from tests.fakes import WordsEmbedder
from tests.index_samples import ADDED, GUIDANCE, LETTER, SHIPPED, document, found, open_index, settings

PAPER = Path(__file__).parent / "papers/files/mc-9-1.pdf"


def records_of(data_dir: Path) -> Path:
    return next((data_dir / "index").glob("gen-*")) / RECORDS


def make_older(data_dir: Path) -> None:
    """Turn the index into one of format 1, as a program before this one left it: no files, fewer settings."""
    connection = sqlite3.connect(records_of(data_dir))
    (text,) = connection.execute("SELECT value FROM stamp WHERE key = 'stamp'").fetchone()
    stamp = json.loads(text) | {"format": 1}
    del stamp["late_interaction"]
    connection.execute("UPDATE stamp SET value = ? WHERE key = 'stamp'", (json.dumps(stamp),))
    connection.commit()
    connection.close()


def test_an_older_index_is_made_anew_with_its_added_documents(built: Path) -> None:
    paper = read_document(PAPER)
    with open_index(built) as index:
        index.add([ADDED, paper])
        make_older(built)
    seen: list[Progress] = []
    embedder = WordsEmbedder()
    with Index.open(settings(built), seen.append, embedder, shipped=SHIPPED) as index:
        assert index.mended == (f"The index was of format 1 and has been built anew in format {FORMAT}.",)
        assert {"reading", "embedding", "storing", "checking"} <= {p.stage for p in seen}
        assert embedder.texts > 0
        assert index.documents() == (LETTER, GUIDANCE, ADDED, paper)
        assert index.original(paper.id) == paper.original
        assert "Zirconium crowns replace it." in found(index, "zirconium crowns", k=1)
        assert index.verify() == ()
    assert sorted(f.name for f in (built / "index").iterdir()) == ["CURRENT", "gen-2"]
    with open_index(built, embedder=(embedder := WordsEmbedder())) as index:
        assert (embedder.texts, index.mended) == (0, ())


def test_an_older_index_without_files_keeps_the_text(built: Path) -> None:
    with open_index(built) as index:
        index.add([read_document(PAPER)])
        before = index.documents()
        with index._opened.records.database.writing() as write:
            write.execute("DROP TABLE files")
        make_older(built)
    with open_index(built) as index:
        assert index.documents() == before


def test_documents_are_read_from_their_files_again(built: Path) -> None:
    paper = read_document(PAPER)
    with open_index(built) as index:
        index.add([paper])
        before = index.passages(paper.id)
        with index._opened.records.database.writing() as write:  # as a reader with a fault had read it
            stored = (
                "UPDATE documents SET json = json_set(json, '$.text', 'Wrong.', '$.title', 'W') WHERE id = ?"
            )
            write.execute(stored, (paper.id,))
        make_older(built)
    with open_index(built) as index:
        assert index.document(paper.id) == paper
        assert index.passages(paper.id) == before


def test_an_older_index_keeps_serving_where_making_it_anew_fails(built: Path) -> None:
    class Stops(WordsEmbedder):
        def encode_tokens(self, texts: object) -> list[Any]:
            raise OSError("no space left")

    with open_index(built) as index:
        index.add([ADDED])
    make_older(built)
    with pytest.raises(OSError, match="no space"):
        open_index(built, embedder=Stops())
    with open_index(built) as index:
        assert index.document("added") == ADDED


def test_an_index_that_is_gone_is_no_first_start(built: Path) -> None:
    shutil.rmtree(built / "index" / "gen-1")
    with pytest.raises(IndexDamaged, match="gen-1 is missing; put it back"):
        open_index(built)
    with Index.build(settings(built), embedder=WordsEmbedder(), shipped=SHIPPED) as index:
        assert index.documents() == SHIPPED


@pytest.mark.parametrize("harm", ["unlink", "truncate"])
def test_building_anew_says_what_it_could_not_save_and_keeps_it_aside(built: Path, harm: str) -> None:
    with open_index(built) as index:
        index.add([ADDED])
    if harm == "unlink":
        records_of(built).unlink()
    else:
        records_of(built).write_bytes(b"not a database" * 1000)
    with pytest.raises(IndexDamaged):
        open_index(built)
    with Index.build(settings(built), embedder=WordsEmbedder(), shipped=SHIPPED) as index:
        lost, kept = index.mended
        assert "could not be saved" in lost and "damaged-gen-1" in kept
        assert index.documents() == SHIPPED
    assert (built / "index" / "damaged-gen-1").is_dir()
    open_index(built).close()


def test_added_text_without_a_file_name_stays_as_it_was(built: Path) -> None:
    odd = document("odd", "One   odd\tspacing.\n", trust="uploaded")
    named = document("named", "Of a file.\n", trust="uploaded", file_name="named.txt")
    with open_index(built) as index:
        index.add([odd, named])
    with Index.build(settings(built), embedder=WordsEmbedder(), shipped=SHIPPED) as index:
        assert index.document("odd") == odd
        assert index.document("named").text == named.text
