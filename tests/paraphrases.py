"""Honest statements about the letter and the tests' documents, as a language model would put them.

`paraphrases.jsonl` was written by hand from the documents: words that find the passage, and the statement.
Half of them, by hash, are kept out: nobody looks at them one by one while the rules are made.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

_LINES = (Path(__file__).parent / "paraphrases.jsonl").read_text(encoding="utf-8").splitlines()
_ROWS = [json.loads(row) for row in _LINES]

#: (words that find the passage, statement)
PARAPHRASES: tuple[tuple[str, str], ...] = tuple((row["passage"], row["statement"]) for row in _ROWS)


def kept_out(statement: str) -> bool:
    """Whether a statement belongs to the half that figures are reported on."""
    return hashlib.sha256(statement.encode()).digest()[0] % 2 == 1
