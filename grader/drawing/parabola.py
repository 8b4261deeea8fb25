"""Gradient descent on the parabola y = x^2, as an animation."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from numbers import Real
from pathlib import Path
from typing import Any

import numpy as np
from torch import Tensor

from grader.drawing.script import draws

MOST_PANELS = 5
CURVE, BALL, TRAIL = "#9aa5b1", "#c2410c", "#f0a37c"


@draws("descent.gif")
def draw_descent(
    picture: Path,
    gradient_descent: Callable[..., list[float]],
    x0: float = 1.0,
    learning_rates: Sequence[float] = (0.1, 0.9, 1.1),
    steps: int = 20,
) -> None:
    """Animate the learner's own ``gradient_descent`` on y = x^2, a panel for each learning rate.

    Raises:
        ValueError: there are too many learning rates, or what ``gradient_descent`` returns is no path.
    """
    if not 1 <= len(learning_rates) <= MOST_PANELS:
        raise ValueError(f"give 1 to {MOST_PANELS} learning rates, not {len(learning_rates)}")
    paths = [_path(gradient_descent(_parabola, x0, lr, steps), lr, steps) for lr in learning_rates]

    import matplotlib.pyplot as plt
    from matplotlib.animation import FuncAnimation, PillowWriter

    reach = max(1.0, abs(x0)) * 1.6
    figure, axes = plt.subplots(
        1, len(paths), figsize=(3.3 * len(paths), 3.4), squeeze=False, sharey=True, facecolor="white"
    )
    panels = [_Panel(panel, path, lr, reach) for panel, path, lr in zip(axes[0], paths, learning_rates, strict=True)]
    axes[0][0].set_ylabel("y = x²")
    figure.tight_layout()

    def show(step: int) -> list[Any]:
        return [artist for panel in panels for artist in panel.show(step)]

    film = FuncAnimation(figure, show, frames=[0, 0, *range(steps + 1), steps, steps], interval=350)
    film.save(picture, writer=PillowWriter(fps=3), dpi=80)
    plt.close(figure)


def _parabola(x: Tensor) -> Tensor:
    return x**2


def _path(path: object, lr: float, steps: int) -> list[float]:
    """The learner's path as floats, or a sentence on what is wrong with it."""
    wanted = f"gradient_descent(f, x0, {lr}, {steps}) should return a list of {steps + 1} numbers"
    if not isinstance(path, (list, tuple)):
        raise ValueError(f"{wanted}, and returned {type(path).__name__}")
    if len(path) != steps + 1:
        raise ValueError(f"{wanted}, and returned {len(path)}")
    odd = [value for value in path if not isinstance(value, Real) and not isinstance(value, Tensor)]
    if odd:
        raise ValueError(f"{wanted}, and one of its entries is a {type(odd[0]).__name__}")
    return [float(value) for value in path]


class _Panel:
    """One learning rate's curve, its trail, and the ball at the present step."""

    def __init__(self, axes: Any, path: list[float], lr: float, reach: float) -> None:
        self.path, self.reach = path, reach
        x = np.linspace(-reach, reach, 200)
        axes.plot(x, x**2, color=CURVE, linewidth=2, zorder=1)
        (self.trail,) = axes.plot([], [], "-o", color=TRAIL, linewidth=1, markersize=4, zorder=2)
        (self.ball,) = axes.plot([], [], "o", color=BALL, markersize=11, zorder=3)
        self.words = axes.set_xlabel("\n", fontsize=11)  # keeps space for two lines
        axes.set_title(f"learning rate {lr:g}", fontsize=12)
        axes.set_xlim(-reach, reach)
        axes.set_ylim(-0.08 * reach**2, reach**2)
        axes.spines[["top", "right"]].set_visible(False)

    def show(self, step: int) -> list[Any]:
        so_far = np.array(self.path[: step + 1])
        here = so_far[-1]
        self.trail.set_data(so_far, so_far**2)
        self.ball.set_data([here], [here**2])
        away = not math.isfinite(here) or abs(here) > self.reach
        self.words.set_text(f"step {step}: x = {here:.3g}" + "\n" + ("(out of the picture)" if away else ""))
        return [self.trail, self.ball, self.words]
