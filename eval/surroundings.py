"""What surrounds a run: the documents' texts, the settings without their secrets, the versions."""

from __future__ import annotations

import platform
import re
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from assistant.answer import Answer
from eval.metrics import Texts

PACKAGES = ("chromadb", "langchain-core", "sentence-transformers", "transformers", "torch", "numpy")
_SECRET = re.compile(r"key|token|secret|password|credential|auth", re.IGNORECASE)
_LOGIN = re.compile(r"(?<=://)[^/@\s]+@")


def texts_of(assistant: object) -> Texts | None:
    """Every document's text by its id, from the assistant's index; None where it shows none."""
    index = getattr(assistant, "index", None)
    if index is None:
        return None
    return {document.id: document.text for document in index.documents()}


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
