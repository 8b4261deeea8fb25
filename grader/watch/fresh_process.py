"""``python -m grader.watch.fresh_process``: one run of the checks, where the system cannot fork.

It is started before it is needed and imports all it can; then it reads one request from its input and writes the
messages to its output. ``KATA_NO_FORK=1`` uses it on every system.
"""

from __future__ import annotations

import os
import sys


def main() -> None:
    output = os.dup(1)
    os.dup2(2, 1)
    from grader.observing.warm import use_torch
    from grader.watch import one_check
    from grader.watch.request import Request

    use_torch()
    line = sys.stdin.buffer.readline()
    if line:
        one_check.serve(Request.from_line(line), output)


if __name__ == "__main__":
    main()
