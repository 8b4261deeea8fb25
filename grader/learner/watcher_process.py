"""The process beside a learner's run: it prints the last words and ends the run where nothing else can.

``python -I -S watcher_process.py PID`` reads one JSON object per line: ``{"path": [...]}``, where to import from;
``{"report": …, "ends": [...]}``, what to print, with the verdict at the limit on computing and at that on waiting;
``{"watch": [computing, waiting]}`` in seconds from now; ``{"watch": null}`` to rest. It ends with its input.
Nothing but a little of the standard library is imported before the end, so that it starts in an instant.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import sys
import threading
from typing import Any

POLL = 0.5


def main(process: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the run's to act on
    messages: queue.Queue[dict[str, Any] | None] = queue.Queue()
    threading.Thread(target=_read, args=(messages,), daemon=True).start()
    unfinished: dict[str, Any] = {}
    countdown = None
    while True:
        try:
            message = messages.get(timeout=None if countdown is None else POLL)
        except queue.Empty:
            message = {}
        if message is None:
            return
        if "path" in message:
            sys.path[:] = message["path"]
        if "report" in message:
            unfinished = message
        if "watch" in message:
            from grader.learner.countdown import Countdown

            countdown = Countdown(process, *message["watch"]) if message["watch"] else None
        reached = countdown.reached() if countdown is not None else None
        if reached is not None:
            _end(process, unfinished["report"], unfinished["ends"][reached])
            return


def _read(messages: queue.Queue[dict[str, Any] | None]) -> None:
    for line in sys.stdin.buffer:
        messages.put(json.loads(line))
    messages.put(None)


def _end(process: int, report: dict[str, Any] | None, verdict: dict[str, Any]) -> None:
    try:
        from grader.learner.unfinished import as_text

        left = as_text(report, verdict).encode("utf-8", "replace")
        while left:
            left = left[os.write(1, left) :]
    finally:
        os.kill(process, getattr(signal, "SIGKILL", signal.SIGTERM))


if __name__ == "__main__":
    main(int(sys.argv[1]))
