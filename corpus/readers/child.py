"""The child process that reads one file: limits first, then the reader. Started by `sandbox` alone."""

from __future__ import annotations

import contextlib
import json
import os
import resource
import sys

from corpus.readers.reading import Reading, Refused, to_bytes


def limit(cpu_seconds: int, memory_bytes: int) -> None:
    """Bound this process for the rest of its life. Systems that know a limit not go without that one."""
    bounds = (
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_FSIZE, 0, 0),
        (resource.RLIMIT_NOFILE, 64, 64),
        (resource.RLIMIT_CPU, cpu_seconds, cpu_seconds + 2),
        (resource.RLIMIT_AS, memory_bytes, memory_bytes),
    )
    for which, soft, hard in bounds:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(which, (soft, hard))


def read(kind: str, data: bytes) -> Reading:
    """The reading of `data`; Refused."""
    if kind == "pdf":
        from corpus.readers.pdf import read_pdf

        return read_pdf(data)
    if kind == "docx":
        from corpus.readers.docx import read_docx

        return read_docx(data)
    if kind == "markdown":
        from corpus.readers.markdown import read_markdown

        return read_markdown(data)
    from corpus.readers.html import read_html

    return read_html(data)


def main(arguments: list[str]) -> int:
    """Answer on standard output: "+" and the result, or "-" and why not."""
    limits = json.loads(arguments[0])
    limit(int(limits["cpu_seconds"]), int(limits["memory_bytes"]))
    data = sys.stdin.buffer.read()
    try:
        if arguments[1] == "draw":
            from corpus.readers.drawing import draw

            said = b"+" + draw(data, json.loads(arguments[2]))
        else:
            said = b"+" + to_bytes(read(arguments[2], data))
    except Refused as refusal:
        said = b"-" + str(refusal).encode()
    except (MemoryError, RecursionError):
        said = b"-the file is too large or too deeply nested to be read; save it anew from its program"
    # A file handle, because standard output belongs to the command line (tests/test_architecture.py).
    with os.fdopen(1, "wb", closefd=False) as out:
        out.write(said)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
