"""What a search finds: filters, exact decisions, typing slips, everyday words, odd questions."""

from __future__ import annotations

import threading
from datetime import date
from pathlib import Path

import pytest

from index import Filters, Index
from tests.index_samples import ADDED, document, found, open_index


@pytest.mark.parametrize(
    ("filters", "documents"),
    [
        (Filters(documents=("guidance",)), {"guidance"}),
        (Filters(source=("letter", "decision")), {"letter"}),
        (Filters(since=date(2022, 1, 1)), {"letter"}),
        (Filters(until=date(2022, 1, 1)), {"guidance"}),
        (Filters(decisions=("MC-5/10",)), {"letter"}),
        (Filters(documents=("nothing",)), set()),
        (Filters(source=("guidance",), decisions=("MC-5/10",)), set()),
    ],
)
def test_filters_hold_before_ranking(index: Index, filters: Filters, documents: set[str]) -> None:
    hits = index.search("mercury waste and cosmetics", k=1, filters=filters).hits
    assert {hit.passage.document_id for hit in hits} == documents
    hits = index.search("mercury waste and cosmetics", k=100, filters=filters).hits
    assert {hit.passage.document_id for hit in hits} == documents


def test_a_filter_on_decisions_leaves_only_passages_that_name_them(index: Index) -> None:
    hits = index.search("cosmetics", filters=Filters(decisions=("MC-5/17",))).hits
    assert [hit.passage.decisions for hit in hits] == [("MC-5/17",)]


def test_passages_naming_an_exact_decision_come_first(index: Index) -> None:
    hits = index.search("cosmetics by June", exact=("MC-5/10",)).hits
    assert hits[0].passage.decisions == ("MC-5/10",)
    assert hits[1].passage.decisions == ("MC-5/5",)


def test_scores_keep_their_ranges_and_order(index: Index) -> None:
    hits = index.search("draft road map on biodiversity").hits
    assert hits[0].lexical == 1.0
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    for hit in hits:
        assert 0 <= hit.score <= 1 and -1 <= hit.cosine <= 1 and 0 <= hit.lexical <= 1
        assert hit.alignment is not None and -1 <= hit.alignment <= 1


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("cosmetcs", "cosmetics"),
        ("biodivresity", "biodiversity"),
        ("amalgan", "amalgam"),
        ("cosmetics", None),
    ],
)
def test_a_slip_is_taken_for_the_word_it_was_meant_to_be(index: Index, typed: str, meant: str | None) -> None:
    result = index.search(f"what about {typed}?")
    term = next(term for term in result.terms if term.word == typed)
    assert (term.spelt, term.known) == (meant, True)
    assert (meant or typed) in result.hits[0].passage.text


@pytest.mark.parametrize(
    ("question", "spelt_out"),
    [("money of the GCF", True), ("money of the gcf", False), ("GCF 14 met", False), ("THE GCF", False)],
)
def test_a_short_form_in_capitals_stands_for_its_name_too(
    index: Index, question: str, spelt_out: bool
) -> None:
    terms = index.search(question).terms
    assert any(("green", "climat", "fund") in term.phrases for term in terms) == spelt_out


def test_an_unknown_word_that_is_near_nothing_stays_unknown(index: Index) -> None:
    term = index.search("xylophone").terms[0]
    assert (term.known, term.spelt, term.idf) == (False, None, 1.0)


def test_rare_words_weigh_more(index: Index) -> None:
    weights = {term.word: term.idf for term in index.search("decision cosmetics").terms}
    assert weights["cosmetics"] == 1.0 > weights["decision"]


def test_everyday_words_find_the_official_ones(tmp_path: Path) -> None:
    text = "Artisanal and small-scale gold mining uses mercury.\n\nWeather was fine.\n"
    with open_index(tmp_path, shipped=(document("asgm", text),)) as index:
        result = index.search("gold diggers")
        assert result.terms[0].known
        assert ("artisan", "small", "scale", "gold", "mine") in result.terms[0].phrases
        assert result.hits[0].passage.text.startswith("Artisanal")


@pytest.mark.parametrize(
    "question",
    [
        "",
        "   ",
        "?",
        "the of and",
        "MC-5/5",
        '"quoted" AND (OR NEAR* ^ -',
        "汞 化妆品",
        "x" * 100_000,
        "word " * 20_000,
        "\x00\u200b",
    ],
)
def test_no_question_is_too_odd(index: Index, question: str) -> None:
    result = index.search(question, k=3)
    assert len(result.hits) <= 3


def test_k_of_nothing_or_too_much(index: Index) -> None:
    assert index.search("cosmetics", k=0).hits == ()
    assert index.search("cosmetics", k=-1).hits == ()
    assert len(index.search("cosmetics", k=10**6).hits) == len(index.passages())


def test_equal_scores_stand_in_the_order_of_documents(tmp_path: Path) -> None:
    twins = (
        document("beta", "Same words here.\n\nFirst.\n"),
        document("alpha", "Same words here.\n\nSecond.\n"),
    )
    with open_index(tmp_path, shipped=twins) as index:
        hits = index.search("same words here", k=2).hits
        assert [hit.passage.document_id for hit in hits] == ["beta", "alpha"]


def test_a_long_passage_is_found_by_its_end(tmp_path: Path) -> None:
    filler = " ".join(f"filler{n}" for n in range(400))
    shipped = (document("long", f"{filler} zebra crossing\n"), document("short", "Nothing at all.\n"))
    with open_index(tmp_path, shipped=shipped) as index:
        hit = index.search("zebra crossing").hits[0]
        assert hit.passage.document_id == "long"
        assert hit.cosine > 0.1


def test_searches_run_beside_adding_and_removing(index: Index) -> None:
    failures: list[BaseException] = []
    done = threading.Event()

    def read() -> None:
        try:
            while not done.is_set():
                hits = index.search("dental amalgam zirconium crowns", k=50).hits
                texts = [hit.passage.text for hit in hits if hit.passage.document_id == "added"]
                assert len(texts) in (0, 2), texts
        except BaseException as failure:
            failures.append(failure)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for _ in range(4):
        index.add([ADDED])
        index.remove("added")
    done.set()
    for reader in readers:
        reader.join()
    assert failures == []
    assert "Zirconium crowns replace it." not in found(index, "zirconium")
