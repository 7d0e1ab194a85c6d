"""Documents by the thousand passages, for measuring: real ones first, then generated ones.

Real: what a folder holds in the formats that `minamata add` reads, and ``*.jsonl.gz`` with a `title` and a
`text` a line (rows of one title are one document). Generated: numbered decisions whose words follow each
other as in the documents at hand (a Markov chain over words, seeded), each with some invented names, so that
the vocabulary grows with the collection as it does in earnest. The same arguments give the same documents.
"""

from __future__ import annotations

import gzip
import json
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

import corpus
from corpus import Document, document_from_text
from corpus.reading import readable_files

_PARAGRAPHS = 200  # of a generated document
_NAMES = 30  # of its own
_NAMED = 0.02  # of its words
_ONSETS = ("b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "z", "br", "st", "tr")
_RHYMES = ("a", "e", "i", "o", "u", "an", "en", "or", "is", "um")


def documents(data: Path | None, passages: int, seed: int = 1) -> list[Document]:
    """Documents of about `passages` passages together, never fewer."""
    found: list[Document] = []
    held = 0
    shipped = corpus.load_shipped()
    real = list(_real(data)) if data else []
    for document in chain(real, _generated([*shipped, *real], seed)):
        found.append(document)
        held += len(corpus.passages(document))
        if held >= passages:
            return found
    raise AssertionError("the generator does not end")


def one_document(like: Sequence[Document], number: int, paragraphs: int = 20) -> Document:
    """A document of its own to add to others; `number` makes it another one."""
    return next(_generated(like, 10_000 + number, paragraphs))


def _real(data: Path) -> Iterator[Document]:
    for path in sorted(data.rglob("*.jsonl.gz")):
        parts: dict[str, list[str]] = defaultdict(list)
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                if not {"title", "text"} <= row.keys():
                    break
                title, _, part = row["title"].partition(" — ")
                parts[title].append(f"{part}\n\n{row['text']}")
        for title, texts in parts.items():
            yield _document(title, "\n\n".join(texts))
    if any(path.suffix != ".gz" for path in data.rglob("*") if path.is_file()):
        for path in readable_files(data):
            yield corpus.read_document(path)


def _document(title: str, text: str) -> Document:
    return document_from_text(f"{title}\n\n{text}", file_name=f"{title[:60]}.txt")


def _generated(like: Sequence[Document], seed: int, paragraphs: int = _PARAGRAPHS) -> Iterator[Document]:
    texts = [passage.text for document in like for passage in corpus.passages(document)]
    follows: dict[str, list[str]] = defaultdict(list)
    for text in texts:
        for word, after in zip(["", *(words := text.split())], words, strict=False):
            follows[word].append(after)
    sizes = [size for text in texts if (size := len(text.split())) > 3]
    number = 0
    while True:
        number += 1
        chance = random.Random(f"{seed} {number}")
        names = [_name(chance) for _ in range(_NAMES)]
        lines = [f"Decision MC-{chance.randrange(10, 99)}/{number}: {names[0]} and {names[1]}"]
        lines += [
            f"{n}. {_sentence(chance, follows, names, chance.choice(sizes))}"
            for n in range(1, paragraphs + 1)
        ]
        yield _document(f"Decision {number}", "\n\n".join(lines))


def _sentence(chance: random.Random, follows: dict[str, list[str]], names: Sequence[str], size: int) -> str:
    written, last = [], ""
    for _ in range(size):
        last = chance.choice(follows.get(last) or follows[""])
        written.append(chance.choice(names) if chance.random() < _NAMED else last)
    return " ".join(written).rstrip(".,;:") + "."


def _name(chance: random.Random) -> str:
    return "".join(
        chance.choice(_ONSETS) + chance.choice(_RHYMES) for _ in range(chance.randrange(2, 5))
    ).title()
