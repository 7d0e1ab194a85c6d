"""The parts of the window that stand around a conversation: the head, and what an empty one shows."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from assistant.web.viewer import address
from assistant.web.wording import Words
from corpus.document import Document

#: Documents named in an empty conversation; with more, only their number is said.
_MOST_NAMED = 4


def header(words: Words) -> str:
    """Name, purpose and links of the window."""
    return (
        f'<div class="brand"><h1>{escape(words("title"))}</h1><p>{escape(words("subtitle"))}</p></div>'
        f'<nav><a href="/api/v1/deadlines.ics" download>{escape(words("head.deadlines"))}</a>'
        f'<a href="/docs" target="_blank" rel="noopener">{escape(words("head.api"))}</a>'
        f'<a href="#theme" role="button">{escape(words("head.theme"))}</a></nav>'
    )


def welcome(words: Words, documents: Sequence[Document]) -> str:
    """What to ask and from which documents answers come."""
    received = [document for document in documents if document.kind != "summary"]
    named = "".join(
        f'<li><a href="{escape(address(d.id))}" target="_blank" rel="noopener">{escape(d.title)}</a>'
        f'<span class="when">{escape(words.day(d.date))}</span></li>'
        for d in received[:_MOST_NAMED]
    )
    rest = len(documents) - min(len(received), _MOST_NAMED)
    more = f'<li class="rest">{escape(words.many("welcome.more", rest))}</li>' if rest else ""
    return (
        f'<h2>{escape(words("welcome.title"))}</h2><p>{escape(words("welcome.text"))}</p>'
        f'<h3>{escape(words("welcome.documents"))}</h3><ul class="documents">{named}{more}</ul>'
        f'<h3>{escape(words("welcome.examples"))}</h3>'
    )
