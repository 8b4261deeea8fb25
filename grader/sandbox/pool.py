"""Warm processes, one a thread, behind the interface of `concurrent.futures`: local cores or a Dask cluster alike."""

from __future__ import annotations

import itertools
import os
import random
import sys
import threading
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import AbstractContextManager
from types import TracebackType

from grader.errors import SandboxError, WorkerLostError
from grader.sandbox import fresh_process
from grader.sandbox.job import Job
from grader.sandbox.process_output import ProcessOutput
from grader.sandbox.worker import Worker

_mine = threading.local()
_started: list[Worker] = []
_lock = threading.Lock()
_stopping = threading.Event()


def observe(job: Job, timeout: float, confined: bool, user: int | None = None) -> ProcessOutput | str:
    """Observe one job in this thread's warm process, which is started when first needed and replaced when it is lost.

    Args:
        job: the submission and its suite.
        timeout: CPU seconds that it may compute.
        confined: whether the sandbox is asked for.
        user: the user id that an unconfined submission runs as (only for root); by default ours.

    Returns:
        What came out; or, as a str, why the sandbox failed twice.
    """
    if not confined and sys.platform != "linux":
        return fresh_process.run(job, timeout)
    fault = ""
    for _ in range(2):
        if _stopping.is_set():
            return "the run was stopped"
        worker: Worker | None = getattr(_mine, "worker", None)
        if worker is None or getattr(_mine, "mode", None) != (confined, user):
            worker = _mine.worker = Worker(confined, getattr(_mine, "core", None), user)
            _mine.mode = confined, user
            with _lock:
                _started.append(worker)
        try:
            return worker.run(job, timeout)
        except WorkerLostError as error:
            fault = f"the warm process was lost twice ({error})"
        except SandboxError as error:
            worker.close()
            return str(error)
    return fault


def close_workers() -> None:
    """End every warm process that `observe` started in this process, once nothing uses them any more."""
    with _lock:
        while _started:
            _started.pop().close()


def _kill_workers() -> None:
    with _lock:
        for worker in _started:
            worker.kill()


def _cores() -> list[int | None]:
    """The cores we may use, from any of them on: another run on this machine need not begin with the same one."""
    if not hasattr(os, "sched_getaffinity"):
        return [None]
    cores: list[int | None] = [*sorted(os.sched_getaffinity(0))]
    first = random.randrange(len(cores))
    return cores[first:] + cores[:first]


class LocalPool(AbstractContextManager["LocalPool"]):
    """``jobs`` threads, each with a warm process of its own whose submissions keep to one core."""

    def __init__(self, jobs: int) -> None:
        self.jobs = jobs
        cores = itertools.cycle(_cores())

        def take_a_core() -> None:
            _mine.core = next(cores)

        self.executor: Executor = ThreadPoolExecutor(jobs, "torchkata", initializer=take_a_core)

    def __exit__(
        self, _kind: type[BaseException] | None, error: BaseException | None, _traceback: TracebackType | None
    ) -> None:
        if error is not None:
            _stopping.set()
            _kill_workers()  # a child that still runs must not hold the exit up
        self.executor.shutdown(wait=True, cancel_futures=True)
        close_workers()
        _stopping.clear()
