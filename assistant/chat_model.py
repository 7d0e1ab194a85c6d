"""A language model that writes within bounds; `providers` makes the model.

`ChatModel.write` gives text as it comes, or raises ModelFailed: it is never waited for longer than its
deadline, never heard beyond its limit, and left alone for a while after it failed several times. Nothing that
a model or its provider says is logged.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from assistant.errors import ModelFailed, Trouble

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

_log = logging.getLogger("minamata.server")

_MOST_CHARACTERS = 24_000
_FINISHED = {"stop", "end_turn", "stop_sequence", "eos"}
_LIMIT = {"length", "max_tokens", "model_length"}
_DOWN: frozenset[Trouble] = frozenset({"unreachable", "slow"})
_DECLINED = {"content_filter", "refusal", "safety", "prohibited_content", "recitation"}

#: What an answer looks like, for models that keep to a schema.
SCHEMA: dict[str, Any] = {
    "type": "json_schema",
    "json_schema": {
        "name": "answer",
        "strict": True,
        "schema": {
            "type": "object",
            "additionalProperties": False,
            "required": ["statements"],
            "properties": {
                "statements": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "additionalProperties": False,
                        "required": ["text", "evidence"],
                        "properties": {
                            "text": {"type": "string"},
                            "evidence": {"type": "array", "items": {"type": "integer"}},
                        },
                    },
                }
            },
        },
    },
}


@dataclass
class Breaker:
    """Leaves a model that is down alone for `pause` seconds after `most` failures in a row, then longer.

    After a pause one question at a time tries again.
    """

    most: int = 3
    pause: float = 30.0
    longest: float = 300.0
    _failures: int = 0
    _until: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def allows(self) -> bool:
        """Whether the model may be asked now; the first try after a pause holds off others."""
        with self._lock:
            now = time.monotonic()
            if self._failures < self.most:
                return True
            if now < self._until:
                return False
            self._until = now + self.pause
            return True

    @property
    def open(self) -> bool:
        """Whether the model is being left alone."""
        return self._failures >= self.most and time.monotonic() < self._until

    def failed(self) -> None:
        """Note a failure."""
        with self._lock:
            self._failures += 1
            beyond = max(0, self._failures - self.most)
            self._until = time.monotonic() + min(self.longest, self.pause * 2.0 ** min(beyond, 10))

    def succeeded(self) -> None:
        """Note a success: failures before it no longer count."""
        with self._lock:
            self._failures = 0


class ChatModel:
    """A LangChain chat model within bounds. Safe to share between threads."""

    def __init__(
        self,
        model: BaseChatModel,
        name: str,
        seconds: float = 20.0,
        takes_schema: bool = False,
        breaker: Breaker | None = None,
        words: int = 1200,
    ) -> None:
        """`seconds` is all the time for one answer; `takes_schema` where it can be held to `SCHEMA`.

        `words` is how much evidence it is shown: a small context holds little.
        """
        self.model = model
        self.name = name
        self.seconds = seconds
        self.takes_schema = takes_schema
        self.words = words
        self.breaker = breaker or Breaker()

    def write(
        self, messages: Sequence[BaseMessage], seconds: float | None = None
    ) -> Generator[str, None, None]:
        """What the model writes, in pieces. Raises ModelFailed, also after pieces were given.

        It has `seconds`, or all that one answer has. Only a reply that the model itself ended counts as
        whole. Closing the iterator ends the request.
        """
        if not self.breaker.allows():
            raise ModelFailed("paused")
        feed = _Feed(self, messages)
        try:
            yield from feed.pieces(time.monotonic() + (seconds or self.seconds))
            self.breaker.succeeded()
        except ModelFailed as failed:
            if (
                failed.trouble in _DOWN
            ):  # one that writes nonsense is up, and may do better with the next question
                self.breaker.failed()
            else:
                self.breaker.succeeded()
            _log.warning("model failed", extra={"error": failed.trouble})
            raise
        finally:
            feed.stop()


class _Feed:
    """One request in a thread of its own, so that a model that hangs can be left behind."""

    def __init__(self, chat: ChatModel, messages: Sequence[BaseMessage]) -> None:
        self.chat = chat
        self.messages = list(messages)
        self.stopped = threading.Event()
        self.queue: queue.Queue[str | Trouble | None] = queue.Queue(maxsize=256)
        self.finish = ""
        self.trouble: Trouble | None = None
        threading.Thread(target=self._run, name="chat-model", daemon=True).start()

    def pieces(self, ends: float) -> Iterator[str]:
        """The pieces until the model ends; ModelFailed at `ends` (monotonic seconds) or for any trouble."""
        heard = 0
        while True:
            try:
                piece = self.queue.get(timeout=max(0.001, ends - time.monotonic()))
            except queue.Empty:
                raise ModelFailed("slow") from None
            if piece is None:
                break
            heard += len(piece)
            if heard > _MOST_CHARACTERS:
                raise ModelFailed("too_long")
            yield piece
            if time.monotonic() > ends:
                raise ModelFailed("slow")
        trouble = self.trouble or self._unfinished(heard > 0)
        if trouble:
            raise ModelFailed(trouble)

    def _unfinished(self, heard: bool) -> Trouble | None:
        """What keeps a reply from counting as whole."""
        if self.finish in _DECLINED:
            return "declined"
        if self.finish in _LIMIT and heard:
            return "limit"
        if self.finish not in _FINISHED:  # a stream that breaks off ends without an exception
            return "cut"
        return None if heard else "empty"

    def stop(self) -> None:
        """Let the thread end at its next piece."""
        self.stopped.set()

    def _run(self) -> None:
        try:
            self._stream(self.chat.takes_schema)
        except Exception as error:  # providers raise whatever they like; only the kind is of use
            if self.chat.takes_schema and getattr(error, "status_code", 0) in {400, 422}:
                self.chat.takes_schema = False  # this address does not know schemas: ask without from now on
                try:
                    self._stream(False)
                except Exception as second:
                    self.trouble = _trouble(second)
            else:
                self.trouble = _trouble(error)
        self._put(None)

    def _stream(self, schema: bool) -> None:
        # Beside LangChain's own way, which reads the reply once more at its end and fails on a short one.
        given: dict[str, Any] = {"extra_body": {"response_format": SCHEMA}} if schema else {}
        stream = self.chat.model.stream(self.messages, **given)
        try:
            for chunk in stream:
                if self.stopped.is_set():
                    return
                told = chunk.response_metadata
                reason = told.get("finish_reason") or told.get("stop_reason") or told.get("done_reason")
                self.finish = str(reason).lower() if reason else self.finish
                text = str(chunk.text)
                for start in range(0, min(len(text), 2 * _MOST_CHARACTERS), 4096):
                    self._put(text[start : start + 4096])
        finally:
            close = getattr(stream, "close", None)
            if close:
                with suppress(Exception):  # the reply is over; how its connection ends is nobody's concern
                    close()

    def _put(self, piece: str | None) -> None:
        while not self.stopped.is_set():
            try:
                self.queue.put(piece, timeout=0.5)
            except queue.Full:
                continue
            return


def _trouble(error: Exception) -> Trouble:
    return "slow" if "timeout" in type(error).__name__.lower() else "unreachable"
