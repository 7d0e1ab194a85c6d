"""The window in a language that runs from right to left, in a real browser; its words are the tests' own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from assistant.settings import ServerSettings
from assistant.web import wording
from assistant.web.wording import words
from tests.browser import IN_A_BROWSER, Window
from tests.fakes_assistant import FakeAssistant
from tests.served import served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator

# Gradio counts its events in a way that its newer parts call old.
pytestmark = [*IN_A_BROWSER, pytest.mark.filterwarnings("ignore:.*no_silent_downcasting")]

COSMETICS = "Which decision covers manufacture, import and export of cosmetics?"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("language")
    shutil.copytree(Path(wording.__file__).parent / "words", folder / "words")
    shutil.copy(Path(__file__).parent / "words" / "ar.yaml", folder / "words")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wording, "files", lambda _: folder)
        with served(FakeAssistant(), ServerSettings(language="ar"), window=True) as address:
            yield address
    words.cache_clear()


def direction(part: Locator) -> str:
    return str(part.evaluate("part => getComputedStyle(part).direction"))


def middle(part: Locator) -> float:
    box = part.bounding_box()
    assert box
    return box["x"] + box["width"] / 2


def test_the_window_is_laid_out_from_right_to_left(window: Window) -> None:
    page = window.page
    assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["ar", "rtl"]
    assert page.get_by_role("heading", name="ماذا تريد أن تعرف؟").is_visible()
    assert middle(page.locator("#side")) < middle(page.locator("#talk")) < middle(page.locator("#rail"))
    assert middle(page.locator("#new")) < middle(page.locator("#places")) < middle(page.locator(".brand"))
    for part in ("#question textarea", "#welcome h2", "#sources .hint", "#narrowing .filters"):
        assert direction(page.locator(part).first) == "rtl", part


def test_what_is_quoted_keeps_its_own_direction(window: Window) -> None:
    page = window.page
    window.ask(COSMETICS)
    body, reader = page.locator("#chat .answer .body").last, page.locator("#sources .reader")
    assert direction(body) == direction(reader) == "ltr"
    assert reader.get_attribute("lang") == "en"
    chosen = page.locator("#sources .source[aria-current]")
    assert middle(chosen.locator(".where")) < middle(chosen.locator(".number"))
    assert "البند 4" in chosen.inner_text()
    asked = page.locator("#chat .asked")
    assert middle(asked) < middle(page.locator("#chat .answer").last)
    body.locator("a.cite").nth(1).click()
    page.locator("#sources mark", has_text="mercury has been added").wait_for()
    window.ask("متى manufacture, import and export of cosmetics؟")
    assert direction(asked.last) == "rtl"
    assert page.locator("#sources .about").inner_text().startswith("عن: \u2068متى")


def test_chips_and_choices_begin_at_the_right(window: Window) -> None:
    page = window.page
    page.get_by_role("button", name="حصر").click()
    page.locator("#filter-decisions").select_option("MC-5/5")
    page.locator("#filter-from").fill("2023-01-01")
    day, decision = page.locator("#narrowing .chip").nth(1), page.locator("#narrowing .chip").first
    assert middle(day) < middle(decision) < middle(page.locator("#narrowing .filters-name"))
    assert middle(page.locator("#filter-source")) < middle(page.locator("#filter-documents"))
    page.keyboard.press("Escape")
    page.get_by_role("button", name="إزالة: \u2068MC-5/5").click()
    assert page.locator("#narrowing .chip").count() == 1


def test_places_are_reached_by_the_keyboard_in_reading_order(window: Window) -> None:
    page = window.page
    page.locator("#tab-ask").focus()
    page.keyboard.press("ArrowLeft")
    page.locator("#register-place table").first.wait_for()
    first, second = (
        page.locator("#register-place thead th").nth(0),
        page.locator("#register-place thead th").nth(1),
    )
    assert middle(second) < middle(first)
    page.keyboard.press("ArrowLeft")
    # A number whose form the file lacks is in English, as every missing word is.
    page.locator("#shelf").get_by_text("1 document", exact=True).wait_for()


def test_a_phone_shows_it_without_scrolling_sideways(browser: Browser, address: str) -> None:
    window = Window(browser, address, 360, 740)
    page = window.page
    window.ask(COSMETICS)
    page.locator("#chat a.cite").first.click()
    page.locator("#sources mark").wait_for()
    assert middle(page.locator("#sources a.close")) < 180 < middle(page.locator("#sources h2"))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert window.complaints == []
