"""``python -m MODULE …`` in a fork of a process that has torch, pytest and the kit loaded.

The command is the real one, in a process of its own, with its own folder, stdin and exit status; what it is spared is
two seconds of imports. A test of the imports, or of what is read with them, has to start a fresh interpreter.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import importlib
import io
import json
import os
import runpy
import signal
import subprocess
import sys
import tempfile
import threading
import traceback
from collections.abc import Mapping
from functools import cache
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).parents[1]
IS_POSSIBLE = sys.platform == "linux"
"""Elsewhere there is no fork, or none that is safe once libraries have threads."""
LOADED = (
    "torch.optim.sgd", "pytest", "_pytest.junitxml", "_pytest.cacheprovider", "grader.cli.main", "grader.cli.grade",
    "grader.pytest_plugin.collection", "grader.pytest_plugin.report", "grader.pytest_plugin.debugger",
    "grader.pytest_plugin.last_words", "xml.etree.ElementTree", "torchvision.datasets",
)  # fmt: skip


class WarmPython:
    """The warm process; it ends with its stdin."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.warm"],
            cwd=ROOT,
            env={**os.environ, "OMP_NUM_THREADS": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        atexit.register(self._end)

    def run(
        self, module: str, *arguments: str, cwd: Path, environment: Mapping[str, str], answer: str, timeout: float
    ) -> tuple[int, str]:
        """Run a command in a fork.

        Args:
            module: what stands behind ``python -m``.
            arguments: what follows it.
            cwd: its folder.
            environment: all of its environment.
            answer: its stdin.
            timeout: seconds after which the warm process is killed with all of its forks.

        Returns:
            The exit status, and what it wrote to stdout and stderr together.

        Raises:
            TimeoutError: it did not end in time.
        """
        with tempfile.TemporaryDirectory() as folder:
            read, written = Path(folder, "stdin"), Path(folder, "output")
            read.write_text(answer, encoding="utf-8")
            request = [module, arguments, str(cwd), dict(environment), str(read), str(written)]
            timer = threading.Timer(timeout, self._end)
            timer.start()
            print(json.dumps(request), file=self._process.stdin, flush=True)
            status = self._process.stdout.readline()
            timer.cancel()
            if not status:
                raise TimeoutError(f"python -m {module} {' '.join(arguments)} did not end in {timeout} s")
            return int(status), written.read_text(encoding="utf-8")

    def _end(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)


@cache
def warm_python() -> WarmPython:
    """This process's."""
    return WarmPython()


def _serve() -> None:
    for name in LOADED:
        importlib.import_module(name)
    for plugin in metadata.entry_points(group="pytest11"):
        plugin.load()
    import torch

    from grader import catalog

    torch.set_num_threads(1)
    torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)  # imports what the first optimizer needs
    for exercise in catalog.exercises().values():
        exercise.checks()
        exercise.probes()
    gc.freeze()
    for line in sys.stdin:
        request = json.loads(line)
        child = os.fork()
        if child == 0:
            _become(*request)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


def _become(module: str, arguments: list[str], cwd: str, environment: dict[str, str], read: str, written: str) -> None:
    """Be the command, and end as Python ends."""
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(environment)
    os.dup2(os.open(read, os.O_RDONLY), 0)
    output = os.open(written, os.O_WRONLY | os.O_CREAT)
    os.dup2(output, 1)
    os.dup2(output, 2)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - it stays open until the end
    sys.stdout = io.TextIOWrapper(open(1, "wb", closefd=False), encoding="utf-8")  # noqa: SIM115
    sys.stderr = io.TextIOWrapper(open(2, "wb", 0, closefd=False), encoding="utf-8", write_through=True)  # noqa: SIM115
    sys.__stdin__, sys.__stdout__, sys.__stderr__ = sys.stdin, sys.stdout, sys.stderr
    sys.argv = [module, *arguments]
    sys.path[0] = cwd
    status: object = 0
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    except SystemExit as error:
        status = error.code
    except BaseException:
        traceback.print_exc()
        status = 1
    if not isinstance(status, int | None):
        print(status, file=sys.stderr)
        status = 1
    threading._shutdown()
    atexit._run_exitfuncs()
    sys.stdout.flush()
    os._exit(int(status or 0))


if __name__ == "__main__":
    _serve()
