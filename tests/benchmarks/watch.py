"""From a save to the verdict: ``kata watch`` beside a new pytest, which is what a watcher of test files starts.

``KATA_SAVES=30`` sets how many saves are made (default: 10); the exercises are those named in ``KATA_EXERCISES``.
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

import pexpect

from grader import catalog
from grader.catalog import Exercise
from tests.benchmarks.measuring import ROOT, cpu_of_family, python, run

SAVES = int(os.environ.get("KATA_SAVES", "10"))
LIMITS = {"ex01": 0.15, "ex02": 0.15, "ex03": 0.15, "ex09": 1.5}
OTHERS = 0.4
PATIENCE = 600
IDLE = 5.0
PAUSE = 0.5


def main() -> None:
    named = os.environ.get("KATA_EXERCISES", "").split()
    print(f"median of {SAVES} saves; wall seconds to the verdict, CPU seconds per save (all processes)")
    for exercise in catalog.chosen(named):
        with tempfile.TemporaryDirectory() as place:
            root = Path(place)
            for folder in ("exercises", "solutions"):
                shutil.copytree(ROOT / folder / exercise.id, root / folder / exercise.id)
            limit = LIMITS.get(exercise.id, OTHERS)
            wall, cpu, idle = _saves(root, exercise, python("-m", "grader", "watch", exercise.id), SAVES)
            print(
                f"{exercise.id}  kata watch {wall:.3f} s (at most {limit}), {cpu:.3f} CPU s, idle {idle:.2%} of a CPU",
                flush=True,
            )
            target = f"exercises/{exercise.id}"
            new = run(python("-m", "pytest", target), cwd=root)
            print(f"      a new pytest {new.wall:.2f} s, {new.cpu:.2f} CPU s", flush=True)


def _saves(root: Path, exercise: Exercise, command: list[str | Path], saves: int) -> tuple[float, float, float]:
    """The median of the wall seconds from save to verdict, CPU seconds per save, and the share of a CPU when idle."""
    path = exercise.path(root)
    answer = exercise.path(root, "solutions").read_text(encoding="utf-8")
    path.write_text(answer, encoding="utf-8")
    shown = rf"of {_points(exercise)} points"
    child = pexpect.spawn(
        sys.executable, [str(part) for part in command[1:]], cwd=root, timeout=PATIENCE, dimensions=(50, 80),
        env={**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm"},
    )  # fmt: skip
    try:
        child.expect(shown)
        time.sleep(2 * PAUSE)
        before = cpu_of_family(child.pid)
        time.sleep(IDLE)
        idled = (cpu_of_family(child.pid) - before) / IDLE
        walls = []
        before = cpu_of_family(child.pid)
        for number in range(saves):
            path.write_text(f"{answer}# {number}\n", encoding="utf-8")
            saved = time.perf_counter()
            child.expect(shown)
            walls.append(time.perf_counter() - saved)
            time.sleep(PAUSE)
        cpu = (cpu_of_family(child.pid) - before) / saves
    finally:
        child.close(force=True)
    return statistics.median(walls), cpu, idled


def _points(exercise: Exercise) -> int:
    from grader.judging.suite import load_suite

    return load_suite(exercise, 0).max_points


if __name__ == "__main__":
    main()
