"""ex00: cases and probes."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType
from typing import Any

from torch import Tensor

from grader.observing.cases import Case, Draw
from grader.observing.tools import gradients_of, load_weights

WORDS = ("apple", "birch", "cloud", "delta", "ember", "fjord", "grape", "heron")


def cases(draw: Draw) -> Iterator[Case]:
    word, other = WORDS[draw.integer(0, 4)], WORDS[draw.integer(4, 8)]
    yield Case("a child", create, "ChildClass()", {"number": draw.integer(1000, 10000)})
    yield Case(
        "a child of another parent",
        create,
        f'ChildClass(), while ParentClass.__init__ prints "{word}" instead',
        {"number": draw.integer(1000, 10000), "word": word},
    )
    num = draw.integer(10, 100)
    yield Case("func2", call, f"ChildClass().func2({num})", {"num": num})
    num = draw.integer(100, 1000)
    yield Case("func2 again", call, f"ChildClass().func2({num})", {"num": num})
    yield Case(
        "func2 with another func1",
        call,
        f'ChildClass().func2({num}), while ParentClass.func1 prints "{other}" and num instead',
        {"num": num, "word": other},
    )
    factor = draw.number(1.5, 9.5)
    yield Case("the parameter", parameters, f"list(Scale({factor}).named_parameters())", {"factor": factor})
    for name, shape in (("a vector", (4,)), ("a batch", (3, 2, 5))):
        factor = draw.number(-9.5, -1.5)
        yield Case(
            name,
            apply,
            f"Scale({factor})(x), x of shape {shape}",
            {"factor": factor, "x": draw.normal(*shape)},
        )
    factor, weight = draw.number(1.5, 4.5), draw.number(5.5, 9.5)
    yield Case(
        "another weight",
        apply,
        f"scale(x), scale = Scale({factor}) and its weight then set to {weight}",
        {"factor": factor, "x": draw.normal(4), "weight": weight},
    )
    yield Case(
        "a gradient",
        learn,
        f"loss.backward(), loss = (v * scale(x)).sum(), scale = Scale({factor})",
        {"factor": factor, "x": draw.normal(2, 3), "v": draw.normal(2, 3)},
    )


def create(module: ModuleType, number: int, word: str | None = None) -> None:
    """What is printed while a child is made, after a line with ``number``; ``word`` stands in for the parent's line."""
    parent = module.ParentClass
    own = parent.__init__

    def stand_in(self: Any) -> None:
        print(word)

    if word is not None:
        parent.__init__ = stand_in
    try:
        print(f"--- ChildClass() number {number}:")
        module.ChildClass()
    finally:
        parent.__init__ = own


def call(module: ModuleType, num: int, word: str | None = None) -> dict[str, Any]:
    """What ``func2`` prints, after a line that tells where it begins; ``word`` stands in for ``func1``'s."""
    parent = module.ParentClass
    own = parent.func1
    calls = []

    def stand_in(self: Any, num: Any) -> None:
        calls.append(num)
        print(word)
        print(num)

    child = module.ChildClass()
    if word is not None:
        parent.func1 = stand_in
    try:
        print(f"--- func2({num}) begins:")
        returned = child.func2(num)
    finally:
        parent.func1 = own
    return {"returned": returned, "calls": calls}


def parameters(module: ModuleType, factor: float) -> dict[str, Any]:
    """Every parameter of a Scale: its name and value, and whether it learns."""
    scale = module.Scale(factor)
    return {
        "parameters": {name: parameter for name, parameter in scale.named_parameters()},
        "learning": [name for name, parameter in scale.named_parameters() if parameter.requires_grad],
        "weight": getattr(scale, "weight", None),
    }


def apply(module: ModuleType, factor: float, x: Tensor, weight: float | None = None) -> dict[str, Any]:
    """A Scale's output, its weight set to ``weight`` first where one is given."""
    scale = module.Scale(factor)
    if weight is not None:
        load_weights(scale, {name: own.detach().clone().fill_(weight) for name, own in scale.named_parameters()})
    return {"output": scale(x)}


def learn(module: ModuleType, factor: float, x: Tensor, v: Tensor) -> dict[str, Any]:
    """The gradient that a loss on the output leaves in each parameter."""
    scale = module.Scale(factor)
    loss = (v * scale(x)).sum()
    learns = loss.requires_grad
    if learns:
        loss.backward()
    return {"learns": learns, "gradients": gradients_of(scale)}
