"""The results of a run on disk, one line each as it comes: a run of any size keeps only their places in memory.

A run that was killed leaves its ledger behind; the next one takes from it what is still valid.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

Result = dict[str, Any]
Key = tuple[str, str]


class Ledger:
    """Results by student and exercise; the last one written for a key counts."""

    def __init__(self, path: Path, about: dict[str, Any]) -> None:
        """Start a ledger at ``path`` (over an old one) whose first line is ``about``: the run's seed and versions."""
        self.path = path
        self.about = about
        self._places: dict[Key, int] = {}
        self._file: BinaryIO = path.open("w+b")
        self._write(about)

    def __enter__(self) -> Ledger:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _traceback: TracebackType | None
    ) -> None:
        self._file.close()

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, key: Key) -> bool:
        return key in self._places

    def add(self, result: Result) -> None:
        """Write one result down; it is on disk when this returns."""
        self._file.seek(0, 2)
        self._places[result["student"], result["exercise"]] = self._file.tell()
        self._write(result)

    def _write(self, entry: dict[str, Any]) -> None:
        self._file.write(json.dumps(entry).encode() + b"\n")
        self._file.flush()

    def results(self) -> Iterator[Result]:
        """Every result, by student and exercise."""
        for key in sorted(self._places):
            self._file.seek(self._places[key])
            yield json.loads(self._file.readline())

    def discard(self) -> None:
        """Close and remove the file: what it held is in a report now."""
        self._file.close()
        self.path.unlink(missing_ok=True)


def read_ledger(path: Path) -> tuple[dict[str, Any], list[Result]]:
    """What a killed run wrote: its first line, and every result up to where it was cut off.

    Raises:
        ValueError: the file is no ledger.
    """
    with path.open(encoding="utf-8") as file:
        about = json.loads(file.readline())
        results = []
        for line in file:
            try:
                results.append(json.loads(line))
            except ValueError:
                break
    if not isinstance(about, dict) or "seed" not in about:
        raise ValueError("its first line is not that of a ledger")
    return about, results
