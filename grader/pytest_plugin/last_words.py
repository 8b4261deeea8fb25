"""What a run says that has to be ended: the checks done so far, and the one whose code could not be interrupted."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from grader.learner.watcher import WatcherProcess
from grader.observing.limit import set_watcher
from grader.pytest_plugin.report import Reporter
from grader.records import Verdict


class LastWords:
    """Keeps a watcher process ready to end this run with a report."""

    def __init__(self, config: pytest.Config, reporter: Reporter) -> None:
        self._is_worker = hasattr(config, "workerinput")  # of pytest-xdist: another process writes the report
        self._reporter = reporter
        # Now, while the descriptors are still the terminal's: pytest captures them when the run starts.
        self._output = os.dup(2 if self._is_worker else 1)
        self._watcher = WatcherProcess(self._output)
        set_watcher(self._watcher)

    def prepare(self, path: Path, exercise: str, computed: Verdict, waited: Verdict) -> None:
        """Say beforehand what to print should the code compute, or wait, without end."""
        report = None if self._is_worker else self._reporter.unfinished(path, exercise)
        self._watcher.prepare(report, [computed.to_json(), waited.to_json()])

    def pytest_unconfigure(self) -> None:
        set_watcher(None)
        self._watcher.close()
        os.close(self._output)
