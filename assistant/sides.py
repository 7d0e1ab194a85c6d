"""The two sides of a comparison, as a question words them: "A versus B", "how does A compare with B".

Forms of English only; `comparing.py` looks each side up.
"""

from __future__ import annotations

import re

_COMPARED = re.compile(
    r"(?i)\bhow\s+(?:do|does|did|is|are|was|were)\s+(?P<a>.+?)\s+(?:compared?|differ(?:s|ed)?|relate[sd]?)"
    r"\s+(?:with|to|from)\s+(?P<b>.+)$"
)
_HANDS = re.compile(
    r"(?i)(?P<a>[^:;]+?)\s+on the one (?:hand|side),?\s+(?:and\s+)?(?P<b>[^:;]+?)\s+on the other"
)
_VERSUS = re.compile(
    r"(?i)\s*(?:\bversus\b|\bvs\b\.?|,?\s*\bas against\b|\bagainst\b|\bcompared\s+(?:with|to)\b)\s*"
)
_PAIR = re.compile(r"(?i)\b(?:between|compare|differences?\s+of)\s+(?P<a>.+?)\s+(?:and|with|to)\s+(?P<b>.+)$")
_EITHER = re.compile(r"(?i)^(?:.*?[,:]\s*)?(?P<a>[^,:]+?),?\s+or\s+(?:is it\s+|the one\s+)?(?P<b>[^,:]+)$")
_LONGER = re.compile(
    r"(?i)\b(?:for|on|of|by)\s+(?P<a>.+?)\s+than\s+(?:for\s+|on\s+|of\s+|by\s+)?(?P<b>[^.;:?]+)"
)
_ON = re.compile(
    r"(?i)\bhow\s+(?:do|does|did)\s+(?P<a>.+?)\s+and\s+(?P<b>.+?)\s+(?:differ|compare)(?:\s+(?:on|in)\s+(?P<on>.+))?$"
)
_TWICE = re.compile(
    r"(?i)^(?:(?P<topic>[^:;]+)[:;]\s*)?(?P<a>(?P<w>what|which|how)\b.+?),?\s+and\s+(?P<b>(?P=w)\b.+)$"
)
_FULL = re.compile(r"(?i),\s+(?:and\s+|while\s+|but\s+)?|\.\s+")
_EACH = re.compile(r"(?i)\b(?:each|both|either|respective(?:ly)?)\b")
_STANDS_FOR = re.compile(r"(?i)^(?:that|those|the one|the ones|what)\s+(?=(?:for|of|on|in|under|from|to)\b)")
_HEAD_OF = re.compile(r"(?i)^.*?(?=\s+(?:for|of|on|in|under|from|to)\b)")
_TAIL = re.compile(r"\s*[:;?].*$")
_BEFORE = re.compile(
    r"(?i)^(?:.*?[,:]\s*)?(?:do(?:es)?|did|is|are|was|were|will|has|have)\s+(?P<a>.+?)\s+(?:(?:come|fall|happen)s?\s+|due\s+|held\s+)?"
    r"(?P<how>before or after|after or before|earlier than|later than|before|after)\s+(?P<b>.+)$"
)


def sides(text: str) -> tuple[str, str] | None:
    """The words of both sides, or None where the question does not set two things beside each other.

    What stands before a comma in front of both ("size of the group, 2027 decision against 2029
    decision") is of both.
    """
    found = _sides(text.strip().rstrip("?. "))
    if found is None:
        return None
    first, second = (part.strip(" ,") for part in found)
    head = _HEAD_OF.match(first)
    if head and _STANDS_FOR.match(second):  # "the ceiling for one with that for several"
        second = _STANDS_FOR.sub(lambda _: f"{head.group()} ", second)
    return (first, second) if first and second else None


def _sides(plain: str) -> tuple[str, str] | None:
    match = _ON.search(plain)
    if match:
        topic = f" {match['on']}" if match["on"] else ""
        return f"{match['a']}{topic}", f"{match['b']}{topic}"
    for pattern in (_COMPARED, _HANDS, _LONGER):
        match = pattern.search(plain)
        if match:
            return match["a"], _TAIL.sub("", match["b"])
    match = _TWICE.match(plain)
    if match:
        topic = f"{match['topic']} " if match["topic"] else ""
        return f"{topic}{match['a']}", f"{topic}{match['b']}"
    parts = _VERSUS.split(plain, maxsplit=1)
    if len(parts) == 2 and all(p.strip() for p in parts):
        return _about_both(parts[0], _TAIL.sub("", parts[1]))
    for pattern in (_PAIR, _EITHER):
        match = pattern.search(plain)
        if match:
            return match["a"], _TAIL.sub("", match["b"])
    clauses = _FULL.split(plain)
    if len(clauses) == 3 and _EACH.search(clauses[2]):
        return clauses[0], clauses[1]
    return None


def _about_both(left: str, right: str) -> tuple[str, str]:
    """Both sides of "A versus B", with what stands before a colon or a comma in front of them."""
    topic, comma, own = left.rpartition(", ")
    if not comma or len(own.split()) > 6:
        topic, _, own = left.rpartition(":")
    return f"{topic} {own}", f"{topic} {right}"


def ordered_sides(text: str) -> tuple[str, str, str] | None:
    """Of a yes-or-no question for an order in time ("does A close before B?"): both sides, and the word."""
    match = _BEFORE.match(text.strip().rstrip("?. "))
    if match is None:
        return None
    return match["a"].strip(), match["b"].strip(), match["how"].lower()
