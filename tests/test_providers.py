"""Making a language model from the settings: what is missing or misspelt is said."""

from __future__ import annotations

import importlib.util

import pytest

from assistant.errors import SettingInvalid
from assistant.providers import chat_model
from assistant.settings import AssistantSettings


def test_without_settings_there_is_no_model() -> None:
    assert chat_model(AssistantSettings()) is None


def test_a_missing_package_is_named_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(SettingInvalid, match=r'pip install "minamata\[anthropic\]"'):
        chat_model(AssistantSettings(chat_model="anthropic:claude-x"))


@pytest.mark.parametrize("name", ["gpt-x", "nobody:model", "openai:"])
def test_a_name_that_is_none_says_what_one_looks_like(name: str) -> None:
    with pytest.raises(SettingInvalid, match="must look like"):
        chat_model(AssistantSettings(chat_model=name))
