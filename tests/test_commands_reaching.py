"""Commands while another process has the folder open and serves: they go through it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

import assistant
from assistant.commands.errors import CommandError
from assistant.commands.there import There
from index.errors import FolderOwned
from tests.command_line import CASE, COSMETICS, PAPER, Asked, Run
from tests.fakes_assistant import FakeAssistant
from tests.index_samples import open_index
from tests.served import served


class TestThroughTheOwner:
    """Another process has the folder open and serves: commands go through it."""

    @pytest.fixture
    def address(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, opened: list[Asked]) -> Iterator[str]:
        with served(FakeAssistant()) as address:

            def owned(*_: object) -> None:
                raise FolderOwned("In use.", 1, address, "token")

            monkeypatch.setattr(assistant, "open_assistant", owned, raising=False)
            yield address

    def test_the_same_answer(self, run: Run, address: str) -> None:
        code, out, _ = run("ask", "--json", COSMETICS)
        assert code == 0
        assert json.loads(out) == json.loads(json.dumps(FakeAssistant().ask(COSMETICS).to_json()))

    def test_the_same_lists(self, run: Run, address: str) -> None:
        for name in ("documents", "decisions", "deadlines"):
            told = httpx.get(f"{address}/api/v1/{name}", trust_env=False).json()
            rows = {key: told[key] for key in ("corpus_version", name)}
            assert json.loads(run(name, "--json")[1]) == rows
        assert run("deadlines", "--csv")[1].startswith("date,")
        assert "BEGIN:VEVENT" in run("deadlines", "--ics")[1]

    def test_the_servers_refusal_is_told(self, run: Run, address: str) -> None:
        code, _, err = run("ask", "?!")
        assert code == 3 and address in err and "no words" in err

    def test_cases_are_asked_of_it_but_not_of_other_documents(
        self, run: Run, address: str, tmp_path: Path
    ) -> None:
        cases = tmp_path / "cases.jsonl"
        cases.write_text(CASE, encoding="utf-8")
        argv = ("eval", "run", str(cases), "--out", str(tmp_path / "out"))
        assert run(*argv)[0] == 0
        assert run(*argv, "--documents", str(tmp_path))[0] == 3

    def test_a_silent_owner_is_an_error(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        def owned(*_: object) -> None:
            raise FolderOwned("In use.", 1, "http://127.0.0.1:9", "token")

        monkeypatch.setattr(assistant, "open_assistant", owned, raising=False)
        code, _, err = run("documents")
        assert code == 3 and "does not answer" in err and err.count("\n") == 1

    def test_documents_are_added_and_removed_by_it(
        self, tmp_path: Path, opened: list[Asked], run: Run
    ) -> None:
        paper = tmp_path / "papers" / "paper.txt"
        paper.parent.mkdir()
        paper.write_text(PAPER, encoding="utf-8")
        (tmp_path / "papers" / "picture.jpg").write_bytes(b"no document")
        owner = Asked(open_index(tmp_path / "owned"), FakeAssistant())
        with owner.index, served(owner) as address:
            there, stranger = There(address, owner.index.owner.info.token), There(address, None)
            with there.client, stranger.client:
                added = there.add([paper.parent])["added"]
                assert len(added) == 1 and added[0] in {d.id for d in owner.index.documents()}
                assert there.add([paper])["unchanged"] == added
                there.remove(added[0])
                assert added[0] not in {d.id for d in owner.index.documents()}
                with pytest.raises(CommandError, match="own user"):
                    stranger.remove("letter")

    def test_a_backup_is_made_and_taken_back_by_it(
        self, tmp_path: Path, opened: list[Asked], run: Run
    ) -> None:
        file, paper = tmp_path / "backup", tmp_path / "paper.txt"
        paper.write_text(PAPER, encoding="utf-8")
        owner = Asked(open_index(tmp_path / "owned"), FakeAssistant())
        with owner.index, served(owner) as address:
            there, stranger = There(address, owner.index.owner.info.token), There(address, None)
            with there.client, stranger.client:
                before = owner.index.corpus_version
                there.backup(file)
                there.add([paper])
                assert owner.index.corpus_version != before
                assert there.restore(file) == len(owner.index.documents())
                assert owner.index.corpus_version == before
                whole = file.read_bytes()
                with pytest.raises(CommandError, match="own user"):
                    stranger.backup(file)
                with pytest.raises(CommandError, match="own user"):
                    stranger.restore(file)
                assert file.read_bytes() == whole
                file.write_bytes(whole[:-300])
                with pytest.raises(CommandError, match="no whole backup"):
                    there.restore(file)
                assert owner.index.corpus_version == before
                assert not list((tmp_path / "owned" / "index").glob("passing-*"))
