"""Documents that were replaced or removed: one step, nothing of their words kept, and old ids still tell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant import Assistant
from assistant.api import create_app
from assistant.citing import as_they_stand, cite
from assistant.evidence import Quote
from assistant.settings import ServerSettings
from corpus import Document, document_from_text
from index import Index, SourceGone, UnknownId
from index.records import Records
from tests.fakes import WordsEmbedder
from tests.index_samples import SHIPPED, found, open_index, settings

OLD = "Zirconium crowns\n\nClinics report on zirconium crowns by 1 March 2026.\n"
TODAY = datetime.now(UTC).date()


def note(text: str = OLD, name: str = "note.txt") -> Document:
    return document_from_text(text, file_name=name)


NEW, NEWEST = note(OLD.replace("March", "June")), note(OLD.replace("March", "July"))


def gone(index: Index, id: str) -> tuple[str, str | None]:
    with pytest.raises(SourceGone) as told:
        index.passage(id) if len(id) == 20 else index.document(id)
    assert told.value.since == TODAY
    return told.value.state, told.value.replaced_by


def test_a_changed_file_takes_the_place_of_the_one_before(index: Index) -> None:
    old = note()
    index.add([old])
    cited = index.passages(old.id)[-1].id
    result = index.add([NEW])
    assert (result.added, result.replaced) == ((), (NEW.id,))
    assert [(r.newer, r.older, r.title) for r in result.replacements] == [
        (NEW.id, old.id, "Zirconium crowns")
    ]
    assert {d.id for d in index.documents()} == {"letter", "guidance", NEW.id}
    assert gone(index, cited) == gone(index, old.id) == ("source_changed", NEW.id)
    index.add([NEWEST])
    assert gone(index, cited) == ("source_changed", NEWEST.id), "an old citation leads to the newest version"
    index.remove(NEWEST.id)
    assert gone(index, cited) == gone(index, NEWEST.id) == ("source_removed", None)
    index.add([old])
    assert index.passage(cited).document_id == old.id, "given again, it can be cited again"
    assert index.verify() == ()
    with pytest.raises(UnknownId) as told:
        index.passage("never there")
    assert not isinstance(told.value, SourceGone)


def test_versions_among_the_files_of_one_addition_replace_each_other_too(index: Index) -> None:
    index.add([note()])
    result = index.add([NEW, NEWEST])
    assert result.replaced == (NEWEST.id,) and len(result.replacements) == 2
    assert [d.id for d in index.documents()][2:] == [NEWEST.id]
    assert gone(index, note().id) == ("source_changed", NEWEST.id)


def test_no_word_and_no_id_of_them_stays_on_disk_and_a_rebuild_remembers(tmp_path: Path) -> None:
    old = note()
    with open_index(tmp_path) as index:
        index.add([old])
        cited = [p.id for p in index.passages(old.id)]
        other = note(OLD.replace("irconium", "eramic"))
        index.add([other])
        for trace in ("irconium", old.id, *cited):
            assert not [f for f in tmp_path.rglob("*") if f.is_file() and trace.encode() in f.read_bytes()]
    with Index.build(settings(tmp_path), embedder=WordsEmbedder(), shipped=SHIPPED) as index:
        assert gone(index, cited[0]) == ("source_changed", other.id)


def test_what_a_crash_left_pending_still_replaces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = note()
    with open_index(tmp_path) as index:
        index.add([old])
        monkeypatch.setattr(Records, "show", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt()))
        monkeypatch.setattr(Records, "delete", lambda *_: None)
        with pytest.raises(KeyboardInterrupt):
            index.add([NEW])
        assert found(index, "zirconium crowns report", k=1)[0].endswith("1 March 2026.")
    monkeypatch.undo()
    with open_index(tmp_path) as index:
        assert [d.id for d in index.documents()][2:] == [NEW.id]
        assert gone(index, old.id) == ("source_changed", NEW.id)
        assert index.verify() == ()


def test_a_folder_of_an_earlier_version_is_opened_as_it_is(tmp_path: Path) -> None:
    with open_index(tmp_path) as index:
        index.add([note()])
        records = next((tmp_path / "index").rglob("records.sqlite3"))
    with Records(records).database.writing() as write:
        write.execute("DROP TABLE gone")
        write.execute("DROP TABLE replacing")
    with open_index(tmp_path) as index:
        assert index.add([NEW]).replaced == (NEW.id,)


def test_citations_made_while_a_document_goes_say_so(index: Index) -> None:
    index.add([note()])
    catalogue = Assistant(index).catalogue
    passage = index.passages(note().id)[-1]
    citations = cite([Quote(passage, passage.start, passage.end)], catalogue)
    assert as_they_stand(citations, catalogue, index)[0].state == "current"
    index.add([NEW])
    assert as_they_stand(citations, catalogue, index)[0] == replace(citations[0], state="source_changed")
    index.remove(NEW.id)
    assert as_they_stand(citations, catalogue, index)[0].state == "source_removed"


@pytest.fixture
def client(index: Index) -> Iterator[TestClient]:
    headers = {"Authorization": f"Bearer {index.owner.info.token}"}
    app = create_app(Assistant(index), ServerSettings(), window=False)
    with TestClient(app, base_url="http://127.0.0.1:7860", headers=headers) as client:
        yield client


def test_the_api_and_the_page_say_what_became_of_a_source(client: TestClient) -> None:
    def add(text: str) -> dict[str, Any]:
        reply = client.post("/api/v1/documents", files={"file": ("note.txt", text.encode())})
        told: dict[str, Any] = reply.json()
        return told

    (old,) = add(OLD)["added"]
    cited = client.get(f"/api/v1/documents/{old}").json()["passages"][-1]
    assert cited["state"] == client.get(f"/api/v1/passages/{cited['id']}").json()["state"] == "current"
    told = add(OLD.replace("March", "<June>"))
    (new,) = told["replaced"]
    assert told["replacements"] == [{"newer": new, "older": old, "title": "Zirconium crowns"}]
    now = client.get(f"/api/v1/passages/{cited['id']}").json()
    assert (now["state"], now["text"], now["replaced_by"]) == ("source_changed", None, new)
    assert now["url"] == f"/documents/{new}" and now["since"] == TODAY.isoformat()
    refused = client.get(f"/api/v1/documents/{old}")
    assert refused.status_code == 404 and f"replaced by '{new}'" in refused.json()["detail"]
    page = client.get(f"/documents/{old}")
    assert page.status_code == 410 and "Source changed" in page.text
    assert f'href="/documents/{new}"' in page.text and "March" not in page.text
    assert client.delete(f"/api/v1/documents/{new}").status_code == 204
    assert client.get(f"/api/v1/passages/{cited['id']}").json()["state"] == "source_removed"
    page = client.get(f"/documents/{new}")
    assert page.status_code == 410 and "Source removed" in page.text and old not in page.text
