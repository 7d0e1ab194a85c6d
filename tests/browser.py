"""A real browser for tests and pictures."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from assistant.door import COOKIE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

MISSING = "no Chromium on this machine: install the package 'chromium' to run the browser tests"


def chromium() -> str | None:
    """Where Chromium is, or None."""
    return next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))),
        None,
    )


#: What a file of browser tests sets as its `pytestmark`.
IN_A_BROWSER = [pytest.mark.browser, pytest.mark.skipif(chromium() is None, reason=MISSING)]

#: What a browser may keep, by name: how a person wants the window to look, and that somebody is signed in.
MAY_BE_STORED = {"minamata-theme", "minamata-rail", "minamata-view", COOKIE}


@contextmanager
def launched() -> Iterator[Browser]:
    """Chromium without a window. Sandboxing needs rights that test machines seldom give."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        yield browser
        browser.close()


class Window:
    """The chat window in a page; `foreign` are requests to other hosts, `complaints` errors of the page."""

    def __init__(
        self, browser: Browser, address: str, width: int = 1360, height: int = 820, scheme: Any = "light"
    ) -> None:
        self.address = address
        self.context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
        self.page: Page = self.context.new_page()
        self.page.set_default_navigation_timeout(90_000)  # a busy machine is no fault of the page
        self.foreign: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self._note(request.url))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on(
            "console",
            lambda message: self.complaints.append(message.text) if message.type == "error" else None,
        )
        self.page.goto(address)
        self.page.wait_for_selector("#question textarea", timeout=60_000)
        # The script that hears clicks on citations comes last.
        self.page.wait_for_function("typeof window.minamataTell === 'function'", timeout=60_000)

    def _note(self, url: str) -> None:
        parts = urlsplit(url)
        if (
            parts.scheme in ("http", "https", "ws", "wss")
            and f"{parts.scheme}://{parts.netloc}" != self.address
        ):
            self.foreign.append(url)

    def ask(self, question: str) -> None:
        """Type a question, press Enter and wait for the whole answer."""
        before = self.page.locator("#chat .answer").count()
        self.page.fill("#question textarea", question)
        self.page.press("#question textarea", "Enter")
        self.answered(before + 1)

    def answered(self, count: int) -> None:
        """Wait until there are `count` answers and the last one is whole."""
        last = self.page.locator("#chat .answer").nth(count - 1)
        last.locator("a[href^='#again-']").wait_for(timeout=60_000)
        self.page.locator("#send").wait_for(timeout=60_000)

    def stored(self) -> set[str]:
        """The names of all that this browser keeps of the server beyond the page."""
        names = self.page.evaluate(
            "async () => [...Object.keys(localStorage), ...Object.keys(sessionStorage),"
            " ...(await indexedDB.databases()).map((one) => one.name), ...await caches.keys()]"
        )
        return {*names, *(cookie["name"] for cookie in self.context.cookies() if "name" in cookie)}

    def shot(self, path: str) -> None:
        """A picture of the page once its fonts and movements have settled."""
        self.page.evaluate("document.fonts.ready")
        self.page.wait_for_timeout(500)
        self.page.screenshot(path=path)
