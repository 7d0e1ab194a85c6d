"""The plural noun of a question: of what things a list or a count is asked.

Forms of English only; whether the documents have such things is not looked at here.
"""

from __future__ import annotations

import re

_SMALL = (
    r"is|are|was|were|does|do|did|has|have|had|will|would|can|could|should|may|might|must|shall|of|in|for|on|to|by"
    r"|that|from|with|at|about|under|the|a|an|it|this|and|or|which|what"
)
_PLAIN = rf"(?!(?:{_SMALL})\b)[\w'’-]+"
_FEW = r"(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,2})"
_END = r"(?=\s|[?.,:;]|$)"
_ASKED = (
    r"\b(?:which|what(?:\s+(?:are|were|other))?|list|name|enumerate|give(?: me| us)?|tell me|show(?: me)?"
    r"|all|every|each|any|both)(?:\s+(?:all|the|these|those|of|its|their|our))*\s+"
)
_NOUN_AFTER = re.compile(
    rf"(?i)(?:{_ASKED}|^\W*(?:the\s+)?|\bthe\s+(?={_FEW}\b))(?:{_FEW}\s+)?((?:{_PLAIN}\s+){{0,3}}{_PLAIN}){_END}"
)
_COUNTED = re.compile(
    r"(?i)\b(?:how many|(?:total )?number of|count(?: of)?(?: the)?)\s+(?:the\s+|of\s+)*"
    rf"((?:{_PLAIN}\s+){{0,2}}{_PLAIN}){_END}"
)
_ONE_BY_ONE = re.compile(
    r"(?i)\b(?:one by one|one after (?:the other|another)|all of (?:it|them)|in order|each of them|in turn"
    r"|step by step|the things)\b"
)
_OBJECT = re.compile(
    r"(?i)\s+(?:an?|the|it|them|us|this|that|its|their)\b(?!\s+\w+\s+(?:is|are|was|were|has|have)\b)"
)
_ASKED_LATER = re.compile(r"(?i)\b(?:what|which|who|when|where|how|why)\b")
_ASKS_OF = re.compile(r"(?i)\b(?:are|were|must|shall|should|do|does|did|can|could|may|will)(?:\s+the)?\s*$")
_DONE = re.compile(r"(?i)\b(?:to|do|asked|invited|requested|urged|encouraged|required|expected|allowed)\b")
_DOERS = re.compile(r"(?i)\s+(?:must|shall|should|may|can|could|will|have to|need to)\s+do\b")
_BELONGS = re.compile(r"(?i)\s+(?:listed|named|given|printed|set|covered|shown|in|of|under|on|for|from|to)\b")
_ASKING = re.compile(r"(?i)(?:which|what|list|name|enumerate|give|tell|show|all|every|each|any|both|the)\b")
#: "Principles of the framework, which ones?" asks for a list of principles.
_WHICH_ONES = re.compile(r"(?i)[\s,:;–—-]+which (?:ones|are (?:they|those|these))\W*$")
_UNMARKED = frozenset({"people", "criteria", "data", "media", "phenomena", "persons"})
#: Verbs that look like plurals, and nouns of which no list is printed.
_NO_LIST = frozenset(
    {
        "names",
        "words",
        "days",
        "hours",
        "terms",
        "says",
        "others",
        "falls",
        "happens",
        "comes",
        "goes",
        "makes",
    }
    | {"takes", "gives", "follows", "applies", "stands", "decides", "needs", "means", "lets", "handles"}
)


def _plural(phrase: str) -> str | None:
    """The phrase up to its first plural noun, or None: "kinds" of "kinds of landfill"."""
    given = phrase.split()
    for at, word in enumerate(given):
        plain = word.lower().strip("'’")
        if plain in _UNMARKED or (
            len(plain) > 3 and plain.endswith("s") and not plain.endswith(("ss", "us", "is", "'s", "’s"))
        ):
            return " ".join(given[: at + 1])
    return None


def listed_noun(text: str) -> str | None:
    """The plural noun of which a list is asked ("frequent mistakes"), "things" for "one by one", or None.

    "What are Parties urged to do?" asks for no Parties, "what makes a change likely" for no makes.
    """
    text = _WHICH_ONES.sub("", text)
    for match in _NOUN_AFTER.finditer(text):
        found = _plural(match[1])
        if found is None:
            continue
        after = text[match.start(1) + len(found) :]
        if _OBJECT.match(after) or (_ASKS_OF.search(match.group()[: -len(match[1])]) and _DONE.search(after)):
            continue
        if _DOERS.match(after):
            continue
        bare = match.start() == 0 and not _ASKING.match(match.group().strip())
        if bare and (_ASKED_LATER.search(after) or not _BELONGS.match(after)):
            continue
        if found.lower().split()[-1] not in _NO_LIST:
            return found
    return "things" if _ONE_BY_ONE.search(text) else None


_ASKED_NOUN = re.compile(rf"(?i)^\W*(?:what|which)\s+((?:{_PLAIN}\s+){{0,1}}{_PLAIN})\s+(?={_SMALL})")


def asked_noun(text: str) -> str | None:
    """The singular noun that a question opens with ("tariff" of "what tariff does ..."), or None."""
    match = _ASKED_NOUN.search(text)
    return match[1] if match else None


def counted_noun(text: str) -> str | None:
    """The plural noun that is to be counted ("operative paragraphs" after "how many"), or None."""
    match = _COUNTED.search(text)
    return _plural(match[1]) if match else None
