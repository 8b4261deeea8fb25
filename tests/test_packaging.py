"""What people and tools read about the project: the packages' metadata, the citation, GitHub's forms and workflow."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from email import message_from_bytes
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The folder with torchkata's sdist and wheel."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True, timeout=900)
    return folder


@pytest.fixture(scope="module")
def metadata(built):
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        return message_from_bytes(archive.read(name))


@pytest.mark.slow
def test_twine_finds_nothing_to_complain_about(built):
    command = [sys.executable, "-m", "twine", "check", "--strict", *map(str, built.iterdir())]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert ran.returncode == 0, ran.stdout
    assert ran.stdout.count("PASSED") == 2


@pytest.mark.slow
def test_the_metadata_says_what_people_look_for(metadata):
    assert metadata["License-Expression"] == "MIT AND CC-BY-4.0"
    assert metadata.get_all("License-File") == ["LICENSE", "grader/data/README.md"]
    assert metadata["Author"] == "The torchkata authors"
    assert {url.split(",")[0] for url in metadata.get_all("Project-URL")} >= {"Homepage", "Changelog", "Issues"}
    assert "pytorch" in metadata["Keywords"].split(",")
    assert "Typing :: Typed" in metadata.get_all("Classifier")
    assert not [name for name in metadata.get_all("Classifier") if name.startswith("License ::")]  # refused beside SPDX


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
    ran = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert ran.returncode == 0, ran.stdout


@pytest.mark.slow
def test_the_workflow_runs_tests_that_exist_from_the_oldest_python_on(metadata):
    text = (ROOT / ".github" / "workflows" / "tests.yml").read_text(encoding="utf-8")
    jobs = yaml.load(text, Loader=yaml.BaseLoader)["jobs"]  # every scalar as it is written: 3.10 is not 3.1
    assert set(jobs["learner"]["strategy"]["matrix"]["system"]) == {"ubuntu-latest", "macos-latest", "windows-latest"}
    for name in ("learner", "sandbox"):
        oldest, _ = (entry["python"] for entry in jobs[name]["strategy"]["matrix"]["include"])
        assert metadata["Requires-Python"] == f">={oldest}"
        paths = re.findall(r"\btests/\S+", " ".join(step.get("run", "") for step in jobs[name]["steps"]))
        assert paths
        assert [path for path in paths if not (ROOT / path).exists()] == []
