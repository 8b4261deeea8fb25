"""ex06: cases and probes.

Nets, criteria and optimizers are made here from a name and the judge's numbers, so that a check can make them again.
Two kinds of net give other scores where a module inside is in the wrong mode, or where autograd records: what a
function returns shows how it ran the net.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator
from types import ModuleType
from typing import Any

import torch
from torch import Tensor, nn

from grader.observing.cases import Case, Draw
from grader.observing.tools import gradients_of, replaced, scalar

Batches = list[tuple[Tensor, Tensor]]
State = dict[str, Tensor]

FEATURES, HIDDEN, CLASSES = 4, 8, 3
UNEVEN = (8, 8, 3)
SINGLE = (1, 1, 1)
"""Batches of one sample each: however their losses are weighted, the mean is the same."""

OPTIMIZERS: dict[str, Callable[[Iterable[Tensor], float], torch.optim.Optimizer]] = {
    "SGD": lambda parameters, lr: torch.optim.SGD(parameters, lr=lr),
    "SGD with momentum": lambda parameters, lr: torch.optim.SGD(parameters, lr=lr, momentum=0.9),
    "Adam": lambda parameters, lr: torch.optim.Adam(parameters, lr=lr),
}
CRITERIA: dict[str, Callable[[], nn.Module]] = {
    "nn.CrossEntropyLoss()": nn.CrossEntropyLoss,
    "nn.CrossEntropyLoss(label_smoothing=0.1)": lambda: nn.CrossEntropyLoss(label_smoothing=0.1),
    "nn.MSELoss()": nn.MSELoss,
}


def _steps_up(count: int) -> Tensor:
    return torch.linspace(0.5, 1.5, count)


class ShiftInTraining(nn.Module):
    """Adds another number to each feature in training mode, and nothing in evaluation mode."""

    def forward(self, x: Tensor) -> Tensor:
        return x + _steps_up(x.shape[-1]) if self.training else x


class ShiftWhileRecorded(nn.Module):
    """Adds another number to each feature where autograd records what led to them."""

    def forward(self, x: Tensor) -> Tensor:
        return x + _steps_up(x.shape[-1]) if x.requires_grad else x


class ModeDependent(nn.Module):
    """A net whose scores tell the modes of itself and of modules at every depth; a sample is enough for a batch norm.

    Its dropout starts with a probability of 0, so that training can be repeated number for number.
    """

    def __init__(self) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            nn.Linear(FEATURES, HIDDEN),
            nn.Unflatten(1, (2, HIDDEN // 2)),
            nn.BatchNorm1d(2),
            nn.Flatten(),
            nn.Tanh(),
            nn.Sequential(nn.Sequential(ShiftInTraining(), nn.Dropout(0.0)), nn.Linear(HIDDEN, CLASSES)),
        )

    def forward(self, x: Tensor) -> Tensor:
        scores = self.layers(x)
        return 1.5 * scores if self.training else scores


NETS: dict[str, Callable[[], nn.Module]] = {
    "plain": lambda: nn.Sequential(nn.Linear(FEATURES, HIDDEN), nn.Tanh(), nn.Linear(HIDDEN, CLASSES)),
    "linear": lambda: nn.Linear(FEATURES, CLASSES, bias=False),
    "mode dependent": ModeDependent,
    "recording dependent": lambda: nn.Sequential(
        nn.Linear(FEATURES, HIDDEN), ShiftWhileRecorded(), nn.Tanh(), nn.Linear(HIDDEN, CLASSES)
    ),
}


def build(net: str, state: State, training: bool) -> nn.Module:
    """A net of a known kind with the judge's weights and statistics, in training or evaluation mode."""
    built = NETS[net]()
    built.load_state_dict(state)
    return built.train(training)


def state_of(net: nn.Module) -> State:
    """Copies of all that the net has learned and gathered: weights and running statistics."""
    return {name: value.detach().clone() for name, value in net.state_dict().items()}


def modes_of(net: nn.Module) -> list[bool]:
    """Whether each module of the net is in training mode, the net itself first."""
    return [module.training for module in net.modules()]


class _Pairs:
    """Batches that a ``for`` loop can go through again and again, and nothing else."""

    def __init__(self, batches: Batches) -> None:
        self._batches = batches

    def __iter__(self) -> Iterator[tuple[Tensor, Tensor]]:
        return iter(self._batches)


def cases(draw: Draw) -> Iterable[Case]:
    yield _training(draw, "one batch", sizes=(12,))
    yield _training(draw, "one batch of numbers", criterion="nn.MSELoss()", sizes=(9,), lr=0.02, scale=10)
    yield _training(draw, "many batches", sizes=(6,) * 6)
    yield _training(draw, "momentum", optimizer="SGD with momentum", lr=1.0, sizes=(8,), used=True)
    yield _training(draw, "Adam", optimizer="Adam", lr=0.01, criterion="nn.MSELoss()", sizes=(8,), used=True)
    yield _training(draw, "uneven batches", net="linear", sizes=UNEVEN, apart=True)
    yield _training(
        draw, "uneven batches of numbers", net="linear", criterion="nn.MSELoss()", sizes=(5, 5, 1), apart=True
    )
    yield _training(draw, "evaluation mode before", net="mode dependent", sizes=(12,), training=False)

    yield _evaluation(draw, "evaluate", "plain", sizes=(7, 7, 2))
    yield _evaluation(draw, "evaluate in training mode", "mode dependent", training=True)
    yield _evaluation(draw, "evaluate in evaluation mode", "mode dependent", training=False)
    yield _evaluation(draw, "evaluate without gradients", "recording dependent", planted=True)

    yield _fitting(draw, "fit", "mode dependent", fit, epochs=2)
    yield _fitting(draw, "fit, scripted", "linear", fit_with_script, epochs=3)
    yield _iterables(draw)


def _state(draw: Draw, net: str) -> State:
    built = NETS[net]()
    state = draw.weights({name: tuple(parameter.shape) for name, parameter in built.named_parameters()})
    for name, buffer in built.named_buffers():
        if buffer.dtype.is_floating_point:
            state[name] = draw.uniform(0.5, 2, *buffer.shape)
        else:
            state[name] = buffer
    return state


def _rule(draw: Draw) -> Tensor:
    """How the targets depend on the features, so that there is something to learn."""
    return draw.normal(FEATURES, CLASSES)


def _batches(
    draw: Draw, criterion: str, sizes: tuple[int, ...], rule: Tensor, scale: float = 1.0, apart: bool = False
) -> Batches:
    """Batches of those sizes; ``apart``, each has one feature of its own, and the others are 0."""
    made = []
    for number, size in enumerate(sizes):
        x = draw.normal(size, FEATURES)
        if apart:
            x *= 0.5 * 2**number * torch.eye(FEATURES)[number]
        scores = x @ rule * scale
        made.append((x, scores.argmax(1) if "CrossEntropy" in criterion else scores))
    return made


def _words(sizes: tuple[int, ...]) -> str:
    if len(sizes) == 1:
        return "one batch"
    if set(sizes) == {sizes[0]}:
        return f"{len(sizes)} batches of {sizes[0]} sample{'s' * (sizes[0] > 1)} each"
    return f"{len(sizes)} batches of {', '.join(map(str, sizes))} samples"


def _training(
    draw: Draw,
    name: str,
    net: str = "plain",
    criterion: str = "nn.CrossEntropyLoss()",
    optimizer: str = "SGD",
    lr: float = 0.1,
    sizes: tuple[int, ...] = (8, 8, 8),
    epochs: int = 1,
    training: bool = True,
    scale: float = 1.0,
    apart: bool = False,
    used: bool = False,
) -> Case:
    called = f"train_epoch(net, batches, {criterion}, optimizer), {_words(sizes)}, {optimizer}"
    called += f", called {epochs} times" if epochs > 1 else ""
    called += "" if training else "; before, net.eval() was called"
    called += "; the optimizer has made a step before, and makes one more afterwards" if used else ""
    state = _state(draw, net)
    arguments = {
        "net": net,
        "state": state,
        "training": training,
        "criterion": criterion,
        "optimizer": optimizer,
        "lr": lr,
        "batches": _batches(draw, criterion, sizes, _rule(draw), scale, apart),
        "epochs": epochs,
        "around": [{key: draw.normal(*value.shape) / 10 for key, value in state.items()} for _ in "12"] if used else [],
    }
    return Case(name, train, called, arguments)


def _evaluation(
    draw: Draw, name: str, net: str, sizes: tuple[int, ...] = SINGLE, training: bool = True, planted: bool = False
) -> Case:
    state = _state(draw, net)
    arguments = {
        "net": net,
        "state": state,
        "training": training,
        "criterion": "nn.CrossEntropyLoss()",
        "batches": _batches(draw, "nn.CrossEntropyLoss()", sizes, _rule(draw)),
        "planted": {key: draw.normal(*value.shape) for key, value in state.items()} if planted else {},
    }
    mode = "training" if training else "evaluation"
    inside = "with dropout and batch norm, " if net == "mode dependent" else ""
    called = f"evaluate(net, batches, nn.CrossEntropyLoss()), {_words(sizes)}, the net {inside}in {mode} mode"
    return Case(name, evaluate, called, arguments)


def _fitting(draw: Draw, name: str, net: str, probe: Callable[..., object], epochs: int) -> Case:
    criterion, rule = "nn.CrossEntropyLoss(label_smoothing=0.1)", _rule(draw)
    arguments = {
        "net": net,
        "state": _state(draw, net),
        "criterion": criterion,
        "optimizer": "SGD with momentum",
        "lr": 0.05,
        "batches": _batches(draw, criterion, UNEVEN, rule),
        "valid": _batches(draw, criterion, (7, 2), rule),
        "epochs": epochs,
    }
    inside = "a net with dropout and batch norm" if net == "mode dependent" else "net"
    called = f"fit({inside}, train_batches, valid_batches, {criterion}, optimizer, epochs={epochs})"
    called += " with a train_epoch and an evaluate that the check provides" if probe is fit_with_script else ""
    return Case(name, probe, called, arguments)


def _iterables(draw: Draw) -> Case:
    rule = _rule(draw)
    arguments = {
        "net": "plain",
        "state": _state(draw, "plain"),
        "batches": _batches(draw, "nn.CrossEntropyLoss()", (9,), rule),
        "valid": _batches(draw, "nn.CrossEntropyLoss()", (4, 2), rule),
    }
    called = "train_epoch(net, batches, …), then evaluate(net, batches, …), batches that only a for loop can go through"
    return Case("iterables", go_through_iterables, called, arguments)


def train(
    module: ModuleType,
    net: str,
    state: State,
    training: bool,
    criterion: str,
    optimizer: str,
    lr: float,
    batches: Batches,
    epochs: int,
    around: list[State],
) -> dict[str, Any]:
    """Losses, weights and modes after training; two gradients in ``around`` are stepped along before and after it."""
    built = build(net, state, training)
    steps = OPTIMIZERS[optimizer](built.parameters(), lr)
    if around:
        _step_along(built, steps, around[0])
    losses = [scalar(module.train_epoch(built, batches, CRITERIA[criterion](), steps)) for _ in range(epochs)]
    if around:
        _step_along(built, steps, around[1])
    return {"losses": losses, "state": state_of(built), "modes": modes_of(built)}


def _step_along(net: nn.Module, optimizer: torch.optim.Optimizer, gradients: State) -> None:
    for name, parameter in net.named_parameters():
        parameter.grad = gradients[name]
    optimizer.step()
    optimizer.zero_grad()


def evaluate(
    module: ModuleType,
    net: str,
    state: State,
    training: bool,
    criterion: str,
    batches: Batches,
    planted: State,
) -> dict[str, Any]:
    """Evaluate a net twice, its dropout at work; what became of it, and what it makes of a batch afterwards."""
    built = build(net, state, training)
    for layer in built.modules():
        if isinstance(layer, nn.Dropout):
            layer.p = 0.5
    for name, parameter in built.named_parameters():
        parameter.grad = planted.get(name)
    again = copy.deepcopy(batches)
    loss = scalar(module.evaluate(built, batches, CRITERIA[criterion]()))
    seen = {
        "loss": loss,
        "state": state_of(built),
        "gradients": gradients_of(built),
        "modes": modes_of(built),
        "scores": built(batches[0][0]) if planted else None,
    }
    built.train(training)
    return {**seen, "loss again": scalar(module.evaluate(built, again, CRITERIA[criterion]()))}


def fit(
    module: ModuleType,
    net: str,
    state: State,
    criterion: str,
    optimizer: str,
    lr: float,
    batches: Batches,
    valid: Batches,
    epochs: int,
) -> dict[str, Any]:
    """What fit returned, and what became of the net and of the batches."""
    built = build(net, state, True)
    steps = OPTIMIZERS[optimizer](built.parameters(), lr)
    history = module.fit(built, batches, valid, CRITERIA[criterion](), steps, epochs)
    if isinstance(history, dict):
        history = {key: _entries(values) for key, values in history.items()}
    return {"history": history, "state": state_of(built), "batches": batches, "valid": valid}


def _entries(values: Any) -> Any:
    """A list's numbers, each with the type it came in."""
    return [scalar(value) for value in values] if isinstance(values, (list, tuple)) else values


def fit_with_script(module: ModuleType, **arguments: Any) -> dict[str, Any]:
    """The same while `script_train_epoch` and `script_evaluate` stand in for the learner's own two functions."""
    with replaced(module, "train_epoch", script_train_epoch), replaced(module, "evaluate", script_evaluate):
        return fit(module, **arguments)


def script_train_epoch(net: Any, batches: Batches, criterion: nn.Module, optimizer: Any) -> float:
    """Change the net's weight and return a number, both by a rule of its own that depends on all arguments.

    It does not train. It counts its calls in the optimizer's state, so a new optimizer shows in the next number.
    """
    counted = optimizer.state[net.weight]
    counted["calls"] = counted.get("calls", 0) + 1
    digest = _digest(batches, criterion)
    with torch.no_grad():
        net.weight.mul_(0.7).add_(optimizer.param_groups[0]["lr"] * digest * counted["calls"])
    return digest + float(net.weight.detach().sum()) + (0.5 if torch.is_grad_enabled() else 0.0)


def script_evaluate(net: Any, batches: Batches, criterion: nn.Module) -> float:
    """Return a number by a rule of its own that depends on all arguments."""
    return 2 * _digest(batches, criterion) + float(net.weight.detach().square().sum())


def _digest(batches: Batches, criterion: nn.Module) -> float:
    total = 0.0
    for place, (x, target) in enumerate(batches, start=1):
        total += place * float(criterion(x[:, :CLASSES], target))
    return total


def go_through_iterables(
    module: ModuleType, net: str, state: State, batches: Batches, valid: Batches
) -> dict[str, Any]:
    """The weights after training on one iterable, and both iterables' batches after evaluating on the other."""
    built = build(net, state, True)
    criterion = nn.CrossEntropyLoss()
    module.train_epoch(built, _Pairs(batches), criterion, OPTIMIZERS["SGD"](built.parameters(), 0.1))
    trained = state_of(built)
    loss = scalar(module.evaluate(built, _Pairs(valid), criterion))
    return {"state": trained, "loss": loss, "batches": batches, "valid": valid}
