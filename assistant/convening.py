"""When and where a meeting that a question names is or was held."""

from __future__ import annotations

import re

from assistant import dating
from assistant.evidence import Draft, Evidence

#: What meetings do.
_MEETS = re.compile(
    r"(?i)(?:meet(?:s|ing)?|met|held|hold|take place|took place|conven\w+|gather\w*|sessions?|open(?:s|ed)?"
    r"|clos(?:es|ed)?|begins?|began|starts?|ends?|happen\w*)$"
)


def beyond(evidence: Evidence) -> bool:
    """Whether more than a meeting is asked about: something that it decided."""
    names = set(evidence.question.meetings)
    return any(t.known and t.word not in names and not _MEETS.match(t.word) for t in evidence.terms)


def met(evidence: Evidence) -> Draft | None:
    """When (and where) the meeting named is or was held, or None where no passage says."""
    if evidence.question.want == "place":
        return dating.meeting_place(evidence) or dating.meeting_date(evidence)
    return dating.meeting_date(evidence)
