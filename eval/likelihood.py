"""How likely the assistant holds it that the documents answer: what its refusals are decided by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from assistant.calibration import Calibration
from assistant.catalogue import Catalogue
from assistant.desk import Desk
from assistant.understanding import understand
from eval.intervals import mean
from index import Index

BINS = 10
TIERS = ("documents", "summaries")


def likelihood(assistant: object, question: str) -> float | None:
    """The probability, 0..1, that what is found answers `question` (it stands alone).

    None where the assistant is another's, or where nothing is left in the question to be likened.
    """
    index, calibration = getattr(assistant, "index", None), getattr(assistant, "calibration", None)
    if not isinstance(index, Index) or not isinstance(calibration, Calibration):
        return None
    catalogue = cast("Catalogue", assistant.catalogue)  # type: ignore[attr-defined]
    desk = Desk(understand(index.understand(question).question, catalogue), index, catalogue, calibration)
    found = [desk.evidence(tier) for tier in TIERS]
    return max((e.likelihood for e in found if e.terms and e.candidates), default=None)


def expected_error(pairs: Sequence[tuple[float, bool]]) -> float | None:
    """Expected calibration error over ten bins, 0..1: how far likelihoods lie from shares."""
    if not pairs:
        return None
    return sum(abs(sum(p - t for p, t in part)) for part in bins(pairs)) / len(pairs)


def brier(pairs: Sequence[tuple[float, bool]]) -> float | None:
    """The mean squared distance of likelihood and outcome, 0..1, less is better; None of nothing."""
    return mean((p - t) ** 2 for p, t in pairs)


def bins(pairs: Sequence[tuple[float, bool]]) -> list[list[tuple[float, bool]]]:
    """`pairs` of likelihood and outcome in `BINS` bins of equal width, some of them empty."""
    found: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for pair in pairs:
        found[min(BINS - 1, int(pair[0] * BINS))].append(pair)
    return found
