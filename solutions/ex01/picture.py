"""Draws ex01's picture: a batch of two samples, and the row of numbers that each of them becomes."""

from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.patches import Rectangle

from grader.drawing.lesson_picture import save_picture

FOLDER = Path(__file__).parents[2] / "exercises" / "ex01"
INK, QUIET = "#22303c", "#6b7a88"
COLOURS = ("#bfdbfe", "#fde2b8")
CHANNELS, SIDE, CELL, SHIFT = 16, 6, 0.2, 0.1


def draw_sample(axes: Axes, x: float, y: float, colour: str) -> None:
    """16 sheets of 6 by 6 numbers, one behind the other."""
    side = SIDE * CELL
    for sheet in reversed(range(CHANNELS)):
        left, low = x + sheet * SHIFT, y + sheet * SHIFT
        axes.add_patch(Rectangle((left, low), side, side, facecolor=colour, edgecolor=INK, lw=0.6))
    marks = [index * CELL for index in range(1, SIDE)]
    lines = [[(x + mark, y), (x + mark, y + side)] for mark in marks]
    lines += [[(x, y + mark), (x + side, y + mark)] for mark in marks]
    axes.add_collection(LineCollection(lines, colors=INK, linewidths=0.5))


def draw_row(axes: Axes, x: float, y: float, colour: str) -> None:
    """A row of numbers, its middle left out."""
    for index in range(6):
        axes.add_patch(Rectangle((x + index * CELL, y), CELL, CELL, facecolor=colour, edgecolor=INK, lw=0.6))
    axes.text(x + 6.95 * CELL, y + CELL / 2, "...", ha="center", va="center", size=11, color=INK)
    for index in range(8, 12):
        axes.add_patch(Rectangle((x + index * CELL, y), CELL, CELL, facecolor=colour, edgecolor=INK, lw=0.6))


def draw(axes: Axes) -> None:
    for index, colour in enumerate(COLOURS):
        y = 3.9 - 3.6 * index
        draw_sample(axes, 0.9, y, colour)
        axes.text(0.3, y + 1.3, f"sample {index}", rotation=90, va="center", ha="center", size=11, color=INK)
        axes.annotate("", (5.3, y + 1.35), (4.0, y + 1.35), arrowprops={"arrowstyle": "-|>", "color": INK, "lw": 1.4})
        draw_row(axes, 5.6, y + 1.25, colour)
        axes.text(5.6 + 6 * CELL, y + 0.85, "16 * 6 * 6 = 576 numbers", ha="center", va="center", size=10.5, color=INK)
    y = 3.9
    axes.text(1.5, y - 0.24, "6", ha="center", va="center", size=10.5, color=INK)
    axes.text(0.76, y + 0.6, "6", ha="center", va="center", size=10.5, color=INK)
    axes.text(3.02, y + 0.62, "16", ha="center", va="center", size=10.5, color=INK)
    axes.text(2.1, 7.35, "x, shape (2, 16, 6, 6)", ha="center", size=12, weight="bold", color=INK)
    axes.text(6.8, 7.35, "two rows of features", ha="center", size=12, weight="bold", color=INK)
    axes.set(xlim=(0, 8.4), ylim=(0.1, 7.75), aspect="equal")
    axes.axis("off")


def main() -> None:
    plt.rcParams.update({"svg.hashsalt": "torchkata", "svg.fonttype": "none", "font.family": "sans-serif"})
    figure, axes = plt.subplots(figsize=(6.8, 6.2), facecolor="white")
    draw(axes)
    save_picture(figure, FOLDER / "features.svg", bbox_inches="tight", facecolor="white")
    plt.close(figure)


if __name__ == "__main__":
    main()
