"""``--cluster``: observing on a Dask cluster, whose workers hold the sandbox; the judging stays here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from grader.errors import UserError


@contextmanager
def connected(address: str) -> Iterator[tuple[Any, int]]:
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
        # A worker that dies takes at most three tasks with it before dask gives the task up; pure=False, since the
        # same bytes handed in twice are two submissions.
        yield client.get_executor(pure=False, retries=2), threads
