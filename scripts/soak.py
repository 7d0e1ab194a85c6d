"""A server under load, step by step: how long people wait, what goes wrong, how memory goes.

    crowd    fifty people at once, each asking again when answered
    steps    1, 4, 8 and 16 people at once, whose answers rest on the same passages
    sockets  a hundred sockets that send a byte a second, while a person asks
    model    ten people at once, with a slow language model (needs the extra "model")
    hour     a question a second and a paper a minute, for `--minutes`

Each starts a server of its own over the shipped documents, with a key for each asker and raised rates. The
questions are the development cases'. Ends with 1 where anything was not good enough.
"""

from __future__ import annotations

import argparse
import sys

from soaking.crowds import crowd, steps
from soaking.hour import hour
from soaking.slowness import model, sockets


def main() -> int:
    """Run what is asked for and write the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", nargs="*", default=["crowd"], help="crowd, steps, sockets, model, hour")
    parser.add_argument("--askers", type=int, default=50, help="of the crowd")
    parser.add_argument("--seconds", type=float, default=60, help="of the crowd, and of each step")
    parser.add_argument(
        "--most-seconds", type=float, default=1.0, help="for the slowest twentieth of the crowd"
    )
    parser.add_argument("--minutes", type=float, default=60, help="of the hour")
    parser.add_argument("--faster", type=float, default=1, help="so many times the hour's load in its time")
    args = parser.parse_args()
    soaks = {
        "crowd": lambda: crowd(args.askers, args.seconds, args.most_seconds),
        "steps": lambda: steps(args.seconds),
        "sockets": sockets,
        "model": model,
        "hour": lambda: hour(args.minutes, args.faster),
    }
    unknown = set(args.what) - set(soaks)
    if unknown:
        parser.error(f"{', '.join(sorted(unknown))}: choose among {', '.join(soaks)}")
    failed = False
    for what in args.what:
        for line in soaks[what]():
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()
            failed |= line.startswith("FAILED")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
