"""The sources panel: what an answer cites, and the cited words in their document."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Literal

from assistant.answer import Citation
from assistant.standing import standing
from assistant.web.exchange import Exchange
from assistant.web.printed import as_printed
from assistant.web.typesetting import beginning
from assistant.web.viewer import address, inert, reading, tongue
from assistant.web.wording import Words
from index.errors import UnknownId

if TYPE_CHECKING:
    from index import Index

#: Passages shown before and after the quoted one; the whole document is one link away.
CONTEXT = 25

Which = Literal["cite", "near"]


def empty_panel(words: Words) -> str:
    """The panel before anything is cited."""
    return _panel(f'<p class="hint">{escape(words("sources.empty"))}</p>', "", words)


def sources_panel(
    exchange: Exchange, number: int, which: Which, place: int, index: Index, words: Words
) -> str:
    """The sources of exchange `number`, opened at `place`: a marker, or a rank of nearest passages."""
    shown = exchange.shown(which)
    if not shown:
        return empty_panel(words)
    keyed = [(c.marker if which == "cite" else rank, c) for rank, c in enumerate(shown, 1)]
    cited = next((c for key, c in keyed if key == place), shown[0])
    chosen = standing(cited, index, exchange.digests.get(cited.document_id, ""))
    rows = "".join(_row(key, c, which, number, c is cited, words) for key, c in keyed)
    about = words("sources.of" if which == "cite" else "sources.near_of", question=exchange.question)
    body = f'<ol class="source-list">{rows}</ol>{_reader(chosen, which, index, words)}'
    return _panel(body, about, words)


def _panel(body: str, about: str, words: Words) -> str:
    close = f'<a class="close" href="#close-sources" title="{escape(words("sources.close"))}">×</a>'
    under = f'<p class="about">{escape(about)}</p>' if about else ""
    head = f'<div class="panel-head"><h2>{escape(words("sources.title"))}</h2>{under}{close}</div>'
    return f'<section class="panel">{inert(head + body)}</section>'


def _row(key: int, citation: Citation, which: Which, number: int, chosen: bool, words: Words) -> str:
    current = ' aria-current="true"' if chosen else ""
    decisions = "".join(f'<span class="tag">{escape(d)}</span>' for d in citation.decisions)
    mark = (
        f'<span class="number">{key}</span>' if which == "cite" else '<span class="number near-mark">≈</span>'
    )
    kind = escape(words(f"kind.{citation.source}"))
    return (
        f'<li><a class="source" href="#{which}-{number}-{key}"{current}>{mark}'
        f'<span class="where">{escape(words.place(citation.locator.text) or citation.document_title)}</span>'
        f'<span class="tags"><span class="kind {citation.source}">{kind}</span>'
        f'{decisions}</span><span class="start">{escape(beginning(citation.quote, 110))}</span></a></li>'
    )


def _facts(citation: Citation, words: Words) -> str:
    at = citation.locator.text
    several = "facts.decision" if len(citation.decisions) == 1 else "facts.decisions"
    page = citation.locator.page
    rows = [
        ("facts.kind", words(f"kind.{citation.source}")),
        ("facts.date", words.day(citation.document_date)),
        ("facts.place", "" if at == citation.document_title else words.place(at)),
        ("facts.page", words("reader.page", n=page) if page and not at.endswith(f"page {page}") else ""),
        (several, ", ".join(citation.decisions)),
        # A decision's passages stand under its title: that is no workstream to a reader.
        ("facts.workstream", "" if citation.workstream == citation.document_title else citation.workstream),
        ("facts.trust", words(f"trust.{citation.trust}") if citation.trust == "uploaded" else ""),
    ]
    # Only a workstream needs its name to be seen; the others speak for themselves.
    listed = "".join(
        f'<div class="{key.replace(".", "-")}"><dt>{escape(words(key))}</dt><dd>{escape(value)}</dd></div>'
        for key, value in rows
        if value
    )
    return f"<h3>{escape(citation.document_title)}</h3><dl>{listed}</dl>"


def _reader(citation: Citation, which: Which, index: Index, words: Words, pictured: bool = True) -> str:
    notes = []
    if which == "near":
        notes.append(words("sources.near"))
    if citation.source == "summary":
        notes.append(words("kind_note.summary"))
    if citation.state != "current":
        notes.append(words(f"state.{citation.state}"))
    warned = "".join(f'<p class="note">{escape(note)}</p>' for note in notes)
    try:
        document = index.document(citation.document_id)
        passages = index.passages(citation.document_id)
    except UnknownId:
        text = f"{warned}<blockquote>{escape(citation.quote)}</blockquote>"
        return f'<div class="opened">{_facts(citation, words)}{text}</div>'
    if document.text[citation.start : citation.end] != citation.quote:
        lost = f'<p class="note">{escape(words("state.words_gone"))}</p>'
        text = f"{lost}<blockquote>{escape(citation.quote)}</blockquote>{_whole(address(document.id), words)}"
        return f'<div class="opened">{_facts(citation, words)}{warned}{text}</div>'
    shown = reading(document, passages, words, citation.start, citation.end, CONTEXT, anchors=False)
    printed = as_printed(document, citation, index, words) if pictured else ""
    switch = _switch(words) if printed else ""
    whole = _whole(address(document.id, citation.start, citation.end, citation.passage_id), words, switch)
    return (
        f'<div class="opened">{_facts(citation, words)}{warned}{whole}</div>'
        f'<article class="reader"{tongue(document)} tabindex="0">{shown}</article>{printed}'
    )


def _whole(href: str, words: Words, switch: str = "") -> str:
    """Ways to the whole document: opening it, a link to hand on, and how it is shown here."""
    copied = escape(words("sources.copied"))
    return (
        f'<div class="whole"><a href="{escape(href)}" target="_blank" rel="noopener">'
        f"{escape(words('sources.open'))}</a>"
        f'<button type="button" class="share" data-address="{escape(href)}" data-copied="{copied}">'
        f"{escape(words('sources.share'))}</button>{switch}</div>"
    )


def _switch(words: Words) -> str:
    buttons = "".join(
        f'<button type="button" class="view" data-view="{view}">{escape(words(f"sources.{view}"))}</button>'
        for view in ("text", "page")
    )
    return f'<span class="views" role="group" aria-label="{escape(words("sources.views"))}">{buttons}</span>'


def opened(citation: Citation, index: Index, words: Words) -> str:
    """What the window's Register shows of a passage: its facts, and its words in their document."""
    return _reader(citation, "cite", index, words, pictured=False)
