"""The parts of the window that stand around a conversation: the head, and what an empty one shows."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from assistant.web.rail import toggle
from assistant.web.viewer import address, inert
from assistant.web.wording import Words
from corpus.document import Document

#: Documents named in an empty conversation; with more, only their number is said.
_MOST_NAMED = 4
#: The window's places, each with the id of the part that shows it.
PLACES = {"ask": "desk", "register": "register-place", "documents": "shelf"}


def header(words: Words) -> str:
    """Name, purpose and links of the window."""
    name, purpose = escape(words("title")), escape(words("subtitle"))
    return f'{toggle(words)}<div class="brand"><h1>{name}</h1><p>{purpose}</p></div>{links(words)}'


def tabs(words: Words) -> str:
    """The window's places, as tabs; `style/places.js` goes from one to the other."""
    buttons = "".join(
        f'<button type="button" role="tab" id="tab-{name}" aria-controls="{part}" '
        f'aria-selected="{"true" if name == "ask" else "false"}"{"" if name == "ask" else " tabindex=-1"}>'
        f"{escape(words(f'places.{name}'))}</button>"
        for name, part in PLACES.items()
    )
    return f'<div role="tablist" aria-label="{escape(words("places.label"))}">{buttons}</div>'


def links(words: Words) -> str:
    """What else there is: the calendar, the API, light or dark."""
    return (
        f'<nav><a href="/api/v1/deadlines.ics" download>{escape(words("head.deadlines"))}</a>'
        f'<a href="/docs" target="_blank" rel="noopener">{escape(words("head.api"))}</a>'
        f'<a href="#theme" role="button">{escape(words("head.theme"))}</a></nav>'
    )


def note(words: Words) -> str:
    """What stands below the question: a piece of advice, or that an earlier question is being changed."""
    return inert(
        f'<p id="editing" role="status" data-text="{escape(words("ask.editing"))}" hidden><span></span>'
        f'<button type="button">{escape(words("ask.cancel"))}</button></p>'
        f'<p id="ask-note">{escape(words("ask.note"))}</p>'
    )


def welcome(words: Words) -> str:
    """What an empty conversation begins with; the example questions follow it."""
    return (
        f"<h2>{escape(words('welcome.title'))}</h2><p>{escape(words('welcome.text'))}</p>"
        f"<h3>{escape(words('welcome.examples'))}</h3>"
    )


def holdings(words: Words, documents: Sequence[Document]) -> str:
    """From which documents answers come: the first by name, the others by number."""
    received = [document for document in documents if document.kind != "summary"]
    named = "".join(
        f'<li><a href="{escape(address(d.id))}" target="_blank" rel="noopener">{escape(d.title)}</a>'
        f'<span class="when">{escape(words.day(d.date))}</span></li>'
        for d in received[:_MOST_NAMED]
    )
    others = (
        ("welcome.more", len(received) - _MOST_NAMED),
        ("welcome.summaries", len(documents) - len(received)),
    )
    counted = "".join(f'<li class="rest">{escape(words.many(key, n))}</li>' for key, n in others if n > 0)
    return (
        f'<h3>{escape(words("welcome.documents"))}</h3><ul class="documents">{named}{counted}</ul>'
        f'<div class="narrow-links">{links(words)}</div>'
    )
