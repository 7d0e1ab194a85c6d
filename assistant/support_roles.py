"""Who does, asks and receives: "Parties report to the Secretariat" does not carry the reverse.

Forms only: who stands before or behind a verb that asks or obliges, behind "by", and behind a verb of
sending and "to". Where the text gives somebody another part than the statement does, it is not carried.
"""

from __future__ import annotations

import re
from collections import defaultdict

from assistant.support_vocabulary import free
from corpus.sentences import clauses, sentences
from corpus.words import STOP, Word, fold, words

_ASK = r"(?:request|invite|urge|encourage|ask|remind|call(?:s|ed)? upon|expect|advise|recommend)"
_ASKS = (
    r"(?:requests|invites|urges|encourages|asks|reminds|calls upon|recommends|requested|invited|urged"
    r"|encouraged|asked|called upon|(?<=to )(?:request|invite|urge|encourage|ask|remind|call upon|recommend))"
)
_SAYS = (
    r"(?:proposes|recommends|suggests|decides|decided|adopts|adopted|proposed|suggested|needs|wants|wishes|favours"
    r"|favors|prefers|opposes)"
)
_MODAL = r"(?:shall|must|will|may|should|can|could|has to|have to|is to|are to)"
#: Verbs that nobody does: their subject is no actor.
_STATES = (
    r"(?:reach|arrive|enter|apply|take place|happen|come|remain|begin|start|end|close|include|contain|concern"
    r"|cover|last|follow|expire|become|have|consist|rest|lie|belong|serve|help|open)"
)
_SEND = (
    r"(?:submi\w+|send\w*|sent|report\w*|provid\w+|forward\w*|return\w*|convey\w*|present\w*|communicat\w+|suppl\w+"
    r"|transmit\w*|hand\w*|addressed|proposes?|lend\w*|give[sn]?|brought|bring)"
)
_TELL = r"(?:notify|notifies|notified|inform\w*|tell|told|help\w*|assist\w*)"
_NAME = r"(?:(?:the|each|every|any|all|their|its|other|a|an)\s+)?([\w’'-]+(?:\s+[\w’'-]+){0,3})"
_ASKED = re.compile(
    rf"(?i)^(.*?)\b(?:is|are|was|were|be|been)\s+(?:\w+ly\s+|therefore\s+|also\s+)*{_ASK}(?:ed|d)?"
    rf"(?=(?:\s+(?:by|in|under)\s[\w./ -]{{1,30}}?)?\s+to\b|\s*[:,]|\s+that\b)"
)
_MODALLY = re.compile(rf"(?i)^(.*?)\b{_MODAL}\s+(?:not\s+|also\s+)?(?!{_STATES}\b)(?!be\b)\w+")
_SUFFERS = re.compile(rf"(?i)^(.*?)\b{_MODAL}\s+(?:not\s+)?be\s+\w+(?:ed|en|t)\b")
_ASKING = re.compile(
    rf"(?i)^(.*?)(?<!is )(?<!are )(?<!was )(?<!were )(?<!be )\b(?:also\s+|further\s+)?{_ASKS}\s+{_NAME}"
)
_SAYING = re.compile(rf"(?i)^(.*?)\b{_SAYS}\b")
_OWNING = re.compile(
    r"(?i)^(.*?)['’]s?\s+(?:proposal|request|decision|recommendation|invitation|suggestion)\b"
)
_BESIDE = re.compile(
    r"(?i)\b(?:with|for|(?<!according )(?<!due )(?<!relating )(?<!pursuant )to)\s+"
    rf"(?=the\b|their\b|an?\b|(?-i:[A-Z])|parties\b){_NAME}"
)
_BY = re.compile(rf"(?i)\b\w+(?:ed|en|t|wn|ne)\s+by\s+(?!\d){_NAME}")
_TO = re.compile(
    rf"(?i)\b{_SEND}\b(?:(?!\b{_SEND}\b)[^.;:]){{0,90}}?\bto\s+"
    rf"(?=the\b|their\b|its\b|each\b|all\b|(?-i:[A-Z])|parties\b|donors\b){_NAME}"
)
_TOLD = re.compile(rf"(?i)\b{_TELL}\s+{_NAME}")
_ENDING = """of in on at to by from for with that which who whom whose where and or as under about into than
    not it they this these those is are was were be been has have had do does did shall must will may should
    can using holding keeping having importing making"""
_ENDS = frozenset(_ENDING.split())
_SPEAKS = re.compile(
    r"(?m)^(?:\W*\d+[.)]\s*)?(?:Also |Further )?(?=[A-Z])"
    r"(?i:requests|invites|urges|encourages|decides|adopts)\b"
)
_MODALS = frozenset({"shall", "must", "may"})
Roles = dict[str, set[str]]


def roles(text: str) -> Roles:
    """For each stem the parts that its owner has.

    "does", "asks", "asked" to do, "receives", "suffers" what is done, stands "beside" it.
    """
    found: Roles = defaultdict(set)
    for start, end in sentences(text):
        for a, b in clauses(text, start, end):
            _add(found, text[a:b])
    return found


def _add(found: Roles, clause: str) -> None:
    for pattern, role in (
        (_ASKED, "asked"),
        (_MODALLY, "does"),
        (_SUFFERS, "suffers"),
        (_SAYING, "asks"),
        (_OWNING, "asks"),
    ):
        match = pattern.search(clause)
        if match:
            _note(found, _subject(match[1]), role)
    asking = _ASKING.search(clause)
    if asking and not _ASKED.search(clause[: asking.end()]):
        _note(found, _subject(asking[1]), "asks")
        _note(found, asking[2], "asked")
    for pattern, role in ((_BY, "does"), (_TO, "receives"), (_TOLD, "receives"), (_BESIDE, "beside")):
        for match in pattern.finditer(clause):
            _note(found, match[1], role)


def _subject(before: str) -> str:
    """The last part of what stands before a verb that may be its subject."""
    return re.split(r"[,;:()]|\b(?:that|which|and|while|whereas|but|under|in)\b", before)[-1] or before


def _note(found: Roles, phrase: str, role: str) -> None:
    """Gives the first words of a phrase, up to the first that ties, a part."""
    for word in words(phrase):
        small = fold(word.text)
        if small in _ENDS and word.start > 0:
            break
        if small not in STOP and word.stem not in free() and not word.text.isdigit():
            found[word.stem].add(role)


#: Parts that a part may stand for.
_SAME = {"asks": {"asks", "does"}, "asked": {"asked", "does"}, "does": {"does", "asked", "asks"}}
_SAME["receives"] = {"receives", "beside"}


def coupled_otherwise(said: str, there: str) -> bool:
    """A word behind another ("secretariat meeting") that the text has behind names only."""
    named: dict[str, set[str]] = defaultdict(set)
    for first, second in _pairs(there):
        named[second.stem].add(first.stem if first and first.text[0].isupper() else "")
    row = [w.stem for w in words(there)]
    near = {pair for i, a in enumerate(row) for b in row[i + 1 : i + 4] for pair in ((a, b), (b, a))}
    return any(
        first is not None
        and first.stem in row
        and "" not in named.get(second.stem, {""})
        and (first.stem, second.stem) not in near
        for first, second in _pairs(said)
    )


def _pairs(text: str) -> list[tuple[Word | None, Word]]:
    """Each word of meaning with the one right before it, if there is one."""
    found: list[tuple[Word | None, Word]] = []
    before: Word | None = None
    for word in words(text):
        small = fold(word.text)
        kept = None if small in STOP or small in _MODALS or word.text.isdigit() else word
        if kept:
            apart = before is None or text[before.end : word.start].strip(" -\n\t")
            found.append((None if apart else before, kept))
        before = kept
    return found


def exchanged(said: str, there: str, around: str) -> bool:
    """Somebody who does, asks, is asked or receives in `said` and has only other parts in the texts."""
    known = roles(f"{there} ; {around}")
    askers = any("asks" in parts for parts in known.values())
    speaks = bool(_SPEAKS.search(there))  # a decision: the body that takes it asks
    named, own_words = {w.stem for w in words(around)}, {w.stem for w in words(there)}
    for stem, parts in roles(said).items():
        own = known.get(stem, set())
        for part in parts & _SAME.keys():
            if own and not own & _SAME[part] and (part != "asks" or "asked" in own or askers):
                return True
            if part == "asks" and speaks and stem in own_words and stem not in named:
                return True
    return False
