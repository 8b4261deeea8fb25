"""What crosses the wall, and what does not."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from grader.observing.plain import MAX_ITEMS, Opaque, plain

LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20)
TREES = st.recursive(LEAVES, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20)


@given(TREES)
def test_plain_values_come_through_as_they_are(value):
    assert plain(value) == value


def test_tensors_are_copies_without_a_history():
    weight = torch.nn.Parameter(torch.ones(2, 3))
    seen = plain({"w": weight})["w"]
    assert type(seen) is torch.Tensor
    assert not seen.requires_grad
    weight.data.zero_()
    assert seen.sum() == 6


class Yes(int):
    def __eq__(self, other):
        return True

    __hash__ = None


class Sneaky(torch.Tensor):
    pass


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (Yes(3), "a Yes object"),
        (np.int64(3), "an int64 object"),
        (torch.ones(2).as_subclass(Sneaky), "a Sneaky object"),
        (torch.ones(2, dtype=torch.complex64), "torch.complex64"),
        (torch.eye(3).to_sparse(), "sparse"),
        (torch.ones(2, device="meta"), "meta"),
        (torch.ones(1).expand(10**9), "more than"),
        pytest.param(10**5000, "digits", id="a huge int"),
        pytest.param("x" * 2_000_000, "characters", id="a long text"),
        ([0] * (MAX_ITEMS + 1), "values"),
        (torch.Size([1, 2]), "a Size object"),
        (lambda: None, "a function object"),
    ],
)
def test_everything_else_is_opaque_and_equals_nothing(value, says):
    seen = plain(value)
    assert isinstance(seen, Opaque)
    assert says in str(seen)
    assert (seen == seen) is False
    assert (seen == value) is False


def test_deep_and_recursive_values_end():
    loop: list = []
    loop.append(loop)
    assert "nested" in str(plain(loop))
