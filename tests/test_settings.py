"""Settings from the environment."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import SettingInvalid
from assistant.settings import ServerSettings, assistant_settings, server_settings, variables


def test_without_variables_the_server_listens_on_this_machine_only() -> None:
    settings = server_settings({})
    assert (settings.host, settings.port) == ("127.0.0.1", 7860)
    assert settings.hosts == {"127.0.0.1", "localhost", "::1"}
    assert settings.asking.max_question_chars == 4000


def test_every_variable_sets_its_setting() -> None:
    given = {
        "MINAMATA_HOST": "0.0.0.0",
        "MINAMATA_PORT": "8080",
        "MINAMATA_ALLOWED_HOSTS": "Minamata.example.org, *.un.org",
        "MINAMATA_ALLOWED_ORIGINS": "https://portal.example.org",
        "MINAMATA_CONCURRENT_ANSWERS": "4",
        "MINAMATA_WAITING_ANSWERS": "0",
        "MINAMATA_GRACEFUL_SECONDS": "3",
        "MINAMATA_API_KEYS": f"portal:read:{'0' * 64}, anna:write:{'f' * 64}",
        "MINAMATA_QUESTIONS_PER_MINUTE": "30",
        "MINAMATA_REQUESTS_PER_MINUTE": "300",
        "MINAMATA_OPEN_REQUESTS": "8",
        "MINAMATA_GUESSES_PER_MINUTE": "3",
        "MINAMATA_KEPT_CONVERSATIONS": "20",
        "MINAMATA_KEPT_DAYS": "30",
        "MINAMATA_LANGUAGE": "fr",
        "MINAMATA_DATA_DIR": "/srv/minamata",
        "MINAMATA_MAX_QUESTION_CHARS": "100",
        "MINAMATA_MAX_HISTORY_TURNS": "2",
        "MINAMATA_ANSWER_SECONDS": "1.5",
        "MINAMATA_CHAT_MODEL": "anthropic:claude-sonnet-5",
        "MINAMATA_CHAT_BASE_URL": "http://127.0.0.1:8000/v1",
        "MINAMATA_CHAT_API_KEY": "key-1",
        "MINAMATA_CHAT_SECONDS": "5",
        "MINAMATA_CHAT_TOKENS": "200",
        "MINAMATA_CHAT_WORDS": "400",
        "MINAMATA_SUPPORT_MODEL": "/srv/judge",
        "MINAMATA_SUPPORT_THRESHOLD": "0.7",
    }
    assert set(given) == set(variables())
    settings = server_settings(given)
    assert settings.hosts == {"127.0.0.1", "localhost", "::1", "minamata.example.org", "*.un.org"}
    assert settings.data_dir == Path("/srv/minamata")
    assert settings.asking == assistant_settings(given)
    changed = [name for name in variables().values() if hasattr(settings, name)]
    assert all(getattr(settings, name) != getattr(ServerSettings(), name) for name in changed)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("MINAMATA_PORT", "eighty"),
        ("MINAMATA_PORT", "70000"),
        ("MINAMATA_HOST", "http://x"),
        ("MINAMATA_ALLOWED_HOSTS", "good.example, *"),
        ("MINAMATA_ALLOWED_ORIGINS", "*"),
        ("MINAMATA_ANSWER_SECONDS", "-1"),
        ("MINAMATA_ANSWER_SECONDS", "nan"),
        ("MINAMATA_LANGUAGE", "../../etc"),
        ("MINAMATA_CHAT_MODEL", "openai:a b"),
        ("MINAMATA_CHAT_BASE_URL", "file:///etc/passwd"),
        ("MINAMATA_CHAT_TOKENS", "0"),
        ("MINAMATA_SUPPORT_THRESHOLD", "2"),
        ("MINAMATA_MAX_QUESTION_CHARS", "0"),
    ],
)
def test_a_bad_value_is_named_in_one_line(variable: str, value: str) -> None:
    with pytest.raises(SettingInvalid) as caught:
        server_settings({variable: value})
    assert str(caught.value).startswith(f"{variable}={value!r}: ")
    assert "\n" not in str(caught.value)


def test_a_key_put_in_by_mistake_is_not_repeated() -> None:
    with pytest.raises(SettingInvalid) as caught:
        server_settings({"MINAMATA_API_KEYS": "mina_the-key-itself"})
    assert "mina_" not in str(caught.value) and "minamata key" in str(caught.value)


@pytest.mark.parametrize(
    ("host", "local"),
    [("127.0.0.1", True), ("127.8.0.1", True), ("::1", True), ("localhost", True)]
    + [("0.0.0.0", False), ("::", False), ("192.168.1.5", False), ("minamata.example.org", False)],
)
def test_which_addresses_only_this_machine_reaches(host: str, local: bool) -> None:
    assert ServerSettings(host=host).local is local


def test_an_empty_variable_counts_as_unset() -> None:
    assert server_settings({"MINAMATA_PORT": " "}).port == 7860


def test_a_key_is_never_shown() -> None:
    assert "key-1" not in repr(server_settings({"MINAMATA_CHAT_API_KEY": "key-1"}))
