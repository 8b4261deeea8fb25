"""ex09's script: trains the learner's net on the kit's digits (or on MNIST) and draws its answers."""

from __future__ import annotations

import argparse
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.utils.data import Dataset

from grader.data import digits
from grader.drawing.script import draws

COLUMNS, ROWS = 10, 4
SHIFT = 3
PATIENCE = 20.0
"""Seconds to wait for a server that does not answer."""
FILES = (
    "train-images-idx3-ubyte",
    "train-labels-idx1-ubyte",
    "t10k-images-idx3-ubyte",
    "t10k-labels-idx1-ubyte",
)
RIGHT, WRONG = "#1a7f37", "#c0392b"


@draws("answers.png")
def draw_digits(
    path: Path,
    load: Callable[..., tuple[Dataset[Any], Dataset[Any]]],
    net_class: Callable[[], nn.Module],
    make_loader: Callable[..., Any],
    train: Callable[..., list[float]],
    accuracy: Callable[..., float],
) -> None:
    """Train on the digits, say how well the net reads those held out, and draw some with its answers."""
    torch.manual_seed(42)
    learn, held_out = _load(load, path)
    net = net_class()
    unshuffled = make_loader(held_out, batch_size=100, shuffle=False)
    print(f"{len(learn):,} digits to learn from, {len(held_out):,} held out")  # type: ignore[arg-type]
    print(f"before training  {_per_cent(accuracy(net, unshuffled))} of those held out are right")
    for epoch, loss in enumerate(train(net, make_loader(learn)), start=1):
        print(f"epoch {epoch}          mean loss {loss:.3f}")
    print(f"after training   {_per_cent(accuracy(net, unshuffled))} of those held out are right")
    moved = [(moved_right(x, SHIFT), y) for x, y in unshuffled]
    print(f"moved {SHIFT} pixels   {_per_cent(accuracy(net, moved))} of the same digits are right")
    _draw(path, net, unshuffled)


def _load(load: Callable[..., tuple[Dataset[Any], Dataset[Any]]], path: Path) -> tuple[Dataset[Any], Dataset[Any]]:
    parser = argparse.ArgumentParser(description="Train the net on handwritten digits and draw its answers.")
    parser.add_argument(
        "--mnist",
        action="store_true",
        help="learn from the full MNIST (60,000 digits, a minute or two); "
        "it is downloaded into a folder beside this script at the first run, 12 MB",
    )
    if not parser.parse_args().mnist:
        return load(digits())
    folder = path.with_name("mnist")
    socket.setdefaulttimeout(PATIENCE)
    try:
        return load(folder, download=True)
    except (OSError, RuntimeError) as error:
        reason = str(error).strip().splitlines()[-1] if str(error).strip() else type(error).__name__
        sys.exit(
            f"MNIST could not be downloaded: {reason}\n"
            "Without --mnist the script uses the 1,797 digits that come with the kit, and needs no network.\n"
            f"Or bring MNIST's four files from elsewhere, unpacked, into {folder / 'MNIST' / 'raw'}:\n"
            f"  {', '.join(FILES[:2])},\n  {', '.join(FILES[2:])}"
        )


def moved_right(images: Tensor, pixels: int) -> Tensor:
    """The same images, moved to the right; the left is filled with paper, what leaves the right edge is lost."""
    return nn.functional.pad(images, (pixels, 0))[..., : images.shape[-1]]


def _per_cent(value: float) -> str:
    return f"{value:5.1f} %"


def _draw(path: Path, net: nn.Module, batches: Any) -> None:
    """The first digits held out, then some of those that the net got wrong."""
    net.eval()
    with torch.no_grad():
        answers = torch.cat([net(x).argmax(dim=1) for x, _ in batches])
    images = torch.cat([x for x, _ in batches])
    labels = torch.cat([y for _, y in batches])
    wrong = (answers != labels).nonzero().flatten().tolist()
    first = list(range((ROWS - 1) * COLUMNS))
    sheet(path, images, labels, answers, [*first, *wrong[:COLUMNS]], len(wrong))


def sheet(path: Path, images: Tensor, labels: Tensor, answers: Tensor, chosen: list[int], mistakes: int) -> None:
    """Save a sheet of the digits ``chosen``, each with the net's answer above it, wrong ones in a red frame."""
    from matplotlib import pyplot

    figure, grid = pyplot.subplots(ROWS, COLUMNS, figsize=(9, 4.9), facecolor="white")
    for axes in grid.flat:
        axes.axis("off")
    for axes, index in zip(grid.flat, chosen, strict=False):
        answer, label = int(answers[index]), int(labels[index])
        color = RIGHT if answer == label else WRONG
        axes.axis("on")
        axes.imshow(images[index, 0], cmap="gray_r", vmin=0, vmax=1)
        axes.set(xticks=[], yticks=[])
        axes.set_title(f"{answer}" if answer == label else f"{answer}, is {label}", color=color, fontsize=10, pad=3)
        for spine in axes.spines.values():
            spine.set(color=color, linewidth=1 if answer == label else 3)
    figure.suptitle(
        f"Held-out digits and the net's answers: {mistakes} of {len(labels):,} are wrong "
        f"(the last row shows {'mistakes' if mistakes else 'none: there are no mistakes'})",
        fontsize=11,
    )
    figure.tight_layout(rect=(0, 0, 1, 0.98))
    figure.savefig(path, dpi=110)
    pyplot.close(figure)
