"""ex09: cases and probes."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, Dataset, TensorDataset

from grader.observing.cases import Case, Draw
from grader.observing.tools import load_weights, parameters_of, scalar, undrawn

LAYERS = {
    "layers.0.weight": (10, 1, 3, 3),
    "layers.0.bias": (10,),
    "layers.2.weight": (5, 10, 3, 3),
    "layers.2.bias": (5,),
    "layers.5.weight": (64, 2880),
    "layers.5.bias": (64,),
    "layers.7.weight": (32, 64),
    "layers.7.bias": (32,),
    "layers.9.weight": (10, 32),
    "layers.9.bias": (10,),
}
SMALL = {
    "layers.1.weight": (12, 16),
    "layers.1.bias": (12,),
    "layers.3.weight": (10, 12),
    "layers.3.bias": (10,),
}
SMALLEST = {"layers.1.weight": (10, 3), "layers.1.bias": (10,)}
RATED = {"linear.weight": (10, 6), "linear.bias": (10,)}
DIGITS, BATCH_SIZE, LR, WHITE = 900, 30, 0.003, 4.0
"""The long training's digits, batch size, lr and brightest pixel: 60 steps to 85 to 97 % in all of 449 draws, in a
fourth of the time that all 1,400 digits take with the defaults. (At lr 0.004, one draw in 36 learnt nothing.)"""
FIRST = 60
"""How many digits the short training takes."""
LARGEST = "layers.5.weight"
"""The weights that the short training does not send: 0.7 MB that the others' values depend on anyway."""


def cases(draw: Draw) -> Iterator[Case]:
    yield from _of_the_net(draw)
    yield from _of_the_loader(draw)
    yield from _of_training(draw)
    yield from _of_accuracy(draw)
    yield _of_digits(draw)


def _of_the_net(draw: Draw) -> Iterator[Case]:
    yield Case("layers", layers, "ConvNet()")
    weights = {name: 2 * value for name, value in draw.weights(LAYERS).items()}
    x = draw.uniform(0, 1, 4, 1, 28, 28)
    yield Case("scores", scores, "net(x), x of shape (4, 1, 28, 28)", {"weights": weights, "x": x})
    yield Case("one digit", scores, "net(x), x of shape (1, 1, 28, 28)", {"weights": weights, "x": x[:1]})


def _of_the_loader(draw: Draw) -> Iterator[Case]:
    data = {"x": draw.normal(23, 3), "y": draw.integers(0, 10, 23), "seeds": [draw.integer(1, 999), 1000]}
    for name, options in {
        "in order": {"batch_size": 5, "shuffle": False},
        "shuffled": {"batch_size": 4, "shuffle": True},
        "as it comes": {},
    }.items():
        words = "".join(f", {option}={value}" for option, value in options.items())
        called = f"make_loader(dataset{words}), a dataset of 23 samples"
        yield Case(name, load, called, {**data, "options": options, "tensors": bool(options)})


def _of_training(draw: Draw) -> Iterator[Case]:
    for name, epochs in (("steps", 3), ("any iterable", 2)):
        lr = draw.number(0.01, 0.03)
        words = "x and y in batches of 6, 6, 6 and 2"
        words += ", from an iterable that is no DataLoader" if name == "any iterable" else ""
        material = {
            "weights": draw.weights(SMALL),
            "x": draw.normal(20, 1, 4, 4),
            "y": draw.integers(0, 10, 20),
            "epochs": epochs,
            "lr": lr,
        }
        probe = fit_any if name == "any iterable" else fit
        yield Case(name, probe, f"train(net, loader, epochs={epochs}, lr={lr}), {words}", material)
    yield _of_settings(draw)


def _of_settings(draw: Draw) -> Case:
    """One long epoch in which each of Adam's settings shows.

    Its squares must forget (large inputs first, for amsgrad and the betas), and some gradients are tiny (an input
    near 0, for epsilon and weight decay). All in one linear layer, so that rounding stays near 1e-7.
    """
    x = draw.normal(360, 3) * torch.tensor([1.0, 1.0, 1e-6])
    x[:18] *= 20
    lr = draw.number(0.005, 0.01)
    material = {"weights": {name: draw.uniform(-0.5, 0.5, *shape) for name, shape in SMALLEST.items()}, "x": x}
    material |= {"y": draw.integers(0, 10, 360), "epochs": 1, "lr": lr}
    return Case("one epoch", fit, f"train(net, loader, epochs=1, lr={lr}), x and y in 60 batches of 6", material)


def _of_accuracy(draw: Draw) -> Iterator[Case]:
    weights = draw.weights(RATED)
    x = draw.normal(21, 6)
    answers = (x @ weights["linear.weight"].T + weights["linear.bias"]).argmax(dim=1)
    # Of the batches of 10, 10 and 1 only the last is all right: a mean of the batches' shares comes out otherwise.
    labels = []
    for right in (draw.integer(2, 4), draw.integer(6, 8)):
        wrong = (answers + draw.integers(8, 10, 21)) % 10  # never an answer of a net that moves its scores by up to 7
        labels.append(torch.where(torch.arange(21) % 10 < right, answers, wrong))
    material = {"weights": weights, "x": x, "few": labels[0], "many": labels[1]}
    for name, training, depends_on, iterable in (
        ("right answers", False, "", False),
        ("net in training mode", True, "mode", False),
        ("net in evaluation mode", False, "mode", False),
        ("recording", False, "recording", False),
        ("right answers, any iterable", False, "", True),
    ):
        mode = "training" if training else "evaluation"
        words = f"a net in {mode} mode, batches of 10, 10 and 1 samples"
        words += ", from an iterable that is no DataLoader" if iterable else ""
        words += "; the net answers otherwise in training mode" if depends_on == "mode" else ""
        words += "; the net answers otherwise where gradients are recorded" if depends_on == "recording" else ""
        options = {"training": training, "depends_on": depends_on, "iterable": iterable}
        yield Case(name, rate, f"accuracy(net, loader), {words}", material | options)


def _of_digits(draw: Draw) -> Case:
    from grader.data import read_digits  # only the judge draws; the held-out digits stay on its side

    images, labels = read_digits(train=True)
    material = {
        "weights": draw.weights(LAYERS),
        "images": torch.from_numpy(images[:DIGITS]),
        "labels": torch.from_numpy(labels[:DIGITS]),
    }
    called = f"train(ConvNet(), make_loader({DIGITS:,} digits, batch_size={BATCH_SIZE}), lr={LR})"
    return Case("digits", learn, called, material, limit=90.0)


def layers(module: ModuleType) -> dict[str, Any]:
    """The shapes of the net's parameters by name, and whether ``layers`` is an nn.Sequential."""
    net = module.ConvNet()
    shapes = {name: tuple(parameter.shape) for name, parameter in net.named_parameters()}
    return {"shapes": shapes, "sequential": issubclass(type(getattr(net, "layers", None)), nn.Sequential)}


def scores(module: ModuleType, weights: dict[str, Tensor], x: Tensor) -> Any:
    """The scores in both modes, and the batch afterwards."""
    with undrawn():
        net = module.ConvNet()
    load_weights(net, weights)
    training = net(x)
    net.eval()
    return {"training mode": training, "evaluation mode": net(x), "x": x}


class Items(Dataset[Any]):
    """A dataset that is no TensorDataset: x and a label, one sample at a time."""

    def __init__(self, x: Tensor, y: Tensor) -> None:
        self._samples = [(sample, int(label)) for sample, label in zip(x, y, strict=True)]

    def __len__(self) -> int:
        return len(self._samples)

    def __getitem__(self, index: int) -> tuple[Tensor, int]:
        return self._samples[index]


def load(
    module: ModuleType, x: Tensor, y: Tensor, options: dict[str, Any], tensors: bool, seeds: list[int]
) -> dict[str, Any] | Any:
    """The samples of two loaders as they came, each made and used after another seed; and the dataset afterwards."""
    given = x.clone()
    runs, workers = [], None
    for seed, epochs in zip(seeds, (2, 1), strict=True):
        random.seed(seed)
        np.random.seed(seed)
        torch.manual_seed(seed)
        loader = module.make_loader(TensorDataset(given, y) if tensors else Items(given, y), **options)
        if not isinstance(loader, DataLoader):
            return loader
        workers = loader.num_workers
        if loader.generator is not None:
            loader.generator.manual_seed(seed)
        runs.append([_epoch(_in_this_process(loader)) for _ in range(epochs)])
    return {"workers": workers, "runs": runs, "dataset": given}


def _epoch(loader: DataLoader[Any]) -> dict[str, Any]:
    batches = [tuple(batch) for batch in loader]
    return {
        "sizes": [len(xs) for xs, _ in batches],
        "x": torch.cat([xs for xs, _ in batches]),
        "y": torch.cat([ys for _, ys in batches]),
    }


def _in_this_process(loader: Any) -> Any:
    """The loader without its workers: a sandbox denies new processes, and what else it does is seen without them."""
    if isinstance(loader, DataLoader):
        loader.num_workers = 0
        loader.timeout = 0
    return loader


class Batches:
    """An iterable of batches and nothing more: no length, no dataset."""

    def __init__(self, pairs: list[tuple[Tensor, Tensor]]) -> None:
        self._pairs = pairs

    def __iter__(self) -> Iterator[tuple[Tensor, Tensor]]:
        yield from self._pairs


def _pairs(x: Tensor, y: Tensor, batch_size: int) -> list[tuple[Tensor, Tensor]]:
    return [(xs.clone(), ys.clone()) for xs, ys in zip(x.split(batch_size), y.split(batch_size), strict=True)]


def _both(pairs: list[tuple[Tensor, Tensor]]) -> dict[str, Tensor]:
    return {"x": torch.cat([x for x, _ in pairs]), "y": torch.cat([y for _, y in pairs])}


class Small(nn.Module):
    """A small net whose layers stand in ``layers`` as the exercise's do; its sizes are those of its weights."""

    def __init__(self, weights: dict[str, Tensor]) -> None:
        super().__init__()
        linear = [
            nn.Linear(size, len(weight)) for weight in weights.values() if weight.dim() > 1 for size in weight[0].shape
        ]
        rest = [part for layer in linear[1:] for part in (nn.ReLU(), layer)]
        self.layers = nn.Sequential(nn.Flatten(), linear[0], *rest)
        load_weights(self, weights)

    def forward(self, x: Tensor) -> Tensor:
        return self.layers(x)


def _looked_at(dataset: Dataset[Any], look: Callable[[], None]) -> DataLoader[Any]:
    """A DataLoader in batches of 6 that calls ``look`` before it hands out a batch."""

    class Loader(DataLoader[Any]):
        def __iter__(self) -> Any:
            for batch in super().__iter__():
                look()
                yield batch

    return Loader(dataset, batch_size=6)


def fit(module: ModuleType, weights: dict[str, Tensor], x: Tensor, y: Tensor, epochs: int, lr: float) -> dict[str, Any]:
    """The losses told, the weights before each batch, and those after training a small net of the judge's."""
    net = Small(weights)
    before: list[dict[str, Tensor]] = []
    loader = _looked_at(TensorDataset(x, y), lambda: before.append(parameters_of(net)))
    losses = module.train(net, loader, epochs=epochs, lr=lr)
    return {"losses": _numbers(losses), "weights": parameters_of(net), "before": before}


def fit_any(
    module: ModuleType, weights: dict[str, Tensor], x: Tensor, y: Tensor, epochs: int, lr: float
) -> dict[str, Any]:
    """The weights after training with an iterable and with a DataLoader, and the iterable's batches afterwards."""
    net, other, pairs = Small(weights), Small(weights), _pairs(x, y, 6)
    module.train(net, Batches(pairs), epochs=epochs, lr=lr)
    module.train(other, DataLoader(TensorDataset(x, y), batch_size=6), epochs=epochs, lr=lr)
    return {"weights": parameters_of(net), "with a DataLoader": parameters_of(other), "batches": _both(pairs)}


def _numbers(values: Any) -> Any:
    return [scalar(value) for value in values] if isinstance(values, (list, tuple)) else values


class Rated(nn.Module):
    """A linear net."""

    def __init__(self) -> None:
        super().__init__()
        self.linear = nn.Linear(6, 10)

    def forward(self, x: Tensor) -> Tensor:
        return self.linear(x)


class Unrecorded(Rated):
    """A linear net that gives other answers where gradients are recorded."""

    def forward(self, x: Tensor) -> Tensor:
        scores = self.linear(x)
        return scores.roll(1, dims=1) if scores.requires_grad else scores


class TurnsByOne(nn.Module):
    """Hands scores on, and moves them by one class in training mode."""

    def forward(self, scores: Tensor) -> Tensor:
        return scores.roll(1, dims=1) if self.training else scores


class TurnsByTwo(nn.Module):
    """Hands scores on, and moves them by two classes in training mode."""

    def forward(self, scores: Tensor) -> Tensor:
        return scores.roll(2, dims=1) if self.training else scores


class InEvaluationMode(Rated):
    """A linear net that gives other answers where the net, a module in it or one further inside is in training mode."""

    def __init__(self) -> None:
        super().__init__()
        self.inside = nn.Sequential(TurnsByOne(), nn.Sequential(TurnsByTwo()))

    def forward(self, x: Tensor) -> Tensor:
        scores = self.inside(self.linear(x))
        return scores.roll(4, dims=1) if self.training else scores


NETS: dict[str, type[Rated]] = {"": Rated, "mode": InEvaluationMode, "recording": Unrecorded}


def rate(
    module: ModuleType,
    weights: dict[str, Tensor],
    x: Tensor,
    few: Tensor,
    many: Tensor,
    training: bool,
    depends_on: str,
    iterable: bool,
) -> dict[str, Any]:
    """The accuracies told for two sets of labels; how net, batches and autograd were left."""
    net = NETS[depends_on]()
    load_weights(net, weights)
    net.train(training)
    seen: dict[str, Any] = {}
    for name, labels in (("few", few), ("many", many)):
        pairs = _pairs(x, labels, 10)
        loader = Batches(pairs) if iterable else DataLoader(TensorDataset(x, labels), batch_size=10)
        seen[name] = scalar(module.accuracy(net, loader))
        seen[f"batches, {name}"] = _both(pairs)
    return seen | {
        "modes": [part.training for part in net.modules()],
        "weights": parameters_of(net),
        "learnable": [parameter.requires_grad for parameter in net.parameters()],
        "recording": torch.is_grad_enabled(),
    }


def pictures(images: Tensor) -> Tensor:
    """Digits as a net takes them, brighter than usual, so that it learns from fewer."""
    return images.unsqueeze(1).float() * (WHITE / 255)


def learn(module: ModuleType, weights: dict[str, Tensor], images: Tensor, labels: Tensor) -> dict[str, Any]:
    """All of the learner's parts together, on real digits: the weights after the whole training and a short one."""
    with undrawn():
        net, other = module.ConvNet(), module.ConvNet()
    load_weights(net, weights)
    load_weights(other, weights)
    x = pictures(images)
    module.train(other, DataLoader(TensorDataset(x[:FIRST], labels[:FIRST]), batch_size=10), epochs=1)
    loader = module.make_loader(TensorDataset(x, labels), batch_size=BATCH_SIZE)
    module.train(net, _in_this_process(loader), lr=LR)
    short = {name: value for name, value in parameters_of(other).items() if name != LARGEST}
    return {"weights": parameters_of(net), "after six batches": short}
