"""Every place of the window, checked by axe-core in a real browser: light, dark, and as narrow as a phone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from assistant.keys import entry, new_key
from tests.browser import IN_A_BROWSER
from tests.server import REAL, started

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = IN_A_BROWSER

KEY = new_key()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    keys = {"MINAMATA_API_KEYS": entry("anna", True, KEY), "MINAMATA_LANGUAGE": "fr"}
    with started(tmp_path_factory.mktemp("server"), REAL, keys) as server:
        yield server.address


def wrong(page: Page) -> list[str]:
    """What axe finds: rule, how grave it is, element, and what is wrong with it."""
    response = Axe().run(page).response
    assert len(response["passes"]) > 10, "axe has looked"
    return [
        f"{rule['id']} ({rule['impact']}): {node['html'][:160]} | {node['failureSummary'][:240]}"
        for rule in response["violations"]
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize(
    ("width", "scheme"), [(1360, "light"), (1360, "dark"), (360, "light")], ids=["light", "dark", "phone"]
)
def test_nothing_is_wrong_in_any_place(browser: Browser, address: str, width: int, scheme: Any) -> None:
    context = browser.new_context(viewport={"width": width, "height": 820}, color_scheme=scheme)
    page = context.new_page()
    found: dict[str, list[str]] = {}

    def check(place: str) -> None:
        page.wait_for_timeout(150)
        found[place] = wrong(page)

    page.goto(address)
    check("sign-in")
    page.fill("#key", KEY)
    page.get_by_role("button").click()
    page.wait_for_function("typeof window.minamataTell === 'function'", timeout=60_000)
    assert page.evaluate("document.documentElement.lang") == "fr"
    check("welcome")
    for number, question in enumerate(
        ("Which decision covers cosmetics?", "What does mercury cost today?"), 1
    ):
        page.fill("#question textarea", question)
        page.press("#question textarea", "Enter")
        page.locator("#chat .answer").nth(number - 1).locator("a[href^='#again-']").wait_for(timeout=60_000)
        page.locator("#send").wait_for()
        check(f"answer {number}")
    page.locator("#chat a.cite").first.click()
    page.locator("#sources mark").first.wait_for()
    check("source")
    if width == 360:
        page.locator("#sources a.close").click()
    page.locator("#tab-register").click()
    for table in ("decisions", "deadlines", "workstreams", "contacts"):
        page.locator(f"#list-{table}").click()
        check(table)
    page.locator("#of-contacts a.opens").first.click()
    page.locator("#register-place aside mark").wait_for()
    check("passage")
    page.keyboard.press("Escape")
    page.locator("#tab-documents").click()
    page.locator("#shelf .rows li").first.wait_for()
    check("documents")
    page.goto(f"{address}/documents/letter-mc-cop5-2023-190?start=1000&end=1200")
    check("document")
    page.locator("article p").first.evaluate("p => p.innerHTML = '<img src=data:,>'")
    assert "image-alt (critical)" in wrong(page)[0], "and would have found it"
    context.close()
    assert {place: lines for place, lines in found.items() if lines} == {}
