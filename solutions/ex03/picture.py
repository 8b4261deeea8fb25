"""Draws the lesson's pictures: python solutions/ex03/picture.py"""

from __future__ import annotations

from pathlib import Path

from matplotlib import rcParams
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from grader.drawing.lesson_picture import save_picture

rcParams.update({"svg.hashsalt": "torchkata", "svg.fonttype": "none"})

LESSON = Path(__file__).parents[2] / "exercises" / "ex03"
BLUE, ORANGE, RED, GREEN, INK = "#4c78a8", "#f2a541", "#d1495b", "#2e7d4f", "#222222"


def save(figure: Figure, name: str) -> None:
    save_picture(figure, LESSON / name, facecolor="white")


def walk(image: int, kernel: int) -> list[int]:
    sides = [image]
    for _ in range(2):
        sides.append(sides[-1] - kernel + 1)
        sides.append(sides[-1] // 2)
    return sides


def layers(axes: Axes, top: float, title: str, image: int, kernel: int, verdict: str, colour: str) -> None:
    """One row: a square a layer, and in red what the next pooling drops."""
    axes.text(0, top + 5.2, title, fontsize=12.5, weight="bold", color=INK, va="bottom")
    sides = walk(image, kernel)
    columns = (0, 46, 92, 132, 168)
    for place, (left, side) in enumerate(zip(columns, sides, strict=True)):
        bottom = top - 16 - side / 2
        face = "#dddddd" if place == 0 else BLUE if place % 2 else ORANGE
        axes.add_patch(Rectangle((left, bottom), side, side, facecolor=face, edgecolor=INK, linewidth=0.8))
        if place % 2 and side % 2:
            axes.add_patch(Rectangle((left + side - 1, bottom), 1, side, color=RED))
            axes.add_patch(Rectangle((left, bottom), side, 1, color=RED))
        inside = side > 9
        axes.text(
            left + side / 2,
            top - 16 if inside else bottom - 1.2,
            str(side),
            ha="center",
            va="center" if inside else "top",
            fontsize=14,
            weight="bold",
            color="white" if inside and place % 2 else INK,
        )
    axes.text(188, top - 12.5, f"16 x {sides[-1]} x {sides[-1]} = {16 * sides[-1] ** 2}", fontsize=13, weight="bold")
    axes.text(188, top - 19, verdict, fontsize=11, color=colour, va="center")


def shrinking() -> None:
    figure = Figure(figsize=(11, 8.6))
    axes = figure.add_axes((0.02, 0.01, 0.97, 0.98))
    axes.set(xlim=(-4, 256), ylim=(-183, 23), aspect="equal")
    axes.axis("off")
    heads = ((0, "image", INK), (46, "conv1", BLUE), (92, "pool1", "#b97614"))
    heads += ((132, "conv2", BLUE), (168, "pool2", "#b97614"), (188, "flattened", INK))
    for left, text, colour in heads:
        axes.text(left, 17, text, fontsize=13, color=colour)
    layers(axes, 0, "28 pixels, 3x3 kernels", 28, 3, "fc1 waits for 576: error", RED)
    layers(axes, -47, "30 pixels, 3x3 kernels", 30, 3, "fits, nothing is dropped", GREEN)
    layers(axes, -94, "32 pixels, 3x3 kernels", 32, 3, "fits, a row and a column dropped", GREEN)
    layers(axes, -141, "32 pixels, 5x5 kernels: the original LeNet", 32, 5, "needs an fc1 of 400", INK)
    axes.add_patch(Rectangle((188, -181), 4, 4, color=RED))
    axes.text(194, -179, "dropped by the next pooling", fontsize=11, va="center", color=INK)
    save(figure, "shrinking.svg")


def row(axes: Axes, left: float, title: str, size: int, stride: int = 1, padding: int = 0) -> None:
    """One side of pixels, and below it every place where a kernel of 3 stands."""
    kernel = 3
    axes.text(left, 1.6, title, fontsize=12.5, weight="bold", color=INK, va="bottom")
    starts = range(0, size + 2 * padding - kernel + 1, stride)
    for pixel in range(size + 2 * padding):
        padded = pixel < padding or pixel >= padding + size
        dropped = pixel >= starts[-1] + kernel
        face = RED if dropped else "white" if padded else "#dddddd"
        line = ":" if padded else "-"
        axes.add_patch(Rectangle((left + pixel, 0), 1, 1, facecolor=face, edgecolor=INK, linestyle=line))
    for count, start in enumerate(starts):
        corner = (left + start + 0.08, -0.55 - 0.5 * count)
        axes.add_patch(Rectangle(corner, kernel - 0.16, 0.34, facecolor=BLUE))
    end = left + size + 2 * padding + 0.4
    axes.text(end, 0.5, f"{len(starts)} places", fontsize=13, weight="bold", va="center", color=BLUE)


def places() -> None:
    figure = Figure(figsize=(11, 2.05))
    axes = figure.add_axes((0.01, 0.0, 0.98, 1.0))
    axes.set(xlim=(-0.3, 40.9), ylim=(-4.5, 3.2), aspect="equal")
    axes.axis("off")
    row(axes, 0, "8 pixels, kernel 3", 8)
    row(axes, 13.4, "the same with stride 2", 8, stride=2)
    row(axes, 26.8, "the same with padding 1", 8, padding=1)
    save(figure, "places.svg")


if __name__ == "__main__":
    shrinking()
    places()
