"""``python -m grader.watch.warm_process SOCKET``: has PyTorch loaded, and forks a child for each run of the checks.

It reads requests from a socket, one per line, each with the descriptor that the messages go to; an empty line ends the
run before. A request ends the run before it too. It ends, and its child with it, when the socket is closed.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from functools import partial

from grader.watch.request import Request


def main() -> None:
    control = socket.socket(fileno=int(sys.argv[1]))
    from grader.observing.warm import freeze, use_torch
    from grader.watch import one_check

    use_torch()
    freeze()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    child: int | None = None
    try:
        for request, output in _requests(control):
            _end(child)
            child = None
            if request is not None:
                with contextlib.suppress(Exception):  # the child says why it cannot be loaded
                    one_check.suite_of(request.exercise)  # here, so that every child has it
                child = _fork(partial(one_check.serve, request, output))
                os.close(output)
    finally:
        _end(child)


def _fork(serve: Callable[[], None]) -> int:
    child = os.fork()
    if child == 0:
        try:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            os.setsid()
            serve()
        finally:
            os._exit(0)
    return child


def _requests(control: socket.socket) -> Iterator[tuple[Request | None, int]]:
    buffer = b""
    descriptors: list[int] = []
    while True:
        data, received, _, _ = socket.recv_fds(control, 65_536, 8)
        if not data:
            return
        buffer += data
        descriptors += received
        while b"\n" in buffer:
            line, _, buffer = buffer.partition(b"\n")
            yield (Request.from_line(line), descriptors.pop(0)) if line else (None, -1)


def _end(child: int | None) -> None:
    """End a run and the processes that it started."""
    if child is None:
        return
    for target in (-child, child):  # its group; itself, where it has not made one yet
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(target, signal.SIGKILL)
    os.waitpid(child, 0)


if __name__ == "__main__":
    main()
