"""The chat window: a conversation, and beside it the sources in their documents.

This file lays the window out and wires its events; what they do is in `talk`, what is shown in `messages`
and `panel`.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import gradio as gr
from fastapi import FastAPI

from assistant.errors import QuestionRejected
from assistant.places import Places
from assistant.settings import ServerSettings
from assistant.web.documents import place, tabs
from assistant.web.filtering import chosen
from assistant.web.frame import header, welcome
from assistant.web.messages import conversation
from assistant.web.panel import empty_panel
from assistant.web.talk import Conversation, Exchanges
from assistant.web.theme import theme, window_head

if TYPE_CHECKING:
    from assistant import Assistant


#: The last value of an event that asks is what the page's script tells (`window.minamataAsking`).
_TELL = "(...given) => [...given.slice(0, -1), window.minamataAsking()]"


def mount_window(app: FastAPI, assistant: Assistant, settings: ServerSettings, places: Places) -> None:
    """Serve the window at ``/`` of `app`, behind every route that `app` already has."""
    talk = Conversation(assistant, settings, places)

    async def mount() -> None:
        _mount(app, talk, settings)

    # Where no event loop runs, Gradio makes several and never closes them.
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        asyncio.run(mount())
    else:
        _mount(app, talk, settings)


def _mount(app: FastAPI, talk: Conversation, settings: ServerSettings) -> None:
    gr.mount_gradio_app(
        app,
        window(talk),
        path="/",
        server_name=settings.host,
        theme=theme(),
        head=window_head(),
        show_error=False,
        enable_monitoring=False,
        run_history=False,
        footer_links=[],
        max_file_size="1kb",
        allowed_paths=[],
        blocked_paths=[str(settings.data_dir)],
        ssr_mode=False,
        mcp_server=False,
        pwa=False,
    )


@dataclass
class Parts:
    """The components that events change."""

    exchanges: gr.State
    welcome: gr.Column
    chat: gr.Chatbot
    question: gr.Textbox
    send: gr.Button
    stop: gr.Button
    panel: gr.HTML

    def all(self) -> list[Any]:
        """Every one, in the order that `Shown.all` gives values."""
        return [self.exchanges, self.welcome, self.chat, self.question, self.send, self.stop, self.panel]


def window(talk: Conversation) -> gr.Blocks:
    """The window's layout and events."""
    say = talk.words
    with gr.Blocks(title=say("title"), analytics_enabled=False, fill_height=True, fill_width=True) as ui:
        exchanges = gr.State(())
        with gr.Row(elem_id="head"):
            gr.HTML(header(say), elem_id="head-text")
            gr.HTML(tabs(say), elem_id="places")
            new = gr.Button(say("head.new"), elem_id="new", size="sm", scale=0)
        with gr.Row(elem_id="desk"):
            with gr.Column(elem_id="talk", scale=6, min_width=280):
                with gr.Column(elem_id="welcome") as greeting:
                    gr.HTML(welcome(say))
                    with gr.Row(elem_id="examples"):
                        examples = [gr.Button(text, size="sm") for text in say.each("examples")]
                    about = gr.HTML(talk.holdings())
                chat = _chatbot()
                narrowing = gr.HTML(talk.filters(), elem_id="narrowing")
                with gr.Row(elem_id="composer"):
                    question = gr.Textbox(
                        elem_id="question",
                        label=say("ask.label"),
                        show_label=False,
                        container=False,
                        placeholder=say("ask.hint"),
                        lines=1,
                        max_lines=6,
                    )
                    send = gr.Button(
                        say("ask.send"), variant="primary", elem_id="send", scale=0, min_width=72
                    )
                    stop = gr.Button(say("ask.stop"), elem_id="stop", scale=0, min_width=72, visible=False)
                gr.HTML(f'<p id="ask-note">{say("ask.note")}</p>')
            with gr.Column(elem_id="side", scale=5, min_width=280):
                # The page's script tells through this component which source was clicked.
                panel = gr.HTML(
                    empty_panel(say),
                    elem_id="sources",
                    js_on_load="window.minamataTell = function (name, data) { trigger(name, data); };",
                )
        # Its script fetches what is loaded from `assistant.shelving`; no event of Gradio's takes part.
        gr.HTML(place(say), elem_id="documents")
        _wire(talk, Parts(exchanges, greeting, chat, question, send, stop, panel), new, examples)
        for told in (ui.load, panel.upload):
            told(
                lambda: (talk.holdings(), talk.filters()),
                None,
                [about, narrowing],
                show_progress="hidden",
                api_visibility="private",
            )
    ui.queue(max_size=64, default_concurrency_limit=8, api_open=False)
    return ui


def _chatbot() -> gr.Chatbot:
    return gr.Chatbot(
        elem_id="chat",
        visible=False,
        show_label=False,
        container=False,
        sanitize_html=True,
        allow_tags=False,
        latex_delimiters=[],
        allow_file_downloads=False,
        buttons=[],
        feedback_options=None,
        line_breaks=False,
        layout="panel",
        # The page's script brings the new question to the top instead, so an answer is read from its start.
        autoscroll=False,
        height="100%",
    )


def _wire(talk: Conversation, parts: Parts, new: gr.Button, examples: list[gr.Button]) -> None:
    """Asking, asking again, stopping, starting anew and opening a source."""
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    # Never shown: the page's script fills it with what it knows when a question is asked.
    told = gr.Textbox(visible=False)
    runs = []

    def asked(listener: Callable[..., Any], begin: Callable[..., Any], inputs: list[Any]) -> None:
        run = listener(begin, [*inputs, told], parts.all(), js=_TELL, **quiet).success(
            grow,
            [parts.exchanges],
            parts.all(),
            concurrency_id="ask",
            concurrency_limit=talk.settings.concurrent_answers + talk.settings.waiting_answers,
            time_limit=int(talk.settings.asking.answer_seconds) + 30,
            **quiet,
        )
        runs.append(run)

    def grow(exchanges: Exchanges) -> Iterator[tuple[Any, ...]]:
        # Gradio must see a generator function to stream what it yields.
        yield from _growing(talk, exchanges)

    def begin(question: str, exchanges: Exchanges, told: str) -> tuple[Any, ...]:
        try:
            begun = talk.begin(question, exchanges, chosen(_read(told).get("filters")))
            return _shown(talk, begun, busy=True, question="")
        except QuestionRejected as error:
            raise gr.Error(talk.rejected(error.reason, question), title="", print_exception=False) from error

    def begin_again(exchanges: Exchanges, told: str) -> tuple[Any, ...]:
        return begin(exchanges[-1].question if exchanges else "", exchanges[:-1], told)

    asked(parts.send.click, begin, [parts.question, parts.exchanges])
    asked(parts.question.submit, begin, [parts.question, parts.exchanges])
    asked(parts.panel.retry, begin_again, [parts.exchanges])
    for example in examples:
        asked(example.click, begin, [example, parts.exchanges])
    parts.stop.click(
        lambda exchanges: _shown(talk, talk.settle(exchanges)),
        [parts.exchanges],
        parts.all(),
        cancels=runs,
        **quiet,
    )

    def opened(exchanges: Exchanges, event: gr.EventData) -> str:
        return talk.panel(
            exchanges, str(event._data.get("source", "")) if isinstance(event._data, dict) else ""
        )

    parts.panel.select(opened, [parts.exchanges], parts.panel, concurrency_limit=8, **quiet)
    new.click(lambda: _shown(talk, (), question=""), None, parts.all(), cancels=runs, **quiet)


def _read(told: str) -> dict[str, Any]:
    """What the page's script told; nothing where that cannot be read."""
    try:
        value = json.loads(told or "{}")
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _growing(talk: Conversation, exchanges: Exchanges) -> Iterator[tuple[Any, ...]]:
    """The window while an answer grows, and once it is whole."""
    sources = None
    grown = exchanges
    for grown in talk.answer(exchanges):
        fresh, sources = grown[-1].sources != sources, grown[-1].sources
        yield _shown(talk, grown, busy=True, panel=fresh)
    yield _shown(talk, grown)


def _shown(
    talk: Conversation,
    exchanges: Exchanges,
    busy: bool = False,
    question: str | None = None,
    panel: bool = True,
) -> tuple[Any, ...]:
    """Values for `Parts.all`; `question` None leaves what is being typed alone."""
    return (
        exchanges,
        gr.update(visible=not exchanges),
        gr.update(value=conversation(exchanges, talk.words), visible=bool(exchanges)),
        gr.skip() if question is None else question,
        gr.update(visible=not busy),
        gr.update(visible=busy),
        talk.panel(exchanges) if panel else gr.skip(),
    )
