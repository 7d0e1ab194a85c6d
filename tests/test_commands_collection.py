"""Documents added, listed, removed, backed up and restored by commands; lists; the index looked over."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

from tests.command_line import PAPER, Run
from tests.fakes import WordsEmbedder
from tests.index_samples import SHIPPED


class TestCollection:
    def test_adding_listing_removing(self, run: Run, tmp_path: Path) -> None:
        paper = tmp_path / "paper.txt"
        paper.write_text(PAPER, encoding="utf-8")
        code, out, _ = run("add", str(paper))
        word, document_id = out.split()
        assert (code, word) == (0, "added")
        assert run("add", str(paper))[1].split() == ["unchanged", document_id]
        assert document_id in run("documents")[1]
        assert run("remove", document_id)[:2] == (0, f"removed  {document_id}\n")
        assert document_id not in run("documents")[1]

    def test_a_changed_file_says_what_it_replaces(self, run: Run, tmp_path: Path) -> None:
        paper = tmp_path / "paper.txt"
        paper.write_text(PAPER, encoding="utf-8")
        older = run("add", str(paper))[1].split()[1]
        paper.write_text(PAPER.replace("May", "July"), encoding="utf-8")
        code, out, _ = run("add", str(paper))
        assert code == 0 and out.startswith("replaced  paper-")
        assert out.endswith(f"\n  replaces {older}: Dental amalgam\n")
        assert len(json.loads(run("documents", "--json")[1])["documents"]) == 3

    def test_a_folder_is_added_whole(self, run: Run, tmp_path: Path) -> None:
        folder = tmp_path / "papers"
        folder.mkdir()
        for name in ("a", "b"):
            (folder / f"{name}.txt").write_text(f"{PAPER}\nPaper {name}.\n", encoding="utf-8")
        code, out, _ = run("add", "--json", str(folder))
        assert code == 0 and len(json.loads(out)["added"]) == 2

    def test_one_unreadable_file_adds_nothing(self, run: Run, tmp_path: Path) -> None:
        good, bad = tmp_path / "good.txt", tmp_path / "bad.txt"
        good.write_text(PAPER, encoding="utf-8")
        bad.write_bytes(b"")
        code, out, err = run("add", str(good), str(bad))
        assert (code, out) == (3, "") and str(bad) in err
        assert len(json.loads(run("documents", "--json")[1])["documents"]) == 2

    @pytest.mark.parametrize("name", ["documents", "decisions", "deadlines"])
    def test_lists_have_a_head_and_json_has_the_rows(self, run: Run, name: str) -> None:
        code, out, err = run(name)
        assert code == 0 and not err
        listing = json.loads(run(name, "--json")[1])
        assert len(out.splitlines()) > len(listing[name]) > 0
        assert listing["corpus_version"]

    def test_decisions_that_are_named_but_not_loaded_are_told(self, run: Run) -> None:
        out = run("decisions")[1]
        assert re.search(r"(?m)^MC-5/5 +1 passage +missing ", out)
        assert "`minamata add FILE`" in out.splitlines()[-1]

    def test_deadlines_as_calendar_and_table(self, run: Run) -> None:
        assert "DTSTART;VALUE=DATE:20240630" in run("deadlines", "--ics")[1]
        rows = list(csv.DictReader(io.StringIO(run("deadlines", "--csv")[1])))
        assert [row["date"] for row in rows] == ["2024-06-30"]

    def test_an_unknown_id_names_the_way_out(self, run: Run) -> None:
        code, _, err = run("remove", "nothing")
        assert code == 3 and "`minamata documents`" in err

    def test_the_index_says_what_it_holds_and_is_checked(self, run: Run, tmp_path: Path) -> None:
        data = str(tmp_path / "own")
        code, out, _ = run("index", "status", "--data-dir", data)
        assert code == 0 and "2 documents" in out and data in out
        assert json.loads(run("index", "status", "--json")[1])["documents"] == 2
        assert run("index", "verify")[:2] == (0, "The index is sound.\n")

    def test_damage_is_an_error(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(
            "index.Index.verify", lambda _: ("2 of 4 vectors are missing; open it to mend it.",)
        )
        code, _, err = run("index", "verify")
        assert code == 3 and "2 of 4 vectors" in err


class TestSafekeeping:
    def test_what_was_backed_up_comes_back(
        self, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("corpus.load_shipped", lambda: SHIPPED)
        monkeypatch.setattr("index.opening.embedder_for", lambda _: WordsEmbedder())
        file, paper = tmp_path / "backup", tmp_path / "paper.txt"
        paper.write_text(PAPER, encoding="utf-8")
        run("add", str(paper))
        added = json.loads(run("documents", "--json")[1])["documents"][-1]["id"]
        code, out, err = run("backup", str(file))
        assert (code, err) == (0, "") and out.startswith("backed up  3 documents in ")
        run("remove", added)
        code, out, err = run("--data-dir", str(tmp_path / "data"), "restore", str(file))
        assert (code, err) == (0, "") and out.startswith("restored  3 documents, as of 20")
        assert json.loads(run("documents", "--json")[1])["documents"][-1]["id"] == added

    @pytest.mark.parametrize("verb", ["backup", "restore"])
    def test_a_place_that_cannot_be_used_is_said(self, run: Run, tmp_path: Path, verb: str) -> None:
        code, out, err = run(verb, str(tmp_path / "no" / "folder" / "file"))
        assert (code, out) == (3, "") and "No such file" in err and err.count("\n") == 1
