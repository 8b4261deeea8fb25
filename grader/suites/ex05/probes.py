"""ex05: cases and probes.

The functions that are walked down and the nets that are taught are made here, from a name and plain numbers, so that
a check can make them again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from types import ModuleType
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from grader.observing.cases import Case, Draw
from grader.observing.optimizers import shipped_optimizers_spoiled
from grader.observing.plain import type_name
from grader.observing.tools import load_weights, parameters_of, replaced, scalar

Function = Callable[[Tensor], Tensor]

RATES = (0.01, 0.1, 0.5, 0.9, 1.0, 1.1)
SHIFT = 1.0
"""What the stand-in for ``sgd_update`` adds to each weight, so that a loss taken after it is another one."""


def square(_: list[float]) -> Function:
    return lambda x: x**2


def polynomial(c: list[float]) -> Function:
    return lambda x: c[0] + c[1] * x + c[2] * x**2 + c[3] * x**4


def valley(c: list[float]) -> Function:
    return lambda x: F.softplus(c[0] * x) + F.softplus(-c[1] * x)


def waves(c: list[float]) -> Function:
    return lambda x: torch.dot(torch.tensor(c, dtype=x.dtype), torch.stack([x, x.sin(), x.cos()]))


def half_hidden(c: list[float]) -> Function:
    """Autograd sees only one of the two factors: its gradient is c x, where a difference quotient says 2 c x."""
    return lambda x: c[0] * x * x.detach()


FUNCTIONS: dict[str, Callable[[list[float]], Function]] = {
    "square": square,
    "polynomial": polynomial,
    "valley": valley,
    "waves": waves,
    "half hidden": half_hidden,
}


def line() -> nn.Module:
    return nn.Sequential(nn.Linear(3, 1))


def classifier() -> nn.Module:
    return nn.Sequential(nn.Linear(4, 8), nn.Tanh(), nn.Linear(8, 3))


def convnet() -> nn.Module:
    return nn.Sequential(nn.Conv2d(1, 2, 3), nn.ReLU(), nn.Flatten(), nn.Linear(32, 5))


NETS: dict[str, Callable[[], nn.Module]] = {"line": line, "classifier": classifier, "convnet": convnet}
CRITERIA: dict[str, Callable[[], nn.Module]] = {
    "MSELoss": nn.MSELoss,
    "CrossEntropyLoss": nn.CrossEntropyLoss,
    "SmoothL1Loss": nn.SmoothL1Loss,
}


def build(net: str, weights: dict[str, Tensor]) -> nn.Module:
    """A net of a known kind with the judge's weights."""
    built = NETS[net]()
    load_weights(built, weights)
    return built


def shapes(net: str) -> dict[str, tuple[int, ...]]:
    return {name: tuple(parameter.shape) for name, parameter in NETS[net]().named_parameters()}


def cases(draw: Draw) -> Iterator[Case]:
    yield _descent("x squared", "square", [], "f = x^2", 1.0, 0.1, 5)
    x0 = _away_from_0(draw)
    for lr in RATES:
        yield _descent(f"rate {lr}", "square", [], "f = x^2", x0, lr, 20)
    yield _descent("no steps", "square", [], "f = x^2", x0, 0.1, 0)
    c = [draw.number(-1, 1), draw.number(-1, 1), draw.number(0.5, 1.5), draw.number(0.1, 0.5)]
    words = f"f = {c[0]} + {c[1]}x + {c[2]}x^2 + {c[3]}x^4"
    yield _descent("a polynomial", "polynomial", c, words, _away_from_0(draw), 0.05, 6)
    c = [draw.number(0.5, 1), draw.number(1.2, 2)]
    words = f"f = F.softplus({c[0]} * x) + F.softplus(-{c[1]} * x)"
    yield _descent("a valley", "valley", c, words, _away_from_0(draw), 0.5, 6)
    c = [draw.number(-1, 1), draw.number(0.5, 1), draw.number(0.5, 1)]
    words = f"f = torch.dot(torch.tensor({c}), torch.stack([x, x.sin(), x.cos()]))"
    yield _descent("waves", "waves", c, words, _away_from_0(draw), 0.1, 6)
    c = [draw.number(0.5, 1.5)]
    words = f"f = {c[0]} * x * x.detach()"
    yield _descent("half hidden", "half hidden", c, words, _away_from_0(draw), 0.2, 6)

    yield _update(draw, "an update", [(3,), (2, 3)])
    yield _update(draw, "another update", [(4, 1, 3, 3), (), (5, 2)], scale=50.0)
    yield _update(draw, "one without a gradient", [(3,), (2, 2), (4,)], without=draw.integer(0, 3))
    yield _update(draw, "a generator", [(2, 3), (3,), (1,)], generator=True)
    batches = [(draw.normal(6, 3), draw.normal(6, 1)) for _ in range(3)]
    yield Case(
        "three rounds",
        rounds,
        "sgd_update(list(net.parameters()), lr=0.1) after each of three backward passes",
        {"net": "line", "weights": draw.weights(shapes("line")), "batches": batches, "lr": 0.1},
    )

    yield _step(draw, "a step", "line", "MSELoss")
    yield _step(draw, "a step of a classifier", "classifier", "CrossEntropyLoss")
    yield _step(draw, "a step of a convnet", "convnet", "SmoothL1Loss")
    yield _step(draw, "by itself", "line", "MSELoss", alone=True)
    yield _step(draw, "by itself, a classifier", "classifier", "CrossEntropyLoss", alone=True)
    yield _step(draw, "by itself, old gradients", "classifier", "CrossEntropyLoss", alone=True, old=True)
    yield _step(draw, "by itself, three steps", "line", "MSELoss", alone=True, steps=3)


def _away_from_0(draw: Draw) -> float:
    return draw.number(0.7, 1.5) * (-1 if draw.integer(0, 2) else 1)


def _descent(name: str, f: str, c: list[float], words: str, x0: float, lr: float, steps: int) -> Case:
    called = f"gradient_descent(f, x0={x0}, lr={lr}, steps={steps}) with {words}"
    return Case(name, descend, called, {"f": f, "c": c, "x0": x0, "lr": lr, "steps": steps})


def _update(
    draw: Draw,
    name: str,
    sizes: list[tuple[int, ...]],
    without: int | None = None,
    generator: bool = False,
    scale: float = 1.0,
) -> Case:
    """A case of `update`; ``scale`` is that of the gradients, large enough that clipping them would show."""
    arguments = {
        "values": [draw.normal(*size) for size in sizes],
        "gradients": [None if index == without else draw.normal(*size) * scale for index, size in enumerate(sizes)],
        "lr": draw.number(0.05, 0.5),
        "generator": generator,
    }
    what = "a generator of" if generator else "a list of"
    words = ", ".join(str(size) for size in sizes)
    called = f"sgd_update(parameters, lr={arguments['lr']}), {what} parameters of shapes {words}"
    return Case(name, update, called + ("" if without is None else f"; [{without}] has no gradient"), arguments)


def _step(
    draw: Draw,
    name: str,
    net: str,
    criterion: str,
    alone: bool = False,
    steps: int = 1,
    old: bool = False,
) -> Case:
    """A case of `step`, or of `step_alone`, which does not need the learner's ``sgd_update``."""
    samples, lr = 5, draw.number(0.05, 0.3)
    arguments = {
        "net": net,
        "weights": draw.weights(shapes(net)),
        "criterion": criterion,
        "batches": [_batch(draw, net, samples) for _ in range(steps)],
        "lr": lr,
    }
    words = {
        "line": "net = nn.Linear(3, 1)",
        "classifier": "a net of two linear layers",
        "convnet": "a net with a convolution",
    }[net]
    called = f"train_step(net, nn.{criterion}(), x, target, lr={lr}), {words}"
    called += ", with gradients from before" if old else ""
    called += f", called {steps} times" if steps > 1 else ""
    if not alone:
        return Case(name, step, called, arguments)
    arguments["old"] = {key: draw.normal(*size) for key, size in shapes(net).items()} if old else {}
    return Case(name, step_alone, f"{called} (whatever your sgd_update does)", arguments)


def _batch(draw: Draw, net: str, samples: int) -> tuple[Tensor, Tensor]:
    if net == "line":
        return draw.normal(samples, 3), draw.normal(samples, 1)
    if net == "classifier":
        return draw.normal(samples, 4), draw.integers(0, 3, samples)
    return draw.normal(samples, 1, 6, 6), draw.normal(samples, 5)


def descend(module: ModuleType, f: str, c: list[float], x0: float, lr: float, steps: int) -> dict[str, Any]:
    return numbers_of(module.gradient_descent(FUNCTIONS[f](c), x0, lr, steps))


def numbers_of(path: Any) -> dict[str, Any]:
    """A path's numbers, and apart from them the types that the path and its entries came in."""
    kind = type_name(type(path))
    if isinstance(path, (Tensor, np.ndarray)):
        return {"type": kind, "types": [], "numbers": path.tolist()}
    if not isinstance(path, (list, tuple)):
        return {"type": kind, "types": [], "numbers": path}
    entries = [scalar(entry) for entry in path]
    return {
        "type": kind,
        "types": sorted({entry["type"] for entry in entries}),
        "numbers": [entry["number"] for entry in entries],
    }


@shipped_optimizers_spoiled()
def update(
    module: ModuleType, values: list[Tensor], gradients: list[Tensor | None], lr: float, generator: bool
) -> dict[str, Any]:
    parameters = [nn.Parameter(value) for value in values]
    for parameter, gradient in zip(parameters, gradients, strict=True):
        parameter.grad = gradient
    given = list(parameters)
    module.sgd_update((each for each in parameters) if generator else given, lr)
    return {
        "values": [each.detach().clone() for each in parameters],
        "gradients": [None if each.grad is None else each.grad.detach().clone() for each in parameters],
        "same objects": len(given) == len(parameters) and all(map(lambda a, b: a is b, given, parameters)),
        **_state_of(parameters),
    }


@shipped_optimizers_spoiled()
def rounds(
    module: ModuleType, net: str, weights: dict[str, Tensor], batches: list[tuple[Tensor, Tensor]], lr: float
) -> dict[str, Any]:
    """The net's own parameters through several backward passes, each with an update after it."""
    built = build(net, weights)
    before = dict(built.named_parameters())
    after = []
    recording = True
    for x, target in batches:
        built.zero_grad()
        with torch.enable_grad():
            F.mse_loss(built(x), target).backward()
        module.sgd_update(list(built.parameters()), lr)
        recording = recording and torch.is_grad_enabled()
        after.append(parameters_of(built))
    now = dict(built.named_parameters())
    return {
        "rounds": after,
        "same objects": all(now.get(name) is each for name, each in before.items()),
        **_state_of(list(now.values())),
        "recording": recording,
    }


def _state_of(parameters: list[nn.Parameter]) -> dict[str, bool]:
    return {
        "leaves": all(each.is_leaf and each.grad_fn is None for each in parameters),
        "require gradients": all(each.requires_grad for each in parameters),
        "recording": torch.is_grad_enabled(),
    }


def step(
    module: ModuleType,
    net: str,
    weights: dict[str, Tensor],
    criterion: str,
    batches: list[tuple[Tensor, Tensor]],
    lr: float,
) -> list[dict[str, Any]]:
    """The weights, x and target after each step."""
    built = build(net, weights)
    seen = []
    for x, target in batches:
        module.train_step(built, CRITERIA[criterion](), x, target, lr)
        seen.append({"weights": parameters_of(built), "x": x, "target": target})
    return seen


def step_alone(
    module: ModuleType,
    net: str,
    weights: dict[str, Tensor],
    criterion: str,
    batches: list[tuple[Tensor, Tensor]],
    lr: float,
    old: dict[str, Tensor],
) -> list[dict[str, Any]]:
    """What ``train_step`` does by itself, each step from the same weights: its loss, and what it hands to the update.

    A stand-in takes the place of ``sgd_update`` and notes what it is given. A ``train_step`` that does without
    ``sgd_update`` moves the weights itself: so the weights afterwards are noted too.
    """
    built = build(net, weights)
    for name, parameter in built.named_parameters():
        parameter.grad = old.get(name)
    names = {id(parameter): name for name, parameter in built.named_parameters()}
    seen = []
    for x, target in batches:
        load_weights(built, weights)
        handed: list[dict[str, Any]] = []

        def note(parameters: Iterable[nn.Parameter], lr: float, handed: list[dict[str, Any]] = handed) -> None:
            for parameter in parameters:
                gradient = torch.zeros_like(parameter) if parameter.grad is None else parameter.grad.clone()
                handed.append({"name": names.get(id(parameter), ""), "lr": scalar(lr), "gradient": gradient})
                parameter.data += SHIFT

        with replaced(module, "sgd_update", note):
            loss = module.train_step(built, CRITERIA[criterion](), x, target, lr)
        seen.append({"loss": scalar(loss), "weights": parameters_of(built), "handed": handed})
    return seen
