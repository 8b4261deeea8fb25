"""One submission, from its bytes to frames: this runs where the learner's code runs, and is trusted no further.

Frames, each a 4-byte length and a body of `wire`'s: why the file is unreadable, or the import, notes, every case in
order; the end. Of a submission that is only read: the slips in its source, the end. As
``python -m grader.sandbox.child TIMEOUT [only-read]`` it takes a whole job from stdin and writes frames to stdout, for
systems that cannot fork a warm process.
"""

from __future__ import annotations

import linecache
import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

from grader import submission
from grader.errors import UnreadableError
from grader.observing.budget import Budget
from grader.observing.observe import observe, observe_import
from grader.observing.printed import Printed
from grader.observing.slips import find_slips
from grader.sandbox import wire
from grader.sandbox.frames import CELLS, END, FRAME, IMPORT, NOTES, SLIPS, UNREADABLE
from grader.sandbox.job import OpenSuite, open_submission, open_suite, split_whole

MAX_CELLS, MAX_SHOWN = 100, 10_000
"""Cells whose printed text is sent back, and how many characters of each."""

Send = Callable[[bytes], None]


def work(suite: OpenSuite, filename: str, content: bytes, send: Send) -> None:
    """Observe a submission and send every frame but for what its code prevents."""
    printed = Printed()
    sys.stdout = printed
    made, notes, cells = _module(suite, filename, content, printed, send)
    if made is None:
        return
    send(wire.dump([NOTES, notes]))
    send(wire.dump([CELLS, cells]))
    budget = Budget()
    for case in suite.cases:
        send(wire.dump_observation(case.name, observe(case, made, printed.take), budget))
    send(wire.dump([END]))


def find_slips_in(filename: str, content: bytes, send: Send) -> None:
    """Send what slips there are in a submission's source, of which nothing runs."""
    if filename.endswith(".ipynb"):
        from grader.notebook import cells_of

        sources = cells_of(content)
    else:
        sources = [submission.of_bytes(content, Path(filename)).text]
    send(wire.dump([SLIPS, [list(slip) for slip in find_slips(sources)]]))
    send(wire.dump([END]))


def _module(
    suite: OpenSuite, filename: str, content: bytes, printed: Printed, send: Send
) -> tuple[ModuleType | None, list[str], list[list[str]]]:
    """The learner's module; notes on a notebook's cells; and what each of them printed and raised."""
    notes: list[str] = []
    shown: list[list[str]] = []
    name = f"{suite.exercise}_{suite.module}"

    def run_notebook(cells: list[str]) -> ModuleType:
        from grader import notebook

        module = ModuleType(name)
        module.__file__ = filename
        sys.modules[name] = module
        notes.extend(notebook.run(cells, module, filename, tell))
        return module

    def tell(raised: str) -> None:
        if len(shown) < MAX_CELLS:
            shown.append([printed.take()[:MAX_SHOWN], raised])

    try:
        if filename.endswith(".ipynb"):
            from grader.notebook import cells_of

            cells = cells_of(content)
            run: Callable[[], ModuleType] = lambda: run_notebook(cells)  # noqa: E731
        else:
            code = submission.of_bytes(content, Path(filename))
            if not code.text.strip():
                notes.append("the file is empty")
            lines = code.text.splitlines(keepends=True)
            linecache.cache[filename] = (len(code.text), None, lines, filename)
            run = lambda: submission.run(code, name)  # noqa: E731
    except UnreadableError as error:
        send(wire.dump([UNREADABLE, [list(row) for row in error.rows]]))
        send(wire.dump([END]))
        return None, notes, shown
    module, observed, _ = observe_import(run, filename, suite.module, printed.take)
    send(wire.dump_observation(IMPORT, observed))
    if module is None:
        send(wire.dump([END]))
    return module, notes, shown


def sender(descriptor: int) -> Send:
    """Write frames to a descriptor, whole."""
    write = os.write

    def send(body: bytes) -> None:
        left = memoryview(FRAME.pack(len(body)) + body)
        while left:
            left = left[write(descriptor, left) :]

    return send


def read_all(descriptor: int) -> bytes:
    """Everything up to the end of a descriptor."""
    parts = []
    while part := os.read(descriptor, 1 << 20):
        parts.append(part)
    return b"".join(parts)


def main() -> None:
    """Observe one job, from stdin to stdout, under what limits the system has."""
    packed, frames = read_all(0), os.dup(1)
    os.dup2(2, 1)  # what the code prints on its own is no frame
    timeout = float(sys.argv[1])
    try:
        from grader.sandbox import jail
    except ImportError:  # Windows has no resource limits
        pass
    else:
        jail.note_size()
        jail.limit(timeout)
    suite, submitted = split_whole(packed)
    if sys.argv[2:] == ["only-read"]:
        find_slips_in(*open_submission(submitted), sender(frames))
    else:
        work(open_suite(suite), *open_submission(submitted), sender(frames))


if __name__ == "__main__":
    main()
