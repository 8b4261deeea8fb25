"""ex07: cases and probes."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator
from types import ModuleType
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from grader.observing.cases import Case, Draw
from grader.observing.optimizers import base_optimizers, shipped_optimizers_spoiled
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
    yield _walk(
        draw, "SimpleGD, loaded", "two steps; its state_dict loaded into a fresh SimpleGD with lr=1; two steps more",
        steps=4, reload_at=2,
    )  # fmt: skip
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
        draw, "MomentumGD, new momentum", "momentum set anew in its group before the third step",
        optimizer="MomentumGD", changes=[(2, 0, "momentum", draw.number(0.2, 0.5))], steps=4,
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
        draw, "MomentumGD, fading", "five steps; at some of them a gradient is None", optimizer="MomentumGD",
        gradients=_with_gaps(draw), momentum=draw.number(0.5, 0.8),
    )  # fmt: skip
    yield _walk(
        draw, "MomentumGD, stopped",
        "two steps; its state_dict saved; two steps more; what was saved loaded into a fresh MomentumGD; two steps",
        optimizer="MomentumGD", steps=6, saved_at=2, reload_at=4, momentum=draw.number(0.5, 0.8),
    )  # fmt: skip
    yield _walk(
        draw, "MomentumGD, forgetful",
        "two steps; its state_dict, every tensor in its state set to 0, loaded into a fresh MomentumGD; a third step",
        optimizer="MomentumGD", steps=3, reload_at=2, forgets=True, momentum=draw.number(0.5, 0.8),
    )  # fmt: skip


def _for_both(draw: Draw, optimizer: str) -> Iterator[Case]:
    yield _walk(draw, f"{optimizer}, steps", "three steps", optimizer=optimizer)
    # Without momentum MomentumGD is SimpleGD, so that a mistake in its velocity does not count here.
    momentum: dict[str, Any] = {"momentum": 0.0} if optimizer == "MomentumGD" else {}
    yield _walk(
        draw, f"{optimizer}, missing gradients", "five steps; at some of them a gradient is None",
        optimizer=optimizer, gradients=_with_gaps(draw), **momentum,
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
    nothing = {"params": ["bias"], "lr": 0.0} if optimizer == "SimpleGD" else {"params": ["bias"], "momentum": 0.0}
    yield _walk(
        draw, f"{optimizer}, a group with 0", f"two parameter groups, the second with {list(nothing)[1]} 0, two steps",
        optimizer=optimizer, groups=[first, nothing], steps=2,
    )  # fmt: skip
    lr = draw.number(0.05, 0.2)
    descent: dict[str, Any] = {
        "optimizer": optimizer,
        "start": draw.normal(4),
        "target": draw.normal(4),
        "options": {"lr": lr, **momentum},
    }
    words = f"{optimizer}([w], {_words(descent['options'])})"
    loop = "zero_grad(), loss.backward() and step(), twice"
    yield Case(f"{optimizer}, in place", in_place, f"{words}: {loop}", descent)
    closing = {**descent, "decoys": [draw.normal(4), draw.normal(4)]}
    yield Case(f"{optimizer}, closure", closure, f"{words}.step(closure)", {**closing, "looks_at_the_mode": False})
    yield Case(
        f"{optimizer}, mode in the closure", closure, f"{words}.step(closure)", {**closing, "looks_at_the_mode": True}
    )
    for sign, lr in (("positive", draw.number(0.01, 0.5)), ("negative", -draw.number(0.01, 0.5))):
        yield Case(
            f"{optimizer}, {sign} lr", make_one, f"{optimizer}([w], lr={lr})", {"optimizer": optimizer, "lr": lr}
        )


def _with_gaps(draw: Draw) -> list[Gradients]:
    gradients = _gradients(draw, 5)
    gradients[0]["bias"] = gradients[2]["weight"] = gradients[3]["weight"] = gradients[3]["bias"] = None
    return gradients


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
    plan = {
        "optimizer": optimizer,
        "weights": {key: draw.normal(*shape) for key, shape in SHAPES.items()},
        "options": options,
        "gradients": gradients or _gradients(draw, steps),
        **plan,
    }
    return Case(name, walk, f"{optimizer}(params, {_words(options)}): {what}", plan)


def _words(options: dict[str, float]) -> str:
    return ", ".join(f"{key}={value}" for key, value in options.items())


def _gradients(draw: Draw, steps: int) -> list[Gradients]:
    return [{key: draw.normal(*shape) for key, shape in SHAPES.items()} for _ in range(steps)]


@shipped_optimizers_spoiled()
def walk(
    module: ModuleType,
    optimizer: str,
    weights: Weights,
    options: dict[str, float],
    gradients: list[Gradients],
    groups: list[dict[str, Any]] | None = None,
    changes: Iterable[tuple[int, int, str, float]] = (),
    gamma: float | None = None,
    feed: str = "new",
    reload_at: int | None = None,
    saved_at: int | None = None,
    forgets: bool = False,
) -> dict[str, Any]:
    """The weights after each step of the learner's optimizer, and the optimizers of PyTorch's that it inherits from.

    Args:
        module: the learner's.
        optimizer: a class's name.
        weights: where the parameters start.
        options: what the class is given beside the parameters.
        gradients: those of each step.
        groups: parameter groups, with names for parameters; without them the class is given an iterator.
        changes: (step, group, key, value): what is set in a group before a step.
        gamma: the factor of a scheduler that steps after the optimizer.
        feed: how a gradient comes: a "new" tensor, the old one zeroed and "refilled", or "added" to the old one.
        reload_at: the step before which all goes on with fresh parameters and a fresh optimizer.
        saved_at: the step before which the state is saved that is loaded then; ``reload_at`` by default. What
            happens between the two must leave no trace in what was saved.
        forgets: whether all tensors in the saved state become zeros, so that a velocity in there is gone.
    """
    make = getattr(module, optimizer)
    parameters = {name: nn.Parameter(value.clone()) for name, value in weights.items()}
    made = make(_grouped(parameters, groups), **options)
    bases = base_optimizers(made)
    scheduler = torch.optim.lr_scheduler.ExponentialLR(made, gamma) if gamma else None
    path = []
    for step, gradient in enumerate(gradients):
        if step == (reload_at if saved_at is None else saved_at):
            # Those of the base class: what else a state_dict of the learner's own saves is not in self.state.
            saved = copy.deepcopy(torch.optim.Optimizer.state_dict(made))
            saved_weights = {name: parameter.detach().clone() for name, parameter in parameters.items()}
        if step == reload_at:
            parameters = {name: nn.Parameter(value) for name, value in saved_weights.items()}
            made = make(_grouped(parameters, groups), lr=1.0)
            torch.optim.Optimizer.load_state_dict(
                made, {**saved, "state": _zeros(saved["state"])} if forgets else saved
            )
        for when, group, key, value in changes:
            if when == step:
                made.param_groups[group][key] = value
        for name, parameter in parameters.items():
            _feed(parameter, gradient[name], feed)
        made.step()
        if scheduler:
            scheduler.step()
        path.append({name: parameter.detach().clone() for name, parameter in parameters.items()})
    return {"path": path, "bases": bases}


def _zeros(state: Any) -> Any:
    """A copy of a saved state in which all tensors and arrays are zeros."""
    if isinstance(state, (Tensor, np.ndarray)):
        return state * 0
    if isinstance(state, dict):
        return {key: _zeros(value) for key, value in state.items()}
    return [_zeros(value) for value in state] if isinstance(state, (list, tuple)) else state


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


@shipped_optimizers_spoiled()
def in_place(
    module: ModuleType, optimizer: str, start: Tensor, target: Tensor, options: dict[str, float]
) -> dict[str, Any]:
    """Two rounds of a true training loop on the squared distance to ``target``, and what became of the parameter."""
    parameter = nn.Parameter(start)
    made = getattr(module, optimizer)([parameter], **options)
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


@shipped_optimizers_spoiled()
def closure(
    module: ModuleType,
    optimizer: str,
    start: Tensor,
    target: Tensor,
    options: dict[str, float],
    decoys: list[Tensor],
    looks_at_the_mode: bool,
) -> dict[str, Any]:
    """One step with a closure: its loss, weights and gradient afterwards; and what a step without one returned.

    The parameter brings a gradient from before, towards a decoy. The closure's first call leads to ``target``, a
    second one to the other decoy; where it looks at the mode, so does a first one while nothing is recorded. So
    the values afterwards tell how the closure was called.
    """
    parameter = nn.Parameter(start)
    _distance(parameter, decoys[0]).backward()
    made = getattr(module, optimizer)([parameter], **options)
    calls = 0

    def distance() -> Tensor:
        nonlocal calls
        calls += 1
        recorded = (parameter + 0).requires_grad or not looks_at_the_mode
        with torch.enable_grad():  # where the mode is off, backward would raise, and more checks than one would tell
            made.zero_grad()
            loss = _distance(parameter, target if recorded and calls == 1 else decoys[1])
            loss.backward()
        return loss

    returned = made.step(distance)
    after, gradient = parameter.detach().clone(), parameter.grad
    gradient = None if gradient is None else gradient.clone()
    seen = {"calls": calls, "loss": scalar(returned), "after": after, "gradient": gradient}
    return {**seen, "without": made.step()}


def _distance(parameter: Tensor, target: Tensor) -> Tensor:
    return ((parameter - target) ** 2).sum()


def make_one(module: ModuleType, optimizer: str, lr: float) -> str:
    """Whether an lr is taken."""
    getattr(module, optimizer)([nn.Parameter(torch.zeros(2))], lr=lr)
    return "an optimizer"
