"""What surrounds a run: the documents and their index, the settings without their secrets, the versions."""

from __future__ import annotations

import platform
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from assistant.answer import Answer
from corpus import Document
from eval.case import Case
from eval.likelihood import likelihood
from eval.metrics import Beside, Texts
from eval.retrieval import Retrieval, Searching, relevant, retrieval
from eval.supported import Judge, by_decision, by_passage, verifier
from eval.wording import spans

PACKAGES = ("chromadb", "langchain-core", "sentence-transformers", "transformers", "torch", "numpy")
_SECRET = re.compile(r"key|token|secret|password|credential|auth", re.IGNORECASE)
_LOGIN = re.compile(r"(?<=://)[^/@\s]+@")


@dataclass(frozen=True)
class Shelf:
    """The documents that an assistant answers from and what can be asked of it beside answers.

    `texts` is None where it shows no documents; `index` where they cannot be searched from here.
    """

    assistant: object
    documents: Mapping[str, Document] | None
    index: Searching | None
    judge: Judge

    @cached_property
    def texts(self) -> Texts | None:
        """Every document's text by its id."""
        if self.documents is None:
            return None
        return {id: document.text for id, document in self.documents.items()}

    def beside(self, case: Case, answer: Answer) -> Beside:
        """What is known of an answer beside itself."""
        documents = self.documents or {}
        question = answer.standalone_question
        return Beside(
            retrieval(case, question, self.index, documents) if self.index else Retrieval(),
            by_passage(answer, self.judge),
            by_decision(answer, self.judge),
            likelihood(self.assistant, question) if answer.status != "failed" else None,
            tuple(relevant(case, documents)) if case.relevant else self._holding(case),
        )

    def _holding(self, case: Case) -> tuple[str, ...]:
        """The documents that print some of the evidence."""
        texts = self.texts or {}
        return tuple(id for id, text in texts.items() if any(spans(words, text) for words in case.evidence))


def shelf_of(assistant: object) -> Shelf:
    """What stands behind an assistant, as far as it shows it."""
    index = getattr(assistant, "index", None)
    documents = None if index is None else {document.id: document for document in index.documents()}
    searching = index if hasattr(index, "search") else None
    return Shelf(assistant, documents, searching, verifier(getattr(index, "embedder", None)))


def corpus_version(assistant: object, answers: Sequence[Answer]) -> str:
    """The version of the documents: the index's, or what the answers say ("" where neither does)."""
    known = getattr(getattr(assistant, "index", None), "corpus_version", "")
    return str(known) if known else next((a.corpus_version for a in answers if a.corpus_version), "")


def settings_of(assistant: object) -> dict[str, Any]:
    """The assistant's settings, where it has any: plain values, secrets left out."""
    return dict(_plain_settings(getattr(assistant, "settings", None), ""))


def _plain_settings(settings: object, prefix: str) -> Iterator[tuple[str, Any]]:
    """Each setting with its name; those of a group inside as "group.name"."""
    if not is_dataclass(settings) or isinstance(settings, type):
        return
    for field in fields(settings):
        name, value = prefix + field.name, getattr(settings, field.name)
        if value and _SECRET.search(field.name):
            yield name, "(kept secret)"
        elif is_dataclass(value):
            yield from _plain_settings(value, f"{name}.")
        elif value is None or isinstance(value, bool | int | float):
            yield name, value
        else:
            yield name, _LOGIN.sub("", str(value))


def versions() -> dict[str, str]:
    """Versions of Python and of the packages that answers depend on, where they are installed."""
    found = {"python": platform.python_version()}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
