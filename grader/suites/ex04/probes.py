"""ex04: cases and probes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, suppress
from math import inf
from types import ModuleType
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from grader.observing.cases import Case, Draw
from grader.observing.plain import plain
from grader.observing.tools import LENET_SHAPES, gradients_of, load_weights, replaced, sketch, undrawn

Weights = dict[str, Tensor]

SMALL_SHAPES: dict[str, tuple[int, ...]] = {
    "first.weight": (4, 3),
    "first.bias": (4,),
    "second.weight": (2, 4),
    "second.bias": (2,),
}
SPARE_SHAPES: dict[str, tuple[int, ...]] = {**SMALL_SHAPES, "spare.weight": (2, 3), "spare.bias": (2,)}
TWICE_SHAPES: dict[str, tuple[int, ...]] = {"layer.weight": (3, 3), "layer.bias": (3,)}


class Net(nn.Module):
    """ex02's network."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, 3)
        self.conv2 = nn.Conv2d(6, 16, 3)
        self.fc1 = nn.Linear(576, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, 10)

    def forward(self, x: Tensor) -> Tensor:
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        x = F.relu(self.fc1(x.flatten(1)))
        return self.fc3(F.relu(self.fc2(x)))


class Small(nn.Module):
    """Two layers, 3 numbers in and 2 out."""

    def __init__(self) -> None:
        super().__init__()
        self.first = nn.Linear(3, 4)
        self.second = nn.Linear(4, 2)

    def forward(self, x: Tensor) -> Tensor:
        return self.second(torch.tanh(self.first(x)))


class Spare(Small):
    """The same with a third layer that takes no part, and whose parameters come first."""

    def __init__(self) -> None:
        super().__init__()
        layers = self.first, self.second
        del self.first, self.second
        self.spare = nn.Linear(3, 2)
        self.first, self.second = layers


class Normed(Small):
    """The same with batch norm between the layers: what goes through together decides what comes out."""

    def __init__(self) -> None:
        super().__init__()
        self.norm = nn.BatchNorm1d(4)

    def forward(self, x: Tensor) -> Tensor:
        return self.second(torch.tanh(self.norm(self.first(x))))


class Twice(nn.Module):
    """One layer, used twice."""

    def __init__(self) -> None:
        super().__init__()
        self.layer = nn.Linear(3, 3)

    def forward(self, x: Tensor) -> Tensor:
        return self.layer(torch.tanh(self.layer(x)))


NETS: dict[str, type[nn.Module]] = {"Net": Net, "Small": Small, "Spare": Spare, "Normed": Normed, "Twice": Twice}


def cases(draw: Draw) -> Iterator[Case]:
    yield from _zeroing(draw)
    yield from _before_and_after(draw)
    yield from _vectors(draw)
    yield from _accumulating(draw)


def _zeroing(draw: Draw) -> Iterator[Case]:
    call = "zero_gradients(parameters)"
    small: dict[str, Any] = {"net": "Small", "weights": draw.weights(SMALL_SHAPES)}
    small |= {"x": draw.normal(5, 3), "target": draw.normal(5, 2), "carried": draw.number(2, 9)}
    twice: dict[str, Any] = {"net": "Twice", "weights": draw.weights(TWICE_SHAPES)}
    twice |= {"x": draw.normal(4, 3), "target": draw.normal(4, 3), "carried": draw.number(2, 9)}
    spare = {**small, "net": "Spare", "weights": draw.weights(SPARE_SHAPES)}
    listed, generated = {"generator": False}, {"generator": True}
    yield Case("zero, two layers", zero, f"{call}, a list of a two-layer net's parameters", small | listed)
    yield Case("zero, shared", zero, f"{call}, a list; one layer is used twice", twice | listed)
    infinite = small | listed | {"carried": inf}
    yield Case("zero, infinite", zero, f"{call}, a list; all gradients are infinite", infinite)
    yield Case("zero, generator", zero, "zero_gradients(net.parameters()), a generator", small | generated)
    yield Case("zero, a layer without", zero, f"{call}, a list; one layer has no gradient yet", spare | listed)
    yield Case(
        "zero, none at all", zero, f"{call}, a list; no gradient is there yet", spare | listed | {"carried": None}
    )


def _before_and_after(draw: Draw) -> Iterator[Case]:
    call = "gradient_before_and_after(net, nn.MSELoss(), x, target)"
    given: dict[str, Any] = {"weights": draw.weights(LENET_SHAPES), "criterion": "MSELoss", "carried": None, "calls": 1}
    given |= {"x": draw.normal(1, 1, 32, 32), "target": draw.normal(10).view(1, -1)}
    yield Case("around, fresh", around, f"{call}, one 32x32 image, a new net", given)
    classes = {"criterion": "CrossEntropyLoss", "x": draw.normal(3, 1, 30, 30), "target": draw.integers(0, 10, 3)}
    cross = call.replace("MSELoss", "CrossEntropyLoss")
    yield Case("around, classes", around, f"{cross}, three 30x30 images, a new net", given | classes)
    stale = draw.number(2, 9)
    yield Case("around, carried", around, f"{call}; the net carries gradients of {stale}", given | {"carried": stale})
    yield Case("around, infinite", around, f"{call}; the net carries infinite gradients", given | {"carried": inf})
    yield Case("around, again", around, f"{call}, called twice", given | {"calls": 2})


def _vectors(draw: Draw) -> Iterator[Case]:
    call = "backward_with_vector(net, x, v)"
    given: dict[str, Any] = {"weights": draw.weights(LENET_SHAPES), "carried": None, "calls": 1}
    given |= {"x": draw.normal(1, 1, 32, 32), "v": draw.normal(1, 10)}
    yield Case("vector, one image", vector, f"{call}, x of shape (1, 1, 32, 32), a new net", given)
    more = {"x": draw.normal(3, 1, 31, 31), "v": draw.normal(3, 10)}
    yield Case("vector, three images", vector, f"{call}, x of shape (3, 1, 31, 31), a new net", given | more)
    stale = draw.number(2, 9)
    yield Case("vector, carried", vector, f"{call}; the net carries gradients of {stale}", given | {"carried": stale})
    yield Case("vector, infinite", vector, f"{call}; the net carries infinite gradients", given | {"carried": inf})
    yield Case("vector, again", vector, f"{call}, called twice", given | {"calls": 2})


def _accumulating(draw: Draw) -> Iterator[Case]:
    samples, pieces = draw.integer(6, 10), draw.integer(3, 5)
    regression = [(draw.normal(samples, 3), draw.normal(samples, 2)) for _ in range(pieces)]
    classes = [(draw.normal(samples, 3), draw.integers(0, 3, samples)) for _ in range(pieces)]
    call = f"accumulate_gradients(net, nn.MSELoss(), batches), {pieces} batches of {samples} samples"
    cross = call.replace("MSELoss", "CrossEntropyLoss")
    small: dict[str, Any] = {"net": "Small", "weights": draw.weights(SMALL_SHAPES), "criterion": "MSELoss"}
    small |= {"batches": regression, "carried": None, "calls": 1}
    shared: dict[str, Any] = {"net": "Twice", "weights": draw.weights(TWICE_SHAPES), "criterion": "CrossEntropyLoss"}
    shared |= {"batches": classes, "carried": None, "calls": 1}
    yield Case("pieces", accumulate, call, small)
    normed = small | {"net": "Normed", "weights": small["weights"] | {"norm.weight": draw.uniform(0.5, 1.5, 4)}}
    normed["weights"]["norm.bias"] = draw.normal(4)
    spread = [(2 * (place + 1) * x - 3 * place, target) for place, (x, target) in enumerate(regression)]
    yield Case("pieces, shared", accumulate, f"{cross}; one layer is used twice", shared)
    yield Case(
        "pieces, batch norm", accumulate, f"{call}; the net has a batch norm layer", normed | {"batches": spread}
    )
    stale = draw.number(2, 9)
    yield Case(
        "pieces, carried", accumulate, f"{call}; the net carries gradients of {stale}", small | {"carried": stale}
    )
    yield Case("pieces, again", accumulate, f"{call}, called twice", small | {"calls": 2})


def zero(
    module: ModuleType, net: str, weights: Weights, x: Tensor, target: Tensor, carried: float | None, generator: bool
) -> dict[str, Any]:
    """The gradients after zeroing and those after a backward pass that follows, the weights, and the list given."""
    network = _network(net, carried)
    load_weights(network, weights)
    listed = list(network.parameters())
    module.zero_gradients(network.parameters() if generator else listed)
    zeroed = gradients_of(network)
    nn.MSELoss()(network(x), target).backward()
    names = {id(parameter): name for name, parameter in network.named_parameters()}
    given = {"parameters": [names.get(id(entry), "") for entry in listed]}
    return {"zeroed": zeroed, "gradients": gradients_of(network), "weights": _weights(network), "given": given}


def around(
    module: ModuleType, weights: Weights, criterion: str, x: Tensor, target: Tensor, carried: float | None, calls: int
) -> dict[str, Any]:
    """What came back, the net's gradients then, and what came back once more after a further backward pass."""
    net, loss = _network("Net", carried), getattr(nn, criterion)()
    with _zeroing_works(module):
        for _ in range(calls):
            load_weights(net, weights)  # what one call did to these is no fault of the next
            given = {"x": x.clone(), "target": target.clone()}
            returned = module.gradient_before_and_after(net, loss, *given.values())
    given["x"] = sketch(given["x"])
    seen = {
        "returned": plain(returned),
        "gradients": gradients_of(net),
        "weights": _weights(net),
        "given": plain(given),
    }
    _add_once_more(net)
    return {**seen, "later": returned}


def vector(
    module: ModuleType, weights: Weights, x: Tensor, v: Tensor, carried: float | None, calls: int
) -> dict[str, Any]:
    """What came back, the net's gradients then, and what came back once more after a further backward pass."""
    net = _network("Net", carried)
    with _zeroing_works(module):
        for _ in range(calls):
            load_weights(net, weights)
            given = {"x": x.clone(), "v": v.clone()}
            returned = module.backward_with_vector(net, *given.values())
    given["x"] = sketch(given["x"])
    seen = {
        "returned": plain(returned),
        "gradients": gradients_of(net),
        "weights": _weights(net),
        "given": plain(given),
    }
    _add_once_more(net)
    return {**seen, "later": returned}


def accumulate(
    module: ModuleType,
    net: str,
    weights: Weights,
    criterion: str,
    batches: list[tuple[Tensor, Tensor]],
    carried: float | None,
    calls: int,
) -> dict[str, Any]:
    """The net's gradients, its weights, and the batches afterwards."""
    network, loss = _network(net, carried), getattr(nn, criterion)()
    with _zeroing_works(module):
        for _ in range(calls):
            load_weights(network, weights)
            given = [(x.clone(), target.clone()) for x, target in batches]
            module.accumulate_gradients(network, loss, given)
    return {"gradients": gradients_of(network), "weights": _weights(network), "given": {"batches": given}}


def _network(name: str, carried: float | None) -> nn.Module:
    """A net whose weights are yet to be loaded, and whose layers carry old gradients (but for a spare one)."""
    with undrawn():
        net = NETS[name]()
    if carried is not None:
        for name, parameter in net.named_parameters():
            if not name.startswith("spare"):
                parameter.grad = torch.full_like(parameter, carried)
    return net


def _zeroing_works(module: ModuleType) -> AbstractContextManager[None]:
    """Let a slip in the learner's `zero_gradients` spoil nothing in the functions that call it.

    In the block the learner's own is called all the same, since other code may count on what it leaves, zeros or
    None. Then what it did not clear is cleared, and what it did to the parameters' values is undone.
    """
    own: Callable[..., Any] | None = vars(module).get("zero_gradients")

    def zero_gradients(parameters: Iterable[nn.Parameter], *more: Any, **options: Any) -> Any:
        listed = list(parameters)
        values = [parameter.detach().clone() for parameter in listed]
        returned = None
        with suppress(Exception):
            returned = own(list(listed), *more, **options) if own else None
        for parameter, value in zip(listed, values, strict=True):
            if parameter.grad is not None and bool(parameter.grad.count_nonzero()):
                parameter.grad = None
            if not torch.equal(parameter, value):
                parameter.data.copy_(value)
        return returned

    return replaced(module, "zero_gradients", zero_gradients)


def _add_once_more(net: nn.Module) -> None:
    """Change the gradients as one more backward pass does: it adds the same numbers in place."""
    for parameter in net.parameters():
        if parameter.grad is not None:
            parameter.grad.mul_(2)


def _weights(net: nn.Module) -> Weights:
    return {name: sketch(parameter.detach()).clone() for name, parameter in net.named_parameters()}
