"""Conversations in backups: they go along, come back in place of all others, and damage is refused."""

from __future__ import annotations

import zipfile
from argparse import Namespace
from pathlib import Path

import pytest

from assistant.backups import back_up, conversations_in
from assistant.commands import safekeeping
from assistant.commands.errors import CommandError
from assistant.commands.there import There
from assistant.conversations import FILE, Conversations
from assistant.kept import Judgement, KeptExchange
from assistant.settings import ServerSettings
from index import BackupUnusable, Index
from index.backup import read_about
from tests.fakes import WordsEmbedder
from tests.fakes_assistant import FakeAssistant
from tests.index_samples import SHIPPED, open_index
from tests.served import served
from tests.test_indexing import Served

OLD, NEW = "Which decision covers amalgam?", "Which decision covers Zanzibarquecksilber?"


def begin(kept: Conversations, question: str) -> str:
    heading = kept.keep("anna", "", 1, KeptExchange(question, FakeAssistant().ask(question)))
    assert heading
    return heading.id


def titles(folder: Path) -> list[str]:
    kept = Conversations(folder)
    found = [one.title for one in kept.headings("anna")]
    kept.close()
    return found


@pytest.fixture
def backup(built: Path, tmp_path: Path) -> Path:
    """A backup of the samples with one conversation, which is judged; in the folder another came after it."""
    kept = Conversations(built)
    first = begin(kept, OLD)
    kept.judge("anna", first, 1, Judgement("wrong", "No.", ""))
    with open_index(built) as index:
        about = back_up(index, tmp_path / "backup.zip")
    assert list(about.also) == [FILE]
    begin(kept, NEW)
    kept.close()
    return tmp_path / "backup.zip"


def test_conversations_come_back_in_place_of_all_others(backup: Path, built: Path) -> None:
    kept = Conversations(built)
    with conversations_in(backup) as held:
        assert held
        kept.restore(held)
    assert [one.title for one in kept.headings("anna")] == [OLD]
    (judged, number), *_ = kept.judged()
    assert (judged.exchanges[0].judgement.remark, number) == ("No.", 1)  # type: ignore[union-attr]
    assert kept.keep("anna", judged.heading.id, 2, KeptExchange(NEW, FakeAssistant().ask(NEW)))
    kept.close()


def test_what_came_after_the_backup_is_nowhere_on_disk(backup: Path, built: Path) -> None:
    kept = Conversations(built)
    with conversations_in(backup) as held:
        assert held and b"Zanzibar" in (built / FILE).read_bytes()
        kept.restore(held)
    kept.close()
    assert b"Zanzibar" not in (built / FILE).read_bytes()


def test_limits_hold_for_what_comes_back(backup: Path, built: Path) -> None:
    kept = Conversations(built, most=0)
    with conversations_in(backup) as held:
        assert held
        kept.restore(held)
    assert kept.headings("anna") == ()
    kept.close()


def test_a_backup_without_conversations_leaves_them(built: Path, tmp_path: Path) -> None:
    with open_index(built) as index:
        assert back_up(index, tmp_path / "bare.zip").also == {}
    with conversations_in(tmp_path / "bare.zip") as held:
        assert held is None


def test_damaged_conversations_are_refused(backup: Path, tmp_path: Path) -> None:
    changed = tmp_path / "changed.zip"
    with zipfile.ZipFile(backup) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content.replace(b"amalgam", b"zirconi") if name == FILE else content)
    with pytest.raises(BackupUnusable, match="no whole backup"), conversations_in(changed):
        pass
    missing = tmp_path / "missing.zip"
    with zipfile.ZipFile(backup) as old, zipfile.ZipFile(missing, "w") as new:
        for name in set(old.namelist()) - {FILE}:
            new.writestr(name, old.read(name))
    with pytest.raises(BackupUnusable, match="no whole backup"):
        read_about(missing)


def test_the_command_brings_them_back(
    backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("corpus.load_shipped", lambda: SHIPPED)
    monkeypatch.setattr("index.opening.embedder_for", lambda _: WordsEmbedder())
    folder = tmp_path / "elsewhere"
    assert safekeeping.restore(Namespace(file=backup, data_dir=folder)) == 0
    assert "documents and all conversations, as of " in capsys.readouterr().out
    assert titles(folder) == [OLD]


def test_a_server_takes_them_back_while_it_serves(backup: Path, built: Path, tmp_path: Path) -> None:
    with open_index(built) as index:
        with served(Served(index), ServerSettings(data_dir=built), window=True) as address:
            there = There(address, index.owner.info.token)
            with there.client:
                assert titles(built) == [NEW, OLD]
                there.restore(backup)
                assert titles(built) == [OLD]
                there.backup(tmp_path / "again.zip")
                with pytest.raises(CommandError, match="no whole backup"):
                    broken = tmp_path / "broken.zip"
                    broken.write_bytes(backup.read_bytes()[:-200])
                    there.restore(broken)
        assert list(read_about(tmp_path / "again.zip").also) == [FILE]
        assert isinstance(index, Index) and titles(built) == [OLD]
