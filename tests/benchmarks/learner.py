"""What ``pytest exercises/ex01`` costs beside importing torch and an empty pytest run, and ex09's whole suite."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.benchmarks.measuring import ROOT, in_turn, python, run


def main() -> None:
    with tempfile.TemporaryDirectory() as place:
        empty = Path(place) / "test_empty.py"
        empty.write_text("def test_nothing():\n    pass\n", encoding="utf-8")
        imported, bare, checked, digits = in_turn(
            5,
            lambda: run(python("-c", "import torch")).cpu,
            lambda: run(python("-m", "pytest", "-p", "no:torchkata", empty), cwd=Path(place)).cpu,
            lambda: run(python("-m", "pytest", ROOT / "solutions/ex01")).cpu,
            lambda: run(python("-m", "pytest", ROOT / "solutions/ex09")).cpu,
        )
    print(f"import torch {imported:.2f} CPU s, a bare pytest {bare:.2f}")
    print(f"pytest solutions/ex01 {checked:.2f} CPU s: {checked / (imported + bare):.2f} times the two (below 1.05)")
    print(f"pytest solutions/ex09 {digits:.2f} CPU s (under 15)")


if __name__ == "__main__":
    main()
