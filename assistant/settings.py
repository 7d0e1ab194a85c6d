"""Settings of asking and serving, read once from the environment. Nothing else here reads the environment.

Where the index lives and how it is built is in `index.settings`.
"""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from assistant.errors import SettingInvalid
from assistant.keys import ApiKey, read_entry
from index.settings import default_data_dir

_HOST = re.compile(r"(?:\*\.)?[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?|[0-9A-Fa-f:]+")
_ORIGIN = re.compile(r"https?://[A-Za-z0-9_.\-\[\]:]+")
_CHAT_MODEL = re.compile(r"[A-Za-z0-9_.:/@-]{1,200}")
_ADDRESS = re.compile(r"https?://[A-Za-z0-9_.\-\[\]:]+(?:/[A-Za-z0-9_./-]*)?")
_LANGUAGE = re.compile(r"[a-z]{2}")
_T = TypeVar("_T")
#: What is wrong with these is said without repeating them: a key may have been put in by mistake.
_SECRET = frozenset({"MINAMATA_API_KEYS"})


@dataclass(frozen=True, slots=True)
class AssistantSettings:
    """What may be asked: characters in a question, earlier turns kept, seconds until a cut-off.

    `chat_model` is a language model as LangChain names it ("openai:gpt-5-mini"), `chat_base_url` the
    OpenAI-compatible address that serves it; without both no language model is used. `chat_seconds` is all
    the time it has for one answer, `chat_tokens` how much it may write, `chat_words` how many words of
    evidence it is shown. `support_model` is the folder of a cross-encoder or NLI model that judges what it
    wrote, `support_threshold` (0..1) from where that counts as supported.
    """

    max_question_chars: int = 4000
    max_history_turns: int = 40
    answer_seconds: float = 60.0
    chat_model: str = ""
    chat_base_url: str = ""
    chat_api_key: str = field(default="", repr=False)
    chat_seconds: float = 20.0
    chat_tokens: int = 800
    chat_words: int = 1200
    support_model: str = ""
    support_threshold: float = 0.5

    @property
    def has_chat_model(self) -> bool:
        """Whether answers may be written by a language model."""
        return bool(self.chat_model or self.chat_base_url)


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """Where the server listens and whom it listens to.

    `allowed_hosts` are the names by which browsers may call this server, beside its own loopback names and
    `host`; ``*.example.org`` stands for all names under it. `allowed_origins` are other web sites whose
    pages may call the API. `concurrent_answers` questions are worked on at once, `waiting_answers` more
    wait; the rest is turned away at once. `graceful_seconds` is how long a stop waits for running answers.
    With `api_keys` everyone must show one. Of one caller (a key, or an address where there are no keys)
    `questions_per_minute` and `requests_per_minute` are taken and `open_requests` at once; at most
    `guesses_per_minute` wrong keys of one address are looked at. The window keeps `kept_conversations` of
    each caller (0: none), each until `kept_days` after its last change (0: without end).
    """

    host: str = "127.0.0.1"
    port: int = 7860
    allowed_hosts: tuple[str, ...] = ()
    allowed_origins: tuple[str, ...] = ()
    concurrent_answers: int = 2
    waiting_answers: int = 32
    graceful_seconds: int = 8
    api_keys: tuple[ApiKey, ...] = ()
    questions_per_minute: int = 120
    requests_per_minute: int = 1200
    open_requests: int = 64
    guesses_per_minute: int = 10
    kept_conversations: int = 200
    kept_days: int = 365
    language: str = "en"
    data_dir: Path = field(default_factory=default_data_dir)
    asking: AssistantSettings = field(default_factory=AssistantSettings)

    @property
    def local(self) -> bool:
        """Whether only this machine reaches the address that the server listens on."""
        if self.host.lower() == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def hosts(self) -> frozenset[str]:
        """Every host name a request may be addressed to, in lower case."""
        own = {"127.0.0.1", "localhost", "::1"} | ({self.host} - {"0.0.0.0", "::"})  # noqa: S104 - compared only
        return frozenset(name.lower() for name in own | set(self.allowed_hosts))


def _between(low: int, high: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        value = int(text)
        if not low <= value <= high:
            raise ValueError(f"must be a whole number from {low} to {high}")
        return value

    return read


def _seconds(text: str) -> float:
    value = float(text)
    if not 0 < value <= 3600:
        raise ValueError("must be more than 0 and at most 3600 seconds")
    return value


def _share(text: str) -> float:
    value = float(text)
    if not 0 <= value <= 1:
        raise ValueError("must be between 0 and 1")
    return value


def _matching(pattern: re.Pattern[str], example: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if not pattern.fullmatch(text):
            raise ValueError(f"{text!r} must look like {example}")
        return text

    return read


def _several(read: Callable[[str], _T]) -> Callable[[str], tuple[_T, ...]]:
    return lambda text: tuple(read(part.strip()) for part in text.split(",") if part.strip())


_ASKING: dict[str, tuple[str, Callable[[str], Any]]] = {
    "MINAMATA_MAX_QUESTION_CHARS": ("max_question_chars", _between(1, 16_000)),
    "MINAMATA_MAX_HISTORY_TURNS": ("max_history_turns", _between(0, 200)),
    "MINAMATA_ANSWER_SECONDS": ("answer_seconds", _seconds),
    "MINAMATA_CHAT_MODEL": ("chat_model", _matching(_CHAT_MODEL, "openai:gpt-5-mini")),
    "MINAMATA_CHAT_BASE_URL": ("chat_base_url", _matching(_ADDRESS, "http://127.0.0.1:8000/v1")),
    "MINAMATA_CHAT_API_KEY": ("chat_api_key", str),
    "MINAMATA_CHAT_SECONDS": ("chat_seconds", _seconds),
    "MINAMATA_CHAT_TOKENS": ("chat_tokens", _between(32, 8000)),
    "MINAMATA_CHAT_WORDS": ("chat_words", _between(50, 20_000)),
    "MINAMATA_SUPPORT_MODEL": ("support_model", str),
    "MINAMATA_SUPPORT_THRESHOLD": ("support_threshold", _share),
}
_SERVING: dict[str, tuple[str, Callable[[str], Any]]] = {
    "MINAMATA_HOST": ("host", _matching(_HOST, "127.0.0.1")),
    "MINAMATA_PORT": ("port", _between(0, 65_535)),
    "MINAMATA_ALLOWED_HOSTS": ("allowed_hosts", _several(_matching(_HOST, "minamata.example.org"))),
    "MINAMATA_ALLOWED_ORIGINS": ("allowed_origins", _several(_matching(_ORIGIN, "https://example.org"))),
    "MINAMATA_CONCURRENT_ANSWERS": ("concurrent_answers", _between(1, 64)),
    "MINAMATA_WAITING_ANSWERS": ("waiting_answers", _between(0, 1000)),
    "MINAMATA_GRACEFUL_SECONDS": ("graceful_seconds", _between(1, 300)),
    "MINAMATA_API_KEYS": ("api_keys", _several(read_entry)),
    "MINAMATA_QUESTIONS_PER_MINUTE": ("questions_per_minute", _between(1, 1_000_000)),
    "MINAMATA_REQUESTS_PER_MINUTE": ("requests_per_minute", _between(1, 1_000_000)),
    "MINAMATA_OPEN_REQUESTS": ("open_requests", _between(1, 100_000)),
    "MINAMATA_GUESSES_PER_MINUTE": ("guesses_per_minute", _between(1, 1000)),
    "MINAMATA_KEPT_CONVERSATIONS": ("kept_conversations", _between(0, 100_000)),
    "MINAMATA_KEPT_DAYS": ("kept_days", _between(0, 36_500)),
    "MINAMATA_LANGUAGE": ("language", _matching(_LANGUAGE, "en")),
    "MINAMATA_DATA_DIR": ("data_dir", lambda text: Path(text).expanduser()),
}


def _read(table: dict[str, tuple[str, Callable[[str], Any]]], environ: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for variable, (name, read) in table.items():
        text = environ.get(variable, "").strip()
        if not text:
            continue
        try:
            found[name] = read(text)
        except ValueError as error:
            why = str(error) if "must" in str(error) else "must be a number"
            if variable in _SECRET:
                raise SettingInvalid(f"{variable}: {why}; correct or unset it.") from None
            raise SettingInvalid(f"{variable}={text!r}: {why}; correct or unset it.") from error
    return found


def assistant_settings(environ: Mapping[str, str] | None = None) -> AssistantSettings:
    """Settings of asking from ``MINAMATA_*``; an empty variable counts as unset. Raises SettingInvalid."""
    return replace(AssistantSettings(), **_read(_ASKING, os.environ if environ is None else environ))


def server_settings(environ: Mapping[str, str] | None = None) -> ServerSettings:
    """Settings of serving from ``MINAMATA_*``; an empty variable counts as unset. Raises SettingInvalid."""
    given = os.environ if environ is None else environ
    return replace(ServerSettings(), asking=assistant_settings(given), **_read(_SERVING, given))


def variables() -> dict[str, str]:
    """Every variable read here and the setting it sets, for the README's table and its test."""
    return {variable: name for table in (_SERVING, _ASKING) for variable, (name, _) in table.items()}
