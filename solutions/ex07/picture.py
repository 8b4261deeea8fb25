"""Draws exercises/ex07/bumps.svg and velocity.svg with the solved exercise itself."""

from pathlib import Path

import matplotlib
import torch

matplotlib.use("Agg")
import matplotlib.pyplot as plt
from figures import path
from optimizer_subclass import MomentumGD, SimpleGD

from grader.drawing.bumps import CURVE, PLAIN, ROLLING, bumpy, roll
from grader.drawing.lesson_picture import save_picture

HERE = Path(__file__).resolve()
OUT = HERE.parents[2] / "exercises" / HERE.parent.name
OTHER, THIRD = "#7c3aed", "#047857"

plt.rcParams.update({"svg.hashsalt": "torchkata", "font.size": 11, "svg.fonttype": "path"})


def draw_bumps() -> None:
    figure, panels = plt.subplots(1, 2, figsize=(11, 4), sharey=True, facecolor="white")
    for panel, start, words in zip(panels, (4.0, 3.6), ("momentum rolls through", "momentum stops too"), strict=True):
        x = torch.linspace(-4.6, 4.9, 60)
        panel.plot(x, bumpy(x), color=CURVE, linewidth=2)
        for make, color, size, shown, label in (
            (SimpleGD, PLAIN, 13, 12, "plain descent"),
            (MomentumGD, ROLLING, 8, 38, "momentum 0.9"),
        ):
            path = torch.tensor(roll(make, start, 200, lr=0.03))
            seen = path[:shown]
            panel.plot(seen, bumpy(seen), "o", color=color, markersize=3, alpha=0.45)
            panel.plot(
                path[-1], bumpy(path[-1]), "o", color=color, markersize=size, label=f"{label}: ends at {path[-1]:.2f}"
            )
        place = torch.tensor(start)
        panel.annotate(
            "start", (start, bumpy(place)), (start - 1.3, bumpy(place) + 1.0), arrowprops={"arrowstyle": "-"}
        )
        panel.set_title(f"start at {start}: {words}", fontsize=12)
        panel.set(xlim=(-4.6, 4.9), ylim=(-1.0, 6.2), yticks=[0, 2, 4, 6], xlabel="weight")
        panel.legend(loc="upper center", frameon=False, bbox_to_anchor=(0.4, 1.0))
        panel.spines[["top", "right"]].set_visible(False)
    panels[0].set_ylabel("loss")
    figure.tight_layout()
    save_picture(figure, OUT / "bumps.svg")


def draw_velocity() -> None:
    figure, (left, right) = plt.subplots(1, 2, figsize=(11, 4), facecolor="white")
    steady = [0.1] * 8
    for weights, color, marker, label in (
        (path(steady, memory=0.0), PLAIN, "s", "velocity made anew: plain descent"),
        (path(steady, share=0.1), OTHER, "^", "averaging: velocity + 0.1 * gradient"),
        (path(steady), ROLLING, "o", "the formula: velocity + gradient"),
    ):
        left.plot(weights, color=color, marker=marker, markersize=5, label=label)
    left.set_title("gradient always 1, lr 0.1, momentum 0.9", fontsize=12)
    left.set(ylabel="weight", ylim=(-4.4, 0.2), yticks=[0, -1, -2, -3, -4])
    falling = [0.1] * 4 + [0.01] * 4
    for weights, color, marker, label in (
        (path(falling, inside=True), THIRD, "D", "lr inside the velocity"),
        (path(falling), ROLLING, "o", "lr outside, as in the formula"),
    ):
        right.plot(weights, color=color, marker=marker, markersize=5, label=label)
    right.axvline(4, color=CURVE, linestyle="--", linewidth=1)
    right.text(4.1, -0.1, "from here lr is 0.01", color="#52606d")
    right.set_title("lr falls to 0.01 after step 4", fontsize=12)
    right.set(ylim=(-2.9, 0.13), yticks=[0, -1, -2])
    for panel in (left, right):
        panel.set(xlabel="step", xticks=range(0, 9, 2))
        panel.legend(loc="lower left", frameon=False)
        panel.spines[["top", "right"]].set_visible(False)
    figure.tight_layout()
    save_picture(figure, OUT / "velocity.svg")


if __name__ == "__main__":
    draw_bumps()
    draw_velocity()
