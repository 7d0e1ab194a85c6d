"""Seventeen documents in as many layouts, read and compared with what is expected of each.

The eight in `documents` are compared with what a person wrote down before; those in `more_documents` with
what the parser gave and a person checked against the text: they hold it fast.

Conventions of the expected files: `from` and `to` hold name and office; `reference` is null where the
document prints its symbol without a field name (`symbol` then); `workstreams` counts top-level items,
`items_by_heading` nested ones too; a heading may stand anywhere in a passage's section path; a meeting
counts only where it is named with its body ("its sixteenth meeting" does not); a relative deadline ends
with what it counts from on the same line.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from corpus import Document, Passage, build_register, read_document
from corpus.structure import parse

HERE = Path(__file__).parent
PATHS = sorted(
    path for folder in ("documents", "more_documents") for path in (HERE / folder).glob("*.expected.json")
)


class Read:
    """One document with all that is made of it."""

    def __init__(self, path: Path) -> None:
        self.expected: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        self.document: Document = read_document(Path(str(path).replace(".expected.json", ".txt")))
        self.passages, self.furniture = parse(self.document)
        self.register = build_register([self.document], self.passages)
        self.items = [p for p in self.passages if p.item or p.label]

    def named(self, kind: str) -> list[str]:
        """Values of one kind of mention, each once, in order."""
        return list(dict.fromkeys(m.value for p in self.passages for m in getattr(p.mentions, kind)))

    def holding(self, snippet: str) -> Passage:
        """The one passage that holds `snippet`."""
        (passage,) = [p for p in self.passages if snippet in p.text]
        return passage


@pytest.fixture(params=PATHS, ids=lambda path: path.name.split(".")[0])
def read(request: pytest.FixtureRequest) -> Read:
    return Read(request.param)


def test_there_are_seventeen_documents() -> None:
    assert len(PATHS) == 17


def test_the_head_is_read(read: Read) -> None:
    expected = read.expected["header"]
    document = read.document
    assert (str(document.date) if document.date else None) == expected["date"]
    for name in ("reference", "place", "subject", "from"):
        field = document.field(name)
        assert (field.value if field else None) == expected[name], name
    for name in ("to", "cc"):
        assert [f.value for f in document.fields(name)] == expected[name]  # type: ignore[arg-type]
    assert document.symbol == read.expected.get("symbol", expected["reference"])


def test_headings_stand_in_the_section_path(read: Read) -> None:
    seen = list(dict.fromkeys(heading for p in read.passages for heading in p.section))
    assert [heading for heading in seen if heading in read.expected["headings"]] == read.expected["headings"]


def test_workstreams_and_their_items(read: Read) -> None:
    assert {w.name: len(w.items) for w in read.register.workstreams} == read.expected["workstreams"]
    counted = Counter(heading for p in read.items for heading in p.section)
    for heading, number in read.expected["items_by_heading"].items():
        # a decision's own heading is above its annex too, which is counted apart
        below = sum(n for h, n in read.expected["items_by_heading"].items() if h != heading and "nnex" in h)
        assert counted[heading] in {number, number + below}


def test_items_and_labels(read: Read) -> None:
    assert len(read.items) == read.expected["items"]
    assert [p.label for p in read.items if p.label] == read.expected["labels"]


def test_decisions(read: Read) -> None:
    assert sorted(read.named("decisions")) == sorted(read.expected["decisions"])
    if "own_decisions" in read.expected:
        own = {d.id for d in read.register.decisions if d.loaded}
        assert sorted(own) == sorted(read.expected["own_decisions"])
    relations = {
        d.id: {"recalls": list(d.recalls), "amends": list(d.amends)} for d in read.register.decisions
    }
    for id, expected in read.expected.get("relations", {}).items():
        assert relations[id] == expected
    for snippet, ids in read.expected.get("decisions_by_item", {}).items():
        assert sorted(m.value for m in read.holding(snippet).mentions.decisions) == sorted(ids)


@pytest.mark.parametrize("kind", ["articles", "annexes", "meetings", "emails", "people"])
def test_what_is_named(read: Read, kind: str) -> None:
    assert read.named(kind) == read.expected[kind]


def test_deadlines(read: Read) -> None:
    expected = read.expected["deadlines"]
    rows = read.register.deadlines
    assert Counter((str(r.date), r.phrase) for r in rows) == Counter(
        (str(e["date"]), e["phrase"]) for e in expected
    )
    for row in expected:
        quote = " ".join(row["quote"].split())
        assert any(quote in " ".join(p.text.split()) for p in read.passages if p.deadlines)


def test_who_is_to_act_and_on_which_decisions(read: Read) -> None:
    rows = {(str(r.date), r.phrase, r.what): r for r in read.register.deadlines}
    for expected in read.expected["deadlines"]:
        if "who" in expected:
            (row,) = [
                r
                for (day, phrase, what), r in rows.items()
                if (day, phrase) == (str(expected["date"]), expected["phrase"])
                and " ".join(expected["quote"].split()) in " ".join(what.split())
            ]
            assert (" ".join(row.who.split()) if row.who else None) == expected["who"]
            assert list(row.decisions) == expected["decisions"]


def test_contacts(read: Read) -> None:
    if "contacts" in read.expected:
        assert [
            {"name": c.name, "email": c.email, "phone": c.phone, "about": " ".join((c.about or "").split())}
            for c in read.register.contacts
            if c.role == "contact"
        ] == read.expected["contacts"]


def test_tables(read: Read) -> None:
    if "rows" in read.expected:
        found = [" ".join(p.text.split()) for p in read.passages if p.role == "table_row"]
        assert found == read.expected["rows"]
    for table in read.expected.get("tables", []):
        rows = [p for p in read.passages if p.role == "table_row"]
        assert [cell.strip() for cell in rows[0].text.split("|")] == table["header"]
        assert len(rows) == 1 + table["rows"]
        assert {p.parent for p in rows[1:]} == {rows[0].id}


def test_every_span_is_exact_and_every_character_is_kept(read: Read) -> None:
    text = read.document.text
    kept: set[int] = set()
    for passage in read.passages:
        assert passage.text == text[passage.start : passage.end]
        kept.update(range(passage.start, passage.end))
        for mention in (
            *passage.mentions.decisions, *passage.mentions.articles, *passage.mentions.annexes,
            *passage.mentions.meetings, *passage.mentions.people, *passage.mentions.emails,
        ):  # fmt: skip
            assert passage.start <= mention.start < mention.end <= passage.end
        for deadline in passage.deadlines:
            assert deadline.phrase == text[deadline.start : deadline.end]
            assert deadline.what in passage.text
    for start, end in read.furniture:
        # a page break may lie within a passage, never half in it
        assert len(kept & set(range(start, end))) in {0, end - start}
        kept.update(range(start, end))
    assert [text[i] for i in range(len(text)) if i not in kept and not text[i].isspace()] == []
