"""The register as the window sees it: of the fakes, or of rows that a test gives."""

from __future__ import annotations

from datetime import date
from typing import Any

from assistant.web.registers import View
from assistant.web.wording import words
from corpus.passage import Passage
from corpus.register import DeadlineRow, Register
from tests.fakes_assistant import FakeIndex
from tests.fakes_documents import letter

BEFORE, BETWEEN, AFTER = date(2024, 1, 1), date(2024, 8, 1), date(2026, 1, 1)


class ShelfOf(FakeIndex):
    """A fake index whose register is given."""

    def __init__(self, register: Register) -> None:
        super().__init__()
        self.given = register

    def register(self) -> Register:
        """What was given."""
        return self.given


def view(index: Any = None, today: date = BETWEEN, language: str = "en") -> View:
    shown: Any = index or FakeIndex()
    return View(shown, words(language), today)


def item(text: str) -> Passage:
    """The passage of the letter that holds `text`."""
    return next(p for p in FakeIndex().passages(letter().id) if text in p.text)


COSMETICS = item("cosmetics")


def deadline(day: date | None, what: str = "Submission of information") -> DeadlineRow:
    return DeadlineRow(
        day, "by then", what, "Parties", COSMETICS.id, letter().id, ("MC-5/5",), "Intersessional mandates"
    )
