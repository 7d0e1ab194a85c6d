"""What a language model wrote, read as statements: JSON, JSON lines, fenced JSON or numbered text.

Nothing here judges a statement; `supporting` does.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

_MOST_STATEMENTS = 12
_MOST_CHARACTERS = 1200
_TEXT_KEYS = ("text", "statement", "sentence", "claim", "answer")
_EVIDENCE_KEYS = ("evidence", "citations", "citation", "sources", "source", "passages", "refs", "cites")
_THOUGHT = re.compile(r"(?is)<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)")
_MARKERS = re.compile(r"\s*[\[(【](\^?\d{1,3}(?:\s*[,;&]\s*\^?\d{1,3})*)[\])】]")
_THINKS = re.compile(r"(?i)<think(?:ing)?>")
_BULLET = re.compile(r"^\s*(?:[-*•–]|\(?\d{1,2}[.):])\s+")
_SENTENCE_MARKERS = re.compile(r"(?:\s*[\[(【]\^?\d{1,3}(?:\s*[,;&]\s*\^?\d{1,3})*[\])】])+\s*[.!?]?")


@dataclass(frozen=True, slots=True)
class Written:
    """One statement as the model wrote it, and the numbers of the evidence that it names."""

    text: str
    evidence: tuple[int, ...]


def statements(pieces: Iterable[str]) -> Iterator[Written]:
    """The statements in `pieces` of text, each as soon as it is whole; at most twelve, in order."""
    reader = _Reader()
    given = 0
    for piece in pieces:
        for written in reader.more(piece):
            given += 1
            if given <= _MOST_STATEMENTS:
                yield written
    for written in reader.rest():
        given += 1
        if given <= _MOST_STATEMENTS:
            yield written


class _Reader:
    """Reads objects as they close; where there are none, lines of text at the end."""

    def __init__(self) -> None:
        self.text = ""
        self.at = 0
        self.objects = False

    def more(self, piece: str) -> Iterator[Written]:
        self.text += piece
        if "}" not in piece:
            return
        yield from self._objects()

    def rest(self) -> Iterator[Written]:
        yield from self._objects()
        if not self.objects:
            yield from _lines(_THOUGHT.sub("", self.text))

    def _objects(self) -> Iterator[Written]:
        """Each JSON object that states something; an outer one that is not closed yet is looked into."""
        decoder = json.JSONDecoder()
        if _THINKS.search(self.text):
            if not re.search(r"(?i)</think(?:ing)?>", self.text):
                return  # still thinking
            self.text, self.at = _THOUGHT.sub("", self.text), 0
        place = self.text.find("{", self.at)
        while place >= 0:
            try:
                value, end = decoder.raw_decode(self.text, place)
            except (ValueError, RecursionError):
                place = self.text.find("{", place + 1)
                continue
            for written in _from_value(value):
                self.objects = True
                yield written
            self.at = end
            place = self.text.find("{", end)


def _from_value(value: Any, depth: int = 0) -> Iterator[Written]:
    if isinstance(value, list) and depth < 4:
        for inner in value:
            yield from _from_value(inner, depth + 1)
    if not isinstance(value, dict):
        return
    text = next((value[k] for k in _TEXT_KEYS if isinstance(value.get(k), str)), None)
    if text is None:
        for inner in value.values():
            if isinstance(inner, list | dict) and depth < 4:
                yield from _from_value(inner, depth + 1)
        return
    named = next((value[k] for k in _EVIDENCE_KEYS if k in value), None)
    yield from _written(text, _numbers(named))


def _numbers(named: Any) -> tuple[int, ...]:
    """Evidence numbers however they are given: 2, "2", "[2]", [1, "2"]. Anything else counts as number 0."""
    if isinstance(named, bool) or named is None:
        return ()
    if isinstance(named, int):
        return (named,)
    if isinstance(named, str):
        return tuple(int(n) for n in re.findall(r"\d{1,3}", named))
    if isinstance(named, list):
        return tuple(n for inner in named[:20] for n in (_numbers(inner) or (0,)))
    return (0,)


def _lines(text: str) -> Iterator[Written]:
    """Lines, and in them the sentences that end in markers."""
    for line in text.splitlines():
        if line.strip().startswith(("```", "~~~", "{", "[{")):
            continue
        rest = _BULLET.sub("", line)
        begin = 0
        for match in _SENTENCE_MARKERS.finditer(rest):
            yield from _written(rest[begin : match.end()], ())
            begin = match.end()
        yield from _written(rest[begin:], ())


def _written(text: str, named: tuple[int, ...]) -> Iterator[Written]:
    """The statement without its markers; markers in its text count as named too."""
    for match in _MARKERS.finditer(text):
        named += tuple(int(n) for n in re.findall(r"\d+", match[1]))
    plain = re.sub(r"\s+([.,;:!?])", r"\1", " ".join(_MARKERS.sub("", text).split()))
    if any(c.isalnum() for c in plain) and len(plain) <= _MOST_CHARACTERS:
        yield Written(plain, tuple(dict.fromkeys(named)))
