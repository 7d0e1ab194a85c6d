"""Who a request comes from, and whether this caller may ask now: keys, sign-ins, rates.

`access` asks here for every request; `signing_in` lets people in with a key. Without keys everyone who
reaches the server (then on this machine's own address) may read, and rates go by address.
"""

from __future__ import annotations

import re
import secrets
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from urllib.parse import quote

from assistant.keys import Caller, Keyring
from assistant.limits import Open, Rate
from assistant.settings import ServerSettings

COOKIE = "minamata_session"
SIGN_IN = "/sign-in"
#: Seconds for which a sign-in holds.
SESSION_SECONDS = 12 * 3600
#: What is answered without a key: method and path. A test holds every other route to asking for one.
OPEN_ROUTES = frozenset(
    {
        ("GET", "/healthz"),
        ("GET", "/readyz"),
        ("GET", SIGN_IN),
        ("POST", SIGN_IN),
        ("POST", "/sign-out"),
    }
)
_ASKS = re.compile(r"/api/v1/(ask|ask/stream|search)|/v1/chat/completions|/mcp|/gradio_api/queue/join")
_COUNTED = re.compile(r"/(api|v1|documents|window|mcp|gradio_api/queue)(/.*)?|/gradio_api/heartbeat/.*")
_MOST_SESSIONS = 10_000


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request goes no further; `code` is a stable word, `headers` go with it."""

    status: int
    code: str
    detail: str
    headers: Mapping[str, str] = field(default_factory=dict)


class Sessions:
    """Who is signed in, by a random token in a cookie. A restart or `SESSION_SECONDS` ends them."""

    def __init__(self) -> None:
        self._open: dict[str, tuple[Caller, float]] = {}
        self._lock = threading.Lock()

    def begin(self, caller: Caller) -> str:
        """A fresh token for `caller`; one that a browser brought along is never taken over."""
        token = secrets.token_urlsafe(32)
        with self._lock:
            now = time.monotonic()
            if len(self._open) >= _MOST_SESSIONS:
                self._open = {k: v for k, v in self._open.items() if v[1] > now}
            while len(self._open) >= _MOST_SESSIONS:
                self._open.pop(next(iter(self._open)))
            self._open[token] = (caller, now + SESSION_SECONDS)
        return token

    def caller(self, token: str) -> Caller | None:
        """Who signed in with `token`; None where nobody did or the time is over."""
        caller, ends = self._open.get(token, (None, 0.0))
        return caller if ends > time.monotonic() else None

    def end(self, token: str) -> None:
        """Sign out."""
        with self._lock:
            self._open.pop(token, None)


class Door:
    """Knows callers and counts what they ask for."""

    def __init__(self, settings: ServerSettings, keyring: Keyring) -> None:
        self.keyring = keyring
        self.sessions = Sessions()
        self._questions = Rate(settings.questions_per_minute)
        self._requests = Rate(settings.requests_per_minute)
        self._guesses = Rate(settings.guesses_per_minute)
        self._open = Open(settings.open_requests)

    def guess(self, secret: str, address: str) -> Caller | Refusal:
        """Who shows this key; wrong ones are counted by address, so that nobody tries a thousand."""
        caller = self.keyring.caller(secret)
        if caller:
            return caller
        wait = self._guesses.wait(address)
        if wait:
            return _too_many("Too many wrong keys from this address", wait)
        return Refusal(401, "unknown_key", "No such key is known here.", {"WWW-Authenticate": "Bearer"})

    def caller(
        self, method: str, path: str, headers: Mapping[str, str], address: str, query: str = ""
    ) -> Caller | Refusal:
        """Who asks. Header names are in lower case; `query` is what stands after the question mark."""
        scheme, _, secret = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and secret.strip():
            caller = self.keyring.caller(secret.strip())
            # Without keys a client may send whatever its library insists on; it counts for nothing.
            if caller or not self.keyring.required:
                return caller or Caller(address)
            return self.guess(secret.strip(), address)
        if not self.keyring.required:
            return Caller(address)
        signed_in = self.sessions.caller(session_token(headers))
        if signed_in:
            return signed_in
        if ("GET" if method == "HEAD" else method, path) in OPEN_ROUTES:
            return Caller(address)
        if method == "OPTIONS" and "origin" in headers and "access-control-request-method" in headers:
            return Caller(address)  # a browser asks without its key whether it may ask with it
        if method == "GET" and "text/html" in headers.get("accept", ""):
            wanted = quote(f"{path}?{query}" if query else path, safe="")
            return Refusal(303, "sign_in", "Sign in first.", {"Location": f"{SIGN_IN}?to={wanted}"})
        return Refusal(
            401,
            "key_needed",
            "Send a key as 'Authorization: Bearer KEY', or sign in at /sign-in.",
            {"WWW-Authenticate": "Bearer"},
        )

    def counted(self, path: str) -> bool:
        """Whether requests for `path` count; a page's scripts and fonts do not."""
        return bool(_COUNTED.fullmatch(path))

    def admit(self, caller: Caller, method: str, path: str) -> Refusal | None:
        """Count a request, and hold a caller back who asks too often; `leave` follows where it is None."""
        if caller.own:
            return None
        if method == "POST" and _ASKS.fullmatch(path):
            wait = self._questions.wait(caller.name)
            if wait:
                return _too_many("Too many questions", wait)
        wait = self._requests.wait(caller.name)
        if wait:
            return _too_many("Too many requests", wait)
        if not self._open.enter(caller.name):
            return _too_many("Too many requests are open at once", 5)
        return None

    def leave(self, caller: Caller) -> None:
        """A request that was let in has ended."""
        if not caller.own:
            self._open.leave(caller.name)


def session_token(headers: Mapping[str, str]) -> str:
    """The token in a request's cookies, empty where there is none."""
    try:
        cookies = SimpleCookie(headers.get("cookie", ""))
    except CookieError:
        return ""
    return cookies[COOKIE].value if COOKIE in cookies else ""


def _too_many(what: str, wait: int) -> Refusal:
    return Refusal(429, "too_many", f"{what}; ask again in {wait} seconds.", {"Retry-After": str(wait)})
