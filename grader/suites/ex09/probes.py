"""ex09: cases and probes."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType
from typing import Any

import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, TensorDataset

from grader.observing.cases import Case, Draw
from grader.observing.tools import load_weights, parameters_of, scalar

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
SMALL = {"1.weight": (12, 16), "1.bias": (12,), "3.weight": (10, 12), "3.bias": (10,)}
SEARCHING = {"linear.weight": (10, 6), "linear.bias": (10,)}


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
    data = {"x": draw.normal(23, 3), "y": draw.integers(0, 10, 23)}
    for name, options in {
        "in order": {"batch_size": 5, "shuffle": False},
        "shuffled": {"batch_size": 4, "shuffle": True},
        "as it comes": {},
    }.items():
        words = "".join(f", {option}={value}" for option, value in options.items())
        called = f"make_loader(dataset{words}), a dataset of 23 samples"
        yield Case(name, load, called, {**data, "options": options})


def _of_training(draw: Draw) -> Iterator[Case]:
    for name, epochs, iterable in (("steps", 3, False), ("one epoch", 1, False), ("any iterable", 2, True)):
        lr = draw.number(0.01, 0.03)
        words = "x and y in batches of 6, 6, 6 and 2"
        words += ", from an iterable that is no DataLoader" if iterable else ""
        material = {
            "weights": draw.weights(SMALL),
            "x": draw.normal(20, 1, 4, 4),
            "y": draw.integers(0, 10, 20),
            "epochs": epochs,
            "lr": lr,
            "iterable": iterable,
        }
        yield Case(name, fit, f"train(net, loader, epochs={epochs}, lr={lr}), {words}", material)


def _of_accuracy(draw: Draw) -> Iterator[Case]:
    for name, training, iterable in (
        ("right answers", False, False),
        ("net in training mode", True, False),
        ("net in evaluation mode", False, False),
        ("right answers, any iterable", True, True),
    ):
        weights = draw.weights(SEARCHING)
        x = draw.normal(21, 6)
        answers = (x @ weights["linear.weight"].T + weights["linear.bias"]).argmax(dim=1)
        # Of the batches of 10, 10 and 1 only the last is all right: a mean of the batches' shares comes out otherwise.
        right = torch.arange(21) % 10 < draw.integer(3, 9)
        y = torch.where(right, answers, (answers + draw.integers(1, 10, 21)) % 10)
        mode = "training" if training else "evaluation"
        words = f"a net in {mode} mode, batches of 10, 10 and 1 samples"
        words += ", from an iterable that is no DataLoader" if iterable else ""
        material = {"weights": weights, "x": x, "y": y, "training": training, "iterable": iterable}
        yield Case(name, rate, f"accuracy(net, loader), {words}", material)


def _of_digits(draw: Draw) -> Case:
    from grader.data import read_digits  # only the judge draws; the held-out digits stay on its side

    images, labels = read_digits(train=True)
    material = {
        "weights": draw.weights(LAYERS),
        "images": torch.from_numpy(images),
        "labels": torch.from_numpy(labels),
    }
    return Case("digits", learn, "train(ConvNet(), make_loader(1,400 digits))", material, limit=90.0)


def layers(module: ModuleType) -> dict[str, Any]:
    """The net's parameters by name: their shapes."""
    return {name: tuple(parameter.shape) for name, parameter in module.ConvNet().named_parameters()}


def scores(module: ModuleType, weights: dict[str, Tensor], x: Tensor) -> Any:
    net = module.ConvNet()
    load_weights(net, weights)
    return net(x)


def load(module: ModuleType, x: Tensor, y: Tensor, options: dict[str, Any]) -> Any:
    """Two epochs' batches: their sizes, and the samples in the order they came."""
    loader = module.make_loader(TensorDataset(x, y), **options)
    if not isinstance(loader, DataLoader):
        return loader
    workers = loader.num_workers
    loader.num_workers = 0  # noted; what else the loader does is seen without them
    epochs = []
    for _ in range(2):
        batches = [tuple(batch) for batch in loader]
        epochs.append(
            {
                "sizes": [len(xs) for xs, _ in batches],
                "x": torch.cat([xs for xs, _ in batches]),
                "y": torch.cat([ys for _, ys in batches]),
            }
        )
    return {"workers": workers, "epochs": epochs}


class Batches:
    """An iterable of batches and nothing more: no length, no dataset."""

    def __init__(self, loader: DataLoader) -> None:
        self._loader = loader

    def __iter__(self) -> Iterator[Any]:
        yield from self._loader


def _loader(x: Tensor, y: Tensor, batch_size: int, iterable: bool) -> Any:
    loader = DataLoader(TensorDataset(x, y), batch_size=batch_size)
    return Batches(loader) if iterable else loader


def _numbers(values: Any) -> Any:
    return [scalar(value) for value in values] if isinstance(values, (list, tuple)) else values


def fit(
    module: ModuleType, weights: dict[str, Tensor], x: Tensor, y: Tensor, epochs: int, lr: float, iterable: bool
) -> dict[str, Any]:
    """The losses told and the weights after training a small net of the judge's."""
    net = nn.Sequential(nn.Flatten(), nn.Linear(16, 12), nn.ReLU(), nn.Linear(12, 10))
    load_weights(net, weights)
    losses = module.train(net, _loader(x, y, 6, iterable), epochs=epochs, lr=lr)
    return {"losses": _numbers(losses), "weights": parameters_of(net)}


class Watched(nn.Module):
    """A linear net that notes how it is run."""

    def __init__(self) -> None:
        super().__init__()
        self.linear = nn.Linear(6, 10)
        self.modes: list[bool] = []
        self.recorded: list[bool] = []

    def forward(self, x: Tensor) -> Tensor:
        scores = self.linear(x)
        self.modes.append(self.training)
        self.recorded.append(scores.requires_grad)
        return scores


def rate(
    module: ModuleType, weights: dict[str, Tensor], x: Tensor, y: Tensor, training: bool, iterable: bool
) -> dict[str, Any]:
    """The accuracy told, how the net was run for it, and the mode it was left in."""
    net = Watched()
    load_weights(net, weights)
    net.train(training)
    per_cent = scalar(module.accuracy(net, _loader(x, y, 10, iterable)))
    return {"accuracy": per_cent, "modes": net.modes, "recorded": net.recorded, "mode after": net.training}


def learn(module: ModuleType, weights: dict[str, Tensor], images: Tensor, labels: Tensor) -> dict[str, Any]:
    """All of the learner's parts together, on real digits: the weights that come out."""
    net = module.ConvNet()
    load_weights(net, weights)
    dataset = TensorDataset(images.unsqueeze(1).float() / 255, labels)
    module.train(net, module.make_loader(dataset))
    return {"weights": parameters_of(net)}
