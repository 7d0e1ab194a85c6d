"""What the chat window offers around an answer, in a real browser: filters first of all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import docx
import pytest

from tests.browser import IN_A_BROWSER, Window
from tests.fakes_documents import letter
from tests.server import started

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = IN_A_BROWSER

COSMETICS = "Which decision covers manufacture, import and export of cosmetics?"

KEPT = "Manufacture, import and export of cosmetics: which decision?"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("server")
    with started(folder) as server:
        yield server.address


def test_filters_restrict_answers_and_are_removed_again(window: Window) -> None:
    page = window.page
    page.locator("#narrowing .every").wait_for()
    page.get_by_role("button", name="Narrow down").click()
    page.get_by_label("Kind of source").select_option("letter")
    page.get_by_label("Document", exact=True).select_option("letter-mc-cop5-2023-190")
    page.get_by_label("Dated from").fill("2023-01-01")
    shown = "list => list.selectedOptions[0].textContent"
    assert page.get_by_label("Kind of source").evaluate(shown) == "Letter", "the list says what was chosen"
    assert page.get_by_label("Workstream").evaluate(shown) == "any"
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


def test_conversations_are_reopened_renamed_and_deleted(window: Window) -> None:
    page = window.page
    window.ask(KEPT)
    shown = page.locator("#talks .talk-link[aria-current]")
    shown.wait_for()
    for place in ("Register", "Documents", "Ask"):
        page.get_by_role("tab", name=place, exact=True).click()
        assert "?conversation=" in page.url, "what is looked up elsewhere does not lose it"
    page.reload()
    page.locator("#chat a.cite").first.wait_for()
    page.locator("#chat a.cite").nth(1).click()
    page.locator("#sources mark", has_text="mercury has been added").wait_for()
    page.get_by_role("button", name="New conversation").click()
    page.locator("#welcome").wait_for()
    window.ask("Are there rules on mining?")
    page.locator("#talks .talk-link", has_text="mining").wait_for()
    page.locator("#talks .talk-link", has_text=KEPT).click()
    page.locator("#current h2", has_text=KEPT).wait_for()
    assert page.locator("#chat .asked").inner_text() == KEPT
    current = page.locator("#talks li:has([aria-current])")
    current.locator("summary").click()
    current.get_by_role("button", name="Rename").click()
    page.keyboard.type("Face creams")
    page.keyboard.press("Enter")
    page.locator("#talks .talk-link", has_text="Face creams").wait_for()
    assert page.locator("#current h2").inner_text() == "Face creams"
    current.locator("summary").click()
    current.get_by_role("button", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    page.locator("#welcome").wait_for()
    page.locator("#talks .talk-link", has_text="Face creams").wait_for(state="detached")
    assert "conversation" not in page.url
    window.ask("Are there rules on mining?")
    assert page.locator("#chat .asked").count() == 1


def test_an_answer_and_a_conversation_are_saved(window: Window) -> None:
    page = window.page
    window.ask(COSMETICS)
    for place in ("#chat .foot", "#current"):
        with page.expect_download() as saved:
            page.locator(place).get_by_role("link", name="Word").click()
        assert saved.value.suggested_filename.endswith(".docx")
        document = docx.Document(str(saved.value.path()))
        assert document.paragraphs[0].text == COSMETICS and len(document.tables[0].rows) == 3
    with page.expect_download() as saved:
        page.locator("#current").get_by_role("link", name="Markdown").click()
    assert "[^1]: " in saved.value.path().read_text(encoding="utf-8")


def test_an_answer_is_judged_with_the_keyboard_and_the_thought_comes_back(window: Window) -> None:
    page = window.page
    window.ask(COSMETICS)
    page.get_by_role("button", name="Not a good answer").focus()
    page.keyboard.press("Enter")
    page.get_by_role("dialog").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("It leaves out the report.")
    page.get_by_role("button", name="Send").press("Enter")
    page.get_by_text("Noted: Incomplete.").wait_for()
    page.reload()
    page.get_by_text("Noted: Incomplete.").wait_for()
    page.get_by_role("button", name="Not a good answer").click()
    assert page.get_by_label("Remark").input_value() == "It leaves out the report."
    assert page.get_by_label("Incomplete").is_checked()
    page.get_by_role("button", name="Take back").click()
    page.get_by_text("Noted: Incomplete.").wait_for(state="detached")
    page.get_by_role("button", name="Good answer", exact=True).click()
    page.get_by_text("Noted, thank you.").wait_for()


def test_a_question_offered_below_an_answer_is_answered(window: Window) -> None:
    page = window.page
    window.ask(COSMETICS)
    offered = page.locator("#chat a.next")
    offered.first.wait_for()
    question = offered.first.inner_text()
    offered.first.click()
    window.answered(2)
    assert page.locator("#chat .asked").last.inner_text() == question
    assert page.locator("#chat .answer.answered").count() == 2


def test_an_earlier_question_is_changed_and_what_followed_goes(window: Window) -> None:
    page = window.page
    window.ask("Are there rules on mining?")
    window.ask("And on hostages?")
    page.locator("a[href='#edit-1']").focus()
    page.keyboard.press("Enter")
    assert page.locator("#question textarea").input_value() == "Are there rules on mining?"
    page.keyboard.press("Escape")
    assert page.locator("#question textarea").input_value() == ""
    page.locator("a[href='#edit-1']").click()
    page.get_by_text("You are changing question 1").wait_for()
    page.fill("#question textarea", COSMETICS)
    page.press("#question textarea", "Enter")
    page.locator("#chat .answer.answered").wait_for()
    window.answered(1)
    assert [one.inner_text() for one in page.locator("#chat .asked").all()] == [COSMETICS]
    assert page.locator("#ask-note").is_visible()
    window.ask("Are there rules on mining?")
    assert page.locator("#chat .asked").count() == 2, "the next one is added again"


def test_on_a_phone_everything_is_in_reach(browser: Browser, address: str) -> None:
    window = Window(browser, address, 360, 740, "dark")
    page = window.page
    window.ask(COSMETICS)
    page.locator("#chat a.cite").first.focus()
    page.keyboard.press("Enter")
    page.locator("#sources mark").wait_for()
    page.keyboard.press("Escape")
    page.locator("#side").wait_for(state="hidden")
    assert page.evaluate("document.activeElement.className").startswith("cite")
    page.get_by_role("button", name="Conversations").click()
    page.locator("#talks .talk-link").first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.keyboard.press("Escape")
    page.locator("#talks").wait_for(state="hidden")
    page.get_by_role("button", name="Narrow down").click()
    choices = page.locator("#choices").bounding_box()
    assert choices and choices["y"] >= 0 and choices["x"] + choices["width"] <= 360
    assert window.complaints == [] and window.foreign == []
    window.context.close()
