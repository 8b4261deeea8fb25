"""``python -m tests.end_to_end.forked_pytest exNN FOLDER``: pytest on each module in a folder, from one warm process.

Each module is put into a folder of its own as ``exercises/exNN/MODULE.py`` and checked by a fork of this process, which
has torch imported. Prints one JSON object: for each module, which checks passed.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree

from grader import catalog


def main() -> None:
    import pytest
    import torch

    import grader.pytest_plugin.collection
    import grader.pytest_plugin.report

    assert grader.pytest_plugin.collection and grader.pytest_plugin.report
    torch.set_num_threads(1)
    torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)  # imports what the first optimizer needs
    exercise = catalog.exercise(sys.argv[1])
    exercise.checks()
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # other plugins cost each fork a second
    options = ["-p", "grader.pytest_plugin.plugin", "-p", "no:cacheprovider"]
    passed = {}
    for path in sorted(Path(sys.argv[2]).glob("*.py")):
        with tempfile.TemporaryDirectory() as folder:
            stub = exercise.path(Path(folder))
            stub.parent.mkdir(parents=True)
            stub.write_bytes(path.read_bytes())
            junit = Path(folder, "junit.xml")
            child = os.fork()
            if child == 0:
                null = os.open(os.devnull, os.O_WRONLY)
                os.dup2(null, 1)
                os.dup2(null, 2)
                os.chdir(folder)
                status = pytest.main([f"exercises/{exercise.id}", f"--junitxml={junit}", *options])
                os._exit(int(status))
            os.waitpid(child, 0)
            cases = ElementTree.parse(junit).iter("testcase") if junit.exists() else []
            passed[path.stem] = {
                str(case.get("name")): case.find("failure") is None and case.find("error") is None for case in cases
            }
    print(json.dumps(passed))


if __name__ == "__main__":
    main()
