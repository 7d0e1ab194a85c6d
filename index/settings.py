"""Settings of the index, read once from the environment. Nothing else here reads the environment."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import platformdirs

from index.errors import BadSetting

#: The embedding model that comes with the package; other names or folders go to sentence-transformers.
PACKAGED_MODEL = "all-MiniLM-L6-v2"


def default_data_dir() -> Path:
    """The user's data folder of this system, such as ``~/.local/share/minamata``."""
    return platformdirs.user_data_path("minamata", appauthor=False)


@dataclass(frozen=True, slots=True)
class IndexSettings:
    """Where the index lives and how it is built.

    `window_words` and `window_stride` are in words, `batch_size` in windows per forward pass,
    `vector_deadline` in seconds (for a Chroma server only), `threads` in batches side by side (0: one for
    each processor) or, for models through torch, in its threads (0: its own choice).
    `late_interaction` keeps 8-bit token vectors of every passage (about 25 KB each).
    """

    data_dir: Path = field(default_factory=default_data_dir)
    model: str = PACKAGED_MODEL
    chroma_url: str | None = None
    device: str = "cpu"
    threads: int = 0
    batch_size: int = 32
    group_windows: int = 2000
    window_words: int = 90
    window_stride: int = 60
    late_interaction: bool = True
    vector_deadline: float = 5.0


def _positive(text: str) -> int:
    value = int(text)
    if value < 1:
        raise ValueError("must be 1 or more")
    return value


def _natural(text: str) -> int:
    value = int(text)
    if value < 0:
        raise ValueError("must be 0 or more")
    return value


def _switch(text: str) -> bool:
    choices = {
        "1": True,
        "true": True,
        "on": True,
        "yes": True,
        "0": False,
        "false": False,
        "off": False,
        "no": False,
    }
    if text.lower() not in choices:
        raise ValueError("must be on or off")
    return choices[text.lower()]


def _seconds(text: str) -> float:
    value = float(text)
    if not 0 < value <= 600:
        raise ValueError("must be between 0 and 600 seconds")
    return value


def _url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("must look like http://host:8000")
    return text


_VARIABLES: dict[str, tuple[str, Callable[[str], Any]]] = {
    "MINAMATA_DATA_DIR": ("data_dir", lambda text: Path(text).expanduser()),
    "MINAMATA_MODEL": ("model", str),
    "MINAMATA_CHROMA_URL": ("chroma_url", _url),
    "MINAMATA_DEVICE": ("device", str),
    "MINAMATA_THREADS": ("threads", _natural),
    "MINAMATA_BATCH_SIZE": ("batch_size", _positive),
    "MINAMATA_WINDOW_WORDS": ("window_words", _positive),
    "MINAMATA_WINDOW_STRIDE": ("window_stride", _positive),
    "MINAMATA_LATE_INTERACTION": ("late_interaction", _switch),
    "MINAMATA_VECTOR_DEADLINE": ("vector_deadline", _seconds),
}


def from_environment(environ: Mapping[str, str] | None = None) -> IndexSettings:
    """Settings from ``MINAMATA_*`` variables; an empty variable counts as unset.

    Raises BadSetting, naming the variable and its value.
    """
    given = os.environ if environ is None else environ
    found: dict[str, Any] = {}
    for variable, (name, read) in _VARIABLES.items():
        text = given.get(variable, "").strip()
        if not text:
            continue
        try:
            found[name] = read(text)
        except ValueError as error:
            raise BadSetting(f"{variable}={text!r}: {error}; correct or unset it.") from error
    settings = replace(IndexSettings(), **found)
    if settings.window_stride > settings.window_words:
        raise BadSetting(
            f"MINAMATA_WINDOW_STRIDE={settings.window_stride} is longer than MINAMATA_WINDOW_WORDS="
            f"{settings.window_words}, so words would be skipped; make it shorter."
        )
    return settings
