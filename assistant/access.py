"""Who may ask for what: the gate in front of everything, including the mounted chat window.

It gives each request an id, refuses foreign hosts and origins, closes the parts of Gradio that this window
does not use, and sets the headers that keep a page to this server. Who a caller is, `door` knows. What an
answer says is not its concern.
"""

from __future__ import annotations

import json
import logging
import re
import time
import uuid
from typing import Any
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant import web_inputs
from assistant.door import Door, Refusal
from assistant.keys import Caller
from assistant.metrics import Metrics
from assistant.settings import ServerSettings

_log = logging.getLogger("minamata.server")

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        # Gradio's page starts from an inline script and compiles its components' scripts in the browser.
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "connect-src 'self'",
        "font-src 'self' data:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
_HEADERS = (
    (b"content-security-policy", CONTENT_SECURITY_POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    # Not "no-referrer": browsers would then send forms of our own pages with the origin "null".
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
)
# Behind them an attacker could claim another address for this server, and Gradio would build its links on it.
_FORGEABLE = (b"x-forwarded-", b"forwarded", b"x-real-ip", b"x-original-")
# Of Gradio's own API only what the page itself calls: the rest reads files or skips the queue.
_GRADIO_GET = re.compile(r"/gradio_api/(info|app_id|startup-events|theme\.css|queue/data|heartbeat/[\w-]+)/?")
_GRADIO_POST = re.compile(r"/gradio_api/(queue/join|cancel|reset)/?")
_EVENT = re.compile(r"/gradio_api/queue/join/?")
_GRADIO_CLOSED = re.compile(
    r"/(monitoring|login|logout|pwa_icon|custom_component|svelte)(/.*)?|.*(proxy|file)=.*"
)
_CACHED = re.compile(r"/(assets|static|svelte|docs/assets)/.*")
#: What each refusal is called, here and in `problems`.
TITLES = {
    303: "Sign in first",
    400: "The request is not valid",
    401: "A key is needed",
    403: "Not allowed",
    404: "Not found",
    405: "This address does not take that method",
    409: "Not possible here",
    413: "Too large",
    415: "Wrong content type",
    422: "The request is not valid",
    429: "Too many requests",
    500: "Something went wrong",
    503: "Not available just now",
}
_TOO_LARGE = Refusal(413, "too_large", "The request is larger than the server takes.")
_NO_LINES = Refusal(422, "invalid", "An event of the window takes lines of text only.")
_READ = ("GET", "HEAD", "OPTIONS")
_METHODS = frozenset({*_READ, "POST", "DELETE", "PUT", "PATCH"})


class Gate:
    """The outermost ASGI layer of the server; `app` is everything behind it."""

    def __init__(self, app: ASGIApp, settings: ServerSettings, door: Door, metrics: Metrics) -> None:
        self.app = app
        self._door = door
        self._metrics = metrics
        self._hosts = settings.hosts
        self._origins = frozenset(origin.lower() for origin in settings.allowed_origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it with a problem of the usual shape."""
        if scope["type"] != "http":
            # Nothing here speaks websockets; the lifespan is the server's own.
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        headers = [
            (name, value) for name, value in scope["headers"] if not name.lower().startswith(_FORGEABLE)
        ]
        identity = uuid.uuid4().hex
        scope = dict(scope, headers=headers)
        scope["minamata.request_id"] = identity
        outgoing = _Outgoing(send, scope["path"], identity)
        started = time.perf_counter()
        try:
            await self._admitted(scope, receive, outgoing)
        except Exception as error:
            # Starlette answers 500 and raises again so that servers log the traceback. A traceback may hold a
            # question, so it ends here: the log keeps the error's type under the request's id.
            _log.error("request failed", extra={"request_id": identity, "error": type(error).__name__})
            if not outgoing.status:
                detail = "The server could not answer; its log has this request id."
                await _refuse(outgoing, Refusal(500, "failed", detail))
        finally:
            self._note(scope, outgoing.status, time.perf_counter() - started)

    async def _admitted(self, scope: Scope, receive: Receive, outgoing: _Outgoing) -> None:
        """Pass the request on while its caller is counted as asking, or refuse it."""
        path, method = _flat(scope["path"]), scope["method"]
        refusal = self._refusal(scope)
        if refusal:
            return await self._turn_away(outgoing, refusal)
        named = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        address = scope["client"][0] if scope.get("client") else ""
        query = scope.get("query_string", b"").decode("latin-1")
        caller = self._door.caller(method, scope["path"], named, address, query)
        if isinstance(caller, Refusal):
            return await self._turn_away(outgoing, caller)
        scope["minamata.caller"] = caller
        if not self._door.counted(path):
            return await self.app(scope, receive, outgoing)
        refusal = self._door.admit(caller, method, path)
        if refusal:
            return await self._turn_away(outgoing, refusal)
        try:
            if method == "POST" and _EVENT.fullmatch(path):
                body = await web_inputs.body_of(receive)
                if body is None:
                    return await self._turn_away(outgoing, _TOO_LARGE)
                if not web_inputs.only_lines(body):
                    return await self._turn_away(outgoing, _NO_LINES)
                receive = web_inputs.again(body, receive)
            await self.app(scope, receive, outgoing)
        finally:
            self._door.leave(caller)

    async def _turn_away(self, outgoing: _Outgoing, refusal: Refusal) -> None:
        self._metrics.refused(refusal.code)
        await _refuse(outgoing, refusal)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        """One line of log and one count. A path may hold somebody's words, so its route is named instead."""
        # Mounted parts hand their own scope on, so only routes of ours are known by name.
        route = getattr(scope.get("route"), "path", "") or ("(refused)" if status >= 400 else "(window)")
        caller = scope.get("minamata.caller")
        method = scope["method"] if scope["method"] in _METHODS else "OTHER"
        self._metrics.requested(method, route, status, seconds)
        _log.info(
            "request",
            extra={
                "request_id": scope["minamata.request_id"],
                "method": method,
                "route": route,
                "status": status,
                "ms": round(1000 * seconds, 1),
                "caller": caller.name if isinstance(caller, Caller) else "",
            },
        )

    def _refusal(self, scope: Scope) -> Refusal | None:
        """Why nobody's request of this kind gets further, whoever asks."""
        headers = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
        host = headers.get(b"host", "")
        name = host_name(host)
        if not any(name == known or (known[0] == "*" and name.endswith(known[1:])) for known in self._hosts):
            detail = "This server does not answer to that name; MINAMATA_ALLOWED_HOSTS lists names."
            return Refusal(400, "foreign_host", detail)
        path, method = scope["path"], scope["method"]
        if _closed(path, method):
            return Refusal(404, "not_found", "There is nothing at this address.")
        origin = headers.get(b"origin", "").lower()
        # A page of another site can post here without asking first; only our own and listed ones may.
        if (
            method not in _READ
            and origin
            and urlsplit(origin).netloc != host.lower()
            and origin not in self._origins
        ):
            detail = "Pages of that site may not ask here; MINAMATA_ALLOWED_ORIGINS lists sites."
            return Refusal(403, "foreign_origin", detail)
        return None


def host_name(host: str) -> str:
    """The name in a Host header, lower case and without port or brackets; empty where it is malformed."""
    match = re.fullmatch(r"(?:\[([0-9a-f:.]+)\]|([a-z0-9_.-]+))(?::\d{1,5})?", host.lower())
    return (match[1] or match[2]).rstrip(".") if match else ""


def _flat(path: str) -> str:
    """Slashes folded, so that a doubled one does not walk around the gate."""
    return re.sub(r"/+", "/", path)


def _closed(path: str, method: str) -> bool:
    flat = _flat(path)
    if flat.startswith("/gradio_api"):
        return not (_GRADIO_GET if method in _READ else _GRADIO_POST).fullmatch(flat)
    return bool(_GRADIO_CLOSED.fullmatch(flat))


async def _refuse(send: _Outgoing, refusal: Refusal) -> None:
    body: dict[str, Any] = {
        "type": f"urn:minamata:problem:{refusal.code}",
        "title": TITLES[refusal.status],
        "status": refusal.status,
        "code": refusal.code,
        "detail": refusal.detail,
        "request_id": send.identity,
    }
    if send.path.startswith("/v1/"):
        body |= openai_error(refusal.detail, refusal.code)
    raw = json.dumps(body).encode()
    head = [(b"content-type", b"application/problem+json"), (b"content-length", str(len(raw)).encode())]
    head += [(name.lower().encode(), value.encode("latin-1")) for name, value in refusal.headers.items()]
    await send({"type": "http.response.start", "status": refusal.status, "headers": head})
    await send({"type": "http.response.body", "body": raw})


def openai_error(detail: str, code: str) -> dict[str, Any]:
    """The member that OpenAI clients look for in a refusal, beside those of a problem."""
    return {"error": {"message": detail, "type": code, "code": code, "param": None}}


def _is_problem(message: Message) -> bool:
    return any(value.startswith(b"application/problem+json") for _, value in message.get("headers", ()))


class _Outgoing:
    """Sends a response on with the gate's headers; `status` is 0 until it has started."""

    def __init__(self, send: Send, path: str, identity: str) -> None:
        self._send = send
        self.path = path
        self.identity = identity
        self.status = 0
        self._replaced = False

    async def __call__(self, message: Message) -> None:
        if self._replaced:
            return
        if message["type"] == "http.response.start" and message["status"] == 413 and not _is_problem(message):
            # FastAPI answers a too long body in plain text; programs get the shape of every other refusal.
            await _refuse(self, _TOO_LARGE)
            self._replaced = True
            return
        if message["type"] == "http.response.start":
            self.status = message["status"]
            own = {name for name, _ in _HEADERS}
            headers = [(n, v) for n, v in message.get("headers", ()) if n.lower() not in own | {b"server"}]
            headers += [*_HEADERS, (b"x-request-id", self.identity.encode())]
            # Answers and documents may be confidential; only the window's own scripts and fonts are kept.
            if not _CACHED.fullmatch(self.path):
                headers = [(n, v) for n, v in headers if n.lower() != b"cache-control"]
                headers.append((b"cache-control", b"no-store"))
            message = dict(message, headers=headers)
        await self._send(message)
