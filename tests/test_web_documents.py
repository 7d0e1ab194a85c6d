"""The window's Documents: what is shown of documents, and who may add and remove them."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from assistant.api import create_app
from assistant.keys import entry, new_key, read_entry
from assistant.settings import ServerSettings
from assistant.web import register
from assistant.web.documents import Held, added, held, listing, missing, place
from assistant.web.frame import tabs
from assistant.web.theme import window_head
from assistant.web.wording import words
from index import AddResult, Replacement
from tests.fakes_assistant import FakeAssistant, FakeIndex
from tests.fakes_documents import HOSTILE, letter, summary

READ, WRITE = new_key(), new_key()
SAY = words("en")
NOTE = {"file": ("../note.txt", b"Hello mercury world of MC-5/5.\n\nThe second paragraph.")}
HERE = "http://127.0.0.1:7860"


def client_of(client: str = "127.0.0.1", keys: bool = False, base_url: str = HERE, **more: Any) -> TestClient:
    if keys:
        more["api_keys"] = (
            read_entry(entry("anna", False, READ)),
            read_entry(entry("otto", True, WRITE)),
        )
    app = create_app(FakeAssistant(), ServerSettings(**more), window=True)  # type: ignore[arg-type]
    return TestClient(app, base_url=base_url, raise_server_exceptions=False, client=(client, 5000))


@pytest.fixture(scope="module")
def shared() -> Iterator[TestClient]:
    with client_of() as client:
        yield client


def test_what_is_found_in_a_document_is_counted() -> None:
    first, second = held(FakeIndex())  # type: ignore[arg-type]
    assert (first.document.id, second.document.id) == (letter().id, summary().id)
    assert first.passages == len(FakeIndex().passages(letter().id))
    assert first.decisions >= 10
    assert first.deadlines == 3
    assert not first.removable
    assert [one.document.id for one in held(FakeIndex(), [summary().id])] == [summary().id]  # type: ignore[arg-type]


def test_a_row_says_what_is_known_and_folds_summaries_away() -> None:
    html = listing(held(FakeIndex()), True, SAY)  # type: ignore[arg-type]
    received, folded = html.split("<details>")
    for said in (
        "MC/COP5/2023/190",
        "15 December 2023",
        "Letter",
        "Comes with this assistant",
        "3 deadlines",
    ):
        assert said in received
    assert "1 public summary of a decision" in folded
    assert f'data-id="{letter().id}"' not in html, "what comes with the assistant is not offered for removal"


def test_decisions_that_are_named_but_not_loaded_lead_to_the_places_that_name_them() -> None:
    found = missing(FakeIndex())  # type: ignore[arg-type]
    assert [one.id for one in found][:3] == ["MC-4/4", "MC-4/11", "MC-5/2"]
    html = listing([], True, SAY, found)
    told = html.partition('<details class="missing">')[2]
    assert f"{len(found)} decisions are named but not loaded" in told and SAY("documents.missing_add") in told
    href = re.search(r'MC-5/5</div><p class="counts"><a href="(/documents/[^"]+)"[^>]*>([^<]+)', told)
    assert href and "start=" in href[1] and "item 4" in href[2]
    assert "missing" not in listing([], True, SAY)


def test_only_those_who_may_change_see_how() -> None:
    own = replace(letter(), trust="uploaded", file_name="scan.pdf", warnings=("Page 2 is a picture.",))
    html = listing([Held(own, 1, 0, 0)], True, SAY)
    assert 'type="file"' in html and f'data-id="{own.id}"' in html
    assert "Page 2 is a picture." in html and "scan.pdf" in html
    reading = listing([Held(own, 1, 0, 0)], False, SAY)
    assert 'type="file"' not in reading and "data-id" not in reading
    assert SAY("documents.read_only") in reading.replace("&#x27;", "'")


def test_nothing_of_a_document_becomes_markup() -> None:
    evil = replace(
        summary(), title=HOSTILE, symbol=HOSTILE, warnings=(HOSTILE,), trust="uploaded", pages=((0, 9),)
    )
    one = Held(evil, 1, 2, 0)
    for html in (listing([one], True, SAY), added(one, AddResult((evil.id,)), SAY)):
        assert "<img" not in html and not re.search(r'href="(?!/documents/)', html)
        assert "1 page, 1 passage, 2 decisions, 0 deadlines" in html


@pytest.mark.parametrize(
    ("result", "said"),
    [
        (AddResult(added=(letter().id,)), "Added:"),
        (AddResult(replaced=(letter().id,)), "Newer version added:"),
        (
            AddResult(replaced=("x",), replacements=(Replacement(letter().id, "old", "<b>Old</b>"),)),
            "It replaces “&lt;b&gt;Old&lt;/b&gt;”",
        ),
        (AddResult(unchanged=(letter().id,)), "Already here, unchanged:"),
    ],
)
def test_what_came_of_a_file_is_said(result: AddResult, said: str) -> None:
    assert said in added(Held(letter(), 2, 1, 0), result, SAY)


def test_the_tabs_and_the_places_name_each_other() -> None:
    controlled = set(re.findall(r'aria-controls="([\w-]+)"', tabs(SAY)))
    assert controlled == {"desk", "register-place", "shelf"}
    assert 'id="shelf"' in place(SAY) and "<dialog" in place(SAY)
    assert 'id="register-place"' in register.place(SAY)


def test_on_this_machine_a_file_is_added_asked_about_and_removed() -> None:
    with client_of() as client:
        reply = client.post("/window/documents", files=NOTE, headers={"Origin": HERE})
        assert reply.status_code == 201, reply.text
        assert "2 passages, 1 decision" in reply.text
        found = re.search(r'data-id="([\w-]+)"', client.get("/window/documents").text)
        assert found
        answer = client.post(
            "/api/v1/ask", json={"question": "Is there a hello for the mercury world?"}
        ).json()
        assert found[1] in {cited["document_id"] for cited in answer["citations"]}
        gone = client.delete(f"/window/documents/{found[1]}")
        assert gone.status_code == 200 and gone.text.startswith("Removed “Hello mercury world")
        assert found[1] not in client.get("/window/documents").text
        assert client.delete(f"/window/documents/{found[1]}").status_code == 404


def test_what_comes_with_the_assistant_stays(shared: TestClient) -> None:
    reply = shared.delete(f"/window/documents/{letter().id}")
    assert reply.status_code == 403 and reply.json()["detail"] == SAY("documents.stays")


def test_a_file_that_cannot_be_read_is_refused_in_one_line(shared: TestClient) -> None:
    reply = shared.post("/window/documents", files={"file": ("a.exe", b"MZ")})
    assert reply.status_code == 422
    assert reply.json()["detail"].startswith("a.exe:") and "\n" not in reply.json()["detail"]


@pytest.mark.parametrize(
    ("client", "base_url", "headers"),
    [
        ("192.0.2.7", HERE, {}),
        ("127.0.0.1", "http://minamata.example.org", {}),
        ("127.0.0.1", HERE, {"Origin": "https://listed.example"}),
        ("testclient", HERE, {}),
    ],
    ids=["another machine", "another name", "a listed site", "no address"],
)
def test_without_keys_only_a_page_on_this_machine_changes(
    client: str, base_url: str, headers: dict[str, str]
) -> None:
    lent: dict[str, Any] = {
        "allowed_hosts": ("minamata.example.org",),
        "allowed_origins": ("https://listed.example",),
    }
    with client_of(client, base_url=base_url, **lent) as asking:
        assert asking.post("/window/documents", files=NOTE, headers=headers).status_code == 403
        assert asking.delete(f"/window/documents/{summary().id}", headers=headers).status_code == 403
        assert 'type="file"' not in asking.get("/window/documents", headers=headers).text


def test_with_keys_only_those_that_may_write_change() -> None:
    with client_of(keys=True) as client:
        assert client.get("/window/documents").status_code == 401
        assert client.post("/window/documents", files=NOTE).status_code == 401
        for key, status, seen in ((READ, 403, False), (WRITE, 201, True)):
            assert client.post("/sign-in", data={"key": key}, follow_redirects=False).status_code == 303
            assert ('type="file"' in client.get("/window/documents").text) is seen
            assert client.post("/window/documents", files=NOTE).status_code == status


def test_nothing_of_a_file_stays_behind_in_the_folder_for_temporary_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    long = b"Mercury in thermometers.\n\n" * 100_000
    with client_of() as client:
        assert client.post("/window/documents", files={"file": ("long.txt", long)}).status_code == 201
        assert client.post("/window/documents", files={"file": ("long.exe", long)}).status_code == 422
        assert [found for found in tmp_path.rglob("*") if found.is_file()] == []


def test_gradios_own_upload_stays_closed(shared: TestClient) -> None:
    assert shared.post("/gradio_api/upload", files=NOTE).status_code == 404


@pytest.mark.parametrize("name", ["places", "documents", "register"])
def test_the_scripts_are_served_with_the_window(name: str) -> None:
    script = Path(__file__).parent.parent / f"assistant/web/style/{name}.js"
    assert script.read_text(encoding="utf-8") in window_head()
