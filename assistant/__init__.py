"""Questions to answers: understanding, composing, verifying, citing, and where it is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assistant.answer import Answer, Citation, Locator, Statement, Timings, Turn
from assistant.errors import AssistantError

if TYPE_CHECKING:
    from assistant.answering import Assistant
    from assistant.opening import open_assistant

__all__ = [
    "Answer",
    "Assistant",
    "AssistantError",
    "Citation",
    "Locator",
    "Statement",
    "Timings",
    "Turn",
    "open_assistant",
]


def __getattr__(name: str) -> Any:
    """`Assistant` and `open_assistant` on first use: they bring in libraries that take seconds to load."""
    if name == "Assistant":
        from assistant.answering import Assistant

        return Assistant
    if name == "open_assistant":
        from assistant.opening import open_assistant

        return open_assistant
    raise AttributeError(f"module 'assistant' has no attribute {name!r}")
