"""The figures in ex08's lesson: kata author measure ex08 measures what takes long."""

import math
import random
from collections import Counter
from collections.abc import Iterator
from statistics import median
from types import ModuleType
from typing import Any

import torch
from torch.nn import functional as F

from grader.drawing.patterns import lead

SEEDS, EPOCHS, LABELS = 40, 2, (0, 1)


def measure(solution: ModuleType) -> dict[str, Any]:
    """What nets know untrained, after each epoch in either order, and the largest losses of two known mistakes."""
    ends = {}
    for name, shuffled in (("fixed", False), ("shuffled", True)):
        paths = [knowing(solution, seed, shuffled) for seed in range(SEEDS)]
        ends[name] = [Counter(_named(path[40 * epoch]) for path in paths) for epoch in range(EPOCHS + 1)]
    return {
        "untrained": Counter(_named(known(_net(solution, seed))) for seed in range(400)),
        **ends,
        "apart": [round(max(_losses_apart(solution, seed))) for seed in range(SEEDS)],
        "never zeroed": [round(max(_losses_never_zeroed(solution, seed))) for seed in range(SEEDS)],
    }


def figures(solution: ModuleType, measured: dict[str, Any]) -> Iterator[str]:
    """What the lesson says, as it has to stand there."""
    once, twice = measured["fixed"][1:]
    yield f"After one epoch, all {once['B']} nets had A wrong and B right"
    yield f"Only {twice['AB']} of the {once['B']} ended with 100 %"
    yield f"all {measured['shuffled'][1]['AB']} had 100 % after the first epoch"

    untrained = measured["untrained"]
    yield f"We made {sum(untrained.values())} nets with random weights"
    yield f"Without any training, {untrained['A'] + untrained['AB']} of them had A right"
    half = untrained["A"] + untrained["B"]
    yield f"{untrained['']} nets had 0 %, {half} had 50 %, and {untrained['AB']} had 100 %"

    scores = solution.PatternNet()(solution.pattern_a(0))
    loss = F.cross_entropy(scores, torch.tensor([0])).item()
    yield f"It was {loss:.3f}, and it does not depend on the weights"
    yield f"the loss is ln 4 = {math.log(4):.3f}"
    pictures = [picture for picture, _ in solution.samples()]
    twins = sum(torch.equal(picture, other) for picture in pictures[:20] for other in pictures[20:])
    yield f"So {len(pictures) - twins} of {len(pictures)}, or {100 * (1 - twins / len(pictures)):.1f} %, is the best"
    certain = torch.eye(4)[:1]
    yield f"stays above {math.floor(100 * F.cross_entropy(certain, torch.tensor([0])).item()) / 100:.2f}"
    # What happens in more than half of the runs, rounded down.
    yield f"the loss jumps (to {median(measured['apart']) // 10 * 10:.0f} and more)"
    yield f"single losses of {median(measured['never zeroed']) // 100 * 100:.0f} and more"


def _named(knows: list[bool]) -> str:
    """The patterns that a net knows: "", "A", "B" or "AB"."""
    return "".join(name for name, right in zip("AB", knows, strict=True) if right)


def known(net: torch.nn.Module) -> list[bool]:
    """Whether the net knows A, and whether it knows B (it has no bias, so the value does not matter)."""
    return [lead(net.conv.weight.detach(), label) > 0 for label in LABELS]


def knowing(solution: ModuleType, seed: int, shuffled: bool) -> list[list[bool]]:
    """What a net knows before each step of training and after the last."""
    net = _net(solution, seed)
    optimizer = torch.optim.SGD(net.parameters(), lr=0.001, momentum=0.9)
    path = [known(net)]
    for _ in range(EPOCHS):
        samples = solution.samples()
        for picture, label in random.sample(samples, len(samples)) if shuffled else samples:
            optimizer.zero_grad()
            F.cross_entropy(net(picture), torch.tensor([label])).backward()
            optimizer.step()
            path.append(known(net))
    return path


def _net(solution: ModuleType, seed: int) -> torch.nn.Module:
    torch.manual_seed(seed)
    random.seed(seed)
    return solution.PatternNet()


def _losses_apart(solution: ModuleType, seed: int) -> list[float]:
    """The losses where pictures and labels are shuffled separately."""
    net = _net(solution, seed)
    pictures, labels = zip(*solution.samples(), strict=True)
    labels = random.sample(labels, len(labels))
    return solution.train(net, list(zip(pictures, labels, strict=True)))


def _losses_never_zeroed(solution: ModuleType, seed: int) -> list[float]:
    net = _net(solution, seed)
    optimizer = torch.optim.SGD(net.parameters(), lr=0.001, momentum=0.9)
    losses = []
    for _ in range(EPOCHS):
        for picture, label in random.sample(solution.samples(), 40):
            loss = F.cross_entropy(net(picture), torch.tensor([label]))
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses
