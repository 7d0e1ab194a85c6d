"""Sessions as times: UN texts say by which session, not by which day, something is to be done."""

from __future__ import annotations

import re

from assistant.evidence import Evidence
from assistant.matching import cover
from assistant.wording import flat
from corpus.dates import find_dates

_ORDINAL = (
    r"(?:[a-z]+(?:-[a-z]+)?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|th)|first|second|third|fourth"
    r"|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|\d{1,3}(?:st|nd|rd|th)|next)"
)
#: A session as UN texts set a time by it: "no later than at the first meeting of the Board in 2031".
SITTING = re.compile(
    rf"(?i)\b(?:(?:no|not) later than |before |prior to |by |at )(?:at )?(?:its|their|the)\s+{_ORDINAL}"
    rf"(?:\s+\([^)]*\))?(?:\s+and\s+{_ORDINAL}(?:\s+\([^)]*\))?)?\s+(?:(?:regular|ordinary|extraordinary|resumed)\s+)?"
    r"(?:sessions?|meetings?)\b(?:\s+of\s+the\s+(?-i:[A-Z][\w-]*(?:\s+(?:of|the|[A-Z][\w-]*))*))?"
    r"(?:\s+\([^)]*\)|\s+in\s+(?:[a-z]+\s+)?(?:19|20)\d\d\b)?"
)
#: What was requested or held before is told, not set.
_TOLD = re.compile(r"(?i)\b(?:had|has|have|was|were)\s+(?:been\s+)?\w+(?:ed|en|ne)\b")
#: Share of the question's words that must stand before a session, for it to be theirs.
_CLOSES = 0.8


def session_in(sentence: str, evidence: Evidence) -> str | None:
    """The session that closes the words asked about, with its date; or any where no date is printed."""
    found = SITTING.search(sentence)
    if found is None or _TOLD.search(sentence[: found.start()]):
        return None
    days = find_dates(sentence)
    closes = cover(evidence.terms, sentence[: found.start()])[0] >= _CLOSES
    own = [d for d in days if d.start < found.end()]
    return flat(found.group()) if not days or (closes and not own) else None
