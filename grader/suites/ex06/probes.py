"""ex06: cases and probes.

Nets, criteria and optimizers are made here from a name and the judge's numbers, so that a check can make them again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from types import ModuleType
from typing import Any

import torch
from torch import Tensor, nn

from grader.observing.cases import Case, Draw
from grader.observing.tools import gradients_of, load_weights, scalar

Batches = list[tuple[Tensor, Tensor]]

FEATURES, HIDDEN, CLASSES = 4, 8, 3
UNEVEN = (8, 8, 3)

OPTIMIZERS: dict[str, Callable[[Iterable[Tensor], float], torch.optim.Optimizer]] = {
    "SGD": lambda parameters, lr: torch.optim.SGD(parameters, lr=lr),
    "SGD with momentum": lambda parameters, lr: torch.optim.SGD(parameters, lr=lr, momentum=0.9),
    "Adam": lambda parameters, lr: torch.optim.Adam(parameters, lr=lr),
}
CRITERIA: dict[str, Callable[[], nn.Module]] = {
    "CrossEntropyLoss": nn.CrossEntropyLoss,
    "MSELoss": nn.MSELoss,
}


class Watched(nn.Sequential):
    """A net that notes at each forward pass which mode it is in and whether gradients are recorded."""

    def __init__(self, *layers: nn.Module) -> None:
        super().__init__(*layers)
        self.modes: list[str] = []
        self.recorded: list[bool] = []

    def forward(self, x: Tensor) -> Tensor:
        output = super().forward(x)
        training = {module.training for module in self.modules()}
        self.modes.append("mixed" if len(training) == 2 else "training" if True in training else "evaluation")
        self.recorded.append(output.requires_grad)
        return output

    def forget(self) -> None:
        self.modes, self.recorded = [], []


def plain() -> Watched:
    return Watched(nn.Linear(FEATURES, HIDDEN), nn.Tanh(), nn.Linear(HIDDEN, CLASSES))


def normed() -> Watched:
    """The dropout layer starts with a probability of 0, so that training can be repeated number for number."""
    return Watched(
        nn.Linear(FEATURES, HIDDEN), nn.BatchNorm1d(HIDDEN), nn.Tanh(), nn.Dropout(0.0), nn.Linear(HIDDEN, CLASSES)
    )


NETS = {"plain": plain, "normed": normed}


def build(net: str, weights: dict[str, Tensor], training: bool) -> Watched:
    """A net of a known kind with the judge's weights, in training or evaluation mode."""
    built = NETS[net]()
    load_weights(built, weights)
    return built.train(training)


def state_of(net: nn.Module) -> dict[str, Tensor]:
    """Copies of all that the net has learned and gathered: weights and running statistics."""
    return {name: value.detach().clone() for name, value in net.state_dict().items()}


def cases(draw: Draw) -> Iterable[Case]:
    yield _training(draw, "one batch", sizes=(12,))
    yield _training(draw, "one batch of numbers", criterion="MSELoss", sizes=(9,))
    yield _training(draw, "batches", sizes=(8, 8, 8))
    yield _training(draw, "many batches", sizes=(6,) * 6, epochs=2)
    yield _training(draw, "momentum", optimizer="SGD with momentum", sizes=(8, 8, 8), epochs=2)
    yield _training(draw, "Adam", optimizer="Adam", lr=0.01, criterion="MSELoss", sizes=(8, 8, 8), epochs=2)
    yield _training(draw, "uneven batches", sizes=UNEVEN)
    yield _training(draw, "uneven batches of numbers", criterion="MSELoss", sizes=(5, 5, 1), epochs=2)
    yield _training(draw, "evaluation mode before", net="normed", sizes=UNEVEN, training=False)

    yield _evaluation(draw, "evaluate", "plain", planted=True)
    yield _evaluation(draw, "evaluate in training mode", "normed", training=True)
    yield _evaluation(draw, "evaluate in evaluation mode", "normed", training=False)

    yield _fitting(draw, "fit", "plain", epochs=3)
    yield _fitting(draw, "fit with modes", "normed", epochs=4)


def _weights(draw: Draw, net: str) -> dict[str, Tensor]:
    return draw.weights({name: tuple(parameter.shape) for name, parameter in NETS[net]().named_parameters()})


def _rule(draw: Draw) -> Tensor:
    """How the targets hang on the features, so that there is something to learn."""
    return draw.normal(FEATURES, CLASSES)


def _batches(draw: Draw, criterion: str, sizes: tuple[int, ...], rule: Tensor) -> Batches:
    made = []
    for size in sizes:
        x = draw.normal(size, FEATURES)
        scores = x @ rule
        made.append((x, scores.argmax(1) if criterion == "CrossEntropyLoss" else scores))
    return made


def _words(sizes: tuple[int, ...]) -> str:
    return f"{len(sizes)} batches of {', '.join(map(str, sizes))} samples" if len(sizes) > 1 else "one batch"


def _training(
    draw: Draw,
    name: str,
    net: str = "plain",
    criterion: str = "CrossEntropyLoss",
    optimizer: str = "SGD",
    lr: float = 0.1,
    sizes: tuple[int, ...] = (8, 8, 8),
    epochs: int = 1,
    training: bool = True,
) -> Case:
    called = f"train_epoch(net, batches, nn.{criterion}(), optimizer), {_words(sizes)}, {optimizer}"
    called += f", called {epochs} times" if epochs > 1 else ""
    called += "" if training else "; before, net.eval() was called"
    arguments = {
        "net": net,
        "weights": _weights(draw, net),
        "training": training,
        "criterion": criterion,
        "optimizer": optimizer,
        "lr": lr,
        "batches": _batches(draw, criterion, sizes, _rule(draw)),
        "epochs": epochs,
    }
    return Case(name, train, called, arguments)


def _evaluation(draw: Draw, name: str, net: str, training: bool = True, planted: bool = False) -> Case:
    weights, rule = _weights(draw, net), _rule(draw)
    arguments = {
        "net": net,
        "weights": weights,
        "training": training,
        "criterion": "CrossEntropyLoss",
        "optimizer": "SGD",
        "lr": 0.1,
        "batches": _batches(draw, "CrossEntropyLoss", UNEVEN, rule),
        "valid": _batches(draw, "CrossEntropyLoss", (7, 7, 2), rule),
        "planted": {key: draw.normal(*value.shape) for key, value in weights.items()} if planted else {},
    }
    mode = "training" if training else "evaluation"
    inside = "with dropout and batch norm, " if net == "normed" else ""
    called = f"evaluate(net, batches, nn.CrossEntropyLoss()) after train_epoch, the net {inside}in {mode} mode"
    return Case(name, train_and_evaluate, called, arguments)


def _fitting(draw: Draw, name: str, net: str, epochs: int) -> Case:
    rule = _rule(draw)
    arguments = {
        "net": net,
        "weights": _weights(draw, net),
        "criterion": "CrossEntropyLoss",
        "optimizer": "SGD with momentum",
        "lr": 0.05,
        "batches": _batches(draw, "CrossEntropyLoss", UNEVEN, rule),
        "valid": _batches(draw, "CrossEntropyLoss", (7, 2), rule),
        "epochs": epochs,
    }
    inside = "a net with batch norm" if net == "normed" else "net"
    called = f"fit({inside}, train_batches, valid_batches, nn.CrossEntropyLoss(), optimizer, epochs={epochs})"
    return Case(name, fit, called, arguments)


def train(
    module: ModuleType,
    net: str,
    weights: dict[str, Tensor],
    training: bool,
    criterion: str,
    optimizer: str,
    lr: float,
    batches: Batches,
    epochs: int,
) -> dict[str, Any]:
    built = build(net, weights, training)
    steps = OPTIMIZERS[optimizer](built.parameters(), lr)
    losses = [scalar(module.train_epoch(built, batches, CRITERIA[criterion](), steps)) for _ in range(epochs)]
    return {"losses": losses, "state": state_of(built), "modes": built.modes, "training": built.training}


def train_and_evaluate(
    module: ModuleType,
    net: str,
    weights: dict[str, Tensor],
    training: bool,
    criterion: str,
    optimizer: str,
    lr: float,
    batches: Batches,
    valid: Batches,
    planted: dict[str, Tensor],
) -> dict[str, Any]:
    """Train a net, give its dropout layers work to do, and evaluate it twice."""
    built = build(net, weights, True)
    module.train_epoch(built, batches, CRITERIA[criterion](), OPTIMIZERS[optimizer](built.parameters(), lr))
    trained = state_of(built)
    for layer in built.modules():
        if isinstance(layer, nn.Dropout):
            layer.p = 0.5
    for name, parameter in built.named_parameters():
        parameter.grad = planted.get(name)
    built.train(training)
    built.forget()
    loss = scalar(module.evaluate(built, valid, CRITERIA[criterion]()))
    seen = {
        "trained": trained,
        "loss": loss,
        "state": state_of(built),
        "gradients": gradients_of(built),
        "modes": built.modes,
        "recorded": built.recorded,
        "training": built.training,
        "recording": torch.is_grad_enabled(),
    }
    built.train(training)
    return {**seen, "loss again": scalar(module.evaluate(built, valid, CRITERIA[criterion]()))}


def fit(
    module: ModuleType,
    net: str,
    weights: dict[str, Tensor],
    criterion: str,
    optimizer: str,
    lr: float,
    batches: Batches,
    valid: Batches,
    epochs: int,
) -> dict[str, Any]:
    built = build(net, weights, True)
    steps = OPTIMIZERS[optimizer](built.parameters(), lr)
    history = module.fit(built, batches, valid, CRITERIA[criterion](), steps, epochs)
    if isinstance(history, dict):
        history = {key: _entries(values) for key, values in history.items()}
    return {"history": history, "state": state_of(built)}


def _entries(values: Any) -> Any:
    """A list's numbers, each with the type it came in."""
    return [scalar(value) for value in values] if isinstance(values, (list, tuple)) else values
