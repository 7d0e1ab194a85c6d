"""Register in a real browser: found, sorted, filtered, opened and taken away, as a person does it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from icalendar import Calendar

from corpus.register import DeadlineRow, DecisionRow, Register
from tests.browser import IN_A_BROWSER, Window
from tests.fakes_assistant import FakeAssistant
from tests.fakes_documents import letter
from tests.served import served
from tests.server import REAL, started

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = IN_A_BROWSER

PAPERS = Path(__file__).parent / "papers" / "files"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with started(tmp_path_factory.mktemp("server"), REAL) as server:
        yield server.address


def consult(page: Page, name: str = "") -> None:
    """Go to Register, and there to the table called `name`."""
    page.get_by_role("tab", name="Register").click()
    page.locator("#list-decisions").wait_for()
    if name:
        page.get_by_role("tab", name=name).click()


def first_cells(page: Page) -> list[str]:
    """What the first cells of the shown table's visible rows say."""
    return page.locator("#register-place tbody tr:visible th").all_inner_texts()


def test_decisions_are_searched_filtered_and_sorted(window: Window) -> None:
    page = window.page
    consult(page)
    assert page.locator("#of-decisions .count").inner_text() == "25 rows"
    page.get_by_role("searchbox").fill("COSMÉTICS")
    assert first_cells(page) == ["MC-5/5"]
    assert page.locator("#of-decisions .count").inner_text() == "1 of 25 rows"
    page.get_by_role("searchbox").fill("no such thing")
    page.locator("#of-decisions .none").wait_for()
    page.get_by_role("button", name="Show all rows").click()
    page.get_by_role("combobox", name="Meeting").select_option("COP-4")
    assert page.locator("#of-decisions .count").inner_text() == "9 of 25 rows"
    assert first_cells(page)[0] == "MC-4/1"
    by_number = page.get_by_role("button", name="Decision", exact=True)
    head = page.locator("#of-decisions th").first
    assert head.get_attribute("aria-sort") == "ascending"
    by_number.click()
    assert head.get_attribute("aria-sort") == "descending"
    assert first_cells(page)[:3] == ["MC-4/12", "MC-4/11", "MC-4/10"], "numbers sort as numbers"


def test_a_row_opens_its_words_beside_the_table_and_gives_the_cursor_back(window: Window) -> None:
    page = window.page
    consult(page, "Deadlines")
    page.locator("#of-deadlines tbody tr", has_text="31 October 2024").get_by_text("Past").click()
    mark = page.locator("#register-place aside mark")
    mark.wait_for()
    assert mark.inner_text().startswith("Submission of information from Parties on their waste management")
    page.wait_for_timeout(200)
    frame, words = page.locator("#register-place aside .reader").bounding_box(), mark.bounding_box()
    assert frame and words and frame["y"] <= words["y"] <= frame["y"] + frame["height"], "scrolled into sight"
    assert page.evaluate("document.activeElement.className") == "close"
    page.keyboard.press("Escape")
    page.locator("#register-place aside").wait_for(state="hidden")
    assert page.evaluate("document.activeElement.textContent").startswith(
        "Submission of information from Parties"
    )
    page.locator("#of-deadlines circle").first.click()
    page.locator("#register-place aside mark", has_text="30 June 2024").wait_for()


def test_the_matrix_leads_to_items_and_contacts_to_addresses(window: Window) -> None:
    page = window.page
    consult(page, "Workstreams")
    page.locator("#of-workstreams tbody tr", has_text="MC-5/5").get_by_role("link", name="4").click()
    page.locator("#register-place aside mark", has_text="cosmetics").wait_for()
    page.get_by_role("searchbox").fill("vinyl")
    assert [text.split("\n")[0] for text in first_cells(page)] == ["MC-5/6"]
    consult(page, "Contacts")
    page.locator("#of-contacts a[href='mailto:eisaku.toda@un.org']").wait_for()


def test_tables_and_the_calendar_are_taken_away_as_files(window: Window) -> None:
    page = window.page
    consult(page, "Deadlines")
    with page.expect_download() as table:
        page.locator("#of-deadlines").get_by_role("link", name="Table (CSV)").click()
    rows = list(csv.DictReader(io.StringIO(table.value.path().read_text(encoding="utf-8-sig"))))
    assert [row["Date"] for row in rows] == ["30 June 2024", "31 October 2024", "31 March 2025"]
    with page.expect_download() as calendar:
        page.locator("#of-deadlines").get_by_role("link", name="Calendar (ICS)").click()
    events = Calendar.from_ical(calendar.value.path().read_bytes()).walk("VEVENT")
    assert len(events) == 3
    page.goto(str(events[1]["url"]))
    assert "waste management regulations" in page.locator("mark").inner_text()


def test_by_keyboard_alone(window: Window) -> None:
    page = window.page
    page.locator("#tab-ask").focus()
    page.keyboard.press("ArrowRight")
    page.locator("#list-decisions").wait_for()
    assert page.evaluate("document.activeElement.id") == "tab-register"
    page.locator("#list-decisions").focus()
    page.keyboard.press("End")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.id") == "list-deadlines"
    reached = set()
    for _ in range(16):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.className || document.activeElement.tagName"))
    assert {"sort", "opens", "INPUT", "SELECT", "sheet"} <= reached
    page.locator("#of-deadlines a.opens").first.focus()
    page.keyboard.press("Enter")
    page.locator("#register-place aside mark").wait_for()
    page.keyboard.press("Enter")
    page.locator("#register-place aside").wait_for(state="hidden")


def test_a_reload_comes_back_to_the_same_table(window: Window) -> None:
    page = window.page
    consult(page, "Contacts")
    page.reload()
    page.locator("#of-contacts tbody tr").first.wait_for()
    page.get_by_role("tab", name="Ask").click()
    page.locator("#question").wait_for()
    assert "#" not in page.url


def test_an_added_decision_stands_in_the_register_at_once(window: Window) -> None:
    page = window.page
    page.get_by_role("tab", name="Documents").click()
    page.locator("#shelf .zone").wait_for()
    page.set_input_files("#files", [PAPERS / "mc-9-1.docx"])
    page.get_by_text("Files read: 1 of 1. Everything is loaded.").wait_for(timeout=60_000)
    consult(page)
    page.get_by_role("combobox", name="Known by").select_option("Own text")
    assert first_cells(page) == ["MC-9/1"]
    consult(page, "Deadlines")
    assert page.locator("#of-deadlines tbody tr .mark").first.inner_text() == "Next"
    page.get_by_role("tab", name="Documents").click()
    page.get_by_role("button", name="Remove Decision MC-9/1").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    page.locator("#shelf .said", has_text="Removed").wait_for()
    consult(page)
    page.locator("#of-decisions .count", has_text="25 rows").wait_for(state="attached")


def test_on_a_phone_rows_are_cards_and_nothing_sticks_out(browser: Browser, address: str) -> None:
    window = Window(browser, address, 360, 740)
    page = window.page
    consult(page)
    for name in ("Decisions", "Deadlines", "Workstreams", "Contacts"):
        page.get_by_role("tab", name=name).click()
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        assert page.evaluate("document.querySelector('#register-place .lists').scrollWidth") <= 360, name
    page.locator("#of-contacts a.opens").first.click()
    aside = page.locator("#register-place aside")
    aside.locator("mark").wait_for()
    box = aside.bounding_box()
    assert box and (box["x"], box["y"], box["width"]) == (0, 0, 360), "the passage covers the screen"
    aside.get_by_role("button", name="Close the passage").click()
    aside.wait_for(state="hidden")
    assert window.foreign == [] and window.complaints == []
    window.context.close()


def test_three_hundred_rows_with_long_titles_and_an_empty_register(browser: Browser) -> None:
    assistant = FakeAssistant()
    passages = assistant.index.passages(letter().id)
    long = "Decision on " + "the environmentally sound management of wastes and " * 12 + "other matters"
    many = Register(
        decisions=tuple(
            DecisionRow(
                f"MC-{n // 60 + 6}/{n % 60 + 1}", named_in=(passages[n % 20].id,) * (n % 9 + 1), title=long
            )
            for n in range(300)
        ),
        deadlines=tuple(
            DeadlineRow(
                date(2024 + n // 100, n % 12 + 1, 5),
                "",
                long,
                long[:90],
                passages[n % 20].id,
                letter().id,
                (),
                None,
            )
            for n in range(300)
        ),
    )
    assistant.index.register = lambda: many  # type: ignore[method-assign]
    with served(assistant, window=True) as address:
        window = Window(browser, address)
        page = window.page
        consult(page)
        assert page.locator("#of-decisions .count").inner_text() == "300 rows"
        assert page.locator("#of-decisions tbody tr").nth(59).locator("th").inner_text() == "MC-6/60"
        page.locator("#of-decisions tbody tr").last.scroll_into_view_if_needed()
        assert page.locator("#of-decisions thead").is_visible(), "the headings stay in sight"
        page.get_by_role("searchbox").fill("MC-8/7")
        assert first_cells(page) == ["MC-8/7"]
        page.get_by_role("tab", name="Deadlines").click()
        assert page.evaluate("document.querySelector('#register-place .lists').scrollWidth") <= 1360
        assistant.index.register = Register  # type: ignore[method-assign]
        assistant.index.corpus_version = "fake-2"
        page.get_by_role("tab", name="Ask").click()
        consult(page)
        page.get_by_text("The loaded documents name no decision.").wait_for()
        assert page.locator("#register-place table").count() == 0
        assert window.complaints == []
        window.context.close()
