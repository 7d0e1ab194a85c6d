"""The kept conversations beside the one shown, before the page's script (`style/rail.js`) has listed them."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING

from assistant.web.filtering import stated
from assistant.web.foot import exports
from assistant.web.viewer import inert
from assistant.web.wording import Words

if TYPE_CHECKING:
    from assistant.web.talk import Opened

_TOLD = ("none", "today", "week", "earlier", "options", "rename", "rename_label", "delete", "sure", "broken")


def toggle(words: Words) -> str:
    """The button that shows and hides the conversations."""
    label = escape(words("conversations.toggle"))
    return (
        f'<button type="button" id="rail-toggle" aria-controls="talks" aria-expanded="false" '
        f'aria-label="{label}" title="{label}"><span></span><span></span><span></span></button>'
    )


def rail(words: Words, shared: bool) -> str:
    """The place of the list, and the question before one is deleted; `shared` where there are no keys."""
    told = "".join(
        f' data-{name.replace("_", "-")}="{escape(words(f"conversations.{name}"))}"' for name in _TOLD
    )
    note = f'<p class="shared">{escape(words("conversations.shared"))}</p>' if shared else ""
    # Braces of a text are the script's to fill in, not the component's.
    return inert(
        f'<nav id="talks" aria-label="{escape(words("conversations.title"))}"{told}>'
        f'<h2>{escape(words("conversations.title"))}</h2><div class="talk-list"></div>{note}'
        f'<p class="said" role="status"></p>'
        '<dialog aria-labelledby="delete-title"><h3 id="delete-title"></h3>'
        f'<p>{escape(words("conversations.sure_note"))}</p><div class="answers">'
        f'<button type="button" class="keep" autofocus>{escape(words("conversations.keep"))}</button>'
        f'<button type="button" class="remove">{escape(words("conversations.delete"))}</button>'
        "</div></dialog></nav>"
    )


def current_line(opened: Opened, words: Words) -> str:
    """The title of the conversation shown; tells the script its id and what its last answer drew on."""
    last = opened.exchanges[-1] if opened.exchanges else None
    filters = json.dumps(stated(last.filters)) if last else "{}"
    data = (
        f'data-id="{escape(opened.id)}" data-questions="{len(opened.exchanges)}" '
        f'data-filters="{escape(filters)}"'
    )
    if not opened.id:
        return f'<div class="current" {data}></div>'
    saved = "".join(exports(opened.id, words))
    return inert(
        f'<div class="current" {data}><h2>{escape(opened.title)}</h2><span class="saves">{saved}</span></div>'
    )
