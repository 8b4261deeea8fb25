"""What a notebook's check cells call in a learner's own kernel, on what the cells above left in the namespace.

Learner and judge share this process, so a grade made here is not safe against cheating: for a learner's own use, for
nbgrader's Validate, and for courses that cannot use the sandbox. A cell says ``check("raw_scores")`` and displays what
it returns: nbgrader reads the points from the result's plain text, and takes a cell without output for full marks.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import sys
from dataclasses import dataclass, replace
from textwrap import wrap
from types import ModuleType
from typing import Any

from IPython.core.getipython import get_ipython

from grader import catalog
from grader.judging.diagnosis.diagnose import answered, diagnosed
from grader.judging.diagnosis.fingerprints import FingerprintLibrary, read_fingerprints
from grader.judging.results import CaseResults
from grader.judging.suite import Suite, load_suite
from grader.observing.cases import Case
from grader.observing.observe import KernelModule, Observation, observe
from grader.observing.printed import Printed
from grader.observing.slips import find_slips
from grader.observing.small_nets import for_small_nets
from grader.records import Grade, NamedMistake, Verdict
from grader.reporting.check_output import as_html, as_words

SEED = 0
WIDTH = 80
"""nbgrader's Validate cuts what is wider than its page (validator.py)."""
_IPYTHONS = frozenset({"In", "Out", "get_ipython", "exit", "quit", "open"})


@dataclass(repr=False)
class CheckOutput:
    """What a check cell displays: the points as its plain text, and the message as HTML where that is shown."""

    points: int
    html: str | None

    def __repr__(self) -> str:
        return str(self.points)

    def _repr_html_(self) -> str | None:
        return self.html


class Checker:
    """The checks of one exercise, for one notebook.

    Example::

        check = Checker("ex02", globals())
        check("raw_scores")
    """

    def __init__(self, exercise: str, namespace: dict[str, Any]) -> None:
        """``namespace`` is the notebook's, which its cells go on to change."""
        self._exercise = catalog.exercise(exercise)
        self._namespace = namespace
        self._names: dict[str, Any] = {}
        self._judged: tuple[Suite, CaseResults] | None = None

    def __call__(self, name: str) -> CheckOutput:
        """Run one check on what the notebook holds now.

        Args:
            name: the check's; ``raw_scores`` is ``test_raw_scores`` in pytest.
        """
        suite, results = self._results()
        check = suite.check(f"test_{name}")
        if check is None:
            problem = f"the torchkata installed here has no check called {name}: install the version of your course."
            return _shown(Verdict(f"test_{name}", name, "fault", 0, (("fault", problem),)), ())
        with for_small_nets():
            verdict = results.verdict(check)
            if verdict.outcome != "failed":
                return _shown(verdict, check.hints)
            grade = self._diagnosed(suite, results)
            found = next(each for each in grade.verdicts if each.check == check.name)
            return _shown(found, check.hints, grade.mistakes)

    def _diagnosed(self, suite: Suite, results: CaseResults) -> Grade:
        """The verdicts so far, with the known mistakes that explain them."""
        grade = Grade(suite.exercise.id, list(results.verdicts.values()))
        known = read_fingerprints(suite.exercise)
        library = FingerprintLibrary(known, suite.cases) if known else None
        cells = [str(cell) for cell in self._namespace.get("In", ())]
        return diagnosed(grade, answered(results, grade.verdicts, lambda: find_slips(cells)), library)

    def _results(self) -> tuple[Suite, CaseResults]:
        """Results hold as long as every name in the notebook means the same object."""
        names = {
            name: value
            for name, value in self._namespace.items()
            if not name.startswith("_") and name not in _IPYTHONS and value is not self
        }
        same = self._names.keys() == names.keys() and all(self._names[name] is names[name] for name in names)
        if self._judged is None or not same:
            module = KernelModule(self._exercise.module, _cell_number)
            module.__dict__.update(names)
            module.__file__ = self._namespace.get("__file__", "")
            suite = self._judged[0] if self._judged else load_suite(self._exercise, SEED)
            self._names = names
            self._judged = suite, suite.results(lambda case: self._observe(case, module))
        return self._judged

    def _observe(self, case: Case, module: ModuleType) -> Observation:
        printed = Printed()
        # nbgrader gives no points to a cell that wrote to stderr, be it a warning.
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(io.StringIO()):
            return replace(observe(case, module, printed.take), exception=None)


def _shown(verdict: Verdict, hints: tuple[str, ...], mistakes: tuple[NamedMistake, ...] = ()) -> CheckOutput:
    """The output for whoever reads it: HTML in a front-end, else plain words on stdout.

    Validate shows nothing of a failed cell but what it wrote to stderr.
    """
    if "NBGRADER_EXECUTION" not in os.environ and getattr(get_ipython(), "kernel", None) is not None:
        return CheckOutput(verdict.points, as_html(verdict, hints, mistakes))
    words = as_words(verdict, verdict.points, verdict.max_points, hints, mistakes)
    if "NBGRADER_VALIDATING" in os.environ and not verdict.passed:
        for line in words.splitlines():
            print("\n".join(wrap(line, WIDTH, subsequent_indent="  ")), file=sys.stderr)
    else:
        print(words, end="")
    return CheckOutput(verdict.points, None)


def _cell_number(filename: str) -> int:
    """The number that Jupyter shows beside the cell that a traceback calls ``filename``; 0 for what is no cell."""
    shell = get_ipython()
    label = shell.compile.format_code_name(filename) if shell is not None else None
    number = re.search(r"\d+", label[1]) if label else None
    return int(number[0]) if number else 0
