"""What a question points at by description: a document by its kind and title words, a workstream by its name.

"The contributions letter from Geneva", "the memo", "the note to the Bureau", "the second heading". Numbers
and symbols are read by `corpus.references`; this reads the words around a document's noun.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from rapidfuzz import fuzz

from assistant.catalogue import Catalogue, head_of
from corpus.document import Document
from corpus.meetings import find_meetings
from corpus.words import STOP, fold, words

#: Nouns for a document, by what its head or its kind has to say for the noun to fit it.
_NOUNS: tuple[tuple[str, str], ...] = (
    ("letter", r"letters?|correspondence|reply|answer"),
    ("note verbale", r"notes?\s+verbales?"),
    ("memo", r"memo(?:randum)?s?|notes?|briefs?"),
    ("notification", r"notifications?|circulars?"),
    ("decision", r"decisions?|resolutions?"),
    ("guidance", r"guidance|guidelines?|manual|handbook"),
    ("report", r"reports?"),
    ("", r"documents?|papers?|texts?|annex(?:es)?|tables?|work ?plan|list|appendix"),
)
_NOUN = re.compile(r"(?i)\b(?:" + "|".join(f"(?P<k{i}>{p})" for i, (_, p) in enumerate(_NOUNS)) + r")\b")
_SPECIFIC = frozenset({"note verbale", "memo", "notification", "guidance", "letter"})
_BEFORE = re.compile(
    r"(?i)\b(?:the|this|that|our|your|his|her|its|their|of|in|to|on|under|from|by|for|and|with|according|is|are|was|were"
    r"|does|do|did|has|have|which|what|whose|a|an|any|every|each|all|no|than|into|as)\b"
)
_ASKED = re.compile(r"(?i)\b(?:which|what|whose|any|every|each|a|an|no|how many|other)\s+(?:[\w-]+\s+){0,2}$")
_AFTER = re.compile(
    r"(?i)^['’]?s?\s*(?:,?\s*(?:of|on|to|from|about|for|concerning|regarding|addressed|sent|by|with|in)\b)(?P<rest>[^?;:]{0,90})"
)
_ENDS = re.compile(
    r"(?i)\b(?:which|what|who|whom|when|where|how|why|is|are|was|were|does|do|did|has|have|had|will|would|can|could"
    r"|should|may|might|must|shall|that|says?|asks?|wants?|gives?|mentions?|and)\b"
)
#: The paper that a meeting is named with: "the COP 12 addendum", "the report of COP 12".
_PAPER = r"(?:addend(?:um|a)|report|document|paper|file|volume)"
_PAPER_BEHIND = re.compile(rf"(?i)(?:['’]s)?\s+(?:decisions?\s+|session\s+)?{_PAPER}\b")
_PAPER_BEFORE = re.compile(rf"(?i)\b{_PAPER}\s+(?:of|from|on|for)\s+(?:the\s+)?$")
_HEADED = re.compile(
    r"(?i)\b(?:work\s?-?\s?streams?|streams?|headings?(?! (?:for|towards?)\b)|headed(?! (?:for|towards?)\b)"
    r"|sections?|chapters?|blocks?|strands?|areas? of work)\b"
)
#: Nouns of what stands under a heading, by which it is named for short.
_LISTED = re.compile(
    r"(?i)(?P<by>(?:(?!(?:decision|resolution|deadline|item)s?\b)[\w-]+\s+){1,4})"
    r"(?:bullets?|bullet points?|points|items|entries|mandates|list)\b"
)
_ADDRESS = re.compile(r"\S+@\S+|\b(?:https?://|www\.)\S+")
#: A name of several words in capitals, "of" and the like between them.
_BODY = re.compile(r"[A-ZÀ-Þ][\w’'-]+(?:[ ]+(?:(?:of|the|and|on|for|to)[ ]+){0,2}[A-ZÀ-Þ][\w’'-]+){1,6}")
_POINTING, _AHEAD, _HEAD_CHARACTERS = 0.5, 1.4, 400
_MOST_OF, _HALF = 0.75, 0.5


def documents_in(text: str, catalogue: Catalogue) -> tuple[str, ...]:
    """The document that `text` points at, where there are several: by symbol, or by noun and title words.

    Words of the noun's phrase count the more the fewer documents' heads have them.
    """
    folded = fold(text)
    primary = catalogue.primary
    named = tuple(d.id for d in primary if d.symbol and len(d.symbol) > 4 and fold(d.symbol) in folded)
    if named or len(primary) < 2:
        return named
    number = {t for t in re.findall(r"[\w./-]*\d{2,}[\w./-]*", folded) if len(t) > 4}
    by_number = tuple(d.id for d in primary if d.symbol and any(n in fold(d.symbol) for n in number))
    if len(by_number) == 1:
        return by_number
    of_meeting = _of_meeting(text, catalogue)
    if len(of_meeting) == 1:
        return of_meeting
    for kind, phrase in _phrases(text):
        fitting = [d for d in primary if _fits(kind, d)] or list(primary)
        found = _best(phrase, fitting, catalogue)
        if found and kind not in _SPECIFIC and _best(phrase, primary, catalogue) not in {found, None}:
            continue  # "the report that Bonn asks for" is no report among the documents
        if found is None and kind in _SPECIFIC and len(fitting) == 1 and not phrase:
            found = fitting[0].id
        if found:
            return (found,)
    return ()


def _of_meeting(text: str, catalogue: Catalogue) -> tuple[str, ...]:
    """The documents of the meeting whose report or addendum `text` names ("the CMA 6 addendum")."""
    for meeting in find_meetings(text.upper() if text.islower() else text):
        if _PAPER_BEHIND.match(text, meeting.end) or _PAPER_BEFORE.search(text[: meeting.start]):
            return tuple(d.id for d in catalogue.primary if meeting.value in catalogue.meetings[d.id])
    return ()


def issuer_in(text: str, catalogue: Catalogue, *, rows: bool) -> tuple[str, ...]:
    """The one document whose sender, place, addressee or symbol `text` names ("what does Rome propose?").

    With `rows` of the register asked for, also whose head prints a body that `text` names for short.
    """
    if len(catalogue.primary) < 2:
        return ()
    given = {fold(w.text) for w in words(text)}
    found = {i for i, names in _names(catalogue).items() if names & given}
    if len(found) != 1 and rows:
        found = _bodies_named(text, catalogue)
    return tuple(found) if len(found) == 1 else ()


def _bodies_named(text: str, catalogue: Catalogue) -> set[str]:
    """Documents in whose head alone a body of this short name stands ("the peatland partnership").

    The short name is the last word of the full one, after another word of it.
    """
    given = [w.stem for w in words(text) if fold(w.text) not in STOP]
    pairs = set(zip(given, given[1:], strict=False))
    found: dict[tuple[str, str], set[str]] = {}
    for document in catalogue.primary:
        for match in _BODY.finditer(head_of(document)):
            *full, kind = [w.stem for w in words(match.group()) if fold(w.text) not in STOP]
            for pair in pairs & {(word, kind) for word in full}:
                found.setdefault(pair, set()).add(document.id)
    return {i for documents in found.values() if len(documents) == 1 for i in documents}


def workstreams_in(text: str, catalogue: Catalogue, documents: Sequence[str] = ()) -> tuple[str, ...]:
    """Workstreams that `text` names, by the whole name or by most of its words, of `documents` if given.

    Half of them are enough where the text says that it speaks of a heading.
    """
    rows = [w for w in catalogue.register.workstreams if not documents or w.document_id in documents]
    given = {w.stem for w in words(text) if fold(w.text) not in STOP}
    folded = fold(text)
    whole = tuple(
        dict.fromkeys(w.name for w in rows if re.search(rf"(?<!\w){re.escape(fold(w.name))}(?!\w)", folded))
    )
    described = {w.stem for m in _LISTED.finditer(text) for w in words(m["by"]) if fold(w.text) not in STOP}
    headed = _HEADED.search(text) is not None
    whole = tuple(n for n in whole if headed or len(n.split()) > 1)
    if whole:
        return whole
    shares: dict[str, float] = {}
    for name, own in _telling_names(tuple(w.name for w in rows)).items():
        shared = [s for s in own if _near(s, given)]
        share = sum(own[s] for s in shared) / (sum(own.values()) or 1.0)
        called = bool(shared) and all(_near(s, described) for s in shared)  # "the intersessional points"
        if share >= (_HALF if headed or called else _MOST_OF) and (headed or called or len(shared) > 1):
            shares[name] = share
    best = max(shares.values(), default=0.0)
    return tuple(name for name, share in shares.items() if share >= best - 1e-9)


def _phrases(text: str) -> Iterator[tuple[str, set[str]]]:
    """Each document's noun in `text`: its kind, and the stems of the words that describe it."""
    for match in _NOUN.finditer(text):
        kind = next(_NOUNS[i][0] for i in range(len(_NOUNS)) if match[f"k{i}"])
        if kind in {"decision", "report", ""} and _ASKED.search(text[: match.start()]):
            continue  # "which decision" asks for one
        before = text[: match.start()].split()[-4:]
        opening = [w for w in before if not re.search(r"[?;:,.]$", w)]
        starts = [i for i, w in enumerate(opening) if _BEFORE.fullmatch(w.strip("'\"“”()"))]
        described = " ".join(opening[starts[-1] + 1 :] if starts else opening)
        after = _AFTER.match(text[match.end() :])
        rest = _ENDS.split(after["rest"])[0] if after else ""
        yield kind, {w.stem for w in words(f"{described} {rest}") if fold(w.text) not in STOP}


def _fits(kind: str, document: Document) -> bool:
    """Whether a document may be called by a noun of `kind`."""
    if not kind:
        return True
    pattern = next(p for k, p in _NOUNS if k == kind)
    if kind == "letter":
        return document.kind == "letter"
    head = f"{document.title} {document.text[:_HEAD_CHARACTERS]}"
    return document.kind == kind or re.search(rf"(?i)\b(?:{pattern})\b", head) is not None


def _best(phrase: set[str], fitting: Iterable[Document], catalogue: Catalogue) -> str | None:
    """The document whose head has most of the words, where it is clearly ahead of the others."""
    telling = _telling_heads(catalogue)
    scores = sorted(
        ((sum(w for s, w in telling[d.id].items() if s in phrase), d.id) for d in fitting), reverse=True
    )
    if not scores or scores[0][0] < _POINTING:
        return None
    clear = len(scores) < 2 or scores[0][0] >= _AHEAD * scores[1][0]
    return scores[0][1] if clear else None


@lru_cache(maxsize=4)
def _telling_heads(catalogue: Catalogue) -> dict[str, dict[str, float]]:
    """For each document the stems of its head, each weighted by how few heads share it."""
    heads = {d.id: {w.stem for w in words(head_of(d)) if fold(w.text) not in STOP} for d in catalogue.primary}
    counts = Counter(s for stems in heads.values() for s in stems)
    return {i: {s: 1.0 / counts[s] for s in stems} for i, stems in heads.items()}


@lru_cache(maxsize=4)
def _names(catalogue: Catalogue) -> dict[str, frozenset[str]]:
    """For each document the names in its head that no other document prints, folded.

    A name is a word of the sender, place, addressee or symbol, or one in capitals in the first lines,
    that is never printed in small letters.
    """
    printed = {d.id: {w.text for w in words(d.text)} for d in catalogue.primary}
    plain = (_ADDRESS.sub(" ", d.text) for d in catalogue.primary)
    small = {w.text for text in plain for w in words(text) if w.text.islower()}
    folded = {i: {fold(w) for w in held} for i, held in printed.items()}
    found = {}
    for document in catalogue.primary:
        fields = [f.value for f in document.header if f.name in {"reference", "place", "from", "to"}]
        head = words(" ".join([document.symbol or "", *fields]))
        head += [w for w in words(document.text[:160]) if w.text.isupper()]
        own = {
            fold(w.text)
            for w in head
            if len(w.text) > 2 and w.text[0].isupper() and w.text.lower() not in small
        }
        others = set().union(*(h for i, h in folded.items() if i != document.id))
        found[document.id] = frozenset(own - others)
    return found


@lru_cache(maxsize=64)
def _telling_names(names: tuple[str, ...]) -> dict[str, dict[str, float]]:
    """For each workstream its name's stems, each weighted by how few names share it."""
    stems = {name: {w.stem for w in words(name) if fold(w.text) not in STOP} for name in names}
    counts = Counter(s for own in stems.values() for s in own)
    return {name: {s: 1.0 / counts[s] for s in own} for name, own in stems.items()}


def _near(stem: str, given: set[str]) -> bool:
    return stem in given or (len(stem) > 5 and any(len(g) > 4 and fuzz.ratio(stem, g) >= 88 for g in given))
