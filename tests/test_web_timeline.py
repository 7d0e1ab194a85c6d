"""Deadlines as a picture along a line of time."""

from __future__ import annotations

import re
from datetime import date

import pytest
from lxml import html as lxml_html

from assistant.web.timeline import timeline
from corpus.register import Register
from tests.register_views import BETWEEN, ShelfOf, deadline, view


def test_the_picture_says_in_words_what_it_shows() -> None:
    shown = timeline(view())
    said = (
        "3 deadlines with a day, 30 June 2024 to 31 March 2025. "
        "Past on 1 August 2024: 1. Next: 31 October 2024."
    )
    page = lxml_html.fromstring(shown)
    assert page.xpath("string(//svg[@role='img']/@aria-label)") == said
    assert said in page.xpath("string(//figcaption)")
    standings = [c.get("class").split()[-1] for c in page.xpath("//svg[@class='line']/circle")]
    assert standings == ["past", "next", "ahead"]
    assert not page.xpath("//a | //*[@tabindex]"), (
        "an image holds nothing to focus on; the table has the links"
    )


def test_points_stand_in_order_and_never_cover_each_other() -> None:
    days = tuple(deadline(date(2024 + n // 60, n % 12 + 1, n % 28 + 1)) for n in range(120))
    shown = timeline(view(ShelfOf(Register(deadlines=tuple(sorted(days, key=lambda d: str(d.date)))))))
    places = re.findall(r'cx="([\d.]+)%" cy="(\d+)"', shown)
    assert len(places) == 120
    assert all(0 <= float(x) <= 100 and int(y) > 0 for x, y in places)
    assert [float(x) for x, _ in places] == sorted(float(x) for x, _ in places)


def test_no_stem_goes_through_the_words_of_a_label() -> None:
    days = tuple(deadline(date(2024, 1 + n, 15)) for n in range(12))
    labels = lxml_html.fromstring(timeline(view(ShelfOf(Register(deadlines=days))))).xpath(
        "//svg[@class='labels']"
    )[0]
    stems = [(float(s.get("x1")[:-1]), int(s.get("y1"))) for s in labels.xpath("line")]
    texts = labels.xpath("g/svg")
    assert 6 <= len(stems) == len(texts)
    for text in texts:
        at, first = float(text.get("x")[:-1]), text.xpath("text")[0]
        width = 0.7 * len(first.text) * (-1 if first.get("text-anchor") == "end" else 1)
        low, high = sorted((at, at + width))
        assert not [s for s in stems if low < s[0] < high and s[1] < int(first.get("y")) - 12]


def test_without_a_day_there_is_no_picture() -> None:
    assert timeline(view(ShelfOf(Register(deadlines=(deadline(None),))))) == ""


@pytest.mark.parametrize("far", [date(1992, 1, 1), date(2099, 12, 31), BETWEEN])
def test_near_and_far_days_fit(far: date) -> None:
    shown = timeline(
        view(
            ShelfOf(
                Register(
                    deadlines=tuple(sorted([deadline(far), deadline(BETWEEN)], key=lambda d: str(d.date)))
                )
            )
        )
    )
    assert 1 <= shown.count('<text class="tick') <= 16
