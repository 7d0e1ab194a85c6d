"""The command line: what each verb prints, its exit codes, and how it ends when something is wrong."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shlex
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn

import assistant
from assistant import cli
from assistant.answer import Answer, Citation, Locator, Statement, Turn
from assistant.api import create_app
from assistant.commands import output, verbs
from assistant.commands.errors import CommandError
from assistant.commands.receiving import answer_from_json
from assistant.commands.showing import answer_text
from assistant.commands.there import There
from assistant.errors import QuestionRejected
from assistant.keys import Caller, Keyring, read_entry
from assistant.settings import ServerSettings
from corpus.errors import UnreadableDocument
from index.errors import FolderOwned, UnknownId
from index.owner import Owner
from tests.fakes import WordsEmbedder
from tests.fakes_assistant import EVERYTHING, FakeAssistant
from tests.index_samples import SHIPPED, open_index

COSMETICS = "Which decision covers cosmetics and mercury?"
SILENT = "Who won the football match yesterday evening?"
PAPER = "Dental amalgam\n\nDecision MC-6/2 asks Parties to report on dental amalgam by 31 May 2026.\n"


@dataclass
class Asked:
    """The assistant that a command opened: a real index of samples, answers of the fake."""

    index: Any
    fake: FakeAssistant

    def ask(self, question: str, history: Sequence[Turn] = (), filters: Any = None) -> Answer:
        """As the fake does."""
        return self.fake.ask(question, history, filters or EVERYTHING)


Run = Callable[..., tuple[int, str, str]]


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


class TestAsk:
    def test_prints_the_answer_and_its_sources(self, run: Run) -> None:
        code, out, err = run("ask", COSMETICS)
        assert code == 0 and not err
        answer, sources = out.split("\n\nSources\n")
        assert "cosmetics" in answer and "[1]" in answer
        assert sources.startswith("[1] ")
        assert "public summary" in sources and "MC-5/5" in sources

    def test_json_is_the_answer_itself(self, run: Run) -> None:
        code, out, _ = run("ask", "--json", COSMETICS)
        assert code == 0
        assert json.loads(out) == json.loads(json.dumps(FakeAssistant().ask(COSMETICS).to_json()))

    def test_a_refusal_shows_the_nearest_passages_and_fails_only_if_strict(self, run: Run) -> None:
        code, out, _ = run("ask", "Were there hostages yesterday?")
        assert code == 0 and "Nearest passages" in out
        assert run("ask", "--strict", SILENT)[0] == 1
        assert run("ask", "--strict", COSMETICS)[0] == 0

    def test_answers_only_from_what_the_options_allow(self, run: Run) -> None:
        out = run("ask", "--document", "summary-mc-5-5", "--from", "2020-01-01", COSMETICS)[1]
        assert "public summary" in out and "letter" not in out.split("Sources")[1]
        code, _, err = run("ask", "--from", "yesterday", COSMETICS)
        assert code == 2 and "write it as 2024-06-30" in err
        assert run("ask", "--source", "gossip", COSMETICS)[0] == 2

    def test_reads_the_question_from_standard_input(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "stdin", io.StringIO(COSMETICS))
        assert "cosmetics" in run("ask", "-")[1]

    @pytest.mark.parametrize("question", ["", "  ", "?!"])
    def test_a_question_without_words_is_an_error_of_one_line(self, run: Run, question: str) -> None:
        code, out, err = run("ask", question)
        assert (code, out) == (3, "")
        assert err.startswith("minamata: The question ") and err.count("\n") == 1

    def test_a_failed_answer_is_an_error(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        failed = Answer(COSMETICS, COSMETICS, "failed", "The answer took too long.")
        monkeypatch.setattr(FakeAssistant, "ask", lambda *_: failed)
        assert run("ask", COSMETICS)[0] == 3


class TestChat:
    def chat(self, run: Run, monkeypatch: pytest.MonkeyPatch, lines: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.StringIO(lines))
        return run("chat")

    def test_follow_ups_know_what_was_said_until_new(
        self, run: Run, opened: list[Asked], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        code, out, _ = self.chat(run, monkeypatch, f"{COSMETICS}\nAnd its date?\n/new\n{COSMETICS}\n")
        assert code == 0 and out.count("Sources") >= 2
        first, second, third = opened[0].fake.heard
        assert first == third == ()
        assert [turn.role for turn in second] == ["user", "assistant"]
        assert second[0].text == COSMETICS

    def test_quit_ends_and_nothing_after_it_is_asked(
        self, run: Run, opened: list[Asked], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert self.chat(run, monkeypatch, f"/quit\n{COSMETICS}\n") == (0, "", "")
        assert opened[0].fake.heard == []

    def test_an_unusable_question_does_not_end_it(
        self, run: Run, opened: list[Asked], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        code, _, err = self.chat(run, monkeypatch, f"??\n/what\n\n{COSMETICS}\n")
        assert code == 0 and "no words" in err and "/quit" in err
        assert len(opened[0].fake.heard) == 1


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


class TestEval:
    CASES = json.dumps(
        {"id": "one", "kind": "which", "question": COSMETICS, "answerable": True, "must": [["MC-5/5"]]}
    )

    def test_run_scores_and_compare_tells_the_difference(self, run: Run, tmp_path: Path) -> None:
        cases = tmp_path / "cases.jsonl"
        cases.write_text(self.CASES + "\n", encoding="utf-8")
        for name in ("a", "b"):
            code, out, _ = run("eval", "run", str(cases), "--out", str(tmp_path / name))
            assert code == 0 and str(tmp_path / name) in out
            assert {f.name for f in (tmp_path / name).iterdir()} == {
                "cases.jsonl",
                "results.jsonl",
                "report.json",
                "report.html",
            }
        code, out, _ = run("eval", "compare", str(tmp_path / "a"), str(tmp_path / "b"))
        assert code == 0 and "same questions" in out

    def test_other_documents_do_not_enter_the_users_folder(
        self, run: Run, opened: list[Asked], tmp_path: Path
    ) -> None:
        cases = tmp_path / "cases.jsonl"
        cases.write_text(self.CASES + "\n", encoding="utf-8")
        argv = ("eval", "run", str(cases), "--out", str(tmp_path / "out"), "--documents", str(tmp_path))
        assert run(*argv)[0] == 0
        assert run(*argv, "--data-dir", str(tmp_path / "own"))[0] == 0
        first, second = (asked.index.settings.data_dir for asked in opened)
        assert not first.exists() and first != tmp_path / "data"
        assert second == tmp_path / "own"

    def test_what_cannot_be_scored_is_an_error_of_one_line(self, run: Run, tmp_path: Path) -> None:
        code, _, err = run("eval", "compare", str(tmp_path), str(tmp_path))
        assert code == 3 and str(tmp_path) in err and err.count("\n") == 1
        assert run("eval", "run", str(tmp_path / "none"), "--out", str(tmp_path))[0] == 3


def test_bench_measures(run: Run) -> None:
    code, out, _ = run("bench", "--json")
    speed = json.loads(out)
    assert code == 0 and speed["questions"] > 0
    assert speed["median_ms"] <= speed["p95_ms"] <= speed["slowest_ms"]
    assert speed["embedding_ms"] >= 0 and speed["torch_ms"] >= 0
    assert "median" in run("bench")[1]


class TestKey:
    def test_shows_a_key_once_and_its_entry(self, run: Run) -> None:
        code, out, err = run("key", "anna", "--write")
        made, line = out.split()
        assert code == 0 and made not in err
        assert read_entry(line).may_write and made not in line
        assert Keyring([read_entry(line)], lambda: "").caller(made) == Caller("anna", may_write=True)

    def test_json_has_both(self, run: Run) -> None:
        told = json.loads(run("key", "portal", "--json")[1])
        assert not read_entry(told["entry"]).may_write and told["key"] not in told["entry"]

    def test_a_name_that_cannot_be_one(self, run: Run) -> None:
        code, out, err = run("key", "an:na")
        assert (code, out) == (3, "") and err.count("\n") == 1


@pytest.mark.parametrize("argv", [["--data-dir", "x", "serve"], ["serve", "--data-dir", "x"]])
def test_the_data_folder_may_be_named_before_or_after_the_verb(argv: list[str]) -> None:
    assert verbs.parser().parse_args(argv).data_dir == Path("x")
    assert verbs.parser().parse_args(["serve"]).data_dir is None


class TestEndings:
    @pytest.mark.parametrize(
        "argv", [[], ["no-such-verb"], ["ask"], ["serve", "--port", "99999"], ["deadlines", "--ics", "--csv"]]
    )
    def test_wrong_usage(self, run: Run, argv: list[str]) -> None:
        code, out, err = run(*argv)
        assert (code, out) == (2, "") and "usage: minamata" in err

    def test_help_and_version_are_results(self, run: Run) -> None:
        assert run("--version") == (0, f"minamata {version('minamata')}\n", "")
        code, out, _ = run("--help")
        assert code == 0 and all(verb in out for verb in ("serve", "ask", "deadlines", "exit codes"))

    @pytest.mark.parametrize(
        ("error", "said"),
        [
            (UnknownId("No such\nthing."), "minamata: No such thing.\n"),
            (UnreadableDocument("x.txt: empty."), "minamata: x.txt: empty.\n"),
            (QuestionRejected("Too long.", "too_long"), "minamata: Too long.\n"),
            (CommandError("No \x1b[31mred."), "minamata: No [31mred.\n"),
            (FolderOwned("In use by process 7.", 7, None, None), "minamata: In use by process 7.\n"),
            (PermissionError(13, "Permission denied", "/x"), "minamata: /x: Permission denied; check"),
            (ZeroDivisionError("oh"), "minamata: a fault of the program, ZeroDivisionError: oh; "),
        ],
    )
    def test_errors_are_one_line(
        self, run: Run, monkeypatch: pytest.MonkeyPatch, error: Exception, said: str
    ) -> None:
        def fail(*_: object) -> None:
            raise error

        monkeypatch.setattr(assistant, "open_assistant", fail, raising=False)
        code, out, err = run("documents")
        assert (code, out) == (3, "") and err.startswith(said) and err.count("\n") == 1

    def test_traceback_shows_where(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(*_: object) -> None:
            raise ZeroDivisionError

        monkeypatch.setattr(assistant, "open_assistant", fail, raising=False)
        with pytest.raises(ZeroDivisionError):
            cli.main(["documents", "--traceback"])

    def test_interrupted(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        def interrupt(*_: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(assistant, "open_assistant", interrupt, raising=False)
        assert run("documents") == (130, "", "\n")

    def test_no_progress_is_drawn_where_no_terminal_is(self, run: Run) -> None:
        assert run("documents")[2] == ""


def served(app: Any) -> Iterator[str]:
    """Serve `app` on a free port of this machine until closed; its address."""
    config = uvicorn.Config(app, host="127.0.0.1", port=0, log_level="critical", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


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


class TestThroughTheOwner:
    """Another process has the folder open and serves: commands go through it."""

    @pytest.fixture
    def address(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, opened: list[Asked]) -> Iterator[str]:
        app = create_app(FakeAssistant(), ServerSettings(), window=False)  # type: ignore[arg-type]
        for address in served(app):

            def owned(*_: object, address: str = address) -> None:
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
        cases.write_text(TestEval.CASES, encoding="utf-8")
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
        app = create_app(owner, ServerSettings(), window=False)  # type: ignore[arg-type]
        with owner.index:
            for address in served(app):
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
        app = create_app(owner, ServerSettings(), window=False)  # type: ignore[arg-type]
        with owner.index:
            for address in served(app):
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


class TestShowing:
    CITATION = Citation(
        1, "p", "d", "A letter", "2024-01-02", "letter", Locator(None, ("Part",), 3, None, "Part, item 3"),
        ("MC-5/6",), "Part", "the words", 0, 9, "uploaded", "source_removed", "/documents/d#p",
    )  # fmt: skip

    def test_a_source_says_where_and_what_it_is(self) -> None:
        answer = Answer("q", "q", "answered", "Text [1]", citations=(self.CITATION,))
        assert answer_text(answer) == (
            "Text [1]\n\nSources\n[1] A letter; 2024-01-02; Part, item 3\n"
            "    MC-5/6; letter; added by a user; the source was removed since"
        )

    def test_markdown_becomes_plain(self) -> None:
        text = "## Head\n\n**Bold** and *slanted* [1](#c), MC-5\\/6 \\*\n\n- one\n  - two\n> said\n\n1. first"
        assert output.plain(text) == (
            "Head\n\nBold and slanted 1, MC-5\\/6 *\n\n- one\n  - two\n> said\n\n1. first"
        )

    def test_snake_case_and_products_stay(self) -> None:
        assert output.plain("a_b_c and 2*3*4 and x__y__z") == "a_b_c and 2*3*4 and x__y__z"

    def test_long_lines_hang_under_their_bullet(self) -> None:
        lines = output.plain("- " + "word " * 60).splitlines()
        assert len(lines) > 1 and all(line.startswith("  word") for line in lines[1:])
        assert max(map(len, lines)) <= output.MOST_COLUMNS

    def test_no_control_characters_reach_the_terminal(self) -> None:
        hostile = "\x1b[2Jgone\u202eback\x07"
        assert output.plain(hostile) == "[2Jgoneback"
        citation = replace(self.CITATION, document_title=hostile, quote=hostile)
        shown = answer_text(Answer("q", "q", "not_in_documents", hostile, nearest=(citation,)))
        assert not set(shown) & set("\x1b\x07\u202e")

    def test_json_and_back(self) -> None:
        answer = Answer(
            "q", "q", "answered", "t", (Statement("s", (1,), "quoted"),), (self.CITATION,), (self.CITATION,)
        )
        assert answer_from_json(json.loads(json.dumps(answer.to_json()))) == answer
        with pytest.raises(CommandError, match="same version"):
            answer_from_json({**answer.to_json(), "surprise": 1})

    def test_columns_line_up_and_the_last_one_wraps(self) -> None:
        lines = output.columns(("id", "title"), [("a", "short"), ("bcd", "word " * 40)]).splitlines()
        assert lines[:2] == ["id   title", "a    short"]
        assert lines[2].startswith("bcd  word") and lines[3].startswith("     word")


def child(*argv: str, **options: Any) -> subprocess.Popen[str]:
    """The command in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "assistant.cli", *argv],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options,
    )  # fmt: skip


class TestProcess:
    def test_help_loads_nothing_heavy(self) -> None:
        command = [sys.executable, "-X", "importtime", "-m", "assistant.cli", "--help"]
        told = subprocess.run(command, capture_output=True, text=True, check=True)
        loaded = {line.rsplit("|", 1)[-1].strip().split(".")[0] for line in told.stderr.splitlines()}
        assert "argparse" in loaded
        assert not loaded & {
            "torch",
            "transformers",
            "sentence_transformers",
            "chromadb",
            "gradio",
            "fastapi",
        }
        assert not loaded & {
            "numpy",
            "langchain",
            "langchain_core",
            "pydantic",
            "httpx",
            "rich",
            "index",
            "eval",
        }

    def test_a_question_needs_no_torch_and_a_list_no_model(self, tmp_path: Path) -> None:
        def loaded(*argv: str) -> set[str]:
            command = [sys.executable, "-X", "importtime", "-m", "assistant.cli", "--data-dir", str(tmp_path)]
            told = subprocess.run([*command, *argv], capture_output=True, text=True, check=True)
            return {line.rsplit("|", 1)[-1].strip().split(".")[0] for line in told.stderr.splitlines()}

        heavy = {"torch", "transformers", "sentence_transformers", "gradio"}
        asked = loaded("ask", COSMETICS)  # builds the index first
        assert "safetensors" in asked and not asked & heavy  # it reads the weights
        assert not loaded("documents") & {*heavy, "safetensors"}

    def test_with_a_server_running_nothing_is_loaded_that_answers(self, tmp_path: Path) -> None:
        owner = Owner.claim(tmp_path)
        owner.publish("http://127.0.0.1:9")  # where nobody listens
        try:
            command = [sys.executable, "-X", "importtime", "-m", "assistant.cli", "--data-dir", str(tmp_path)]
            told = subprocess.run([*command, "ask", COSMETICS], capture_output=True, text=True)
        finally:
            owner.release()
        assert told.returncode == 3 and "does not answer" in told.stderr
        loaded = {line.rsplit("|", 1)[-1].strip().split(".")[0] for line in told.stderr.splitlines()}
        assert "httpx" in loaded
        assert not loaded & {"numpy", "langchain_core", "chromadb", "corpus", "onnxruntime"}

    def test_a_reader_that_goes_away_is_no_error(self) -> None:
        code = (
            "import sys, assistant.cli as cli\n"
            "from assistant.commands import output\n"
            "cli._loaded = lambda _: lambda args: [output.say('x' * 1000) for _ in range(10_000)] and 0\n"
            "sys.exit(cli.main(['documents']))"
        )
        command = f"{shlex.quote(sys.executable)} -c {shlex.quote(code)} | head -1; echo ${{PIPESTATUS[0]}}"
        told = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True, timeout=60)
        assert told.stdout == "x" * 1000 + "\n0\n"
        assert told.stderr == ""

    def test_ctrl_c_ends_without_a_traceback(self, tmp_path: Path) -> None:
        process = child("chat", "--data-dir", str(tmp_path), stdin=subprocess.PIPE)
        give_up = time.monotonic() + 60
        while not any(tmp_path.iterdir()) and time.monotonic() < give_up:
            time.sleep(0.05)  # until it has begun: while it loads, or while it waits for a question
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
        assert process.returncode == 130 and err.strip() == ""

    def test_a_bad_setting_is_named(self, tmp_path: Path) -> None:
        environ = {**os.environ, "MINAMATA_BATCH_SIZE": "many"}
        process = child("documents", "--data-dir", str(tmp_path), env=environ)
        _, err = process.communicate(timeout=60)
        assert process.returncode == 3 and "MINAMATA_BATCH_SIZE='many'" in err and err.count("\n") == 1
