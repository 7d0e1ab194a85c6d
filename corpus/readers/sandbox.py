"""Readers run in a child process with limits, so that no file can take the program down with it.

The child gets the file as its standard input and answers on its standard output; it has none of the
parent's environment, writes no files, and is killed when it takes too long or says too much.
"""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import threading
import time
import zlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from corpus.errors import UnreadableDocument
from corpus.pages import Rectangle
from corpus.readers.kinds import FileKind
from corpus.readers.reading import Reading, from_bytes


@dataclass(frozen=True, slots=True)
class Limits:
    """What a child may use: seconds of processor and of waiting, bytes of memory and of answer."""

    cpu_seconds: int = 20
    wall_seconds: float = 60.0
    memory_bytes: int = 2**30
    output_bytes: int = 64 * 2**20


LIMITS = Limits()
_ANSWERED, _REFUSED = b"+", b"-"
#: Children at once, of the whole program: together they may use this many times the memory of one.
_PLACES = threading.BoundedSemaphore(2)
_TOO_MUCH = "reading it takes more than {what}; save it anew from its program, or split it"


def read(kind: FileKind, data: bytes, name: str, limits: Limits = LIMITS) -> Reading:
    """The reading of a file of this kind; UnreadableDocument names the file, the reason and the cure."""
    answer = _answer(["read", kind], data, name, limits)
    try:
        return from_bytes(answer)
    except (ValueError, KeyError, TypeError, zlib.error) as error:
        raise _unreadable(name, "the file is damaged; save it anew from its program") from error


def draw(
    data: bytes,
    page: int,
    marked: Sequence[Rectangle],
    name: str,
    scale: float = 2.0,
    limits: Limits = LIMITS,
) -> bytes:
    """PNG of a PDF's page (from 1) with the rectangles marked, `scale` pixels a point."""
    asked = json.dumps({"page": page, "scale": scale, "marked": [asdict(box) for box in marked]})
    return _answer(["draw", asked], data, name, limits)


def _answer(asked: Sequence[str], data: bytes, name: str, limits: Limits) -> bytes:
    with _PLACES, tempfile.TemporaryFile() as given:
        given.write(data)
        given.seek(0)
        child = subprocess.Popen(
            [sys.executable, "-m", "corpus.readers.child", json.dumps(asdict(limits)), *asked],
            stdin=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            start_new_session=True,
        )
        try:
            said = _heard(child, name, limits)
            code = child.wait(timeout=5)
        except subprocess.TimeoutExpired:
            raise _unreadable(name, _TOO_MUCH.format(what=f"{limits.wall_seconds:.0f} seconds")) from None
        finally:
            _end(child)
    if code == 0 and said[:1] == _ANSWERED:
        return said[1:]
    if said[:1] == _REFUSED:
        raise _unreadable(name, said[1:].decode("utf-8", "replace"))
    if code in (-signal.SIGXCPU, -signal.SIGKILL):
        raise _unreadable(name, _TOO_MUCH.format(what=f"{limits.cpu_seconds} seconds of work"))
    raise _unreadable(name, "the file is damaged, or too large to be read; save it anew from its program")


def _heard(child: subprocess.Popen[bytes], name: str, limits: Limits) -> bytes:
    """All that the child says, within time and size. TimeoutExpired."""
    assert child.stdout is not None
    end = time.monotonic() + limits.wall_seconds
    parts: list[bytes] = []
    size = 0
    with selectors.DefaultSelector() as waiting:
        waiting.register(child.stdout, selectors.EVENT_READ)
        while True:
            left = end - time.monotonic()
            if left <= 0 or not waiting.select(left):
                raise subprocess.TimeoutExpired(child.args, limits.wall_seconds)
            part = os.read(child.stdout.fileno(), 1 << 16)
            if not part:
                return b"".join(parts)
            size += len(part)
            if size > limits.output_bytes:
                raise _unreadable(name, "it holds far more text than a document; split it")
            parts.append(part)


def _end(child: subprocess.Popen[bytes]) -> None:
    """The child and whatever it started are gone after this."""
    if child.poll() is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
    if child.stdout:
        child.stdout.close()


def _environment() -> dict[str, str]:
    """Where the code is and nothing else: no keys, no settings of the user."""
    here = str(Path(__file__).resolve().parents[2])
    paths = [here, *(path for path in sys.path if path and path != here)]
    return {"PYTHONPATH": os.pathsep.join(paths), "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}


def _unreadable(name: str, reason: str) -> UnreadableDocument:
    return UnreadableDocument(f"{name}: {' '.join(reason.split()).rstrip('.')}.")
