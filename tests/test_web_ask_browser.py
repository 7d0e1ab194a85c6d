"""What the chat window offers around an answer, in a real browser: filters first of all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browser import MISSING, Window, chromium, launched
from tests.fakes_documents import letter
from tests.server import started

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.skipif(chromium() is None, reason=MISSING)]

COSMETICS = "Which decision covers manufacture, import and export of cosmetics?"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("server")
    with started(folder) as server:
        yield server.address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


@pytest.fixture
def window(browser: Browser, address: str) -> Iterator[Window]:
    window = Window(browser, address)
    yield window
    assert window.foreign == [], "the page asked another host"
    assert window.complaints == []
    window.context.close()


def test_filters_restrict_answers_and_are_removed_again(window: Window) -> None:
    page = window.page
    page.locator("#narrowing .every").wait_for()
    page.get_by_role("button", name="Narrow down").click()
    page.get_by_label("Kind of source").select_option("letter")
    page.get_by_label("Document", exact=True).select_option("letter-mc-cop5-2023-190")
    page.get_by_label("Dated from").fill("2023-01-01")
    page.keyboard.press("Escape")
    assert not page.locator("#choices").is_visible()
    chips = [one.inner_text() for one in page.locator("#narrowing .chip").all()]
    assert chips == [letter().title, "Letter", "from 1 January 2023"]
    page.get_by_role("button", name="Remove: Letter", exact=True).click()
    page.get_by_role("button", name="Remove: from").click()
    window.ask(COSMETICS)
    answer = page.locator("#chat .answer").last
    assert f"Only from: {letter().title}" in answer.inner_text()
    assert page.locator("#sources .kind.summary").count() == 0
    window.ask("Are there rules on mining?")
    assert page.locator("#chat .searched").inner_text() == f"Searched: {letter().title}."
    page.get_by_role("button", name="Remove: Letter MC").click()
    assert page.locator("#narrowing .every").is_visible()
    window.ask(COSMETICS)
    assert "Only from" not in page.locator("#chat .answer").last.inner_text()
