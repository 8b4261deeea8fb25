"""All case results of one submission, and the checks judged on them."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping

from grader.errors import OverBudgetError, SuiteError
from grader.judging.case_result import CaseResult, Path
from grader.judging.checks import Check, CheckFailedError, check_of
from grader.judging.replay import Replays
from grader.observing.budget import Budget
from grader.observing.cases import Case
from grader.observing.observe import Observation
from grader.records import Verdict

Lookup = Callable[[Case], Observation]
"""Where a case's observation comes from. It may raise `CheckFailedError` where there is none."""


class CaseResults:
    """What checks ask about one submission: ``results("one sample")`` is what came of that case.

    Each case is observed when it is first asked for, and each check is judged once, also as a prerequisite of others.
    Once the submission's budget is used up, all further checks fail for that reason.
    """

    def __init__(self, cases: Mapping[str, Case], observe: Lookup, replays: Replays) -> None:
        self.cases = cases
        self._observe = observe
        self._replays = replays
        self.observations: dict[str, Observation] = {}
        """What came of the cases that were asked for."""
        self.verdicts: dict[str, Verdict] = {}
        """The checks judged so far."""
        self._running: list[str] = []
        self.read: dict[str, dict[str, set[Path]]] = {}
        """What each check read, by its name: the paths by case, the case that it asked for last at the end."""
        self.budget = Budget()

    def __call__(self, name: str) -> CaseResult:
        """What came of the case called ``name``.

        Raises:
            SuiteError: the suite draws no such case.
        """
        if name not in self.cases:
            raise SuiteError(no_such_case(name, self.cases))
        case = self.cases[name]
        if name not in self.observations:
            self.observations[name] = self._observe(case)
        return CaseResult(case, self.observations[name], self._replays, self.budget, self._read_of(name))

    def _read_of(self, case: str) -> set[Path] | None:
        """Where to note what the running check reads of a case, which becomes the last one that it asked for."""
        if not self._running:
            return None
        cases = self.read[self._running[-1]]
        cases[case] = cases.pop(case, set())
        return cases[case]

    def run(self, check: Check) -> None:
        """Judge a check as pytest does: return where it passes, raise where it does not."""
        known = self.verdicts.get(check.name)
        if known is not None and known.passed:
            return
        for other in check.after:
            if not self.verdict(other).passed:
                raise CheckFailedError([("", f"waits for: {other.title}")], "waits")
        self._running.append(check.name)
        self.read[check.name] = {}
        try:
            self.budget.require()
            check.function(self)
            self.budget.require()  # else a check that goes on without what it asked for could pass
        except OverBudgetError as error:
            raise CheckFailedError([("too much", str(error))]) from None
        finally:
            self._running.pop()

    def verdict(self, check: Check) -> Verdict:
        """A check's verdict on this submission."""
        if check.name not in self.verdicts:
            try:
                self.run(check)
            except Exception as error:
                self.verdicts[check.name] = verdict_of(check, error)
            else:
                self.verdicts[check.name] = verdict_of(check, None)
        return self.verdicts[check.name]

    def passes(self, function: Callable[..., None]) -> bool:
        """Whether another check of the suite passes on this submission."""
        return self.verdict(check_of(function)).passed


def no_such_case(name: str, cases: Mapping[str, Case]) -> str:
    """What to say of a case that a check asks for and the suite does not draw."""
    near = difflib.get_close_matches(name, cases, n=1, cutoff=0.0)
    return f"there is no case called {name!r}; the nearest one is {near[0]!r}" if near else "the suite draws no cases"


def verdict_of(check: Check, error: BaseException | None) -> Verdict:
    """The verdict of a check that ended in ``error``, or ran to its end where that is None.

    Anything but a `CheckFailedError` is the kit's own fault.
    """
    if error is None:
        return Verdict(check.name, check.title, "passed", check.points)
    if isinstance(error, CheckFailedError):
        return Verdict(check.name, check.title, error.outcome, check.points, error.rows)
    problem = f"{type(error).__name__}: {error}" if isinstance(error, SuiteError) else type(error).__name__
    rows = (
        ("fault", f"torchkata's own check failed to run ({problem}). This is not your mistake."),
        ("do", "Please report it, with your file. Your instructor can restore these points."),
    )
    return Verdict(check.name, check.title, "fault", check.points, rows)
