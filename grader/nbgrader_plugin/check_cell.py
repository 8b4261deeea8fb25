"""What a graded cell calls in a learner's own kernel: one check, on what the cells above it left in the namespace.

Learner and judge share this process, so a grade made here is not safe against cheating: for a learner's own use, for
nbgrader's Validate, and for courses that cannot use the sandbox. Only `check` is for notebooks.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, replace
from textwrap import wrap
from types import ModuleType
from typing import Any

from grader import catalog
from grader.judging.diagnosis.diagnose import answered, diagnosed
from grader.judging.diagnosis.fingerprints import FingerprintLibrary, read_fingerprints
from grader.judging.replay import one_thread
from grader.judging.results import CaseResults
from grader.judging.suite import Suite, load_suite
from grader.observing.cases import Case
from grader.observing.observe import Observation, observe, own_frames
from grader.observing.printed import Printed
from grader.observing.slips import find_slips
from grader.records import Grade, Verdict

SEED = 0
_IPYTHONS = frozenset({"In", "Out", "get_ipython", "exit", "quit", "open"})


class CheckNotPassedError(Exception):
    """A check's "no". IPython shows what `_render_traceback_` returns instead of a traceback.

    Source: IPython's core/interactiveshell.py.
    """

    def _render_traceback_(self) -> list[str]:
        # nbgrader's Validate cuts what is wider than its page (validator.py).
        return [line for each in str(self).splitlines() for line in wrap(each, 80, subsequent_indent="  ") or [""]]


def check(exercise: str, name: str, namespace: dict[str, Any]) -> None:
    """Run one check on a notebook's namespace, and print that it passed.

    Raises:
        CheckNotPassedError: it did not; the message says what was called and what came back.
    """
    __tracebackhide__ = True
    suite, results = _results(exercise, namespace)
    wanted = suite.check(name)
    if wanted is None:
        raise CheckNotPassedError(
            f"The torchkata installed here has no check called {name}: install the version of your course."
        )
    with one_thread():
        verdict = results.verdict(wanted)
    if verdict.passed:
        print(f"passed: {verdict.title} ({verdict.points} of {verdict.max_points})")
        return
    grade = _diagnosed(suite, results, verdict, namespace.get("In", []))
    verdict = grade.verdicts[0]
    lines = [f"not passed: {verdict.title} (0 of {verdict.max_points})"]
    lines += [f"{mistake.title}. {mistake.explanation}" for mistake in grade.mistakes if mistake.id in verdict.mistakes]
    lines.append(verdict.message)
    if verdict.outcome == "failed" and wanted.hints:
        lines.append(f"hint: {wanted.hints[0]}")
    raise CheckNotPassedError("\n".join(lines)) from None


def _diagnosed(suite: Suite, results: CaseResults, verdict: Verdict, cells: list[str]) -> Grade:
    """The verdict and the others so far, with the mistakes that explain them."""
    others = [each for each in results.verdicts.values() if each.check != verdict.check]
    grade = Grade(suite.exercise.id, [verdict, *others])
    known = read_fingerprints(suite.exercise)
    library = FingerprintLibrary(known, suite.cases) if known else None
    with one_thread():
        return diagnosed(grade, answered(results, grade.verdicts, find_slips(cells)), library)


@dataclass
class _LastNotebook:
    """The results of the check before, which hold as long as every name in the notebook means the same object."""

    exercise: str
    names: dict[str, Any]
    suite: Suite
    results: CaseResults

    def still_holds(self, exercise: str, names: dict[str, Any]) -> bool:
        same_names = self.exercise == exercise and self.names.keys() == names.keys()
        return same_names and all(self.names[name] is names[name] for name in names)


_last: _LastNotebook | None = None


def _results(exercise: str, namespace: dict[str, Any]) -> tuple[Suite, CaseResults]:
    global _last
    names = {key: value for key, value in namespace.items() if not key.startswith("_") and key not in _IPYTHONS}
    names.pop("check", None)
    if _last is None or not _last.still_holds(exercise, names):
        known = catalog.exercise(exercise)
        module = ModuleType(known.module)
        module.__dict__.update(names)
        module.__file__ = ""
        suite = load_suite(known, SEED)
        _last = _LastNotebook(exercise, names, suite, suite.results(lambda case: _observe(case, module, namespace)))
    return _last.suite, _last.results


def _observe(case: Case, module: ModuleType, namespace: dict[str, Any]) -> Observation:
    printed = Printed()
    with contextlib.redirect_stdout(printed):
        observed = observe(case, module, printed.take)
    if observed.raised is None or observed.exception is None:
        return observed
    frames = own_frames(observed.exception.__traceback__, lambda frame: frame.f_globals is namespace)
    return replace(observed, raised=replace(observed.raised, frames=tuple(frames)), exception=None)
