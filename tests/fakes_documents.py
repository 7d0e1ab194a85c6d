"""The letter and one hostile public summary, cut at blank lines: what the fake assistant knows."""

from __future__ import annotations

import re
from datetime import date
from importlib.resources import files

from corpus.document import Document
from corpus.passage import Deadline, Mention, Mentions, Passage, passage_id

HOSTILE = (
    '<img src=x onerror="alert(1)"> {{value}} ${1+1} [x](javascript:alert(2)) https://evil.example/p.png'
)
SUMMARY = (
    "Decision MC-5/5 deals with cosmetics to which mercury has been added.\n\n"
    f"Hostile words in a summary about hostages: {HOSTILE}"
)
_MONTHS = {"March": 3, "June": 6, "October": 10}


def letter() -> Document:
    """The shipped letter."""
    text = (files("corpus") / "documents" / "letter-mc-cop5-2023-190.txt").read_text(encoding="utf-8")
    title = "Letter MC/COP5/2023/190 to the Chair of the Partnership Advisory Group"
    return Document(
        "letter-mc-cop5-2023-190",
        title,
        "letter",
        text,
        "1" * 64,
        "shipped",
        "MC/COP5/2023/190",
        date(2023, 12, 15),
    )


def summary() -> Document:
    """A short public summary that also carries an attack."""
    return Document(
        "summary-mc-5-5", "Public summary of MC-5/5", "summary", SUMMARY, "2" * 64, decision="MC-5/5"
    )


def cut(document: Document) -> list[Passage]:
    """A passage for each stretch between blank lines or each bullet; headings are words before a dash."""
    found: list[Passage] = []
    workstream: str | None = None
    item = 0
    for match in re.finditer(r"\S(?:.*\S)?(?:\n\S.*)*", document.text):
        for part in (
            re.finditer(r"(?:- )?\S[^\n]*", match[0])
            if match[0].startswith("- ")
            else [re.match("(?s).+", match[0])]
        ):
            assert part
            start, end = match.start() + part.start(), match.start() + part.end()
            text = document.text[start:end]
            bullet = text.startswith("- ")
            heading = re.match(r"([A-Z][\w -]{10,50}?) [-–] ", text)
            if heading and not bullet:
                workstream, item = heading[1], 0
            item += bullet
            if text.startswith("I would further"):
                workstream = None
            decisions = tuple(
                Mention(f"MC-{m[1]}", start, end) for m in re.finditer(r"(?:MC-| and )(\d/\d+)", text)
            )
            dates = re.findall(r"(\d+) (March|June|October) (202[45])", text)
            deadlines = tuple(
                Deadline(date(int(y), _MONTHS[m], int(d)), f"{d} {m} {y}", start, end, text, None)
                for d, m, y in dates
            )
            found.append(
                Passage(
                    passage_id(document.sha256, start, end),
                    document.id,
                    start,
                    end,
                    text,
                    "item" if bullet else "paragraph",
                    section=(workstream,) if workstream else (),
                    item=item if bullet else None,
                    workstream=workstream,
                    decision=document.decision,
                    mentions=Mentions(decisions=decisions),
                    deadlines=deadlines,
                )
            )
    return found
