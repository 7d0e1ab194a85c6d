"""From a file to a Document: decoding, cleaning, and what its head says of it.

Text is kept as received but for line ends (made line feeds) and invisible control characters, which can
hide words from a reader (removed). Plain text and Markdown are read here.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from charset_normalizer import from_bytes

from corpus.decision_ids import decision_title, find_decisions, own_prefix
from corpus.document import Document, Kind, Trust
from corpus.errors import UnreadableDocument
from corpus.head import read_head
from corpus.lines import Block, split
from corpus.words import fold

SUFFIXES = frozenset({".txt", ".md", ".text"})
MAX_BYTES = 20_000_000
_SYMBOL = re.compile(r"\b[A-Z][A-Z0-9]+(?:/[A-Z0-9][A-Za-z0-9.-]*){2,}(?<![.-])")
_INVISIBLE = re.compile(
    r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x08\x0b\x0e-\x1f\x7f\U000e0000-\U000e007f]"
)


def clean(text: str) -> str:
    """`text` with line feeds as line ends and without invisible characters; form feeds (page breaks) stay."""
    return _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def decode(data: bytes, name: str) -> str:
    """The text of `data` in whatever common encoding it is; UnreadableDocument where it is no text."""
    if not data.strip():
        raise UnreadableDocument(f"{name}: the file is empty; add the file that holds the text.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        best = from_bytes(data).best()
        if best is None:
            raise UnreadableDocument(
                f"{name}: this is no text in a known encoding; save it as UTF-8 text."
            ) from None
        text = _western(data) or str(best) if _is_latin(str(best)) else str(best)
    if data[:5] == b"%PDF-" or data[:4] == b"PK\x03\x04":
        raise UnreadableDocument(
            f"{name}: the content is not plain text whatever its name says; rename it or export it as text."
        )
    odd = sum(unicodedata.category(c) == "Cc" and c not in "\n\r\t\f" for c in text[:4000])
    if odd > len(text[:4000]) * 0.05:
        raise UnreadableDocument(f"{name}: this is a binary file, not text; export it as text first.")
    text = clean(text)
    if not any(c.isalnum() for c in text):
        raise UnreadableDocument(f"{name}: there is no word in this file; add the file that holds the text.")
    return text


def _is_latin(text: str) -> bool:
    letters = {c for c in text if c.isalpha() and ord(c) > 127}
    return all(unicodedata.name(c, "").startswith("LATIN") for c in letters)


def _western(data: bytes) -> str | None:
    """`data` as Windows-1252, which holds Latin-1: short texts in it are taken for Eastern European ones."""
    if b"\x00" in data:
        return None
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return None


def read_document(path: Path, trust: Trust = "uploaded") -> Document:
    """The document in the file at `path`; UnreadableDocument says which file, why and what to do."""
    if path.suffix.lower() not in SUFFIXES:
        kinds = ", ".join(sorted(SUFFIXES))
        raise UnreadableDocument(
            f"{path}: files of this kind cannot be read ({kinds} can); export it as text."
        )
    try:
        if path.stat().st_size > MAX_BYTES:
            raise UnreadableDocument(f"{path}: larger than {MAX_BYTES // 1_000_000} MB; split it.")
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableDocument(
            f"{path}: cannot be opened ({error.strerror}); check the path and its permissions."
        ) from error
    return document_from_text(decode(data, str(path)), file_name=path.name, trust=trust)


def read_folder(folder: Path, trust: Trust = "uploaded") -> list[Document]:
    """All readable documents under `folder`, by name; the same text twice is one document.

    UnreadableDocument where there is none.
    """
    if not folder.is_dir():
        raise UnreadableDocument(f"{folder}: no such folder; name a folder that holds documents.")
    found = [read_document(p, trust) for p in sorted(folder.rglob("*")) if p.suffix.lower() in SUFFIXES]
    if not found:
        raise UnreadableDocument(
            f"{folder}: no document in this folder ({', '.join(sorted(SUFFIXES))} are read)."
        )
    return list({document.sha256: document for document in reversed(found)}.values())[::-1]


def document_from_text(
    text: str, *, file_name: str, trust: Trust = "uploaded", id: str | None = None, title: str | None = None,
    kind: Kind | None = None, symbol: str | None = None,
) -> Document:  # fmt: skip
    """A Document of `text`; what is not given is read from the text's own head."""
    blocks, _ = split(text, decision_title())
    head = read_head(text, blocks)
    sha = hashlib.sha256(text.encode()).hexdigest()
    titles = [b for b in blocks if b.form == "decision"]
    reference = next((f.value for f in head.fields if f.name == "reference"), None)
    subject = next((f.value for f in head.fields if f.name == "subject"), None)
    stem = re.sub(r"[^a-z0-9]+", "-", fold(Path(file_name).stem)).strip("-")[:60] or "document"
    kind = kind or _kind(text, blocks, {f.name for f in head.fields}, titles)
    decision = None
    if kind == "decision" and len(titles) == 1:
        named = find_decisions(text[titles[0].start : titles[0].end], own_prefix(text))
        decision = named[0].value if named else None
    printed = _SYMBOL.search(text[:1500])
    return Document(
        id=id or f"{stem}-{sha[:8]}",
        title=title or _title(text, blocks, titles, subject) or Path(file_name).stem,
        kind=kind, text=text, sha256=sha, trust=trust,
        symbol=symbol or reference or (printed.group() if printed else None),
        date=head.date, decision=decision, header=head.fields, pages=_pages(text), file_name=file_name,
    )  # fmt: skip


def _kind(text: str, blocks: Sequence[Block], fields: set[str], titles: list[Block]) -> Kind:
    numbered = sum(b.form == "number" for b in blocks)
    if titles and numbered and "salutation" not in fields:
        return "decision"
    if "salutation" in fields or ("to" in fields and ({"from", "reference", "subject"} & fields)):
        return "letter"
    return "guidance" if len(blocks) > 3 else "other"


def _title(text: str, blocks: Sequence[Block], titles: list[Block], subject: str | None) -> str | None:
    if titles:
        first = blocks.index(titles[0])
        line = " ".join(text[titles[0].start : titles[0].end].split())
        below = blocks[first + 1] if first + 1 < len(blocks) else None
        if len(titles) > 1:
            return f"{line} and {len(titles) - 1} more"
        if below and below.form == "text" and below.end - below.start < 250 and len(line.split()) <= 3:
            return f"{line}: {' '.join(text[below.start : below.end].split())}"
        return line
    if subject:
        return subject
    first_line = next((b for b in blocks if b.form in {"text", "markdown"} and b.end - b.start < 160), None)
    return " ".join(text[first_line.start : first_line.end].split()) if first_line else None


def _pages(text: str) -> tuple[tuple[int, int], ...]:
    """Spans between form feeds; none where the text has no form feed."""
    if "\f" not in text:
        return ()
    cuts = [0, *(m.end() for m in re.finditer("\f", text)), len(text)]
    return tuple((a, b) for a, b in zip(cuts, cuts[1:], strict=False) if a < b)
