"""Observes and grades modules in this process, as the judge would on observations made elsewhere."""

from __future__ import annotations

import io
import linecache
from contextlib import redirect_stdout
from functools import cache
from pathlib import Path

import torch

from grader import catalog, submission
from grader.judging.judge import judge
from grader.judging.suite import Suite, load_suite
from grader.observing.observe import Observation, observe, observe_import
from grader.records import Grade


@cache
def suite_of(exercise: catalog.Exercise, seed: int = 0) -> Suite:
    """One suite per exercise and draw, so that what it recomputes is kept."""
    return load_suite(exercise, seed)


def observe_source(exercise: catalog.Exercise, source: bytes, seed: int = 0) -> dict[str, Observation]:
    """Every case of the suite, observed on a module with this source."""
    torch.set_num_threads(1)
    written = io.BytesIO()
    stdout = io.TextIOWrapper(written, encoding="utf-8", newline="\n", write_through=True)  # a file, as sys.stdout is

    def read_printed() -> str:
        printed = written.getvalue().decode(errors="replace")
        written.seek(0)
        written.truncate()
        return printed

    with redirect_stdout(stdout):
        code = submission.of_bytes(source, Path(exercise.filename))
        lines = code.text.splitlines(keepends=True)
        linecache.cache[exercise.filename] = (len(code.text), None, lines, exercise.filename)
        name = f"{exercise.id}_{exercise.module}"
        module, observed, _ = observe_import(
            lambda: submission.run(code, name), exercise.filename, exercise.module, read_printed
        )
        assert module is not None, observed
        cases = suite_of(exercise, seed).cases
        return {name: observe(case, module, read_printed) for name, case in cases.items()}


def grade_source(exercise: catalog.Exercise, source: bytes | str, seed: int = 0) -> Grade:
    """The grade of a module with this source."""
    raw = source.encode() if isinstance(source, str) else source
    return judge(suite_of(exercise, seed), observe_source(exercise, raw, seed))
