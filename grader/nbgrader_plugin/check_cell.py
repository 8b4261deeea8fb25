"""What a graded cell calls in a learner's own kernel: one check, on what the cells above it left in the namespace.

Learner and judge share this process, so a grade made here is not safe against cheating: for a learner's own use, for
nbgrader's Validate, and for courses that cannot use the sandbox. Only `check` is for notebooks.
"""

from __future__ import annotations

import contextlib
import io
import linecache
from collections.abc import Iterator
from dataclasses import replace
from textwrap import wrap
from types import ModuleType
from typing import Any

from grader import catalog
from grader.judging.case_result import Evidence
from grader.judging.checks import checks_in
from grader.judging.direct import verdict as judge
from grader.observing.cases import Case, draw_cases
from grader.observing.observe import Frame, Observation, observe

SEED = 0
_IPYTHONS = frozenset({"In", "Out", "get_ipython", "exit", "quit", "open"})


class NotPassed(Exception):
    """A check's "no". IPython shows what `_render_traceback_` returns in the place of a traceback.

    Source: IPython's core/interactiveshell.py.
    """

    def _render_traceback_(self) -> list[str]:
        # nbgrader's Validate cuts what is wider than its page (validator.py).
        return [line for each in str(self).splitlines() for line in wrap(each, 80, subsequent_indent="  ") or [""]]


def check(exercise: str, name: str, namespace: dict[str, Any]) -> None:
    """Run one check on a notebook's namespace, and print that it passed.

    Raises:
        NotPassed: it did not; the message says what was called and seen.
    """
    __tracebackhide__ = True
    found, evidence = _evidence(exercise, namespace)
    wanted = {each.name: each for each in checks_in(found.checks())}.get(name)
    if wanted is None:
        raise NotPassed(f"The torchkata installed here has no check called {name}: install the version of your course.")
    verdict = judge(wanted, evidence)
    if verdict.passed:
        print(f"passed: {verdict.title} ({verdict.points} of {verdict.max_points})")
        return
    told = [f"not passed: {verdict.title} (0 of {verdict.max_points})", verdict.message]
    if verdict.outcome == "failed" and wanted.hints:
        told.append(f"hint: {wanted.hints[0]}")
    raise NotPassed("\n".join(told)) from None


_last: tuple[str, dict[str, Any], Evidence] | None = None


def _evidence(exercise: str, namespace: dict[str, Any]) -> tuple[catalog.Exercise, Evidence]:
    """The evidence of the check before, as long as no name in the notebook stands for another object since."""
    global _last
    found = catalog.exercise(exercise)
    named = {key: value for key, value in namespace.items() if not key.startswith("_") and key not in _IPYTHONS}
    named.pop("check", None)
    if _last and _last[0] == exercise and _same(_last[1], named):
        return found, _last[2]
    module = ModuleType(found.module)
    module.__dict__.update(named)
    module.__file__ = ""
    cases = draw_cases(found.probes(), SEED, found.id)
    evidence = Evidence(cases, lambda case: _observe(case, module, namespace))
    _last = exercise, named, evidence
    return found, evidence


def _same(before: dict[str, Any], now: dict[str, Any]) -> bool:
    return before.keys() == now.keys() and all(before[key] is now[key] for key in now)


def _observe(case: Case, module: ModuleType, namespace: dict[str, Any]) -> Observation:
    with _printed() as printed:
        seen = observe(case, module, printed)
    if seen.raised is None or seen.exception is None:
        return seen
    return replace(seen, raised=replace(seen.raised, frames=tuple(_frames(seen.exception, namespace))), exception=None)


@contextlib.contextmanager
def _printed() -> Iterator[Any]:
    text = io.StringIO()

    def take() -> str:
        taken = text.getvalue()
        text.seek(0)
        text.truncate()
        return taken

    with contextlib.redirect_stdout(text):
        yield take


def _frames(error: BaseException, namespace: dict[str, Any]) -> list[Frame]:
    """The notebook's own lines of a traceback: those that ran in its namespace."""
    frames = []
    traceback = error.__traceback__
    while traceback is not None:
        code = traceback.tb_frame.f_code
        if traceback.tb_frame.f_globals is namespace:
            line = linecache.getline(code.co_filename, traceback.tb_lineno).strip()
            frames.append(Frame(traceback.tb_lineno, code.co_name, line))
        traceback = traceback.tb_next
    return frames[-8:]
