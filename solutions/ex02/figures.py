"""The figures in ex02's lesson."""

from collections.abc import Iterator
from types import ModuleType
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from grader.data import digits


def measure(solution: ModuleType) -> dict[str, Any]:
    """Per cent of ex09's held-out digits that the network reads, as it is and without its last ReLU."""
    from torchvision.datasets import MNIST

    learn, held_out = (MNIST(digits(), train=train) for train in (True, False))
    return {
        "with": _learned(solution.Net(), learn, held_out, solution.Net.forward),
        "without": _learned(solution.Net(), learn, held_out, _forward_without_last_relu),
    }


def figures(solution: ModuleType, measured: dict[str, Any]) -> Iterator[str]:
    """What the lesson says, as it has to stand there."""
    net = solution.Net()
    yield f"This network has ten parameter tensors with {solution.count_parameters(net):,} numbers"
    yield f"Most of them, {solution.count_parameters(net.fc1):,}, are in `fc1`"
    yield f"So the weight has the shape {tuple(net.conv2.weight.shape)}"
    yield f"`conv1` has the shape {tuple(net.conv1.weight.shape)}"

    sides = [tuple(image.shape) for image in _on_the_way(net, torch.zeros(1, 32, 32))]
    yield "The shapes from layer to layer: " + ", ".join(map(str, sides)) + ", 576, 120, 84, 10"
    small = torch.stack([_on_the_way(net, torch.zeros(1, 28, 28))[-1]] * 36)
    yield f"With {len(small)} images of 28x28 pixels, `view` makes {len(small.view(-1, 576))} rows"
    yield f"`flatten` keeps {len(small)} rows of {small.flatten(1).shape[1]} numbers"
    yield f"flattened from dimension 1 is {tuple(torch.zeros(16, 6, 6).flatten(1).shape)}"
    unpooled = net.conv2(net.conv1(torch.zeros(1, 1, 32, 32)))
    yield f"(1x{unpooled.numel()} and 576x120)"

    certain = torch.eye(10)[:1]
    lowest = F.cross_entropy(certain, torch.tensor([0]))
    yield f"its loss for 10 classes never gets below {lowest:.3f}"
    yield f"the right network read {measured['with']:.0f} % and one without its last ReLU {measured['without']:.0f} %"


def _on_the_way(net: nn.Module, image: Tensor) -> list[Tensor]:
    steps = [image]
    for layer in (net.conv1, net.conv2):
        steps.append(layer(steps[-1]))
        steps.append(F.max_pool2d(steps[-1], 2))
    return steps


def _forward_without_last_relu(net: nn.Module, x: Tensor) -> Tensor:
    x = F.max_pool2d(net.conv1(x).relu(), 2)
    x = F.max_pool2d(net.conv2(x).relu(), 2).flatten(1)
    return net.fc3(net.fc2(net.fc1(x).relu()))


def _learned(net: nn.Module, learn: Any, held_out: Any, forward: Any) -> float:
    torch.manual_seed(0)
    for layer in net.children():
        layer.reset_parameters()
    optimizer = torch.optim.Adam(net.parameters(), lr=0.001)
    images, labels = F.pad(learn.data.unsqueeze(1) / 255, (2,) * 4), learn.targets
    for _ in range(2):
        for part in torch.randperm(len(labels)).split(10):
            optimizer.zero_grad()
            F.cross_entropy(forward(net, images[part]), labels[part]).backward()
            optimizer.step()
    answers = forward(net, F.pad(held_out.data.unsqueeze(1) / 255, (2,) * 4)).argmax(dim=1)
    return 100 * (answers == held_out.targets).double().mean().item()
