"""Days that come round every year are read as printed."""

from __future__ import annotations

import pytest

from assistant.recurring import recurring_day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The tide report is due each year on 31 October.", "31 October"),
        ("to report every year, by 30 June, the tonnage", "30 June"),
        ("Fees are paid by 1 March of each year.", "1 March"),
        ("The report is due annually by the 2nd of May.", "2nd of May"),
        ("It meets every year. The fee was due on 30 June 2031.", None),
        ("The fee is due on 30 June.", None),
    ],
)
def test_a_day_of_every_year(text: str, day: str | None) -> None:
    assert recurring_day(text) == day
