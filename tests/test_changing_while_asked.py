"""Questions while the documents are read anew or change: each answer comes wholly out of one state."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from typing import Any

import pytest

from assistant import Answer, Assistant, Timings
from index import Index
from tests.index_samples import document

QUESTION = "In which line does the marker stand?"
ASKERS = 8


class Askers:
    """Threads that ask the same question again and again; what they were told, and what went wrong."""

    def __init__(self, assistant: Assistant) -> None:
        self.answers: list[tuple[float, Answer]] = []
        self.faults: list[BaseException] = []
        self._assistant = assistant
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._ask) for _ in range(ASKERS)]

    def __enter__(self) -> Askers:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _ask(self) -> None:
        try:
            while not self._stop.is_set():
                begun = time.monotonic()
                answer = self._assistant.ask(QUESTION)
                assert self._assistant.index.register()
                self.answers.append((begun, replace(answer, timings_ms=Timings())))
        except BaseException as error:
            self.faults.append(error)
            raise


def marked(name: str) -> str:
    return "".join(f"The marker {name} stands in line {n} of the {name} paper.\n\n" for n in range(9))


def test_answers_go_on_while_every_document_is_read_and_embedded_anew(index: Index) -> None:
    index.add([document("marked", marked("first"), trust="uploaded")])
    assistant = Assistant(index)
    expected = replace(assistant.ask(QUESTION), timings_ms=Timings())
    assert expected.status == "answered"
    with Askers(assistant) as askers:
        begun = time.monotonic()
        index.rebuild()
        ended = time.monotonic()
    assert not askers.faults
    assert {answer for _, answer in askers.answers} == {expected}
    assert sum(begun < at < ended for at, _ in askers.answers) > ASKERS, "they waited for the new index"


@pytest.mark.parametrize("at", ["understand", "search", "passages"])
def test_an_answer_during_which_the_documents_change_is_of_the_new_state_alone(
    index: Index, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    papers = {name: document("marked", marked(name), trust="uploaded") for name in ("first", "second")}
    index.add([papers["second"]])
    expected = Assistant(index).ask(QUESTION)
    index.add([papers["first"]])
    assistant = Assistant(index)
    then = getattr(index, at)
    left = [papers["second"]]

    def changing(*args: Any, **options: Any) -> Any:
        if left:
            index.add([left.pop()])
        return then(*args, **options)

    monkeypatch.setattr(index, at, changing)
    answer = assistant.ask(QUESTION)
    assert not left
    assert replace(answer, timings_ms=Timings()) == replace(expected, timings_ms=Timings())
    assert "second paper" in answer.text and "first" not in answer.text
