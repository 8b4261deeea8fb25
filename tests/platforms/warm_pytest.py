"""``python -m tests.platforms.warm_pytest EXERCISE…``: pytest commands, each in a fork of this process.

The process has torch and the exercises' suites loaded. It reads ``[[FOLDER, COMMAND], …]`` as JSON from stdin, and
prints ``[[STATUS, OUTPUT], …]`` in the same order.
"""

from __future__ import annotations

import json
import os
import shlex
import sys
import tempfile

from grader import catalog


def main() -> None:
    import pytest
    import torch

    import grader.pytest_plugin.collection
    import grader.pytest_plugin.report

    assert grader.pytest_plugin.collection and grader.pytest_plugin.report
    torch.set_num_threads(1)
    for name in sys.argv[1:]:
        catalog.exercise(name).checks()
        catalog.exercise(name).probes()
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # other plugins cost each fork a second
    ended = []
    for folder, command in json.load(sys.stdin):
        program, *arguments = shlex.split(command)
        assert program == "pytest"
        with tempfile.TemporaryFile() as output:
            child = os.fork()
            if child == 0:
                os.dup2(output.fileno(), 1)
                os.dup2(output.fileno(), 2)
                os.chdir(folder)
                os._exit(int(pytest.main([*arguments, "-p", "grader.pytest_plugin.plugin"])))
            status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            output.seek(0)
            ended.append([status, output.read().decode()])
    print(json.dumps(ended))


if __name__ == "__main__":
    main()
