"""Plain text: decoding in any common encoding, and cleaning.

Text is kept as received but for line ends (made line feeds) and invisible control characters, which can
hide words from a reader (removed).
"""

from __future__ import annotations

import re
import unicodedata

from charset_normalizer import from_bytes

from corpus.errors import UnreadableDocument

INVISIBLE = re.compile(
    r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x08\x0b\x0e-\x1f\x7f\U000e0000-\U000e007f]"
)


def clean(text: str) -> str:
    """`text` with line feeds as line ends and without invisible characters; form feeds (page breaks) stay."""
    return INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def hidden_characters(data: bytes) -> int:
    """How many invisible characters `decode` takes out of `data`, a byte order mark aside."""
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    return len(INVISIBLE.findall(data.decode(encoding, "ignore").removeprefix("\ufeff")))


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
