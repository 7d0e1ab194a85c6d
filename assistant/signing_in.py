"""The page where a person shows a key to be let into the window, and the end of that."""

from __future__ import annotations

from html import escape
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from assistant.door import COOKIE, SESSION_SECONDS, SIGN_IN, Door, Refusal, session_token
from assistant.keys import Caller
from assistant.web.theme import document_css
from assistant.web.viewer import page_head
from assistant.web.wording import Words

_FORM_BYTES = 8 * 1024


def signing_in(door: Door, words: Words) -> APIRouter:
    """Sign-in and sign-out at `door`; the page is in the window's words."""
    routes = APIRouter(include_in_schema=False)

    @routes.get(SIGN_IN)
    def show(request: Request, to: str = "/") -> Response:
        """The form, or who is signed in."""
        if not door.keyring.required:
            return RedirectResponse("/", 303)
        caller = door.sessions.caller(session_token(request.headers))
        return HTMLResponse(_signed_in(caller, words) if caller else _form(local(to), words))

    @routes.post(SIGN_IN, max_body_size=_FORM_BYTES)
    def enter(
        request: Request, key: Annotated[str, Form()] = "", to: Annotated[str, Form()] = "/"
    ) -> Response:
        """Let a known key in; the session is always a new one."""
        if not door.keyring.required:
            return RedirectResponse("/", 303)
        found = door.guess(key.strip(), request.client.host if request.client else "")
        if isinstance(found, Refusal):
            text = words("sign_in.too_many" if found.status == 429 else "sign_in.unknown")
            return HTMLResponse(_form(local(to), words, text), found.status, dict(found.headers))
        door.sessions.end(session_token(request.headers))
        reply = RedirectResponse(local(to), 303)
        reply.set_cookie(
            COOKIE,
            door.sessions.begin(found),
            max_age=SESSION_SECONDS,
            httponly=True,
            samesite="lax",  # a link to a document, followed from a message, opens where one is signed in
            secure=request.url.scheme == "https",
        )
        return reply

    @routes.post("/sign-out")
    def leave(request: Request) -> Response:
        """End the session here and in the browser."""
        door.sessions.end(session_token(request.headers))
        reply = RedirectResponse(SIGN_IN, 303)
        reply.delete_cookie(COOKIE)
        return reply

    return routes


def local(to: str) -> str:
    """Where to go on after signing in: an address on this server, whatever was asked for."""
    plain = to.isprintable() and "\\" not in to
    return to if plain and to.startswith("/") and not to.startswith("//") else "/"


def _form(to: str, words: Words, trouble: str = "") -> str:
    alert = f'<p role="alert"><strong>{escape(trouble)}</strong></p>' if trouble else ""
    return _page(
        f"<p>{escape(words('sign_in.text'))}</p>{alert}"
        f'<form method="post" action="{SIGN_IN}"><input type="hidden" name="to" value="{escape(to)}">'
        f'<p><label for="key">{escape(words("sign_in.key"))}</label><br>'
        '<input id="key" name="key" type="password" autocomplete="current-password" required autofocus></p>'
        f"<p><button>{escape(words('sign_in.enter'))}</button></p>"
        "</form>",
        words,
    )


def _signed_in(caller: Caller, words: Words) -> str:
    return _page(
        f"<p>{escape(words('sign_in.signed_in', name=caller.name))}</p>"
        f'<p><a href="/">{escape(words("sign_in.go_on"))}</a></p><form method="post" action="/sign-out">'
        f"<button>{escape(words('sign_in.leave'))}</button></form>",
        words,
    )


def _page(content: str, words: Words) -> str:
    title = escape(words("sign_in.title"))
    return (
        f'{page_head(title, words, document_css())}<body class="sign-in"><main><h1>{title}</h1>'
        f"{content}</main></body></html>"
    )
