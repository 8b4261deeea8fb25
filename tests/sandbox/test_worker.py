"""A warm process that does not become ready is a fault with a reason, and leaves nothing behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.errors import SandboxError
from grader.sandbox import worker
from grader.sandbox.doctor import sandbox_ready

READY, WHY = sandbox_ready()


def _our_processes() -> set[str]:
    return {child for path in Path("/proc/self/task").glob("*/children") for child in path.read_text().split()}


@pytest.mark.skipif(not READY, reason=f"no sandbox on this machine: {WHY}")
def test_a_warm_process_that_is_not_ready_in_time_is_ended_and_named(monkeypatch):
    before = _our_processes()
    with worker.Worker() as warm:
        monkeypatch.setattr(worker, "START", 0.1)
        with pytest.raises(SandboxError, match=r"^the warm process was not ready within .* minutes; is the machine"):
            warm.start()
        assert _our_processes() <= before
        monkeypatch.undo()
        warm.start()
        assert _our_processes() > before
