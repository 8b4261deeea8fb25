"""The figures in ex04's lesson."""

import warnings
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import torch
from torch import nn


def figures(solution: ModuleType, measured: dict[str, Any]) -> Iterator[str]:
    """What the lesson says, as it has to stand there."""
    w = torch.tensor(3.0, requires_grad=True)
    gradients = []
    for _ in range(4):
        (w * w).backward()
        gradients.append(f"{w.grad.item():g}")
    yield f"w.grad grows from {gradients[0]} to {', '.join(gradients[1:])}"
    yield f"zeroed before each pass, it is {gradients[0]} each time"
    yield f"So the answer is {gradients[1]}, and it goes on"
    yield f"The gradient of y is 2w, so it is {gradients[0]}"

    outputs, targets = torch.zeros(4, 1), torch.zeros(4)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        compared = nn.MSELoss(reduction="none")(outputs, targets).numel()
    yield f"{compared} differences instead of {len(targets)}"

    w.grad = None
    y = w * w
    w.data.fill_(2)
    y.backward()
    yield f"The gradient should be {gradients[0]}. If you change w through `.data`, you get {w.grad.item():g}"
    y = w * w
    with torch.no_grad():
        w.fill_(3)
    try:
        y.backward()
    except RuntimeError as error:
        message = str(error).partition("has been ")[2].partition(":")[0]
        yield f'autograd notices it and raises "{message}"'
