"""Stems of words, by many threads at once."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor

from corpus.words import stem


def test_threads_do_not_mix_their_words() -> None:
    ends = ["s", "ing", "ation", "able", "ed", "er", "ers", "ations", "ment", "ful"]
    roots = ["submit", "confer", "transport", "permit", "suffer", "import"]
    words = [root + end for root in roots for end in ends]
    plain = [stem.__wrapped__(word) for word in words]
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as pool:
            found = list(pool.map(lambda _: [stem.__wrapped__(word) for word in words], range(40)))
    finally:
        sys.setswitchinterval(before)
    assert all(stems == plain for stems in found)


def test_irregular_forms_have_the_stem_of_their_base() -> None:
    assert stem("written") == stem("write") and stem("Women") == stem("woman")
    assert stem("might") != stem("may")
