"""Answers and lists as a terminal shows them."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from assistant.answer import Answer, Citation, Locator, Statement
from assistant.commands import output
from assistant.commands.errors import CommandError
from assistant.commands.receiving import answer_from_json
from assistant.commands.showing import answer_text


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
