"""What a net of four filters learned about patterns A and B, as one picture."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from grader.drawing.script import draws

Samples = list[tuple[Tensor, int]]

COLORS = {0: "#1d4ed8", 1: "#c2410c"}
NAMES = {0: "A", 1: "B"}
OUTPUTS = ("output 0 (means A)", "output 1 (means B)", "output 2", "output 3")
BEFORE = "#cbd2d9"


@draws("patterns.png")
def draw_patterns(
    picture: Path,
    make_net: Callable[[], nn.Module],
    train: Callable[[nn.Module, Samples], list[float]],
    samples: Samples,
) -> None:
    """Train the learner's own net once; draw its filters, how the right answers rose, the scores before and after."""
    net = make_net()
    weights, labels = _watch(net, samples)
    train(net, samples)
    weights.append(net.get_parameter("conv.weight").detach().clone())

    import matplotlib.pyplot as plt

    figure = plt.figure(figsize=(10, 6.4), facecolor="white", layout="constrained")
    halves: Any = figure.subfigures(2, 1, height_ratios=(1, 1.25))
    top, bottom = halves
    _draw_filters(top, weights[-1])
    left, right_a, right_b = bottom.subplots(1, 3, width_ratios=(2, 1, 1))
    _draw_lead(left, weights, labels)
    _draw_scores(right_a, weights, 0)
    _draw_scores(right_b, weights, 1)
    limits = [limit for panel in (right_a, right_b) for limit in panel.get_ylim()]
    for panel in (right_a, right_b):
        panel.set_ylim(min(limits), max(limits))
        panel.legend(frameon=False, fontsize=9)
    figure.savefig(picture, dpi=100, metadata={"Software": None})
    plt.close(figure)


def one_of(label: int) -> Tensor:
    """Pattern A or B with value 1."""
    picture = torch.tensor([0.0, 1.0, 0.0, 1.0]).expand(4, 4).clone()
    if label == 1:
        picture[[0, 3]] = 1
    return picture.reshape(1, 1, 4, 4)


def lead(weight: Tensor, label: int) -> float:
    """How far the right score is ahead of the best wrong one for pattern A or B: above 0 the answer is right."""
    scores = (weight * one_of(label)).sum((1, 2, 3))
    others = torch.cat([scores[:label], scores[label + 1 :]])
    return float(scores[label] - others.max())


def _watch(net: nn.Module, samples: Samples) -> tuple[list[Tensor], list[int]]:
    """The weights each time that a picture goes through the net to be learned, and that picture's label."""
    weights: list[Tensor] = []
    labels: list[int] = []

    def note(layer: nn.Module, inputs: tuple[Tensor, ...]) -> None:
        if torch.is_grad_enabled():
            weights.append(layer.get_parameter("weight").detach().clone())
            fed = inputs[0].flatten()
            labels.extend(
                [label for picture, label in samples if picture.numel() == len(fed) and picture.flatten().equal(fed)][
                    :1
                ]
            )

    net.get_submodule("conv").register_forward_pre_hook(note)
    return weights, labels


def _draw_filters(figure: Any, weight: Tensor) -> None:
    figure.suptitle("The four filters after training: red adds to the score, blue takes away", fontsize=12)
    largest = float(weight.abs().max())
    for panel, values, name in zip(figure.subplots(1, 4), weight[:, 0], OUTPUTS, strict=True):
        panel.imshow(values, cmap="RdBu_r", vmin=-largest, vmax=largest)
        for (row, column), value in ((position, float(values[position])) for position in _places(values)):
            strong = abs(value) > 0.6 * largest
            panel.text(
                column, row, f"{value:.2f}", ha="center", va="center", fontsize=8, color="white" if strong else "black"
            )
        panel.set(xticks=[], yticks=[])
        panel.set_title(name, fontsize=11)


def _places(values: Tensor) -> list[tuple[int, int]]:
    return [(row, column) for row in range(values.shape[0]) for column in range(values.shape[1])]


def _draw_lead(panel: Any, weights: list[Tensor], labels: list[int]) -> None:
    for label, color in COLORS.items():
        leads = [lead(weight, label) for weight in weights]
        panel.plot(leads, color=color, linewidth=1.8, label=f"{NAMES[label]}: right while above 0")
        steps = [step for step, fed in enumerate(labels) if fed == label]
        panel.plot(steps, [leads[step] for step in steps], "o", color=color, markersize=3.5)
    panel.axhline(0, color="black", linewidth=0.8)
    panel.set_title("The lead of the right score, step by step", fontsize=11)
    panel.set_xlabel("step (a dot: that pattern was fed)")
    panel.legend(frameon=False, fontsize=9)
    panel.spines[["top", "right"]].set_visible(False)


def _draw_scores(panel: Any, weights: list[Tensor], label: int) -> None:
    before, after = ((weight * one_of(label)).sum((1, 2, 3)).tolist() for weight in (weights[0], weights[-1]))
    positions = range(len(after))
    panel.bar([position - 0.2 for position in positions], before, 0.4, color=BEFORE, label="before")
    panel.bar([position + 0.2 for position in positions], after, 0.4, color=COLORS[label], label="after")
    panel.axhline(0, color="black", linewidth=0.8)
    panel.set_title(f"Scores of pattern {NAMES[label]}, value 1", fontsize=11)
    panel.set(xticks=list(positions), xlabel="output")
    panel.spines[["top", "right"]].set_visible(False)
