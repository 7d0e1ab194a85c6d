"""`minamata ask` and `minamata chat`: what they print, and what they make of unusable questions."""

from __future__ import annotations

import io
import json
import sys

import pytest

from assistant.answer import Answer
from tests.command_line import COSMETICS, Asked, Run
from tests.fakes_assistant import FakeAssistant

SILENT = "Who won the football match yesterday evening?"


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
        out = run("ask", "--document", "summary-mc-5-5", "--decision", "MC-5/5", COSMETICS)[1]
        assert "public summary" in out and "letter" not in out.split("Sources")[1]
        out = run("ask", "--from", "2020-01-01", "--source", "letter", COSMETICS)[1]
        assert "letter" in out and "public summary" not in out
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
