"""What a person or office named with an address is there for, in the document's own words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.passage import Passage
from corpus.people import Contact
from corpus.sentences import around, sentences

_TITLE_BEFORE = re.compile(r"[,;]?\s*(?:\b(?:and|or|while)\s+)?(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Professor)\.?\s+)?$")
_BEGINS_WITH_NAME = re.compile(r"\W*(?:(?:Mr|Mrs|Ms|Dr|Prof|Professor)\.?\s+)?")


def about(passage: Passage, contact: Contact, contacts: Sequence[Contact]) -> str:
    """What says what a contact is for: the row of a table, or a part of the sentence with the address.

    A sentence that begins with a name goes on to say what each is for; another says it before each address.
    """
    if passage.role == "table_row":
        return passage.text
    text = passage.text
    start, end = around(sentences(text), contact.email.start)
    cuts = [m.end() for m in re.finditer(r";\s", text[start:end])]
    start, end = around(
        list(zip([start, *(start + c for c in cuts)], [*(start + c for c in cuts), end], strict=True)),
        contact.email.start,
    )
    own = contact.name or contact.email
    others = [c for c in contacts if start <= c.email.start < end and c.email != contact.email]
    if _BEGINS_WITH_NAME.fullmatch(text, start, min((c.name or c.email).start for c in (contact, *others))):
        after = [(c.name or c.email).start for c in others if c.email.start > contact.email.end]
        end = len(_TITLE_BEFORE.sub("", text[: min(after)])) if after else end
        start = (
            len(_TITLE_BEFORE.sub("", text[: own.start]))
            if any(c.email.end < own.start for c in others)
            else start
        )
    else:
        start = max((_closed(text, c.email.end) for c in others if c.email.end < own.start), default=start)
        end = (
            _closed(text, contact.email.end)
            if any(c.email.start > contact.email.end for c in others)
            else end
        )
    return text[start:end].strip(" ,;\n")


def _closed(text: str, end: int) -> int:
    """Where the brackets close that an address ends in."""
    match = re.compile(r"[^()\n]{0,40}\n?[^()\n]{0,40}\)").match(text, end)
    return match.end() if match else end
