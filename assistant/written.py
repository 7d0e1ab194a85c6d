"""A finished answer as Markdown that stands alone: its text, and under it where each marker points.

For programs that show text and know nothing of citations: chat clients and language models. The same facts
are always sent beside it as fields.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import Answer, Citation

_SOURCES = {"decision": "decision text", "summary": "public summary"}


def written(answer: Answer, base: str = "") -> str:
    """`answer` with its sources; `base` is this server's address, without a slash at its end."""
    parts = [answer.text]
    if answer.citations:
        parts.append("**Sources**\n\n" + _listed(answer.citations, base))
    elif answer.nearest:
        parts.append("**Nearest passages**\n\n" + _listed(answer.nearest, base))
    return "\n\n".join(parts)


def _listed(citations: Sequence[Citation], base: str) -> str:
    return "\n".join(_line(citation, base) for citation in citations)


def _line(citation: Citation, base: str) -> str:
    where = [f"[{inert(citation.document_title)}](<{base}{citation.url}>)", inert(citation.locator.text)]
    where += [", ".join(citation.decisions), _SOURCES.get(citation.source, citation.source)]
    where += {"source_changed": ["the source has changed"], "source_removed": ["the source was removed"]}.get(
        citation.state, []
    )
    quote = inert(" ".join(citation.quote.split()))
    return f'- [{citation.marker}] {", ".join(part for part in where if part)}: "{quote}"'


def inert(text: str) -> str:
    """`text` in which no link, picture, code or tag of a document's comes alive as Markdown."""
    return "".join(f"\\{c}" if c in "\\`[]<" else c for c in text)
