"""ex07: cases and probes."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator
from types import ModuleType
from typing import Any

import torch
from torch import Tensor, nn

from grader.observing.cases import Case, Draw
from grader.observing.tools import scalar

SHAPES = {"weight": (3,), "bias": (2,)}
OPTIMIZERS = ("SimpleGD", "MomentumGD")
Weights = dict[str, Tensor]
Gradients = dict[str, Tensor | None]


def cases(draw: Draw) -> Iterator[Case]:
    for optimizer in OPTIMIZERS:
        yield from _for_both(draw, optimizer)
    yield _walk(
        draw,
        "SimpleGD, gradients adding up",
        "two steps, the second backward adding to the gradients of the first",
        feed="added",
        steps=2,
    )
    yield _walk(
        draw, "SimpleGD, new lr", "lr set anew in its group before the third step",
        changes=[(2, 0, "lr", draw.number(0.3, 0.6))], steps=4,
    )  # fmt: skip
    yield _walk(draw, "SimpleGD, scheduler", "a scheduler halving lr after each step", gamma=0.5, steps=4)
    yield Case(
        "MomentumGD, constant gradient",
        walk,
        "MomentumGD([weight], lr=0.1, momentum=0.9), three steps from 0 with gradient 1",
        {
            "optimizer": "MomentumGD",
            "weights": {"weight": torch.zeros(1)},
            "options": {"lr": 0.1, "momentum": 0.9},
            "gradients": [{"weight": torch.ones(1)}] * 3,
        },
    )
    yield _walk(
        draw, "MomentumGD, own momentum", "four steps", optimizer="MomentumGD", steps=4,
        momentum=draw.number(0.3, 0.7),
    )  # fmt: skip
    yield _walk(
        draw, "MomentumGD, new lr", "lr set anew in its group before the third step", optimizer="MomentumGD",
        changes=[(2, 0, "lr", draw.number(0.4, 0.6))], steps=4,
    )  # fmt: skip
    yield _walk(
        draw,
        "MomentumGD, one gradient tensor",
        "three steps, gradients zeroed in place and filled again",
        optimizer="MomentumGD",
        feed="refilled",
        steps=3,
    )
    yield _walk(
        draw,
        "MomentumGD, gradients adding up",
        "two steps, the second backward adding to the gradients of the first",
        optimizer="MomentumGD",
        feed="added",
        steps=2,
    )
    yield _walk(
        draw, "MomentumGD, stopped", "two steps; its state_dict loaded into a fresh MomentumGD; two steps more",
        optimizer="MomentumGD", steps=4, reload_at=2, momentum=draw.number(0.5, 0.8),
    )  # fmt: skip


def _for_both(draw: Draw, optimizer: str) -> Iterator[Case]:
    yield _walk(draw, f"{optimizer}, steps", "three steps", optimizer=optimizer)
    gradients = _gradients(draw, 5)
    gradients[0]["bias"] = gradients[2]["weight"] = gradients[3]["weight"] = gradients[3]["bias"] = None
    yield _walk(
        draw, f"{optimizer}, missing gradients", "five steps; at some of them a gradient is None",
        optimizer=optimizer, gradients=gradients,
    )  # fmt: skip
    first = {"params": ["weight"], "lr": draw.number(0.05, 0.1)}
    second: dict[str, Any] = {"params": ["bias"], "lr": draw.number(0.3, 0.5)}
    if optimizer == "MomentumGD":
        first["momentum"] = draw.number(0.2, 0.5)
        second["momentum"] = draw.number(0.6, 0.8)
    yield _walk(
        draw, f"{optimizer}, groups", "two parameter groups with values of their own, three steps",
        optimizer=optimizer, groups=[first, second],
    )  # fmt: skip
    yield _walk(
        draw, f"{optimizer}, one group without lr", "two parameter groups, the second without an lr, two steps",
        optimizer=optimizer, groups=[first, {"params": ["bias"]}], steps=2,
    )  # fmt: skip
    lr = draw.number(0.05, 0.2)
    descent = {
        "optimizer": optimizer,
        "start": draw.normal(4),
        "target": draw.normal(4),
        "lr": lr,
    }
    loop = "zero_grad(), loss.backward() and step(), twice"
    yield Case(f"{optimizer}, in place", in_place, f"{optimizer}([w], lr={lr}): {loop}", descent)
    yield Case(f"{optimizer}, closure", closure, f"{optimizer}([w], lr={lr}).step(closure)", descent)
    minus = -draw.number(0.01, 0.5)
    yield Case(
        f"{optimizer}, negative lr", refuse, f"{optimizer}([w], lr={minus})", {"optimizer": optimizer, "lr": minus}
    )


def _walk(
    draw: Draw,
    name: str,
    what: str,
    optimizer: str = "SimpleGD",
    steps: int = 3,
    gradients: list[Gradients] | None = None,
    momentum: float | None = None,
    **plan: Any,
) -> Case:
    """A case of `walk` on drawn weights and gradients."""
    options = {"lr": draw.number(0.05, 0.2)}
    if momentum is not None:
        options["momentum"] = momentum
    words = "".join(f", {key}={value}" for key, value in options.items())
    plan = {
        "optimizer": optimizer,
        "weights": {key: draw.normal(*shape) for key, shape in SHAPES.items()},
        "options": options,
        "gradients": gradients or _gradients(draw, steps),
        **plan,
    }
    return Case(name, walk, f"{optimizer}(params{words}): {what}", plan)


def _gradients(draw: Draw, steps: int) -> list[Gradients]:
    return [{key: draw.normal(*shape) for key, shape in SHAPES.items()} for _ in range(steps)]


def walk(module: ModuleType, optimizer: str, **plan: Any) -> list[Weights]:
    """The weights after each step of the learner's optimizer."""
    return walk_with(getattr(module, optimizer), **plan)


def walk_with(
    make: Callable[..., torch.optim.Optimizer],
    weights: Weights,
    options: dict[str, float],
    gradients: list[Gradients],
    groups: list[dict[str, Any]] | None = None,
    changes: Iterable[tuple[int, int, str, float]] = (),
    gamma: float | None = None,
    feed: str = "new",
    reload_at: int | None = None,
) -> list[Weights]:
    """The weights after each step of an optimizer that ``make`` makes.

    Args:
        make: an optimizer's class.
        weights: where the parameters start.
        options: what ``make`` is given beside the parameters.
        gradients: those of each step.
        groups: parameter groups, with names for parameters; without them ``make`` is given an iterator.
        changes: (step, group, key, value): what is set in a group before a step.
        gamma: the factor of a scheduler that steps after the optimizer.
        feed: how a gradient comes: a "new" tensor, the old one zeroed and "refilled", or "added" to the old one.
        reload_at: the step before which all goes on with fresh parameters and a fresh optimizer.
    """
    parameters = {name: nn.Parameter(value.clone()) for name, value in weights.items()}
    optimizer = make(_grouped(parameters, groups), **options)
    scheduler = torch.optim.lr_scheduler.ExponentialLR(optimizer, gamma) if gamma else None
    path = []
    for step, gradient in enumerate(gradients):
        if step == reload_at:
            saved = copy.deepcopy(optimizer.state_dict())
            parameters = {name: nn.Parameter(value.detach().clone()) for name, value in parameters.items()}
            optimizer = make(_grouped(parameters, groups), lr=1.0)
            optimizer.load_state_dict(saved)
        for when, group, key, value in changes:
            if when == step:
                optimizer.param_groups[group][key] = value
        for name, parameter in parameters.items():
            _feed(parameter, gradient[name], feed)
        optimizer.step()
        if scheduler:
            scheduler.step()
        path.append({name: parameter.detach().clone() for name, parameter in parameters.items()})
    return path


def _grouped(parameters: dict[str, nn.Parameter], groups: list[dict[str, Any]] | None) -> Iterable[Any]:
    if groups is None:
        return iter(parameters.values())
    return [{**group, "params": [parameters[name] for name in group["params"]]} for group in groups]


def _feed(parameter: nn.Parameter, gradient: Tensor | None, how: str) -> None:
    if gradient is None or parameter.grad is None or how == "new":
        parameter.grad = None if gradient is None else gradient.clone()
        return
    if how == "refilled":
        parameter.grad.zero_()
    parameter.grad.add_(gradient)


def in_place(module: ModuleType, optimizer: str, start: Tensor, target: Tensor, lr: float) -> dict[str, Any]:
    """Two rounds of a true training loop on the squared distance to ``target``, and what became of the parameter."""
    parameter = nn.Parameter(start)
    made = getattr(module, optimizer)([parameter], lr=lr)
    path = []
    for _ in range(2):
        made.zero_grad()
        _distance(parameter, target).backward()
        made.step()
        path.append(parameter.detach().clone())
    return {
        "path": path,
        "the same object": made.param_groups[0]["params"][0] is parameter,
        "is_leaf": parameter.is_leaf,
        "requires_grad": parameter.requires_grad,
        "gradients enabled afterwards": torch.is_grad_enabled(),
    }


def closure(module: ModuleType, optimizer: str, start: Tensor, target: Tensor, lr: float) -> dict[str, Any]:
    """One step with a closure: what it met, the loss, the weights afterwards; and what a step without one returned."""
    parameter = nn.Parameter(start)
    made = getattr(module, optimizer)([parameter], lr=lr)
    enabled, met = [], []

    def distance() -> Tensor:
        enabled.append(torch.is_grad_enabled())
        met.append(parameter.detach().clone())
        with torch.enable_grad():  # a mode that is off is told by one check, not by all
            made.zero_grad()
            loss = _distance(parameter, target)
            loss.backward()
        return loss

    returned = made.step(distance)
    after = parameter.detach().clone()
    return {"enabled": enabled, "met": met, "loss": scalar(returned), "after": after, "without": made.step()}


def _distance(parameter: Tensor, target: Tensor) -> Tensor:
    return ((parameter - target) ** 2).sum()


def refuse(module: ModuleType, optimizer: str, lr: float) -> str:
    """Whether a negative lr is taken."""
    getattr(module, optimizer)([nn.Parameter(torch.zeros(2))], lr=lr)
    return "an optimizer"
