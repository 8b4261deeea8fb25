"""Cases: what a probe is given. The judge draws them from its seed, once per run, the same for every learner."""

from __future__ import annotations

import hashlib
import math
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

import torch
from torch import Tensor

LIMIT = float(os.environ.get("KATA_TIMEOUT", "10"))
"""Seconds that a case may compute, unless its suite says otherwise."""

WEIGHTS = "weights"
"""The name of the arguments that only nets are given."""


@dataclass(frozen=True)
class Case:
    """One use of a learner's module.

    Attributes:
        name: what checks ask for it by; unique in its suite.
        probe: uses the module and returns what it saw: ``probe(module, **arguments)``.
        arguments: plain data, drawn by the judge. Those called ``weights`` a probe puts into nets, by
            `tools.load_weights`, and hands to no learner's code.
        called: the call as the learner reads it, "num_flat_features(x), x of shape (2, 16, 6, 6)".
        limit: seconds until the case counts as one that never ends.
        prints: whether checks compare what is printed; if not, it is shown beside a message as the learner's own notes.
    """

    name: str
    probe: Callable[..., object]
    called: str
    arguments: dict[str, Any] = field(default_factory=dict)
    limit: float = LIMIT
    prints: bool = False

    @property
    def costly(self) -> bool:
        """Whether its suite gives it a limit of its own, since it takes long."""
        return self.limit != LIMIT

    def copy_of_arguments(self) -> dict[str, Any]:
        """The arguments, fresh: nothing done to them reaches the case."""
        return {name: _copied(value) for name, value in self.arguments.items()}

    def for_probe(self) -> dict[str, Any]:
        """The arguments, fresh but for the weights, which are copied where they are loaded."""
        return {name: value if name == WEIGHTS else _copied(value) for name, value in self.arguments.items()}


def _copied(value: Any) -> Any:
    """A copy of plain data. `plain`, which looks at every part as at a learner's, takes three times as long."""
    kind = type(value)
    if kind is Tensor:
        return value.clone(memory_format=torch.contiguous_format)
    if kind is dict:
        return {key: _copied(entry) for key, entry in value.items()}
    if kind is list or kind is tuple:
        return kind(map(_copied, value))
    return value


class Draw:
    """Draws a run's inputs and initial weights; the same seed and exercise draw the same values."""

    def __init__(self, seed: int, exercise: str) -> None:
        digest = hashlib.sha256(f"{seed} {exercise}".encode()).digest()
        self._generator = torch.Generator().manual_seed(int.from_bytes(digest[:7], "big"))

    def normal(self, *shape: int) -> Tensor:
        """A float32 tensor of standard normal values."""
        return torch.randn(shape, generator=self._generator)

    def uniform(self, low: float, high: float, *shape: int) -> Tensor:
        """A float32 tensor of values between ``low`` and ``high``."""
        return torch.rand(shape, generator=self._generator) * (high - low) + low

    def integers(self, low: int, high: int, *shape: int) -> Tensor:
        """An int64 tensor of values from ``low`` up to, but not, ``high``."""
        return torch.randint(low, high, shape, generator=self._generator)

    def integer(self, low: int, high: int) -> int:
        """One int from ``low`` up to, but not, ``high``."""
        return int(self.integers(low, high, 1))

    def number(self, low: float, high: float) -> float:
        """One float between ``low`` and ``high``, rounded to four decimals so that it reads well."""
        return round(float(self.uniform(low, high, 1)), 4)

    def weights(self, shapes: Mapping[str, tuple[int, ...]]) -> dict[str, Tensor]:
        """Initial weights by name, as PyTorch's layers start: uniform within 1 / sqrt(fan in)."""
        drawn = {}
        for name, shape in shapes.items():
            layer = shapes.get(name.rsplit(".", 1)[0] + ".weight", shape) if "." in name else shape
            bound = 1 / math.sqrt(max(1, math.prod(layer[1:])))
            drawn[name] = self.uniform(-bound, bound, *shape)
        return drawn


def draw_cases(probes: ModuleType, seed: int, exercise: str) -> dict[str, Case]:
    """A suite's cases by name, in its order.

    Raises:
        ValueError: two cases share a name.
    """
    drawn: dict[str, Case] = {}
    for case in probes.cases(Draw(seed, exercise)):
        if case.name in drawn:
            raise ValueError(f"{exercise}: two cases are called {case.name!r}")
        drawn[case.name] = case
    return drawn
