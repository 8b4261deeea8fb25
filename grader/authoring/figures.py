"""The figures that a lesson states, computed by ``solutions/exNN/figures.py``.

The script's ``figures(solution, measured)`` yields pieces of text, each with a computed figure in it, that have to be
in the lesson or in the answer to its exit question. What takes long to compute comes from ``measure(solution)``. Its
result is kept in ``measured.json`` next to the script, with a digest of the script and the solution, so that an
outdated result is noticed without measuring again.
"""

from __future__ import annotations

import hashlib
import json
import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch

from grader import submission
from grader.catalog import Exercise
from grader.observing.small_nets import for_small_nets
from grader.whole_file import write_whole


def script_path(root: Path, exercise: Exercise) -> Path:
    return root / "solutions" / exercise.id / "figures.py"


def measured_path(root: Path, exercise: Exercise) -> Path:
    return script_path(root, exercise).with_name("measured.json")


def measure(root: Path, exercise: Exercise) -> Path | None:
    """Measure what an exercise's script measures and write it to a file; None if the script measures nothing."""
    script = runpy.run_path(str(script_path(root, exercise)))
    if "measure" not in script:
        return None
    with for_small_nets(onednn=True):
        values = script["measure"](solution_of(root, exercise))
    kept = {"digest": _digest(root, exercise), "torch": torch.__version__, "values": values}
    path = measured_path(root, exercise)
    write_whole(path, json.dumps(kept, indent=1) + "\n")
    return path


def is_measured(root: Path, exercise: Exercise) -> bool:
    """Whether the results of `measure` are those of the present script and solution."""
    script = runpy.run_path(str(script_path(root, exercise)))
    return "measure" not in script or _kept(root, exercise).get("digest") == _digest(root, exercise)


def missing_figures(root: Path, exercise: Exercise, solution: Any, text: str) -> Iterator[str]:
    """The pieces of text that the script yields and ``text`` lacks; line breaks and bold type do not count.

    Whatever the script raises comes through: an `AssertionError` where something that it asserts is not true any more.
    """
    script = runpy.run_path(str(script_path(root, exercise)))
    plain = _plain(text)
    with for_small_nets(onednn=True):
        for piece in script["figures"](solution, _kept(root, exercise).get("values", {})):
            if _plain(piece) not in plain:
                yield piece


def _plain(text: str) -> str:
    return " ".join(text.replace("**", "").split())


def solution_of(root: Path, exercise: Exercise) -> Any:
    """The solution as a module."""
    return submission.run(submission.read(exercise.path(root, "solutions")), f"{exercise.id}_figures")


def _kept(root: Path, exercise: Exercise) -> dict[str, Any]:
    path = measured_path(root, exercise)
    kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return kept


def _digest(root: Path, exercise: Exercise) -> str:
    texts = [
        path.read_text(encoding="utf-8") for path in (script_path(root, exercise), exercise.path(root, "solutions"))
    ]
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:16]
