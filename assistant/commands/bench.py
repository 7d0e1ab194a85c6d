"""The command `bench`: how fast this machine opens the documents and answers, and how much memory it takes.

The questions come from the documents' own register, so that they fit whatever documents are there.
"""

from __future__ import annotations

import os
import platform
import resource
import statistics
import sys
import time
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from assistant.commands.output import counted, progress_bar, say, say_json
from assistant.commands.reaching import Told, open_here

if TYPE_CHECKING:
    from assistant import Assistant
    from corpus.register import Register
    from index import Embedder

_ALWAYS = ("What is due next?", "Which decisions do the documents name?", "What is the price of gold today?")
_MOST_QUESTIONS = 60


@dataclass(frozen=True, slots=True)
class Speed:
    """Times in milliseconds, memory in MiB; all of questions after the first one.

    `searched_ms` is the median of answers that searched, `listed_ms` of those from the register alone
    (None where there was none), `embedding_ms` of embedding the same questions alone, `torch_ms` of the
    same by sentence-transformers, warm and with nothing beside it; `ratio` is `searched_ms` over
    `torch_ms`. Memory is that before sentence-transformers is loaded.
    """

    python: str
    processors: int
    documents: int
    passages: int
    open_ms: float
    first_ms: float
    questions: int
    median_ms: float
    p95_ms: float
    slowest_ms: float
    searched_ms: float | None
    listed_ms: float | None
    embedding_ms: float
    torch_ms: float
    ratio: float | None
    memory_mib: float


def bench(args: Namespace) -> int:
    """Measure, and print what was measured."""
    with progress_bar() as told:
        begun = time.perf_counter()
        assistant = open_here(args.data_dir, None, told)
        open_ms = _since(begun)
        with assistant.index:
            speed = _measure(assistant, open_ms, told)
    if args.json:
        say_json(asdict(speed))
        return 0
    say(f"Python {speed.python}, {counted(speed.processors, 'processor')}")
    say(f"{counted(speed.documents, 'document')}, {counted(speed.passages, 'passage')}")
    say(f"open          {speed.open_ms:8.0f} ms")
    say(f"first answer  {speed.first_ms:8.1f} ms")
    say(f"{counted(speed.questions, 'more answer')}:")
    say(f"  median      {speed.median_ms:8.1f} ms")
    say(f"  95% within  {speed.p95_ms:8.1f} ms")
    say(f"  all within  {speed.slowest_ms:8.1f} ms")
    times = _shown(speed.ratio).strip()
    say(f"  searched    {_shown(speed.searched_ms)} ms, {times} times a bare embedding by torch")
    say(f"  listed      {_shown(speed.listed_ms)} ms (from the register, without a search)")
    say(f"embedding     {speed.embedding_ms:8.1f} ms for a question (by torch {speed.torch_ms:.1f} ms)")
    say(f"memory        {speed.memory_mib:8.0f} MiB at most")
    return 0


def questions(register: Register) -> list[str]:
    """Questions of every kind about what the register holds."""
    found = [f"What does decision {row.id} ask for?" for row in register.decisions]
    found += [f"Which documents name {row.id}?" for row in register.decisions]
    found += [f"What belongs to {row.name}?" for row in register.workstreams]
    found += [f"When is this due: {row.what[:80]}?" for row in register.deadlines]
    return [*_ALWAYS, *found[:: max(1, len(found) // _MOST_QUESTIONS)]]


def _measure(assistant: Assistant, open_ms: float, told: Told) -> Speed:
    asked = questions(assistant.index.register())
    times: list[float] = []
    searched: list[bool] = []
    for question in asked:
        begun = time.perf_counter()
        answer = assistant.ask(question, ())
        times.append(_since(begun))
        searched.append(answer.timings_ms.gather > 0)
        told("asking", len(times), len(asked))
    first, others = times[0], times[1:]
    found = _median([t for t, s in zip(others, searched[1:], strict=True) if s])
    embedder, memory = assistant.index.embedder, _peak_mib()
    bare = _embedding(embedder, asked[1:])
    torch = _embedding(_by_torch(embedder), asked[1:])
    return Speed(
        python=platform.python_version(),
        processors=len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1,
        documents=len(assistant.index.documents()),
        passages=len(assistant.index.passages()),
        open_ms=round(open_ms, 1),
        first_ms=round(first, 1),
        questions=len(others),
        median_ms=round(statistics.median(others), 1),
        p95_ms=round(_quantile(others, 0.95), 1),
        slowest_ms=round(max(others), 1),
        searched_ms=found,
        listed_ms=_median([t for t, s in zip(others, searched[1:], strict=True) if not s]),
        embedding_ms=round(bare, 1),
        torch_ms=round(torch, 1),
        ratio=round(found / torch, 2) if found else None,
        memory_mib=round(memory, 1),
    )


def _by_torch(embedder: Embedder) -> Embedder:
    """The same model through sentence-transformers; the embedder itself where it is no packaged one."""
    from index import PackagedEmbedder, SentenceTransformerEmbedder

    return SentenceTransformerEmbedder() if isinstance(embedder, PackagedEmbedder) else embedder


def _embedding(embedder: Embedder, asked: Sequence[str]) -> float:
    """The median time of embedding one question, nothing kept from before."""
    embedder.encode([asked[0]])
    times = []
    for question in asked:
        begun = time.perf_counter()
        embedder.encode([question])
        times.append(_since(begun))
    return statistics.median(times)


def _median(values: Sequence[float]) -> float | None:
    return round(statistics.median(values), 1) if values else None


def _shown(value: float | None) -> str:
    return "       -" if value is None else f"{value:8.1f}"


def _since(begun: float) -> float:
    return 1000 * (time.perf_counter() - begun)


def _quantile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` of `values` do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * int(100 * share) // 100) - 1)]


def _peak_mib() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20 if sys.platform == "darwin" else peak / 2**10
