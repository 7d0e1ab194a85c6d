"""Question cases out of what readers thought of answers: the question is theirs, the gold is for a person.

What the shown citations suggest is proposed where the reader found nothing wrong with them; which fields that
are, and what stays to be written, is said beside the cases.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import MISSING, dataclass, fields
from typing import Any

from assistant.exports.markdown import plain
from assistant.kept import KeptConversation, KeptExchange, Verdict
from eval.case import REFUSALS, Case

#: Verdicts after which the shown citations are worth proposing.
_TRUSTED: frozenset[Verdict] = frozenset({"good", "incomplete"})
_TO_WRITE: dict[Verdict, str] = {
    "good": "confirm the proposed fields; add must or items",
    "incomplete": "write must or items with what was missing; add its evidence",
    "wrong": "write must or items, decisions and evidence",
    "wrong_source": "write decisions and evidence of the right source; add must",
    "should_have_refused": "confirm that the documents do not answer; set status if it matters which refusal",
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A case as far as it can be proposed. `proposed` names the fields taken from the shown citations."""

    case: Case
    verdict: Verdict
    remark: str
    proposed: tuple[str, ...]
    shown: KeptExchange

    @property
    def to_write(self) -> str:
        """What a person has to do before the case counts."""
        return _TO_WRITE[self.verdict]


def proposals(judged: Iterable[tuple[KeptConversation, int]]) -> tuple[Proposal, ...]:
    """A proposal for each judged answer: its conversation, and its number from 1."""
    return tuple(_proposal(conversation, number) for conversation, number in judged)


def _proposal(conversation: KeptConversation, number: int) -> Proposal:
    shown = conversation.exchanges[number - 1]
    judgement = shown.judgement
    if judgement is None:
        raise ValueError("only a judged answer makes a case")
    verdict, answer = judgement.verdict, shown.answer
    refused = answer.status in REFUSALS
    gold: dict[str, Any] = {}
    if verdict in _TRUSTED:
        cited = answer.citations
        gold = {
            "decisions": tuple(dict.fromkeys(d for c in cited for d in c.decisions)),
            "workstreams": tuple(dict.fromkeys(c.workstream for c in cited if c.workstream)),
            "evidence": tuple(dict.fromkeys(c.quote for c in cited)),
            "status": answer.status if verdict == "good" and refused else None,
        }
    case = Case(
        id=f"feedback-{_short(conversation.heading.id, number)}",
        kind="feedback",
        question=shown.question,
        history=tuple(one.question for one in conversation.exchanges[: number - 1]),
        answerable=verdict != "should_have_refused" and not (verdict == "good" and refused),
        **gold,
    )
    return Proposal(
        case, verdict, judgement.remark, tuple(name for name, value in gold.items() if value), shown
    )


def _short(identity: str, number: int) -> str:
    return hashlib.sha256(f"{identity}:{number}".encode()).hexdigest()[:10]


def lines(found: Sequence[Proposal]) -> str:
    """The cases as JSON lines, as `load_cases` reads them; fields at their defaults are left out."""
    return "".join(json.dumps(_row(one.case), ensure_ascii=False) + "\n" for one in found)


def _row(case: Case) -> dict[str, Any]:
    row = {}
    for part in fields(Case):
        value = getattr(case, part.name)
        if part.default is MISSING or value != part.default:
            row[part.name] = value
    # Said even where it is the default: it is the first thing to confirm.
    return row | {"answerable": case.answerable}


def review(found: Sequence[Proposal]) -> str:
    """What a person needs beside the cases, as Markdown: verdict, remark, what was shown, what to do."""
    parts = ["# Cases from feedback: to confirm", ""]
    for one in found:
        answer = one.shown.answer
        parts += [
            f"## {one.case.id}",
            "",
            f"- question: {plain(one.case.question)}",
            f"- verdict: {one.verdict.replace('_', ' ')}"
            + (f"; remark: {plain(one.remark)}" if one.remark else ""),
            f"- shown ({answer.status}): {plain(answer.text)[:400]}",
        ]
        if one.shown.filters:
            parts.append(f"- filters, which a case cannot hold: {json.dumps(dict(one.shown.filters))}")
        taken = ", ".join(one.proposed) or "nothing"
        parts += [f"- proposed from the shown citations: {taken}", f"- to do: {one.to_write}", ""]
    return "\n".join(parts)
