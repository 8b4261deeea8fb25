"""``--cluster``: observing on a Dask cluster, whose workers hold the sandbox; the judging stays here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from typing import Any

from grader.errors import UserError
from grader.sandbox.job import Job, PackedSuite


@contextmanager
def connected(address: str) -> Iterator[tuple[Executor, int]]:
    """An executor on the cluster at ``address``, and how many submissions it observes at once.

    Raises:
        UserError: dask is not installed, nobody answers, or the cluster has no workers.
    """
    try:
        from distributed import Client
    except ImportError:
        raise UserError('--cluster needs dask.distributed: pip install "torchkata[cluster]"') from None
    try:
        client = Client(address, timeout="10s", set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise UserError(f"no Dask scheduler answers at {address} ({error}).") from None
    with client:
        threads = sum(client.nthreads().values())
        if not threads:
            raise UserError(f"the cluster at {address} has no workers: start some with: dask worker {address}")
        yield ClusterExecutor(client), threads


class ClusterExecutor(Executor):
    """Sends each exercise's suite to the cluster once: it is a hundred times larger than a submission."""

    def __init__(self, client: Any) -> None:
        # A worker that dies takes at most three tasks with it before dask gives the task up; pure=False, since the
        # same bytes submitted twice are two submissions.
        self._client, self._executor = client, client.get_executor(pure=False, retries=2)
        self._suites: dict[PackedSuite, Any] = {}

    def submit(self, observe: Callable[..., Any], job: Job, *settings: Any) -> Future[Any]:  # type: ignore[override]
        """Have ``observe(job, *settings)`` called on the cluster."""
        if job.suite not in self._suites:
            self._suites[job.suite] = self._client.submit(_same, job.suite, pure=False, retries=2)
        submitted = (self._suites[job.suite], job.filename, job.content, job.only_read)
        future: Future[Any] = self._executor.submit(_observe, observe, *submitted, *settings)
        return future


def _same(suite: PackedSuite) -> PackedSuite:
    """A task and no scattered data: where a worker that holds the suite is lost, dask sends it again."""
    return suite


def _observe(
    observe: Callable[..., Any], suite: PackedSuite, filename: str, content: bytes, only_read: bool, *settings: Any
) -> Any:
    return observe(Job(suite, filename, content, only_read), *settings)
