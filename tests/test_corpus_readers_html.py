"""HTML: what a browser shows is read, with its numbers; what it hides is left out; floods end quickly."""

from __future__ import annotations

import time

import pytest

from corpus import Document, UnreadableDocument, passages
from corpus.reading import document_from_bytes

PAGE = """<!doctype html><html><head><title>Page</title><style>
.x { display: none } p.y, #z { visibility: hidden } .print { color: black }
</style><script>var text = "SCRIPT";</script></head><body><nav><a href="/">MENU</a></nav>
<h1>Decision MC-9/12: Capacity-building</h1>
<p>The Conference of the Parties,</p>
<p>Recalling&nbsp;Article&nbsp;14<sup>1</sup> of the
   Convention,</p>
<ol><li>Welcomes the report;</li>
<li><p>Requests the Secretariat:</p>
  <ol type="a"><li>To prepare a desk study by 30 November 2032;</li>
  <li>To organize webinars on:<ol style="list-style-type: lower-roman"><li>Gold;</li><li>Trade.</li></ol></li>
  </ol></li>
<li value="7">Urges Parties to contribute.</li></ol>
<p class="x">HIDDEN</p><p class="y">HIDDEN</p><div id="z">HIDDEN</div><div style="display:none">HIDDEN</div>
<p style="color:#fff">HIDDEN</p><div hidden>HIDDEN</div>
<p style="background:#004;color:#fff">White on blue.</p>
<h2>Timetable</h2><p>Dates are these:</p>
<table><thead><tr><th>Step</th><th>Due date</th></tr></thead>
<tr><td rowspan="2">Call</td><td>1 May 2032</td></tr><tr><td>2 June 2032</td></tr></table>
<h3>After it</h3><p>The end&#173;ing, 30&#8239;m<sup>3</sup>.</p></body></html>"""


def read(page: str | bytes, name: str = "page.html") -> Document:
    return document_from_bytes(page if isinstance(page, bytes) else page.encode(), file_name=name)


def test_a_page_is_read_as_a_browser_shows_it() -> None:
    document = read(PAGE)
    assert document.text.split("\n\n") == [
        "Decision MC-9/12: Capacity-building", "The Conference of the Parties,",
        "Recalling Article 14⁽¹⁾ of the Convention,", "1. Welcomes the report;",
        "2. Requests the Secretariat:",
        "(a) To prepare a desk study by 30 November 2032;", "(b) To organize webinars on:", "(i) Gold;",
        "(ii) Trade.", "7. Urges Parties to contribute.", "White on blue.", "## Timetable",
        "Dates are these:",
        "| Step | Due date |\n| Call | 1 May 2032 |\n| Call | 2 June 2032 |", "### After it",
        "The ending, 30 m³.", "",
    ]  # fmt: skip
    assert document.warnings == ("36 characters that a browser does not show were left out.",)
    found = passages(document)
    assert [p.label for p in found if p.label] == ["1", "2", "2 (a)", "2 (b)", "2 (b) (i)", "2 (b) (ii)", "7"]
    assert [d.phrase for p in found for d in p.deadlines] == ["30 November 2032", "1 May 2032", "2 June 2032"]


def test_encodings_named_by_the_page() -> None:
    page = '<html><head><meta charset="windows-1252"></head><body><p>Détail à Genève – été.</p></body></html>'
    assert read(page.encode("cp1252")).text.strip() == "Détail à Genève – été."
    assert (
        read(page.replace("windows-1252", "utf-16").encode("utf-16")).text.strip() == "Détail à Genève – été."
    )


@pytest.mark.parametrize(
    "page",
    [
        b"<html>" + b"<a" * 200_000,
        b"<html>" + b"<!--" * 200_000,
        b"<html>" + b"<div>" * 200_000 + b"deep words",
        b"<html><a " + b'x="' * 200_000,
        b"<html><script>only a script</script></html>",
    ],
    ids=["tags", "comments", "depth", "attributes", "script"],
)
def test_floods_and_empty_pages_are_refused_quickly(page: bytes) -> None:
    before = time.monotonic()
    with pytest.raises(UnreadableDocument, match=r"page\.html: .*; "):
        read(page)
    assert time.monotonic() - before < 20


def test_external_entities_bring_nothing_in() -> None:
    head = '<!DOCTYPE html [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    assert "root:" not in read(f"{head}<html><body><p>Words &f; here.</p></body></html>").text


def test_nested_tables_are_a_frame_around_text() -> None:
    inner = "<table><tr><td>A</td><td>B</td></tr><tr><td>1</td><td>2</td></tr></table>"
    page = f"<html><body><table><tr><td><p>Left column words.</p></td><td>{inner}</td></tr></table>"
    assert read(page).text.split("\n\n")[:2] == ["Left column words.", "| A | B |\n| 1 | 2 |"]


def test_a_due_column_is_found_beside_an_empty_head_and_empty_cells() -> None:
    page = (
        "<html><body><p>Dates are these:</p><table><tr><th></th><th>Who</th><th>Due</th></tr>"
        "<tr><td>Call</td><td></td><td>1 May 2032</td></tr></table></body></html>"
    )
    assert [d.phrase for p in passages(read(page)) for d in p.deadlines] == ["1 May 2032"]
