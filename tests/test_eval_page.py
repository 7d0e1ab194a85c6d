"""The page: stands alone, escapes everything, and shows what went wrong."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

from eval import Case, run
from eval.charts import kind_bars, latency_histogram, outcome_bar
from eval.running import PAGE_FILE
from tests.eval_fakes import DOCUMENT, Scripted, Shelf, answer, cite

EVIL = "<script>alert('x')</script>\"><img src=x onerror=y>&amp;"
VOID = {"meta", "col", "rect", "line", "br"}


class Balanced(HTMLParser):
    """Fails where a tag is closed that is not open; `open` is what stays open."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag


def page(tmp_path: Path, cases: list[Case], assistant: Scripted) -> str:
    run(assistant, cases, tmp_path)
    return (tmp_path / PAGE_FILE).read_text(encoding="utf-8")


def evil_page(tmp_path: Path) -> str:
    citation = replace(cite("Mandates"), quote=EVIL, document_title=EVIL)
    case = Case(
        EVIL, EVIL, EVIL, (EVIL,), must=((EVIL + "!",),), must_not=(EVIL,), items=((EVIL,),), evidence=(EVIL,)
    )
    said = replace(answer(EVIL, citation), composer=EVIL)
    shelf = Shelf((DOCUMENT,), corpus_version=EVIL)
    return page(tmp_path, [case, replace(case, id="long")], Scripted({EVIL: said}, index=shelf))


def test_everything_is_escaped_and_well_formed(tmp_path: Path) -> None:
    html = evil_page(tmp_path)
    reader = Balanced()
    reader.feed(html)
    assert reader.open == []
    assert not reader.tags & {"script", "img", "link", "iframe"}
    assert "&lt;script&gt;" in html


def test_nothing_comes_from_another_host(tmp_path: Path) -> None:
    html = evil_page(tmp_path)
    assert not re.findall(r"(?:src|href|url)\s*[=(]\s*[\"']?(?:https?:)?//", html)
    assert "default-src 'none'" in html
    assert "prefers-color-scheme: dark" in html


def test_wrong_cases_are_shown_with_question_expectation_answer_and_sources(tmp_path: Path) -> None:
    cases = [
        Case("good", "date", "Right?", must=(("June",),)),
        Case("bad", "date", "Wrong?", ("Before?",), must=(("31 March",),)),
    ]
    said = answer("In June [1].", *(cite("Mandates", n) for n in range(1, 9)))
    html = page(tmp_path, cases, Scripted(default=said))
    table = html[html.index('<table class="cases">') :]
    for part in (
        "Wrong?",
        "after: Before?",
        "says 31 March",
        "In June [1].",
        "Mandates, item 1",
        "and 2 more",
    ):
        assert part in table
    assert "Right?" not in table


def test_a_run_without_mistakes_says_so(tmp_path: Path) -> None:
    html = page(tmp_path, [Case("a", "silent", "Cost?", answerable=False)], Scripted())
    assert "<p>None.</p>" in html
    assert "100.0%" in html


def test_a_long_answer_is_folded(tmp_path: Path) -> None:
    html = page(
        tmp_path, [Case("a", "date", "When?", must=(("June",),))], Scripted(default=answer("word " * 300))
    )
    assert "(300 words)</summary>" in html


def test_charts_name_their_numbers() -> None:
    outcomes = {"correct": 3, "wrong": 1, "abstained": 0, "failed": 0}
    assert "3 correct, 1 wrong" in outcome_bar(outcomes)
    bars = kind_bars({"<kind>": outcomes})
    assert "&lt;kind&gt;" in bars
    assert "75%" in bars
    histogram = latency_histogram([1.0, 1.2], [80.0])
    assert "2 register" in histogram
    assert "1 search" in histogram
    assert latency_histogram([], []) == ""
    assert "<rect" in latency_histogram([0.0], [])
