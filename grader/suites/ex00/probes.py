"""ex00: cases and probes."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType, SimpleNamespace
from typing import Any

import torch
from torch import Tensor, nn

from grader.observing.cases import Case, Draw

WORDS = ("apple", "birch", "cloud", "delta", "ember", "fjord", "grape", "heron")


def cases(draw: Draw) -> Iterator[Case]:
    word, other = WORDS[draw.integer(0, 4)], WORDS[draw.integer(4, 8)]
    yield Case("a child", create, "ChildClass()", {"number": draw.integer(1000, 10000)}, prints=True)
    yield Case(
        "a child of another parent",
        create,
        f'ChildClass(), while ParentClass.__init__ prints "{word}" instead',
        {"number": draw.integer(1000, 10000), "word": word},
        prints=True,
    )
    num = draw.integer(10, 100)
    yield Case("func2", call, f"ChildClass().func2({num})", {"num": num}, prints=True)
    num = draw.integer(100, 1000)
    yield Case("func2 again", call, f"ChildClass().func2({num})", {"num": num}, prints=True)
    yield Case(
        "func2 with another func1",
        call,
        f'ChildClass().func2({num}), while ParentClass.func1 prints "{other}" and num instead',
        {"num": num, "word": other},
        prints=True,
    )
    factor = draw.number(1.5, 9.5)
    called = f"list(Scale({factor}).named_parameters())"
    yield Case("the parameter", parameters, called, {"factor": factor, "another": draw.number(-9.5, -1.5)})
    for name, call_it, shape in (("a vector", "", (4,)), ("a batch", ".forward", (3, 2, 5))):
        factor = draw.number(-9.5, -1.5)
        arguments = {"factor": factor, "x": draw.normal(*shape), "weight": factor, "by_name": bool(call_it)}
        yield Case(name, apply, f"Scale({factor}){call_it}(x), x of shape {shape}", arguments)
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


def create(module: ModuleType, number: int, word: str | None = None) -> dict[str, Any]:
    """What is printed while a child is made, after a line with ``number``; ``word`` stands in for the parent's line.

    Returns whether the child is a ParentClass, and of each object that the stand-in set up whether it is the child.
    """
    parent = module.ParentClass
    own = parent.__init__
    set_up: list[Any] = []

    def stand_in(self: Any) -> None:
        set_up.append(self)
        print(word)

    if word is not None:
        parent.__init__ = stand_in
    try:
        print(f"--- ChildClass() number {number}:")
        child = module.ChildClass()
    finally:
        parent.__init__ = own
    return {"inherits": _builds_on(child, parent), "set_up": [entry is child for entry in set_up]}


def _builds_on(value: Any, base: Any) -> bool:
    """Whether a value's class inherits from ``base``, by identity: ``isinstance`` asks the classes themselves."""
    return any(kind is base for kind in type.mro(type(value)))


def call(module: ModuleType, num: int, word: str | None = None) -> dict[str, Any]:
    """What ``func2`` prints, after a line that tells where it begins; ``word`` stands in for ``func1``'s.

    Returns what ``func2`` returned, whether the child is a ParentClass, what the stand-in was given, and whether it was
    called on the child each time.
    """
    parent = module.ParentClass
    own = parent.func1
    calls: list[tuple[Any, Any]] = []

    def stand_in(self: Any, num: Any) -> None:
        calls.append((self, num))
        print(word)
        print(num)

    if word is not None:
        parent.func1 = stand_in
    try:
        child = _child(module)
        print(f"--- func2({num}) begins:")
        returned = child.func2(num)
    finally:
        parent.func1 = own
    return {
        "returned": returned,
        "inherits": _builds_on(child, parent),
        "calls": [num for _, num in calls],
        "on_child": [owner is child for owner, _ in calls],
    }


def _child(module: ModuleType) -> Any:
    """A child for ``func2``; where its ``__init__`` fails, which other checks are about, one that was never set up."""
    try:
        return module.ChildClass()
    except Exception:
        return module.ChildClass.__new__(module.ChildClass)


def parameters(module: ModuleType, factor: float, another: float) -> dict[str, Any]:
    """Every parameter of a Scale: its name and value, and whether it learns. Another Scale is made in between."""
    scale = module.Scale(factor)
    module.Scale(another)
    found = _parameters(scale)
    return {
        "is_module": _builds_on(scale, nn.Module),
        "parameters": found,
        "learning": [name for name, parameter in found.items() if parameter.requires_grad],
        "weight": getattr(scale, "weight", None),
    }


def _parameters(scale: Any) -> dict[str, Any]:
    """What an optimizer would be given, whatever methods the class has of its own."""
    return dict(nn.Module.named_parameters(scale)) if _builds_on(scale, nn.Module) else {}


def apply(module: ModuleType, factor: float, x: Tensor, weight: float, by_name: bool = False) -> dict[str, Any]:
    """A Scale's output while its weight is ``weight``, and x afterwards."""
    try:
        scale = module.Scale(factor)
    except Exception as error:
        return {"output": _without_init(module, weight, x, error), "x": x}
    own = getattr(scale, "weight", None)
    if isinstance(own, Tensor):
        with torch.no_grad():
            own.fill_(weight)
    else:
        scale.weight = weight
    output = scale.forward(x) if by_name else scale(x)
    return {"output": output.clone() if isinstance(output, Tensor) else output, "x": x}


def _without_init(module: ModuleType, weight: float, x: Tensor, error: Exception) -> Any:
    """``forward`` where ``__init__`` fails, which another check is about: on an object that has a weight only."""
    try:
        return module.Scale.forward(SimpleNamespace(weight=torch.tensor(weight)), x)
    except Exception:
        raise error from None


def learn(module: ModuleType, factor: float, x: Tensor, v: Tensor) -> dict[str, Any]:
    """The gradient that a loss on the output leaves in each parameter."""
    scale = module.Scale(factor)
    loss = (v * scale(x)).sum()
    learns = loss.requires_grad
    if learns:
        loss.backward()
    return {"learns": learns, "gradients": {name: own.grad for name, own in _parameters(scale).items()}}
