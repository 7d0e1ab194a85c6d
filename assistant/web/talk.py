"""What the chat window does: take a question, stream its answer, open a source. No layout here."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from assistant.errors import TooBusy
from assistant.places import Places
from assistant.question import accepted
from assistant.settings import ServerSettings
from assistant.web.filtering import bar, said, searched
from assistant.web.frame import holdings
from assistant.web.messages import Exchange, turns
from assistant.web.panel import empty_panel, sources_panel
from assistant.web.wording import words
from index.hit import Filters

if TYPE_CHECKING:
    from assistant import Assistant

_ALL = Filters()
_log = logging.getLogger("minamata.server")
Exchanges = tuple[Exchange, ...]


class Conversation:
    """What the window's events do; one for all sessions, each session's exchanges are handed in."""

    def __init__(self, assistant: Assistant, settings: ServerSettings, places: Places) -> None:
        self.assistant = assistant
        self.settings = settings
        self.places = places
        self.words = words(settings.language)

    def begin(self, question: str, exchanges: Exchanges, filters: Filters = _ALL) -> Exchanges:
        """The exchanges with one more, not answered yet. Raises QuestionRejected."""
        asked = accepted(question or "", self.settings.asking.max_question_chars)
        limits = said(filters, self.assistant.index, self.words)
        return (*exchanges, Exchange(asked, filters=filters, limits=limits))

    def rejected(self, reason: str, question: str) -> str:
        """Why a question was not taken, in the window's words."""
        limit = self.settings.asking.max_question_chars
        return self.words(f"rejected.{reason}", count=len(question or ""), limit=limit)

    def holdings(self) -> str:
        """From which documents answers come, as they are now."""
        return holdings(self.words, self.assistant.index.documents())

    def filters(self) -> str:
        """What answers may draw on, as it can be chosen now."""
        return bar(self.assistant.index, self.words)

    def answer(self, exchanges: Exchanges) -> Iterator[Exchanges]:
        """The exchanges again and again, the last one growing until its answer is whole."""
        earlier, current = exchanges[:-1], exchanges[-1]
        history = turns(earlier, self.settings.asking.max_history_turns)
        try:
            with self.places.place():
                for name, data in self.assistant.stream(current.question, history, current.filters):
                    current = self._with_searched(current.heard(name, data))
                    yield (*earlier, current)
        except TooBusy:
            yield (*earlier, current.without(self.words("ask.too_busy")))
        except Exception as error:  # the window must always say something; the log keeps the kind of error
            _log.error("window answer failed", extra={"error": type(error).__name__})
            yield (*earlier, current.without(self.words("ask.broken")))

    def _with_searched(self, exchange: Exchange) -> Exchange:
        """A question that the documents do not answer says where it was looked for."""
        if exchange.answer is None or exchange.answer.status not in ("not_in_documents", "not_loaded"):
            return exchange
        where = searched(exchange.filters, self.assistant.index, self.words)
        return replace(exchange, searched=where)

    def settle(self, exchanges: Exchanges) -> Exchanges:
        """The exchanges after a stop: one without an answer says that it was stopped."""
        if not exchanges or exchanges[-1].answer or exchanges[-1].trouble:
            return exchanges
        return (*exchanges[:-1], exchanges[-1].without(self.words("ask.stopped")))

    def panel(self, exchanges: Exchanges, wanted: str = "") -> str:
        """The sources panel for ``cite 2 1`` or ``near 2 1``, or for the last exchange."""
        index = self.assistant.index
        parts = wanted.split()
        if len(parts) >= 3 and parts[0] in ("cite", "near") and parts[1].isdigit() and parts[2].isdigit():
            number, place = int(parts[1]), int(parts[2])
            if 1 <= number <= len(exchanges):
                which: Literal["cite", "near"] = "cite" if parts[0] == "cite" else "near"
                return sources_panel(exchanges[number - 1], number, which, place, index, self.words)
        if not exchanges:
            return empty_panel(self.words)
        last = exchanges[-1]
        return sources_panel(last, len(exchanges), "cite" if last.sources else "near", 1, index, self.words)
