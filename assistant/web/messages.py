"""The conversation as the window shows it: questions and answers as HTML that is safe to place in a page.

Only the links made here become links: those of a document's or a model's text stay plain text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from html import escape
from typing import Any, Literal

from assistant.answer import Answer, Citation, Statement, Turn
from assistant.markup import MARKER, markers, parser
from assistant.web.wording import Words
from index.hit import Filters

_DECISION = re.compile(r"\b[A-Z]{2,4}-\d+/\d+\b")


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question and what has come back for it so far; `trouble` is shown in place of a missing answer.

    `filters` are what the answer may draw on, `limits` the same in words; `searched` says where a question
    without an answer was looked for; `digests` are the sha256 of the documents it shows, by document id.
    """

    question: str
    sources: tuple[Citation, ...] = ()
    statements: tuple[Statement, ...] = ()
    answer: Answer | None = None
    trouble: str = ""
    filters: Filters = Filters()
    limits: tuple[str, ...] = ()
    searched: str = ""
    digests: Mapping[str, str] = field(default_factory=dict)

    def heard(self, name: str, data: Any) -> Exchange:
        """The exchange after one more step of the stream."""
        if name == "sources":
            return replace(self, sources=tuple(data))
        if name == "statement":
            return replace(self, statements=(*self.statements, data))
        if name == "answer":
            return replace(self, answer=data, sources=tuple(data.citations))
        return self

    def without(self, trouble: str) -> Exchange:
        """The question alone, with why it has no answer."""
        return Exchange(self.question, trouble=trouble, filters=self.filters, limits=self.limits)

    def shown(self, which: Literal["cite", "near"]) -> tuple[Citation, ...]:
        """The citations of the answer, or the passages nearest to a question without one."""
        if which == "near":
            return self.answer.nearest if self.answer else ()
        return self.sources


def turns(exchanges: tuple[Exchange, ...], limit: int) -> tuple[Turn, ...]:
    """What was said before, as the assistant takes it; questions without an answer count too."""
    said: list[Turn] = []
    for exchange in exchanges:
        said.append(Turn("user", exchange.question))
        if exchange.answer:
            said.append(Turn("assistant", exchange.answer.text))
    return tuple(said[-limit:]) if limit else ()


def conversation(exchanges: tuple[Exchange, ...], words: Words, identity: str = "") -> list[dict[str, str]]:
    """All messages in the form of `gr.Chatbot`; `identity` is that of the kept conversation ("" for none)."""
    messages: list[dict[str, str]] = []
    for number, exchange in enumerate(exchanges, 1):
        asked = escape(exchange.question).replace("\n", "<br>")
        messages.append({"role": "user", "content": f'<div class="asked">{asked}</div>'})
        content = answer_html(exchange, number, words, number == len(exchanges), identity)
        # A blank line would end the HTML block and hand the rest to the browser's Markdown.
        messages.append({"role": "assistant", "content": content.replace("\n", "&#10;")})
    return messages


def answer_html(exchange: Exchange, number: int, words: Words, last: bool = True, identity: str = "") -> str:
    """The assistant's side of exchange `number` (from 1); the last one can be asked again."""
    answer = exchange.answer
    if answer is None and exchange.trouble:
        parts = [_status("failed", exchange.trouble, words)]
    elif answer is None:
        parts = [_partial(exchange, number, words)]
    else:
        parts = []
        if answer.status != "answered":
            # The text of a refusal says what is missing; only where it says nothing, the note does.
            said = answer.text.strip() and answer.status != "partly_answered"
            parts.append(_status(answer.status, "" if said else words(f"status_note.{answer.status}"), words))
        parts.append(_followed(answer, words))
        parts.append(_limited(exchange, words))
        parts.append(f'<div class="body">{body_html(answer.text, answer.citations, number, words)}</div>')
        if answer.nearest and answer.status != "answered":
            parts.append(_nearest(answer.nearest, number, words))
        parts.append(_outlived(answer, words))
        if exchange.searched:
            parts.append(f'<p class="searched">{escape(exchange.searched)}</p>')
    parts.append(_foot(exchange, number, words, last, identity))
    state = answer.status if answer else ("failed" if exchange.trouble else "working")
    return f'<div class="answer {state}">{"".join(parts)}</div>'


def body_html(text: str, citations: tuple[Citation, ...], number: int, words: Words) -> str:
    """Markdown as HTML, its [n] markers as links to the citations of exchange `number`."""
    known = {citation.marker: citation for citation in citations}

    def chips(match: re.Match[str]) -> str:
        wanted = markers(match)
        if not all(marker in known for marker in wanted):
            return match[0]
        return "".join(chip(known[marker], number, words) for marker in wanted)

    # "MC-5/15" must not be broken at its hyphen; the rendered text has no attributes yet that could hold one.
    html = _DECISION.sub(r'<span class="id">\g<0></span>', parser().render(text))
    return re.sub(r"\s+(?=<a class=\"cite)", "&nbsp;", MARKER.sub(chips, html))


def chip(citation: Citation, number: int, words: Words) -> str:
    """The small numbered link to a citation."""
    title = escape(words("ask.cite", n=citation.marker, place=citation.locator.text))
    title += escape(f"\n“{beginning(citation.quote, 400)}”").replace("\n", "&#10;")
    inner = f"<span>[</span>{citation.marker}<span>]</span>"
    outlived = "" if citation.state == "current" else " outlived"
    return f'<a class="cite{outlived}" href="#cite-{number}-{citation.marker}" title="{title}">{inner}</a>'


def copy_text(answer: Answer, words: Words) -> str:
    """The answer as plain text with its sources and their words, to paste elsewhere."""
    lines = [answer.text, ""]
    for citation in answer.citations:
        about = ", ".join(part for part in (citation.document_title, citation.locator.text) if part)
        lines.append(f"[{citation.marker}] {about}: “{' '.join(citation.quote.split())}”")
    return "\n".join(lines).strip()


def _partial(exchange: Exchange, number: int, words: Words) -> str:
    if not exchange.statements:
        return f'<div class="waiting">{escape(words("ask.working"))}</div>'
    known = {citation.marker: citation for citation in exchange.sources}
    items = []
    for statement in exchange.statements:
        text = MARKER.sub("", statement.text).strip().removeprefix("- ")
        chips = "".join(chip(known[m], number, words) for m in statement.citations if m in known)
        items.append(f"<p>{parser().renderInline(text)}&nbsp;{chips}</p>")
    return f'<div class="body">{"".join(items)}</div><div class="waiting"></div>'


def _followed(answer: Answer, words: Words) -> str:
    if (
        answer.standalone_question.strip() == answer.question.strip()
        or not answer.standalone_question.strip()
    ):
        return ""
    return f'<div class="followed">{escape(words("ask.followed", question=answer.standalone_question))}</div>'


def _outlived(answer: Answer, words: Words) -> str:
    """That a source is no longer what was quoted; the panel says more of each."""
    states = {citation.state for citation in answer.citations} - {"current"}
    notes = "".join(f'<p class="outlived">{escape(words(f"outlived.{s}"))}</p>' for s in sorted(states))
    return notes


def _limited(exchange: Exchange, words: Words) -> str:
    if not exchange.limits:
        return ""
    return f'<div class="limited">{escape(words("filters.only", parts=" · ".join(exchange.limits)))}</div>'


def _status(status: str, note: str, words: Words) -> str:
    noted = f' <span class="status-note">{escape(note)}</span>' if note else ""
    name = escape(words(f"status.{status}"))
    return f'<div class="status {status}"><span class="status-name">{name}</span>{noted}</div>'


def _nearest(nearest: tuple[Citation, ...], number: int, words: Words) -> str:
    rows = "".join(
        f'<li><a class="near" href="#near-{number}-{place}"><span class="near-place">'
        f"{escape(words(f'kind.{c.source}'))} · {escape(c.locator.text)}</span>"
        f'<span class="near-quote">{escape(beginning(c.quote))}</span></a></li>'
        for place, c in enumerate(nearest, 1)
    )
    return f'<div class="nearest"><p>{escape(words("ask.nearest"))}</p><ul>{rows}</ul></div>'


def beginning(quote: str, most: int = 160) -> str:
    """The first words of a quote on one line, at most `most` characters and a mark that more follow."""
    text = " ".join(quote.removeprefix("- ").split())
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + " …"


def exports(identity: str, words: Words, number: int = 0) -> list[str]:
    """Links that save a kept conversation, or answer `number` of it."""
    address = f"/api/v1/conversations/{identity}/export"
    asked, part = (f"?answer={number}", "answer") if number else ("", "all")
    return [
        f'<a class="act save" href="{address}.{suffix}{asked}" download '
        f'title="{escape(words(f"export.{name}_{part}"))}">'
        f"{escape(words(f'export.{name}'))}</a>"
        for suffix, name in (("docx", "word"), ("md", "markdown"))
    ]


def _foot(exchange: Exchange, number: int, words: Words, last: bool, identity: str) -> str:
    answer = exchange.answer
    links = []
    if exchange.sources:
        text = words.many("ask.sources", len(exchange.sources))
        links.append(f'<a class="act" href="#cite-{number}-{exchange.sources[0].marker}">{escape(text)}</a>')
    if answer:
        text = words("ask.copy_sources" if answer.citations else "ask.copy")
        links.append(f'<a class="act" href="#copy-{number}">{escape(text)}</a>')
    if last and (answer or exchange.trouble):
        links.append(f'<a class="act" href="#again-{number}">{escape(words("ask.again"))}</a>')
    if answer and identity:
        links += exports(identity, words, number)
    hidden = f'<div class="for-copy">{escape(copy_text(answer, words))}</div>' if answer else ""
    return f'<div class="foot">{"".join(links)}</div>{hidden}'
