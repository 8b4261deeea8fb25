"""Draws exercises/ex08/patterns.svg and forgetting.svg: the two pictures, and how A is forgotten in a fixed order."""

from pathlib import Path
from typing import Any

import ab_patterns
import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
from ab_patterns import pattern_a, pattern_b
from figures import EPOCHS, SEEDS, knowing

from grader.drawing.lesson_picture import save_picture
from grader.drawing.patterns import COLORS, NAMES

HERE = Path(__file__).resolve()
OUT = HERE.parents[2] / "exercises" / HERE.parent.name

plt.rcParams.update({"svg.hashsalt": "torchkata", "font.size": 11, "svg.fonttype": "path"})


def right_by_step(shuffled: bool) -> dict[int, list[float]]:
    """Per cent of the seeds whose net knows A (0) and B (1), before each step and after the last."""
    paths = [knowing(ab_patterns, seed, shuffled) for seed in range(SEEDS)]
    return {
        label: [100 * sum(step[label] for step in steps) / SEEDS for steps in zip(*paths, strict=True)]
        for label in NAMES
    }


def draw_forgetting() -> None:
    figure, panels = plt.subplots(1, 2, figsize=(11, 4), sharey=True, facecolor="white")
    for panel, shuffled in zip(panels, (False, True), strict=True):
        right = right_by_step(shuffled)
        for label, color in COLORS.items():
            panel.plot(right[label], color=color, linewidth=2.2, label=f"know {NAMES[label]}")
        for end in (40, 80):
            panel.axvline(end, color="#9aa5b1", linestyle="--", linewidth=1)
        panel.set(xlim=(0, 81), ylim=(-4, 119), yticks=[0, 25, 50, 75, 100])
        panel.set_xlabel("step (an epoch is 40)")
        panel.spines[["top", "right"]].set_visible(False)
    for epoch in range(EPOCHS):
        for label, name in NAMES.items():
            _fed(panels[0], 40 * epoch + 20 * label, COLORS[label], f"20 times {name}")
    panels[0].set_title("the list from front to back", fontsize=12)
    panels[1].set_title("a new random order in each epoch", fontsize=12)
    panels[0].set_ylabel(f"per cent of {SEEDS} nets")
    panels[1].legend(loc="center right", frameon=False)
    figure.tight_layout()
    save_picture(figure, OUT / "forgetting.svg")


def _fed(panel: Any, start: int, color: str, words: str) -> None:
    panel.axvspan(start, start + 20, 0.89, 0.97, color=color, alpha=0.18, linewidth=0)
    panel.text(start + 10, 110, words, ha="center", va="center", fontsize=9.5)


def draw_patterns() -> None:
    figure, panels = plt.subplots(1, 4, figsize=(10, 2.7), facecolor="white")
    shown = (("A(1), label 0", pattern_a(1)), ("B(1), label 1", pattern_b(1)), ("A(7), label 0", pattern_a(7)))
    for panel, (name, picture) in zip(panels, (*shown, ("A(0) = B(0): label 0 or 1?", pattern_a(0))), strict=True):
        values = picture[0, 0]
        panel.imshow(values, cmap="Oranges", vmin=0, vmax=8.5)
        for row in range(4):
            for column in range(4):
                panel.text(column, row, f"{values[row, column]:g}", ha="center", va="center")
        panel.set_xticks([-0.5, 0.5, 1.5, 2.5, 3.5], labels=[])
        panel.set_yticks([-0.5, 0.5, 1.5, 2.5, 3.5], labels=[])
        panel.grid(color="white", linewidth=1.5)
        panel.tick_params(length=0)
        panel.set_title(name, fontsize=11)
    figure.tight_layout()
    save_picture(figure, OUT / "patterns.svg")


if __name__ == "__main__":
    draw_patterns()
    draw_forgetting()
