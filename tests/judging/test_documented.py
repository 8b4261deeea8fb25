"""docs/checks.md: its examples form a suite that a right module passes, and it has all that a check can ask."""

from __future__ import annotations

import re
from types import ModuleType

import pytest

from grader.judging.case_result import CaseResult
from grader.judging.checks import CheckFailedError, checks_in
from grader.judging.replay import Replays
from grader.judging.results import CaseResults
from grader.observing import optimizers, tools
from grader.observing.cases import Draw, draw_cases
from grader.observing.observe import observe
from tests.pytest_plugin.kit import ROOT

PAGE = (ROOT / "docs" / "checks.md").read_text(encoding="utf-8")
MODULE, *SUITE = re.findall(r"^```python\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
(READ,) = re.findall(r"^```text\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


def made_of(*sources: str) -> ModuleType:
    module = ModuleType("documented")
    module.__file__ = "documented.py"
    exec("\n".join(sources), vars(module))
    return module


@pytest.fixture
def judged(capsys):
    """A function that judges a module by the page's checks, or one of them: what came of each, None where it passed."""
    suite = made_of(*SUITE)

    def judge(source: str, *only: str) -> dict[str, CheckFailedError | None]:
        module = made_of(source)
        cases = draw_cases(suite, 0, "ex01")
        results = CaseResults(cases, lambda case: observe(case, module, lambda: capsys.readouterr().out), Replays())
        failures: dict[str, CheckFailedError | None] = {}
        for check in checks_in(suite):
            if only and check.name not in only:
                continue
            try:
                results.run(check)
                failures[check.name] = None
            except CheckFailedError as failure:
                failures[check.name] = failure
        return failures

    return judge


def test_a_right_module_passes_every_check_of_the_page(judged):
    failures = judged(MODULE)
    assert len(failures) == 9
    assert {name: failure for name, failure in failures.items() if failure} == {}


def test_a_wrong_module_fails_with_what_the_page_shows(judged):
    failure = judged(MODULE.replace("return x / 2", "return x * 2"), "test_halve")["test_halve"]
    read = "\n".join(": ".join(row) for row in failure.rows) + "\n"
    assert without_numbers(read) == without_numbers(READ), read


def without_numbers(text: str) -> str:
    """The text with a mark for each decimal number: another PyTorch may draw other ones."""
    return re.sub(r"\d\.\d+", "#", text)


def public(scope: object) -> set[str]:
    own = vars(scope)
    module = getattr(scope, "__name__", "")
    return {
        name
        for name, value in own.items()
        if not name.startswith("_") and (callable(value) or isinstance(value, property))
        if isinstance(scope, type) or getattr(value, "__module__", "") == module
    }


@pytest.mark.parametrize("scope", [CaseResult, Draw, tools, optimizers], ids=lambda scope: scope.__name__)
def test_nothing_is_left_out(scope):
    names = public(scope)
    assert len(names) > 1
    assert {name for name in names if not re.search(rf"\b{name}\b", PAGE)} <= {"GivenCodeChangedError"}
