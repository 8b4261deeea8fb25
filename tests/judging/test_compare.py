"""When two values are the same, and how their difference reads."""

from __future__ import annotations

import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from grader.judging.compare import difference
from grader.judging.format import format_pair, format_value
from grader.observing.plain import Opaque


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        (1.0000001, 1.0),
        (1, 1.0),
        (math.inf, math.inf),
        ([1.0, 2.0], [1.0, 2.00001]),
        ({"a": (1, "x")}, {"a": (1, "x")}),
        (torch.ones(2) + 1e-7, torch.ones(2)),
        (torch.zeros(0, 3), torch.zeros(0, 3)),
    ],
)
def test_the_same(actual, expected):
    assert difference(actual, expected) is None


@pytest.mark.parametrize(
    ("actual", "expected", "says"),
    [
        (True, 1, "a bool where an int"),
        (1.0, 1, "a float where an int"),
        (math.nan, 1.0, "NaN"),
        ("1.0", 1.0, "a str where a number"),
        (None, 1.0, "None where a number"),
        ((1, 2), [1, 2], "a tuple where a list"),
        ([1, 2], [1, 2, 3], "its length is 2, expected 3"),
        ({"a": 1}, {"b": 1}, "its keys"),
        (torch.ones(1600), torch.ones(4, 400), "its shape is (1600,), expected (4, 400)"),
        (torch.ones(2, dtype=torch.float64), torch.ones(2), "float64"),
        (torch.tensor([[1.0, 2.0]]), torch.tensor([[1.0, 2.5]]),
         "1 of 2 numbers, by 0.5 at most; first at [0, 1]: 2.0 instead of 2.5"),
        (torch.tensor([math.nan]), torch.tensor([1.0]), "NaN instead of 1.0"),
        (torch.tensor([math.nan, 2.0]), torch.tensor([1.0, 3.0]), "both numbers"),
        (torch.zeros(3), torch.ones(3), "all 3 numbers, by 1.0 at most"),
        (Opaque("a Yes object"), 3, "a Yes object where an int"),
        (Opaque("a Yes object"), torch.ones(1), "a Yes object where a tensor"),
    ],
)  # fmt: skip
def test_not_the_same_and_why(actual, expected, says):
    assert says in difference(actual, expected)


@given(st.floats(allow_nan=False, allow_infinity=False), st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_that_differ_never_look_alike(one, other):
    if one != other:
        assert len(set(format_pair(one, other))) == 2


def test_tensors_that_differ_never_look_alike():
    one = torch.tensor([0.12345678, 1.0])
    other = torch.tensor([0.12345001, 1.0])
    assert len(set(format_pair(one, other))) == 2


def test_shapes_are_told():
    assert format_value(torch.zeros(2, 3, 4)).startswith("shape (2, 3, 4), beginning [0.0000 0.0000")
