"""Draws exercises/ex05/learning_rates.svg: five learning rates on y = x^2, by the solved exercise itself."""

from pathlib import Path

import matplotlib
import numpy as np

matplotlib.use("Agg")
import matplotlib.pyplot as plt
from sgd_by_hand import gradient_descent

from grader.drawing.lesson_picture import save_picture

HERE = Path(__file__).resolve()
OUT = HERE.parents[2] / "exercises" / HERE.parent.name / "learning_rates.svg"

RATES = {0.01: "slow", 0.1: "arrives", 0.9: "jumps over, arrives", 1.0: "back and forth for ever", 1.1: "moves away"}
STEPS, SHOWN = 20, 10
CURVE, TRAIL, START = "#9aa5b1", "#c2410c", "#1d4ed8"

plt.rcParams.update({"svg.hashsalt": "torchkata", "font.size": 11})


def draw() -> None:
    figure, panels = plt.subplots(1, 5, figsize=(12.5, 3.3), sharey=True, facecolor="white")
    curve = np.linspace(-1.75, 1.75, 40)
    for panel, (lr, word) in zip(panels, RATES.items(), strict=True):
        path = gradient_descent(lambda x: x**2, 1.0, lr, STEPS)
        x = np.array(path[: SHOWN + 1])
        panel.plot(curve, curve**2, color=CURVE, linewidth=2)
        panel.plot(x, x**2, "-o", color=TRAIL, linewidth=1.1, markersize=4)
        panel.plot(x[:1], x[:1] ** 2, "o", color=START, markersize=8)
        panel.set_title(f"lr = {lr}", fontsize=12)
        panel.set_xlabel(f"{word}\nstep {STEPS}: x = {path[-1]:.3g}")
        panel.set(xlim=(-1.75, 1.75), ylim=(-0.2, 3.0), xticks=[-1, 0, 1], yticks=[0, 1, 2, 3])
        panel.spines[["top", "right"]].set_visible(False)
    panels[0].set_ylabel("y = x²")
    panels[0].annotate("start", (1, 1), (0.25, 1.3), color=START)
    figure.tight_layout()
    save_picture(figure, OUT)


if __name__ == "__main__":
    draw()
