"""Draws the lesson's pictures: what the layers make of a digit, and what the net answers once digits move."""

from __future__ import annotations

from pathlib import Path

import matplotlib
import torch
from convnet_digits import ConvNet, load, make_loader, train
from torch import Tensor

from grader.data import digits
from grader.drawing.digits import RIGHT, SHIFT, WRONG, moved_right
from grader.drawing.lesson_picture import save_picture

matplotlib.use("Agg")
matplotlib.rcParams["svg.hashsalt"] = "ex09"
from matplotlib import pyplot  # noqa: E402
from matplotlib.axes import Axes  # noqa: E402
from matplotlib.figure import Figure  # noqa: E402

LESSON = Path(__file__).parents[2] / "exercises" / "ex09"
INK = "#24292f"
SAMPLES = 10


def main() -> None:
    torch.manual_seed(6)
    torch.set_num_threads(1)
    learn, held_out = load(digits())
    net = ConvNet()
    train(net, make_loader(learn))
    net.eval()
    samples = [held_out[index] for index in range(SAMPLES + 2)]
    images = torch.stack([image for image, _ in samples])
    labels = [label for _, label in samples]
    with torch.no_grad():
        draw_layers(net, images[2:3])
        chosen = [index for index in range(len(labels)) if index not in (5, 6)]
        draw_moved(net, images[chosen], [labels[index] for index in chosen])


def draw_layers(net: ConvNet, image: Tensor) -> None:
    """One digit, the maps that each convolution makes of it, and the ten scores."""
    figure = pyplot.figure(figsize=(10, 3.9), facecolor="white")
    first = net.layers[:2](image)[0]
    second = net.layers[:4](image)[0]
    scores = net(image)[0]
    place(figure, image[0], (0.02, 0.30, 0.17, 0.42), columns=1)
    place(figure, first, (0.26, 0.16, 0.14, 0.70), columns=2)
    place(figure, second, (0.48, 0.16, 0.07, 0.70), columns=1)
    heads = [
        (0.105, "a digit", "1 x 28 x 28"),
        (0.33, "10 maps", "10 x 26 x 26"),
        (0.515, "5 maps", "5 x 24 x 24"),
        (0.675, "features", "2880, 64, 32"),
        (0.89, "scores", "10"),
    ]
    for x, what, size in heads:
        figure.text(x, 0.94, what, ha="center", va="center", fontsize=12, color=INK, weight="bold")
        figure.text(x, 0.06, size, ha="center", va="center", fontsize=11, color=INK)
    for x, width, height in ((0.625, 0.014, 0.70), (0.675, 0.014, 0.34), (0.725, 0.014, 0.20)):
        bar = pyplot.Rectangle((x - width / 2, 0.51 - height / 2), width, height, color="#8c959f")
        figure.add_artist(bar)
    arrows = [
        (0.20, 0.25, "conv 3x3\nReLU"),
        (0.41, 0.47, "conv 3x3\nReLU"),
        (0.56, 0.605, "flatten"),
        (0.74, 0.79, "linear"),
    ]
    for start, end, words in arrows:
        figure.add_artist(
            matplotlib.patches.FancyArrowPatch(
                (start, 0.51), (end, 0.51), arrowstyle="-|>", mutation_scale=14, color=INK, linewidth=1.3
            )
        )
        figure.text((start + end) / 2, 0.56, words, ha="center", va="bottom", fontsize=9, color=INK)
    axes = figure.add_axes((0.83, 0.16, 0.15, 0.70))
    best = int(scores.argmax())
    axes.barh(range(10), scores.tolist(), color=[RIGHT if digit == best else "#afb8c1" for digit in range(10)])
    axes.axvline(0, color=INK, linewidth=0.8)
    axes.set(yticks=range(10), xticks=[])
    axes.invert_yaxis()
    axes.tick_params(length=0, labelsize=10, colors=INK)
    for side in axes.spines.values():
        side.set_visible(False)
    save(figure, "layers.svg")


def place(figure: Figure, maps: Tensor, box: tuple[float, float, float, float], columns: int) -> None:
    """Draw maps (channels, height, width) into a box of the figure, ``columns`` side by side."""
    left, bottom, width, height = box
    rows = -(-len(maps) // columns)
    for index, each in enumerate(maps):
        row, column = divmod(index, columns)
        cell = (left + column * width / columns, bottom + height - (row + 1) * height / rows)
        axes = figure.add_axes((*cell, 0.94 * width / columns, 0.94 * height / rows))
        show(axes, each / max(float(maps.max()), 1e-9), "#8c959f", 0.8)


def draw_moved(net: ConvNet, images: Tensor, labels: list[int]) -> None:
    """The same digits twice, as they are and moved, with the net's answers."""
    figure, grid = pyplot.subplots(2, len(labels), figsize=(10, 2.7), facecolor="white")
    for row, batch in zip(grid, (images, moved_right(images, SHIFT)), strict=True):
        for axes, image, label, answer in zip(row, batch, labels, net(batch).argmax(dim=1).tolist(), strict=True):
            color = RIGHT if answer == label else WRONG
            show(axes, image[0], color, 1.2 if answer == label else 3)
            axes.set_title(str(answer), color=color, fontsize=13, pad=4)
    figure.subplots_adjust(left=0.15, right=0.99, top=0.9, bottom=0.02, wspace=0.15, hspace=0.3)
    for y, words in ((0.71, "held-out digits\nand answers"), (0.21, f"the same, moved\n{SHIFT} pixels right")):
        figure.text(0.005, y, words, va="center", fontsize=11, color=INK)
    save(figure, "moved.svg")


def show(axes: Axes, image: Tensor, color: str, width: float) -> None:
    shades = (image * 15).round() / 15  # few shades make a small file
    axes.imshow(shades, cmap="gray_r", vmin=0, vmax=1, interpolation="none")
    axes.axis("off")
    frame = pyplot.Rectangle((0, 0), 1, 1, transform=axes.transAxes, fill=False, color=color, linewidth=width)
    frame.set_clip_on(False)
    axes.add_artist(frame)


def save(figure: Figure, name: str) -> None:
    save_picture(figure, LESSON / name)
    pyplot.close(figure)
    print(f"wrote {(LESSON / name).relative_to(LESSON.parents[1])}")


if __name__ == "__main__":
    main()
