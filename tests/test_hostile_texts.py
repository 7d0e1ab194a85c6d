"""Markup in titles, file names, headings, texts and addresses stays text on every page and in every reply."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from html.parser import HTMLParser
from urllib.parse import quote

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant import Assistant
from assistant.api import create_app
from assistant.keys import entry, new_key, read_entry
from assistant.settings import ServerSettings
from index import Index

TAG = "<x-evil data-evil=1 onclick=evil()>"
EVIL = (
    f"\"'>{TAG}</script></style></textarea><svg onload=evil()> {{{{evil()}}}} $\\href{{javascript:evil()}}$"
)
#: Its words in every place that is read out of a paper: title, headings, items, people, dates, tables.
PAPER = f"""# Zircon {EVIL}

## Intersessional mandates {EVIL}

- Parties are invited to submit information on zircon {EVIL} by 30 June 2031, as decision MC-5/5 asks.

Please contact Ms. Jane {EVIL} Doe, Programme Officer, jane.doe@example.org{EVIL}

| Zircon {EVIL} | Amount |
|---|---|
| Crowns {EVIL} | 5 {EVIL} |
"""
NAME = re.sub(r"[/\\]", "", f"zircon {EVIL}.md")
PAGE = (
    f"<html><head><title>{escape(EVIL)}</title></head><body><h1>{escape(EVIL)}</h1>"
    f"<p>{escape(PAPER)}</p>{EVIL}</body></html>"
)


#: Kinds beside HTML in which a browser would run a script.
RUN = {"application/xhtml+xml", "image/svg+xml", "text/xml", "application/xml"}


class Page(HTMLParser):
    """What of a page a browser would run or follow that the texts above brought in."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inside = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag if tag in ("script", "style") else ""
        if tag == "x-evil":
            self.found.append(tag)
        for name, value in attrs:
            followed = name in ("href", "src", "action") and re.match(r"(?i)(?![/#?]).*evil", value or "")
            if name == "data-evil" or (name.startswith("on") and "evil" in (value or "")) or followed:
                self.found.append(f"{tag} {name}={value}")

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside and "evil" in data:
            self.found.append(f"in {self._inside}: {data[:80]}")


@pytest.fixture
def client(index: Index) -> Iterator[TestClient]:
    keys = (read_entry(entry("anna", False, new_key())),)  # else nobody is asked to sign in
    settings = ServerSettings(data_dir=index.settings.data_dir, api_keys=keys)
    application = create_app(Assistant(index), settings)
    headers = {"Authorization": f"Bearer {index.owner.info.token}"}
    with TestClient(application, base_url="http://127.0.0.1:7860", headers=headers) as client:
        yield client


def addresses(application: FastAPI, values: dict[str, list[str]]) -> list[str]:
    """Every address of the application's own that is read, with each of the `values` in its path."""
    paths = {
        getattr(route, "path", ""): getattr(route, "methods", None) or () for route in routes(application)
    }
    found = []
    for path, methods in paths.items():
        if "GET" not in methods or path.startswith(("/gradio_api", "/static", "/assets", "/svelte", "/{")):
            continue
        filled = [path]
        for name in re.findall(r"{(\w+)[^}]*}", path):
            filled = [
                re.sub(rf"{{{name}[^}}]*}}", lambda _, v=v: v, one) for one in filled for v in values[name]
            ]
        found += filled
    return found


def routes(application: FastAPI) -> Iterator[object]:
    left: list[object] = list(application.routes)
    while left:
        route = left.pop()
        inner = getattr(route, "original_router", None)
        left += getattr(inner, "routes", None) or ()
        yield route


def test_no_markup_of_a_document_or_an_address_reaches_a_page(client: TestClient, index: Index) -> None:
    for name, text in ((NAME, PAPER), (NAME.replace(".md", ".html"), PAGE), ("old.txt", f"Old {PAPER}")):
        added = client.post("/api/v1/documents", files={"file": (name, text.encode())})
        assert added.status_code == 201, added.text
    old = added.json()["added"][0]
    changed = client.post("/api/v1/documents", files={"file": ("old.txt", f"Old {PAPER} new".encode())})
    assert changed.json()["replaced"], changed.text
    documents = [d.id for d in index.documents() if d.trust == "uploaded"]
    assert len(documents) == 3 and sum(TAG in d.title for d in index.documents()) >= 2
    passages = [p.id for d in documents for p in index.passages(d)]
    odd = [quote(EVIL, safe=""), quote(TAG, safe="")]
    values = {
        "document_id": [*documents, old, *odd],
        "passage_id": [*passages, *odd],
        "decision_id": ["MC-5/5", *odd],
        "name": ["decisions", "deadlines", "items", "contacts", *odd],
        "identity": odd,
        "number": ["1"],
        "rest": odd,
    }
    asked = [
        *addresses(client.app, values),  # type: ignore[arg-type]
        *(f"/documents/{d}?start=0&end=400" for d in documents),
        *(
            f"{path}?{key}={value}"
            for value in odd
            for path, key in (("/sign-in", "to"), ("/documents/x", "start"))
        ),
        *(f"/{value}" for value in odd),
        *(f"/sign-in?to=/{value}" for value in odd),
    ]
    pages = 0
    for address in asked:
        reply = client.get(address)
        kind = reply.headers.get("content-type", "").split(";")[0]
        assert reply.headers["x-content-type-options"] == "nosniff"
        if "attachment" in reply.headers.get("content-disposition", ""):
            continue
        if kind in ("text/html", ""):
            pages += 1
            assert Page(reply.text).found == [], address
        assert kind not in RUN, address
    assert pages > len(documents) + len(passages), "pages of documents and of every passage were looked at"


@pytest.mark.parametrize("path", ["/api/v1/documents", "/window/documents"])
def test_a_refused_file_is_named_in_a_reply_that_is_no_page(client: TestClient, path: str) -> None:
    reply = client.post(path, files={"file": (NAME.replace(".md", ".exe"), b"MZ")})
    assert reply.status_code == 422 and TAG in reply.json()["detail"]
    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.headers["x-content-type-options"] == "nosniff"
