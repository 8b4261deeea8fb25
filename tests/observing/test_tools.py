"""What probes share to put the judge's weights into nets."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest
import torch
from torch import nn

from grader import catalog
from grader.authoring.grade_source import observe_source, suite_of
from grader.observing.cases import WEIGHTS
from grader.observing.tools import undrawn

ROOT = Path(__file__).parents[2]


def test_layers_start_with_zeros_in_the_block_and_are_drawn_after_it():
    with undrawn():
        layers = nn.Linear(3, 4), nn.Conv2d(2, 3, 3)
    assert not any(parameter.count_nonzero() for layer in layers for parameter in layer.parameters())
    assert all(parameter.requires_grad for layer in layers for parameter in layer.parameters())
    with pytest.raises(TypeError), undrawn():
        nn.Linear(3, "many")
    assert all(parameter.count_nonzero() for parameter in nn.Linear(3, 4).parameters())


@pytest.mark.parametrize("name", ["ex02", "ex04", "ex05", "ex07", "ex08", "ex09"])
def test_weights_are_after_all_cases_as_they_were_drawn(name):
    """They are not copied for each case, so what trains must train a net's own."""
    exercise = catalog.exercise(name)
    cases = [case for case in suite_of(exercise).cases.values() if WEIGHTS in case.arguments]
    before = copy.deepcopy([case.arguments[WEIGHTS] for case in cases])
    observe_source(exercise, exercise.path(ROOT, "solutions").read_text(encoding="utf-8"))
    assert cases
    for case, drawn in zip(cases, before, strict=True):
        for key, value in case.arguments[WEIGHTS].items():
            assert torch.equal(value, drawn[key]), (case.name, key)
            assert not value.requires_grad and value.grad is None
