"""Running the server: environment, log, port, start and stop."""

from __future__ import annotations

import json
import logging
import os
import shutil
import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from assistant.errors import PortBusy, Unprotected
from assistant.settings import ServerSettings

if TYPE_CHECKING:
    from assistant import Assistant

# What the parts we stand on would otherwise send, store or open. Read when they are imported.
_QUIET = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "GRADIO_RUN_HISTORY": "False",
    "GRADIO_MCP_SERVER": "False",
    "GRADIO_SSR_MODE": "False",
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DISABLE_TELEMETRY": "1",
    "OTEL_SDK_DISABLED": "true",
    "ANONYMIZED_TELEMETRY": "False",
    "LANGSMITH_TRACING": "false",
}
#: Whatever the shell says to these is taken away: each has several names for switching one thing on
#: (LangSmith traces where LANGSMITH_TRACING_V2 says so, whatever LANGSMITH_TRACING says).
_UNSET = ("GRADIO_", "LANGCHAIN_", "LANGSMITH_", "CHROMA_OTEL_")


def quieten() -> None:
    """Switch off telemetry, tracing and sharing. Call before Gradio or LangChain is imported."""
    for name in [name for name in os.environ if name.startswith(_UNSET)]:
        del os.environ[name]
    os.environ.update(_QUIET)


def serve(assistant: Assistant, settings: ServerSettings) -> None:
    """Serve the API and the window until the process is told to stop. Raises PortBusy, Unprotected."""
    if not settings.local and not settings.api_keys:
        raise Unprotected(
            f"Without keys the server listens on this machine's own address only, not on {settings.host}; "
            "make one with `minamata key NAME` and set MINAMATA_API_KEYS."
        )
    os.umask(0o077)
    quieten()
    log_to_stderr()
    with _listening(settings) as listener, _temporary_folder():
        import uvicorn

        from assistant.api import create_app
        from assistant.arriving import Arriving

        app = create_app(assistant, settings)
        config = uvicorn.Config(
            app,
            http=Arriving,
            workers=1,
            timeout_graceful_shutdown=settings.graceful_seconds,
            timeout_keep_alive=5,
            backlog=128,
            proxy_headers=False,
            server_header=False,
            access_log=False,
            log_config=None,
            ws="none",
        )
        address = address_of(listener)
        assistant.index.owner.publish(address)
        logging.getLogger("minamata.server").info("serving", extra={"address": address})
        sys.stderr.write(f"Minamata assistant: {address}  (stop with Ctrl-C)\n")
        uvicorn.Server(config).run(sockets=[listener])


def address_of(listener: socket.socket) -> str:
    """The address a browser on this machine opens."""
    host, port = listener.getsockname()[:2]
    if host in ("0.0.0.0", "::"):  # noqa: S104 - compared only
        host = "127.0.0.1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


@contextmanager
def _listening(settings: ServerSettings) -> Iterator[socket.socket]:
    """A bound socket; bound before anything is loaded, so that a taken port is said at once."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        where = f"{settings.host}:{settings.port}"
        why = error.strerror or "not possible"
        message = f"Cannot serve on {where} ({why}); choose another with --port or MINAMATA_PORT."
        raise PortBusy(message) from error
    try:
        yield listener
    finally:
        listener.close()


@contextmanager
def _temporary_folder() -> Iterator[None]:
    """Gradio's temporary files in a folder of our own, which is removed at the end."""
    folder = tempfile.mkdtemp(prefix="minamata-")
    os.environ["GRADIO_TEMP_DIR"] = folder
    try:
        yield
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def log_to_stderr() -> None:
    """Write the log as one JSON object a line to standard error: ids, sizes, times, never anybody's words."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("minamata").setLevel(logging.INFO)
    # It prints tracebacks of failed requests, and those may hold a question.
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)


class JsonLines(logging.Formatter):
    """A log record as one line of JSON; what is logged beside the message must be named here to appear."""

    _FIELDS = ("request_id", "method", "route", "status", "ms", "caller", "error", "address")

    def format(self, record: logging.LogRecord) -> str:
        """One line; messages of other libraries are cut, as they may quote what they failed on."""
        own = record.name.startswith("minamata")
        line: dict[str, Any] = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created)) + "Z",
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage() if own else str(record.msg)[:120],
        }
        line |= {name: getattr(record, name) for name in self._FIELDS if hasattr(record, name)}
        return json.dumps(line)
