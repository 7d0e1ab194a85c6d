"""Yes, no, or neither, from all that can be told of a question beside the sentence that bears on it.

A logistic model over signals: how much of the question the passage holds, whether one of the two denies,
opposites, numbers and names that differ, duties and permissions. The weights are data (`verdicts.json`),
written by `eval/verdicts.py` from pairs that people labelled.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from assistant import support_clauses, support_facts, support_values, support_words
from assistant.legal_verbs import raised
from assistant.opposites import opposed
from assistant.polarity import Polarity, denials
from assistant.support_signals import SIGNALS as LIKENESS
from assistant.support_signals import content, support_signals
from assistant.support_vocabulary import plainly, stands_for, stems_of
from corpus.sentences import clauses, sentences
from corpus.words import words

SIGNALS = (
    *LIKENESS,
    "asked_denies", "there_denies", "denied_share", "denied_here", "differs", "negation_rule",
    "opposites", "opposite_denied", "wrong_number", "misplaced", "wrong_date", "foreign_names",
    "foreign_words", "raised", "asks_duty", "asks_leave", "asks_fact", "asks_only", "asks_all",
    "there_only", "there_directs", "there_binds", "there_allows", "there_weakens",
    "duty_directed", "fact_directed", "only_others", "agreeing", "differing",
)  # fmt: skip
#: Without one of these "No" has no ground in the sentence; with one of the others "Yes" has none.
REASONS = ("denied_here", "opposites", "wrong_number", "duty_directed", "only_others", "wrong_date")
AGAINST = ("wrong_number", "wrong_date", "foreign_names")
_RARE = LIKENESS.index("rare")
_TRUE = re.compile(
    r"(?i)^\W*(?:and\s+|so\s+)?(?:is|are)\s+(?:it|we)\s+(?:true|right|correct|the\s+case|so)\s+(?:that\s+)?"
)
_AUXILIARY = re.compile(
    r"(?i)^\W*(?:and\s+|so\s+|but\s+)?(?:is|are|was|were|do|does|did|has|have|had|can|could|may|might|must"
    r"|shall|should|will|would)(?:n[’']t)?\s+"
)
_NEGATED = re.compile(
    r"(?i)\b(?:not|no|never|none|nobody|nothing|without|neither|nor|cannot|un\w+able)\b|n[’']t\b"
)
_DUTY = re.compile(
    r"(?i)\b(?:must|have to|has to|had to|need(?:s|ed)? to|obliged|obligation|required|requirement"
    r"|mandatory|compulsory|binding|shall)\b"
)
_LEAVE = re.compile(
    r"(?i)\b(?:may|can|could|allowed|permitted|entitled|possible|free to|able|open to|eligible|ok(?:ay)?)\b"
)
_FACT = re.compile(r"(?i)^\W*(?:\w+\W+){0,2}?(?:will|did|has|have|was|were|is|are)\b")
_ONLY = re.compile(r"(?i)\b(?:only|solely|exclusively|merely|just|alone|limited|nothing but)\b")
_EVERY = re.compile(r"(?i)\b(?:all|every|each|any|always|both|entire|whole)\b")
_DIRECTS = re.compile(
    r"(?i)\b(?:invit|request|encourag|urg|call(?:s|ed)? (?:up)?on|recommend|appeal)\w*|\bto be \w+ed\b"
)
_BINDS = re.compile(r"(?i)\b(?:must|shall|required|mandatory|obliged|decid\w+|adopt\w*)\b")
_ALLOWS = re.compile(r"(?i)\b(?:may|can|allowed|permitted|entitled|open to|eligible|possible|welcome)\b")
_WEAKENS = re.compile(
    r"(?i)\b(?:if|unless|except|subject to|provided|whether|could|might|consider\w*|depend\w*"
    r"|as appropriate|where possible)\b"
)


@dataclass(frozen=True, slots=True)
class VerdictModel:
    """Weights over standardised `SIGNALS` for each label, and the probability from which it is said."""

    labels: tuple[str, ...]
    weights: tuple[tuple[float, ...], ...]
    bias: tuple[float, ...]
    mean: tuple[float, ...]
    scale: tuple[float, ...]
    threshold: float

    def probabilities(self, values: Sequence[float]) -> dict[str, float]:
        """The probability in 0..1 of each label; they sum to 1."""
        put = (np.array(values) - self.mean) / self.scale
        scores = np.array(self.weights) @ put + self.bias
        shares = np.exp(scores - scores.max())
        return dict(zip(self.labels, (shares / shares.sum()).tolist(), strict=True))

    def said(self, values: Sequence[float]) -> Polarity | None:
        """The word where it is sure enough, and the sentence gives ground for it."""
        found = self.probabilities(values)
        best = max(found, key=lambda label: found[label])
        if best == "neither" or found[best] < self.threshold:
            return None
        told = dict(zip(SIGNALS, values, strict=True))
        if best == "yes":
            return None if any(told[name] for name in AGAINST) else "Yes"
        return "No" if any(told[name] for name in REASONS) else None


@cache
def shipped_verdicts() -> VerdictModel:
    """The weights that ship with the project."""
    row = json.loads(files("assistant").joinpath("verdicts.json").read_text(encoding="utf-8"))
    return VerdictModel(
        tuple(row["labels"]), tuple(map(tuple, row["weights"])), tuple(row["bias"]),
        tuple(row["mean"]), tuple(row["scale"]), row["threshold"],
    )  # fmt: skip


def stated(question: str) -> str:
    """A question's words as a statement would have them: "Is it true that X?" is "X"."""
    text = _TRUE.sub("", question.strip()).rstrip("? ")
    return _AUXILIARY.sub("", text)


def verdict_signals(question: str, passage: str, embedder: object = None) -> tuple[float, ...]:
    """The values of `SIGNALS` for a question and the text of a passage."""
    said = stated(question)
    parts = [passage[a:b] for start, end in sentences(passage) for a, b in clauses(passage, start, end)]
    parts = parts or [passage]
    near = support_clauses.nearest_clause(said, parts)
    plain, plain_near, plain_there = plainly(said), plainly(near), plainly(passage)
    likeness = support_signals(said, [passage], embedder)
    stems = [w.stem for w in content(plain)]
    spans = denials(passage)
    inside = " ".join(passage[a:b] for a, _, b in spans)
    denied = {w.stem for w in words(plainly(inside))}
    share = sum(s in denied or stands_for(s, denied) for s in stems) / len(stems) if stems else 0.0
    asks_no, says_no = bool(_NEGATED.search(question)), bool(denials(near))
    differs = asks_no != (says_no and share > 0)
    other = len(opposed(stems_of(plain), stems_of(plain_near)))
    foreign = support_words.foreign_words(support_facts.undated(plain), plain_there)
    names = support_words.foreign_names(said, passage)
    number = support_facts.wrong_number(said, passage)
    misplaced = support_values.misplaced(plain, plain_there)
    duty = bool(_DUTY.search(question))
    fact, only = bool(_FACT.match(question)), bool(_ONLY.search(question))
    directs, there_only = bool(_DIRECTS.search(near)), bool(_ONLY.search(near))
    weakens = any(m.group().lower() not in question.lower() for m in _WEAKENS.finditer(near))
    against = differs or other or number or misplaced
    told = {
        "asked_denies": asks_no, "there_denies": says_no, "denied_share": share,
        "denied_here": says_no and share > 0, "differs": differs,
        "negation_rule": support_clauses.negation_differs(plain, plain_near, [plainly(p) for p in parts]),
        "opposites": min(2, other), "opposite_denied": bool(other) and says_no,
        "wrong_number": number, "misplaced": misplaced, "wrong_date": support_facts.wrong_date(said, passage),
        "foreign_names": min(2, len(names)), "foreign_words": len(foreign) / max(1, len(stems)),
        "raised": raised(said, near, passage),
        "asks_duty": duty, "asks_leave": bool(_LEAVE.search(question)), "asks_fact": fact, "asks_only": only,
        "asks_all": bool(_EVERY.search(question)),
        "there_only": there_only, "there_directs": directs, "there_binds": bool(_BINDS.search(near)),
        "there_allows": bool(_ALLOWS.search(near)), "there_weakens": weakens,
        "duty_directed": duty and directs, "fact_directed": fact and directs,
        "only_others": there_only and not only and bool(foreign or names),
        "agreeing": 0.0 if against else likeness[_RARE], "differing": likeness[_RARE] if against else 0.0,
    }  # fmt: skip
    return (*likeness, *(float(told[name]) for name in SIGNALS[len(LIKENESS) :]))
