"""A check's hints, which are shown one by one; how many were shown is kept in the progress."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from grader.learner import progress


@dataclass(frozen=True)
class Hints:
    """The hints of the check called ``title``; ``key`` is what the progress knows it by."""

    key: str
    title: str
    texts: tuple[str, ...]

    def shown(self, root: Path | None) -> int:
        """How many were shown so far."""
        return min(progress.read(root).hints.get(self.key, 0), len(self.texts))

    def one_more(self, root: Path | None) -> list[str]:
        """The hints shown so far and one more, as paragraphs; the progress remembers it."""
        with progress.changed(root) as kept:
            shown = min(kept.hints.get(self.key, 0) + 1, len(self.texts))
            kept.hints[self.key] = shown
        numbered = [f"  {number}. {text}" for number, text in enumerate(self.texts[:shown], start=1)]
        return [f"Hints for: {self.title}", *numbered]
