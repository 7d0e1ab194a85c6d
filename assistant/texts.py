"""Answers in a decision's own words: a paragraph, the preamble, the title, the number of paragraphs."""

from __future__ import annotations

import re

from assistant.asking import asks
from assistant.catalogue import Catalogue
from assistant.desk import Desk
from assistant.evidence import Draft, Point, Quote
from assistant.plurals import counted_noun
from assistant.understanding import Question
from assistant.wanting import several
from assistant.wording import FROM_SUMMARY, NO_ANSWER, flat, quoted, whole
from corpus.passage import Passage
from corpus.register import DecisionRow
from corpus.words import stem, words

_UNKNOWN = re.compile(r"(?i)\b(?:not known|unknown|not reached|not verified|breaks? off|cut off)\b")
_PARAGRAPHS = re.compile(r"(?i)\b(?:sub-?)?(?:para(?:graph)?s|clauses|points|items)$")


def worded(desk: Desk) -> Draft | None:
    """A decision's own words: from its text where loaded, from a summary that states them, else not loaded.

    None where the text is loaded and the question names no place in it.
    """
    question, catalogue = desk.question, desk.catalogue
    row = catalogue.decisions[question.decisions[0]]
    passages = [p for i in row.passages if (p := catalogue.passages[i]).role != "header"]
    if passages:
        counting = counted_noun(question.text) if asks("count", question.text) else None
        if asks("count", question.text) and (counting is None or _PARAGRAPHS.search(counting)):
            return _numbered(question.text, passages)
        chosen = _places_asked(question.text, passages)
        if not chosen and re.search(
            r"(?i)\b(?:full|whole|entire|complete|verbatim|word for word)\b", question.text
        ):
            chosen = passages
        if not chosen or _another_thing(question, chosen):
            return None
        if several(question.text):
            return _named_there(chosen, row.id)
        leads = chosen[0].text.rstrip().endswith(":") and len(chosen) > 1
        points = [
            Point(
                quoted(flat(p.text)),
                (Quote(p, p.start, p.end),),
                "quoted",
                layout="lead" if leads and i == 0 else "item",
            )
            for i, p in enumerate(chosen[:14])
        ]
        return Draft("answered", tuple(points))
    facts = [catalogue.passages[i] for i in row.summarised_in]
    place = re.search(r"(?i)\b(?:sub-?)?para(?:graph)?\s*(?:no\.?\s*)?(\d+|\([a-z]\))", question.text)
    for fact in facts if question.scope != "letter" else ():
        if _UNKNOWN.search(fact.text):
            continue
        titled = asks("title", question.text) and re.search(r"(?i)\btitle\b", fact.text)
        placed = place and re.search(rf"(?i)para(?:graph)?s?\s*{re.escape(place[1])}(?!\w)", fact.text)
        if titled or placed:
            quote = Quote(fact, fact.start, fact.end)
            return Draft(
                "answered", (Point(quoted(flat(fact.text)), (quote,), "quoted", layout="lead"),), FROM_SUMMARY
            )
    return not_loaded(row, catalogue)


def only_recalled(desk: Desk) -> bool:
    """Whether the decisions named are known by nothing but recitals ("Recalling decision ...")."""
    catalogue = desk.catalogue
    rows = [catalogue.decisions[d] for d in desk.question.decisions if d in catalogue.decisions]
    named = [catalogue.passages[i] for row in rows for i in row.named_in]
    return (
        bool(named)
        and all(not row.loaded and not row.summarised_in for row in rows)
        and all(p.role == "preamble" for p in named)
    )


def unloaded(desk: Desk) -> Draft | None:
    """That the text of a decision is not loaded, where it is asked about and nothing known answers."""
    question, catalogue = desk.question, desk.catalogue
    rows = [catalogue.decisions[d] for d in question.decisions if d in catalogue.decisions]
    if not only_recalled(desk) or question.want not in {"content", "wording"}:
        return None
    return not_loaded(rows[0], catalogue)


def not_loaded(row: DecisionRow, catalogue: Catalogue) -> Draft:
    """That only the number of a decision is known, with the passages that name it."""
    nearest = tuple(whole(catalogue.passages[i]) for i in (*row.named_in, *row.summarised_in)[:4])
    remark = (
        f"The text of decision {row.id} is not loaded; the documents only name it."
        " To have it quoted, add its file: `minamata add FILE`, or Documents in the window."
    )
    return Draft("not_loaded", remark=remark, nearest=nearest)


def _another_thing(question: Question, chosen: list[Passage]) -> bool:
    """Whether a thing is wanted that the place named does not speak of ("which prison term ...")."""
    known = {w.stem for p in chosen for w in words(p.text)}
    wanted = [stem(w) for w in question.focus if not asks("wording", w) and not asks("title", w)]
    generic = {"decis", "paragraph", "text", "preambl", "resolut", "word", "part", "thing", "task", "item"}
    return bool(wanted) and not any(w in known or w in generic for w in wanted)


def _named_there(chosen: list[Passage], own: str) -> Draft | None:
    """The other decisions that the passages name, each with where."""
    found: dict[str, Passage] = {}
    for passage in chosen:
        for mention in passage.mentions.decisions:
            if mention.value != own:
                found.setdefault(mention.value, passage)
    points = [
        Point(f"**{d}**", (Quote(p, p.start, p.end),), "register", layout="item") for d, p in found.items()
    ]
    return Draft("answered", tuple(points)) if points else None


def _numbered(text: str, passages: list[Passage]) -> Draft:
    """How many numbered paragraphs a decision's text, or its annex, has."""
    apart = re.search(
        r"(?i)\b(?:without|excluding|not counting|except|leaving aside|apart from|not) (?:its|the|any) annex"
        r"|\bannex(?:es)?\s+(?:left aside|excluded|apart|not counted|not included|aside)",
        text,
    )
    annex = apart is None and re.search(r"(?i)\bannex", text) is not None
    below = re.search(r"(?i)\bsub-?paragraphs\b", text)
    place = asked_place(text)
    chosen = [
        p for p in passages
        if p.label and ("(" in p.label) == bool(below)
        and (not below or not place or p.label.split(", ")[-1].startswith(f"{place} ("))
        and any("nnex" in s or "NNEX" in s for s in p.section) == annex
    ]  # fmt: skip
    noun = "subparagraphs" if below else "paragraphs"
    quotes = tuple(Quote(p, p.start, p.end) for p in chosen)
    lead = Point(f"{len(chosen)} {noun}", quotes, "register", counted=(len(chosen),), layout="lead")
    return Draft("answered", (lead,)) if chosen else Draft("not_in_documents", remark=NO_ANSWER)


def _places_asked(text: str, passages: list[Passage]) -> list[Passage]:
    """The passages at the place in a decision's text that is named: a paragraph, the preamble, the title."""
    if re.search(r"(?i)\bpreamb", text):
        return [p for p in passages if p.role == "preamble"]
    if asks("title", text):
        return [p for p in passages if p.role == "heading"][:2]
    label = asked_place(text)
    if label:
        annex = re.search(r"(?i)\bannex", text) is not None
        at = [(p, p.label.split(", ")[-1]) for p in passages if p.label and annex == (", " in p.label)]
        found = [p for p, own in at if own == label or own.startswith(f"{label} (")]
        above = [p for p in passages if found and found[0].parent == p.id and p.label]
        return above[-1:] + found if "(" in label else found
    return []


def asked_place(text: str) -> str | None:
    """The label of the paragraph that `text` names, as passages carry it ("3 (b)"), or None."""
    match = re.search(
        r"(?i)\b(?:sub-?)?para(?:graph)?s?\.?\s*(?:no\.?\s*)?(\d+(?:\.\d+)*(?:\s*\([a-z]+\))*)", text
    ) or re.search(r"(?<![\w/.-])(\d+(?:\s?\([a-z]+\))+)", text)
    return re.sub(r"\s*\(", " (", match[1]) if match else None
