"""An exercise's suite, drawn and checked: what every entry point gets it from."""

from __future__ import annotations

import ast
import inspect
import traceback
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

from grader.catalog import Exercise
from grader.errors import SuiteError
from grader.judging.checks import Check, checks_in
from grader.judging.replay import Replays
from grader.judging.results import CaseResults, Lookup, no_such_case
from grader.observing.cases import Case, draw_cases

TOTALS = (10, 20)
"""What the points of a suite add up to."""


@dataclass(frozen=True)
class Suite:
    """An exercise's cases under one draw and its checks.

    Attributes:
        exercise: the exercise it belongs to.
        seed: of the draw.
        cases: by name, in the order in which they are observed.
        checks: in the order in which they are written.
        replays: what checks have recomputed from the cases so far.
    """

    exercise: Exercise
    seed: int
    cases: Mapping[str, Case]
    checks: tuple[Check, ...]
    replays: Replays = field(default_factory=Replays, compare=False)

    @property
    def max_points(self) -> int:
        return sum(check.points for check in self.checks)

    def check(self, name: str) -> Check | None:
        """The check of that name, if there is one."""
        return next((check for check in self.checks if check.name == name), None)

    def results(self, observe: Lookup) -> CaseResults:
        """What the checks ask about one submission, whose observations ``observe`` gives."""
        return CaseResults(self.cases, observe, self.replays)


def load_suite(exercise: Exercise, seed: int) -> Suite:
    """Draw an exercise's cases and load its checks.

    Raises:
        SuiteError: the suite could not judge anybody; the message names file, function and remedy.
    """
    try:
        cases = draw_cases(exercise.probes(), seed, exercise.id)
        module = exercise.checks()
    except Exception as error:
        raise SuiteError(_load_problem(exercise, error)) from error
    checks = checks_in(module)
    problem = next(_problems(exercise, module, checks, cases), None)
    if problem is not None:
        raise SuiteError(problem)
    return Suite(exercise, seed, cases, tuple(checks))


def _load_problem(exercise: Exercise, error: Exception) -> str:
    """Where in the suite's own files it failed, what happened, and what to do."""
    folder = f"grader/suites/{exercise.id}"
    line = error.lineno if isinstance(error, SyntaxError) else None
    file = Path(error.filename or "").name if isinstance(error, SyntaxError) else ""
    for frame in traceback.extract_tb(error.__traceback__):
        if Path(frame.filename).parent.name == exercise.id:
            file, line = Path(frame.filename).name, frame.lineno
    where = f"{folder}/{file}, line {line}" if file else folder
    what = error.msg if isinstance(error, SyntaxError) else error
    return f"{where}: the suite cannot be loaded: {type(error).__name__}: {what}. Fix it there."


def _problems(exercise: Exercise, module: ModuleType, checks: list[Check], cases: Mapping[str, Case]) -> Iterator[str]:
    file = f"grader/suites/{exercise.id}/checks.py"
    known = {check.name for check in checks}
    for name, entry in vars(module).items():
        if name.startswith("test_") and inspect.isfunction(entry) and name not in known:
            yield f"{file}: {name} is not a check. Decorate it with @check(title, points=…, hints=[…])."
    total = sum(check.points for check in checks)
    if total not in TOTALS:
        yield f"{file}: the points of all checks add up to {total}. Make them {' or '.join(map(str, TOTALS))}."
    for function, name in _cases_asked_for(Path(module.__file__ or "")):
        if name not in cases:
            yield f"{file}: {function} asks for a case that probes.py does not draw: {no_such_case(name, cases)}."


def _cases_asked_for(path: Path) -> Iterator[tuple[str, str]]:
    """(function, case) for every case name that a suite's source spells out: in a call, or in a loop over names."""
    for function in ast.parse(path.read_text(encoding="utf-8")).body:
        if not isinstance(function, ast.FunctionDef):
            continue
        names: dict[str, list[str]] = {}
        for node in ast.walk(function):
            if isinstance(node, ast.For) and isinstance(node.target, ast.Name):
                names.setdefault(node.target.id, []).extend(_texts(node.iter))
        for node in ast.walk(function):
            asks = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "results"
            if asks and isinstance(node, ast.Call) and node.args:
                argument = node.args[0]
                asked = names.get(argument.id, []) if isinstance(argument, ast.Name) else _texts(argument)
                yield from ((function.name, name) for name in asked)


def _texts(node: ast.expr) -> list[str]:
    entries = node.elts if isinstance(node, ast.Tuple | ast.List) else [node]
    return [entry.value for entry in entries if isinstance(entry, ast.Constant) and isinstance(entry.value, str)]
