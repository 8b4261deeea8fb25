"""The tests of the tests: right answers get everything, stubs nothing, known mistakes lose where they should."""

from __future__ import annotations

import ast
import importlib.util
from functools import cache
from pathlib import Path

import pytest

from grader import catalog, stubs
from grader.judging.checks import checks_in
from grader.records import Grade
from tests.observed import grade_files

ROOT = Path(__file__).parents[2]
ALTERNATIVES = ROOT / "tests" / "alternatives"
EXERCISES = list(catalog.exercises().values())
SEEDS = (0, 1, 2)


def of_exercises(folder_of, pattern="*.py"):
    """(exercise, file) for every module in a folder of each exercise."""
    return [
        pytest.param(each, path, id=f"{each.id}-{path.stem}")
        for each in EXERCISES
        for path in sorted(folder_of(each).glob(pattern))
        if path.name != "__init__.py"
    ]


@cache
def grade(exercise: catalog.Exercise, path: Path, seed: int = 0) -> Grade:
    return grade_files(exercise, [path], seed)[0]


def failures(graded: Grade) -> str:
    return "\n".join(f"{each.check}: {each.message}" for each in graded.verdicts if not each.passed)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda each: each.id)
def test_solutions_get_full_points_whatever_the_draw(exercise, seed):
    graded = grade(exercise, exercise.path(ROOT, "solutions"), seed)
    assert graded.passed, failures(graded)


@pytest.mark.parametrize(("exercise", "path"), of_exercises(lambda each: ALTERNATIVES / each.id))
def test_alternatives_get_full_points(exercise, path):
    graded = grade(exercise, path)
    assert graded.passed, failures(graded)


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda each: each.id)
def test_stubs_fail_every_check(exercise):
    graded = grade(exercise, exercise.path(ROOT))
    assert [each.check for each in graded.verdicts if each.outcome not in ("failed", "waits")] == []
    assert graded.points == 0


@pytest.mark.parametrize(("exercise", "path"), of_exercises(lambda each: each.misconceptions))
def test_misconceptions_lose_points_where_they_should(exercise, path):
    spec = importlib.util.spec_from_file_location("misconception", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    graded = grade(exercise, path)
    failed = {each.check for each in graded.verdicts if each.outcome == "failed"}
    assert module.CAUGHT_BY
    assert set(module.CAUGHT_BY) <= failed, f"failed: {failed}\n{failures(graded)}"


@pytest.mark.parametrize(("exercise", "path"), of_exercises(lambda each: each.misconceptions))
def test_misconceptions_explain_themselves(exercise, path):
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    name, blank, *explanation = text.splitlines()
    assert name and not name.endswith(".") and len(name) <= 70, "the first line names the mistake"
    assert blank == ""
    assert 1 <= " ".join(explanation).count(". ") + 1 <= 3, "two sentences explain it"


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda each: each.id)
def test_each_exercise_is_whole(exercise):
    assert len(list(exercise.misconceptions.glob("[a-z]*.py"))) >= 6
    assert len(list((ALTERNATIVES / exercise.id).glob("*.py"))) >= 4
    lesson = ROOT / "exercises" / exercise.id / "README.md"
    assert lesson.exists()
    assert list(lesson.parent.glob("*.svg")) + list(lesson.parent.glob("*.png")), "a lesson has a picture"


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda each: each.id)
def test_the_stub_is_the_solution_cleared(exercise):
    assert exercise.path(ROOT).read_text(encoding="utf-8") == stubs.stub_text(ROOT, exercise)


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda each: each.id)
def test_checks_are_well_made(exercise):
    checks = checks_in(exercise.checks())
    total = sum(each.points for each in checks)
    assert sum(each.points for each in checks if each.edge) * 5 <= total, "edge cases are at most a fifth"
    titles = [each.title for each in checks]
    assert len(set(titles)) == len(titles)
    for each in checks:
        assert each.name.startswith("test_")
        assert each.points > 0
        assert each.hints and all(hint.strip() for hint in each.hints), f"{each.name} has no hint"
        assert each.title.strip() and not each.title.endswith(".")
