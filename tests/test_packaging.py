"""What GitHub reads: the citation, the forms of issues, the workflow."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ("citation-file-format", "CITATION.cff"),
        ("github-issue-config", ".github/ISSUE_TEMPLATE/config.yml"),
        ("github-issue-forms", ".github/ISSUE_TEMPLATE/[!c]*.yml"),
        ("github-workflows", ".github/workflows/*.yml"),
    ],
)
def test_files_for_github_follow_their_schemas(schema, files):
    """The schemas are check-jsonschema's own copies of the published ones."""
    paths = sorted(map(str, ROOT.glob(files)))
    assert paths
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", *paths]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=900)
    assert ran.returncode == 0, ran.stdout


def test_the_workflow_runs_tests_that_exist_from_the_oldest_python_on():
    text = (ROOT / ".github" / "workflows" / "tests.yml").read_text(encoding="utf-8")
    jobs = yaml.load(text, Loader=yaml.BaseLoader)["jobs"]  # every scalar as it is written: 3.10 is not 3.1
    assert set(jobs["learner"]["strategy"]["matrix"]["system"]) == {"ubuntu-latest", "macos-latest", "windows-latest"}
    for name in ("learner", "sandbox"):
        oldest, _ = (entry["python"] for entry in jobs[name]["strategy"]["matrix"]["include"])
        assert metadata.metadata("torchkata")["Requires-Python"] == f">={oldest}"
        paths = re.findall(r"\btests/\S+", " ".join(step.get("run", "") for step in jobs[name]["steps"]))
        assert paths
        assert [path for path in paths if not (ROOT / path).exists()] == []
