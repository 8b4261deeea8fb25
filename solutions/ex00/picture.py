"""Draws ex00's picture: two classes that build on two others."""

from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from grader.drawing.lesson_picture import save_picture

FOLDER = Path(__file__).parents[2] / "exercises" / "ex00"
INK, QUIET = "#22303c", "#6b7a88"
GIVEN, YOURS, CALL = "#e8edf2", "#dff1e4", "#c2410c"


def draw_class(
    axes: Axes, x: float, top: float, name: str, rows: list[str], colour: str, width: float = 3.5
) -> list[tuple[float, float]]:
    """A class with a row for each thing in it; returns the middle of each row's left edge."""
    height = 0.55 + 0.46 * len(rows)
    box = FancyBboxPatch(
        (x, top - height), width, height, boxstyle="round,pad=0,rounding_size=0.1", facecolor=colour, edgecolor=INK
    )
    axes.add_patch(box)
    axes.text(x + width / 2, top - 0.27, name, ha="center", va="center", weight="bold", size=11.5, color=INK)
    axes.plot([x, x + width], [top - 0.52] * 2, color=INK, lw=0.8)
    places = []
    for index, row in enumerate(rows):
        y = top - 0.78 - 0.46 * index
        axes.text(x + 0.18, y, row, va="center", size=9.5, color=INK, family="monospace")
        places.append((x, y))
    return places


def arrow(axes: Axes, start: tuple[float, float], end: tuple[float, float], colour: str, bend: float = 0.0) -> None:
    style = f"arc3,rad={bend}"
    axes.add_patch(
        FancyArrowPatch(start, end, arrowstyle="-|>", mutation_scale=13, color=colour, lw=1.5, connectionstyle=style)
    )


def draw(axes: Axes) -> None:
    parent = draw_class(axes, 1.1, 5.6, "ParentClass", ["__init__()", "func1(num)"], GIVEN)
    child = draw_class(axes, 1.1, 2.9, "ChildClass", ["__init__()", "func2(num)"], YOURS)
    arrow(axes, (2.85, 2.92), (2.85, 4.1), INK)
    axes.text(3.0, 3.5, "builds on", size=10, color=INK, va="center")
    for low, high in zip(child, parent, strict=True):
        arrow(axes, low, high, CALL, -0.42)
    axes.text(-0.68, 3.5, "super()", size=10.5, color=CALL, va="center", family="monospace")

    draw_class(axes, 6.9, 5.6, "nn.Module", ["__init__()", "parameters()"], GIVEN, 4.6)
    scale = draw_class(axes, 6.9, 2.9, "Scale", ["__init__(factor)", "forward(x)"], YOURS, 4.6)
    arrow(axes, (9.2, 2.92), (9.2, 4.1), INK)
    axes.text(9.35, 3.5, "builds on", size=10, color=INK, va="center")
    arrow(axes, scale[0], (6.9, 4.82), CALL, -0.42)
    axes.text(5.12, 3.5, "super()", size=10.5, color=CALL, va="center", family="monospace")
    axes.text(11.35, 4.36, "lists weight", size=9.5, color=QUIET, va="center", ha="right", style="italic")
    axes.text(11.35, 2.12, "makes weight", size=9.5, color=QUIET, va="center", ha="right", style="italic")
    axes.text(11.35, 1.66, "weight * x", size=9.5, color=QUIET, va="center", ha="right", style="italic")

    axes.text(2.85, 0.8, "ChildClass() prints", ha="center", size=10, color=INK, weight="bold")
    axes.text(2.85, 0.38, "?  then  ?", ha="center", size=10, color=QUIET)
    axes.text(9.2, 0.8, "Scale(3.0) makes of [1.0, 2.0]", ha="center", size=10, color=INK, weight="bold")
    axes.text(9.2, 0.38, "[3.0, 6.0]", ha="center", size=10, color=QUIET)
    axes.set(xlim=(-0.8, 11.8), ylim=(0.1, 5.8), aspect="equal")
    axes.axis("off")


def main() -> None:
    plt.rcParams.update({"svg.hashsalt": "torchkata", "svg.fonttype": "none", "font.family": "sans-serif"})
    figure, axes = plt.subplots(figsize=(9.6, 4.4), facecolor="white")
    draw(axes)
    save_picture(figure, FOLDER / "classes.svg", bbox_inches="tight", facecolor="white")
    plt.close(figure)


if __name__ == "__main__":
    main()
