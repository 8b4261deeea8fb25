"""A small suite of two cases, and what came of them."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import torch

from grader import catalog
from grader.judging.case_result import CaseResult
from grader.judging.checks import Check, CheckFailedError, check_of
from grader.judging.replay import Replays
from grader.judging.suite import Suite
from grader.observing.cases import Case
from grader.observing.observe import Observation, Raised


def probe(module: ModuleType, x: torch.Tensor) -> Any:
    return module.halve(x)


CASES = {
    name: Case(name, probe, f"halve(x), x {name}", {"x": torch.arange(size) / 3})
    for name, size in (("a batch", 4), ("an empty batch", 0))
}


def suite_of(*functions: Any) -> Suite:
    """A suite of ex01 with these checks, and the cases above."""
    checks: tuple[Check, ...] = tuple(check_of(function) for function in functions)
    return Suite(catalog.exercise("ex01"), 0, CASES, checks)


def result_of(value: Any, printed: str = "", case: str = "a batch") -> CaseResult:
    """What a check asks about a case that returned ``value``."""
    return CaseResult(CASES[case], Observation("returned", value, None, printed), Replays())


def result_raised(kind: str = "ValueError", message: str = "no", ending: Any = "raised") -> CaseResult:
    """What a check asks about a case that ended otherwise."""
    raised = Raised(kind, message, (), (kind, "Exception", "BaseException"))
    return CaseResult(CASES["a batch"], Observation(ending, None, raised), Replays())


def rows_of(failure: CheckFailedError) -> dict[str, str]:
    """A failure's rows by their labels."""
    return dict(failure.rows)
