"""Telemetry, tracing and sharing stay off, whatever the shell or a file beside the program says."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest

from assistant.serving import quieten
from index.vectors import VectorStore

#: What would send something somewhere, or show it: by library, with a value that switches it on.
LOUD = {
    "GRADIO_ANALYTICS_ENABLED": "True",
    "GRADIO_SHARE": "true",
    "GRADIO_RUN_HISTORY": "True",
    "GRADIO_MCP_SERVER": "True",
    "GRADIO_ALLOWED_PATHS": "/",
    "GRADIO_FLAGGING_MODE": "auto",
    "LANGSMITH_TRACING": "true",
    "LANGSMITH_TRACING_V2": "true",
    "LANGSMITH_OTEL_ENABLED": "true",
    "LANGSMITH_API_KEY": "key",
    "LANGCHAIN_TRACING": "true",
    "LANGCHAIN_TRACING_V2": "true",
    "LANGCHAIN_ENDPOINT": "https://example.org",
    "HF_HUB_DISABLE_TELEMETRY": "0",
    "HF_HUB_OFFLINE": "0",
    "DISABLE_TELEMETRY": "0",
    "ANONYMIZED_TELEMETRY": "True",
    "OTEL_SDK_DISABLED": "false",
    "CHROMA_OTEL_GRANULARITY": "all",
    "CHROMA_OTEL_COLLECTION_ENDPOINT": "https://example.org",
}


@pytest.fixture
def environment() -> Iterator[None]:
    """What a test leaves in the environment is taken out of it again."""
    before = dict(os.environ)
    yield
    os.environ.clear()
    os.environ.update(before)


def traces() -> bool:
    """Whether LangChain would send what it is asked to LangSmith now."""
    from langsmith import utils

    cast("Any", utils.get_env_var).cache_clear()
    return bool(utils.tracing_is_enabled())


@pytest.mark.parametrize("name", LOUD)
def test_no_variable_of_the_shell_switches_anything_on(name: str, environment: None) -> None:
    quieten()
    quiet = dict(os.environ)
    os.environ[name] = LOUD[name]
    assert traces() is (name in {"LANGSMITH_TRACING", "LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING_V2"})
    quieten()
    assert dict(os.environ) == quiet
    assert traces() is False


def test_chroma_reads_neither_the_shell_nor_a_file_where_the_program_is_started(
    tmp_path: Path, environment: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    loud = {"CHROMA_OTEL_GRANULARITY": "all", "ALLOW_RESET": "true", "CHROMA_SERVER_HOST": "example.org"}
    os.environ.update(loud)
    (tmp_path / ".env").write_text("".join(f"{name}={value}\n" for name, value in loud.items()))
    monkeypatch.chdir(tmp_path)
    store = VectorStore.in_folder(tmp_path / "vectors", create=True)
    settings = store._client.get_settings()
    store.close()
    assert (settings.allow_reset, settings.chroma_otel_granularity) == (False, None)
    assert settings.chroma_server_host is None and settings.anonymized_telemetry is False
