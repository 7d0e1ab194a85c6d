"""From a file to a Document: its text, and what its head says of it.

What a format prints as text is read in `corpus.readers`; here the text becomes a document.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path

from corpus.decision_ids import NUMBER_BELOW, decision_title, opening_decision, own_prefix
from corpus.document import Document, Kind, Trust
from corpus.errors import UnreadableDocument
from corpus.head import read_head
from corpus.lines import Block, split
from corpus.pages import Original
from corpus.readers import sandbox
from corpus.readers.kinds import MEDIA_TYPES, SUFFIX_KINDS, kind_of, suffix_of
from corpus.readers.text import clean, decode, hidden_characters
from corpus.titles import title_of
from corpus.words import fold

__all__ = [
    "MAX_BYTES", "SUFFIXES", "clean", "decode", "document_from_bytes", "document_from_text", "read_document",
    "read_folder", "readable_files",
]  # fmt: skip
SUFFIXES = frozenset(SUFFIX_KINDS)
MAX_BYTES = 20_000_000
_SYMBOL = re.compile(
    r"(?<![\w./])(?=[A-Z\d./-]*[A-Z][A-Za-z.]*/\S*\d)[A-Z][A-Za-z0-9.-]*(?:/[A-Z0-9][A-Za-z0-9.-]*){2,}(?<![.-])"
)


def read_document(path: Path, trust: Trust = "uploaded") -> Document:
    """The document in the file at `path`; UnreadableDocument says which file, why and what to do."""
    if suffix_of(path.name) not in SUFFIX_KINDS:
        kind_of(str(path), b"")  # refuses, with the cure
    try:
        if path.stat().st_size > MAX_BYTES:
            raise UnreadableDocument(f"{path}: larger than {MAX_BYTES // 1_000_000} MB; split it.")
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableDocument(
            f"{path}: cannot be opened ({error.strerror}); check the path and its permissions."
        ) from error
    return document_from_bytes(data, file_name=path.name, trust=trust, where=str(path))


def document_from_bytes(
    data: bytes, *, file_name: str, trust: Trust = "uploaded", where: str | None = None
) -> Document:
    """The document in a file's bytes; `where` names the file in errors. UnreadableDocument.

    Anything but plain text is parsed in a child process with limits on time and memory.
    """
    name = where or file_name
    if len(data) > MAX_BYTES:
        raise UnreadableDocument(f"{name}: larger than {MAX_BYTES // 1_000_000} MB; split it.")
    kind = kind_of(name, data)
    if kind == "text":
        text = decode(data, name)
        taken_out = hidden_characters(data)
        warnings = (f"{taken_out} invisible characters were left out.",) if taken_out else ()
        return document_from_text(text, file_name=file_name, trust=trust, warnings=warnings)
    reading = sandbox.read(kind, data, name)
    if not any(c.isalnum() for c in reading.text):
        raise UnreadableDocument(f"{name}: there is no word in this file; add the file that holds the text.")
    return document_from_text(
        reading.text,
        file_name=file_name,
        trust=trust,
        edge_symbol=reading.symbol,
        sha256=hashlib.sha256(data).hexdigest(),
        pages=reading.pages,
        warnings=reading.warnings,
        original=Original(data, MEDIA_TYPES[kind], reading.boxes),
    )


def readable_files(folder: Path) -> list[Path]:
    """The files under `folder` whose names say that they can be read, by name; UnreadableDocument if none."""
    if not folder.is_dir():
        raise UnreadableDocument(f"{folder}: no such folder; name a folder that holds documents.")
    found = [p for p in sorted(folder.rglob("*")) if suffix_of(p.name) in SUFFIX_KINDS and p.is_file()]
    if not found:
        raise UnreadableDocument(
            f"{folder}: no document in this folder ({', '.join(sorted(SUFFIXES))} are read)."
        )
    return found


def read_folder(folder: Path, trust: Trust = "uploaded") -> list[Document]:
    """All readable documents under `folder`, by name; the same text twice is one document.

    UnreadableDocument where there is none.
    """
    found: dict[str, Document] = {}
    for path in readable_files(folder):
        document = read_document(path, trust)
        found.setdefault(document.sha256, document)
    return list(found.values())


def document_from_text(
    text: str, *, file_name: str, trust: Trust = "uploaded", id: str | None = None, title: str | None = None,
    kind: Kind | None = None, symbol: str | None = None, edge_symbol: str | None = None,
    sha256: str | None = None, pages: tuple[tuple[int, int], ...] = (), warnings: tuple[str, ...] = (),
    original: Original | None = None,
) -> Document:  # fmt: skip
    """A Document of `text`; what is not given is read from the text's own head.

    `edge_symbol`, of running heads, counts before one found in the text; `sha256` is by default the text's.
    """
    blocks, _ = split(text, decision_title())
    head = read_head(text, blocks)
    sha = sha256 or hashlib.sha256(text.encode()).hexdigest()
    titles = [b for b in blocks if b.form == "decision"]
    reference = next((f.value for f in head.fields if f.name == "reference"), None)
    subject = next((f.value for f in head.fields if f.name == "subject"), None)
    stem = re.sub(r"[^a-z0-9]+", "-", fold(Path(file_name).stem)).strip("-")[:60] or "document"
    kind = kind or _kind(text, blocks, {f.name for f in head.fields}, titles)
    decision = None
    if kind == "decision" and len(titles) == 1:
        decision = opening_decision(text[titles[0].start : titles[0].end], own_prefix(text))
    printed = _SYMBOL.search(text[:1500])
    return Document(
        id=id or f"{stem}-{sha[:8]}",
        title=title or title_of(text, blocks, titles, subject) or Path(file_name).stem,
        kind=kind, text=text, sha256=sha, trust=trust,
        symbol=symbol or reference or edge_symbol or (printed.group() if printed else None),
        date=head.date, decision=decision, header=head.fields, pages=pages or _pages(text),
        file_name=file_name,
        media_type=original.media_type if original else "text/plain", warnings=warnings, original=original,
    )  # fmt: skip


def _kind(text: str, blocks: Sequence[Block], fields: set[str], titles: list[Block]) -> Kind:
    numbered = sum(b.form == "number" for b in blocks)
    if titles and numbered and "salutation" not in fields:
        return "decision"
    if "salutation" in fields or ("to" in fields and ({"from", "reference", "subject"} & fields)):
        return "letter"
    if {"reference", "subject", "date"} <= fields:
        return "letter"  # a notification or a circular
    if any(b.form == "text" and NUMBER_BELOW.fullmatch(text, b.start, b.end) for b in blocks):
        return "decision"
    return "guidance" if len(blocks) > 3 else "other"


def _pages(text: str) -> tuple[tuple[int, int], ...]:
    """Spans between form feeds; none where the text has no form feed."""
    if "\f" not in text:
        return ()
    cuts = [0, *(m.end() for m in re.finditer("\f", text)), len(text)]
    return tuple((a, b) for a, b in zip(cuts, cuts[1:], strict=False) if a < b)
