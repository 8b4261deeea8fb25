"""A suite is refused as it is loaded where it could not judge anybody."""

from __future__ import annotations

import importlib.util
import textwrap
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest
import torch

from grader import catalog
from grader.catalog import Exercise
from grader.errors import SuiteError
from grader.judging.suite import load_suite

PROBES = """
from grader.observing.cases import Case

def cases(draw):
    yield Case("a batch", halve, "halve(x)", {"x": draw.normal(3)})
    yield Case("an empty batch", halve, "halve(x)", {"x": draw.normal(0)})

def halve(module, x):
    return module.halve(x)
"""
CHECKS = """
from grader.judging.checks import check

def helper(results):
    results("never asked for by a check")

@check("it halves", points=8)
def test_halves(results):
    results("a batch")

@check("it copes", points=2, hints=["a", "b"], after=test_halves, edge=True)
def test_copes(results):
    for name in ("a batch", "an empty batch"):
        results(name)
"""


@dataclass(frozen=True)
class WrittenExercise(Exercise):
    """An exercise whose suite is in a folder of its own."""

    folder: Path = Path()

    def probes(self) -> ModuleType:
        return self._load("probes")

    def checks(self) -> ModuleType:
        return self._load("checks")

    def _load(self, name: str) -> ModuleType:
        spec = importlib.util.spec_from_file_location(f"written_{name}", self.folder / f"{name}.py")
        assert spec is not None and spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module


@pytest.fixture
def written(tmp_path):
    """Writes a suite and returns its exercise."""

    def write(
        checks: str = CHECKS.replace('"never asked for by a check"', '"a batch"'), probes: str = PROBES
    ) -> Exercise:
        (tmp_path / "probes.py").write_text(probes, encoding="utf-8")
        (tmp_path / "checks.py").write_text(textwrap.dedent(checks), encoding="utf-8")
        return WrittenExercise("ex99", "Halve", "halve", 5, tmp_path)

    return write


def test_a_suite_holds_cases_and_checks_in_their_order(written):
    suite = load_suite(written(), 3)
    assert list(suite.cases) == ["a batch", "an empty batch"]
    assert [(check.name, check.points, check.hints, check.edge) for check in suite.checks] == [
        ("test_halves", 8, (), False),
        ("test_copes", 2, ("a", "b"), True),
    ]
    assert suite.checks[1].after == (suite.checks[0],)
    assert suite.max_points == 10
    assert suite.check("test_copes") is suite.checks[1]
    assert suite.check("helper") is None
    drawn = [load_suite(written(), seed).cases["a batch"].arguments["x"] for seed in (3, 4)]
    assert torch.equal(drawn[0], suite.cases["a batch"].arguments["x"])
    assert not torch.equal(drawn[0], drawn[1])


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("points=8", "points=9", "checks.py: the points of all checks add up to 11. Make them 10 or 20."),
        ('@check("it halves", points=8)\n', "", "cannot be loaded: SuiteError: test_halves is not a check"),
        ("def helper", "def test_helper", "checks.py: test_helper is not a check. Decorate it with @check(title"),
        ('results("a batch")\n\n@check("it copes', 'results("a bath")\n\n@check("it copes',
         "checks.py: test_halves asks for a case that probes.py does not draw: there is no case called 'a bath'; the "
         "nearest one is 'a batch'."),
        ('"an empty batch"):', '"an emtpy batch"):', "called 'an emtpy batch'; the nearest one is 'an empty"),
        ("from grader.judging.checks import check", "import nothing_of_that_name", "ModuleNotFoundError: No module"),
        ("def helper(", "def helper(:", "the suite cannot be loaded: SyntaxError"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_suite_is_said_in_one_sentence(written, old, new, message):
    checks = CHECKS.replace('"never asked for by a check"', '"a batch"')
    assert old in checks
    with pytest.raises(SuiteError) as caught:
        load_suite(written(checks.replace(old, new)), 0)
    assert message in str(caught.value)
    assert "ex99" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_two_cases_of_one_name_are_refused(written):
    with pytest.raises(SuiteError, match="two cases are called 'a batch'"):
        load_suite(written(probes=PROBES.replace('"an empty batch"', '"a batch"')), 0)


@pytest.mark.parametrize("exercise", catalog.exercises().values(), ids=lambda exercise: exercise.id)
def test_every_suite_loads(exercise):
    suite = load_suite(exercise, 1)
    assert suite.max_points in (10, 20)
    assert [check.name for check in suite.checks] == [
        name for name in vars(exercise.checks()) if name.startswith("test_")
    ]
