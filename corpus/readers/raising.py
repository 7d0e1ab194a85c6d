"""Superscripts as characters: exponents stay with their unit, marks of notes stand in small brackets.

A raised digit is a letter to pattern matching, so that "Article 14³" would not name Article 14; the small
brackets part them.
"""

from __future__ import annotations

import re

_RAISED = str.maketrans("0123456789+-−n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻ⁿ")
_UNIT = re.compile(r"(?:(?<![^\W\d_])[mkcdnµ]?m|(?<!\d)10|[kK]g|(?<![^\W\d_])[sxyR]|[A-Z][a-z]?)$")


def superscript(text: str, before: str) -> str:
    """`text`, printed raised after `before`, in characters; words and ordinals ("th") stay as they are."""
    bare = text.strip()
    if not re.fullmatch(r"[\d+−n-]{1,4}|\d{1,3}(?:,\d{1,3})+", bare):
        return text
    raised = bare.translate(_RAISED)
    return raised if _UNIT.search(before) and "," not in bare else f"⁽{raised}⁾"
