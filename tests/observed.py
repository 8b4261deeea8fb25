"""Grades a module in this process, as the judge would on observations made elsewhere."""

from __future__ import annotations

import io
from contextlib import redirect_stdout
from pathlib import Path

import torch

from grader import catalog, submission
from grader.judging.judge import judge
from grader.observing.cases import draw_cases
from grader.observing.observe import Observation, observe, observe_import
from grader.records import Grade


def observe_file(exercise: catalog.Exercise, path: Path, seed: int = 0) -> dict[str, Observation]:
    """Every case of the suite, observed on the module at ``path``."""
    torch.set_num_threads(1)
    text = io.StringIO()

    def read_printed() -> str:
        printed = text.getvalue()
        text.seek(0)
        text.truncate()
        return printed

    with redirect_stdout(text):
        code = submission.read(path)
        name = f"{exercise.id}_{exercise.module}"
        module, seen, _ = observe_import(lambda: submission.run(code, name), str(path), exercise.module, read_printed)
        assert module is not None, seen
        cases = draw_cases(exercise.probes(), seed, exercise.id)
        return {name: observe(case, module, read_printed) for name, case in cases.items()}


def grade_files(exercise: catalog.Exercise, paths: list[Path], seed: int = 0) -> list[Grade]:
    """A grade for each file."""
    cases = draw_cases(exercise.probes(), seed, exercise.id)
    return judge(exercise, cases, [observe_file(exercise, path, seed) for path in paths])
