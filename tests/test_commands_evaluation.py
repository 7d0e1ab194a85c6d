"""`minamata eval` and `minamata bench`."""

from __future__ import annotations

import json
from pathlib import Path

from tests.command_line import CASE, Asked, Run


class TestEval:
    def test_run_scores_and_compare_tells_the_difference(self, run: Run, tmp_path: Path) -> None:
        cases = tmp_path / "cases.jsonl"
        cases.write_text(CASE + "\n", encoding="utf-8")
        for name in ("a", "b"):
            code, out, _ = run("eval", "run", str(cases), "--out", str(tmp_path / name))
            assert code == 0 and str(tmp_path / name) in out
            assert {f.name for f in (tmp_path / name).iterdir()} == {
                "cases.jsonl",
                "results.jsonl",
                "report.json",
                "report.html",
            }
        code, out, _ = run("eval", "compare", str(tmp_path / "a"), str(tmp_path / "b"))
        assert code == 0 and "same questions" in out

    def test_other_documents_do_not_enter_the_users_folder(
        self, run: Run, opened: list[Asked], tmp_path: Path
    ) -> None:
        cases = tmp_path / "cases.jsonl"
        cases.write_text(CASE + "\n", encoding="utf-8")
        argv = ("eval", "run", str(cases), "--out", str(tmp_path / "out"), "--documents", str(tmp_path))
        assert run(*argv)[0] == 0
        assert run(*argv, "--data-dir", str(tmp_path / "own"))[0] == 0
        first, second = (asked.index.settings.data_dir for asked in opened)
        assert not first.exists() and first != tmp_path / "data"
        assert second == tmp_path / "own"

    def test_what_cannot_be_scored_is_an_error_of_one_line(self, run: Run, tmp_path: Path) -> None:
        code, _, err = run("eval", "compare", str(tmp_path), str(tmp_path))
        assert code == 3 and str(tmp_path) in err and err.count("\n") == 1
        assert run("eval", "run", str(tmp_path / "none"), "--out", str(tmp_path))[0] == 3


def test_bench_measures(run: Run) -> None:
    code, out, _ = run("bench", "--json")
    speed = json.loads(out)
    assert code == 0 and speed["questions"] > 0
    assert speed["median_ms"] <= speed["p95_ms"] <= speed["slowest_ms"]
    assert speed["embedding_ms"] >= 0 and speed["torch_ms"] >= 0
    assert "median" in run("bench")[1]
