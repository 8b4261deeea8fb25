"""Parses students' notebooks in a limited process of its own: no file can take nbgrader's memory or time.

One process serves a whole command. Messages are a length and so many bytes: a notebook in, and out either the clean
notebook or why there is none. A process that reaches a limit ends, and the next notebook gets another one.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import json
import math
import struct
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO, Any

from grader.errors import UnreadableError
from grader.nbgrader_plugin.clean_notebook import clean

MEMORY, SECONDS = 320 * 2**20, 20
"""Bytes beyond what the process has at its start, and CPU seconds per notebook."""
_PACKAGE = Path(__file__).parents[2]
_SIZE = struct.Struct("<Q")
_MAIN = "import sys; sys.path.insert(0, {!r}); from grader.nbgrader_plugin import parser_process as p; p.main()"


class _Parser:
    """The process, started when it is first needed."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def ask(self, raw: bytes) -> dict[str, Any]:
        """What `main` answers; nothing where the process ended meanwhile."""
        with self._lock:
            process = self._process = self._process or _start()
            assert process.stdin is not None and process.stdout is not None
            try:
                _send(process.stdin, raw)
                answer: dict[str, Any] = json.loads(_receive(process.stdout))
            except (OSError, EOFError):
                self._end()
                return {}
            return answer

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._end()

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()


_parser = _Parser()
atexit.register(_parser.close)


def parse(raw: bytes) -> dict[str, Any]:
    """A student's bytes as a clean notebook, see `clean_notebook`. Raises UnreadableError."""
    answer = _parser.ask(raw)
    if "notebook" not in answer:
        why = answer.get("problem", "it takes too much memory or time to read")
        raise UnreadableError(("notebook", why))
    notebook: dict[str, Any] = answer["notebook"]
    return notebook


def _start() -> subprocess.Popen[bytes]:
    # Isolated: a folder of the course that is called like one of our packages is not looked into.
    command = [sys.executable, "-I", "-c", _MAIN.format(str(_PACKAGE))]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


def main() -> None:
    """Answer until standard input ends."""
    _limit_memory()
    gc.disable()  # it would go through millions of lists again and again; JSON makes no cycles
    while True:
        try:
            raw = _receive(sys.stdin.buffer)
        except EOFError:
            return
        _limit_time()
        answer: dict[str, Any]
        try:
            answer = {"notebook": clean(raw)}
        except UnreadableError as error:
            answer = {"problem": str(error)}
        _send(sys.stdout.buffer, json.dumps(answer).encode())


def _limit_memory() -> None:
    with contextlib.suppress(ImportError, OSError):  # Windows has no such limits
        import resource

        with open("/proc/self/statm", encoding="ascii") as file:
            size = int(file.read().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (size + MEMORY, size + MEMORY))


def _limit_time() -> None:
    """From now on; reaching it ends the process."""
    with contextlib.suppress(ImportError, OSError):
        import resource

        used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
        _, most = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(used) + SECONDS, most))


def _send(pipe: IO[bytes], message: bytes) -> None:
    pipe.write(_SIZE.pack(len(message)))
    pipe.write(message)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> bytes:
    (size,) = _SIZE.unpack(_read(pipe, _SIZE.size))
    return _read(pipe, size)


def _read(pipe: IO[bytes], size: int) -> bytes:
    read = pipe.read(size)
    if len(read) < size:
        raise EOFError
    return read
