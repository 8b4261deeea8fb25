"""Draws exercises/ex06/loop.svg (what a batch goes through) and losses.svg (loops that lack something)."""

from pathlib import Path

import matplotlib
import torch

matplotlib.use("Agg")
import matplotlib.pyplot as plt
from figures import EPOCHS, MISSING, learn
from matplotlib.patches import FancyBboxPatch

from grader.drawing.lesson_picture import save_picture

HERE = Path(__file__).resolve()
OUT = HERE.parents[2] / "exercises" / HERE.parent.name
INK, SOFT, LINE, WARM = "#1f2937", "#e8eef7", "#3b6ea5", "#c2410c"

plt.rcParams.update({"svg.hashsalt": "torchkata", "font.size": 11})

STEPS = (
    ("zero", "forget old\ngradients"),
    ("forward", "ask the net"),
    ("loss", "how far off\nis it?"),
    ("backward", "a gradient for\neach weight"),
    ("step", "move the\nweights"),
)


def draw_loop() -> None:
    figure, axes = plt.subplots(figsize=(10, 3.1), facecolor="white")
    axes.set(xlim=(0, 10), ylim=(0, 3.1))
    axes.axis("off")
    for index, (name, words) in enumerate(STEPS):
        left = 0.35 + 1.9 * index
        axes.add_patch(
            FancyBboxPatch((left, 1.05), 1.5, 1.3, boxstyle="round,pad=0.04", facecolor=SOFT, edgecolor=LINE)
        )
        axes.text(left + 0.75, 2.02, name, ha="center", va="center", fontsize=14, color=INK)
        axes.text(left + 0.75, 1.45, words, ha="center", va="center", fontsize=10, color=INK)
        if index:
            _arrow(axes, (left - 0.35, 1.7), (left - 0.06, 1.7))
    axes.plot([8.7, 8.7, 1.1, 1.1], [1.0, 0.5, 0.5, 0.9], color=LINE, linewidth=1.6)
    _arrow(axes, (1.1, 0.7), (1.1, 1.0))
    axes.text(4.9, 0.2, "once for every batch", ha="center", va="center", color=LINE)
    axes.text(4.9, 2.8, "what one batch goes through", ha="center", va="center", color=LINE)
    figure.subplots_adjust(0, 0, 1, 1)
    _save(figure, "loop.svg")


def draw_losses() -> None:
    torch.set_num_threads(1)  # as measured: without zero, the last digit is enough to change the end
    styles = ((LINE, "-"), (INK, "--"), (WARM, "-"))
    figure, axes = plt.subplots(figsize=(6.6, 3.3), facecolor="white")
    for (label, missing), (color, style) in zip(MISSING.items(), styles, strict=True):
        losses = learn(missing)
        axes.plot(range(1, EPOCHS + 1), losses, style, color=color, linewidth=1.8, label=label)
    axes.set(xlabel="epoch", ylabel="loss", ylim=(0, None), xlim=(1, EPOCHS))
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False)
    figure.tight_layout()
    _save(figure, "losses.svg")


def _arrow(axes: plt.Axes, start: tuple[float, float], end: tuple[float, float]) -> None:
    axes.annotate("", end, start, arrowprops={"arrowstyle": "-|>", "color": LINE, "linewidth": 1.6})


def _save(figure: plt.Figure, name: str) -> None:
    save_picture(figure, OUT / name)
    plt.close(figure)


if __name__ == "__main__":
    draw_loop()
    draw_losses()
