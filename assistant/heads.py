"""Answers from a document's head and from the contacts it prints."""

from __future__ import annotations

import re

from assistant.catalogue import Catalogue, head_of
from assistant.evidence import Draft, Point
from assistant.matching import context_of, cover
from assistant.naming_rows import contact_quote
from assistant.rows import Selector
from assistant.understanding import Question
from assistant.wording import flat, part, quoted
from corpus.document import Document, HeaderField
from corpus.register import ContactRow
from corpus.words import STOP, fold, stem, words

_CHANNEL = frozenset(
    stem(w)
    for w in (
        "telephone", "phone", "mobile", "dial", "fax", "number", "postal", "post", "street",
        "website", "web", "skype", "whatsapp", "linkedin", "twitter",
    )
)  # fmt: skip
_ROLE = re.compile(r"(?i)\b(?:title|role|function|position|post|job|office|rank|capacity|occupation)\b")
_HOLDS = re.compile(
    r"(?i)\bwho (?:is |was |has been )?(?P<verb>(?:co-?)?chair(?:s|ed|ing)?|head(?:s|ed|ing)?|lead(?:s|ing)?"
    r"|led|direct(?:s|ed|ing)?|presid(?:es|ed|ing)(?= over))\s+(?:over\s+)?(?P<of>[^?]+)"
)
_IS = re.compile(r"(?i)\bwho(?:'s|’s| is| was) (?:the|your|our) (?P<of>[^?]+)")
_MEANWHILE = re.compile(r"(?i),|\b(?:when|while|at the time)\b")
_MATTER = re.compile(
    r"(?i)\b(?:about|concern(?:s|ed|ing)?|deals?|cover(?:s|ed)?|what is it|what's it|hold|subject|problem"
    r"|matter|topic|purpose)\b|\bon\s*\??\s*$"
)
_PAPER = re.compile(
    r"(?i)(?:letter|memo|note|notification|circular|paper|report|decision|guidance|message)s?"
)
#: Share of a question's words that what is printed beside a contact must have to choose it.
_OWN_LINE = 0.3
_EMAIL_WORDS = frozenset(stem(w) for w in ("email", "mail", "e", "address", "contact", "reach", "general"))


def header(question: Question, catalogue: Catalogue) -> Draft | None:
    """The head fields asked for, of the document meant; None where it does not print them."""
    document = document_meant(question, catalogue)
    if document is None:
        return None
    points = []
    for name in question.header:
        for found in document.fields(name) or _symbol(name, document):
            passage = next(
                (
                    p
                    for p in catalogue.passages.values()
                    if p.document_id == document.id and p.start <= found.start < p.end
                ),
                None,
            )
            if passage is not None:
                span = (found.start - passage.start, min(found.end, passage.end) - passage.start)
                points.append(Point(found.value, (part(passage, span),), "register", layout="lead"))
    if not points and question.documents and set(question.header) <= {"from", "to", "cc", "through"}:
        return Draft("not_in_documents", remark=f"“{document.title}” does not say this in its head or foot.")
    return Draft("answered", tuple(points)) if points else None


def _symbol(name: str, document: Document) -> tuple[HeaderField, ...]:
    """The document's symbol where it prints one without calling it a reference."""
    at = document.text.find(document.symbol) if name == "reference" and document.symbol else -1
    if at < 0 or document.symbol is None:
        return ()
    return (HeaderField("reference", document.symbol, at, at + len(document.symbol)),)


def role(question: Question, catalogue: Catalogue) -> Draft | None:
    """The office of a person named, where a head or foot prints it beside the name."""
    if not question.people or not _ROLE.search(question.text):
        return None
    for document in catalogue.primary:
        for found in document.header:
            if (
                found.name in {"from", "to", "through", "cc"}
                and "," in found.value
                and question.people[0] in found.value
            ):
                return _of_field(found, document, catalogue)
    return Draft(
        "not_in_documents", remark=f"The documents do not say what office {question.people[0]} holds."
    )


def holder(question: Question, catalogue: Catalogue) -> Draft | None:
    """Who holds an office that a head or foot prints beside a name ("who chairs the Advisory Group?")."""
    asked = _HOLDS.search(question.text) or _IS.search(question.text)
    if asked is None:
        return None
    verb = stem(asked["verb"]) if asked.re is _HOLDS else ""
    office = "chair" if verb.startswith("presid") else verb
    given = {w.stem for w in words(_MEANWHILE.split(asked["of"])[0]) if fold(w.text) not in STOP}
    for document in catalogue.primary:
        for found in document.header:
            known = {w.stem for w in words(found.value)}
            held = any(s.startswith(office[:5]) for s in known)
            named = "," in found.value or "\n" in found.value  # a name, and the office beside it
            if found.name in {"from", "to", "through", "cc"} and given and given <= known and held and named:
                return _of_field(found, document, catalogue)
    return None


def matter(question: Question, catalogue: Catalogue) -> Draft | None:
    """What a document named is about: its subject line, or its title. None where more than that is asked."""
    if not question.documents or question.want != "content" or not _MATTER.search(question.text):
        return None
    document = catalogue.documents[question.documents[0]]
    known = {w.stem for w in words(head_of(document))}
    if any(w.stem not in known and not _PAPER.fullmatch(w.text) for w in question.subject):
        return None
    subject = document.field("subject")
    if subject:
        return _of_field(subject, document, catalogue)
    titles = [p for p in catalogue.passages.values() if p.document_id == document.id and p.role == "heading"]
    points = [
        Point(quoted(" ".join(p.text.split())), (part(p, (0, len(p.text))),), "quoted", layout="lead")
        for p in titles[:2]
    ]
    return Draft("answered", tuple(points)) if points else None


def field_point(found: HeaderField, document: Document, catalogue: Catalogue) -> Point | None:
    """A head field as the first line of an answer, citing where it is printed."""
    for passage in catalogue.passages.values():
        if passage.document_id == document.id and passage.start <= found.start < passage.end:
            span = (found.start - passage.start, min(found.end, passage.end) - passage.start)
            return Point(found.value, (part(passage, span),), "register", layout="lead")
    return None


def _of_field(found: HeaderField, document: Document, catalogue: Catalogue) -> Draft | None:
    lead = field_point(found, document, catalogue)
    return Draft("answered", (lead,)) if lead else None


def document_meant(question: Question, catalogue: Catalogue) -> Document | None:
    """The one document a question about "the letter" means: named by symbol or title words, or the first."""
    kinds = (question.scope,) if question.scope else ("letter", "other", "guidance", "decision")
    documents = [d for d in catalogue.primary if d.kind in kinds and d.header] or [
        d for d in catalogue.primary if d.header
    ]
    if not documents:
        return None
    for document in documents:
        if document.id in question.documents:
            return document
    met = [d for d in documents if set(question.meetings) & catalogue.meetings[d.id]]
    documents = met or documents
    given = {w.stem for w in question.subject}

    def shared(document: Document) -> int:
        head = " ".join([document.title, *(f.value for f in document.header)])
        return len(given & {w.stem for w in words(head)})

    return max(documents, key=lambda d: (shared(d), -documents.index(d)))


def contact(selector: Selector) -> Draft | None:
    """Addresses: of the person or office named, or all that the documents print."""
    question, catalogue = selector.question, selector.catalogue
    asked = {w.stem for w in words(question.text)}
    by_phone = bool(asked & _CHANNEL)
    rows = [
        r for r in catalogue.register.contacts
        if r.role == "contact" and r.email and selector.allows(catalogue.passages[r.passage_id])
        and (r.phone or not by_phone)
    ]  # fmt: skip
    if question.people:
        surnames = {fold(name).split()[-1] for name in question.people}
        rows = [r for r in rows if r.name and fold(r.name).split()[-1] in surnames]
        if not rows:
            return None
    else:
        given = {w.stem for w in question.subject} - _EMAIL_WORDS
        given = given or (asked & {stem("general")})
        named = [r for r in rows if r.name and given & {w.stem for w in words(r.name)}]
        rows = named or _spoken_of(rows, selector)
    points = [
        Point(
            " — ".join(flat(w) for w in (r.name, r.phone if by_phone else None, r.email) if w),
            (contact_quote(catalogue.passages[r.passage_id], str(r.email)),),
            "register", layout="lead" if len(rows) == 1 else "item",
        )
        for r in rows
    ]  # fmt: skip
    if len(points) == 1:
        quote = points[0].quotes[0]
        if len(quote.text.split()) < 40:
            points.append(Point(quoted(" ".join(quote.text.split())), (quote,)))
    return Draft("answered", tuple(points)) if points else None


def _spoken_of(rows: list[ContactRow], selector: Selector) -> list[ContactRow]:
    """Those of `rows` whose sentence bears on the subject ("nominations go to ..."); all where none does."""
    if not selector.terms:
        return rows
    shares = []
    for row in rows:
        passage = selector.catalogue.passages[row.passage_id]
        own = cover(selector.terms, row.about or contact_quote(passage, str(row.email)).text)[0]
        said = f"{contact_quote(passage, str(row.email)).text} {row.about or ''}"
        shares.append((own, cover(selector.terms, said, context_of(passage, selector.catalogue))[1]))
    best = max(((own if own >= _OWN_LINE else 0.0, near) for own, near in shares), default=(0.0, 0.0))
    if best[0]:  # what is printed beside the name itself says whom to ask
        return [r for r, (own, _) in zip(rows, shares, strict=True) if own >= 0.8 * best[0]]
    return (
        [r for r, (_, near) in zip(rows, shares, strict=True) if near >= 0.8 * best[1]]
        if best[1] >= 0.3
        else rows
    )
