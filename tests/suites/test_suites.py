"""The tests of the tests: right answers get everything, stubs nothing, known mistakes lose where they should."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from grader import catalog, stubs
from grader.mistakes import known_mistakes
from grader.records import Grade
from tests.observed import grade_source, suite_of

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
    return grade_source(exercise, path.read_bytes(), seed)


def failures(graded: Grade) -> str:
    return "\n".join(f"{each.check}: {each.message}" for each in graded.verdicts if not each.passed)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
def test_solutions_get_full_points_whatever_the_draw(exercise, seed):
    graded = grade(exercise, exercise.path(ROOT, "solutions"), seed)
    assert graded.passed, failures(graded)


@pytest.mark.parametrize(("exercise", "path"), of_exercises(lambda exercise: ALTERNATIVES / exercise.id))
def test_alternatives_get_full_points(exercise, path):
    graded = grade(exercise, path)
    assert graded.passed, failures(graded)


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
def test_stubs_fail_every_check(exercise):
    graded = grade(exercise, exercise.path(ROOT))
    assert [each.check for each in graded.verdicts if each.outcome not in ("failed", "waits")] == []
    assert graded.points == 0


MISTAKES = [
    pytest.param(exercise, mistake, id=f"{exercise.id}-{mistake.id}")
    for exercise in EXERCISES
    for mistake in known_mistakes(ROOT, exercise).values()
]


@pytest.mark.parametrize(("exercise", "mistake"), MISTAKES)
def test_mistakes_are_caught_in_every_form(exercise, mistake):
    known = {check.name for check in suite_of(exercise).checks}
    assert set(mistake.caught_by) <= known
    for module in mistake.modules:
        graded = grade_source(exercise, module)
        failed = {verdict.check for verdict in graded.verdicts if verdict.outcome == "failed"}
        assert set(mistake.caught_by) <= failed, f"failed: {failed}\n{failures(graded)}"


@pytest.mark.parametrize(("exercise", "mistake"), MISTAKES)
def test_mistakes_explain_themselves(exercise, mistake):
    assert not mistake.title.endswith(".")
    assert len(mistake.title) <= 70
    assert 1 <= mistake.explanation.count(". ") + 1 <= 3, "one to three sentences explain it"


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
def test_each_exercise_is_whole(exercise):
    assert len(known_mistakes(ROOT, exercise)) >= 6
    assert len(list((ALTERNATIVES / exercise.id).glob("*.py"))) >= 4
    lesson = ROOT / "exercises" / exercise.id / "README.md"
    assert lesson.exists()
    assert list(lesson.parent.glob("*.svg")) + list(lesson.parent.glob("*.png")), "a lesson has a picture"


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
def test_the_stub_is_the_solution_cleared(exercise):
    assert exercise.path(ROOT).read_text(encoding="utf-8") == stubs.stub_text(ROOT, exercise)


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
def test_checks_are_well_made(exercise):
    checks = suite_of(exercise).checks
    total = sum(each.points for each in checks)
    assert sum(each.points for each in checks if each.edge) * 5 <= total, "edge cases are at most a fifth"
    titles = [each.title for each in checks]
    assert len(set(titles)) == len(titles)
    for each in checks:
        assert each.name.startswith("test_")
        assert each.points > 0
        assert each.hints and all(hint.strip() for hint in each.hints), f"{each.name} has no hint"
        assert each.title.strip() and not each.title.endswith(".")
