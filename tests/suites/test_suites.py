"""The tests of the tests: every rule of a finished exercise holds for all of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader import catalog
from grader.authoring.rules import RULES, ExerciseParts

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("exercise", catalog.exercises().values(), ids=lambda exercise: exercise.id)
def test_exercises_follow_the_rules(exercise, rule):
    findings = [str(finding) for finding in rule(ExerciseParts(ROOT, exercise))]
    assert not findings, "\n".join([rule.__doc__, *findings])
