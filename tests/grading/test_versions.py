"""What a grade depends on: changes with every change to a suite, and with nothing else."""

from __future__ import annotations

import json
import platform

import torch

from grader import __version__
from grader.grading.versions import versions
from tests.checkout import Checkout

ASK = "import json; from grader.grading.versions import versions; print(json.dumps(versions()))"


def test_versions_name_kit_python_and_torch():
    found = versions()
    assert (found["kit"], found["python"]) == (__version__, platform.python_version())
    assert torch.__version__.startswith(found["torch"])


def test_the_suites_digest_follows_their_files(tmp_path):
    checkout = Checkout(tmp_path)

    def ask() -> dict[str, str]:
        return json.loads(checkout.python("-c", ASK).text)

    assert ask() == versions(), "the same files elsewhere"
    checkout.append("exercises/ex01/README.md", "A word more.\n")
    assert ask() == versions()
    checkout.append("grader/suites/ex01/probes.py", "# a comment\n")
    changed = ask()
    assert changed.pop("suites") != versions()["suites"]
    assert changed.items() <= versions().items()
