"""An answer for a terminal: its text, its numbered sources, and on a refusal the nearest passages."""

from __future__ import annotations

from assistant.answer import Answer, Citation
from assistant.commands.output import plain, visible, wrapped

#: The source kinds as a person says them.
SOURCES = {
    "letter": "letter",
    "decision": "decision text",
    "guidance": "guidance",
    "summary": "public summary",
    "other": "other document",
}
REFUSALS = frozenset({"not_in_documents", "not_loaded"})
_STATES = {"source_changed": "the source has changed since", "source_removed": "the source was removed since"}
_QUOTE_LETTERS = 300


def answer_text(answer: Answer) -> str:
    """The whole answer as plain text."""
    parts = [plain(answer.text)]
    if answer.citations:
        parts.append("\n".join(["Sources", *(_source(citation) for citation in answer.citations)]))
    if answer.nearest:
        parts.append("\n".join(["Nearest passages", *(_nearest(citation) for citation in answer.nearest)]))
    return "\n\n".join(parts)


def _source(citation: Citation) -> str:
    """Document and locator, then decisions and the kind of source."""
    marker = f"[{citation.marker}] "
    said = [citation.document_title, citation.document_date, citation.locator.text]
    about = [", ".join(citation.decisions), SOURCES[citation.source]]
    if citation.trust == "uploaded":
        about.append("added by a user")
    if citation.state in _STATES:
        about.append(_STATES[citation.state])
    return "\n".join(
        (
            wrapped("; ".join(part for part in said if part), marker),
            wrapped("; ".join(part for part in about if part), " " * len(marker)),
        )
    )


def _nearest(citation: Citation) -> str:
    quote = " ".join(visible(citation.quote).split())
    if len(quote) > _QUOTE_LETTERS:
        quote = quote[:_QUOTE_LETTERS].rsplit(" ", 1)[0] + " ..."
    return "\n".join((_source(citation), wrapped(f'"{quote}"', " " * len(f"[{citation.marker}] "))))
