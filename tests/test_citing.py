"""Citations: the quote is the document's own words, markers count, and the Markdown shows both."""

from __future__ import annotations

from datetime import date

from assistant.catalogue import Catalogue
from assistant.citing import cite, markdown, marked
from assistant.evidence import Point, Quote
from assistant.wording import part
from tests.letter_passages import LETTER, letter_of, passage_with, quote_of


def test_every_passage_is_cited_word_for_word(catalogue: Catalogue) -> None:
    quotes = [Quote(p, p.start, p.end) for p in catalogue.passages.values()]
    for citation, quote in zip(cite(quotes, catalogue), quotes, strict=True):
        document = catalogue.documents[citation.document_id]
        assert citation.quote == document.text[citation.start : citation.end] == quote.passage.text
        assert citation.url == f"/documents/{document.id}#{quote.passage.id}"


def test_a_part_of_a_passage_keeps_its_place_in_the_document(catalogue: Catalogue) -> None:
    passage = passage_with(catalogue, "vinyl chloride")
    at = passage.text.index("31 March 2025")
    (citation,) = cite([part(passage, (at, at + 13))], catalogue)
    assert citation.quote == "31 March 2025" == letter_of(catalogue).text[citation.start : citation.end]


def test_a_citation_says_where_it_stands(catalogue: Catalogue) -> None:
    (citation,) = cite([quote_of(catalogue, "vinyl chloride")], catalogue)
    assert (citation.marker, citation.document_id, citation.source) == (1, LETTER, "letter")
    assert citation.document_date == date(2023, 12, 15).isoformat()
    assert (citation.decisions, citation.workstream) == (("MC-5/6",), "Intersessional mandates")
    assert (citation.locator.item, citation.locator.text) == (5, "Intersessional mandates, item 5")
    assert (citation.trust, citation.state) == ("shipped", "current")


def test_markers_count_from_one_and_statements_name_them(catalogue: Catalogue) -> None:
    first, second = quote_of(catalogue, "vinyl chloride"), quote_of(catalogue, "existing guidance on stocks")
    citations = cite([first, second], catalogue)
    assert [c.marker for c in citations] == [1, 2]
    points = [
        Point("Two things:", (), "register", layout="heading"),
        Point("**MC-5/2**", (second, second), "register", layout="item"),
        Point("both", (first, second), "register", layout="item"),
    ]
    statements = marked(points, citations)
    assert [(s.text, s.citations) for s in statements] == [("MC-5/2", (2,)), ("both", (1, 2))]


def test_a_lead_stands_in_bold_unless_it_is_a_quotation(catalogue: Catalogue) -> None:
    quote = quote_of(catalogue, "vinyl chloride")
    citations = cite([quote], catalogue)
    lead = Point("31 March 2025", (quote,), "register", layout="lead")
    assert markdown([lead], citations, "") == "**31 March 2025** [1]"
    words = Point("“31 March 2025”", (quote,), "quoted", layout="lead")
    assert markdown([words], citations, "") == "“31 March 2025” [1]"


def test_bullets_headings_quotations_and_remarks_have_their_forms(catalogue: Catalogue) -> None:
    quote = quote_of(catalogue, "vinyl chloride")
    citations = cite([quote], catalogue)
    points = [
        Point("1 item:", (), "register", layout="heading"),
        Point("an item", (quote,), "register", layout="item"),
        Point("“its words”", (quote,)),
    ]
    assert markdown(points, citations, "A remark.").splitlines() == [
        "1 item:",
        "",
        "- an item [1]",
        "",
        "> “its words” [1] — Intersessional mandates, item 5",
        "",
        "*A remark.*",
    ]
    assert markdown([], [], "Nothing is said.") == "Nothing is said."
