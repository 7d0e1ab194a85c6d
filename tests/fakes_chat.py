"""A chat model that says what a test tells it to: `script` gets the prompt's text and gives the pieces."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult

from assistant.chat_model import Breaker, ChatModel

Script = Callable[[str], Iterable[str]]


class ScriptedModel(BaseChatModel):
    """Streams its script; `finish` is what it says at the end, "" for nothing (a stream cut off)."""

    script: Script
    finish: str = "stop"
    pause: float = 0.0
    prompts: list[str] = []

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def _stream(self, messages: list[BaseMessage], *_: Any, **__: Any) -> Iterator[ChatGenerationChunk]:
        asked = "\n\n".join(str(m.content) for m in messages)
        self.prompts.append(asked)
        for piece in self.script(asked):
            if self.pause:
                time.sleep(self.pause)
            yield ChatGenerationChunk(message=AIMessageChunk(content=piece))
        if self.finish:
            told = {"finish_reason": self.finish}
            yield ChatGenerationChunk(message=AIMessageChunk(content="", response_metadata=told))

    def _generate(self, messages: list[BaseMessage], *_: Any, **__: Any) -> ChatResult:
        text = "".join(self.script("\n\n".join(str(m.content) for m in messages)))
        return ChatResult(
            generations=[
                ChatGeneration(message=AIMessage(text, response_metadata={"finish_reason": self.finish}))
            ]
        )


def scripted(
    script: Script | str, *, finish: str = "stop", pause: float = 0.0, seconds: float = 5.0
) -> ChatModel:
    """A model that follows `script`, or always says one text."""
    said = script if callable(script) else (lambda _: [script])
    model = ScriptedModel(script=said, finish=finish, pause=pause, prompts=[])
    return ChatModel(model, "test:scripted", seconds, breaker=Breaker(most=3, pause=0.2))


def line(text: str, *evidence: int) -> str:
    """One statement as a model is asked to give it."""
    return json.dumps({"text": text, "evidence": list(evidence)}, ensure_ascii=False) + "\n"


def evidence_of(prompt: str) -> dict[int, str]:
    """The numbered evidence as a model reads it, signs taken out."""
    block = re.search(r"<evidence (\w+)>\n(.*?)\n</evidence \1>", prompt, flags=re.DOTALL)
    sign = re.search(r"words joined by (.)\.", prompt)
    assert block and sign
    rows = re.findall(r"^\[(\d+)\] [^\n]*\n([^\n]*)", block[2], flags=re.MULTILINE)
    return {int(number): text.replace(sign[1], " ") for number, text in rows}
