"""What a question asks: whom or what it names, what kind of thing it wants, and which words carry its subject.

Forms and vocabulary only (`vocabulary/asking.yaml`); nothing here looks into passages.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml
from rapidfuzz import process
from rapidfuzz.distance import OSA

from assistant.catalogue import Catalogue
from corpus.dates import find_dates
from corpus.document import HeaderName
from corpus.meetings import ordinal
from corpus.references import find_annexes, find_articles, find_decisions, find_meetings
from corpus.words import STOP, Word, fold, stem, words

Want = Literal[
    "rules", "wording", "count", "list", "order", "compare", "contact", "header", "decision",
    "date", "amount", "person", "place", "reason", "yes_no", "content",
]  # fmt: skip
Table = Literal["decisions", "workstreams", "items", "deadlines", "contacts", "meetings", "documents"]


@dataclass(frozen=True, slots=True)
class Question:
    """A question as understood.

    `excluded` are decisions named to be left out, `subject` the words that carry what it is about, `focus` the words right after "which", "what" or
    "how many" that name the very thing wanted, `since`/`until` the days it bounds, `item` the
    number of an item it points at ("the second one" is 2, "the last" is -1), `session` a meeting's
    decisions ("decided at COP-4" gives "4"), `scope` the only kind of source it allows.
    """

    text: str
    want: Want
    subject: tuple[Word, ...] = ()
    focus: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    table: Table | None = None
    header: tuple[HeaderName, ...] = ()
    decisions: tuple[str, ...] = ()
    workstreams: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    annexes: tuple[str, ...] = ()
    meetings: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    item: int | None = None
    order: Literal["first", "last", "after", "before"] | None = None
    scope: Literal["letter", "decision", "summary"] | None = None
    yes_no: bool = False
    also: tuple[Want, ...] = ()

    @property
    def identifiers(self) -> tuple[str, ...]:
        """Everything named that a passage must name too, to be about the same thing."""
        return (*self.decisions, *self.meetings)


@cache
def _rows() -> dict[str, Any]:
    source = files("assistant.vocabulary").joinpath("asking.yaml").read_text(encoding="utf-8")
    return yaml.safe_load(source)  # type: ignore[no-any-return]


def mended(text: str, unknown: Sequence[str]) -> str:
    """`text` with slips in the words of asking mended; `unknown` are its words that no document has."""
    for word in unknown:
        typed = fold(word)
        near = process.extractOne(
            typed, _rows()["spellings"], scorer=OSA.normalized_similarity, score_cutoff=0.6
        )
        alike = near is not None and (
            len(typed) > 5
            or (len(typed) > 3 and near[0][0] == typed[0])
            or sorted(typed) == sorted(near[0])
            or (len(typed) == 3 and len(near[0]) == 4 and near[0][0] == typed[0])
        )
        if near and alike and OSA.distance(typed, near[0]) <= (1 if len(typed) < 7 else 2):
            text = re.sub(rf"(?i)\b{re.escape(word)}\b", near[0], text)
    return text


@cache
def _asking() -> dict[str, tuple[re.Pattern[str], ...]]:
    rows = _rows()
    patterns = {
        key: tuple(re.compile(p, re.IGNORECASE) for p in value)
        for key, value in rows.items()
        if key not in {"tables", "spellings"}
    }
    patterns |= {f"table:{key}": (re.compile(p, re.IGNORECASE),) for key, p in rows["tables"].items()}
    return patterns


def asks(kind: str, text: str) -> bool:
    return any(p.search(text) for p in _asking()[kind])


_SCOPE: tuple[tuple[Literal["letter", "decision", "summary"], re.Pattern[str]], ...] = (
    ("summary", re.compile(r"(?i)\bpublic (?:summary|summaries|pages?)\b")),
    ("decision", re.compile(r"(?i)\b(?:decision texts?|texts? of the decisions?)\b")),
    (
        "letter",
        re.compile(
            r"(?i)\b(?:th(?:e|is)|that|our|your|her|his) (?:\w+ )?(?:letter|correspondence)\b|\bletter'?s?\b"
        ),
    ),
)
_HEADERS: tuple[tuple[str, HeaderName], ...] = (
    ("date_of_document", "date"), ("place_of_document", "place"), ("reference", "reference"),
    ("subject", "subject"), ("to", "to"), ("cc", "cc"), ("from", "from"),
)  # fmt: skip
_DOCUMENT = re.compile(
    r"(?i)\b(?:letter|document|memo|memorandum|notification|circular|note|it|this|sender|recipient|addressee|signed|signatory|subject line|cc|carbon copy|copy|file number|reference number|at the top|salutation)\b"
)
_ORDINAL = re.compile(
    r"(?i)\b(?:(first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|last|final|\d{1,2}(?:st|nd|rd|th))"
    r"\s+(?:one|item|bullet(?:\s+point)?|point|entry|activity|task|listed|of\s+(?:them|these|those))\b"
    r"|(?:items?|bullets?|points?|no\.?|number|#)\s*(\d{1,2})\b(?!/))"
)
_SESSION = re.compile(r"(?i)\b(?:taken|adopted|decided|made|passed|agreed|from|of|at)\b")
_NOT_THERE = re.compile(r"(?i)\b(?:not|isn't|isn’t|nowhere) (?:\w+ )?in (?:the|this) letter\b")
_HALF = re.compile(
    r"(?i)\b(first|second)\s+half\s+(?:of\s+)?((?:19|20)\d\d)|\b(?:q([1-4])|(first|second|third|fourth)\s+quarter)(?:\s+of)?\s+((?:19|20)\d\d)"
)


def understand(text: str, catalogue: Catalogue) -> Question:
    """The question `text` as these documents let it be understood."""
    plain = text.strip()
    named = _decisions(plain, catalogue)
    excluded = tuple(d for d in named if _is_excluded(plain, d))
    decisions = tuple(d for d in named if d not in excluded)
    meetings = tuple(
        dict.fromkeys(m.value for m in find_meetings(plain.upper() if plain.islower() else plain))
    )
    workstreams = catalogue.workstreams_in(plain)
    table = _table(plain)
    if (
        workstreams
        and table in {"documents", "workstreams", None}
        and not re.search(r"(?i)\b(?:work\s?-?streams?|headings?)\b", plain)
    ):
        table = "items"
    want = _want(_plainly(plain), table, decisions, workstreams)
    since, until = _period(plain)
    item = _item(plain)
    scope = next((kind for kind, pattern in _SCOPE if pattern.search(plain)), None)
    return Question(
        text=plain,
        want=want,
        excluded=excluded,
        subject=_subject(plain, want, catalogue),
        focus=_focus(plain),
        table=table,
        header=_header(plain) if want == "header" else (),
        decisions=decisions,
        workstreams=workstreams,
        articles=tuple(dict.fromkeys(m.value for m in find_articles(plain))),
        annexes=tuple(dict.fromkeys(m.value for m in find_annexes(plain))),
        meetings=meetings,
        people=catalogue.people_in(plain),
        documents=catalogue.documents_in(plain),
        since=since,
        until=until,
        item=item,
        order=_order(plain)
        if want in {"order", "compare", "date", "list", "content", "decision", "count"}
        else None,
        scope=None
        if _NOT_THERE.search(plain)
        else scope
        if scope != "letter" or catalogue.has_kind("letter")
        else None,
        yes_no=asks("yes_no", plain),
        also=tuple(w for w in ("date", "person", "place", "decision") if w != want and asks(w, plain)),  # type: ignore[misc]
    )


def _header(text: str) -> tuple[HeaderName, ...]:
    """The head fields asked for; "where and when" asks for two."""
    names = [name for key, name in _HEADERS if asks(key, text)]
    if "place" in names and "date" not in names and asks("date", text):
        names.append("date")
    if "date" in names and "place" not in names and re.search(r"(?i)\bwhere\b", text):
        names.insert(0, "place")
    return tuple(dict.fromkeys(names))


def _decisions(text: str, catalogue: Catalogue) -> tuple[str, ...]:
    """Ids named, however typed; a number without a body is taken for the known decision that ends so."""
    found: list[str] = []
    for mention in find_decisions(text, catalogue.prefix):
        found.append(catalogue.known_decision(mention.value) or mention.value)
    if not found:  # "5/12?" alone: only where exactly such a decision is known
        for match in re.finditer(r"(?<![\w/.-])(\d{1,2})\s?/\s?(\d{1,3})(?![\w/])", text):
            known = catalogue.known_decision(f"{match[1]}/{match[2]}")
            if known:
                found.append(known)
    found += catalogue.decisions_in(text)
    return tuple(dict.fromkeys(found))


_BESIDES = r"(?:besides|apart from|other than|except(?:ing)?(?: for)?|aside from|in addition to|excluding|not counting)"


def _is_excluded(text: str, decision: str) -> bool:
    """Whether a decision is named to be left out ("besides 5/7")."""
    number = re.escape(decision.rsplit("-", 1)[-1])
    return (
        re.search(rf"(?i)\b{_BESIDES}\s+(?:decision\s+)?(?:[a-z]{{2,3}}[- ]?)?{number}\b", text) is not None
    )


def _table(text: str) -> Table | None:
    """The table whose name stands first after the asking words (the head noun), or None."""
    hits: list[tuple[int, Table]] = []
    for key in ("workstreams", "deadlines", "decisions", "items", "contacts", "meetings", "documents"):
        match = _asking()[f"table:{key}"][0].search(text)
        if match:
            hits.append((match.start(), key))  # type: ignore[arg-type]
    return min(hits)[1] if hits else None


def _want(text: str, table: Table | None, decisions: tuple[str, ...], workstreams: tuple[str, ...]) -> Want:
    """The kind of thing asked for; the order of the tests is the order of how telling the forms are."""
    if asks("rules", text):
        return "rules"
    if asks("wording", text) and (decisions or re.search(r"(?i)\bdecision|paragraph|preamb", text)):
        return "wording"
    if asks("compare", text):
        return "compare"
    document = bool(_DOCUMENT.search(text)) and not decisions
    if (
        document
        and any(asks(key, text) for key in ("reference", "date_of_document", "place_of_document"))
        and not asks("list", text)
    ):
        return "header"
    if asks("count", text):
        return "count" if _counts_rows(text) or workstreams else "amount"
    if asks("contact", text):
        return "contact"
    if _opens(text, "yes_no") and not _LISTING.search(text):
        return "yes_no"
    if (
        document
        and any(asks(key, text) for key in ("reference", "subject", "from", "to", "cc"))
        and not asks("list", text)
    ):
        return "header"
    ordered = (asks("first", text) or asks("last", text)) and not (asks("first", text) and asks("last", text))
    if (ordered and table == "deadlines") or (ordered and asks("date", text) and table != "meetings"):
        return "order"
    met = not asks("due", text) and (
        bool(find_meetings(text)) or re.search(r"(?i)\bdates (?:of|for)\b", text) is not None
    )
    if table == "deadlines" and decisions and _DUE_LIST.search(text):
        return "list"
    if asks("list", text) and (table or workstreams) and not (table == "deadlines" and met):
        if not asks("decision", text) or _several(text):
            return "list"
    if table == "deadlines" and _period(text) != (None, None) and not asks("decision", text) and not met:
        return "list"
    if asks("decision", text) and (not decisions or _WHICH_DECISION.search(text)):
        return "list" if _several(text) else "decision"
    for want in ("date", "amount", "person", "reason", "place"):
        if asks(want, text):
            return want  # type: ignore[return-value]
    return "content"


_LISTING = re.compile(
    r"(?i)\b(?:list|enumerate|name all|all the|every)\b|\bany (?:other )?(?:deadlines?|due dates?|dates?)\b|\bthere\b.{0,20}\b(?:deadlines|due dates|dates)\b"
)
_DUE_LIST = re.compile(
    r"(?i)\b(?:deadlines|due dates|dates by which|calendar dates|what is due|what's due|what falls due)\b"
)
_WHICH_DECISION = re.compile(r"(?i)\b(?:which|what) decisions?\b")


def _plainly(text: str) -> str:
    """`text` without a polite opening ("could you tell me which ...")."""
    for pattern in _asking()["polite"]:
        shorter = pattern.sub("", text, count=1)
        if shorter.strip(" ?.,"):
            text = shorter
    return text


def _counts_rows(text: str) -> bool:
    """Whether what is counted are rows of the register: "how many deadlines", not "how many pages"."""
    match = _COUNTED.search(text)
    noun = match[1] if match else text
    return any(
        _asking()[f"table:{key}"][0].search(noun)
        for key in ("deadlines", "decisions", "workstreams", "items", "meetings", "documents")
    ) or (re.search(r"(?i)\bcontacts?\b", noun) is not None)


_COUNTED = re.compile(
    r"(?i)\b(?:how many|number of|count of|on how many|in how many)\s+((?:[\w'’-]+\s*){1,4})"
)


def _opens(text: str, kind: str) -> bool:
    return any(p.match(text) for p in _asking()[kind])


def _several(text: str) -> bool:
    """Whether more than one decision is asked for."""
    return (
        re.search(
            r"(?i)\b(?:decisions|resolutions|(?:every|each|all) (?:\w+ )?(?:decision|resolution))\b", text
        )
        is not None
    )


def _order(text: str) -> Literal["first", "last", "after", "before"] | None:
    for kind in ("after", "before", "first", "last"):
        if asks(kind, text):
            return kind  # type: ignore[return-value]
    return None


def _item(text: str) -> int | None:
    match = _ORDINAL.search(text)
    if not match:
        return None
    if match[2]:
        return int(match[2])
    return -1 if match[1].lower() in {"last", "final"} else ordinal(match[1])


def _period(text: str) -> tuple[date | None, date | None]:
    """The days a question bounds: a date, a month, a year, a half or quarter, "between A and B"."""
    half = _HALF.search(text)
    if half:
        if half[2]:
            year, low = int(half[2]), 1 if half[1].lower() == "first" else 7
            return date(year, low, 1), date(year, low + 5, 30 if low == 1 else 31)
        year = int(half[5])
        quarter = int(half[3]) if half[3] else ordinal(half[4])
        last = {1: (3, 31), 2: (6, 30), 3: (9, 30), 4: (12, 31)}[quarter]
        return date(year, 3 * quarter - 2, 1), date(year, *last)
    found = find_dates(text, years=True)
    if not found:
        return None, None
    first, last = found[0], found[-1]
    if len(found) == 1:
        before = text[: first.start].lower()
        if re.search(r"\b(?:after|since|later than|from|beyond|following)\s+(?:the\s+)?$", before):
            return (first.last if "after" in before[-20:] or "beyond" in before[-20:] else first.first), None
        if re.search(
            r"\b(?:before|until|by|prior to|earlier than|up to|no later than)\s+(?:the\s+)?$", before
        ):
            return None, first.last if re.search(
                r"\b(?:by|until|up to|no later than)\s+(?:the\s+)?$", before
            ) else first.first
    return min(first.first, last.first), max(first.last, last.last)


@cache
def _neutral_kinds() -> tuple[str, ...]:
    return ("neutral", "content", "yes_no", "list", "count", "compare", "first", "last")


def _subject(text: str, want: Want, catalogue: Catalogue) -> tuple[Word, ...]:
    """The words that carry the subject: what is left without words of asking, identifiers and dates."""
    taken: list[tuple[int, int]] = []
    kinds = [want, *_neutral_kinds()]
    kinds += ["decision", "date", "person", "place"] if want not in {"content", "yes_no"} else []
    kinds += ["due"] if want in {"date", "order"} else []
    for kind in dict.fromkeys(kinds):
        for pattern in _asking().get(kind, ()):
            if kind == "yes_no":
                taken += [(m.start(), m.start() + len(m.group().split()[0])) for m in pattern.finditer(text)]
            else:
                taken += [m.span() for m in pattern.finditer(text)]
    for pattern in _asking()["polite"]:
        taken += [m.span() for m in pattern.finditer(text)]
    tables = (
        ("workstreams", "deadlines", "decisions", "items")
        if want in {"list", "count", "order"}
        else ("decisions",)
    )
    for key in tables:
        taken += [m.span() for m in _asking()[f"table:{key}"][0].finditer(text)]
    taken += [(m.start, m.end) for m in (*find_decisions(text, catalogue.prefix), *find_meetings(text))]
    taken += [(d.start, d.end) for d in find_dates(text, years=True)]
    return tuple(
        word
        for word in words(text)
        if fold(word.text) not in STOP
        and len(word.text) > 1
        and not word.text.isdigit()
        and not any(start <= word.start < end for start, end in taken)
    )


_HEAD = r"((?:(?!(?:is|are|was|were|does|do|did|has|have|had|will|would|can|could|should|may|might|must|shall|of|in|for|on|to|by|that|which|from|with|at|about|under|the|a|an)\b)[\w'’-]+\s*){1,3})"
_FOCUS = (
    re.compile(rf"(?i)\b(?:which|what|how many|how much|whose)\s+{_HEAD}"),
    re.compile(
        rf"(?i)\bwhat(?:'s|’s| is| are| was| were)\s+(?:the|a|an|its|his|her|their|[\w.-]+['’]s)\s+{_HEAD}"
    ),
    re.compile(rf"(?i)['’]s\s+{_HEAD}"),
    re.compile(rf"(?i)\bname of (?:the|a|an)\s+{_HEAD}"),
)


def _focus(text: str) -> tuple[str, ...]:
    """The words that name what is wanted, folded: "brands" of "which brands of cosmetics"."""
    found = [match[1] for pattern in _FOCUS for match in pattern.finditer(text)]
    return tuple(
        dict.fromkeys(fold(w.text) for part in found for w in words(part) if fold(w.text) not in STOP)
    )


def stems_of(text: str) -> frozenset[str]:
    """The stems of all words of `text`."""
    return frozenset(word.stem for word in words(text))


__all__ = ["Question", "Table", "Want", "stem", "stems_of", "understand"]
