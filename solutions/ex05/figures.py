"""The figures in ex05's lesson, and the answer to its stretch task."""

from collections.abc import Iterator
from types import ModuleType
from typing import Any

import torch

STEPS, ENOUGH = 20, 0.01


def figures(solution: ModuleType, measured: dict[str, Any]) -> Iterator[str]:
    """What the lesson and the answer say, as it has to stand there."""
    descent = solution.gradient_descent
    yield f"1 - 0.1 · 2 = {descent(_square, 1.0, 0.1, 1)[1]:.1f}"
    words = {0.01: "slow: x is still {:.3f}", 0.1: "arrives: x is {:.3g}", 1.1: "moves away: x is {:.1f}"}
    for rate in (0.01, 0.1, 0.9, 1.0, 1.1):
        path = descent(_square, 1.0, rate, STEPS)
        ending = f" {words[rate].format(path[-1])} after {STEPS} steps |" if rate in words else ""
        yield f"| {rate} | {path[1]:.3g} |{ending}"
    lasts = [abs(descent(_square, 1.0, rate, STEPS)[-1]) for rate in (0.1, 0.9)]
    assert abs(lasts[0] - lasts[1]) < 1e-6, "0.9 arrives just as fast as 0.1"

    w = torch.tensor(3.0, requires_grad=True)
    y = w**2
    w.data.fill_(2)
    y.backward()
    yield f"Through `.data` you get {w.grad.item():g}"

    steps = {number: _steps(solution, number / 100) for number in range(1, 13)}
    arriving = [number for number in steps if steps[number]]
    best = min(arriving, key=steps.__getitem__)
    yield f"From {(max(arriving) + 1) / 100:.2f} on"
    yield f"{best / 100:.2f}, in {steps[best]} steps"


def _square(x: torch.Tensor) -> torch.Tensor:
    return x**2


def _steps(solution: ModuleType, rate: float) -> int:
    """After how many steps both weights of the valley are small enough; 0 if they never are."""
    weights = torch.ones(2, requires_grad=True)
    for count in range(1, 1001):
        weights.grad = None
        (weights**2 * torch.tensor([1.0, 10.0])).sum().backward()
        solution.sgd_update([weights], rate)
        if weights.detach().abs().max() < ENOUGH:
            return count
    return 0
