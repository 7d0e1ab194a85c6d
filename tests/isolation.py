"""Tests reach this machine only, and see none of the developer's settings, keys or documents.

`seal` is called once, before anything of the project is imported. What a test tries to reach outside is
refused and written into `attempts`; the fixture in `conftest` fails that test even where a library hid it.
"""

from __future__ import annotations

import atexit
import ipaddress
import os
import shutil
import socket
import sys
import tempfile
from typing import Any

#: What was tried, as "host" or "host:port".
attempts: list[str] = []
#: How the line begins that says so.
TRIED = "a test tried to reach"

_FOREIGN = (
    *("MINAMATA_", "HF_", "HUGGING", "TRANSFORMERS_", "SENTENCE_TRANSFORMERS_", "LANGSMITH_", "LANGCHAIN_"),
    *("OPENAI_", "ANTHROPIC_", "AZURE_", "GRADIO_", "CHROMA_", "OTEL_", "ANONYMIZED_"),
)
_PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")
_OFFLINE = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "ANONYMIZED_TELEMETRY": "False",
    "GRADIO_ANALYTICS_ENABLED": "False",
    "LANGSMITH_TRACING": "false",
    "TOKENIZERS_PARALLELISM": "false",
}


class OutsideNetwork(OSError):
    """Something tried to reach another machine."""


def seal() -> None:
    """Clean the environment and close the network, for this process and those it starts."""
    for name in list(os.environ):
        if name.startswith(_FOREIGN) or name.upper() in _PROXIES:
            del os.environ[name]
    data = tempfile.mkdtemp(prefix="minamata-tests-")
    atexit.register(shutil.rmtree, data, ignore_errors=True)
    os.environ.update(_OFFLINE, XDG_DATA_HOME=data)
    guard_sockets()


def guard_sockets() -> None:
    """Refuse connections, datagrams and name look-ups that leave this machine."""
    for name in ("connect", "connect_ex"):
        setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
    look_up = socket.getaddrinfo

    def getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        _must_be_here(host)
        return look_up(host, *args, **kwargs)

    socket.getaddrinfo = getaddrinfo


def _guarded(connect: Any) -> Any:
    def guarded(self: socket.socket, address: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            _must_be_here(address[0], address[1])
        return connect(self, address)

    return guarded


def _must_be_here(host: Any, port: int | None = None) -> None:
    name = host.decode() if isinstance(host, bytes) else host
    if name in (None, "", "localhost", "0.0.0.0", "::"):
        return
    try:
        if ipaddress.ip_address(name).is_loopback:
            return
    except ValueError:
        pass
    attempts.append(f"{name}:{port}" if port else str(name))
    told = f"{TRIED} {attempts[-1]}"
    # A server in a process of its own is asked by its log, even where the refusal went unnoticed.
    sys.stderr.write(f"{told}\n")
    raise OutsideNetwork(told)
