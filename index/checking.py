"""Checking that the records are whole and that a vectors folder finds what it holds, in a child process.

A damaged HNSW file can end the process that reads it, and a half-missing one still counts its records
correctly; so a child asks the folder for vectors it must hold, and a crash is only an exit code here.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from index.errors import IndexDamaged, IndexFault
from index.records import Records
from index.vectors import VectorStore

CANARIES = 200
_SAME = 1e-4  # cosine distance within which two vectors are one
#: Share of vectors that an approximate graph may miss where many lie close together.
_LOST = 0.02
_OK, _BAD, _DAMAGED = 0, 3, 4


def differences(store: VectorStore, records: Records, canaries: int = CANARIES) -> str | None:
    """What is wrong with a store that should hold the records' vectors, or None.

    Those of pending documents may be missing. About `canaries` vectors, evenly spread, must find themselves.
    """
    held, visible = store.ids(), records.window_ids("visible")
    if missing := len(visible - held):
        return f"{missing} of {len(visible)} vectors are missing"
    if extra := len(held - records.window_ids("visible", "pending")):
        return f"{extra} vectors belong to no document"
    present = sorted(held)
    asked = present[:: max(1, len(present) // canaries)]
    near = store.neighbours([records.window_vector(window_id) for window_id in asked], min(10, len(held)))
    # a twin in its place is as good; texts often repeat whole lines
    lost = [
        window_id
        for window_id, found in zip(asked, near, strict=True)
        if window_id not in found and not any(cosine > 1.0 - _SAME for cosine in found.values())
    ]
    if len(lost) > _LOST * len(asked):
        return f"{len(lost)} of {len(asked)} vectors do not find themselves, {lost[0]} the first"
    return None


def start_check(folder: Path, records: Path) -> subprocess.Popen[bytes]:
    """A child that checks `folder` against `records`; it can run while the model loads."""
    path = os.pathsep.join([str(Path(__file__).resolve().parent.parent), os.environ.get("PYTHONPATH", "")])
    return subprocess.Popen(
        [sys.executable, "-m", "index.checking", str(folder), str(records)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": path.rstrip(os.pathsep), "ANONYMIZED_TELEMETRY": "False"},
    )


def outcome(child: subprocess.Popen[bytes], seconds: float = 600.0) -> str | None:
    """What the child found wrong with the vectors, or None; IndexDamaged where the records are wrong."""
    try:
        _, said = child.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        child.kill()
        child.communicate()
        return f"the check did not end within {seconds:.0f} s"
    if child.returncode == _OK:
        return None
    if child.returncode in (_BAD, _DAMAGED):
        line = said.decode(errors="replace").strip().splitlines()[-1]
        if child.returncode == _DAMAGED:
            raise IndexDamaged(line)
        return line
    return f"reading it ended the process (exit {child.returncode})"


def _limit_files(folder: Path) -> None:
    """A torn record can make Chroma write without end; stop it well before the disk is full."""
    held = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    limit = 4 * held + 256 * 2**20
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit if hard < 0 else min(limit, hard), hard))


def main(folder: Path, records_path: Path) -> int:
    """The child: 0 where all is well, else the reason on stderr; 4 where it is the records."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _limit_files(folder)
    ended, wrong = _OK, ""
    try:
        with closing(Records(records_path)) as records:
            records.must_be_sound()
            with closing(VectorStore.in_folder(folder)) as store:
                wrong = differences(store, records) or ""
    except IndexDamaged as fault:
        ended, wrong = _DAMAGED, str(fault)
    except IndexFault as fault:
        wrong = str(fault)
    if wrong:
        sys.stderr.write(wrong + "\n")
    return ended or (_BAD if wrong else _OK)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
