"""The texts of the window and the document pages, from a language file. No text of theirs stands in code."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from gettext import c2py
from importlib.resources import files
from typing import Any

import yaml

from assistant.errors import WordsIncomplete
from corpus.vocabulary.loading import from_yaml

#: Characters that nobody sees: what stands between them does not turn the words around it.
_ISOLATE, _END = "\u2068", "\u2069"
_PART = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Words:
    """All texts of one language; `texts` maps dotted keys to templates, `lists` to lists of texts."""

    language: str
    texts: dict[str, str]
    lists: dict[str, tuple[str, ...]]

    def __call__(self, key: str, **values: object) -> str:
        """The text `key` with ``{name}`` parts filled in. Raises WordsIncomplete for an unknown key."""
        if key not in self.texts:
            raise WordsIncomplete(f"The language file '{self.language}' has no text '{key}'; add it.")
        # In one pass, and only names of the template: values may hold braces of their own.
        return _PART.sub(lambda part: self._set(values.get(part[1], part[0])), self.texts[key])

    def _set(self, value: object) -> str:
        """A value as it stands in a text; where texts run from right to left it keeps its own direction."""
        text = str(value)
        isolated = self.texts.get("direction") == "rtl" and text.upper() != text.lower()
        return f"{_ISOLATE}{text}{_END}" if isolated else text

    def many(self, key: str, count: int, **values: object) -> str:
        """The text for a number of things: that of `key`.one, `key`.many, or what forms the language has."""
        form = self.each("plural.forms")[_plural(self("plural.rule"))(count)]
        if f"{key}.{form}" not in self.texts and self.language != "en":
            return words("en").many(key, count, **values)  # English has fewer forms
        return self(f"{key}.{form}", n=count, **values)

    def each(self, key: str) -> tuple[str, ...]:
        """The list of texts `key`. Raises WordsIncomplete for an unknown key."""
        if key not in self.lists:
            raise WordsIncomplete(f"The language file '{self.language}' has no list '{key}'; add it.")
        return self.lists[key]

    def day(self, day: date | str | None) -> str:
        """A calendar day as this language writes it; empty for None, unreadable days as they are."""
        if day is None:
            return ""
        try:
            known = day if isinstance(day, date) else date.fromisoformat(day)
        except ValueError:
            return str(day)
        month = self.each("months")[known.month - 1]
        return self("first_day" if known.day == 1 else "day", day=known.day, month=month, year=known.year)

    def place(self, locator: str) -> str:
        """A locator as citations carry it, in English, with its own words ("item 4") in this language."""
        return ", ".join(self._part(part) for part in locator.split(", "))

    def _part(self, part: str) -> str:
        for key, form in _places().items():
            match = form.fullmatch(part)
            if match:
                return self(key, **match.groupdict())
        return part  # a heading of the document


@cache
def _places() -> dict[str, re.Pattern[str]]:
    """How `assistant.wording` says where a passage stands: the English texts ``place.*``, as patterns."""
    return {
        key: re.compile(_PART.sub(r"(?P<\1>.+)", text))
        for key, text in words("en").texts.items()
        if key.startswith("place.")
    }


@cache
def _plural(rule: str) -> Callable[[int], int]:
    """The place among a language's forms for a number, by a rule as gettext writes them ("n != 1")."""
    return c2py(rule)


def languages() -> tuple[str, ...]:
    """The languages that have a file, in two letters."""
    found = (files("assistant.web") / "words").iterdir()
    return tuple(sorted(file.name.removesuffix(".yaml") for file in found if file.name.endswith(".yaml")))


@cache
def words(language: str = "en") -> Words:
    """The texts of `language` (two letters); what its file lacks is in English.

    Raises WordsIncomplete where its file cannot be read.
    """
    own = _read(language)
    if language == "en":
        return own
    english = words("en")
    return Words(language, {**english.texts, **own.texts}, {**english.lists, **own.lists})


def _read(language: str) -> Words:
    """The texts that stand in the file of `language`."""
    try:
        raw = (files("assistant.web") / "words" / f"{language}.yaml").read_text(encoding="utf-8")
        content = from_yaml(raw)
    except FileNotFoundError as error:
        known = ", ".join(languages())
        message = f"There is no language file '{language}'; set MINAMATA_LANGUAGE to one of: {known}."
        raise WordsIncomplete(message) from error
    except yaml.YAMLError as error:
        raise WordsIncomplete(f"The language file '{language}' is not valid YAML; repair it.") from error
    texts: dict[str, str] = {}
    lists: dict[str, tuple[str, ...]] = {}
    _flatten("", content, texts, lists)
    return Words(language, texts, lists)


def _flatten(prefix: str, value: Any, texts: dict[str, str], lists: dict[str, tuple[str, ...]]) -> None:
    if isinstance(value, dict):
        for key, inner in value.items():
            _flatten(f"{prefix}.{key}" if prefix else str(key), inner, texts, lists)
    elif isinstance(value, list):
        lists[prefix] = tuple(str(item) for item in value)
    else:
        texts[prefix] = str(value)
