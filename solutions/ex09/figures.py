"""The figures in ex09's lesson. Measuring takes minutes: kata author measure ex09"""

from collections.abc import Callable, Iterator
from statistics import mean
from types import ModuleType
from typing import Any

import torch
from torch import Tensor, nn

from grader.data import digits

SEEDS, SHIFT, EPOCHS_OF_MOVED = range(8), 3, 6
Batches = list[tuple[Tensor, Tensor]]


def measure(solution: ModuleType) -> dict[str, Any]:
    """Train ConvNets and MLPs from several seeds; per cent of the held-out digits that each reads."""
    learn, held_out = (whole(data) for data in solution.load(digits()))
    runs: dict[str, list[float]] = {"conv": [], "conv_moved": [], "mlp": [], "mlp_moved": [], "low_rate": []}
    for seed in SEEDS:
        conv = trained(solution, solution.ConvNet, learn, seed)
        mlp = trained(solution, make_mlp, learn, seed)
        slow = trained(solution, solution.ConvNet, learn, seed, epochs=5, lr=0.0001)
        for name, net in (("conv", conv), ("mlp", mlp)):
            runs[name].append(solution.accuracy(net, [held_out]))
            runs[f"{name}_moved"].append(accuracy_moved(solution, net, held_out))
        runs["low_rate"].append(solution.accuracy(slow, [held_out]))
    shown = [trained_on_moved(solution, learn, seed) for seed in range(3)]
    runs["shown_moved"] = [accuracy_moved(solution, net, held_out) for net in shown]
    runs["shown_in_place"] = [solution.accuracy(net, [held_out]) for net in shown]
    return {"sizes": [len(learn[0]), len(held_out[0])], **runs}


def figures(solution: ModuleType, measured: dict[str, Any]) -> Iterator[str]:
    """What the lesson and the answer say, as it has to stand there."""
    learn, held_out = measured["sizes"]
    yield f"learns from {learn:,} digits. Then it is tested on {held_out} other digits"
    yield f"reach between {span(measured['conv'])} %, in eight runs"
    yield f"In our runs that reaches between {span(measured['low_rate'])} %"
    yield f"| held-out digits | {mean(measured['conv']):.1f} % | {mean(measured['mlp']):.1f} % |"
    yield f"up and down) | {mean(measured['conv_moved']):.1f} % | {mean(measured['mlp_moved']):.1f} % |"
    yield f"gave {mean(measured['shown_moved']):.0f} % on moved digits"
    net = solution.ConvNet()
    maps = net.layers[:4](torch.zeros(1, 1, 28, 28))
    yield f"5 · 24 · 24 = {maps.numel()} features"
    places = [str(place) for place, layer in enumerate(net.layers) if list(layer.parameters())]
    yield f"weights are at {', '.join(places[:-1])} and {places[-1]}"
    certain = torch.eye(10)[:1]
    yield f"never below {nn.functional.cross_entropy(certain, torch.tensor([0])):.3f}"


def span(values: list[float]) -> str:
    return f"{min(values):.0f} and {max(values):.0f}"


def whole(data: Any) -> tuple[Tensor, Tensor]:
    """All images and labels of a data set, as one batch."""
    images, labels = zip(*data, strict=True)
    return torch.stack(images), torch.tensor(labels)


def make_mlp() -> nn.Sequential:
    return nn.Sequential(
        nn.Flatten(), nn.Linear(28 * 28, 64), nn.ReLU(), nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 10)
    )


def batches(data: tuple[Tensor, Tensor]) -> Batches:
    order = torch.randperm(len(data[0]))
    return [(data[0][part], data[1][part]) for part in order.split(10)]


def trained(
    solution: ModuleType, make: Callable[[], nn.Module], learn: tuple[Tensor, Tensor], seed: int, epochs: int = 2,
    lr: float = 0.001,
) -> nn.Module:  # fmt: skip
    """A net after training with a new order in each epoch, as the exercise's loader gives it."""
    torch.manual_seed(seed)
    net = make()
    solution.train(net, Epochs(lambda: batches(learn)), epochs, lr)
    return net


def trained_on_moved(solution: ModuleType, learn: tuple[Tensor, Tensor], seed: int) -> nn.Module:
    """A net that sees each batch moved by a few random pixels."""
    torch.manual_seed(seed)
    net = solution.ConvNet()
    solution.train(net, Epochs(lambda: [(at_random(x), y) for x, y in batches(learn)]), EPOCHS_OF_MOVED)
    return net


class Epochs:
    """Batches that are made again in each epoch."""

    def __init__(self, make: Callable[[], Batches]) -> None:
        self.make = make

    def __iter__(self) -> Iterator[tuple[Tensor, Tensor]]:
        return iter(self.make())


def at_random(images: Tensor) -> Tensor:
    down, right = torch.randint(-SHIFT, SHIFT + 1, (2,)).tolist()
    return moved(images, down, right)


def moved(images: Tensor, down: int, right: int) -> Tensor:
    """The images moved by some pixels; what leaves the picture is lost, zeros come in."""
    padded = nn.functional.pad(images, (SHIFT,) * 4)
    return padded[..., SHIFT - down : SHIFT - down + 28, SHIFT - right : SHIFT - right + 28]


def accuracy_moved(solution: ModuleType, net: nn.Module, data: tuple[Tensor, Tensor]) -> float:
    """The mean over digits moved left, right, up and down."""
    ways = ((0, -SHIFT), (0, SHIFT), (-SHIFT, 0), (SHIFT, 0))
    return mean(solution.accuracy(net, [(moved(data[0], *way), data[1])]) for way in ways)
