"""A document as a person reads it: every passage an anchor, the quoted words highlighted, all text escaped.

The same blocks serve the page that a citation links to and the sources panel beside the conversation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from assistant.languages import READ, language_of
from assistant.web.typesetting import Marked, dressed, is_row, table
from assistant.web.wording import Words
from corpus.document import Document
from corpus.passage import Passage
from index.errors import SourceGone

_LONGEST_LEAD = 12


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch ``document.text[start:end]``; `passage` None for text that belongs to no passage.

    `lead` is the mark printed before a passage on its line: the dash of a bullet, the number of a paragraph.
    """

    start: int
    end: int
    passage: Passage | None
    lead: str = ""


def blocks(document: Document, passages: Sequence[Passage]) -> list[Block]:
    """The whole document in order, cut where passages begin and end; stretches of blanks are left out."""
    found: list[Block] = []
    at = 0
    for passage in sorted(passages, key=lambda p: (p.start, p.end)):
        before, line, lead = document.text[at : passage.start].rpartition("\n")
        if len(lead.strip()) > _LONGEST_LEAD:
            before, lead = before + line + lead, ""
        if before.strip():
            found.append(Block(at, at + len(before), None))
        # A passage within an earlier one keeps its anchor, without its words being shown twice.
        found.append(Block(max(at, passage.start), max(at, passage.end), passage, lead.strip()))
        at = max(at, passage.end)
    if document.text[at:].strip():
        found.append(Block(at, len(document.text), None))
    return found


def around(found: Sequence[Block], start: int, end: int, context: int) -> tuple[int, int]:
    """First and last+1 index of the blocks at most `context` away from those that touch start..end."""
    touched = [i for i, block in enumerate(found) if block.start < end and start < block.end]
    if not touched:
        return 0, min(len(found), 2 * context + 1)
    return max(0, touched[0] - context), min(len(found), touched[-1] + context + 1)


def reading(
    document: Document,
    passages: Sequence[Passage],
    words: Words,
    start: int = 0,
    end: int = 0,
    context: int | None = None,
    anchors: bool = True,
) -> str:
    """HTML of the document, or of `context` blocks around the quote; ``text[start:end]`` is highlighted.

    `anchors` gives each passage its id as an anchor; off where several documents share a page.
    """
    found = blocks(document, passages)
    first, last = (0, len(found)) if context is None else around(found, start, end, context)
    out = [f'<p class="cut">{escape(words("reader.earlier"))}</p>'] if first else []
    shown_page: int | None = None
    rows: list[Block] = []
    for block in found[first:last]:
        page = block.passage.page if block.passage else None
        turned = page is not None and page != shown_page
        if rows and (turned or not is_row(block.passage)):
            out.append(_table(document, rows, start, end, anchors))
            rows = []
        if turned and page is not None:
            out.append(f'<p class="page-mark">{_page_mark(document, page, words, start, end)}</p>')
            shown_page = page
        if is_row(block.passage):
            rows.append(block)
        else:
            out.append(_block(document, block, start, end, anchors))
    if rows:
        out.append(_table(document, rows, start, end, anchors))
    if last < len(found):
        out.append(f'<p class="cut">{escape(words("reader.later"))}</p>')
    return "".join(out)


def _page_mark(document: Document, page: int, words: Words, start: int, end: int) -> str:
    """The number of a page; of a PDF it leads to the page as printed, with the quoted words marked."""
    text = escape(words("reader.page", n=page))
    if document.media_type != "application/pdf":
        return text
    picture = f"/api/v1/documents/{quote(document.id, safe='')}/pages/{page}.png?start={start}&end={end}"
    return f'<a href="{escape(picture)}" target="_blank" rel="noopener">{text}</a>'


def _table(document: Document, rows: Sequence[Block], start: int, end: int, anchors: bool) -> str:
    def cell(passage: Passage) -> Marked:
        return lambda a, b: marked(passage.text[a:b], passage.start + a, start, end)

    passages = [row.passage for row in rows if row.passage]
    quoted = [start < p.end and p.start < end for p in passages]
    return table([(p, cell(p)) for p in passages], quoted, anchors)


def _block(document: Document, block: Block, start: int, end: int, anchors: bool) -> str:
    text = document.text[block.start : block.end]
    role = block.passage.role if block.passage else "plain"
    lines = text.strip().split("\n")
    # Text wrapped by its source flows again; short lines (an address, a signature) keep their breaks.
    kept = " lines" if len(lines) > 1 and max(len(line) for line in lines) <= 60 else ""
    quoted = " quoted" if start < block.end and block.start < end else ""
    anchor = f' id="{escape(block.passage.id)}"' if anchors and block.passage else ""
    tag = "h2" if role == "heading" and len(text) <= 160 else "p"
    lead = f'<span class="lead">{escape(block.lead)}</span> ' if block.lead else ""
    words = dressed(lead + marked(text, block.start, start, end))
    return f'<{tag}{anchor} class="{role}{kept}{quoted}">{words}</{tag}>'


def marked(text: str, offset: int, start: int, end: int) -> str:
    """Escaped `text`, which stands at `offset` of its document, with the part within start..end marked."""
    low = min(max(start - offset, 0), len(text))
    high = min(max(end - offset, low), len(text))
    if low == high:
        return escape(text)
    return f"{escape(text[:low])}<mark>{escape(text[low:high])}</mark>{escape(text[high:])}"


def facts(document: Document, words: Words) -> str:
    """What is known of a document, as a definition list."""
    rows = [
        (words("facts.kind"), words(f"kind.{document.kind}")),
        (words("facts.symbol"), document.symbol or ""),
        (words("facts.decision"), document.decision or ""),
        (words("facts.date"), words.day(document.date)),
        (words("facts.trust"), words(f"trust.{document.trust}")),
        (words("facts.file"), document.file_name or ""),
    ]
    return "<dl>" + "".join(f"<dt>{escape(k)}</dt><dd>{escape(v)}</dd>" for k, v in rows if v) + "</dl>"


def page(
    document: Document, passages: Sequence[Passage], words: Words, start: int, end: int, css: str
) -> str:
    """The whole readable page of a document."""
    body = (
        # A citation into an earlier reading of the document leads to a passage that is not there.
        f'<p class="note" role="status" hidden>{escape(words("reader.changed"))}</p>'
        f'{facts(document, words)}<article class="reader"{tongue(document)}>'
        f"{reading(document, passages, words, start, end)}</article>"
    )
    jump = (
        # The browser scrolls to an anchor by itself; for a bare span the page does it.
        "<script>const m=document.querySelector('mark'),h=decodeURIComponent(location.hash.slice(1));"
        "if(m&&!h)m.scrollIntoView({block:'center'});"
        "if(h&&!document.getElementById(h))document.querySelector('p.note').hidden=false</script>"
    )
    return _framed(escape(document.title), body, words, css, jump)


def gone_page(gone: SourceGone, newer: Document | None, words: Words, css: str) -> str:
    """The page of a document that was replaced by `newer`, or removed."""
    told = words(f"reader.{gone.state}", day=words.day(gone.since))
    link = ""
    if newer:
        named = escape(words("reader.newer", title=newer.title))
        link = f'<p><a href="{escape(address(newer.id))}">{named}</a></p>'
    body = f'<p class="note" role="status">{escape(told)}</p>{link}'
    return _framed(escape(words(f"reader.{gone.state}_title")), body, words, css)


def _framed(title: str, body: str, words: Words, css: str, script: str = "") -> str:
    """A page of the viewer; `title` and `body` are HTML."""
    return (
        f'{page_head(title, words, css)}<body class="document-page">'
        f'<header class="page-head"><a href="/">{escape(words("title"))}</a></header>'
        f"<main><h1>{title}</h1>{body}</main>{script}</body></html>"
    )


def page_head(title: str, words: Words, css: str) -> str:
    """The beginning of a page outside the window, up to its body; `title` is HTML."""
    return (
        f'<!doctype html><html lang="{escape(words.language)}" dir="{escape(words("direction"))}">'
        '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="color-scheme" content="light dark"><title>{title}</title>'
        f'<link rel="icon" href="data:,"><style>{css}</style></head>'
    )


def tongue(document: Document) -> str:
    """Attributes that tell screen readers a document's language and browsers where its lines begin."""
    return f' lang="{language_of(document.text[:READ])}" dir="auto"'


def inert(html: str) -> str:
    """`html` for a component that fills templates in: braces and dollars of a document stay characters."""
    return html.replace("{", "&#123;").replace("}", "&#125;").replace("$", "&#36;")


def address(document_id: str, start: int | None = None, end: int | None = None, passage_id: str = "") -> str:
    """The address of a document's page, with the words to highlight and the passage to open at."""
    span = f"?start={start}&end={end}" if start is not None and end is not None else ""
    return f"/documents/{quote(document_id, safe='')}{span}" + (f"#{passage_id}" if passage_id else "")
