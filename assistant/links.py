"""The graph between decisions, and between them and the items of letters, as rows of the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assistant.listings import passage_row
from corpus.passage import Passage
from corpus.register import DecisionRow
from corpus.resting import rests_on
from index.errors import UnknownId

if TYPE_CHECKING:
    from index import Index


def decision_links(index: Index, row: DecisionRow) -> list[dict[str, Any]]:
    """What the decision does to others and they to it, each with the passage that says so."""
    rows = index.register().decisions
    loaded = {each.id for each in rows if each.loaded}
    return [
        {
            "source": link.source,
            "kind": link.kind,
            "target": link.target,
            "loaded": (link.target if link.source == row.id else link.source) in loaded,
            "passage": passage_row(index.passage(link.passage_id)),
        }
        for link in index.register().links
        if row.id in {link.source, link.target}
    ]


def resting_items(index: Index, row: DecisionRow) -> list[dict[str, Any]]:
    """The items of workstreams that name the decision, each with the ids of the paragraphs it rests on.

    `paragraphs` is empty where the decision is not loaded, or the item rests on it as a whole.
    """
    items = {item for stream in index.register().workstreams for item in stream.items}
    own = numbered(index, row)
    named = [index.passage(passage) for passage in row.named_in if passage in items]
    return [
        {"item": passage_row(item), "paragraphs": [p.id for p in rests_on(item, row.id, own)]}
        for item in named
    ]


def item_rests_on(index: Index, item: Passage) -> list[dict[str, Any]]:
    """The decisions that an item names, whether they are loaded, and the paragraphs the item rests on."""
    rows = {row.id: row for row in index.register().decisions}
    found = [rows[decision] for decision in item.decisions if decision in rows]
    return [
        {
            "decision": row.id,
            "loaded": row.loaded,
            "paragraphs": [p.id for p in rests_on(item, row.id, numbered(index, row))],
        }
        for row in found
    ]


def numbered(index: Index, row: DecisionRow) -> list[Passage]:
    """The numbered paragraphs of the decision's own text."""
    found = []
    for passage_id in row.passages:
        try:
            passage = index.passage(passage_id)
        except UnknownId:  # removed since the register was read
            continue
        if passage.role == "operative" and passage.label:
            found.append(passage)
    return found
