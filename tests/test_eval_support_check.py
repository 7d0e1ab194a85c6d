"""The judge of citations agrees with labels given by hand."""

from __future__ import annotations

from eval.support_check import checked, labelled
from eval.supported import verifier
from index import PackagedEmbedder


def test_the_judge_agrees_with_people(model: PackagedEmbedder) -> None:
    found, other = checked(verifier(model))
    assert found.n == len(labelled()) == 100 and sum(not row.supported for row in labelled()) == 22
    assert (found.agreed or 0) >= 0.9 and (found.kappa or 0) >= 0.75
    assert len(other) <= 10
