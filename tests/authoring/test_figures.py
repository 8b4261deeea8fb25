"""Measuring again gives what the lesson says. ex02 and ex09 train for half a minute: kata author measure does it."""

from __future__ import annotations

import json
import runpy

import pytest

from grader import catalog
from grader.authoring.figures import script_path, solution_of
from grader.observing.small_nets import for_small_nets
from tests.pytest_plugin.kit import ROOT


@pytest.mark.slow
@pytest.mark.parametrize("name", ["ex06", "ex08"])
def test_measuring_again_gives_the_figures_of_the_lesson(name):
    exercise = catalog.exercise(name)
    script = runpy.run_path(str(script_path(ROOT, exercise)))
    solution = solution_of(ROOT, exercise)
    with for_small_nets(onednn=True):
        measured = json.loads(json.dumps(script["measure"](solution)))
    kept = json.loads(script_path(ROOT, exercise).with_name("measured.json").read_text(encoding="utf-8"))["values"]
    assert list(script["figures"](solution, measured)) == list(script["figures"](solution, kept))
