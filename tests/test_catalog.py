"""Exercises by any of their names, and where their parts are."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader import catalog
from grader.catalog import checkout, chosen, exercise, exercise_at, exercises
from grader.errors import UnknownExerciseError

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("name", ["ex03", "3", "03", "EX3", " flat_size ", "flat_size.py"])
def test_an_exercise_answers_to_all_of_its_names(name):
    found = exercise(name)
    assert (found.id, found.module, found.filename) == ("ex03", "flat_size", "flat_size.py")
    assert found.path(ROOT) == ROOT / "exercises/ex03/flat_size.py"
    assert found.path(ROOT, "solutions").exists()


@pytest.mark.parametrize(
    ("name", "guess"), [("flat_sise", " Did you mean flat_size?"), ("ex77", ""), ("", ""), ("zzz", ""), ("-1", "")]
)
def test_an_unknown_name_lists_those_that_exist(name, guess):
    with pytest.raises(UnknownExerciseError) as caught:
        exercise(name)
    message = str(caught.value)
    assert message.startswith(f"There is no exercise called {name!r}.{guess}")
    assert all(f"{known.id} ({known.module})" in message for known in exercises().values())


def test_chosen_keeps_the_order_given_and_none_means_all():
    assert [found.id for found in chosen(["5", "ex01"])] == ["ex05", "ex01"]
    assert chosen(None) == chosen([]) == list(exercises().values())
    assert list(exercises()) == sorted(exercises())
    assert len({found.module for found in exercises().values()}) == len(exercises())


def test_every_exercise_has_all_of_its_parts():
    for found in exercises().values():
        assert found.title and 0 < found.minutes < 90
        assert found.probes().__name__ == f"grader.suites.{found.id}.probes"
        assert found.checks().__name__ == f"grader.suites.{found.id}.checks"


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("anywhere/ex03/flat_size.py", "ex03"),
        ("anywhere/ex02/flat_size.py", None),
        ("anywhere/ex03/flat_sizes.py", None),
        ("flat_size.py", None),
    ],
)
def test_a_file_is_an_exercises_module_by_folder_and_name(path, found):
    at = exercise_at(Path(path))
    assert (at.id if at else None) == found


def test_the_checkout_is_the_nearest_folder_upwards_or_the_installed_one(tmp_path):
    (tmp_path / "exercises/ex01").mkdir(parents=True)
    (tmp_path / "exercises/ex01/exercises").mkdir()
    assert checkout(tmp_path / "exercises/ex01") == tmp_path.resolve()
    assert checkout(tmp_path.parent) == catalog.SUITES.parents[1]
