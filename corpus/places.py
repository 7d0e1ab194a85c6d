"""Countries that a text names."""

from __future__ import annotations

import re
from functools import cache

from corpus.vocabulary import load


def countries_in(text: str) -> tuple[str, ...]:
    """The States named in `text`, as printed, in order; names are those of `vocabulary/countries.yaml`."""
    return tuple(m.group() for m in _names().finditer(text))


@cache
def _names() -> re.Pattern[str]:
    longest_first = sorted(load("countries"), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(re.escape(name) for name in longest_first)})(?![\w-])")
