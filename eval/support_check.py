"""How far the judge of citations agrees with people: single (statement, citation) pairs labelled by hand.

    python -m eval.support_check

The pairs (`cases/support_check.jsonl`) are of answers of the quoting composer; a pair counts as supported
where this one citation carries all of the statement. Half of them repeat their quote word for word.
"""

from __future__ import annotations

import json
import logging
import sys
from dataclasses import dataclass
from importlib.resources import files

from assistant.answer import Citation, Locator
from eval.judging import Agreement, agreement
from eval.supported import Judge, verifier
from index import PackagedEmbedder

_LOG = logging.getLogger("minamata.support_check")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A statement, one of its citations, and whether a person finds that this one carries it."""

    id: str
    case: str
    statement: str
    citation: Citation
    supported: bool


def labelled() -> tuple[Labelled, ...]:
    """The labelled pairs that ship with the project."""
    lines = files("eval").joinpath("cases", "support_check.jsonl").read_text(encoding="utf-8").splitlines()
    found = []
    for row in map(json.loads, lines):
        place = {**row["citation"]["locator"], "section": tuple(row["citation"]["locator"]["section"])}
        told = {
            **row["citation"],
            "decisions": tuple(row["citation"]["decisions"]),
            "locator": Locator(**place),
        }
        found.append(Labelled(**{**row, "citation": Citation(**told)}))
    return tuple(found)


def checked(judge: Judge) -> tuple[Agreement, tuple[Labelled, ...]]:
    """How far `judge` agrees with the labels, and the pairs that it judges otherwise."""
    rows = labelled()
    said = [judge(row.statement, (row.citation,)) for row in rows]
    other = tuple(r for r, verdict in zip(rows, said, strict=True) if verdict != r.supported)
    return agreement([r.supported for r in rows], said), other


def main() -> int:
    """Report the agreement and the pairs judged otherwise."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    found, other = checked(verifier(PackagedEmbedder()))
    low, high = found.interval or (0.0, 0.0)
    _LOG.info(
        "%d pairs: agreement %.2f (95%% %.2f to %.2f), Cohen's kappa %.2f",
        found.n, found.agreed or 0.0, low, high, found.kappa or 0.0,
    )  # fmt: skip
    for row in other:
        _LOG.info("%s %s: %s", "wrongly dropped" if row.supported else "wrongly kept", row.id, row.statement)
    return 0


if __name__ == "__main__":
    sys.exit(main())
