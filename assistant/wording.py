"""The few sentences that the program says itself, and how pieces of text are cut for an answer.

Everything else in an answer stands in a document.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from assistant.evidence import Quote
from assistant.matching import best_span, covers
from corpus.decision_ids import decision_title
from corpus.document import Document
from corpus.passage import Passage
from corpus.sentences import clauses, sentences
from corpus.words import words
from index.hit import Term

NO_ANSWER = "The documents do not say this."
FROM_SUMMARY = "This comes from a public summary; the decision's own text is not loaded."
LOOKUP_WORDS = 34
_ANNEX = re.compile(r"(?i)annex|appendix")
_OWN_ANNEX = re.compile(
    r"(?i)((?:annex|appendix)(?: (?:[ivxl]{1,6}|[a-z\d]{1,2}))?)"
    r"(?: to (?:the )?(?:present )?(?:decision|resolution).*)?$"
)
ROW_WORDS = 6
QUOTE_WORDS = 110
PARAGRAPH_WORDS = 60


def flat(text: str) -> str:
    """`text` on one line, white space single."""
    return re.sub(r"\s+", " ", text).strip()


def day(value: date) -> str:
    """A day as official texts print it: "30 June 2024"."""
    return f"{value.day} {value:%B %Y}"


def locator_text(passage: Passage, document: Document) -> str:
    """Where a passage stands, as a person would say it."""
    if document.kind == "summary":
        return document.title
    path = [part for part in passage.section if not (passage.decision and decision_title().match(part))]
    parts = []
    if passage.decision and document.kind == "decision":
        name = passage.decision
        parts.append(name if name.startswith("Resolution") else f"Decision {name}")
        if passage.label and passage.role == "operative" and not any(map(_ANNEX.match, path)):
            path = []  # paragraphs of a decision are numbered through, whatever headings stand between them
        path = [_annex(part) for part in path]
    parts += path
    if passage.label:
        label = re.sub(r"^(?:Annex|Appendix)[^,]*, ", "", passage.label)
        parts.append(label if label.startswith("footnote") else f"paragraph {label}")
    elif passage.item:
        parts.append(f"item {passage.item}")
    elif passage.role == "header":
        parts.append("head of the document")
    elif passage.role == "table_row":
        name = row_name(passage)
        parts.append(f"table row “{name}”" if name else "table row")
    elif passage.role == "preamble":
        parts.append("preamble")
    if passage.page and not (passage.label and passage.decision):  # a numbered paragraph needs no page
        parts.append(f"page {passage.page}")
    return ", ".join(parts) or ("opening and closing paragraphs" if document.kind == "letter" else "text")


def _annex(heading: str) -> str:
    """A heading as the UN cites it after its decision: "Annex II to decision MC-10/4" is "annex II"."""
    found = _OWN_ANNEX.match(heading)
    return found[1][0].lower() + found[1][1:] if found else heading


def row_name(passage: Passage) -> str:
    """The first words of a table row, up to a comma, by which a reader finds it; "" for a header."""
    if passage.parent is None:
        return ""
    cell = re.split(r"[|\t]|\s{2,}", passage.text.strip("| \t\n"))[0].split()
    kept = " ".join(cell[:ROW_WORDS]).partition(", ")[0]
    return kept if kept == " ".join(cell) else f"{kept}…"


def whole(passage: Passage, terms: Sequence[Term] = ()) -> Quote:
    """The passage as a quote; of running or very long text, the sentences around what bears on `terms`."""
    limit = PARAGRAPH_WORDS if passage.role == "paragraph" else QUOTE_WORDS
    if len(passage.text.split()) <= limit or not terms:
        return Quote(passage, passage.start, passage.end)
    start, end = _grown(passage.text, best_span(terms, passage.text, QUOTE_WORDS))
    return Quote(passage, passage.start + start, passage.start + end)


def _grown(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """`span` with the sentences after it, then before it, as long as a paragraph's words hold them."""
    start, end = span
    spans = sentences(text)
    for after in [s for s in spans if s[0] >= end]:
        if len(text[start : after[1]].split()) > PARAGRAPH_WORDS:
            break
        end = after[1]
    for before in reversed([s for s in spans if s[1] <= start]):
        if len(text[before[0] : end].split()) > PARAGRAPH_WORDS:
            break
        start = before[0]
    return start, end


def part(passage: Passage, span: tuple[int, int]) -> Quote:
    """``passage.text[span]`` as a quote."""
    return Quote(passage, passage.start + span[0], passage.start + span[1])


def excerpt(quote: Quote, terms: Sequence[Term], limit: int = LOOKUP_WORDS, keep: str = "") -> str:
    """At most `limit` words of a quote, verbatim, around `terms` (and `keep`), cuts marked by "…"."""
    text = quote.text
    if len(text.split()) <= limit:
        return flat(text)
    spans = clauses(text)
    found = [s for s in spans if keep and keep in text[s[0] : s[1]]]
    begin, end = found[0] if found else max(spans, key=lambda s: _covered(terms, text[s[0] : s[1]]))
    tokens = [w for w in words(text) if begin <= w.start < end]
    if len(tokens) > limit:
        marks = [
            i
            for i, w in enumerate(tokens)
            if any(w.stem in t.stems for t in terms) or (keep and w.text in keep.split())
        ]
        first, last = (marks[0], marks[-1]) if marks else (0, 0)
        middle = (first + last) // 2 if last - first < limit else first + limit // 2 - 2
        low = max(0, min(middle - limit // 2, len(tokens) - limit))
        low = 0 if low < 4 else low
        kept = tokens[low : low + limit]
        begin, end = (begin if low == 0 else kept[0].start), (end if kept[-1] is tokens[-1] else kept[-1].end)
    piece = flat(text[begin:end]).rstrip(" ,;")
    return ("… " if begin > 0 else "") + piece + (" …" if end < len(text.rstrip()) else "")


def _covered(terms: Sequence[Term], text: str) -> float:
    return sum(max(0.1, t.idf) for t in terms if covers(t, text))


def quoted(text: str) -> str:
    """`text` in quotation marks."""
    return f"“{text}”"


def listed(names: Sequence[str]) -> str:
    """The names as a sentence lists them: A; A and B; A, B and C."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""
