"""What kind of thing a question wants, and of which table of the register it speaks."""

from __future__ import annotations

import re
from typing import Literal, cast

from assistant.asking import asks, opens, patterns, plainly
from assistant.periods import period
from assistant.plurals import counted_noun, listed_noun
from corpus.references import find_meetings
from corpus.sentences import sentences
from corpus.words import fold

Want = Literal[
    "rules", "wording", "count", "list", "order", "compare", "contact", "header", "decision",
    "date", "amount", "person", "place", "reason", "yes_no", "content",
]  # fmt: skip
Table = Literal[
    "decisions", "workstreams", "items", "deadlines", "contacts", "meetings", "documents",
    "articles", "annexes",
]  # fmt: skip

_TABLES: tuple[Table, ...] = (
    "workstreams", "deadlines", "decisions", "items", "contacts", "meetings", "documents",
)  # fmt: skip
_DUE_LIST = re.compile(
    r"(?i)\b(?:deadlines|due dates|dates? by which|calendar dates?|what is due|what's due|what falls due)\b"
)
_EVERY_DATE = re.compile(
    r"(?i)\b(?:every|each|all(?: the)?)\s+(?:calendar\s+|due\s+)?(?:dates?|deadlines?)\s+by\s+which\b"
)
_DATES_OF = re.compile(
    r"(?i)(?<!summary of )(?<!list of )(?<!table of )\bdates (?:of|for)\b"
    r"|\b(?:which|what) dates (?:did|does|has|had|was|were|is|are)\b(?!.*\b(?:deadlines?|due|by which)\b)"
    r".{0,60}\bfor\b"
)
_PLAIN = ("date", "amount", "person", "reason", "place")
WHICH_DECISION = re.compile(r"(?i)\b(?:which|what) decisions?\b")
#: "What is the very first thing", "what must we deliver first": an order of what is due, not of names.
_EDGE = re.compile(
    r"(?i)\bvery (?:first|last) (?:thing|task|item)\b"
    r"|\b(?:deliver|submit|send(?: in)?|hand in|do|due|finish|complete|report)"
    r" (?:first|last|next)\s*\W*$"
)
#: "When is the first deadline", not "when is the first report due".
_EDGE_DAY = re.compile(
    r"(?i)\b(?:first|last|next|final|latest|earliest|nearest|soonest)\s+(?:of\s+\w+\s+)?(?:\w+\s+)?(?:deadlines?|dates?|days?|due|one|submissions?|things?)\b"
)
#: A decision named by its number is one thing, no table: "all that Parties do under Decision 41/18".
_NUMBERED = re.compile(
    r"(?i)\b(?:decisions?|resolutions?)\s+(?=(?:[a-z]{2,4}[-. ]?)?[\divx]+[/.](?:\d|[a-z]{2,4}\.))"
)
#: Asks for a thing that a paragraph tells, not for its words: "when is paragraph 2 (c) of decision 5/1 due?".
_OF_PARAGRAPH = re.compile(
    r"(?i)\W*(?:(?:and|but|so)\s+)*(?:(?:by|until|since|from)\s+)?"
    r"(?:when|where|who|whom|why|how (?:much|long))\b.*\bpara"
)
_FINAL_DAY = re.compile(
    r"(?i)\b(?:last|latest|final) (?:day|date|moment)\b(?= (?:for|to|by|on which)\b|\W*$)"
    r"(?! by which (?:some|any)(?:one|body|thing)\b)"
)
_OF_EACH = re.compile(
    r"(?i)\b(?:each|every|per|by)\s+(?:work\s?-?stream|heading|section)\b"
    r"|\b(?:work\s?-?stream|heading|section)s?\b.{0,30}\b(?:most|fewest|least|longest|shortest)\b"
    r"|\b(?:which|what|who)\b.{0,30}\b(?:more|most|fewer|fewest|less)\s+(?:items|bullets|points|entries|tasks|activities)\b"
)
_COUNTED = re.compile(
    r"(?i)\b(?:how many|number of|count of|on how many|in how many)\s+((?:[\w'’-]+\s*){1,4})"
)


def table_of(text: str) -> Table | None:
    """The table whose name stands first after the asking words (the head noun), or None."""
    noun = counted_noun(text) or listed_noun(text) or ""
    if fold(noun).endswith(("articles", "annexes")):
        return cast(Table, fold(noun).split()[-1])
    if _EVERY_DATE.search(text):
        return "deadlines"
    hits: list[tuple[int, Table]] = []
    asked = re.search(rf"(?i)\b(?:which|what|how many|number of)\s+(?:\w+\s+)?{re.escape(noun)}", text)
    for key in _TABLES:
        if noun and asked and re.search(rf"{patterns()[f'table:{key}'][0].pattern}$", noun, re.IGNORECASE):
            return key
    plain = _NUMBERED.sub(" ", text)
    for key in _TABLES:
        match = patterns()[f"table:{key}"][0].search(plain)
        if match:
            hits.append((match.start(), key))
    return min(hits)[1] if hits else None


def want_of(text: str, table: Table | None, decisions: tuple[str, ...], workstreams: tuple[str, ...]) -> Want:
    """The kind of thing asked for; the order of the tests is the order of how telling the forms are."""
    last = _asked(text)
    found = _want(last, table, decisions, workstreams)
    if found != "content" or last == text:
        return found
    whole = _WHILE.sub(" while ", text) if _OTHER_WORD.match(last) else text
    return _want(whole, table, decisions, workstreams)


def _want(text: str, table: Table | None, decisions: tuple[str, ...], workstreams: tuple[str, ...]) -> Want:
    return (
        _told_by_form(text, decisions)
        or _of_a_head(text, decisions, ("reference", "date_of_document", "place_of_document"))
        or _told_by_opening(text, table, workstreams)
        or _of_a_head(text, decisions, ("reference", "subject", "from", "through", "to", "cc"))
        or _of_the_register(text, table, decisions, workstreams)
        or _plain(text)
    )


#: A question whose first words say what is wanted, whatever else it names.
_WHEN = re.compile(r"(?i)^\W*(?:(?:and|but|so|or|please)\W+)*(?:(?:by|until|till|since|from) )?when\b")
#: "The first revision, how long do they have?" orders nothing.
_HOW_LONG = re.compile(r"(?i)\bhow (?:long|much time)\b")
_WHY = re.compile(r"(?i)^\W*(?:(?:and|but|so|or|please)\W+)*(?:why|for what reasons?|how come)\b")
_OTHER_WORD = re.compile(r"(?i)^\W*(?:how|what|which|who|whom|why|where)\b")
#: "When" that only joins a clause to the question: "how full may it be when it is shipped".
_WHILE = re.compile(
    r"(?i)(?<=\w) when (?!(?:is|are|was|were|do|does|did|will|must|should|shall|can)\b)(?=\w)"
)


def _asked(text: str) -> str:
    """The part of a question that says what is wanted: its last sentence, without clauses of time."""
    start, end = sentences(text)[-1] if text.strip() else (0, len(text))
    last = plainly(text[start:end])
    return _WHILE.sub(" while ", last) if _OTHER_WORD.match(last) else last


def _plain(text: str) -> Want:
    """One thing wanted, or what is said of a subject; where in the documents it stands is the latter."""
    if asks("whereabouts", text):
        return "content"
    return cast(Want, next((kind for kind in _PLAIN if asks(kind, text)), "content"))


def _told_by_form(text: str, decisions: tuple[str, ...]) -> Want | None:
    """Forms that nothing else in the question outweighs."""
    if asks("rules", text):
        return "rules"
    if of_each(text):
        return "list"
    spoken = decisions or (
        re.search(r"(?i)\bdecision|paragraph|preamb", text) and not WHICH_DECISION.search(text)
    )
    if asks("wording", text) and spoken and not _OF_PARAGRAPH.match(text):
        return "wording"
    headed = asks("reference", text) and _of_a_head(text, decisions, ("date_of_document",))
    return (
        "compare" if asks("compare", text) and not headed else None
    )  # "what is its symbol, and what date ..."


def _of_a_head(text: str, decisions: tuple[str, ...], fields: tuple[str, ...]) -> Want | None:
    """The want "header" where a field of a document's head is asked for."""
    bare = len(text.split()) <= 2 and not listed_noun(text)  # "Ref?", "Signed by?"
    head = (bare or asks("document", text)) and not decisions and any(asks(key, text) for key in fields)
    return "header" if head and not asks("list", text) else None


def _told_by_opening(text: str, table: Table | None, workstreams: tuple[str, ...]) -> Want | None:
    if asks("count", text):
        return "count" if _counts_rows(text) or (workstreams and not counted_noun(text)) else "amount"
    if asks("contact", text) and not (_WHEN.match(text) or table in {"decisions", "deadlines"}):
        return "contact"
    if _WHY.match(text):
        return "reason"
    if asks("years", text):
        return "date"
    if not opens(text, "yes_no") or asks("listing", text):
        return None
    return "date" if asks("dated", text) and period(text) == (None, None) else "yes_no"


def _of_the_register(
    text: str, table: Table | None, decisions: tuple[str, ...], workstreams: tuple[str, ...]
) -> Want | None:
    """Lists and orders of the register's rows, and the decision behind something."""
    if table in {"articles", "annexes"}:
        return "list"
    which = asks("decision", text) and not (decisions and table in {"workstreams", "items"})
    which = which and (not _WHEN.match(text) or WHICH_DECISION.search(text) is not None)
    spared = _FINAL_DAY.sub(" ", text)  # "the final day for comments" is one deadline, not the last of all
    edge = asks("first", spared) != asks("last", spared) and not _HOW_LONG.search(text)
    edge = edge and (not _WHEN.match(text) or _EDGE_DAY.search(text) is not None)
    if edge and (
        table == "deadlines" or (asks("date", text) and table != "meetings" and not _WHEN.match(text))
    ):
        return "order"
    if edge and table in {None, "items"} and asks("due", text) and _EDGE.search(text):
        return "order"
    if table == "deadlines" and _lists_deadlines(text, decisions, which):
        return "list"
    if (
        asks("list", text)
        and (workstreams or table not in {None, "deadlines"})
        and (not which or several(text))
    ):
        return "list"
    if which and (not decisions or WHICH_DECISION.search(text)):
        return "list" if several(text) else "decision"
    return None


def _lists_deadlines(text: str, decisions: tuple[str, ...], which: bool) -> bool:
    """Whether all deadlines of a time or a decision are asked for, not the date of one thing or meeting."""
    if decisions and _DUE_LIST.search(text):
        return True
    met = not asks("due", text) and (find_meetings(text) or _DATES_OF.search(text))
    return not which and not met and (asks("list", text) or period(text) != (None, None))


def _counts_rows(text: str) -> bool:
    """Whether what is counted are rows of the register: "how many deadlines", not "how many pages"."""
    if table_of(text) in {"articles", "annexes"}:
        return True
    match = _COUNTED.search(text)
    elliptic = match is not None and _VERB.match(match[1])  # "of the decisions, how many are ..."
    noun = counted_noun(text) or (match[1] if match and not elliptic else text)
    return any(
        patterns()[f"table:{key}"][0].search(noun)
        for key in ("deadlines", "decisions", "workstreams", "items", "meetings", "documents")
    ) or (re.search(r"(?i)\b(?:contacts?|e-?\s?mail add?ress?es)\b", noun) is not None)


_VERB = re.compile(
    r"(?i)(?:those|them|these|is|are|was|were|do|does|did|has|have|had|will|of|can|come|fall|stand|name)\b"
)


def several(text: str) -> bool:
    """Whether more than one decision is asked for."""
    return (
        re.search(
            r"(?i)\b(?:decisions|resolutions|(?:every|each|all) (?:\w+ )?(?:decision|resolution))\b", text
        )
        is not None
    )


def of_each(text: str) -> bool:
    """Whether a number for each workstream is asked for, or the workstream with the most or the fewest."""
    return _OF_EACH.search(text) is not None
