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
BARE = 2_000  # texts embedded bare at most, taken evenly from all that were embedded
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


class Recorded(PackagedEmbedder):
    """The embedder, which remembers what it was given to embed."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def encode_tokens(self, texts: Sequence[str]) -> list[TextVectors]:
        """As the embedder does."""
        self.texts += texts
        return super().encode_tokens(texts)


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
    """Index the folder's documents, then embed bare the very texts, windows and contexts, of that."""
    given = _given(folder)
    embedder = Drawn() if drawn else Recorded()
    embedder.load()
    with Index.open(_settings(folder), embedder=embedder, shipped=()) as index:
        told = _Told()
        seconds, work = _worked(lambda: index.add(given, told))
        passages = len(index.passages())
    found: dict[str, Any] = {
        "vectors": "drawn" if drawn else "embedded",
        "passages": passages,
        "seconds": round(seconds, 1),
        "seconds by stage": {stage: round(took, 1) for stage, took in told.seconds.items()},
        "processor s": round(work, 1),
        "MiB on disk": round(sum(f.stat().st_size for f in folder.rglob("*") if f.is_file()) / 2**20),
    }
    if isinstance(embedder, Recorded):
        texts = embedder.texts[:: 1 + len(embedder.texts) // BARE]
        share = len(embedder.texts) / len(texts)
        bare_seconds, bare_work = (share * each for each in _bare(texts))
        found |= {
            "texts embedded": len(embedder.texts),
            "texts a second": round(len(embedder.texts) / seconds, 1),
            "texts a second, bare": round(len(embedder.texts) / bare_seconds, 1),
            "share of bare, by the clock": round(bare_seconds / seconds, 2),
            "share of bare, by processor": round(bare_work / work, 2),
        }
    return found


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
        timed = [_worked(lambda q=question: index.search(q)) for question in asked]
        times, works = (sorted(1000 * each[part] for each in timed) for part in (0, 1))
        searching = _memory()
        more = [one_document(given[-3:], n) for n in range(ADDED)]
        embedder.encode_tokens([text for one in more for text in _texts([one])])  # it is not the index's work
        adding = [_worked(lambda one=one: index.add([one])) for one in more]
        asking = _took(lambda: index.search("What was said of it last?"))
        removing = _took(lambda: index.remove(more[0].id))
    return {
        "open s": round(opened, 2),
        "open to first answer s": round(first, 2),
        "search p50 ms": round(statistics.median(times), 1),
        "search p95 ms": round(times[int(0.95 * len(times))], 1),
        "search slowest ms": round(times[-1], 1),
        "search, processor p50, p95 ms": [round(works[int(part * len(works))], 1) for part in (0.5, 0.95)],
        "MiB before, searching, at most": [round(before), round(searching), round(_peak())],
        "add one s": round(statistics.median(each[0] for each in adding), 2),
        "add one, processor s": round(statistics.median(each[1] for each in adding), 2),
        "add one slowest s": round(max(each[0] for each in adding), 2),
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
    """All that is embedded of documents: windows of passages, and what stands around these."""
    import corpus
    from index.context import contexts
    from index.windows import windows

    found: list[str] = []
    for document in given:
        passages = corpus.passages(document)
        found += [p.text[w.start : w.end] for p in passages for w in windows(p.text)]
        found += contexts(document, passages).values()
    return found


def _bare(texts: Sequence[str]) -> tuple[float, float]:
    """Seconds, and processor seconds, that sentence-transformers takes as anybody would call it."""
    from sentence_transformers import SentenceTransformer

    from index.weights import packaged_weights

    model = SentenceTransformer(str(packaged_weights()), device="cpu", local_files_only=True)
    model.max_seq_length = 256
    model.encode(["warm"])
    size = IndexSettings().batch_size
    return _worked(lambda: model.encode(list(texts), batch_size=size, normalize_embeddings=True))


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


def _worked(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds that `work` takes, and seconds of the processors."""
    begun, used = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - begun, time.process_time() - used


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
