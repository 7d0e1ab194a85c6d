"""What the chat window does: take a question, stream its answer, open a source. No layout here."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from assistant.conversations import Conversations
from assistant.errors import TooBusy
from assistant.kept import LONGEST_REMARK, VERDICTS, Judgement, KeptExchange
from assistant.places import Places
from assistant.question import accepted
from assistant.settings import ServerSettings
from assistant.standing import digests, present
from assistant.suggesting import suggestions
from assistant.web.exchange import Exchange, turns
from assistant.web.filtering import bar, chosen, said, searched, stated
from assistant.web.frame import holdings
from assistant.web.panel import empty_panel, sources_panel
from assistant.web.wording import words
from index.errors import UnknownId
from index.filters import Filters

if TYPE_CHECKING:
    from assistant import Assistant

_ALL = Filters()
_log = logging.getLogger("minamata.server")
Exchanges = tuple[Exchange, ...]


@dataclass(frozen=True, slots=True)
class Opened:
    """What one page shows: a conversation's exchanges, id and title where it is kept ("" where not)."""

    exchanges: Exchanges = ()
    id: str = ""
    title: str = ""


class Conversation:
    """What the window's events do; one for all sessions, each session's exchanges are handed in."""

    def __init__(
        self,
        assistant: Assistant,
        settings: ServerSettings,
        places: Places,
        kept: Conversations | None = None,
    ) -> None:
        self.assistant = assistant
        self.settings = settings
        self.places = places
        self.kept = kept
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
                    current = self._completed(current.heard(name, data))
                    yield (*earlier, current)
        except TooBusy:
            yield (*earlier, current.without(self.words("ask.too_busy")))
        except Exception as error:  # the window must always say something; the log keeps the kind of error
            _log.error("window answer failed", extra={"error": type(error).__name__})
            yield (*earlier, current.without(self.words("ask.broken")))

    def _completed(self, exchange: Exchange) -> Exchange:
        """An answer with what tells later whether its sources stand; a refusal with what was searched."""
        if exchange.answer is None:
            return exchange
        index = self.assistant.index
        refused = exchange.answer.status in ("not_in_documents", "not_loaded")
        where = searched(exchange.filters, index, self.words) if refused else ""
        return replace(exchange, searched=where, digests=digests(exchange.answer, index))

    def keep(self, opened: Opened, owner: str) -> Opened:
        """The conversation once its last answer is kept for `owner`. Raises ConversationsUnusable."""
        last = opened.exchanges[-1] if opened.exchanges else None
        if self.kept is None or last is None or last.answer is None:
            return opened
        exchange = KeptExchange(last.question, last.answer, stated(last.filters), last.searched, last.digests)
        heading = self.kept.keep(owner, opened.id, len(opened.exchanges), exchange)
        return replace(opened, id=heading.id, title=heading.title) if heading else opened

    def open(self, owner: str, identity: str) -> Opened:
        """A kept conversation, each citation as it stands now; an empty one where `owner` has none such."""
        if self.kept is None or not identity:
            return Opened()
        try:
            found = self.kept.conversation(owner, identity)
        except UnknownId:
            return Opened()
        exchanges = tuple(self._reopened(one) for one in found.exchanges)
        return Opened(exchanges, found.heading.id, found.heading.title)

    def judge(self, opened: Opened, owner: str, told: Mapping[str, object]) -> Opened:
        """The conversation with what the reader thought of one answer, kept.

        `told` names the answer's `number`, a `verdict` ("" takes it back) and a `remark`; nonsense changes
        nothing. Raises UnknownId, ConversationsUnusable.
        """
        number, verdict = told.get("number"), told.get("verdict")
        if self.kept is None or not isinstance(number, int) or not 1 <= number <= len(opened.exchanges):
            return opened
        if verdict not in (*VERDICTS, ""):
            return opened
        known = next((v for v in VERDICTS if v == verdict), None)
        judgement = Judgement(known, str(told.get("remark", ""))[:LONGEST_REMARK]) if known else None
        self.kept.judge(owner, opened.id, number, judgement)
        before, after = opened.exchanges[: number - 1], opened.exchanges[number:]
        judged = replace(opened.exchanges[number - 1], judgement=judgement)
        return replace(opened, exchanges=(*before, judged, *after))

    def _reopened(self, kept: KeptExchange) -> Exchange:
        answer = present(kept.answer, self.assistant.index, kept.digests)
        filters = chosen(kept.filters)
        return Exchange(
            kept.question,
            answer.citations,
            answer.statements,
            answer,
            filters=filters,
            limits=said(filters, self.assistant.index, self.words),
            searched=kept.searched,
            digests=kept.digests,
            judgement=kept.judgement,
        )

    def suggest(self, exchanges: Exchanges) -> Exchanges:
        """The exchanges, the last one with questions worth asking next."""
        last = exchanges[-1] if exchanges else None
        if last is None or last.answer is None:
            return exchanges
        history = turns(exchanges, self.settings.asking.max_history_turns)
        try:
            found = suggestions(last.answer, history, last.filters, self.assistant, self.words)
        except Exception as error:  # the answer is there; that nothing can be suggested must not take it away
            _log.error("nothing suggested", extra={"error": type(error).__name__})
            return exchanges
        return (*exchanges[:-1], replace(last, following=found))

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
