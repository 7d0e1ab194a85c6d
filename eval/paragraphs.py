"""Whether a place is the paragraph meant: locators written by hand against those that are shown.

Written as the UN cites: "Decision MC-5/12, paragraph 3 (b)", "Decision MC-5/12, annex II, paragraph 4". What
has no number is known by words of its own: "Decision MC-5/12, annex, table row: Norway". These stand in the
locator, where a row is called by its first cell, or in what is quoted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Answer
from eval.case import Group
from eval.wording import normalised, occurs

_WANTED = re.compile(
    r"(?P<decision>.+?)(?:, (?P<annex>(?:annex|appendix)[^,]*))?, "
    r"(?:paragraph (?P<label>.+)|(?P<role>preamble|table row): (?P<words>.+))"
)


@dataclass(frozen=True, slots=True)
class Cited:
    """How an answer's citations lie to the paragraphs meant.

    `recall` is the share of those that are cited, `precision` the share of citations that point at one (or at
    the paragraph that opens it), `right` whether all are cited and the first citation is one of them.
    """

    recall: float | None = None
    precision: float | None = None
    right: bool | None = None


def is_paragraph(wanted: str, place: str, words: str) -> bool:
    """Whether the locator `place`, with its `words`, is the one `wanted`. ValueError where that is none."""
    parts = _WANTED.fullmatch(normalised(wanted))
    if not parts:
        raise ValueError(f"{wanted!r} is no locator, write 'Decision MC-5/12, paragraph 3 (b)'")
    shown = normalised(place)
    own, rest = parts["decision"], shown.removeprefix(parts["decision"])
    if not shown.startswith(own) or rest[:1] not in {",", ""}:
        return False
    annexes = re.findall(r", ((?:annex|appendix)(?: [ivx]+\b| [a-z\d]\b)?)", rest)
    if annexes[-1:] != ([parts["annex"]] if parts["annex"] else []):
        return False
    if parts["label"]:
        return re.search(rf", paragraph {re.escape(parts['label'])}(?:, page \d+)?$", rest) is not None
    _, role, name = rest.rpartition(f", {parts['role']}")
    return bool(role) and occurs(parts["words"], f"{name} {normalised(words)}")


def cited(wanted: Sequence[Group], answer: Answer) -> Cited:
    """What `answer` cites of the paragraphs `wanted`, each with its alternatives."""
    if not wanted:
        return Cited()
    places = [(citation.locator.text, citation.quote) for citation in answer.citations]
    hits = [[any(is_paragraph(one, *place) for one in group) for place in places] for group in wanted]
    found = [any(row) for row in hits]
    meant = [any(column) for column in zip(*hits, strict=True)]
    opens = {one.rpartition(" (")[0] for group in wanted for one in group if one.endswith(")")}
    opens |= {one.rpartition(" (")[0] for one in opens if one.endswith(")")}
    fit = [
        hit or any(is_paragraph(one, *place) for one in opens)
        for hit, place in zip(meant, places, strict=True)
    ]
    return Cited(
        sum(found) / len(found), sum(fit) / len(fit) if fit else None, all(found) and bool(fit and fit[0])
    )
