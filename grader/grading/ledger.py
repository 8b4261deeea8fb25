"""The results of a run on disk, one line per result as it comes; only their positions are kept in memory.

A run that was killed leaves its ledger behind; the next one takes from it what is still valid.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

from grader.records import RunInfo, SubmissionResult

Key = tuple[str, str]


class Ledger:
    """Results by student and exercise; the last one written for a key counts."""

    def __init__(self, path: Path, run: RunInfo) -> None:
        """Start a ledger at ``path`` (over an old one) whose first line is ``run``."""
        self.path = path
        self._offsets: dict[Key, int] = {}
        self._file: BinaryIO = path.open("w+b")
        self._write(run.to_json())

    def __enter__(self) -> Ledger:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _traceback: TracebackType | None
    ) -> None:
        self._file.close()

    def __len__(self) -> int:
        return len(self._offsets)

    def __contains__(self, key: Key) -> bool:
        return key in self._offsets

    def add(self, result: SubmissionResult) -> None:
        """Write one result down; it is on disk when this returns."""
        self._file.seek(0, 2)
        self._offsets[result.student, result.exercise] = self._file.tell()
        self._write(result.to_json())

    def _write(self, entry: dict[str, Any]) -> None:
        self._file.write(json.dumps(entry).encode() + b"\n")
        self._file.flush()

    def results(self) -> Iterator[SubmissionResult]:
        """Every result, by student and exercise."""
        for key in sorted(self._offsets):
            self._file.seek(self._offsets[key])
            yield SubmissionResult.from_json(json.loads(self._file.readline()))

    def discard(self) -> None:
        """Close and remove the file: what it held is in a report now."""
        self._file.close()
        self.path.unlink(missing_ok=True)


def read_ledger(path: Path) -> tuple[RunInfo, list[SubmissionResult]]:
    """What a killed run wrote: its first line, and every result up to where it was cut off.

    Raises:
        ValueError: the file is no ledger.
    """
    with path.open(encoding="utf-8") as file:
        try:
            run = RunInfo.from_json(json.loads(file.readline()))
        except (KeyError, TypeError) as error:
            raise ValueError("its first line is not that of a ledger") from error
        results = []
        for line in file:
            try:
                results.append(SubmissionResult.from_json(json.loads(line)))
            except (ValueError, KeyError, TypeError):
                break
    return run, results
