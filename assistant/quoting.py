"""The quoting composer: answers made of the documents' own words, without any language model.

Read from `compose` down: what needs no search first, then what the documents say, then what public
summaries say, then a refusal that names what was looked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from assistant import (
    adoption,
    amounts,
    convening,
    due,
    due_rows,
    heads,
    listing,
    lookups,
    naming,
    outlines,
    requesting,
    settling,
    table_cells,
    texts,
)
from assistant.acronyms import spelt_out
from assistant.asking import asks
from assistant.comparing import compare, precedes
from assistant.desk import Desk
from assistant.enumerating import enumerated
from assistant.evidence import Draft, Evidence, Point
from assistant.gathering import named_passages
from assistant.matching import candidate, weight
from assistant.overview import overview
from assistant.series import serial
from assistant.strangers import unknown_name, unknown_terms, unknown_things, unnamed_language
from assistant.tabled import tabled
from assistant.texts import asked_place
from assistant.wording import FROM_SUMMARY, NO_ANSWER, flat, quoted, whole
from corpus.dates import find_dates

#: Likelihood from which "where" may be answered by the passage itself ("to the help desk").
_SURE = 0.7
#: What a subject word has to weigh for the meetings named not to be counted all.
_TELLING = 0.6

#: Forms that only a definition answers.
_DEFINED = re.compile(r"(?i)\b(?:defin(?:e|es|ed|ition)|meant by|meaning of)\b")
#: Asks which terms are defined, not what one means.
_TERMS = re.compile(
    r"(?i)\b(?:terms|words|expressions|notions|concepts)\b.{0,60}\bdefin"
    r"|\b(?:list|all|which|the) (?:\w+ )?definitions\b"
    r"|\bwhat (?:does|do|is|are)\b.{0,60}\bdefined?\W*$"
)
_SAYING = {
    "date": "The documents give no date for this.", "amount": "The documents give no figure for this.",
    "person": "The documents do not say who.", "reason": "The documents give no reason for this.",
    "place": "The documents name no place for this.", "decision": "The documents name no decision for this.",
    "contact": "The documents give no such contact.", "rules": "This is not a question about the documents.",
}  # fmt: skip


def compose(desk: Desk) -> Draft:
    """The draft of an answer to the desk's question, or of a refusal."""
    question = desk.question
    if question.want == "rules":
        return Draft("not_in_documents", remark=_SAYING["rules"])
    unknown = [d for d in question.decisions if d not in desk.catalogue.decisions]
    if unknown and len(unknown) == len(question.decisions):
        return _refuse(desk, f"The documents do not name {unknown[0]}.")
    for direct in (
        requesting.requested,
        tabled,
        outlines.told,
        _worded,
        spelt_out,
        adoption.told,
        overview,
        _from_head,
        _terms,
        enumerated,
        serial,
        _from_contacts,
        _from_register,
        _compared,
    ):
        draft = direct(desk)
        if draft is not None:
            return draft
    for tier in ("documents", "summaries"):
        draft = _from_search(desk, tier)
        if draft is not None:
            return draft
    return texts.unloaded(desk) or _refuse(desk)


def _worded(desk: Desk) -> Draft | None:
    """The words of the decision named, where those are asked for."""
    wanted = desk.question.want == "wording" and bool(desk.question.decisions)
    return texts.worded(desk) if wanted else None


def _from_head(desk: Desk) -> Draft | None:
    question = desk.question
    if question.want == "header":
        return heads.header(question, desk.catalogue)
    return (
        heads.role(question, desk.catalogue)
        or heads.holder(question, desk.catalogue)
        or heads.matter(question, desk.catalogue)
    )


def _terms(desk: Desk) -> Draft | None:
    return lookups.definitions(desk.selector()) if _TERMS.search(desk.question.text) else None


def _from_contacts(desk: Desk) -> Draft | None:
    if desk.question.want != "contact":
        return None
    return heads.contact(desk.selector()) or _refuse(desk)


def _from_register(desk: Desk) -> Draft | None:
    if desk.question.want == "decision":
        return due_rows.decision_of_day(desk.selector())
    if desk.question.want not in {"list", "count", "order"} and not (
        desk.question.item is not None and desk.question.workstreams
    ):
        return None
    selector = desk.selector()
    held = desk.question.want == "count" and desk.question.table in {"meetings", "documents"}
    if held and any(weight(t) >= _TELLING for t in selector.terms):
        return None  # "how many meetings a year must the group hold" counts none that are named
    return listing.compose(selector)


def _compared(desk: Desk) -> Draft | None:
    return compare(desk) if desk.question.want == "compare" else precedes(desk)


def _from_search(desk: Desk, tier: str) -> Draft | None:
    """What one tier says, or None where it does not answer."""
    question = desk.question
    if tier == "summaries" and question.scope in {"letter", "decision"}:
        return None
    if texts.only_recalled(desk):
        return None
    evidence = _evidence(desk, tier)
    if question.meetings and question.want in {"date", "place"} and not asks("due", question.text):
        met = convening.met(evidence)
        if met is not None or not convening.beyond(evidence):
            return _sourced(met, tier)
    if asks("definition", question.text):
        defined = lookups.defined(evidence, desk.catalogue)
        if defined is not None:
            return _sourced(defined, tier)
    if not evidence.candidates or evidence.likelihood < desk.calibration.threshold:
        return None
    if unknown_terms(evidence) or (tier == "documents" and unknown_name(evidence)):
        return None
    return _sourced(looked_up(desk, evidence), tier)


def _sourced(draft: Draft | None, tier: str) -> Draft | None:
    """The draft, saying so where it comes from a public summary."""
    return replace(draft, remark=FROM_SUMMARY) if draft and tier == "summaries" else draft


def _evidence(desk: Desk, tier: str) -> Evidence:
    """What one tier has; all that names a decision where the question is of nothing else."""
    question = desk.question
    evidence = desk.evidence(tier)
    place = asked_place(question.text) if question.want != "wording" else None
    about = bool(question.decisions) and bool(place or not evidence.terms or _asks_all(desk, evidence))
    if about or (question.decisions and not evidence.candidates):
        kinds = ("summary",) if tier == "summaries" else ("letter", "decision", "guidance", "other")
        named = [
            candidate(hit, evidence.terms, desk.catalogue)
            for hit in named_passages(question, desk.catalogue, kinds)
            if not place or f"{hit.passage.label} ".startswith(f"{place} ")
        ]
        likelihood = 1.0 if about and named else evidence.likelihood
        return replace(evidence, candidates=tuple(named), likelihood=likelihood)
    if question.meetings and not evidence.terms and evidence.candidates:
        return replace(evidence, likelihood=1.0)
    return evidence


def _asks_all(desk: Desk, evidence: Evidence) -> bool:
    """Whether all that is known of a decision is asked for: "what are Parties to contribute under it?"."""
    question = desk.question
    texts_loaded = any(
        desk.catalogue.decisions[d].loaded for d in question.decisions if d in desk.catalogue.decisions
    )
    if question.want != "content" or texts_loaded:
        return False
    return all(asks("tasks", t.word) for t in evidence.terms)


def looked_up(desk: Desk, evidence: Evidence) -> Draft | None:
    """The kind of thing asked for, out of evidence that bears on the question."""
    question = desk.question
    found = table_cells.cell(evidence, desk.catalogue)
    if found is not None and _is_of_kind(found, question.want):
        return table_cells.answered(found)
    want = "date" if question.want in {"list", "order"} and question.table == "deadlines" else question.want
    return _LOOKUPS.get(want, _content)(desk, evidence)


def _is_of_kind(found: table_cells.Cell, want: str) -> bool:
    """Whether a cell may be what is wanted: a day, a number, or words."""
    if want == "date":
        return bool(find_dates(found.text))
    numbered = want == "amount" and any(c.isdigit() for c in found.text)
    return numbered or want in {"content", "person", "place"}


def _placed(desk: Desk, evidence: Evidence) -> Draft | None:
    """The place, or, where a place on the map is not what is asked, the passage itself."""
    sure = desk.question.scope is not None or evidence.likelihood >= _SURE
    found = lookups.place(evidence, desk.catalogue)
    if found is not None or not sure or asks("town", desk.question.text):
        return found
    return lookups.content(evidence, desk.catalogue, 1)


def _amount(desk: Desk, evidence: Evidence) -> Draft | None:
    return table_cells.in_its_column(amounts.amount(evidence, desk.catalogue), evidence, desk.catalogue)


def _content(desk: Desk, evidence: Evidence) -> Draft | None:
    """What the documents say of a subject, of a decision named, or of what a word means."""
    question = desk.question
    if question.decisions and not evidence.terms:
        return _about(desk, evidence)
    if unknown_things(evidence):
        return None
    if _DEFINED.search(question.text) or unnamed_language(evidence):
        return None
    return lookups.content(evidence, desk.catalogue)


def _about(desk: Desk, evidence: Evidence) -> Draft:
    """Everything the documents say of the decisions named: their own text, or each passage naming them."""
    apart = {"header", "heading", "fact"}
    asked = [c for c in evidence.candidates if c.passage.decision in desk.question.decisions]
    own = [c for c in asked if c.passage.role not in apart]
    titles = [
        c
        for c in evidence.candidates
        if c.passage.role == "heading" and c.passage.decision in desk.question.decisions
    ]
    chosen = (
        [c for c in own if c.passage.verb and c.passage.role == "operative"]
        or own
        or list(evidence.candidates)
    )
    if own:
        chosen = titles[:2] + chosen
    points = [
        Point(
            quoted(flat(whole(c.passage).text)),
            (whole(c.passage),),
            "quoted",
            layout="item" if len(chosen) > 1 else "lead",
        )
        for c in chosen[:12]
    ]
    return Draft("answered", tuple(points))


_LOOKUPS: dict[str, Callable[[Desk, Evidence], Draft | None]] = {
    "date": due.day,
    "place": _placed,
    "yes_no": settling.yes_no,
    "count": _amount,
    "amount": _amount,
    "decision": lambda desk, evidence: lookups.which_decision(evidence, desk.catalogue),
    "person": lambda desk, evidence: naming.who(evidence, desk.catalogue),
    "reason": lambda desk, evidence: lookups.reason(evidence, desk.catalogue),
}


def _refuse(desk: Desk, remark: str = "") -> Draft:
    """A refusal with the nearest passages."""
    try:
        evidence = desk.evidence("documents")
    except ValueError:
        evidence = Evidence(desk.question)
    nearest = tuple(whole(c.passage, evidence.terms) for c in evidence.candidates[:3])
    return Draft(
        "not_in_documents", remark=remark or _SAYING.get(desk.question.want, NO_ANSWER), nearest=nearest
    )
