"""ex08: cases and probes."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType
from typing import Any

import torch
from torch import Tensor, nn

from grader.observing.cases import Case, Draw
from grader.observing.tools import load_weights, parameters_of, scalar

WEIGHT = {"conv.weight": (4, 1, 4, 4)}
Samples = list[tuple[Tensor, int]]
Weights = dict[str, Tensor]


def cases(draw: Draw) -> Iterator[Case]:
    for name, pictures in {"one picture": 1, "a batch": 5}.items():
        x = draw.normal(pictures, 1, 4, 4)
        called = f"PatternNet()(x), x of shape {tuple(x.shape)}"
        yield Case(name, forward, called, {"weights": draw.weights(WEIGHT), "x": x})
    for name, pictures in {"two pictures": 1, "two batches": 3}.items():
        x, y = draw.normal(pictures, 1, 4, 4), draw.normal(pictures, 1, 4, 4)
        called = f"rating(net, x, y), both of shape {tuple(x.shape)}"
        yield Case(name, compare, called, {"weights": draw.weights(WEIGHT), "x": x, "y": y})
    yield _training(draw, "defaults", 8)
    yield _training(draw, "three epochs", 5, epochs=3)
    yield _training(draw, "other lr", 4, epochs=1, lr=draw.number(0.002, 0.004))
    yield _training(draw, "other momentum", 4, epochs=1, momentum=draw.number(0.2, 0.6))
    for name, training in {"training": True, "evaluation": False}.items():
        samples = _noise(draw, 23)
        called = f"accuracy(net, samples), net in {name} mode, {len(samples)} samples"
        plan = {"weights": draw.weights(WEIGHT), "samples": samples, "training": training}
        yield Case(f"accuracy, {name} mode", measure, called, plan)
    held_out = _patterns([40 * draw.number(0.05, 1) for _ in range(10)])
    yield Case(
        "A and B",
        learn,
        "net = PatternNet(); train(net, samples); accuracy(net, held_out)",
        {"weights": draw.weights(WEIGHT), "samples": _patterns(_values(draw, 13)), "held_out": held_out},
    )


def _training(draw: Draw, name: str, count: int, **options: float) -> Case:
    words = "".join(f", {key}={value}" for key, value in options.items())
    called = f"train(net, samples{words}), {count} pictures of A and then {count} of B"
    plan = {"weights": draw.weights(WEIGHT), "samples": _patterns(_values(draw, count)), "options": options}
    return Case(name, follow, called, plan)


def _values(draw: Draw, count: int) -> list[float]:
    """Values from 1 on, no two alike."""
    return [round(1 + step + draw.number(0, 0.9), 4) for step in range(count)]


def _patterns(values: list[float]) -> Samples:
    """All the values as A, then as B."""
    rows = {0: ([0, 1, 0, 1],) * 4, 1: ([1, 1, 1, 1], [0, 1, 0, 1], [0, 1, 0, 1], [1, 1, 1, 1])}
    return [(torch.tensor([[rows[label]]]) * value, label) for label in rows for value in values]


def _noise(draw: Draw, count: int) -> Samples:
    return [(draw.normal(1, 1, 4, 4), draw.integer(0, 2)) for _ in range(count)]


class _Net(nn.Module):
    """What PatternNet should be, so that the other functions are looked at by themselves."""

    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv2d(1, 4, 4, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        return self.conv(x).flatten(1)


class _Recorder:
    """Notes each input of a net and whether gradients were on, whichever way the net is called."""

    def __init__(self, net: nn.Module) -> None:
        self.fed: list[Tensor] = []
        self.enabled: list[bool] = []
        self._inside = False
        forward = net.forward

        def recorded(x: Tensor) -> Tensor:
            self._note(x)
            self._inside = True
            try:
                return forward(x)
            finally:
                self._inside = False

        net.forward = recorded  # type: ignore[method-assign]
        net.conv.register_forward_pre_hook(lambda _, inputs: None if self._inside else self._note(inputs[0]))

    def _note(self, x: Tensor) -> None:
        self.fed.append(x.detach().clone())
        self.enabled.append(torch.is_grad_enabled())

    def steps(self) -> list[Tensor]:
        """What went in with gradients on."""
        return [x for x, enabled in zip(self.fed, self.enabled, strict=True) if enabled]


def _net_with(weights: Weights, net: nn.Module | None = None) -> nn.Module:
    net = _Net() if net is None else net
    load_weights(net, weights)
    return net


def forward(module: ModuleType, weights: Weights, x: Tensor) -> dict[str, Any]:
    """What a PatternNet with the judge's weights makes of x, and its parameters' names."""
    net = module.PatternNet()
    names = [name for name, _ in net.named_parameters()]
    if names == list(weights):
        load_weights(net, weights)
    return {"parameters": names, "outputs": net(x)}


def compare(module: ModuleType, weights: Weights, x: Tensor, y: Tensor) -> dict[str, Any]:
    """The rating of x and y, and of x and x."""
    net = _net_with(weights)
    return {"rating": scalar(module.rating(net, x, y)), "same": scalar(module.rating(net, x, x.clone()))}


def follow(module: ModuleType, weights: Weights, samples: Samples, options: dict[str, Any]) -> dict[str, Any]:
    """What one training fed to the net, the losses it returned, what became of the weights and of the list."""
    net = _net_with(weights)
    recorder = _Recorder(net)
    losses = module.train(net, samples, **options)
    return {
        "fed": recorder.steps(),
        **_numbers(losses),
        "weights": parameters_of(net),
        "list": [picture for picture, _ in samples],
    }


def _numbers(losses: Any) -> dict[str, Any]:
    """The losses as plain numbers, and the types they came in."""
    if not isinstance(losses, list):
        return {"losses": losses, "types": []}
    read = [scalar(loss) for loss in losses]
    return {"losses": [each["number"] for each in read], "types": [each["type"] for each in read]}


def measure(module: ModuleType, weights: Weights, samples: Samples, training: bool) -> dict[str, Any]:
    """The accuracy, the gradient mode while the net ran, and the net's mode afterwards."""
    net = _net_with(weights).train(training)
    recorder = _Recorder(net)
    accuracy = scalar(module.accuracy(net, samples))
    return {"accuracy": accuracy, "enabled": recorder.enabled, "training afterwards": net.training}


def learn(module: ModuleType, weights: Weights, samples: Samples, held_out: Samples) -> dict[str, Any]:
    """The learner's own net, trained and measured by the learner's own functions."""
    net = _net_with(weights, module.PatternNet())
    recorder = _Recorder(net)
    module.train(net, samples)
    fed = recorder.steps()
    weights_after = parameters_of(net)
    return {"fed": fed, "weights": weights_after, "accuracy": scalar(module.accuracy(net, held_out))}
