"""What a file is: by its name, and by its first bytes, which must agree."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Literal

from corpus.errors import UnreadableDocument

FileKind = Literal["text", "markdown", "html", "pdf", "docx"]

SUFFIX_KINDS: dict[str, FileKind] = {
    ".txt": "text", ".text": "text", ".md": "markdown", ".markdown": "markdown",
    ".pdf": "pdf", ".docx": "docx", ".html": "html", ".htm": "html", ".xhtml": "html",
}  # fmt: skip
MEDIA_TYPES: dict[FileKind, str] = {
    "text": "text/plain",
    "markdown": "text/markdown",
    "html": "text/html",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_NAMES = {
    "text": "plain text",
    "markdown": "Markdown",
    "html": "an HTML page",
    "pdf": "a PDF",
    "docx": "a Word document",
}
_HTML = re.compile(
    rb"(?is)(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b"
)
_TAG = re.compile(rb"(?i)<(?:!doctype|[a-z][a-z0-9]*)[\s>/]")
_PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NO_TEXT = "an image has no text; run text recognition (OCR) and save a PDF"
_CURES = {
    ".doc": "save it as DOCX or PDF",
    ".rtf": "save it as DOCX or PDF",
    ".odt": "save it as DOCX or PDF",
    ".pages": "save it as DOCX or PDF",
    ".xls": "save the table as PDF or text",
    ".xlsx": "save the table as PDF or text",
    ".ppt": "save it as PDF",
    ".pptx": "save it as PDF",
    ".zip": "unpack it and add the files in it",
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".tif", ".tiff", ".gif"), _NO_TEXT),
}


def kind_of(name: str, data: bytes) -> FileKind:
    """The kind of the file called `name`; UnreadableDocument where it is none, empty, or something else."""
    suffix = suffix_of(name)
    named = SUFFIX_KINDS.get(suffix)
    if named is None:
        cure = _CURES.get(suffix, "save it as PDF, DOCX, HTML or text")
        kinds = ", ".join(sorted(SUFFIX_KINDS))
        raise UnreadableDocument(f"{name}: files of this kind cannot be read ({kinds} can); {cure}.")
    if not data.strip():
        raise UnreadableDocument(f"{name}: the file is empty; add the file that holds the text.")
    found = _sniffed(data, name)
    if found == "text" and named == "html":
        if _TAG.search(data[:200_000]):
            return "html"
        raise UnreadableDocument(f"{name}: this is plain text, not an HTML page; rename it to end in .txt.")
    if found == named or (named == "markdown" and found in {"text", "html"}):
        return named
    if found == "text":
        _no_known_text(name, data, named)
    not_named = {"text": "not plain text", "markdown": "not Markdown", "html": "not HTML"}.get(
        named, f"not {_NAMES[named]}"
    )
    raise UnreadableDocument(
        f"{name}: the content is {not_named} but {_NAMES[found]}, whatever its name says; "
        f"rename it to end in .{'txt' if found == 'text' else found}."
    )


def suffix_of(name: str) -> str:
    """The ending of a file name, small, with its dot; empty where it has none."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return f".{last.rpartition('.')[2].lower()}" if "." in last else ""


def _sniffed(data: bytes, name: str) -> FileKind:
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data[:4] == b"PK\x03\x04":
        return _archive(data, name)
    if data[:8] == _OLE:
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise UnreadableDocument(
                f"{name}: the file is encrypted; open it with its password and save it without."
            )
        raise UnreadableDocument(f"{name}: this is a file of an old office program; save it as DOCX or PDF.")
    if data.startswith(_PICTURES):
        raise UnreadableDocument(f"{name}: this is an image, whatever its name says; {_NO_TEXT}.")
    if data[:5] == b"{\\rtf":
        raise UnreadableDocument(f"{name}: this is rich text (RTF); save it as DOCX or PDF.")
    start = data[:4096].replace(b"\x00", b"") if data[:2] in (b"\xff\xfe", b"\xfe\xff") else data[:4096]
    return "html" if _HTML.match(start.removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")) else "text"


def _archive(data: bytes, name: str) -> FileKind:
    """The kind "docx", or a refusal that says what the archive is."""
    try:
        members = set(zipfile.ZipFile(io.BytesIO(data)).namelist()[:5000])
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        if suffix_of(name) != ".docx":  # what it is matters more than that it is damaged
            return "docx"
        raise UnreadableDocument(
            f"{name}: the file is damaged or cut off; get it again from where it came from."
        ) from error
    if "word/document.xml" in members:
        return "docx"
    for sign, cure in (("xl/", ".xlsx"), ("ppt/", ".pptx"), ("content.xml", ".odt")):
        if any(member.startswith(sign) for member in members):
            raise UnreadableDocument(
                f"{name}: this is {'an' if cure != '.pptx' else 'a'} {cure} file; {_CURES[cure]}."
            )
    raise UnreadableDocument(
        f"{name}: this is an archive, not a document; unpack it and add the files in it."
    )


def _no_known_text(name: str, data: bytes, named: FileKind) -> None:
    """Refuse what claims to be a PDF or DOCX and has neither's first bytes nor those of a text."""
    sample = data[:4000]
    odd = sum(byte < 9 or 13 < byte < 32 for byte in sample)
    if odd > 0.02 * len(sample):
        raise UnreadableDocument(
            f"{name}: the content is not {_NAMES[named]}: the file is damaged or cut off; get it again."
        )
