"""``kata demo``, on the real files, in a copy of the checkout."""

from __future__ import annotations

import shutil

import pytest

from grader.sandbox.doctor import sandbox_ready
from tests.checkout import Checkout
from tests.pytest_plugin.kit import ROOT

SHOWN = (
    "An original stub", "not started", "A first try", "returned 28", "1. Which of the sizes", "The reference answer",
    "10 of 10 points", "The table of progress", "exercises finished", "An instructor grades a class",
)  # fmt: skip


@pytest.mark.slow
def test_the_demo_runs_through(tmp_path):
    checkout = Checkout(tmp_path)
    shutil.copytree(ROOT / "tests/hostile", tmp_path / "tests/hostile", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "tests/sample_class.json", tmp_path / "tests/sample_class.json")
    ran = checkout.kata("demo", COLUMNS="100")
    assert ran.status == 0, ran.text
    assert "Traceback" not in ran.text
    for words in SHOWN:
        assert words in ran.flat
    assert ("never ended" in ran.flat or "timed out" in ran.flat) == sandbox_ready()[0]
    page = (tmp_path / ".kata/sample-class.html").read_text(encoding="utf-8")
    assert page.count("<tr>") > 8
