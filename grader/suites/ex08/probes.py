"""ex08: cases and probes.

What train did is read from its results: the weights it leads to, and losses that tell which sample each step took.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from grader.observing.cases import Case, Draw
from grader.observing.tools import load_weights, parameters_of, scalar

WEIGHT: dict[str, tuple[int, ...]] = {"conv.weight": (4, 1, 4, 4)}
FAINT = 2e-3
"""So near is a step's loss to that of its sample before training, and to that of no other sample."""
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
    yield _repeated(draw, "one epoch", 6, 3.0, epochs=1)
    yield _repeated(draw, "long steps", 7, 1.0, epochs=1, lr=draw.number(1, 2), momentum=draw.number(0.7, 0.8))
    yield _repeated(draw, "three epochs", 2, 3.0, epochs=3)
    yield _repeated(
        draw, "other settings", 4, 2.0, epochs=1, lr=draw.number(0.002, 0.004), momentum=draw.number(0.2, 0.6)
    )
    yield _faint(draw, "order", 12)
    yield _measuring("accuracy", measure, draw.weights(WEIGHT), _noise(draw, 13), training=True)
    for mode, training in {"training": True, "evaluation": False}.items():
        yield _measuring(f"accuracy, {mode} mode", measure, *_answered(draw, 9), training=training)
    yield _measuring("accuracy without gradients", measure_recorded, *_answered(draw, 9))
    yield _together(draw)


def _repeated(draw: Draw, name: str, count: int, size: float, **options: float) -> Case:
    """One and the same picture several times over, so that the order of the samples changes nothing."""
    words = "".join(f", {key}={value}" for key, value in options.items())
    value, label = round(size * draw.number(1, 1.2), 4), draw.integer(0, 2)
    called = f"train(net, samples{words}), samples: {count} times pattern {'AB'[label]} of value {value}"
    plan = {"weights": draw.weights(WEIGHT), "samples": _patterns([value], (label,)) * count, "options": options}
    return Case(name, follow, called, plan)


def _faint(draw: Draw, name: str, count: int) -> Case:
    """Pictures so faint that the weights hardly move: each loss tells which sample it is of."""
    labels = [0] * (count // 2) + [1] * (count // 2)
    while True:
        weight, pictures = 3 * draw.normal(4, 1, 4, 4), draw.normal(count, 1, 4, 4) / 100
        losses = F.cross_entropy(F.conv2d(pictures, weight).flatten(1), torch.tensor(labels), reduction="none")
        if float(losses.sort().values.diff().min()) > 2 * FAINT:
            break
    samples = [(picture[None], label) for picture, label in zip(pictures, labels, strict=True)]
    called = f"train(net, samples), {count} faint pictures, called again with epochs=1 from another random state"
    return Case(name, follow_twice, called, {"weights": {"conv.weight": weight}, "samples": samples})


def _patterns(values: list[float], labels: tuple[int, ...] = (0, 1)) -> Samples:
    """All the values as one pattern, then as the next."""
    rows = {0: ([0, 1, 0, 1],) * 4, 1: ([1, 1, 1, 1], [0, 1, 0, 1], [0, 1, 0, 1], [1, 1, 1, 1])}
    return [(torch.tensor([[rows[label]]]) * value, label) for label in labels for value in values]


def _noise(draw: Draw, count: int) -> Samples:
    return [(draw.normal(1, 1, 4, 4), draw.integer(0, 2)) for _ in range(count)]


def _answered(draw: Draw, count: int) -> tuple[Weights, Samples]:
    """Weights, and pictures for which they give A or B the largest score; two thirds of the labels are right."""
    weights = draw.weights(WEIGHT)
    samples: Samples = []
    while len(samples) < count:
        picture = draw.normal(1, 1, 4, 4)
        answer = int(F.conv2d(picture, weights["conv.weight"]).argmax())
        if answer < 2:
            samples.append((picture, answer if len(samples) % 3 else 1 - answer))
    return weights, samples


def _measuring(name: str, probe: Callable[..., object], weights: Weights, samples: Samples, **plan: Any) -> Case:
    net = "net" if probe is measure else "a net that gives other scores while gradient mode is on"
    mode = "" if probe is not measure else f", net in {'training' if plan['training'] else 'evaluation'} mode"
    called = f"accuracy({net}, samples), {len(samples)} samples{mode}"
    return Case(name, probe, called, {"weights": weights, "samples": samples, **plan})


def _together(draw: Draw) -> Case:
    """A and B to train on and others to measure, and weights that get at most half of those right.

    From weights as small as these, five epochs of four pictures end with both patterns known: in all of 50,000 runs.
    """
    held_out = _patterns([40 * draw.number(0.05, 1) for _ in range(8)])
    pictures, labels = torch.cat([picture for picture, _ in held_out]), torch.tensor([label for _, label in held_out])
    while True:
        weights = {name: value / 20 for name, value in draw.weights(WEIGHT).items()}
        answers = F.conv2d(pictures, weights["conv.weight"]).flatten(1).argmax(1)
        if int((answers == labels).sum()) <= len(held_out) // 2:
            break
    samples = _patterns([round(4 * (1 + step) + draw.number(0, 1.2), 4) for step in range(2)])
    called = "net = PatternNet(); train(net, samples, epochs=5); accuracy(net, held_out)"
    return Case("A and B", learn, called, {"weights": weights, "samples": samples, "held_out": held_out, "epochs": 5})


class _Net(nn.Module):
    """What PatternNet should be, so that the other functions are looked at by themselves."""

    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv2d(1, 4, 4, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        return self.conv(x).flatten(1)


class _NestedNet(_Net):
    """The same with modules inside modules, which change nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.inside = nn.Sequential(nn.Sequential(nn.Dropout(0.0)), nn.Identity())

    def forward(self, x: Tensor) -> Tensor:
        return self.inside(super().forward(x))


class _ConvSwappingWhileRecorded(nn.Conv2d):
    """Swaps the scores of A and B while gradient mode is on, whichever way it is called."""

    def forward(self, x: Tensor) -> Tensor:
        scores = super().forward(x)
        return scores[:, [1, 0, 2, 3]] if torch.is_grad_enabled() else scores


def _net_with(weights: Weights, net: nn.Module | None = None) -> nn.Module:
    net = _Net() if net is None else net
    load_weights(net, weights)
    return net


def forward(module: ModuleType, weights: Weights, x: Tensor) -> dict[str, Any]:
    """What a PatternNet with the judge's weights makes of x in both modes, a gradient, and its parameters' names."""
    net = module.PatternNet()
    names = [name for name, _ in net.named_parameters()]
    if names == list(weights):
        load_weights(net, weights)
    outputs = net(x)
    if isinstance(outputs, Tensor) and outputs.requires_grad:
        outputs.square().sum().backward()
    gradients = [parameter.grad for parameter in net.parameters()]
    return {"parameters": names, "outputs": outputs, "in evaluation": net.eval()(x), "gradients": gradients}


def compare(module: ModuleType, weights: Weights, x: Tensor, y: Tensor) -> dict[str, Any]:
    """The rating of x and y, and of x and x; what became of the net and the pictures."""
    net, copy = _net_with(weights), x.clone()
    rated = scalar(module.rating(net, x, y))
    given = {"x": x.clone(), "y": y.clone(), "weights": parameters_of(net)}
    return {"rating": rated, "same": scalar(module.rating(net, copy, copy.clone())), "given": given}


def follow(module: ModuleType, weights: Weights, samples: Samples, options: dict[str, Any]) -> dict[str, Any]:
    """The losses that one training returned and the weights that it led to."""
    net = _net_with(weights)
    losses = module.train(net, samples, **options)
    return {**_numbers(losses), "weights": parameters_of(net)}


def follow_twice(module: ModuleType, weights: Weights, samples: Samples) -> dict[str, Any]:
    """The losses of two trainings, each from a random state of its own; what became of the net and the list.

    The first has as many epochs as train has by itself, the second has one.
    """
    losses = []
    for seed, options in ((1, {}), (2, {"epochs": 1})):
        net = _net_with(weights)
        own = [(picture.clone(), label) for picture, label in samples]
        random.seed(seed)
        np.random.seed(seed)
        torch.default_generator.manual_seed(seed)
        losses.append(_numbers(module.train(net, own, **options))["losses"])
    return {"losses": losses, "weights": parameters_of(net), "samples": listed(own)}


def listed(samples: Any) -> Any:
    """Samples as one tensor of pictures and a list of labels, which cost less to send; other than samples, as it is."""
    if not samples or not all(type(pair) is tuple and len(pair) == 2 and _is_picture(pair[0]) for pair in samples):
        return samples
    return {"pictures": torch.cat([picture for picture, _ in samples]), "labels": [label for _, label in samples]}


def _is_picture(value: Any) -> bool:
    return type(value) is Tensor and value.shape == (1, 1, 4, 4) and value.dtype == torch.float32


def _numbers(losses: Any) -> dict[str, Any]:
    """The losses as plain numbers, and the types that they came in."""
    if not isinstance(losses, list):
        return {"losses": losses, "types": []}
    read = [scalar(loss) for loss in losses]
    return {"losses": [each["number"] for each in read], "types": sorted({each["type"] for each in read})}


def measure(module: ModuleType, weights: Weights, samples: Samples, training: bool) -> dict[str, Any]:
    """The accuracy, and afterwards the mode of each module, the weights and the samples."""
    net = _net_with(weights, _NestedNet()).train(training)
    accuracy = scalar(module.accuracy(net, samples))
    modes = [layer.training for layer in net.modules()]
    return {"accuracy": accuracy, "modes": modes, "weights": parameters_of(net), "samples": listed(samples)}


def measure_recorded(module: ModuleType, weights: Weights, samples: Samples) -> dict[str, Any]:
    """The accuracy of a net whose scores depend on gradient mode, and its scores afterwards."""
    net = _Net()
    net.conv = _ConvSwappingWhileRecorded(1, 4, 4, bias=False)
    picture = samples[0][0].clone()
    accuracy = scalar(module.accuracy(_net_with(weights, net), samples))
    return {"accuracy": accuracy, "scores": net(picture)}


def learn(module: ModuleType, weights: Weights, samples: Samples, held_out: Samples, epochs: int) -> dict[str, Any]:
    """The learner's own net, trained and measured by the learner's own functions."""
    net = _net_with(weights, module.PatternNet())
    module.train(net, samples, epochs=epochs)
    trained = parameters_of(net)
    return {"weights": trained, "accuracy": scalar(module.accuracy(net, held_out))}
