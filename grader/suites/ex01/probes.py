"""ex01: cases and probes."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType
from typing import Any

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
        x = draw.normal(*shape)
        yield Case(name, count, f"num_flat_features(x), x of shape {shape}", {"x": x})
    shape = (1, *(draw.integer(3, 12) for _ in range(3)))
    yield Case("another sample", count, f"num_flat_features(x), x of shape {shape}", {"x": draw.normal(*shape)})
    shape = tuple(draw.integer(2, 9) for _ in range(4))
    yield Case("a drawn shape", count, f"num_flat_features(x), x of shape {shape}", {"x": draw.normal(*shape)})
    x = draw.normal(2, 3, 4)
    yield Case("left alone", keep, "num_flat_features(x), x of shape (2, 3, 4)", {"x": x})


def count(module: ModuleType, x: Tensor) -> dict[str, Any]:
    return scalar(module.num_flat_features(x))


def keep(module: ModuleType, x: Tensor) -> dict[str, Any]:
    """What x is after the call."""
    count = scalar(module.num_flat_features(x))
    return {"x": x, "count": count}
