"""The chat window's events: which component's event changes what. What they do is in `talk`; no layout."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from typing import Any

import gradio as gr

from assistant.conversing import owner_of
from assistant.errors import ConversationsUnusable, QuestionRejected
from assistant.web.filtering import chosen
from assistant.web.messages import conversation
from assistant.web.rail import current_line
from assistant.web.talk import Conversation, Opened
from index.errors import UnknownId

_log = logging.getLogger("minamata.server")
#: The last value of an event that asks is what the page's script tells (`window.minamataAsking`).
_TELL = "(...given) => [...given.slice(0, -1), window.minamataAsking()]"
_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
Values = tuple[Any, ...]


@dataclass
class Parts:
    """The components that events change."""

    opened: gr.State
    current: gr.HTML
    welcome: gr.Column
    chat: gr.Chatbot
    question: gr.Textbox
    send: gr.Button
    stop: gr.Button
    panel: gr.HTML

    def all(self) -> list[Any]:
        """Every one, in the order that `Events.shown` gives values."""
        return [
            *(self.opened, self.current, self.welcome, self.chat),
            *(self.question, self.send, self.stop, self.panel),
        ]


def wire(events: Events, parts: Parts, ui: gr.Blocks, new: gr.Button, examples: list[gr.Button]) -> None:
    """Asking, asking again, stopping, opening a conversation or a new one, and opening a source."""
    settings = events.talk.settings
    # Never shown: the page's script fills it with what it knows when a question is asked.
    told = gr.Textbox(visible=False)
    runs = []

    def asked(listener: Callable[..., Any], begin: Callable[..., Any], inputs: list[Any]) -> None:
        run = listener(begin, [*inputs, told], parts.all(), js=_TELL, **_QUIET).success(
            events.grow,
            [parts.opened],
            parts.all(),
            concurrency_id="ask",
            concurrency_limit=settings.concurrent_answers + settings.waiting_answers,
            time_limit=int(settings.asking.answer_seconds) + 30,
            **_QUIET,
        )
        runs.append(run)

    asked(parts.send.click, events.begin_typed, [parts.question, parts.opened])
    asked(parts.question.submit, events.begin_typed, [parts.question, parts.opened])
    asked(parts.panel.retry, events.begin_again, [parts.opened])
    asked(parts.panel.example_select, events.begin_next, [parts.opened])
    for example in examples:
        asked(example.click, events.begin, [example, parts.opened])
    parts.stop.click(events.stop, [parts.opened], parts.all(), cancels=runs, **_QUIET)
    parts.panel.select(events.source, [parts.opened], parts.panel, concurrency_limit=8, **_QUIET)
    parts.panel.like(events.judge, [parts.opened], [parts.opened, parts.chat], **_QUIET)
    parts.panel.expand(events.reopen, None, parts.all(), cancels=runs, **_QUIET)
    ui.load(events.reload, [told], parts.all(), js="() => [window.minamataConversation()]", **_QUIET)
    new.click(events.empty, None, parts.all(), cancels=runs, **_QUIET)


class Events:
    """What each event gives: values for `Parts.all`, unless another docstring says so."""

    def __init__(self, talk: Conversation) -> None:
        self.talk = talk

    def begin(self, question: str, opened: Opened, told: str) -> Values:
        """The question is taken; its answer follows in `grow`."""
        try:
            begun = self.talk.begin(question, opened.exchanges, chosen(_read(told).get("filters")))
        except QuestionRejected as error:
            reason = self.talk.rejected(error.reason, question)
            raise gr.Error(reason, title="", print_exception=False) from error
        return self.shown(replace(opened, exchanges=begun), busy=True, question="")

    def begin_typed(self, question: str, opened: Opened, told: str) -> Values:
        """A question that was typed: a new one, or one in place of an earlier one and all behind it."""
        place = _read(told).get("edit")
        if isinstance(place, int) and 1 <= place <= len(opened.exchanges):
            opened = replace(opened, exchanges=opened.exchanges[: place - 1])
        return self.begin(question, opened, told)

    def begin_again(self, opened: Opened, told: str) -> Values:
        """The last question is asked once more, in place of its answer."""
        if not opened.exchanges:
            return self.begin("", opened, told)
        earlier = replace(opened, exchanges=opened.exchanges[:-1])
        return self.begin(opened.exchanges[-1].question, earlier, told)

    def begin_next(self, opened: Opened, told: str, event: gr.EventData) -> Values:
        """One of the questions below the last answer is asked."""
        following = opened.exchanges[-1].following if opened.exchanges else ()
        place = _data(event).get("place")
        known = isinstance(place, int) and 1 <= place <= len(following)
        return self.begin(following[place - 1] if known and isinstance(place, int) else "", opened, told)

    def grow(self, opened: Opened, request: gr.Request) -> Iterator[Values]:
        """The window while an answer grows, and once it is whole and kept."""
        sources = None
        grown = opened.exchanges
        for grown in self.talk.answer(opened.exchanges):
            fresh, sources = grown[-1].sources != sources, grown[-1].sources
            yield self.shown(replace(opened, exchanges=grown), busy=True, panel=fresh)
        opened = replace(opened, exchanges=grown)
        try:
            opened = self.talk.keep(opened, self._owner(request))
        except ConversationsUnusable as error:
            _log.error("conversation not kept", extra={"error": type(error.__cause__).__name__})
            gr.Warning(self.talk.words("conversations.not_kept"), title="")
        yield self.shown(replace(opened, exchanges=self.talk.suggest(opened.exchanges)))

    def stop(self, opened: Opened) -> Values:
        """The answer that was growing is given up."""
        return self.shown(replace(opened, exchanges=self.talk.settle(opened.exchanges)))

    def source(self, opened: Opened, event: gr.EventData) -> str:
        """The panel with the source that was clicked."""
        return self.talk.panel(opened.exchanges, str(_data(event).get("source", "")))

    def judge(self, opened: Opened, event: gr.EventData, request: gr.Request) -> Values:
        """The conversation and its messages, with what the reader thought of an answer."""
        try:
            opened = self.talk.judge(opened, self._owner(request), _data(event))
        except (UnknownId, ConversationsUnusable) as error:
            reason = self.talk.words("conversations.broken")
            raise gr.Error(reason, title="", print_exception=False) from error
        return opened, conversation(opened.exchanges, self.talk.words, opened.id)

    def reopen(self, event: gr.EventData, request: gr.Request) -> Values:
        """A kept conversation that was clicked."""
        identity = str(_data(event).get("id", ""))
        return self.shown(self.talk.open(self._owner(request), identity), question="")

    def reload(self, identity: str, request: gr.Request) -> Values:
        """The conversation that the page's address names."""
        opened = self.talk.open(self._owner(request), identity)
        # A question asked before the page had heard from the server must not be wiped out.
        return self.shown(opened) if identity else tuple(gr.skip() for _ in fields(Parts))

    def empty(self) -> Values:
        """A new conversation."""
        return self.shown(Opened(), question="")

    def shown(
        self, opened: Opened, busy: bool = False, question: str | None = None, panel: bool = True
    ) -> Values:
        """Values for `Parts.all`; `question` None leaves what is being typed alone."""
        exchanges, words = opened.exchanges, self.talk.words
        return (
            opened,
            current_line(opened, words),
            gr.update(visible=not exchanges),
            gr.update(value=conversation(exchanges, words, opened.id), visible=bool(exchanges)),
            gr.skip() if question is None else question,
            gr.update(visible=not busy),
            gr.update(visible=busy),
            self.talk.panel(exchanges) if panel else gr.skip(),
        )

    def _owner(self, request: gr.Request) -> str:
        """Whose conversations the page of this event shows."""
        scope = request.request.scope if request.request else {}
        return owner_of(scope.get("minamata.caller"), bool(self.talk.settings.api_keys))


def _read(told: str) -> dict[str, Any]:
    """What the page's script told; nothing where that cannot be read."""
    try:
        value = json.loads(told or "{}")
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _data(event: gr.EventData) -> dict[str, Any]:
    """What the page's script sent along with an event; nothing where that is something else."""
    return event._data if isinstance(event._data, dict) else {}
