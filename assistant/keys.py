"""Keys that let programs and people in: how one is made, written into the settings, and recognised.

The settings hold a key's SHA-256 only. That is enough because keys are made here, of 256 random bits; a slow
hash protects words that people choose, and there are none.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

PREFIX = "mina_"
_ENTRY = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]{0,63}):(read|write):([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class ApiKey:
    """One entry of ``MINAMATA_API_KEYS``: whose key it is, and whether it may change documents."""

    name: str
    may_write: bool
    digest: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks. `own` is a command of the server's own user, which no rate holds back."""

    name: str
    may_write: bool = False
    own: bool = False


def new_key() -> str:
    """A fresh key; it is shown once and kept nowhere."""
    return PREFIX + secrets.token_urlsafe(32)


def entry(name: str, may_write: bool, key: str) -> str:
    """What ``MINAMATA_API_KEYS`` takes for `key`. Raises ValueError for a name that cannot be used."""
    text = f"{name}:{'write' if may_write else 'read'}:{_digest(key)}"
    read_entry(text)
    return text


def read_entry(text: str) -> ApiKey:
    """An entry ``name:read:hash`` or ``name:write:hash``. Raises ValueError, never with the text."""
    match = _ENTRY.fullmatch(text)
    if not match:
        raise ValueError("each entry must look like name:read:hash; `minamata key NAME` makes one")
    return ApiKey(match[1], match[2] == "write", match[3])


class Keyring:
    """Recognises keys. `owner_token` gives the token that commands of the server's own user show."""

    def __init__(self, keys: Sequence[ApiKey], owner_token: Callable[[], str]) -> None:
        self._keys = tuple(keys)
        self._owner_token = owner_token

    @property
    def required(self) -> bool:
        """Whether keys are set; else everyone who reaches this machine's own address may ask."""
        return bool(self._keys)

    def caller(self, secret: str) -> Caller | None:
        """Who shows `secret`, None for nobody known. Every key is compared, so time tells nothing."""
        found: Caller | None = None
        digest = _digest(secret)
        for key in self._keys:
            if hmac.compare_digest(key.digest, digest):
                found = Caller(key.name, key.may_write)
        own = self._owner_token()
        if own and hmac.compare_digest(own.encode(), secret.encode("utf-8", "replace")):
            found = Caller("owner", may_write=True, own=True)
        return found


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()
