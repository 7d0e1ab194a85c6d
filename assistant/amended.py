"""What an answer adds where it quotes a decision that another one amends, replaces or ends: that it does."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from assistant.catalogue import Catalogue
from assistant.evidence import Point
from assistant.wording import excerpt, whole
from assistant.wording import quoted as quoted_words
from corpus.passage import Passage
from corpus.register import LinkRow

_SAID = {"terminates": "ended", "replaces": "replaced", "amends": "amended"}  # the gravest first
_MOST = 3  # of notes, and of passages that one cites


def notes(points: Iterable[Point], catalogue: Catalogue) -> tuple[Point, ...]:
    """A note for each decision quoted in `points` and each one that changes it, citing the words that do.

    Nothing is said where the answer quotes those words itself.
    """
    quoted: dict[str, list[Passage]] = {}
    shown = {quote.passage.id: quote.passage for point in points for quote in point.quotes}
    for passage in shown.values():
        if passage.decision:
            quoted.setdefault(passage.decision, []).append(passage)
    changes: dict[tuple[str, str], list[LinkRow]] = {}
    for link in catalogue.register.links:
        if link.kind in _SAID and link.target in quoted and link.passage_id not in shown:
            changes.setdefault((link.target, link.source), []).append(link)
    found = [_note(links, quoted[target], catalogue) for (target, _), links in changes.items()]
    return tuple(found[:_MOST])


def _note(links: Sequence[LinkRow], quoted: Sequence[Passage], catalogue: Catalogue) -> Point:
    kind = min((link.kind for link in links), key=list(_SAID).index)
    row = catalogue.decisions.get(links[0].source)
    loaded = "" if row and row.loaded else " (its own text is not loaded)"
    said = f"Decision {links[0].target} has been {_SAID[kind]} by decision {links[0].source}{loaded}"
    stated = [catalogue.passages[link.passage_id] for link in links]
    exact = [child for passage in stated for child in _of_quoted(passage, quoted, catalogue)]
    words = f": {quoted_words(excerpt(whole(exact[0]), ()))}" if exact else "."
    cited = dict.fromkeys(whole(p) for p in (*exact, *stated))
    return Point(said + words, tuple(cited)[:_MOST], "register", layout="note")


def _of_quoted(passage: Passage, quoted: Sequence[Passage], catalogue: Catalogue) -> list[Passage]:
    """What stands below `passage` of the very paragraphs quoted ("In paragraph 2, for ... read ...")."""
    labels = {label for p in quoted for label in (p.label, (p.label or "").split(" ")[0]) if label}
    if not labels:
        return []
    named = re.compile(
        rf"(?i)\bparagraphs?\s+(?:{'|'.join(map(re.escape, sorted(labels, key=len)[::-1]))})(?!\w)"
    )
    return [child for child in catalogue.children(passage) if named.search(child.text)]
