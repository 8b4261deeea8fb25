"""Draws ex02's pictures: the shapes on the way through the network, and conv2's weight."""

from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, Polygon, Rectangle

from grader.drawing.lesson_picture import save_picture

FOLDER = Path(__file__).parents[2] / "exercises" / "ex02"
INK, QUIET = "#22303c", "#6b7a88"
BLUE, GREEN, ORANGE, GREY = "#bfdbfe", "#bbe5c8", "#fde2b8", "#e8edf2"
DEEP = "#c2410c"


def sheets(axes: Axes, x: float, y: float, count: int, side: float, shift: float, colour: str) -> None:
    """``count`` square sheets one behind the other, the front one at (x, y)."""
    for sheet in reversed(range(count)):
        corner = (x + sheet * shift, y + sheet * shift)
        axes.add_patch(Rectangle(corner, side, side, facecolor=colour, edgecolor=INK, lw=0.6))


def arrow(axes: Axes, start: tuple[float, float], end: tuple[float, float], colour: str = INK) -> None:
    axes.add_patch(FancyArrowPatch(start, end, arrowstyle="-|>", mutation_scale=11, color=colour, lw=1.3))


def draw_network(axes: Axes) -> None:
    stages = [
        # x, channels, pixels, colour
        (0.0, 1, 32, GREY),
        (2.6, 6, 30, BLUE),
        (5.7, 6, 15, BLUE),
        (7.9, 16, 13, GREEN),
        (10.4, 16, 6, GREEN),
    ]
    middle, scale, shift = 2.0, 0.055, 0.06
    for x, channels, pixels, colour in stages:
        side = pixels * scale
        depth = (channels - 1) * shift
        sheets(axes, x, middle - (side + depth) / 2, channels, side, shift, colour)
        axes.text(
            x + (side + depth) / 2,
            0.42,
            f"({channels}, {pixels}, {pixels})",
            ha="center",
            va="center",
            size=10,
            color=INK,
            weight="bold",
        )
    columns = [(13.05, 576, 2.5), (14.85, 120, 1.8), (16.65, 84, 1.4), (18.35, 10, 0.6)]
    for x, features, height in columns:
        axes.add_patch(Rectangle((x, middle - height / 2), 0.22, height, facecolor=ORANGE, edgecolor=INK, lw=0.7))
        label = f"({features},)"
        axes.text(x + 0.11, 0.42, label, ha="center", va="center", size=10, color=INK, weight="bold")
    steps = [
        (1.85, 2.5, "conv1\nReLU"),
        (4.7, 5.55, "2x2 max\npooling"),
        (6.95, 7.75, "conv2\nReLU"),
        (9.6, 10.25, "2x2 max\npooling"),
        (11.8, 12.9, "flatten"),
        (13.45, 14.7, "fc1\nReLU"),
        (15.25, 16.5, "fc2\nReLU"),
        (17.05, 18.2, "fc3"),
    ]
    for start, end, label in steps:
        arrow(axes, (start, middle), (end, middle))
        axes.text((start + end) / 2, 3.78, label, ha="center", va="center", size=9.5, color=INK)
        axes.plot([(start + end) / 2] * 2, [2.12, 3.48], color=QUIET, lw=0.6, ls=":")
    axes.text(0.88, 2.0, "an image", ha="center", va="center", size=9.5, color=QUIET, style="italic")
    axes.text(18.7, 2.0, "scores", ha="left", va="center", size=9.5, color=QUIET, style="italic")
    axes.text(
        0.0,
        -0.15,
        "Every shape has the batch in front of it: (N, 1, 32, 32), (N, 6, 30, 30), ... (N, 576), ... (N, 10).",
        size=9.5,
        color=QUIET,
        va="center",
    )
    axes.set(xlim=(-0.1, 19.8), ylim=(-0.4, 4.15), aspect="equal")
    axes.axis("off")


def grid(axes: Axes, x: float, y: float, cell: float) -> None:
    """The lines of a 3 by 3 kernel."""
    lines = [[(x + i * cell, y), (x + i * cell, y + 3 * cell)] for i in (1, 2)]
    lines += [[(x, y + i * cell), (x + 3 * cell, y + i * cell)] for i in (1, 2)]
    axes.add_collection(LineCollection(lines, colors=INK, linewidths=0.4))


def draw_weight(axes: Axes) -> None:
    shift = 0.17
    # what comes in, with the window that one filter looks through
    sheets(axes, 0.0, 3.0, 6, 2.0, shift, BLUE)
    for sheet in reversed(range(6)):
        axes.add_patch(
            Rectangle((0.5 + sheet * shift, 3.9 + sheet * shift), 0.5, 0.5, facecolor="#ffedd5", edgecolor=DEEP, lw=0.8)
        )
    axes.text(1.4, 2.65, "in: 6 channels of 15x15", ha="center", va="center", size=10.5, color=INK)

    # sixteen filters, each six deep
    for index in range(16):
        row, column = divmod(index, 4)
        x, y = 5.4 + 1.3 * column, 5.4 - 1.3 * row
        colour = "#ffedd5" if index == 0 else GREY
        sheets(axes, x, y, 6, 0.51, 0.09, colour)
        grid(axes, x, y, 0.17)
        if index == 0:
            axes.add_patch(Rectangle((x - 0.1, y - 0.1), 1.16, 1.16, facecolor="none", edgecolor=DEEP, lw=1.3))
    axes.text(7.8, 7.2, "weight (16, 6, 3, 3)", ha="center", va="center", size=12, color=INK, weight="bold")
    axes.text(7.8, 6.8, "16 filters, each 6 deep and 3x3", ha="center", va="center", size=10.5, color=INK)
    axes.text(7.8, 0.95, "16 * 6 * 3 * 3 = 864 numbers, and 16 biases", ha="center", va="center", size=10.5, color=INK)

    # what goes out
    left, low, step = 12.1, 2.35, 0.13
    sheets(axes, left, low, 16, 1.75, step, GREEN)
    axes.add_patch(Rectangle((left, low), 1.75, 1.75, facecolor="#ffedd5", edgecolor=DEEP, lw=1.3))
    axes.text(left + 1.85, 2.0, "out: 16 channels of 13x13", ha="center", va="center", size=10.5, color=INK)
    axes.add_patch(Rectangle((left + 0.5, low + 0.9), 0.13, 0.13, facecolor=DEEP, edgecolor=DEEP))

    arrow(axes, (3.0, 5.55), (5.15, 5.8), DEEP)
    axes.text(3.4, 6.35, "one filter looks at\nall 6 channels at once", ha="center", va="center", size=9.5, color=DEEP)
    axes.add_patch(
        Polygon(
            [(10.65, 3.6), (11.55, 3.6), (11.55, 3.5), (11.8, 3.7), (11.55, 3.9), (11.55, 3.8), (10.65, 3.8)],
            facecolor=INK,
            edgecolor="none",
        )
    )
    axes.text(
        left + 1.85,
        6.55,
        "each filter makes one channel:\n54 products and a bias,\nadded up, are one number",
        ha="center",
        va="center",
        size=9.5,
        color=DEEP,
    )
    axes.set(xlim=(-0.2, 16.2), ylim=(0.6, 7.5), aspect="equal")
    axes.axis("off")


def save(figure: Figure, name: str) -> None:
    save_picture(figure, FOLDER / name, bbox_inches="tight", facecolor="white")
    plt.close(figure)


def main() -> None:
    plt.rcParams.update({"svg.hashsalt": "torchkata", "svg.fonttype": "none", "font.family": "sans-serif"})
    figure, axes = plt.subplots(figsize=(12, 3.2), facecolor="white")
    draw_network(axes)
    save(figure, "network.svg")
    figure, axes = plt.subplots(figsize=(10.5, 4.8), facecolor="white")
    draw_weight(axes)
    save(figure, "weight.svg")


if __name__ == "__main__":
    main()
