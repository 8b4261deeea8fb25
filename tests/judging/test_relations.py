"""How a wrong value is related to the expected one: said where it is true, and only there."""

from __future__ import annotations

import pytest
import torch

from grader.judging.relations import more_than_all, relation

EXPECTED = torch.tensor([[1.0, -2.0, 0.5], [3.0, 0.25, -1.0]])
PATH = [1.0, 0.8, 0.64, 0.512]


@pytest.mark.parametrize(
    ("actual", "expected", "said"),
    [
        (2 * EXPECTED, EXPECTED, "it is 2 times the expected"),
        (-EXPECTED, EXPECTED, "it is the negative of the expected"),
        (6.0, 1.0, "it is 6 times the expected: a sum is that, where a mean is due"),
        (EXPECTED / 3, EXPECTED, "it is the expected divided by 3"),
        (EXPECTED.T, EXPECTED, "it is the expected, transposed"),
        (EXPECTED.softmax(1), EXPECTED, "it is the softmax of the expected"),
        (EXPECTED.log_softmax(1), EXPECTED, "it is the log-softmax of the expected"),
        ([9.0, *PATH[:-1]], PATH, "it is the expected, one step late"),
        ([*PATH[1:], 9.0], PATH, "it is the expected, one step early"),
        (torch.zeros(4, 4), torch.zeros(4), "its shape is (4, 4), as broadcasting (4, 1) with (4,) gives"),
    ],
)  # fmt: skip
def test_what_is_plain_to_see_is_said(actual, expected, said):
    assert relation(actual, expected) == said


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        (EXPECTED, EXPECTED),
        (EXPECTED + 0.1, EXPECTED),
        (torch.zeros(3), torch.zeros(3)),
        (torch.zeros(3), torch.ones(3)),
        (torch.full((3,), float("nan")), torch.ones(3)),
        (None, 1.0),
        ("2", 1.0),
        ([1, "a"], [2, 3]),
        (torch.zeros(0), torch.zeros(0)),
        (torch.ones(2, 3), torch.ones(4)),
        (10**400, 1.0),
    ],
)
def test_where_nothing_is_plain_nothing_is_said(actual, expected):
    assert relation(actual, expected) == ""


def test_a_value_that_did_not_move_is_recognised():
    before = {"weights": {"fc.weight": torch.tensor([1.0, 2.0, 3.0])}}
    assert relation(torch.tensor([1.0, 2.0, 3.0]), torch.tensor([0.5, 1.7, 2.0]), before) == (
        "it is still the value from before the call"
    )
    assert relation(torch.tensor([1.0, 2.0, 3.1]), torch.tensor([0.5, 1.7, 2.0]), before) == ""


def test_more_than_everything():
    assert more_than_all(140.0, 60.0) == "it is more than 100 per cent"
    assert more_than_all(60.0, 140.0) == more_than_all(99.0, 60.0) == ""
