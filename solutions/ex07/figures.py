"""The figures in ex07's lesson."""

from collections.abc import Iterator
from types import ModuleType
from typing import Any

import torch

from grader.drawing.bumps import bumpy

LR, STEPS, LOWEST = 0.03, 200, -0.49


def figures(solution: ModuleType, measured: dict[str, Any]) -> Iterator[str]:
    """What the lesson and the answer say, as it has to stand there."""
    plain, rolling = solution.SimpleGD, solution.MomentumGD
    starts = torch.linspace(-4, 4, 81)
    ends = _ends(plain, starts), _ends(rolling, starts, momentum=0.9)
    reached = [int(((end - LOWEST).abs() < 0.1).sum()) for end in ends]
    yield f"We started from {len(starts)} places between -4 and 4, with lr {LR}"
    yield f"reached the lowest valley from {reached[0]} of them, momentum 0.9 from {reached[1]}"

    from_4 = [float(_ends(rolling, torch.tensor([4.0]), momentum=momentum)) for momentum in (0.9, 0.8)]
    stopped = float(_ends(plain, torch.tensor([4.0])))
    assert abs(from_4[0] - LOWEST) < 0.1 and abs(from_4[1] - stopped) < 0.1, (from_4, stopped)
    yield "From 4.0, momentum 0.9 rolls through two valleys into the lowest one. Momentum 0.8 stays in the first."
    from_36 = [float(_ends(make, torch.tensor([3.6]))) for make in (plain, rolling)]
    assert abs(from_36[0] - from_36[1]) < 0.1, from_36
    yield "From 3.6, momentum 0.9 is too slow. It stops where plain descent stops."
    over = float(_ends(rolling, torch.tensor([4.5]), momentum=0.95))
    assert over < LOWEST - 1, over
    yield "From 4.5, momentum 0.95 rolls over the lowest valley and ends in the next one."

    yield "Plain descent takes the weight to {:.1f}, then to {:.1f}".format(*path([0.1] * 2, memory=0.0)[1:])
    yield f"the second velocity is 0.9 · 1 + 1 = {0.9 + 1:g}, so the weight goes to {path([0.1] * 2)[-1]:.2f}"
    steady, falling = [0.1] * 8, [0.1] * 4 + [0.01] * 4
    yield f"the weight is at {path(steady, share=0.1)[-1]:.2f}, not at {path(steady)[-1]:.2f}"
    yield f"After 8 steps the weight is at {path(steady, memory=0.0)[-1]:.1f}."
    yield f"It ends at {path(falling, inside=True)[-1]:.2f}, and ours at {path(falling)[-1]:.2f}"
    yield f"{1 / (1 - 0.9):.0f} for momentum 0.9, and {1 / (1 - 0.99):.0f} for 0.99"


def _ends(make: Any, starts: torch.Tensor, **options: float) -> torch.Tensor:
    """Where an optimizer brings each of the starts on the bumpy curve."""
    x = torch.nn.Parameter(starts.clone())
    optimizer = make([x], lr=LR, **options)
    for _ in range(STEPS):
        optimizer.zero_grad()
        bumpy(x).sum().backward()
        optimizer.step()
    return x.detach()


def path(rates: list[float], share: float = 1.0, memory: float = 0.9, inside: bool = False) -> list[float]:
    """Where a weight goes from 0 with gradient 1 at each step: the formula, and what it is mistaken for."""
    weight, velocity, weights = 0.0, 0.0, [0.0]
    for lr in rates:
        velocity = memory * velocity + share * (lr if inside else 1.0)
        weight -= velocity if inside else lr * velocity
        weights.append(weight)
    return weights
