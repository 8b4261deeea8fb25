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
FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("[!c]*.yml"))
WORKFLOW = ROOT / ".github" / "workflows" / "tests.yml"


def read_yaml(path: Path):
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # every scalar as it is written


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


def test_the_citation_has_what_its_schema_requires():
    citation = read_yaml(ROOT / "CITATION.cff")
    assert citation["cff-version"] == "1.2.0"
    assert {"message", "title", "authors"} <= set(citation)
    assert citation["authors"] == [{"name": "The torchkata authors"}]


@pytest.mark.parametrize("form", FORMS, ids=lambda path: path.stem)
def test_issue_forms_follow_githubs_schema(form):
    """Source: GitHub's "Syntax for issue forms" and "Syntax for GitHub's form schema"."""
    content = read_yaml(form)
    assert {"name", "description", "body"} <= set(content) <= {"name", "description", "title", "labels", "body"}
    kinds = {"markdown", "input", "textarea", "dropdown", "checkboxes"}
    assert all(item["type"] in kinds and item["attributes"]["label"] for item in content["body"])
    identifiers = [item["id"] for item in content["body"]]
    assert len(set(identifiers)) == len(identifiers)
    assert all(re.fullmatch(r"[\w-]+", name) for name in identifiers)


@pytest.mark.slow
def test_the_workflow_runs_tests_that_exist_from_the_oldest_python_on(metadata):
    jobs = read_yaml(WORKFLOW)["jobs"]
    assert set(jobs["learner"]["strategy"]["matrix"]["system"]) == {"ubuntu-latest", "macos-latest", "windows-latest"}
    for name in ("learner", "sandbox"):
        oldest, _ = (entry["python"] for entry in jobs[name]["strategy"]["matrix"]["include"])
        assert metadata["Requires-Python"] == f">={oldest}"
        paths = re.findall(r"\btests/\S+", " ".join(step.get("run", "") for step in jobs[name]["steps"]))
        assert paths
        assert [path for path in paths if not (ROOT / path).exists()] == []
