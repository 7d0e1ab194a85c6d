"""The file that a document was read from: kept with it, shown page by page, gone when it is removed."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from PIL import Image

from assistant import Assistant
from assistant.api import create_app
from assistant.settings import ServerSettings
from assistant.wording import locator_text
from corpus import passages, read_document
from index import Index, IndexSettings, UnknownId
from tests.fakes import WordsEmbedder
from tests.index_samples import SHIPPED, open_index
from tests.papers.make import FOLDER

PDF = FOLDER / "mc-9-12.pdf"


@pytest.fixture
def client(index: Index) -> Iterator[TestClient]:
    app = create_app(Assistant(index), ServerSettings(), window=False)
    headers = {"Authorization": f"Bearer {index.owner.info.token}"}
    with TestClient(app, base_url="http://127.0.0.1:7860", headers=headers) as client:
        yield client


def test_the_file_and_its_boxes_come_back_and_survive_reopening_and_a_rebuild(tmp_path: Path) -> None:
    document = read_document(PDF)
    with open_index(tmp_path) as index:
        assert index.add([document]).added == (document.id,)
        assert index.add([read_document(PDF)]).unchanged == (document.id,)
        assert index.document(document.id) == document
        assert index.document(document.id).original is None
        before = index.original(document.id)
        with pytest.raises(UnknownId, match="plain text"):
            index.original("letter")
        with pytest.raises(UnknownId, match="No document"):
            index.original("nothing")
    assert before.data == PDF.read_bytes() and before.media_type == "application/pdf"
    assert document.original is not None
    assert [w.start for w in before.pages[0].words] == [w.start for w in document.original.pages[0].words]
    with open_index(tmp_path) as index:
        assert index.original(document.id) == before
    with Index.build(IndexSettings(data_dir=tmp_path), embedder=WordsEmbedder(), shipped=SHIPPED) as index:
        assert index.original(document.id) == before


def test_nothing_of_a_removed_file_is_left_on_disk(tmp_path: Path) -> None:
    document = read_document(PDF)
    trace = PDF.read_bytes()[-900:-860]
    with open_index(tmp_path) as index:
        index.add([document])
        held = [f for f in tmp_path.rglob("*") if f.is_file() and trace in f.read_bytes()]
        assert held
        index.remove(document.id)
        assert [f for f in tmp_path.rglob("*") if f.is_file() and trace in f.read_bytes()] == []
        with pytest.raises(UnknownId):
            index.original(document.id)


def test_papers_are_added_over_http_and_their_pages_shown_with_the_quote(client: TestClient) -> None:
    sent = {"file": ("mc-9-12.pdf", PDF.read_bytes())}
    reply = client.post("/api/v1/documents", files=sent)
    assert reply.status_code == 201 and reply.json()["warnings"] == []
    id = reply.json()["added"][0]
    shown = client.get(f"/api/v1/documents/{id}").json()
    assert (shown["media_type"], shown["decision"], len(shown["pages"])) == ("application/pdf", "MC-9/12", 2)
    quoted = next(p for p in shown["passages"] if p["label"] == "3 (a)")
    assert shown["text"][quoted["start"] : quoted["end"]] == quoted["text"]
    where = f"/api/v1/documents/{id}/pages/{quoted['page']}.png"
    marked = client.get(where, params={"start": quoted["start"], "end": quoted["end"]})
    assert marked.headers["content-type"] == "image/png"
    bare = client.get(where)
    assert Image.open(BytesIO(marked.content)).size == Image.open(BytesIO(bare.content)).size
    assert marked.content != bare.content
    page = client.get(f"/documents/{id}", params={"start": quoted["start"], "end": quoted["end"]}).text
    assert f"{where}?start={quoted['start']}&amp;end={quoted['end']}" in page
    file = client.get(f"/api/v1/documents/{id}/file")
    assert file.content == PDF.read_bytes()
    assert file.headers["content-disposition"] == "attachment; filename*=UTF-8''mc-9-12.pdf"
    assert client.get(f"/api/v1/documents/{id}/pages/3.png").status_code == 404
    assert client.get("/api/v1/documents/letter/pages/1.png").status_code == 404
    assert client.get("/api/v1/documents/letter/file").status_code == 404


def test_a_paper_that_cannot_be_read_is_refused_by_its_own_name_and_changes_nothing(
    client: TestClient,
) -> None:
    before = client.get("/api/v1/documents").json()
    reply = client.post("/api/v1/documents", files={"file": ("cut.pdf", PDF.read_bytes()[:2000])})
    assert reply.status_code == 422
    assert reply.json()["detail"].startswith("cut.pdf: the file is damaged or cut off; ")
    assert client.get("/api/v1/documents").json() == before


def test_warnings_of_reading_reach_the_sender(client: TestClient) -> None:
    sent = {"file": ("p.docx", (FOLDER / "mc-9-17-changed.docx").read_bytes())}
    reply = client.post("/api/v1/documents", files=sent)
    assert reply.json()["warnings"] == ["p.docx: It holds tracked changes; they were read as accepted."]


@pytest.mark.parametrize("suffix", [".pdf", "-office.pdf", ".docx"])
def test_a_paragraph_is_named_as_it_is_cited(suffix: str) -> None:
    document = read_document(FOLDER / f"mc-9-12{suffix}")
    found = {p.label: p for p in passages(document)}
    assert locator_text(found["3 (b)"], document) == "Decision MC-9/12, paragraph 3 (b)"
    assert locator_text(found["footnote 1"], document) == "Decision MC-9/12, footnote 1"
    for passage in found.values():
        assert document.text[passage.start : passage.end] == passage.text
