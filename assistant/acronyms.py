"""What an abbreviation stands for, where a document spells it out: "Partnership Advisory Group (PAG)"."""

from __future__ import annotations

import re

from assistant.desk import Desk
from assistant.evidence import Draft, Point
from assistant.wording import excerpt, part, quoted
from corpus.sentences import around, sentences

_ASKED = re.compile(
    r"(?i)\b(?:what (?:does|do|is|are)|spell out|full (?:form|name|title) of|meaning of|expand)\b.*?"
    r"(?-i:\b(?P<name>[A-Z][A-Za-z]*[A-Z][A-Za-z]*s?)\b)(?P<after>.*)"
)
_STANDS = re.compile(
    r"(?i)\b(?:stands? for|short for|abbreviat\w+|spel(?:t|led) out|spell out|acronym"
    r"|full (?:form|name|title)|expand)\b"
)
_SMALL = frozenset({"of", "the", "and", "for", "on", "in", "to", "a", "an", "de", "des", "et", "la", "le"})


def spelt_out(desk: Desk) -> Draft | None:
    """The words an abbreviation stands for; a refusal where no document spells it out.

    None where the question asks for no abbreviation's words.
    """
    asked = _ASKED.search(desk.question.text)
    if asked is None or not _STANDS.search(desk.question.text):
        return None
    name = asked["name"]
    for passage in desk.catalogue.passages.values():
        for match in re.finditer(rf"\(\s*[“\"']?{re.escape(name)}[”\"']?\s*[),;]", passage.text):
            words = _initials(name, passage.text[: match.start()])
            if words is None:
                continue
            span = around(sentences(passage.text), match.start())
            quote = part(passage, span)
            lead = Point(words, (quote,), "quoted", layout="lead")
            return Draft("answered", (lead, Point(quoted(excerpt(quote, (), 34, words)), (quote,))))
    return Draft("not_in_documents", remark=f"The documents do not say what {name} stands for.")


def _initials(name: str, before: str) -> str | None:
    """The last words of `before` whose initials spell `name`, small words between left out; or None."""
    letters = [c.lower() for c in name.rstrip("s") if c.isupper()]
    given = list(re.finditer(r"[^\W\d_]+", before))
    at = len(given)
    for letter in reversed(letters):
        at -= 1
        while at >= 0 and given[at].group().lower() in _SMALL and given[at].group()[0].lower() != letter:
            at -= 1
        if at < 0 or given[at].group()[0].lower() != letter:
            return None
    return " ".join(before[given[at].start() :].split()) if letters else None
