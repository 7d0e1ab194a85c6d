"""Yes, no, or neither beside a passage: said only with ground in the sentence."""

from __future__ import annotations

import json

import pytest

from assistant.opposites import opposed
from assistant.verdicts import SIGNALS, VerdictModel, shipped_verdicts, stated, verdict_signals
from corpus.words import words
from eval.verdicts import Judged, Pair, fitted, lowest


def _told(question: str, passage: str) -> dict[str, float]:
    return dict(zip(SIGNALS, verdict_signals(question, passage), strict=True))


def _stems(text: str) -> set[str]:
    return {w.stem for w in words(text)}


@pytest.mark.parametrize(
    ("question", "passage"),
    [
        ("Do the trainers get paid?", "Trainers are not paid. Their travel is funded."),
        ("Can one serve two terms running?", "Members shall not be eligible to serve two consecutive terms."),
        ("Are proposals adopted by majority vote?", "Proposals of the panel shall be adopted by consensus."),
        ("Must Parties send in a plan?", "Invites Parties to send in a plan, where they have one."),
    ],
)  # fmt: skip
def test_no_is_said_where_the_passage_denies_opposes_or_only_invites(question: str, passage: str) -> None:
    values = verdict_signals(question, passage)
    found = shipped_verdicts().probabilities(values)
    assert found["no"] > found["yes"]
    assert sum(found.values()) == pytest.approx(1.0)


def test_yes_is_never_said_against_a_number_or_a_name() -> None:
    sure = VerdictModel(
        ("neither", "no", "yes"),
        ((0.0,) * len(SIGNALS),) * 3,
        (0.0, 0.0, 9.0),
        (0.0,) * len(SIGNALS),
        (1.0,) * len(SIGNALS),
        0.5,
    )
    passage = "The panel has 12 members and meets in Nairobi."
    assert sure.said(verdict_signals("Does the panel have 12 members?", passage)) == "Yes"
    assert sure.said(verdict_signals("Does the panel have 14 members?", passage)) is None
    assert sure.said(verdict_signals("Does the panel meet in Geneva?", passage)) is None


def test_no_is_never_said_without_a_ground() -> None:
    sure = VerdictModel(
        ("neither", "no", "yes"),
        ((0.0,) * len(SIGNALS),) * 3,
        (0.0, 9.0, 0.0),
        (0.0,) * len(SIGNALS),
        (1.0,) * len(SIGNALS),
        0.5,
    )
    assert (
        sure.said(verdict_signals("Will it rain at the workshop?", "A workshop is held in Lusaka.")) is None
    )
    assert sure.said(verdict_signals("Are members paid?", "Members are not paid.")) == "No"


def test_signals_tell_denials_opposites_numbers_and_duties() -> None:
    assert _told("Are members paid?", "Members are not paid.")["denied_here"] == 1.0
    assert _told("Is the meeting online?", "The meeting is held in person.")["opposites"] >= 1.0
    assert _told("Are there 24 seats?", "The board has 22 seats.")["wrong_number"] == 1.0
    assert _told("Must we report?", "Invites Parties to report.")["duty_directed"] == 1.0
    assert _told("May observers vote?", "Only Parties may vote.")["there_only"] == 1.0


def test_a_question_is_put_as_a_statement() -> None:
    assert stated("Is it true that the board has 12 members?") == "the board has 12 members"
    assert stated("Can observers attend?") == "observers attend"


def test_opposites_count_only_where_the_word_itself_is_not_there() -> None:
    assert opposed(_stems("closed meetings"), _stems("open meetings"))
    assert not opposed(_stems("closed meetings"), _stems("open and closed meetings"))


def test_the_shipped_weights_are_of_these_signals() -> None:
    from importlib.resources import files

    row = json.loads(files("assistant").joinpath("verdicts.json").read_text(encoding="utf-8"))
    assert tuple(row["signals"]) == SIGNALS
    assert 0.5 < row["threshold"] < 1.0


def test_a_fit_learns_what_tells_the_labels_apart() -> None:
    place = SIGNALS.index("denied_here")
    rows = [
        Pair(f"d{i}", tuple(float(j == place and label == "no") for j in range(len(SIGNALS))), label)
        for i, label in enumerate(["no", "yes", "neither"] * 6)
    ]
    model = fitted(rows)
    denied = model.probabilities(rows[0].values)
    assert max(denied, key=lambda label: denied[label]) == "no"


def test_the_threshold_is_the_lowest_from_which_on_enough_is_right() -> None:
    rights = [0.7, 0.9, 0.8, 0.86, 0.87, 0.9, 0.9, 0.95, 0.9]
    judged = [Judged(0.5 + i / 100, 0.5, right) for i, right in enumerate(rights)]
    assert lowest(judged).threshold == pytest.approx(0.53)
