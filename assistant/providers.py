"""The only place that makes a language model: from the settings to a LangChain chat model of one provider."""

from __future__ import annotations

import importlib.util
from typing import Any

from assistant.chat_model import ChatModel
from assistant.errors import SettingInvalid
from assistant.settings import AssistantSettings

#: Provider as LangChain names it: the module it needs, and the extra of this project that brings it.
_PROVIDERS = {
    "openai": ("langchain_openai", "model"),
    "azure_openai": ("langchain_openai", "model"),
    "anthropic": ("langchain_anthropic", "anthropic"),
    "mistralai": ("langchain_mistralai", "mistralai"),
    "ollama": ("langchain_ollama", "ollama"),
}
_TAKES_SCHEMA = {"openai", "azure_openai"}
_RETRIES = 1


def chat_model(settings: AssistantSettings) -> ChatModel | None:
    """The model that the settings name, or None where they name none.

    Raises SettingInvalid where the name or its package is not known here, with the package to install.
    """
    if not settings.has_chat_model:
        return None
    provider, name = _named(settings)
    module, extra = _PROVIDERS[provider]
    for needed in ("langchain", module):
        if importlib.util.find_spec(needed) is None:
            raise SettingInvalid(
                f"MINAMATA_CHAT_MODEL={settings.chat_model!r} needs {needed.replace('_', '-')}; "
                f'install it with: pip install "minamata[{extra}]"'
            )
    from langchain.chat_models import init_chat_model

    try:
        model = init_chat_model(name, model_provider=provider, **_bounds(provider, settings))
    except Exception as error:  # each provider refuses in its own way; its words may hold a key
        raise SettingInvalid(
            f"MINAMATA_CHAT_MODEL={settings.chat_model!r} cannot be used ({type(error).__name__}); "
            "check the name and that its key is set (MINAMATA_CHAT_API_KEY or the provider's own variable)."
        ) from None
    shown = settings.chat_model or f"openai:{name}"
    return ChatModel(
        model,
        shown,
        settings.chat_seconds,
        takes_schema=provider in _TAKES_SCHEMA,
        words=settings.chat_words,
    )


def _named(settings: AssistantSettings) -> tuple[str, str]:
    """Provider and model; an OpenAI-compatible address needs no provider, nor a name."""
    provider, colon, name = settings.chat_model.partition(":")
    if settings.chat_base_url and provider not in _PROVIDERS:
        return "openai", settings.chat_model or "default"
    if not colon or provider not in _PROVIDERS or not name:
        known = ", ".join(sorted(_PROVIDERS))
        raise SettingInvalid(
            f"MINAMATA_CHAT_MODEL={settings.chat_model!r}: must look like openai:gpt-5-mini, "
            f"with one of {known}."
        )
    return provider, name


def _bounds(provider: str, settings: AssistantSettings) -> dict[str, Any]:
    """Limits in each provider's own words. LangChain's defaults wait for ever."""
    seconds, tokens = settings.chat_seconds, settings.chat_tokens
    address = {"base_url": settings.chat_base_url} if settings.chat_base_url else {}
    if provider == "ollama":
        return {"temperature": 0.0, "num_predict": tokens, "client_kwargs": {"timeout": seconds}, **address}
    bounds: dict[str, Any] = {"temperature": 0.0, "max_tokens": tokens, "max_retries": _RETRIES}
    bounds["timeout"] = max(1, round(seconds)) if provider == "mistralai" else seconds
    if settings.chat_api_key or (address and provider == "openai"):
        bounds["api_key"] = settings.chat_api_key or "none"
    if address and provider == "openai":
        bounds |= {"use_responses_api": False, "stream_usage": False}
    if address and provider == "azure_openai":
        address = {"azure_endpoint": settings.chat_base_url}
    return bounds | address
