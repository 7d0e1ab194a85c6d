"""The command line `minamata`: one command, from its words to its exit code; errors end here as one line.

The verbs and their options are in `assistant.commands.verbs`; what each does is in `assistant.commands`,
loaded when the verb is used: `minamata --help` loads no model, no store and no window.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib import import_module
from io import TextIOWrapper
from typing import NoReturn

from assistant.commands.verbs import parser

OK, USAGE, ERROR, INTERRUPTED = 0, 2, 3, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; its exit code. Never raises."""
    args: argparse.Namespace | None = None
    try:
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, TextIOWrapper):
                stream.reconfigure(errors="replace")  # a terminal that knows no "é" shows "?" instead
        args = parser().parse_args(argv)
        return _loaded(args.command)(args)
    except SystemExit as ended:  # argparse: --help, --version, wrong usage
        return ended.code if isinstance(ended.code, int) else USAGE
    except KeyboardInterrupt:
        sys.stderr.write("\n")
        return INTERRUPTED
    except BrokenPipeError:
        # The reader has seen enough (`minamata documents | head`). Python would complain again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except Exception as error:  # the one place: whatever went wrong, a person reads one line
        if args is not None and args.traceback:
            raise
        sys.stderr.write(_line(error) + "\n")
        return ERROR


def serve(args: argparse.Namespace) -> int:
    """Open the documents and answer in the browser and over HTTP until stopped."""
    from assistant.commands.output import progress_bar
    from assistant.commands.reaching import open_here
    from assistant.serving import serve as serve_until_stopped
    from assistant.settings import server_settings

    given = {
        name: value for name in ("host", "port", "data_dir") if (value := getattr(args, name)) is not None
    }
    settings = replace(server_settings(), **given)
    with progress_bar() as told:
        assistant = open_here(args.data_dir, None, told)
    with assistant.index:
        assistant.index.warm()
        serve_until_stopped(assistant, settings)
    return OK


def _line(error: Exception) -> str:
    """One line for `error`; faults of the program itself are said to be such."""
    from assistant.commands.errors import CommandError
    from assistant.commands.output import visible
    from assistant.errors import AssistantError

    text = " ".join(visible(str(error)).split())
    if isinstance(error, CommandError | AssistantError) or _of_a_part(error):
        return f"minamata: {text}"
    if isinstance(error, OSError) and error.strerror:
        where = error.filename or "this machine"
        return f"minamata: {where}: {error.strerror}; check that it is there and may be used."
    return (
        f"minamata: a fault of the program, {type(error).__name__}: {text}; "
        "the same command with --traceback first shows where."
    )


def _of_a_part(error: Exception) -> bool:
    """Whether an error of the index or the documents was raised on purpose."""
    from corpus.errors import CorpusError
    from index.errors import IndexFault

    return isinstance(error, CorpusError | IndexFault)


def _loaded(command: str) -> Callable[[argparse.Namespace], int]:
    """The function named by ``module:function``; libraries it will load are told to keep to themselves."""
    # numpy's own threads gain nothing on products this small, and starve each other on a busy machine
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from assistant.serving import quieten

    quieten()
    module, name = command.split(":")
    found: Callable[[argparse.Namespace], int] = getattr(import_module(module), name)
    return found


def run() -> NoReturn:
    """Run one command and end the process with its exit code.

    Python ends itself by the signal, whatever `main` returned, where Ctrl-C came while compiled code ran
    Python code of its own (as libraries do that are being loaded); a caller is to see 130 then too.
    """
    code = main()
    if code == INTERRUPTED:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    sys.exit(code)


if __name__ == "__main__":
    run()
