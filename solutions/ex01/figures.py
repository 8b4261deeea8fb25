"""The figures in ex01's lesson."""

from collections.abc import Iterator
from types import ModuleType
from typing import Any

import torch


def figures(solution: ModuleType, measured: dict[str, Any]) -> Iterator[str]:
    """What the lesson and the answer say, as it has to stand there."""
    batch = torch.zeros(2, 16, 6, 6)
    features = solution.num_flat_features(batch)
    yield f"two rows of {features} numbers each"
    yield f"(1, 16, 6, 6): {solution.num_flat_features(batch[:1])}. The whole batch has {batch.numel():,} numbers"

    batch = torch.zeros(4, 16, 5, 5)
    yield f"The right answer is {solution.num_flat_features(batch)}."
    channels, height, width = batch.shape[1:]
    wrong = {
        batch.numel(): "the samples were counted too",
        channels + height + width: "the sizes were added",
        height * width: "one size too many was left out",
        channels: "the function returned in the first round",
        0 * batch.numel(): "the product started at 0",
        f"a tensor of shape {tuple(batch.flatten().shape)}": "the batch was flattened",
    }
    for answer, reason in wrong.items():
        yield f"| {answer} | {reason}"
    yield f"3 · 224 · 224 = {solution.num_flat_features(torch.zeros(64, 3, 224, 224)):,}"
