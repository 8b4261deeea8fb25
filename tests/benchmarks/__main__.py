"""``python -m tests.benchmarks [NAME …]``: one or more of `NAMES`; by default all."""

from __future__ import annotations

import importlib
import sys

NAMES = {
    "learner": "learner",
    "watch": "watch",
    "credit": "credit",
    "grading": "grading",
    "growth": "growth",
    "expensive": "expensive",
    "nbgrader": "nbgrader_course",
    "diagnosis": "diagnosis",
    "page": "page",
}


def main() -> None:
    chosen = sys.argv[1:] or list(NAMES)
    unknown = [name for name in chosen if name not in NAMES]
    if unknown:
        sys.exit(f"no benchmark is called {unknown[0]}; there are: {', '.join(NAMES)}")
    for name in chosen:
        print(f"\n## {name}", flush=True)
        importlib.import_module(f"tests.benchmarks.{NAMES[name]}").main()


if __name__ == "__main__":
    main()
