"""What decisions do to one another: which amends, replaces or terminates which, and which it recalls.

Told by the form of words, which are data (`vocabulary/relations.yaml`): an operative paragraph that does it
("Decides to amend decision X"), a passive ("decision X, as amended by decision Y"), or a clause about an
earlier decision ("decision Y, by which it replaced decision X"). What is asked for, proposed or doubtful is
no relation. A part replaced ("the annex to decision X") amends the decision it belongs to.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from corpus.passage import Mention, Passage
from corpus.sentences import sentences
from corpus.vocabulary import load

RelationKind = Literal["recalls", "amends", "replaces", "terminates"]

_FURTHEST = 25  # words between a verb and what it is about
_NEAR = 8  # words between a decision and the verb it is the subject of
_BE = re.compile(
    r"(?i)\b(?P<be>is|are|was|were|be|been|being|as)(?:\s+(?:hereby|thereby|further|also|subsequently|later|then|so|last))*\s+$"
)
_BY = re.compile(
    r"(?i)\s*,?\s*by\s+(?:(?:its|the|their)\s+)?(?:(?P<own>present|this)\s+)?(?:decisions?|resolutions?)?\s*"
)
_WHICH = re.compile(r"(?i)^,?\s*(?:(?:by|in|with|through|under)\s+)?(?:which|that)\b")
_ONLY = re.compile(
    r"(?i)^\s*(?:(?:hereby|the|its|their|earlier|previous)\s+)*(?:decisions?|resolutions?)?\s*$"
)
_BELONGS = re.compile(
    r"(?i)\b(?:of|to|in|by|under|from|with)\s+(?:(?:its|the|their)\s+)?(?:decisions?|resolutions?)\s*$"
)
_JOINED = re.compile(
    r"(?i)^\s*(?:,|and|or|to|,\s*and|as well as)\s*(?:(?:the|its)\s+)?(?:decisions?|resolutions?)?\s*$"
)
_ROLES = ("base", "finite", "past", "ing", "past")  # of the forms of a verb, in the order of the data file
_STOPS = re.compile(r"[;:]")


@dataclass(frozen=True, slots=True)
class Relation:
    """Decision `source` amends (or ...) decision `target`."""

    kind: RelationKind
    source: str
    target: str


def relations(passage: Passage, above: Sequence[Passage] = ()) -> tuple[Relation, ...]:
    """What `passage` states, each once; `above` are the paragraphs it stands under, nearest first."""
    if not passage.mentions.decisions:
        return ()
    found = [r for span in sentences(passage.text) for r in _Sentence(passage, span, _acts(passage, above))]
    if passage.decision and passage.role == "preamble":
        named = (m.value for m in passage.mentions.decisions)
        found += [
            Relation("recalls", passage.decision, value) for value in named if value != passage.decision
        ]
    return tuple(dict.fromkeys(found))


def _acts(passage: Passage, above: Sequence[Passage]) -> bool:
    """Whether the passage does what it says: part of a decision, under no verb that only asks or records."""
    if not passage.decision or passage.role in {"preamble", "heading"}:
        return False
    verb = next((p.verb for p in (passage, *above) if p.verb and p.role != "preamble"), None)
    return verb is None or verb in _doing()


class _Sentence:
    """One sentence of a passage: iterating gives the relations it states."""

    def __init__(self, passage: Passage, span: tuple[int, int], acts: bool) -> None:
        self.own = passage.decision
        self.acts = acts
        self.title = passage.role == "heading"
        start, end = span
        self.text = passage.text[start:end]
        at = passage.start + start
        inside = [m for m in passage.mentions.decisions if at <= m.start and m.end <= passage.start + end]
        self.named = [Mention(m.value, m.start - at, m.end - at) for m in inside]

    def __iter__(self) -> Iterator[Relation]:
        for match in _words().finditer(self.text) if self.named else ():
            kind, form = _forms()[match[0].lower()]
            for source, target, direct in _READERS[form](self, match):
                if source and source != target:
                    yield Relation(kind if direct or kind == "recalls" else "amends", source, target)

    # each reader gives (source, target, whether the target itself is meant and not a part of it) ----------

    def passive(self, match: re.Match[str]) -> Iterator[_Found]:
        """As in "decision X, as amended by decision Y"; of no passive, what the past tense says."""
        be = _BE.search(self.text, 0, match.start())
        by = _BY.match(self.text, match.end())
        agents = self._group(by.end() if by else match.end()) if by else []
        subjects = self._before(be.start() if be else match.start(), _FURTHEST)
        if subjects and (earlier := self._before(subjects[0].start, _NEAR)) and self._agents(subjects[0]):
            subjects = earlier  # "decision X, as amended by decision Y, is further amended"
        if not (be or agents or (by and by["own"])):
            if self._subject(match.start()):  # else it describes a thing: "the modified arrangements"
                yield from self.active(match)
            return
        if not subjects or self._unsettled(be.start() if be else match.start()):
            return
        sources: list[str | None] = [a.value for a in agents] or ([self.own] if by and by["own"] else [])
        if not sources and be and be["be"].lower() != "as" and self.acts:
            sources = [self.own]
        for source in sources:
            for subject in subjects:
                yield source, subject.value, self._is_meant(subjects[0])

    def active(self, match: re.Match[str]) -> Iterator[_Found]:
        """As in "Amends decision X" or "decision Y, which replaced decision X"."""
        if self._unsettled(match.start()):
            return
        between = self._subject(match.start())
        source = between or (self.own if self.acts else None)
        yield from ((source, *found) for found in self._objects(match.end()))

    def doing(self, match: re.Match[str]) -> Iterator[_Found]:
        """As in "Decides to amend decision X" or "by amending decision X": the paragraph itself does it."""
        if self.acts and not self._unsettled(match.start()):
            yield from ((self.own, *found) for found in self._objects(match.end()))

    def ended(self, match: re.Match[str]) -> Iterator[_Found]:
        """As in "decision X shall lapse"."""
        if self.acts and not self._unsettled(match.start()):
            subjects = self._before(match.start(), _NEAR)
            yield from ((self.own, subject.value, self._is_meant(subjects[0])) for subject in subjects)

    def noun(self, match: re.Match[str]) -> Iterator[_Found]:
        """As in the title "Amendment of decision X"."""
        if self.title and self.own:
            yield from ((self.own, *found) for found in self._objects(match.end()))

    # what stands around a verb ---------------------------------------------------------------------------

    def _objects(self, at: int) -> Iterator[tuple[str, bool]]:
        group = self._group(at, _FURTHEST)
        if group and not _beside().search(self.text, at, group[0].start):
            direct = bool(_ONLY.match(self.text[at : group[0].start]))
            yield from ((mention.value, direct) for mention in group)

    def _subject(self, at: int) -> str | None:
        """The decision that a finite verb at `at` is said of, or None."""
        before = self._before(at, _NEAR)
        if not before:
            return None
        between = self.text[before[-1].end : at]
        plain = len(between.split()) <= 2 and not re.search(r"(?i)[,(]|\b(?:to|and|or)\b", between)
        return before[-1].value if plain or _WHICH.match(between) else None

    def _before(self, at: int, most: int) -> list[Mention]:
        """The decisions named together last before `at`, in order."""
        near = [m for m in self.named if m.end <= at]
        if not near or self._apart(near[-1].end, at, most):
            return []
        group = [near[-1]]
        for mention in reversed(near[:-1]):
            if not _JOINED.match(self.text[mention.end : group[0].start]):
                break
            group.insert(0, mention)
        return group

    def _group(self, at: int, most: int = 0) -> list[Mention]:
        """The decisions named together first after `at`, at most `most` words further on."""
        group: list[Mention] = []
        for mention in (m for m in self.named if m.start >= at):
            if not group and self._apart(at, mention.start, most + 1):
                break
            if group and not _JOINED.match(self.text[group[-1].end : mention.start]):
                break
            group.append(mention)
        return group

    def _apart(self, start: int, end: int, most: int) -> bool:
        between = self.text[start:end]
        return len(between.split()) > most or _STOPS.search(between) is not None

    def _agents(self, mention: Mention) -> bool:
        """Whether a passive before `mention` says that this decision did it."""
        past = [
            m for m in _words().finditer(self.text, 0, mention.start) if _forms()[m[0].lower()][1] == "past"
        ]
        by = _BY.match(self.text, past[-1].end()) if past else None
        return by is not None and by.end() == mention.start

    def _is_meant(self, mention: Mention) -> bool:
        return not _BELONGS.search(self.text[: mention.start])

    def _unsettled(self, at: int) -> bool:
        return _unsettled().search(" ".join(self.text[:at].split()[-4:])) is not None


_Found = tuple[str | None, str, bool]
_READERS: dict[str, Callable[[_Sentence, re.Match[str]], Iterator[_Found]]] = {
    "base": _Sentence.doing,
    "finite": _Sentence.active,
    "past": _Sentence.passive,
    "ing": _Sentence.doing,
    "ended": _Sentence.ended,
    "noun": _Sentence.noun,
}


@cache
def _forms() -> dict[str, tuple[RelationKind, str]]:
    """Every form of words to what it says and how it is read."""
    found: dict[str, tuple[RelationKind, str]] = {}
    for name, row in load("relations")["kinds"].items():
        kind = cast(RelationKind, name)
        found |= dict.fromkeys(row["nouns"], (kind, "noun")) | dict.fromkeys(row["ended"], (kind, "ended"))
        for verb in row["verbs"]:
            found |= {form: (kind, how) for form, how in zip(verb, _ROLES, strict=False)}
    return found


@cache
def _words() -> re.Pattern[str]:
    return _one_of(_forms())


@cache
def _beside() -> re.Pattern[str]:
    return _one_of(load("relations")["beside"])


@cache
def _unsettled() -> re.Pattern[str]:
    return _one_of(load("relations")["unsettled"])


def _one_of(phrases: Sequence[str] | dict[str, tuple[RelationKind, str]]) -> re.Pattern[str]:
    longest = sorted(phrases, key=lambda phrase: -len(phrase))
    return re.compile(rf"(?i)(?<![\w-])(?:{'|'.join(longest)})(?![\w-])".replace(" ", r"\s+"))


@cache
def _doing() -> frozenset[str]:
    """The forms of verbs that settle something."""
    return frozenset(f for row in load("legal_verbs") if row["class"] == "binding" for f in row["forms"])
