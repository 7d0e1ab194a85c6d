"""Errors of the assistant. Each message is one line: what is wrong and what mends it.

AssistantError
 +-- SettingInvalid       a MINAMATA_* variable has a value that cannot be used
 +-- QuestionRejected     a question that nothing can answer: empty, too long, without words
 +-- UnknownFilter        a filter names a document, decision or workstream that is not there
 +-- ComposerUnavailable  the composer asked for is not set up here
 +-- ModelFailed          a language model gave nothing that can be used; the answer goes on without it
 +-- NotAllowed           a change asked for by somebody who may not make it
 +-- TooBusy              more questions wait than the server takes on
 +-- TooSlow              an answer was not finished in time
 +-- PortBusy             the address to serve on is taken or not allowed
 +-- Unprotected          other machines could ask, and no keys are set
 +-- WordsIncomplete      the window's language file is missing or lacks a text
 +-- ConversationsUnusable  the file that keeps conversations cannot be read or written
"""

from __future__ import annotations

from typing import Literal

Rejection = Literal["empty", "too_long", "no_words"]


class AssistantError(Exception):
    """Base of everything the assistant raises; its text is one line for the user."""


class SettingInvalid(AssistantError):
    """A setting has a value that cannot be used."""


class QuestionRejected(AssistantError):
    """A question that nothing can answer; `reason` says why in one word."""

    def __init__(self, message: str, reason: Rejection) -> None:
        super().__init__(message)
        self.reason: Rejection = reason


class UnknownFilter(AssistantError):
    """A filter names a document, decision or workstream that is not there."""


class ComposerUnavailable(AssistantError):
    """The composer asked for is not set up here."""


Trouble = Literal[
    "unreachable", "slow", "cut", "empty", "too_long", "unreadable", "declined", "paused", "limit"
]


class ModelFailed(AssistantError):
    """A language model gave nothing that can be used; `trouble` says why in one word.

    Its text never holds what the model or its provider said: that may quote a question or a key.
    """

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(f"The language model gave no usable answer ({trouble}).")
        self.trouble: Trouble = trouble


class NotAllowed(AssistantError):
    """A change asked for by somebody who may not make it."""


class TooBusy(AssistantError):
    """More questions wait than the server takes on; `retry_after` is in seconds."""

    def __init__(self, message: str, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class TooSlow(AssistantError):
    """An answer was not finished in time; `retry_after` is in seconds."""

    retry_after = 30

    def __init__(self, seconds: float) -> None:
        super().__init__(f"No answer within {seconds:g} seconds; ask for less at a time, or again later.")


class PortBusy(AssistantError):
    """The address to serve on is taken or not allowed."""


class Unprotected(AssistantError):
    """The server would listen on an address that other machines reach, without keys."""


class WordsIncomplete(AssistantError):
    """The window's language file is missing, unreadable or lacks a text."""


class ConversationsUnusable(AssistantError):
    """The file that keeps conversations cannot be read or written."""
