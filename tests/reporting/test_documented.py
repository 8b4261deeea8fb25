"""The scripts in docs/reports.md, run on a result as ``kata grade --json`` writes it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace

import pytest

from grader.reporting.files import write_json
from tests.pytest_plugin.kit import ROOT
from tests.reporting.test_files import SUMS
from tests.results import RUN, faulty, graded

SCRIPTS = re.findall(r"```python\n(.*?)```", (ROOT / "docs/reports.md").read_text(encoding="utf-8"), re.DOTALL)

NAMED = replace(graded("ada"), mistakes=(SUMS,))
REASON = "Sizes added: It returns 16 + 6 + 6.\n\nreturned: 28\nwhy: sizes are multiplied"


def run(folder, script: str, result) -> subprocess.CompletedProcess:
    write_json(folder / "grades.json", RUN, [result])
    return subprocess.run([sys.executable, "-c", script], cwd=folder, capture_output=True, text=True, timeout=900)


def test_prairielearn_gets_a_share_and_every_check(tmp_path):
    assert run(tmp_path, SCRIPTS[0], replace(graded("ada"), mistakes=(SUMS,))).returncode == 0
    whole = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))
    assert (whole["gradable"], whole["score"]) == (True, 0.6)
    assert whole["message"] == "Sizes added: It returns 16 + 6 + 6."
    assert [(test["name"], test["points"], test["max_points"]) for test in whole["tests"]] == [
        ("a is right", 6, 6),
        ("b is right", 0, 4),
    ]
    unreadable = replace(graded("ada"), status="unreadable", note="it is no Python")
    assert run(tmp_path, SCRIPTS[0], unreadable).returncode == 0
    whole = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))
    assert (whole["gradable"], whole["format_errors"]) == (False, ["it is no Python"])


def test_artemis_gets_a_file_per_check(tmp_path):
    assert run(tmp_path, SCRIPTS[1], NAMED).returncode == 0
    files = sorted((tmp_path / "customFeedbacks").iterdir())
    assert [json.loads(file.read_text(encoding="utf-8")) for file in files] == [
        {"name": "test_a", "successful": True, "message": "a is right"},
        {"name": "test_b", "successful": False, "message": REASON},
    ]


def test_codegrade_gets_a_test_case_per_check_and_the_points(tmp_path):
    ran = run(tmp_path, SCRIPTS[2], NAMED)
    tests, points = (json.loads(line) for line in ran.stdout.splitlines())
    assert points == {"tag": "points", "points": "6/10"}
    assert tests["tag"] == "unit-test"
    (suite,) = tests["results"]
    assert (suite["id"], suite["name"]) == ("ex01", "ex01")
    assert suite["testCases"] == [
        {"name": "a is right", "status": "success", "weight": "6", "reason": ""},
        {"name": "b is right", "status": "failure", "weight": "4", "reason": REASON},
    ]


@pytest.mark.parametrize("script", SCRIPTS, ids=["prairielearn", "artemis", "codegrade"])
def test_a_graders_fault_is_no_grade(tmp_path, script):
    ran = run(tmp_path, script, faulty("bob"))
    assert ran.returncode == 1
    assert ran.stderr.strip() == "the sandbox failed"
    assert [path.name for path in tmp_path.iterdir()] == ["grades.json"]
