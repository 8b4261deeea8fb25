"""How ``kata grade`` grows with the class: seconds and the grader's own memory for 100, 1,000 and 5,000 submissions."""

from __future__ import annotations

import tempfile
from pathlib import Path

from grader import catalog
from tests.benchmarks.classes import modules
from tests.benchmarks.measuring import python, run

SIZES = (100, 1_000, 5_000)


def main() -> None:
    for exercise in map(catalog.exercise, ("ex01", "ex04")):
        for size in SIZES:
            with tempfile.TemporaryDirectory() as place:
                root = modules(Path(place) / "class", exercise, size)
                cost = run(python("-m", "grader", "grade", root, "--json", f"{place}/out.json", "--seed", "1"))
            print(
                f"{exercise.id}, {size:>5} submissions: {cost.wall:.0f} s, {1000 * cost.wall / size:.0f} ms each, "
                f"{1000 * cost.cpu / size:.0f} CPU ms each, the grader's memory {cost.megabytes:.0f} MB",
                flush=True,
            )


if __name__ == "__main__":
    main()
