"""Windows: the overlapping stretches of a passage that are embedded.

The model reads at most 256 word pieces, so a long passage embedded whole would hide its end. It is
embedded whole (for its gist) and again in overlapping windows; its best window counts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Window:
    """One stretch ``text[start:end]`` of a passage's text. `whole` where a longer passage stands whole."""

    start: int
    end: int
    whole: bool = False


def windows(text: str, size: int = 90, stride: int = 60) -> list[Window]:
    """Windows of `size` words, each starting `stride` words after the last, the final one at the end.

    A passage of up to `size` words is one window; a longer one stands whole first. Blank text has none.
    """
    spans = [match.span() for match in _WORD.finditer(text)]
    if not spans:
        return []
    if len(spans) <= size:
        return [Window(spans[0][0], spans[-1][1])]
    starts = list(range(0, len(spans) - size, stride)) + [len(spans) - size]
    found = [Window(spans[first][0], spans[first + size - 1][1]) for first in starts]
    return [Window(spans[0][0], spans[-1][1], whole=True), *found]
