"""A person signs in to the window in a real browser, asks, opens a shared link, and signs out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from assistant.keys import entry, new_key
from tests.browser import IN_A_BROWSER, launched
from tests.fakes_documents import letter
from tests.server import started

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = IN_A_BROWSER

KEY = new_key()


def enter(page: Page, key: str) -> None:
    page.get_by_label("Your key").fill(key)
    page.keyboard.press("Enter")


def test_signing_in_asking_and_signing_out(tmp_path: Path) -> None:
    keys = {"MINAMATA_API_KEYS": entry("anna", False, KEY)}
    with started(tmp_path, settings=keys) as server, launched() as browser:
        page = browser.new_page()
        page.set_default_timeout(60_000)
        page.goto(f"{server.address}/documents/{letter().id}?start=0&end=20")
        enter(page, "mina_wrong")
        page.get_by_role("alert").get_by_text("No such key").wait_for()
        enter(page, KEY)
        page.locator("article.reader").wait_for()
        assert page.url == f"{server.address}/documents/{letter().id}?start=0&end=20"

        page.goto(server.address)
        page.fill("#question textarea", "Which decision covers manufacture, import and export of cosmetics?")
        page.press("#question textarea", "Enter")
        page.locator("#chat .answer a.cite").first.wait_for()

        page.goto(f"{server.address}/sign-in")
        page.get_by_text("signed in as anna").wait_for()
        page.get_by_role("button", name="Sign out").click()
        page.get_by_label("Your key").wait_for()
        page.goto(server.address)
        page.get_by_label("Your key").wait_for()
        page.close()
