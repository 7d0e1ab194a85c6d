"""Whether what was cited still stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from assistant.standing import digests, present, standing
from corpus.document import Document
from index.errors import SourceGone
from tests.fakes_assistant import FakeAssistant, FakeIndex
from tests.fakes_documents import SUMMARY, summary

COSMETICS = "Which decision covers manufacture, import and export of cosmetics?"


def test_a_citation_stands_as_long_as_its_document_is_the_same() -> None:
    assistant = FakeAssistant()
    answer = assistant.ask(COSMETICS)
    known = digests(answer, assistant.index)  # type: ignore[arg-type]
    assert set(known) == {c.document_id for c in answer.citations}
    assert present(answer, assistant.index, known) == answer  # type: ignore[arg-type]


def test_a_changed_document_is_said_and_the_words_are_found_again() -> None:
    assistant = FakeAssistant()
    cited = next(c for c in assistant.ask(COSMETICS).citations if c.document_id == summary().id)
    longer = replace(summary(), text="A new beginning.\n\n" + summary().text, sha256="3" * 64)
    assistant.index.add([longer])
    now = standing(cited, assistant.index, summary().sha256)  # type: ignore[arg-type]
    assert now.state == "source_changed" and longer.text[now.start : now.end] == cited.quote
    assistant.index.add([replace(longer, text="Other words.", sha256="4" * 64)])
    gone = standing(cited, assistant.index, summary().sha256)  # type: ignore[arg-type]
    assert gone.state == "source_changed" and (gone.start, gone.quote) == (cited.start, cited.quote)


def test_a_removed_document_is_said() -> None:
    assistant = FakeAssistant()
    answer = assistant.ask(COSMETICS)
    known = digests(answer, assistant.index)  # type: ignore[arg-type]
    assistant.index.remove(summary().id)
    states = {c.document_id: c.state for c in present(answer, assistant.index, known).citations}  # type: ignore[arg-type]
    assert states[summary().id] == "source_removed"
    assert digests(answer, assistant.index).keys() == known.keys() - {summary().id}  # type: ignore[arg-type]


class Replaced(FakeIndex):
    """An index in which a newer paper took the summary's place."""

    newer = replace(summary(), id="newer", text="A new beginning.\n\n" + SUMMARY, sha256="6" * 64)

    def document(self, document_id: str) -> Document:
        """The newer one by its own id; of the older one, that it was replaced."""
        if document_id == summary().id:
            raise SourceGone("Document", date(2026, 11, 23), self.newer.id)
        return self.newer if document_id == self.newer.id else super().document(document_id)


def test_a_citation_into_a_replaced_document_leads_to_its_words_in_the_newer_one() -> None:
    cited = next(c for c in FakeAssistant().ask(COSMETICS).citations if c.document_id == summary().id)
    index = Replaced()
    now = standing(cited, index, summary().sha256)  # type: ignore[arg-type]
    assert (now.state, now.document_id) == ("source_changed", "newer")
    assert index.newer.text[now.start : now.end] == cited.quote
    lost = standing(replace(cited, quote="other words"), index, "")  # type: ignore[arg-type]
    assert (lost.state, lost.document_id) == ("source_changed", summary().id)
