"""``python -m grader.watch.warm_process SOCKET``: has PyTorch loaded, and forks a child for each run of the checks.

It reads requests from a socket, one per line, each with the descriptor that the messages go to; an empty line ends the
run before. A request ends the run before it too. It ends, and its children with it, when the socket is closed.

A child is forked before it is needed, and waits for its request. After the first run of an exercise the solution is
checked once (`one_check.rehearse`), while the learner reads: later runs then find all that is slow the first time.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import sys
from collections.abc import Iterator

from grader.watch.request import Request


def main() -> None:
    control = socket.socket(fileno=int(sys.argv[1]))
    from grader.observing.warm import freeze, use_torch
    from grader.watch import one_check

    use_torch()
    freeze()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    running: Child | None = None
    spare: Child | None = None
    known: set[str] = set()
    try:
        for request, output in _requests(control):
            if running is not None:
                running.end()
                running = None
            if request is None:
                continue
            is_new = request.exercise not in known
            if is_new:
                known.add(request.exercise)
                with contextlib.suppress(Exception):  # the child says why it cannot be loaded
                    one_check.suite_of(request.exercise)  # here, so that every child has it
                if spare is not None:
                    spare.end()
                    spare = None
            running, spare = spare or Child(), None
            running.serve(request, output)
            if is_new:
                one_check.rehearse(request)
                freeze()
            spare = Child()
    finally:
        for child in (running, spare):
            if child is not None:
                child.end()


class Child:
    """A fork of this process that waits for one request, serves it and ends."""

    def __init__(self) -> None:
        self._control, theirs = socket.socketpair()
        self._pid = os.fork()
        if self._pid == 0:
            try:
                signal.signal(signal.SIGTERM, signal.SIG_DFL)
                os.setsid()
                self._control.close()
                _serve_one(theirs)
            finally:
                os._exit(0)
        theirs.close()

    def serve(self, request: Request, output: int) -> None:
        """Hand over the request, with the descriptor that the messages go to."""
        with contextlib.suppress(OSError):  # it was ended by somebody: the run ends without a message
            socket.send_fds(self._control, [request.to_line()], [output])
        os.close(output)

    def end(self) -> None:
        """End it and the processes that it started."""
        for target in (-self._pid, self._pid):  # its group; itself, where it has not made one yet
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(target, signal.SIGKILL)
        os.waitpid(self._pid, 0)
        self._control.close()


def _serve_one(control: socket.socket) -> None:
    from grader.watch import one_check

    for request, output in _requests(control):
        if request is not None:
            one_check.serve(request, output)
        return


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


if __name__ == "__main__":
    main()
