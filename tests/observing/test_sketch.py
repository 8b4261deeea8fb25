"""The few numbers that large tensors are sent as."""

from __future__ import annotations

import pytest
import torch

from grader.observing.tools import sketch


@pytest.mark.parametrize(
    ("shape", "rows"), [((999,), None), ((1000,), 1), ((2, 5_000), 2), ((120, 576), 120), ((4, 8, 6, 6), 192)]
)
def test_one_number_per_row_of_a_large_tensor_whatever_its_shape(shape, rows):
    value = torch.randn(shape, generator=torch.Generator().manual_seed(0))
    assert sketch(value).shape == (shape if rows is None else (rows,))
    for place in (0, -1):
        other = value.clone()
        other.view(-1)[place] += 0.1
        assert not torch.allclose(sketch(value), sketch(other))
    other = value.clone()
    other[..., [0, 1]] = value[..., [1, 0]]
    assert not torch.allclose(sketch(value), sketch(other))
