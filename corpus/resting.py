"""Which paragraphs of a decision an item of another document rests on: those it names, or is worded like."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

from corpus.passage import Passage
from corpus.words import content_words

_LETTERS = r"(?:\s*\([a-z]{1,4}\))"
_LABELS = (
    rf"(?P<labels>\d{{1,3}}{_LETTERS}*"
    rf"(?:\s*(?:,\s*and|,|and|or|to|[-–])\s*(?:\d{{1,3}}{_LETTERS}*|\([a-z]{{1,4}}\){_LETTERS}*))*)"
)
_WORD = r"(?i)\bparas?(?:graphs?|\.)?\s+"
_BEFORE = re.compile(
    rf"{_WORD}{_LABELS}\s+(?:of|in|to)\s+(?:(?:its|the)\s+)?(?:decisions?|resolutions?)?\s*$"
)
_AFTER = re.compile(rf"(?i)\s*[,(]?\s*(?:in particular\s+)?{_WORD.removeprefix('(?i)')}{_LABELS}")
_PART = re.compile(r"(\d{1,3})?\s*((?:\([a-z]{1,4}\)\s*)*)")
_LEAST, _NEAR_BEST, _MOST = 0.3, 0.75, 3


def rests_on(item: Passage, decision: str, paragraphs: Sequence[Passage]) -> tuple[Passage, ...]:
    """Those of `paragraphs`, the numbered ones of `decision`, that `item` rests on, in order.

    Empty where it names no paragraph and no wording is near: it then rests on the decision as a whole.
    """
    labels = _named(item, decision)
    if labels:
        return tuple(p for p in paragraphs if any(_within(p.label or "", label) for label in labels))
    return _worded_like(item, paragraphs)


def _named(item: Passage, decision: str) -> list[str]:
    """The paragraphs that stand beside the decision's number: "paragraphs 2 and 3 (b) of decision X"."""
    found = []
    for mention in item.mentions.decisions:
        if mention.value == decision:
            before = _BEFORE.search(item.text, 0, mention.start - item.start)
            after = _AFTER.match(item.text, mention.end - item.start)
            found += [label for match in (before, after) if match for label in _each(match["labels"])]
    return found


def _each(labels: str) -> list[str]:
    """The labels in "2, 3 (b) and (c)" or "4-6", each whole: 2, 3 (b), 3 (c), or 4, 5, 6."""
    found: list[str] = []
    number, through = "", False
    for piece in re.split(r"\s*(?:(,\s*and|,|and|or)|(to|[-–]))\s*", labels):
        if piece is None or re.fullmatch(r",\s*and|,|and|or", piece):
            continue
        if re.fullmatch(r"to|[-–]", piece):
            through = True
            continue
        part = _PART.fullmatch(piece.strip())
        if part is None:
            continue
        if through and part[1] and number and int(part[1]) - int(number) < 100:
            found += [str(n) for n in range(int(number) + 1, int(part[1]))]
        through = False
        number = part[1] or number
        letters = " ".join(re.findall(r"\([a-z]+\)", part[2]))
        found.append(f"{number} {letters}".strip())
    return found


def _within(label: str, named: str) -> bool:
    return label == named or label.startswith(f"{named} ")


def _worded_like(item: Passage, paragraphs: Sequence[Passage]) -> tuple[Passage, ...]:
    """The few paragraphs that share most of the item's words, the rarer in the decision the more."""
    own = {w.stem for w in content_words(item.text)}
    stems = [{w.stem for w in content_words(p.text)} for p in paragraphs]
    spread = Counter(stem for each in stems for stem in each)
    worth = {stem: math.log(1 + len(stems) / spread[stem]) for stem in own if spread[stem]}
    total = sum(worth.values())
    shares = [sum(worth.get(stem, 0.0) for stem in each & own) / total if total else 0.0 for each in stems]
    best = max(shares, default=0.0)
    # Words that the decision does not have at all count as missed.
    if best * len(worth) < _LEAST * len(own):
        return ()
    ranked = sorted(range(len(paragraphs)), key=lambda i: -shares[i])[:_MOST]
    return tuple(paragraphs[i] for i in sorted(ranked) if shares[i] >= _NEAR_BEST * best)
