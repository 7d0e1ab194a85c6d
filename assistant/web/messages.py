"""The conversation as the window shows it: questions and answers as HTML that is safe to place in a page.

Only the links made here become links: those of a document's or a model's text stay plain text.
"""

from __future__ import annotations

import re
from html import escape

from assistant.answer import Answer, Citation
from assistant.markup import MARKER, markers, parser, unbarred
from assistant.web.exchange import Exchange
from assistant.web.foot import foot
from assistant.web.typesetting import beginning, dressed
from assistant.web.wording import Words


def conversation(exchanges: tuple[Exchange, ...], words: Words, identity: str = "") -> list[dict[str, str]]:
    """All messages in the form of `gr.Chatbot`; `identity` is that of the kept conversation ("" for none)."""
    messages: list[dict[str, str]] = []
    for number, exchange in enumerate(exchanges, 1):
        asked = escape(exchange.question).replace("\n", "<br>")
        edit = f'<a class="edit" href="#edit-{number}">{escape(words("ask.edit"))}</a>'
        said = f'<div class="asking"><div class="asked" dir="auto">{asked}</div>{edit}</div>'
        messages.append({"role": "user", "content": said})
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
        parts.append(
            f'<div class="body" dir="auto">{body_html(answer.text, answer.citations, number, words)}</div>'
        )
        if answer.nearest and answer.status != "answered":
            parts.append(_nearest(answer.nearest, number, words))
        parts.append(_outlived(answer, words))
        if exchange.searched:
            parts.append(f'<p class="searched">{escape(exchange.searched)}</p>')
    parts.append(foot(exchange, number, words, last, identity))
    if last and exchange.following:
        parts.append(_following(exchange.following, words))
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

    html = MARKER.sub(chips, dressed(parser().render(unbarred(text))))
    return re.sub(r"\s+(?=<a class=\"cite)", "&nbsp;", html)


def chip(citation: Citation, number: int, words: Words) -> str:
    """The small numbered link to a citation."""
    title = escape(words("ask.cite", n=citation.marker, place=words.place(citation.locator.text)))
    title += escape(f"\n“{beginning(citation.quote, 400)}”").replace("\n", "&#10;")
    inner = f"<span>[</span>{citation.marker}<span>]</span>"
    outlived = "" if citation.state == "current" else " outlived"
    return f'<a class="cite{outlived}" href="#cite-{number}-{citation.marker}" title="{title}">{inner}</a>'


def _partial(exchange: Exchange, number: int, words: Words) -> str:
    if not exchange.statements:
        return f'<div class="waiting">{escape(words("ask.working"))}</div>'
    known = {citation.marker: citation for citation in exchange.sources}
    items = []
    for statement in exchange.statements:
        text = MARKER.sub("", unbarred(statement.text)).strip().removeprefix("- ")
        chips = "".join(chip(known[m], number, words) for m in statement.citations if m in known)
        items.append(f"<p>{parser().renderInline(text)}&nbsp;{chips}</p>")
    return f'<div class="body" dir="auto">{"".join(items)}</div><div class="waiting"></div>'


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


def _following(questions: tuple[str, ...], words: Words) -> str:
    buttons = "".join(
        f'<li><a class="next" role="button" href="#next-{place}">{escape(question)}</a></li>'
        for place, question in enumerate(questions, 1)
    )
    return f'<div class="following"><p>{escape(words("ask.next"))}</p><ul>{buttons}</ul></div>'


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
        f"{escape(words(f'kind.{c.source}'))} · {escape(words.place(c.locator.text))}</span>"
        f'<span class="near-quote">{dressed(escape(beginning(c.quote, 160)))}</span></a></li>'
        for place, c in enumerate(nearest, 1)
    )
    return f'<div class="nearest"><p>{escape(words("ask.nearest"))}</p><ul>{rows}</ul></div>'
