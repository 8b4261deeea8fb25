"""ex01: cases and probes."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType
from typing import Any

import torch
from torch import Tensor

from grader.observing.cases import Case, Draw
from grader.observing.tools import scalar

SHAPES = {
    "one sample": (1, 16, 6, 6),
    "two samples": (2, 16, 6, 6),
    "a small layer": (4, 16, 5, 5),
    "a tall layer": (3, 2, 7, 3),
    "vectors": (5, 84),
    "single numbers": (7,),
    "no samples": (0, 16, 6, 6),
}


def cases(draw: Draw) -> Iterator[Case]:
    for name, shape in SHAPES.items():
        yield _case(name, draw.normal(*shape))
    yield _case("another sample", draw.normal(1, *_sizes(draw, 3, 3, 12)))
    yield _case("a drawn shape", draw.normal(*_sizes(draw, 4, 2, 9)))
    yield _case("sequences", torch.zeros(_sizes(draw, 3, 2, 9)), ", all numbers 0")
    yield _case("videos", torch.full(_sizes(draw, 5, 2, 5), float("nan")), ", all numbers NaN")
    batch = draw.normal(6, 3, 4, 5)
    called = f"num_flat_features(batch[::2]), batch of shape {tuple(batch.shape)}"
    yield Case("every other sample", count_every_other, called, {"x": batch})
    for name, shape in (("left alone", (1, 4, 1, 3)), ("two left alone", (2, 3, 1, 4))):
        yield Case(name, keep, f"num_flat_features(x), x of shape {shape}", {"x": draw.normal(*shape)})


def _case(name: str, x: Tensor, more: str = "") -> Case:
    return Case(name, count, f"num_flat_features(x), x of shape {tuple(x.shape)}{more}", {"x": x})


def _sizes(draw: Draw, dimensions: int, low: int, high: int) -> tuple[int, ...]:
    return tuple(draw.integer(low, high) for _ in range(dimensions))


def count(module: ModuleType, x: Tensor) -> dict[str, Any]:
    return scalar(module.num_flat_features(x))


def count_every_other(module: ModuleType, x: Tensor) -> dict[str, Any]:
    """A batch that does not lie in one piece of memory."""
    return scalar(module.num_flat_features(x[::2]))


def keep(module: ModuleType, x: Tensor) -> dict[str, Any]:
    """What x is after the call."""
    count = scalar(module.num_flat_features(x))
    return {"x": x, "learns": x.requires_grad, "count": count}
