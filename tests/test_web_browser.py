"""The chat window in a real browser, as a person uses it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browser import IN_A_BROWSER, Window
from tests.fakes_documents import cut, letter
from tests.server import started

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = IN_A_BROWSER

COSMETICS = "Which decision covers manufacture, import and export of cosmetics?"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with started(tmp_path_factory.mktemp("server")) as server:
        yield server.address


def test_asking_opening_a_citation_and_seeing_its_words(window: Window) -> None:
    page = window.page
    page.get_by_role("button", name="Which decision covers cosmetics?").wait_for()
    window.ask(COSMETICS)
    quoted = next(p.text for p in cut(letter()) if "cosmetics" in p.text)
    assert page.locator("#sources mark").inner_text() == quoted
    assert page.locator("#sources").get_by_text("Intersessional mandates, item 4").first.is_visible()
    page.locator("#chat a.cite").nth(1).click()
    page.locator("#sources mark", has_text="mercury has been added").wait_for()
    assert page.locator("#sources .source[aria-current]").inner_text().startswith("2")
    page.locator("#sources a.source").first.click()
    mark = page.locator("#sources mark", has_text="30 June 2024")
    mark.wait_for()
    page.wait_for_timeout(300)
    frame, words = page.locator("#sources .reader").bounding_box(), mark.bounding_box()
    assert frame and words and frame["y"] <= words["y"] <= frame["y"] + frame["height"], "scrolled into sight"
    with window.context.expect_page() as opened:
        page.get_by_role("link", name="Open the whole document").click()
    assert opened.value.locator("mark").inner_text() == quoted


def test_a_citation_shows_its_quote_before_it_is_opened(window: Window) -> None:
    page = window.page
    window.ask(COSMETICS)
    tip, chip = page.locator("#tip"), page.locator("#chat a.cite").first
    chip.hover()
    assert "Intersessional mandates, item 4" in tip.inner_text() and "30 June 2024" in tip.inner_text()
    box, at = tip.bounding_box(), chip.bounding_box()
    assert box and at and (box["y"] + box["height"] <= at["y"] or box["y"] >= at["y"] + at["height"])
    tip.hover()
    page.wait_for_timeout(250)
    assert tip.is_visible(), "it can be read with the pointer on it"
    page.keyboard.press("Escape")
    assert not tip.is_visible()
    page.mouse.move(0, 0)
    page.locator("#chat a.cite").nth(1).focus()
    tip.get_by_text("mercury has been added").wait_for()
    page.keyboard.press("Tab")
    tip.wait_for(state="hidden")


def test_a_refusal_looks_different_and_opens_the_nearest_passage(window: Window) -> None:
    window.ask("Are there rules on mining?")
    page = window.page
    assert page.locator("#chat .answer.not_in_documents .status-name").inner_text() == "Not in the documents"
    page.locator("#chat a.near").first.click()
    page.locator("#sources .note", has_text="Near, but not an answer").wait_for()
    assert "mining" in page.locator("#sources mark").inner_text()


def test_following_up_asking_again_and_starting_anew(window: Window, address: str) -> None:
    page = window.page
    page.get_by_role("button", name="Which decision covers cosmetics?").click()
    window.answered(1)
    window.ask(COSMETICS)
    assert page.locator("#chat .asked").count() == 2
    page.locator("a[href='#again-2']").click()
    page.wait_for_timeout(500)
    window.answered(2)
    assert page.locator("#chat .asked").count() == 2, "the last question is asked again, not added"
    page.get_by_role("button", name="New conversation").click()
    page.locator("#welcome").wait_for()
    assert page.locator("#chat .asked").count() == 0
    assert page.locator("#sources mark").count() == 0


def test_an_answer_can_be_stopped_and_asked_for_again(window: Window) -> None:
    page = window.page
    page.fill("#question textarea", "slow manufacture, import and export of cosmetics")
    page.press("#question textarea", "Enter")
    page.locator("#stop").click()
    page.get_by_text("Stopped before the answer was complete.").wait_for(timeout=10_000)
    page.locator("#send").wait_for()
    page.wait_for_timeout(3000)
    assert page.get_by_text("Stopped before the answer was complete.").is_visible(), "and it stays stopped"
    page.locator("a[href='#again-1']").click()
    page.locator("#chat a.cite").nth(1).wait_for(timeout=20_000)


def test_a_new_question_stands_at_the_top_of_a_long_conversation(window: Window) -> None:
    for _ in range(3):
        window.ask(COSMETICS)
    window.page.wait_for_timeout(300)
    frame = window.page.locator("#chat .panel-wrap").bounding_box()
    asked = window.page.locator("#chat .asked").last.bounding_box()
    assert frame and asked and 0 <= asked["y"] - frame["y"] < 60


def test_a_hostile_document_does_nothing(window: Window) -> None:
    window.ask("hostile words about hostages")
    page = window.page
    page.locator("#sources mark", has_text="<img src=x onerror").wait_for()
    assert "{{value}} ${1+1}" in page.locator("#sources mark").inner_text()
    assert page.locator("#chat img, #sources img").count() == 0
    assert page.locator("#chat a[href*='evil'], #chat a[href^='javascript']").count() == 0


def test_an_empty_question_is_refused_kindly(window: Window) -> None:
    window.page.click("#send")
    window.page.get_by_text("Write a question first.").wait_for(timeout=10_000)
    assert window.page.locator("#welcome").is_visible()


def test_on_a_phone_the_sources_slide_over_and_nothing_sticks_out(browser: Browser, address: str) -> None:
    window = Window(browser, address, 360, 740)
    page = window.page
    window.ask(COSMETICS)
    assert not page.locator("#side").is_visible()
    page.locator("#chat a.cite").first.click()
    page.locator("#sources mark").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.locator("#sources a.close").click()
    page.locator("#side").wait_for(state="hidden")
    assert window.foreign == []
    window.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_light_and_dark_follow_the_system_and_can_be_switched(
    browser: Browser, address: str, scheme: str
) -> None:
    window = Window(browser, address, scheme=scheme)
    colour = "getComputedStyle(document.body).backgroundColor"
    before = window.page.evaluate(colour)
    assert (before == "rgb(244, 246, 247)") == (scheme == "light")
    window.page.locator("#head a[href='#theme']").click()
    assert window.page.evaluate(colour) != before
    window.page.reload()
    window.page.wait_for_selector("#question textarea")
    window.page.wait_for_function(f"{colour} != '{before}'")
    window.context.close()


def test_the_api_description_and_a_document_ask_no_other_host(browser: Browser, address: str) -> None:
    window = Window(browser, address)
    # A page that is left while it still asks its server notes that its requests were cut off.
    window.page.locator("#talks[data-drawn]").wait_for(state="attached")
    window.page.wait_for_timeout(500)
    window.page.goto(f"{address}/docs")
    window.page.get_by_text("/api/v1/ask/stream").wait_for()
    window.page.goto(f"{address}/documents/{letter().id}")
    window.page.locator("article.reader").wait_for()
    assert window.foreign == []
    assert window.complaints == []
    window.context.close()
