"""What one submission may cost the grader: counts of all that it sends, and of all that checks do with it.

Counts and not seconds, so that a slow machine changes no verdict. Each limit is at least ten times the most that a
right answer uses; ``tests/sandbox/test_budget.py`` measures that for every exercise.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from grader.errors import OverBudgetError

Kind = Literal["bytes", "tensors", "values", "calls", "comparisons"]

LIMITS: Mapping[Kind, int] = {
    "bytes": 12 * 2**20,
    "tensors": 5_000,
    "values": 16_000,
    "calls": 5_000,
    "comparisons": 4_000_000,
}
"""Bytes, tensors and values (of lists, dicts and so on) in all frames of a submission; calls by which checks ask for
what was observed or recompute it; and the numbers and entries that checks go through in doing so."""

_REASONS: Mapping[Kind, str] = {
    "bytes": "the code produced more than {most:,} bytes of values in all",
    "tensors": "the code produced more than {most:,} tensors in all",
    "values": "the code produced more than {most:,} values in all",
    "calls": "the checks looked at what the code produced more than {most:,} times",
    "comparisons": "the checks went through more than {most:,} numbers that the code produced",
}


class Budget:
    """How much one submission may still use of each kind."""

    def __init__(self, limits: Mapping[Kind, int] = LIMITS) -> None:
        self._limits = limits
        self.left = dict(limits)

    def spend(self, kind: Kind, amount: int = 1) -> None:
        """Count ``amount``.

        Raises:
            OverBudgetError: the limit is reached, now or before.
        """
        self.left[kind] -= amount
        if self.left[kind] < 0:
            raise OverBudgetError(self._reason(kind))

    def require(self) -> None:
        """Raise OverBudgetError where a limit has been reached."""
        for kind, left in self.left.items():
            if left < 0:
                raise OverBudgetError(self._reason(kind))

    def _reason(self, kind: Kind) -> str:
        what = _REASONS[kind].format(most=self._limits[kind])
        return f"{what}, and no right answer needs a tenth of that. What came after it was not checked."
