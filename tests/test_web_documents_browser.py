"""Documents in a real browser: a PDF is handed in, asked about and removed, as a person does it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser import IN_A_BROWSER, Window
from tests.server import REAL, started

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = IN_A_BROWSER

PAPERS = Path(__file__).parent / "papers" / "files"
TITLE = "Decision MC-9/1: Dental amalgam in school clinics"
AMALGAM = "By when are Parties to end the use of dental amalgam in school clinics?"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with started(tmp_path_factory.mktemp("server"), REAL) as server:
        yield server.address


def test_a_pdf_is_added_asked_about_and_removed(browser: Browser, address: str, tmp_path: Path) -> None:
    window = Window(browser, address)
    page = window.page
    picture = tmp_path / "picture.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(50))
    page.get_by_role("tab", name="Documents").click()
    page.locator("#shelf .rows li", has_text="Comes with this assistant").first.wait_for()
    assert page.get_by_role("button", name="Remove").count() == 0

    page.set_input_files("#files", [PAPERS / "mc-9-1.pdf", picture])
    page.get_by_text("Files read: 2 of 2. Not added: 1").wait_for(timeout=60_000)
    done, refused = page.locator("#shelf .results li").all()
    assert f"Added: {TITLE}" in done.inner_text()
    assert "2 pages, 18 passages" in done.inner_text()
    assert "Not added: files of this kind cannot be read" in refused.inner_text()

    page.get_by_role("tab", name="Ask").click()
    page.locator("#welcome", has_text=TITLE).wait_for()
    window.ask(AMALGAM)
    assert "31 December 2032" in page.locator("#chat .answer").inner_text()
    assert "31 December 2032" in page.locator("#sources mark").first.inner_text()

    page.get_by_role("button", name="Page", exact=True).click()
    printed = page.locator("#sources .printed img")
    page.wait_for_function("document.querySelector('#sources .printed img').naturalWidth > 0")
    assert printed.get_attribute("alt") == "Page 1" and not page.locator("#sources .reader").is_visible()
    page.get_by_role("button", name="Page after").click()
    page.wait_for_function("document.querySelector('#sources .printed img').alt === 'Page 2'")
    page.get_by_role("button", name="Text", exact=True).click()
    assert page.locator("#sources .reader").is_visible() and not printed.is_visible()
    page.get_by_role("button", name="Copy link").click()
    page.locator("#sources .share", has_text="Copied").wait_for()

    page.get_by_role("tab", name="Documents").click()
    page.get_by_role("button", name=f"Remove {TITLE}").click()
    page.get_by_role("button", name="Keep it").click()
    kept = page.locator("#shelf .rows", has_text=TITLE).first
    assert kept.is_visible(), "nothing happens before the answer"
    page.get_by_role("button", name=f"Remove {TITLE}").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    page.locator("#shelf .said", has_text=f"Removed “{TITLE}”").wait_for()
    assert page.locator("#shelf .rows", has_text=TITLE).count() == 0
    page.get_by_role("tab", name="Ask").click()
    window.ask(AMALGAM)
    assert "31 December 2032" not in page.locator("#chat .answer").last.inner_text()
    page.locator("#chat a.cite").first.click()
    page.locator("#sources .note", has_text="has been removed since").wait_for()
    assert window.foreign == []
    # The browser itself notes the refusal of the picture; nothing else went wrong.
    assert [line for line in window.complaints if "422" not in line] == []
    window.context.close()


def test_files_dropped_are_taken_and_those_that_miss_do_no_harm(browser: Browser, address: str) -> None:
    window = Window(browser, address)
    page = window.page
    page.get_by_role("tab", name="Documents").click()
    page.locator("#shelf .zone").wait_for()
    dropped = page.evaluate_handle(
        """() => {
            const held = new DataTransfer();
            held.items.add(new File(['Mercury in <b>thermometers</b>.'], '<img src=x>.md'));
            held.items.add(new File([], 'empty.txt'));
            return held;
        }"""
    )
    page.dispatch_event("#shelf .zone", "dragover", {"dataTransfer": dropped})
    assert page.locator("#shelf .zone.over").count() == 1
    page.dispatch_event("#shelf h2", "drop", {"dataTransfer": dropped})
    page.get_by_text("Files read: 2 of 2. Not added: 1").wait_for(timeout=60_000)
    assert page.locator("#shelf .results .name").first.inner_text() == "<img src=x>.md"
    assert page.locator("#shelf img, #shelf .rows b").count() == 0
    assert page.url == f"{address}/#documents"
    page.get_by_role("button", name="Remove Mercury in").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    page.locator("#shelf .said", has_text="Removed").wait_for()
    window.context.close()


def test_by_keyboard_and_on_a_phone(browser: Browser, address: str) -> None:
    window = Window(browser, address, 360, 740)
    page = window.page
    page.locator("#tab-ask").focus()
    page.keyboard.press("End")
    page.locator("#shelf .rows li").first.wait_for()
    assert page.evaluate("document.activeElement.id") == "tab-documents"
    page.keyboard.press("Tab")
    with page.expect_file_chooser() as chooser:
        while page.evaluate("document.activeElement.id") != "files":
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
    chooser.value.set_files(PAPERS / "mc-9-3.docx")
    page.get_by_text("Files read: 1 of 1. Everything is loaded.").wait_for(timeout=60_000)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.evaluate("document.querySelector('#documents').scrollWidth") <= 360
    for part in ("#head h1", "#places", "#shelf .rows button.remove"):
        box = page.locator(part).first.bounding_box()
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= 360

    page.get_by_role("button", name="Remove Decision MC-9/3").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.className").startswith("keep"), "the safe answer is first"
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator("#shelf .said", has_text="Removed “Decision MC-9/3").wait_for()
    page.wait_for_function("document.activeElement.classList.contains('said')")
    assert window.foreign == []
    assert window.complaints == []
    window.context.close()
