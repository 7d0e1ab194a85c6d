"""A table of the window as HTML and as a file."""

from __future__ import annotations

import csv
import io

from assistant.web.tables import Cell, Column, Link, Table
from assistant.web.wording import words

SAY = words("en")


def test_columns_without_words_are_left_out_and_filters_still_fit() -> None:
    columns = (Column("A"), Column("B", "all"), Column("C", "all C"))
    rows = tuple((Cell(n), Cell(), Cell(n, values=(n,))) for n in ("x", "y"))
    table = Table("decisions", columns, rows)
    assert "all C" in table.tools(SAY, []) and ">all<" not in table.tools(SAY, [])
    assert 'data-column="1"' in table.tools(SAY, [])
    assert "<td" in table.html(SAY) and ">B<" not in table.html(SAY)


def test_many_links_are_folded_but_all_there() -> None:
    cell = Cell(links=tuple(Link(f"item {n}", f"/documents/a#{n}", str(n)) for n in range(9)))
    assert cell.html(SAY).count("<a ") == 9
    assert "and 5 more" in cell.html(SAY)


def test_a_files_cells_never_run_as_formulas() -> None:
    table = Table("contacts", (Column("=1+1"),), ((Cell("=cmd|' /C calc'!A0"),), (Cell("+41 22"),)))
    header, *rows = csv.reader(io.StringIO(table.csv("http://127.0.0.1:7860", SAY)))
    assert header[0] == "'=1+1" and [row[0][0] for row in rows] == ["'", "'"]
