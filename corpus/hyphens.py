"""Words that a line's end cut in two ("Feb-" and "ruary"): put together, with where each letter stood."""

from __future__ import annotations

import re

CUT = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010]\n[ \t]*(?=[^\W\d_])")
_TOKEN = re.compile(r"[^\W\d_]*$")
_REST = re.compile(r"[^\W\d_]*")


def joined(text: str) -> tuple[str, list[int] | None]:
    """`text` with every cut word put together, and the place in `text` of each of its characters.

    The places are None where nothing is cut. They have one entry more than the text: its end.
    """
    if "\n" not in text or not CUT.search(text):
        return text, None
    pieces: list[str] = []
    places: list[int] = []
    position = 0
    for match in CUT.finditer(text):
        pieces.append(text[position : match.start()])
        places += range(position, match.start())
        position = match.end()
    pieces.append(text[position:])
    places += range(position, len(text) + 1)
    return "".join(pieces), places


def on_one_line(text: str, document: str) -> str:
    """`text` on one line; a cut word keeps its hyphen where `document` prints it with one elsewhere."""

    def mend(match: re.Match[str]) -> str:
        before = _TOKEN.search(text, 0, match.start())
        after = _REST.match(text, match.end())
        first, rest = before.group() if before else "", after.group() if after else ""
        compound = re.search(rf"\b{re.escape(first)}-{re.escape(rest)}\b", document, re.IGNORECASE)
        return "-" if compound or rest[:1].isupper() else ""

    return " ".join(CUT.sub(mend, text).split())
