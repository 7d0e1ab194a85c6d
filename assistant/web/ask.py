"""The chat window: a conversation, and beside it the sources in their documents.

This file lays the window out; its events are in `events`, what they do in `talk`, what is shown in
`messages` and `panel`.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import gradio as gr
from fastapi import FastAPI

from assistant.conversations import Conversations
from assistant.places import Places
from assistant.settings import ServerSettings
from assistant.web import documents, register
from assistant.web.events import Events, Parts, wire
from assistant.web.foot import dialog
from assistant.web.frame import header, note, tabs, welcome
from assistant.web.panel import empty_panel
from assistant.web.rail import current_line, rail
from assistant.web.talk import Conversation, Opened
from assistant.web.theme import theme, window_head

if TYPE_CHECKING:
    from assistant import Assistant


def mount_window(
    app: FastAPI, assistant: Assistant, settings: ServerSettings, places: Places, kept: Conversations
) -> None:
    """Serve the window at ``/`` of `app`, behind every route that `app` already has."""
    talk = Conversation(assistant, settings, places, kept)

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
        head=window_head(talk.words.language, talk.words("direction")),
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


def window(talk: Conversation) -> gr.Blocks:
    """The window's layout and events."""
    say = talk.words
    rtl = say("direction") == "rtl"
    with gr.Blocks(title=say("title"), analytics_enabled=False, fill_height=True, fill_width=True) as ui:
        opened = gr.State(Opened())
        with gr.Row(elem_id="head"):
            gr.HTML(header(say), elem_id="head-text")
            gr.HTML(tabs(say), elem_id="places")
            new = gr.Button(say("head.new"), elem_id="new", size="sm", scale=0)
        with gr.Row(elem_id="desk"):
            # Its script lists the kept conversations from `assistant.conversing`.
            gr.HTML(rail(say, shared=not talk.settings.api_keys), elem_id="rail")
            with gr.Column(elem_id="talk", scale=6, min_width=280):
                current = gr.HTML(current_line(Opened(), say), elem_id="current")
                with gr.Column(elem_id="welcome") as greeting:
                    gr.HTML(welcome(say))
                    with gr.Row(elem_id="examples"):
                        examples = [gr.Button(text, size="sm") for text in say.each("examples")]
                    about = gr.HTML(talk.holdings())
                chat = _chatbot(rtl)
                narrowing = gr.HTML(talk.filters(), elem_id="narrowing")
                with gr.Row(elem_id="composer"):
                    question = gr.Textbox(
                        elem_id="question",
                        rtl=rtl,
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
                gr.HTML(note(say))
            with gr.Column(elem_id="side", scale=5, min_width=280):
                # The page's script tells through this component which source was clicked.
                panel = gr.HTML(
                    empty_panel(say),
                    elem_id="sources",
                    js_on_load="window.minamataTell = function (name, data) { trigger(name, data); };",
                )
        gr.HTML(dialog(say), elem_id="asides")
        # Their scripts fetch what they show from `consulting` and `shelving`, past Gradio's events.
        gr.HTML(register.place(say), elem_id="register")
        gr.HTML(documents.place(say), elem_id="documents")
        parts = Parts(opened, current, greeting, chat, question, send, stop, panel)
        wire(Events(talk), parts, ui, new, examples)
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


def _chatbot(rtl: bool) -> gr.Chatbot:
    return gr.Chatbot(
        rtl=rtl,
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
