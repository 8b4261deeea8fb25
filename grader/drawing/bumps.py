"""Two optimizers on a bumpy curve, as an animation."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from grader.drawing.script import draws

Make = Callable[..., torch.optim.Optimizer]

LEFT, RIGHT = -4.6, 4.9
CURVE, PLAIN, ROLLING = "#9aa5b1", "#1d4ed8", "#c2410c"
FRAMES_A_SECOND = 10


def bumpy(x: Tensor) -> Tensor:
    """A bowl with bumps: five local minima, the lowest near x = -0.49."""
    return 0.2 * x**2 + 0.6 * torch.sin(3 * x)


def roll(make: Make, start: float, steps: int, **options: float) -> list[float]:
    """The positions that an optimizer made by ``make`` passes on the bumpy curve, the start included."""
    x = torch.nn.Parameter(torch.tensor(start))
    optimizer = make([x], **options)
    path = [start]
    for _ in range(steps):
        optimizer.zero_grad()
        bumpy(x).backward()
        optimizer.step()
        path.append(x.item())
    return path


@draws("bumps.gif")
def draw_bumps(
    picture: Path,
    simple: Make,
    momentum: Make,
    start: float = 4.0,
    lr: float = 0.03,
    momentum_value: float = 0.9,
    steps: int = 60,
) -> None:
    """Animate the learner's own optimizers side by side; while MomentumGD is unwritten, only SimpleGD."""
    paths = {f"SimpleGD, lr {lr:g}": (roll(simple, start, steps, lr=lr), PLAIN)}
    name = f"MomentumGD, lr {lr:g}, momentum {momentum_value:g}"
    try:
        paths[name] = (roll(momentum, start, steps, lr=lr, momentum=momentum_value), ROLLING)
    except NotImplementedError:
        paths[f"{name}: still to be written"] = ([], ROLLING)

    import matplotlib.pyplot as plt
    from matplotlib.animation import FuncAnimation, PillowWriter

    figure, axes = plt.subplots(figsize=(7, 3.9), facecolor="white")
    x = torch.linspace(LEFT, RIGHT, 400)
    axes.plot(x, bumpy(x), color=CURVE, linewidth=2, zorder=1)
    balls = [
        _Ball(axes, path, color, label, size)
        for (label, (path, color)), size in zip(paths.items(), (14, 9), strict=True)  # both are seen at the start
    ]
    axes.set(xlim=(LEFT, RIGHT), ylim=(-1.0, 6.4), xlabel="weight", ylabel="loss")
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(loc="upper center", frameon=False, fontsize=11, bbox_to_anchor=(0.45, 1.02))
    count = axes.set_title("step 0", loc="right", fontsize=11)
    figure.tight_layout()

    def show(step: int) -> list[Any]:
        count.set_text(f"step {step}")
        return [count, *(artist for ball in balls for artist in ball.show(step))]

    frames = [*[0] * 4, *range(1, steps + 1), *[steps] * 8]
    film = FuncAnimation(figure, show, frames=frames)
    film.save(picture, writer=PillowWriter(fps=FRAMES_A_SECOND), dpi=80)
    plt.close(figure)


class _Ball:
    """One optimizer's position on the curve, and where it has been."""

    def __init__(self, axes: Any, path: list[float], color: str, label: str, size: float) -> None:
        self.path = path
        (self.trail,) = axes.plot([], [], "o", color=color, markersize=3, alpha=0.5, zorder=2)
        (self.ball,) = axes.plot([], [], "o", color=color, markersize=size, zorder=3, label=label)

    def show(self, step: int) -> list[Any]:
        so_far = [x for x in self.path[: step + 1] if math.isfinite(x)]
        heights = bumpy(torch.tensor(so_far)).tolist()
        self.trail.set_data(so_far, heights)
        self.ball.set_data(so_far[-1:], heights[-1:])
        return [self.trail, self.ball]
