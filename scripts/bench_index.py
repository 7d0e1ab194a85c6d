"""How the index fares with many passages: rates, search times, memory, start-up, adding one document.

Every figure comes from a process of its own over documents of `many_documents`. A folder given with `--keep`
keeps what was built, with its vectors, so that later runs measure without embedding again.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the command line does

import numpy as np  # noqa: E402
from many_documents import documents, one_document  # noqa: E402
from numpy.typing import NDArray  # noqa: E402

from corpus import Document  # noqa: E402
from index import Index, IndexSettings, PackagedEmbedder, Progress, TextVectors  # noqa: E402
from index.packing import Matrix  # noqa: E402

FEW = 1_000
SAMPLE = 1_500  # texts embedded bare, before and after
QUESTIONS = 300
ADDED = 7  # documents added one by one


class Drawn(PackagedEmbedder):
    """Vectors drawn by chance instead of embedded, around some hundred topics; a text's are always the same.

    For collections that would take an hour to embed, where only the index itself is looked at.
    """

    def __init__(self) -> None:
        super().__init__()
        chance = np.random.default_rng(1)
        self._topics = _unit(chance.standard_normal((300, self.dim)))
        self._pieces = _unit(chance.standard_normal((20_000, self.dim)))

    def encode_tokens(self, texts: Sequence[str]) -> list[TextVectors]:
        """A sentence vector near a topic's, and four token vectors for three words."""
        found = []
        for text in texts:
            chance = np.random.default_rng(zlib.crc32(text.encode()))
            near = self._topics[chance.integers(300)] + 0.05 * chance.standard_normal(self.dim)
            pieces = chance.integers(len(self._pieces), size=1 + len(text.split()) * 4 // 3)
            found.append(TextVectors(_unit(near[None, :])[0], self._pieces[pieces]))
        return found


class Known(PackagedEmbedder):
    """An embedder for which what it has embedded once costs nothing the second time."""

    def __init__(self, embedder: PackagedEmbedder) -> None:
        super().__init__()
        self._embedder = embedder
        self._known: dict[str, TextVectors] = {}

    def encode_tokens(self, texts: Sequence[str]) -> list[TextVectors]:
        """As the embedder does."""
        missing = [text for text in texts if text not in self._known]
        self._known |= zip(missing, self._embedder.encode_tokens(missing), strict=True)
        return [self._known[text] for text in texts]


def build(folder: Path, drawn: bool) -> dict[str, Any]:
    """Index the folder's documents, between two bare embeddings of some of the same texts."""
    given = _given(folder)
    embedder = Drawn() if drawn else PackagedEmbedder()
    embedder.load()
    texts = _texts(given)
    rates: list[float] = []
    bare = None if drawn else _bare(texts[:: max(1, len(texts) // SAMPLE)])
    with Index.open(_settings(folder), embedder=embedder, shipped=()) as index:
        rates += [bare()] if bare else []
        told = _Told()
        seconds = _took(lambda: index.add(given, told))
        rates += [bare()] if bare else []
        passages = len(index.passages())
    rate = len(texts) / seconds
    return {
        "vectors": "drawn" if drawn else "embedded",
        "passages": passages,
        "texts": len(texts),
        "seconds": round(seconds, 1),
        "seconds by stage": {stage: round(took, 1) for stage, took in told.seconds.items()},
        "texts a second": round(rate, 1),
        "bare": [round(each, 1) for each in rates],
        "share of bare": round(rate / statistics.mean(rates), 2) if rates else None,
        "MiB on disk": round(sum(f.stat().st_size for f in folder.rglob("*") if f.is_file()) / 2**20),
    }


class _Told:
    """Hears of progress, and sums up how long each stage took."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = time.perf_counter()

    def __call__(self, progress: Progress) -> None:
        now = time.perf_counter()
        self.seconds[progress.stage] = self.seconds.get(progress.stage, 0.0) + now - self._last
        self._last = now


def measure(folder: Path, drawn: bool) -> dict[str, Any]:
    """Open what was built, search it, add to it, take away from it."""
    given, embedder = _given(folder), Known(Drawn() if drawn else PackagedEmbedder())
    with tempfile.TemporaryDirectory(dir=folder) as aside:  # what is kept stays as it was built
        shutil.copytree(folder / "data", Path(aside) / "data", copy_function=shutil.copy2)
        return _measured(Path(aside), given, embedder)


def _measured(folder: Path, given: Sequence[Document], embedder: Known) -> dict[str, Any]:
    before = _memory()
    begun = time.perf_counter()
    index = Index.open(_settings(folder), embedder=embedder, shipped=())
    opened = time.perf_counter() - begun
    with index:
        index.warm()
        first = time.perf_counter() - begun
        asked = questions(given)
        for question in asked:
            embedder.encode_tokens([question])
        work = time.process_time()
        times = sorted(1000 * _took(lambda q=question: index.search(q)) for question in asked)
        work = 1000 * (time.process_time() - work) / len(asked)
        searching = _memory()
        more = [one_document(given[-3:], n) for n in range(ADDED)]
        embedder.encode_tokens([text for one in more for text in _texts([one])])  # it is not the index's work
        adding = [_took(lambda one=one: index.add([one])) for one in more]
        asking = _took(lambda: index.search("What was said of it last?"))
        removing = _took(lambda: index.remove(more[0].id))
    return {
        "open s": round(opened, 2),
        "open to first answer s": round(first, 2),
        "search p50 ms": round(statistics.median(times), 1),
        "search p95 ms": round(times[int(0.95 * len(times))], 1),
        "search slowest ms": round(times[-1], 1),
        "search, processor ms, mean": round(work, 1),
        "MiB before, searching, at most": [round(before), round(searching), round(_peak())],
        "add one s": round(statistics.median(adding), 2),
        "add one slowest s": round(max(adding), 2),
        "search after an add ms": round(1000 * asking, 1),
        "remove one s": round(removing, 2),
    }


def questions(given: Sequence[Document]) -> list[str]:
    """Questions in the documents' words, frequent and rare ones as they stand side by side."""
    chance = random.Random(5)
    heads = ("What is said about", "Which decision is on", "Who is asked to", "When is it due that")
    found = []
    while len(found) < QUESTIONS:
        words = chance.choice(given).text.split()
        at, size = chance.randrange(max(1, len(words) - 12)), chance.randrange(3, 13)
        found.append(f"{chance.choice(heads)} {' '.join(words[at : at + size])}?")
    return found


def _texts(given: Sequence[Document]) -> list[str]:
    import corpus
    from index.windows import windows

    return [p.text[w.start : w.end] for d in given for p in corpus.passages(d) for w in windows(p.text)]


def _bare(texts: Sequence[str]) -> Callable[[], float]:
    """Texts a second that sentence-transformers embeds, as anybody would call it, at the same batch size."""
    from sentence_transformers import SentenceTransformer

    from index.weights import packaged_weights

    model = SentenceTransformer(str(packaged_weights()), device="cpu", local_files_only=True)
    model.max_seq_length = 256
    model.encode(["warm"])
    size = IndexSettings().batch_size
    return lambda: (
        len(texts) / _took(lambda: model.encode(list(texts), batch_size=size, normalize_embeddings=True))
    )


def _unit(rows: NDArray[np.float64]) -> Matrix:
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def _settings(folder: Path) -> IndexSettings:
    return IndexSettings(data_dir=folder / "data")


def _given(folder: Path) -> list[Document]:
    found: list[Document] = pickle.loads((folder / "documents.pickle").read_bytes())  # noqa: S301 - ours
    return found


def _took(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _memory() -> float:
    status = Path("/proc/self/status")
    if not status.exists():
        return 0.0
    line = next(x for x in status.read_text(encoding="utf-8").splitlines() if x.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def _peak() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20 if sys.platform == "darwin" else peak / 2**10


def _apart(step: str, folder: Path, drawn: bool) -> dict[str, Any]:
    """What a step measured in a process of its own."""
    command = [sys.executable, str(Path(__file__)), "--step", step, "--keep", str(folder)]
    command += ["--drawn"] if drawn else []
    ran = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    return found


def _of_size(passages: int, data: Path | None, kept: Path, drawn: bool) -> dict[str, Any]:
    folder = kept / f"{passages}{'-drawn' if drawn else ''}"
    built = folder / "built.json"
    if not built.exists():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "documents.pickle").write_bytes(pickle.dumps(documents(data, passages)))
        built.write_text(json.dumps(_apart("build", folder, drawn)), encoding="utf-8")
    return json.loads(built.read_text(encoding="utf-8")) | _apart("measure", folder, drawn)


def main() -> int:
    """Build where needed, measure, and write the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="a folder of real documents to begin with")
    parser.add_argument("--passages", type=int, default=10_000)
    parser.add_argument("--keep", type=Path, help="where what was built stays for the next time")
    parser.add_argument("--drawn", action="store_true", help="draw vectors by chance instead of embedding")
    parser.add_argument("--step", choices=("build", "measure"), help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.step:
        step = {"build": build, "measure": measure}[args.step]
        sys.stdout.write(json.dumps(step(args.keep, args.drawn)) + "\n")
        return 0
    with tempfile.TemporaryDirectory() as aside:
        kept = args.keep or Path(aside)
        for size in (FEW, args.passages):
            figures = _of_size(size, args.data, kept, args.drawn)
            sys.stdout.write("".join(f"{name:32} {value}\n" for name, value in figures.items()) + "\n")
            sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
