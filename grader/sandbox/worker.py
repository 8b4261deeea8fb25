"""The grader's end of one warm process: hand it a job, take back frames and how the child ended."""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
from typing import Any

from grader.errors import SandboxError, WorkerLostError
from grader.observing.limit import PATIENCE
from grader.sandbox import bubblewrap
from grader.sandbox.frames import FrameReader
from grader.sandbox.job import Job, PackedSuite
from grader.sandbox.process_output import KEPT_LOG, MAX_LOG, ProcessOutput

START = 900.0
"""Seconds in which a warm process must be ready. It takes 4, on a starved machine minutes; no submission runs yet."""
GRACE = 15.0
"""Seconds that a warm process may answer late."""
PAUSE = 0.02
"""Seconds between two looks at what a child has sent so far: to wake up for each frame costs more than to read it."""
PIPE = 2**20
"""Bytes that a child may send meanwhile without having to wait."""


class Worker:
    """One warm process, confined by bubblewrap or, where ``confined`` is False, only by limits and another user's id.

    It must be used by the thread that made it, and ends with that thread.
    """

    def __init__(self, confined: bool = True, core: int | None = None, user: int | None = None) -> None:
        """``core`` is the one that submissions run on, and ``user`` whose id they have there, where they are named."""
        self._mode = "confined" if confined else "free" if user is None else str(user)
        self._core = core
        self._process: subprocess.Popen[bytes] | None = None
        self._buffer = bytearray(PIPE)

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def start(self) -> None:
        """Start the warm process and wait until it has imported everything.

        Raises:
            SandboxError: there is no bubblewrap, or the process could not shut itself in or does not become ready; the
                message says why.
            WorkerLostError: it ended by itself.
        """
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)  # messages never run together
        arguments = ["-m", "grader.sandbox.zygote", str(theirs.fileno()), self._mode]
        arguments += [] if self._core is None else [str(self._core)]
        if self._mode == "confined":
            found = bubblewrap.find()
            if found is None:
                raise SandboxError("bubblewrap is not installed")
            command, environment = bubblewrap.command(found[0], arguments), None
        else:
            command, environment = [sys.executable, *arguments], _plain_environment()
        with theirs:
            self._process = subprocess.Popen(
                command, pass_fds=[theirs.fileno()], env=environment, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE
            )
        self._control = ours
        self._control.settimeout(START)
        self._unread = b""
        self._loaded: PackedSuite | None = None
        try:
            fault = self._answer().get("fault")
        except TimeoutError:
            fault = f"the warm process was not ready within {START / 60:g} minutes; is the machine overloaded?"
        if fault is not None:
            self.close()
            raise SandboxError(fault)

    def run(self, job: Job, timeout: float) -> ProcessOutput:
        """Observe one job in a child of the warm process, which is started if it is not running.

        Raises:
            WorkerLostError: the warm process ended or does not answer; the next call starts another.
            SandboxError: the child could not be shut in, or no warm process could be started.
        """
        try:
            if self._process is None or self._process.poll() is not None:
                self.close()
                self.start()
            if self._loaded != job.suite:  # on a cluster, equal ones come again and again
                self._load(job.suite)
            request = {"timeout": timeout, "only_read": job.only_read}
            return self._run(request, job.pack(), FrameReader(job.suite.cases))
        except (OSError, WorkerLostError) as error:
            self.close()
            raise WorkerLostError(str(error) or type(error).__name__) from None

    def _load(self, suite: PackedSuite) -> None:
        """Hand the warm process the suite that the next submissions are observed with."""
        descriptor = _in_memory(suite.packed)
        try:
            socket.send_fds(self._control, [b'{"suite": true}'], [descriptor])
        finally:
            os.close(descriptor)
        self._answer()
        self._loaded = suite

    def _run(self, request: dict[str, Any], packed: bytes, reader: FrameReader) -> ProcessOutput:
        job = _in_memory(packed)
        frames_in, frames_out = os.pipe()
        log_in, log_out = os.pipe()
        try:
            socket.send_fds(self._control, [json.dumps(request).encode()], [job, frames_out, log_out])
        finally:
            for descriptor in (job, frames_out, log_out):
                os.close(descriptor)
        try:
            return self._gather(frames_in, log_in, reader, request["timeout"])
        finally:
            os.close(frames_in)
            os.close(log_in)

    def _gather(self, frames_in: int, log_in: int, reader: FrameReader, timeout: float) -> ProcessOutput:
        log = bytearray()
        logged, enough, answer, busy = 0, False, None, False
        deadline = time.monotonic() + timeout * PATIENCE + GRACE
        sources = {frames_in, log_in}
        for source in sources:
            _prepare_pipe(source)
        while answer is None:
            if _can_be_read(self._control.fileno(), 0 if busy else PAUSE):
                answer = self._answer()
            elif time.monotonic() > deadline:
                raise WorkerLostError("the warm process does not answer")
            busy = False
            # A read takes all that a pipe holds: after the answer, this is the rest of what the child sent.
            for source in tuple(sources):
                try:
                    part = memoryview(self._buffer)[: os.readv(source, [self._buffer])]
                except BlockingIOError:
                    continue
                busy = busy or len(part) >= PIPE // 4
                if not part:
                    sources.remove(source)
                elif source == frames_in:
                    reader.feed(part)
                else:
                    logged += len(part)
                    log += part[: max(0, KEPT_LOG - len(log))]
            if not enough and (reader.stopped or logged > MAX_LOG):
                enough = True
                if answer is None:
                    self._control.sendall(b"enough")
        if not answer["entered"]:  # none of the learner's code ran
            raise SandboxError(bytes(log[:500]).decode("utf-8", "replace").strip() or "the child could not be shut in")
        return ProcessOutput(
            reader.received,
            bytes(log),
            answer["exit"],
            answer["timed_out"],
            logged > MAX_LOG,
            answer["cpu"],
            answer["wall"],
        )

    def _answer(self) -> dict[str, Any]:
        while b"\n" not in self._unread:
            part = self._control.recv(4096)
            if not part:
                raise WorkerLostError(self._last_words() or "the warm process ended")
            self._unread += part
        line, _, self._unread = self._unread.partition(b"\n")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _last_words(self) -> str:
        if self._process is None or self._process.stderr is None:
            return ""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(5)
        os.set_blocking(self._process.stderr.fileno(), False)
        said = self._process.stderr.read() or b""
        return said.decode("utf-8", "replace").strip()[-500:]

    def kill(self) -> None:
        """End the warm process at once, from any thread: one that waits for it in `run` gets a WorkerLostError."""
        process = self._process
        if process is not None and process.poll() is None:
            process.send_signal(signal.SIGKILL)

    def close(self) -> None:
        """End the warm process and all that it started."""
        process, self._process = self._process, None
        if process is None:
            return
        self._control.close()  # which an idle warm process takes as its end
        try:
            process.wait(1)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
        if process.stderr is not None:
            process.stderr.close()


def _can_be_read(descriptor: int, seconds: float) -> bool:
    """Whether it can be read, at the latest after ``seconds``."""
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    return bool(poll.poll(1000 * seconds))


def _prepare_pipe(descriptor: int) -> None:
    """Make a pipe large, as far as the system allows, and reading it return at once."""
    from fcntl import F_SETPIPE_SZ, fcntl  # Linux's, as is all that a warm process needs

    with contextlib.suppress(OSError):
        fcntl(descriptor, F_SETPIPE_SZ, PIPE)
    os.set_blocking(descriptor, False)


def _in_memory(content: bytes) -> int:
    """A descriptor from which ``content`` can be read."""
    descriptor = os.memfd_create("job")
    with os.fdopen(descriptor, "wb", closefd=False) as file:
        file.write(content)
    os.lseek(descriptor, 0, os.SEEK_SET)
    return descriptor


def _plain_environment() -> dict[str, str]:
    passed = {name: os.environ[name] for name in ("LD_LIBRARY_PATH", "SYSTEMROOT") if name in os.environ}
    package = str(bubblewrap.PACKAGE.parent)
    return {**passed, **bubblewrap.environment(), "PYTHONPATH": package, "HOME": "/nonexistent"}
