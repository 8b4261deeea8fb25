"""Whole processes, timed by the operating system's own account of them and of all their children."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Cost:
    """CPU and wall seconds of a process and its children, the largest in MB, and the sandboxes' part of the CPU."""

    cpu: float
    wall: float
    megabytes: float
    sandboxed: float = 0.0


def run(command: Sequence[str | Path], cwd: Path = ROOT, statuses: Sequence[int] = (0,)) -> Cost:
    """Run a command to its end.

    Raises:
        RuntimeError: it ended with another status than those named.
    """
    # nbgrader calls alembic by its name, as an activated environment has it.
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PATH": path}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # nobody compiles everything anew at each run
    started = time.monotonic()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            [str(part) for part in command], cwd=cwd, env=environment, stdout=subprocess.DEVNULL, stderr=said
        )
        with WarmProcesses(process.pid) as warm:
            _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in statuses:
            said.seek(0)
            raise RuntimeError(f"{command} ended with {process.returncode}:\n{said.read().decode()[-2000:]}")
    cpu = used.ru_utime + used.ru_stime + warm.cpu
    return Cost(cpu, time.monotonic() - started, used.ru_maxrss / 1024, warm.cpu)


class WarmProcesses(threading.Thread):
    """Watches the CPU seconds of a run's warm processes and of the children they reaped.

    bubblewrap ends without waiting for what it held, so the system's account of a run leaves them out: they are read
    from /proc while they live, every 50 ms. Source: proc(5), /proc/PID/stat, utime to cstime.

    Attributes:
        seen: seconds by process id: of warm processes alone, since these account for the children they have reaped.
    """

    def __init__(self, root: int) -> None:
        super().__init__(daemon=True)
        self._root = root
        self.seen: dict[int, float] = {}
        self._done = threading.Event()

    @property
    def cpu(self) -> float:
        return sum(self.seen.values())

    def __enter__(self) -> WarmProcesses:
        self.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self._done.set()
        self.join()

    def run(self) -> None:
        while not self._done.wait(0.05):
            stats = {pid: stat for pid in _pids() if (stat := _stat(pid))}
            warm = {pid for pid, (command, _, _) in stats.items() if _is_warm_process(command)}
            for pid in warm:
                _, parent, cpu = stats[pid]
                # The outer of two only waits for the inner, which forks the submissions and accounts for them.
                inner = parent in warm and stats[parent][1] not in warm
                if inner and self._below_root(pid, stats):
                    self.seen[pid] = max(cpu, self.seen.get(pid, 0.0))

    def _below_root(self, pid: int, stats: dict[int, tuple[str, int, float]]) -> bool:
        while pid in stats:
            pid = stats[pid][1]
            if pid == self._root:
                return True
        return False


def cpu_of_family(root: int) -> float:
    """CPU seconds of a process that lives, of all below it, and of those that they have waited for."""
    stats = {pid: stat for pid in _pids() if (stat := _stat(pid))}
    family = {root}
    for _ in range(len(stats)):
        below = {pid for pid, (_, parent, _) in stats.items() if parent in family}
        if below <= family:
            break
        family |= below
    return sum(stats[pid][2] for pid in family if pid in stats)


def _pids() -> list[int]:
    return [int(name) for name in os.listdir("/proc") if name.isdigit()]


def _is_warm_process(command: str) -> bool:
    """bubblewrap, which starts it, has the same words in its own command."""
    return "grader.sandbox.zygote" in command and "bwrap" not in command.split(" ")[0]


def _stat(pid: int) -> tuple[str, int, float] | None:
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    except OSError:
        return None
    ticks = sum(int(field) for field in fields[11:15])
    return command, int(fields[1]), ticks / os.sysconf("SC_CLK_TCK")


def python(*arguments: str | Path) -> list[str | Path]:
    return [sys.executable, *arguments]


def in_turn(rounds: int, *measures: Callable[[], float]) -> list[float]:
    """The median of each measure, taken in turn so that a drift of the machine's speed meets all of them."""
    taken = [[measure() for measure in measures] for _ in range(rounds)]
    return [statistics.median(column) for column in zip(*taken, strict=True)]
