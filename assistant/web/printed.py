"""A cited page as it was printed, with the quoted words boxed; the page's script turns pages."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

from assistant.answer import Citation
from assistant.web.wording import Words
from corpus.document import Document
from corpus.pages import rectangles
from index.errors import UnknownId

if TYPE_CHECKING:
    from index import Index


def as_printed(document: Document, citation: Citation, index: Index, words: Words) -> str:
    """The page on which the quote begins; empty where the document has no pages that can be drawn.

    The picture is loaded when it is first shown; the script puts a page's number in place of NUMBER.
    `data-at` is how far down the page the quote begins, 0..1.
    """
    if document.media_type != "application/pdf":
        return ""
    try:
        pages = index.original(document.id).pages
    except UnknownId:
        return ""
    cited = next(((p, b) for p in pages if (b := rectangles(p, citation.start, citation.end))), None)
    if cited is None:
        return ""
    page, boxes = cited
    span = f"start={citation.start}&end={citation.end}"
    picture = f"/api/v1/documents/{quote(document.id, safe='')}/pages/NUMBER.png?{span}"
    before, after = _turn(-1, "page_before", "‹", words), _turn(1, "page_after", "›", words)
    return (
        f'<figure class="printed" tabindex="0" data-page="{page.number}" data-cited="{page.number}" '
        f'data-pages="{len(pages)}" data-at="{boxes[0].top / page.height:.3f}" '
        f'data-picture="{escape(picture)}" data-name="{escape(words("reader.page", n="NUMBER"))}">'
        f'<figcaption>{before}<span class="page-name"></span>{after}</figcaption><img alt=""></figure>'
    )


def _turn(by: int, key: str, mark: str, words: Words) -> str:
    name = escape(words(f"sources.{key}"))
    return f'<button type="button" class="turn" data-by="{by}" aria-label="{name}">{mark}</button>'
