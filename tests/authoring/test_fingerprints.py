"""The fingerprints are those of today's solutions, mistakes and suites."""

from __future__ import annotations

import pytest

from grader import catalog
from grader.authoring.fingerprints import as_text, make_fingerprints, sources_digest
from grader.judging.diagnosis.fingerprints import fingerprints_path, read_fingerprints
from grader.mistakes import known_mistakes
from tests.pytest_plugin.kit import ROOT

EXERCISES = list(catalog.exercises().values())


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
def test_they_are_fresh(exercise):
    fingerprints = read_fingerprints(exercise)
    assert fingerprints is not None
    command = f"run: kata author fingerprints {exercise.id}"
    assert fingerprints.made_from == sources_digest(ROOT, exercise), command
    assert fingerprints.mistakes.keys() == known_mistakes(ROOT, exercise).keys()


def test_making_them_again_gives_the_same_file():
    exercise = catalog.exercise("ex01")
    text = as_text(make_fingerprints(ROOT, exercise))
    assert text == fingerprints_path(exercise).read_text(encoding="utf-8")


def test_they_are_small():
    for exercise in EXERCISES:
        assert fingerprints_path(exercise).stat().st_size < 250_000, exercise.id
