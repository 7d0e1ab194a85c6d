"""Follow-ups: a question that leans on the conversation becomes one that stands alone.

Rules over what the previous answer cited, tried in the order of `_RULES`; the first that applies
writes the question. What the conversation is about is named by `assistant.following`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant import counting, following, swapping
from assistant.catalogue import Catalogue
from assistant.following import Exchange
from assistant.phrases import chunks
from assistant.plurals import counted_noun
from assistant.referring import resolved
from assistant.understanding import Question, understand
from corpus.words import content_words, words

_WH = r"(?:when|who|whom|whose|why|where|how|which|what)"
_LEADS = re.compile(
    r"(?i)^\W*(?:(?:(?:and|but|so|then|also|now|or|ok(?:ay)?|right|hm+|well|thanks?(?: you)?|great"
    r"|good|please|what about|how about"
    r"|same(?: question)?(?: again)?(?: for)?|the same for|tell me about)\b)[\s,.:!-]*)+"
)
_SMALL_TALK = re.compile(
    r"(?i)^\W*(?:(?:ok(?:ay)?|thanks?|thank you|thx|cheers|great|good|perfect|fine|nice|hello|hi|hey"
    r"|bye|goodbye|yes|no|right|very much"
    r"|a lot|so much|i see|got it|understood)\W*)+$"
)
_COURTESY = re.compile(r"(?i)^\W*(?:ok(?:ay)?|thanks?|thank you|thx|cheers|great|perfect|hm+|hello|hi|hey)\b")
_BARE = re.compile(
    rf"(?i)^(?:(?:by|until|till|for|to|from|in|into|at|on|of|under|with|since)\s+)?(?:{_WH}(?:\s+not"
    rf"|\s+from|\s+exactly|\s+else)?"
    rf"|(?:which|what|whose|how many|how much)(?:\s+(?!is\b|are\b|was\b|were\b|do\b|does\b|did\b|has\b"
    rf"|have\b|can\b|should\b|must\b|will\b|would\b)[\w-]+){{1,2}})$"
)
_MORE = re.compile(
    r"(?i)^(?:(?:tell me|show me|give me|say|any(?:thing)?|what|is there)\s+)*(?:more|else|details?"
    r"|go on|continue|carry on|keep going|elaborate)"
    r"(?:\s+(?:please|details?|info(?:rmation)?|on this|about (?:it|that|this)|on (?:it|that)))*$"
)
_VERBATIM = re.compile(
    r"(?i)^(?:(?:can i have|give me|show me|quote|read|i need|i want|in|the|its|that|it|me|out)\s+)*"
    r"(?:word for word|verbatim|literally|exact (?:words?|wording|text)|full text|own words"
    r"|quote (?:it|that|this)|wording)(?:\s+(?:please|then))*$"
)
_ORDERS = re.compile(
    r"(?i)^(?:show|read|quote|list|give|tell|compare|explain|describe|summari[sz]e|name|print|cite)\b"
)
_OF_THOSE = re.compile(r"(?i)^how many of (?:those|these|them)\s+(?P<what>.+)")
_WHICH_ONES = re.compile(r"(?i)^(?:which|which (?:ones?|are (?:they|those))|(?:list|name) them(?: all)?)$")
_LACKING = re.compile(
    r"(?i)(?:(?:what(?:'s| is)|is there|when is) )?(?:the|a|any)"
    r" (?:deadline|due date|date|decision|mandate)s?"
)
_BACK = re.compile(r"(?i)\b(?:its?|his|hers?|him|he|she|they|them|their|those|these|that)\b")
_NTH_ONE = re.compile(rf"(?i)\bthe ({following.ORDINALS}) one\b")
_NTH = re.compile(
    rf"(?i)\bthe ({following.ORDINALS})\b(?! (?:ones?|items?|bullets?|points?|work\s?streams?|headings?)\b)"
)
_VERB = re.compile(
    rf"(?i)\b(?:{_WH}|is|are|was|were|does|do|did|has|have|can|could|should|must|will|would|may)\b"
)


@dataclass(frozen=True)
class Turn:
    """A follow-up at work: its words without lead-in, what it is understood as, and what came before."""

    text: str
    rest: str
    led: bool
    own: Question
    past: list[Exchange]
    catalogue: Catalogue

    @property
    def last(self) -> Exchange:
        """The exchange that it follows."""
        return self.past[-1]

    def topic(self, bare: bool = False) -> str:
        """What "it" is."""
        return following.topic(self.past, self.catalogue, bare or "decision" in self.text.lower())


def rewrite(text: str, past: list[Exchange], catalogue: Catalogue) -> str:
    """`text` as a question that stands alone; unchanged where it does already."""
    past = [e for e in past if not _SMALL_TALK.match(e.question.text) and e.question.want != "rules"]
    plain = text.strip()
    if not past or _SMALL_TALK.match(plain):
        return text
    own = understand(plain, catalogue)
    if own.want == "rules":
        return text
    lead = _LEADS.match(plain)
    rest = (plain[lead.end() :] if lead else plain).strip().rstrip("?.! ")
    rest = re.sub(r"(?i)(?<=\w),?\s+(?:then|please|again|thanks)$", "", rest) or plain.rstrip("?.! ")
    led = lead is not None and not (
        _COURTESY.match(plain) and not re.search(r"(?i)\b(?:and|but|same|about)\W*$", lead.group().rstrip())
    )
    turn = Turn(plain, rest, led, own, past, catalogue)
    for rule in _RULES:
        written = rule(turn)
        if written is not None:
            return _finished(written)
    return text


def _finished(written: str) -> str:
    """With a capital and its stop."""
    written = re.sub(r"\s+", " ", written).strip().rstrip("?.,;: ")
    return f"{written[:1].upper()}{written[1:]}{'.' if _ORDERS.match(written) else '?'}"


def _counted(turn: Turn) -> str | None:
    """As in "and how many of those have a date?", of rows or of what was counted."""
    written = counting.counted(turn.rest, turn.own, turn.past, turn.catalogue)
    of_those = _OF_THOSE.match(turn.rest)
    noun = counted_noun(turn.last.question.text)
    if written is not None or of_those is None or noun is None:
        return written
    return f"How many {noun} {of_those['what']}, regarding {turn.topic()}"


def _others(turn: Turn) -> str | None:
    return counting.others(turn.rest, turn.last)


def _swapped(turn: Turn) -> str | None:
    """As in "and stocks?", "and MC-5/6?", "what about 2025?": the last question with the new word."""
    fragment = not _VERB.search(turn.rest)
    own_ids = bool(turn.own.decisions or turn.own.people) and fragment and len(turn.own.subject) < 3
    if not (turn.led or own_ids) or not fragment or turn.own.want in {"wording", "compare"}:
        return None
    if _BACK.search(turn.rest) or (turn.last.question.want == "header" and not own_ids):
        return None
    if _MORE.match(turn.rest) or (
        len(content_words(turn.rest)) > 8 and not re.match(r"(?i)for\b", turn.rest)
    ):
        return None
    return swapping.swapped(turn.rest, turn.own, turn.last, turn.topic(bare=True))


def _next_of_kind(turn: Turn) -> str | None:
    """As in "and the second one?" after "where is the first course held?": the course goes on."""
    asked = _NTH_ONE.search(turn.rest)
    text = turn.last.question.text
    before = _NTH.search(text) if asked else None
    if asked is None or before is None:
        return None
    stop = next((b for _, b in chunks(turn.last.question) if b > before.end()), None)
    if stop is None:
        return None
    if asked.span() == (0, len(turn.rest)):
        return f"{text[: before.start(1)]}{asked[1]}{text[before.end(1) :]}"
    kind, after = text[before.end() : stop].strip(), turn.rest[asked.end() :].strip()
    kind = kind.removesuffix(after).strip() if after else kind  # "the first course held", "held"
    return f"{turn.rest[: asked.start()]}the {asked[1]} {kind} {after}"


def _continued(turn: Turn) -> str | None:
    """As in "more", "go on", "word for word please"."""
    if turn.last.question.want == "count" and _WHICH_ONES.match(turn.rest):
        return f"List {turn.topic()}"
    if _MORE.match(turn.rest):
        return f"Tell me more about {turn.topic()}"
    if _VERBATIM.match(turn.rest):
        return f"Quote {following.decision(turn.last) or turn.topic()} word for word"
    return None


def _pointing(turn: Turn) -> str | None:
    """Pronouns take what the conversation is about."""
    return resolved(turn.rest, turn.own, turn.past, turn.catalogue)


def _bare(turn: Turn) -> str | None:
    """As in "by when?", "why?", "which hotel?": the last question asked so, or its topic."""
    if turn.own.decisions or turn.own.people or turn.own.meetings:
        return None
    if not _BARE.match(turn.rest):  # "and who attended?"
        few = len(content_words(turn.rest)) < 2 and len(turn.rest.split()) < 4
        short = few and re.match(rf"(?i){_WH}\b", turn.rest)
        return f"{turn.rest}, regarding {turn.topic()}" if short else None
    return swapping.asked_anew(turn.rest, turn.last) or swapping.asked_of(
        turn.rest, turn.own, turn.last, turn.topic()
    )


def _unfinished(turn: Turn) -> str | None:
    """A paragraph or a head field without its document, a deadline or a contact without its matter."""
    own, rest = turn.own, turn.rest
    if own.decisions or own.people or own.meetings or following.spoken_of(rest, own.workstreams):
        return None
    if own.want == "wording" and re.search(r"(?i)\b(?:paragraph|preamb|clause|annex|title)", rest):
        ids = following.decision(turn.last)
        asked = rest if _VERB.search(rest) or _ORDERS.match(rest) else f"Quote {rest}"
        return f"{asked} of {ids}" if ids else None
    if turn.last.question.want == "header" and turn.led and not _VERB.search(rest):
        return f"What is {rest} of {turn.topic()}"
    if _LACKING.fullmatch(rest):
        return f"{rest} for {turn.topic()}"
    return None


def _resumed(turn: Turn) -> str | None:
    """As in "and by when is the information due?": words of the passage just quoted, taken up again."""
    focus = turn.last.focus
    named = turn.own.decisions or turn.own.meetings or turn.own.workstreams or turn.own.people
    if focus is None or named or not turn.own.subject or turn.own.want not in _RESUMED:
        return None
    if not turn.led and not _THE_ONE.fullmatch(turn.rest):
        return None
    known = {word.stem for word in words(focus.quote)}
    return f"{turn.rest} ({turn.topic()})" if all(w.stem in known for w in turn.own.subject) else None


#: One thing with its article is what was just spoken of: "by when does the information have to be in?".
_THE_ONE = re.compile(
    r"(?i)(?:by\s+)?(?:when|who|whom|where|why|how much)"
    r"\s+(?:is|are|was|were|does|do|did|must|should|will|has|have)\s+the\s+[\w-]+"
    r"(?:\s+(?:be|have|has|to|go|due|sent|submitted|in|needed|wanted|from|for|by|it|come|received|ready))*"
)
_RESUMED = {"date", "person", "decision", "reason", "place", "amount"}
_RULES = (_others, _counted, _next_of_kind, _continued, _swapped, _pointing, _unfinished, _bare, _resumed)

__all__ = ["Exchange", "rewrite"]
