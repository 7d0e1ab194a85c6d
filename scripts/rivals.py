"""This project beside what a user would take instead, in one run on one machine over the same documents.

The others are the chain of LangChain's tutorial (recursive splitter of 1,000 characters with 200 of
overlap, HuggingFaceEmbeddings, Chroma, k=4) and LlamaIndex's default vector index. Each is measured in
processes of its own, in turns, several times over; retrieval and answers are timed over different questions.
Evidence recall is the share of the words to be quoted that stand whole in the first 1,000 characters
retrieved. Needs the extra `bench`. Of the questions nothing but totals is shown.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rival_systems import NEEDED, SYSTEMS

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
CASES = ROOT / "eval/cases/letter_dev2.jsonl"
BUDGET = 1000  # characters
Row = dict[str, Any]


# in a process of its own ---------------------------------------------------------------------------------


def one(name: str, step: str, folder: Path, begun: float) -> Row:
    """One step of one system. `begun` is when its process was started (seconds since the epoch)."""
    system = SYSTEMS[name]()
    asked = json.loads((folder.parent / "asked.json").read_text(encoding="utf-8"))
    if step == "build":
        start = time.perf_counter()
        system.build(asked["texts"], folder)
        return {"build_s": time.perf_counter() - start, "peak_mib": _peak()}
    cases = asked["cases"]
    system.open(folder)
    system.answer(cases[0][0])
    first = time.time() - begun
    found: Row = {"first_s": first}
    for name, ask, part in (
        ("retrieve", system.retrieve, cases[1::2]),
        ("answer", system.answer, cases[2::2]),
    ):
        taken = [_taken(ask, question) for question, _ in part]
        found |= {
            f"{name}_p50": statistics.median(taken),
            f"{name}_p95": statistics.quantiles(taken, n=20)[-1],
        }
    recalls = [_recall(system.retrieve(question), words) for question, words in cases]
    return {**found, "peak_mib": _peak(), "recalls": recalls}


def _taken(ask: Any, question: str) -> float:
    start = time.perf_counter()
    ask(question)
    return 1000 * (time.perf_counter() - start)


def _recall(texts: Sequence[str], words: Sequence[str]) -> float:
    from eval.wording import normalised

    read = normalised("\n\n".join(texts)[:BUDGET])
    return sum(normalised(w) in read for w in words) / len(words)


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


# beside each other ---------------------------------------------------------------------------------------


def main() -> int:
    """Measure all, print a table with this project's ratios to the others."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--documents", type=Path, help="a folder of documents (else the shipped letter and facts)"
    )
    parser.add_argument("--cases", type=Path, default=CASES, help="question cases with evidence")
    parser.add_argument("--repeat", type=int, default=3, help="processes for each system, taken in turns")
    parser.add_argument("--json", action="store_true", help="as JSON, for programs")
    parser.add_argument("--one", nargs=4, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.one:
        warnings.simplefilter("ignore")
        name, step, folder, begun = args.one
        sys.stdout.write("\n" + json.dumps(one(name, step, Path(folder), float(begun))))
        return 0
    missing = [name for name in NEEDED if not _there(name)]
    if missing:
        cure = 'pip install -c constraints.txt -e ".[bench]"'
        sys.stderr.write(f"Not installed: {', '.join(missing)}; install them with: {cure}\n")
        return 3
    with tempfile.TemporaryDirectory(prefix="minamata-") as scratch:
        chars = _prepare(Path(scratch), args.documents, args.cases)
        for name in SYSTEMS:
            (Path(scratch) / name).mkdir()
        rows = {name: [_child(name, "build", Path(scratch))] for name in SYSTEMS}
        for _ in range(args.repeat):
            for name in SYSTEMS:
                rows[name].append(_child(name, "ask", Path(scratch)))
    found = {name: _figures(measured, chars) for name, measured in rows.items()}
    shown = json.dumps(found, indent=1) if args.json else _table(found)
    sys.stdout.write(shown + "\n")
    return 0


def _there(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def _prepare(scratch: Path, documents: Path | None, cases: Path) -> int:
    """Write what each system is given; how many characters of documents that is."""
    from corpus import load_shipped, read_folder
    from eval import load_cases

    read = read_folder(documents) if documents else load_shipped()
    texts = {document.id: document.text for document in read}
    asked = [
        (c.question, c.evidence) for c in load_cases(cases) if c.evidence and c.answerable and not c.history
    ]
    (scratch / "asked.json").write_text(json.dumps({"texts": texts, "cases": asked}), encoding="utf-8")
    return sum(map(len, texts.values()))


def _child(name: str, step: str, scratch: Path) -> Row:
    quiet = {"ANONYMIZED_TELEMETRY": "False", "HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false"}
    command = [sys.executable, __file__, "--one", name, step, str(scratch / name), str(time.time())]
    done = subprocess.run(command, env=os.environ | quiet, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{name} failed to {step}:\n{done.stderr[-2000:]}")
    found: Row = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def _figures(rows: list[Row], chars: int) -> Row:
    built, runs = rows[0], rows[1:]
    names = [n for n in runs[0] if n != "recalls"]
    return {
        "indexing_chars_per_s": [chars / built["build_s"]],
        **{name: [run[name] for run in runs] for name in names},
        "recalls": runs[0]["recalls"],
    }


LINES = {
    "first_s": ("first answer, cold process", "s"),
    "retrieve_p50": ("retrieval, median", "ms"),
    "retrieve_p95": ("retrieval, p95", "ms"),
    "answer_p50": ("answer, median", "ms"),
    "answer_p95": ("answer, p95", "ms"),
    "indexing_chars_per_s": ("indexing", "characters/s"),
    "peak_mib": ("memory, peak", "MiB"),
}


def _table(found: dict[str, Row]) -> str:
    """Medians of the repeats; in brackets how many times this project's the others take, least to most."""
    from eval.intervals import interval
    from eval.terminal import table

    ours = found["minamata"]
    rows = []
    for key, (name, unit) in LINES.items():
        cells = [f"{name} ({unit})"]
        for system, measured in found.items():
            value = f"{statistics.median(measured[key]):.4g}"
            ratios = [theirs / own for theirs, own in zip(measured[key], ours[key], strict=True)]
            spread = f"{min(ratios):.2f}" if len(ratios) == 1 else f"{min(ratios):.2f} to {max(ratios):.2f}"
            cells.append(value if system == "minamata" else f"{value} ({spread})")
        rows.append(cells)
    cells = [f"evidence in {BUDGET:,} characters"]
    notes = []
    for system, measured in found.items():
        mean = statistics.fmean(measured["recalls"])
        low, high = interval(measured["recalls"]) or (0.0, 0.0)
        cells.append(f"{mean:.3f} ({low:.2f} to {high:.2f})")
        if system != "minamata":
            both = list(zip(ours["recalls"], measured["recalls"], strict=True))
            bounds = interval(both, _ratios) or (0.0, 0.0)
            ratio, missed = statistics.fmean(ours["recalls"]) / mean, 1 - mean
            gone = (statistics.fmean(ours["recalls"]) - mean) / missed if missed else 0.0
            notes.append(
                f"evidence: {ratio:.2f} times {system}'s (95%: {bounds[0]:.2f} to {bounds[1]:.2f}), "
                f"{100 * gone:.0f}% of its misses gone"
            )
    rows.append(cells)
    notes.append(
        f"{len(ours['recalls'])} questions; in brackets how many times this project's, least to most."
    )
    return "\n".join([table(("", *found), rows), "", *notes])


def _ratios(drawn: Any) -> Any:
    import numpy as np

    sums = drawn.sum(axis=1)
    return np.divide(sums[:, 0], sums[:, 1], out=np.full(len(sums), np.nan), where=sums[:, 1] > 0)


if __name__ == "__main__":
    sys.exit(main())
