"""Draws the lesson's pictures: python solutions/ex04/picture.py"""

from __future__ import annotations

from pathlib import Path

import torch
from matplotlib import rcParams
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

from grader.drawing.lesson_picture import save_picture

rcParams.update({"svg.hashsalt": "torchkata", "svg.fonttype": "none"})

LESSON = Path(__file__).parents[2] / "exercises" / "ex04"
COLOURS = ("#4c78a8", "#f2a541", "#5aa17f", "#b279a2")
INK, RED = "#222222", "#d1495b"


def save(figure: Figure, name: str) -> None:
    save_picture(figure, LESSON / name, facecolor="white")


def passes(zeroed: bool) -> list[list[float]]:
    """What each backward pass of w * w at w = 3 leaves in w.grad, as a list of its parts."""
    w = torch.tensor(3.0, requires_grad=True)
    piles: list[list[float]] = []
    parts: list[float] = []
    for _ in range(4):
        if zeroed:
            w.grad, parts = None, []
        before = 0.0 if w.grad is None else w.grad.item()
        (w * w).backward()
        parts = [*parts, w.grad.item() - before]
        piles.append(parts)
    return piles


def pile(axes: Axes, place: float, parts: list[float], colours: list[str], width: float = 0.7) -> None:
    bottom = 0.0
    for part, colour in zip(parts, colours, strict=True):
        axes.bar(place, part, width, bottom, color=colour, edgecolor="white", linewidth=1.5)
        bottom += part
    axes.text(place, bottom + 0.4, f"{bottom:g}", ha="center", va="bottom", fontsize=14, weight="bold", color=INK)


def panel(axes: Axes, title: str, below: str) -> None:
    axes.set_title(title, fontsize=12.5, color=INK, loc="left", weight="bold")
    axes.set(ylim=(0, 28), yticks=[])
    axes.set_xlabel(below, fontsize=12)
    axes.tick_params(axis="x", length=0, labelsize=12)
    axes.spines[["top", "right", "left"]].set_visible(False)


def piling_up() -> None:
    figure = Figure(figsize=(11, 3.9), layout="constrained")
    never, always, pieces = figure.subplots(1, 3)
    for axes, zeroed in ((never, False), (always, True)):
        for index, parts in enumerate(passes(zeroed)):
            own = [COLOURS[index]] if zeroed else list(COLOURS[: index + 1])
            pile(axes, index + 1, parts, own)
        axes.set_xticks([1, 2, 3, 4])
    panel(never, "never zeroed: a pile", "backward pass")
    never.set_ylabel("what w.grad holds (y = w * w, w = 3)", fontsize=11.5)
    panel(always, "zeroed before each pass", "backward pass")
    pile(pieces, 1, [6.0], ["#777777"])
    pile(pieces, 2, [2.5, 1.5, 2.0], list(COLOURS[:3]))
    pieces.set_xticks([1, 2], ["one big batch", "three small ones"])
    pieces.set_xlim(0.3, 2.7)
    panel(pieces, "a pile on purpose", "")
    save(figure, "piling_up.svg")


def box(axes: Axes, left: float, title: str, lines: list[str], colour: str, width: float = 20) -> None:
    axes.add_patch(
        FancyBboxPatch((left, 12), width, 13, boxstyle="round,pad=0.4", facecolor=colour, edgecolor=INK, linewidth=1)
    )
    axes.text(left + width / 2, 22, title, ha="center", va="center", fontsize=13.5, weight="bold", color=INK)
    axes.text(left + width / 2, 16.3, "\n".join(lines), ha="center", va="center", fontsize=11.5, color=INK)


def arrow(axes: Axes, start: tuple[float, float], end: tuple[float, float], colour: str, bend: float = 0) -> None:
    style = {"arrowstyle": "-|>", "color": colour, "linewidth": 2, "mutation_scale": 18}
    axes.annotate("", end, start, arrowprops={**style, "connectionstyle": f"arc3,rad={bend}"})


def who_is_who() -> None:
    figure = Figure(figsize=(11, 3.7))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, 110), ylim=(0, 37))
    axes.axis("off")
    box(axes, 1.5, "x", ["a Tensor", "no grad_fn"], "#eeeeee", 15)
    box(
        axes,
        27,
        "net",
        ["a Module; it owns Parameters:", "conv1.bias and 9 more,", "each with its own .grad"],
        "#d6e3f0",
        28,
    )
    box(axes, 65.5, "output", ["a Tensor", "AddmmBackward0"], "#eeeeee", 18)
    box(axes, 91.5, "loss", ["one number", "MseLossBackward0"], "#eeeeee", 16.5)
    for start, end in ((17, 26.4), (55.6, 64.9), (84.1, 90.9)):
        arrow(axes, (start, 18.5), (end, 18.5), INK)
    axes.text(1.2, 32, "forward: each result remembers how it was made (its grad_fn)", fontsize=13, color=INK)
    arrow(axes, (63, 32), (107.5, 32), INK)
    arrow(axes, (99, 11.4), (75, 11.4), RED, bend=-0.28)
    arrow(axes, (74, 11.4), (42, 11.4), RED, bend=-0.22)
    axes.text(
        1.2, 3, "loss.backward(): back along the grad_fns; each gradient is ADDED to .grad", fontsize=13, color=RED
    )
    save(figure, "who_is_who.svg")


if __name__ == "__main__":
    piling_up()
    who_is_who()
