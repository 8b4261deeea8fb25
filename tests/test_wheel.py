"""The two distributions: built from a checkout, installed in an empty environment, and used from an empty folder."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from email import message_from_bytes
from email.message import Message
from pathlib import Path

import pytest

from grader import catalog
from grader.sandbox.doctor import sandbox_ready
from grader.stubs import END, without_markers
from tests.cli.test_init import NAMED, WRONG
from tests.pytest_plugin.kit import ROOT, Kit

TIMEOUT = 900
UV = (sys.executable, "-m", "uv", "--quiet")
WORK = "def num_flat_features(x):\n    return x[0].numel()  # somebody's own work\n"
GRADE = ("grade", "class", "--seed", "5", "--jobs", "1", "--no-sandbox", "--json", "grades.json")
LOOK = """
import os, subprocess, sysconfig
from grader.sandbox import bubblewrap
place = os.path.join(sysconfig.get_path("purelib"), "torchkata_solutions", "solutions")
print("outside", len(os.listdir(place)) > 5, flush=True)
count = "import os, sys; print('inside', sum(len(files) for _, _, files in os.walk(sys.argv[1])))"
subprocess.run(bubblewrap.command(bubblewrap.find()[0], ["-c", count, place]), check=True)
"""
SAYS = "torchkata-solutions, which is not installed"
pytestmark = pytest.mark.slow


def tracked(*names: str) -> list[str]:
    command = ["git", "ls-files", "--", *names]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()


def run(*command: str | Path) -> None:
    done = subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """A folder with both sdists and the wheels built from them. Somebody had worked in the checkout's exercises."""
    copy, made = tmp_path_factory.mktemp("checkout"), tmp_path_factory.mktemp("built")
    for name in tracked("grader", "exercises", "solutions", ".vscode", ".gitignore", "tests", "*.py", "*.in", "[A-Z]*"):
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, copy / name)
    shutil.copy(ROOT / "pyproject.toml", copy)
    for name in ("num_flat_features.py", "num_flat_features.mine.txt", "scratch.py", "curve.png"):
        (copy / "exercises/ex01" / name).write_text(WORK, encoding="utf-8")
    for place in (copy, copy / "solutions"):
        run(*UV, "build", "--offline", "--no-build-isolation", "--python", sys.executable, "--out-dir", made, place)
    return made


@pytest.fixture(scope="module")
def environment(built, tmp_path_factory) -> Path:
    """The Python of an environment with torchkata's wheel and, to save time, what this one has installed besides."""
    place = tmp_path_factory.mktemp("environment")
    run(sys.executable, "-m", "venv", "--without-pip", place)
    python = place / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    packages = sysconfig.get_path("purelib", vars={"base": str(place), "platbase": str(place)})
    Path(packages, "others.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    install(python, built, "torchkata-*.whl")
    where = [python, "-I", "-c", "import grader; print(grader.__file__)"]
    found = subprocess.run(where, capture_output=True, text=True, timeout=TIMEOUT, check=True).stdout
    assert Path(found.strip()).is_relative_to(packages), "torchkata comes from the wheel"
    return python


@pytest.fixture
def learner(environment, tmp_path) -> Kit:
    """An empty folder, where commands are those of the wheel."""
    return Installed(environment, tmp_path)


class Installed(Kit):
    """A folder whose commands run in another environment, which knows nothing of this checkout."""

    def __init__(self, python: Path, root: Path) -> None:
        super().__init__(root)
        self.interpreter = str(python)
        self.environment = {"PYTHONPATH": ""}


def install(python: Path, built: Path, pattern: str) -> None:
    (wheel,) = built.glob(pattern)
    run(*UV, "pip", "install", "--offline", "--no-deps", "--python", python, wheel)


def unpacked(built: Path, pattern: str, place: Path) -> Path:
    (sdist,) = built.glob(pattern)
    with tarfile.open(sdist) as archive:
        archive.extractall(place, filter="data")
    return place / sdist.name.removesuffix(".tar.gz")


def test_the_wheel_holds_the_grader_and_the_exercises_and_no_answer(built):
    (wheel,) = built.glob("torchkata-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        released = {name.removeprefix("grader/released/") for name in archive.namelist() if "/released/" in name}
        names = set(archive.namelist())
        for exercise in catalog.exercises().values():
            left = archive.read(f"grader/released/exercises/{exercise.id}/{exercise.filename}").decode()
            assert END in left
            assert without_markers(left) == exercise.path(ROOT).read_text(encoding="utf-8"), "the stub and its markers"
    assert set(tracked("grader")) <= names
    assert {name.split("/")[0].split("-")[0] for name in names} == {"grader", "torchkata"}
    assert released == set(tracked("exercises", ".vscode", ".gitignore"))


def test_the_sdists_own_tests_pass_on_the_wheel(built, environment, tmp_path):
    shutil.copytree(unpacked(built, "torchkata-*.tar.gz", tmp_path) / "tests", tmp_path / "from the sdist/tests")
    ran = Installed(environment, tmp_path / "from the sdist").pytest("tests", "-p", "no:cacheprovider")
    assert ran.status == 0, ran.text
    assert "6 passed" in ran.text and "skipped" not in ran.text


def test_what_needs_the_solutions_says_so_and_what_does_not_works(learner):
    outside = learner.kata()
    assert outside.status == 2
    assert "write one here with: kata init" in outside.flat
    assert learner.kata("init").status == 0
    for command in ("solution ex01", "catchup ex02", "diff ex01 --solution", "course course"):
        ran = learner.kata(*command.split())
        assert ran.status == 2, ran.text
        assert SAYS in ran.flat
        assert "Traceback" not in ran.text
    assert not (learner.root / "course").exists()
    assert learner.kata("demo").status == 2
    submitted = learner.root / "class/ada/ex01/num_flat_features.py"
    submitted.parent.mkdir(parents=True)
    submitted.symlink_to("nowhere")
    assert SAYS in learner.kata(*GRADE).flat
    assert learner.kata("notebook", "ex06").status == 0
    cells = json.loads((learner.root / "ex06.ipynb").read_text(encoding="utf-8"))["cells"]
    assert {"write-train_epoch", "write-evaluate", "write-fit"} <= {cell["id"] for cell in cells}


def test_pypi_takes_all_four_files(built):
    """Its checks are twine's; it shows a page without relative links, which would lead nowhere there."""
    files = sorted(path for pattern in ("*.whl", "*.tar.gz") for path in built.glob(pattern))
    ran = subprocess.run(
        [sys.executable, "-m", "twine", "check", "--strict", *files], capture_output=True, text=True, timeout=TIMEOUT
    )
    assert ran.returncode == 0, ran.stdout
    assert ran.stdout.count("PASSED") == len(files) == 4
    metadata = metadata_of(next(built.glob("torchkata-*.whl")))
    links = re.findall(r"\]\(([^)]+)\)", metadata.get_payload())
    assert len(links) > 20
    assert [link for link in links if not link.startswith(("https://", "#"))] == []


def test_the_metadata_says_what_people_look_for(built):
    metadata = metadata_of(next(built.glob("torchkata-*.whl")))
    assert metadata["License-Expression"] == "MIT AND CC-BY-4.0"
    assert metadata.get_all("License-File") == ["LICENSE", "grader/data/README.md"]
    assert metadata["Author"] == metadata_of(next(built.glob("torchkata_solutions-*.whl")))["Author"]
    assert {url.split(",")[0] for url in metadata.get_all("Project-URL")} >= {"Homepage", "Changelog", "Issues"}
    assert "pytorch" in metadata["Keywords"].split(",")
    assert "Typing :: Typed" in metadata.get_all("Classifier")
    assert not [name for name in metadata.get_all("Classifier") if name.startswith("License ::")]  # refused beside SPDX


def metadata_of(wheel: Path) -> Message:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        return message_from_bytes(archive.read(name))


def test_a_template_for_github_comes_from_the_wheel(learner):
    assert learner.kata("classroom", "ex01", "-o", "assignment").status == 0
    stub = learner.root / "assignment" / "exercises" / "ex01" / "num_flat_features.py"
    assert "raise NotImplementedError" in stub.read_text(encoding="utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals on Windows")
def test_watch_names_a_mistake_and_where_the_solutions_are(learner):
    from tests.watch.terminal import Terminal

    assert learner.kata("init").status == 0
    learner.write("ex01", WRONG)
    terminal = Terminal(learner.root, [learner.interpreter, "-m", "grader", "watch", "ex01"], 80, PYTHONPATH="")
    try:
        terminal.expect(NAMED)
        terminal.expect("q quit")
        terminal.press("s")
        terminal.expect("Show the solution")
        terminal.press("y")
        terminal.expect("torchkata-solutions")
        terminal.press("q")
        assert terminal.ended() == 0
    finally:
        terminal.kill()


@pytest.fixture(scope="module")
def with_solutions(built, environment) -> Path:
    """The same environment, from here on with the second distribution: the tests that use it come last."""
    install(environment, built, "torchkata_solutions-*.whl")
    return environment


def test_with_the_second_distribution_nothing_is_missing(built, with_solutions, learner):
    submitted = learner.root / "class/ada/ex01/num_flat_features.py"
    submitted.parent.mkdir(parents=True)
    submitted.write_text(WRONG, encoding="utf-8")
    assert SAYS not in learner.kata(*GRADE).flat
    (result,) = json.loads((learner.root / "grades.json").read_text(encoding="utf-8"))["submissions"]
    assert [mistake["id"] for mistake in result["mistakes"]] == ["sums_the_sizes"]
    assert learner.kata("init").status == 0
    assert learner.kata("catchup", "ex01", "--yes").status == 0
    assert "def num_flat_features" in learner.kata("solution", "ex01", "--yes").text
    assert learner.kata("course", "course", "--exercise", "ex01").status == 0
    solutions = Installed(with_solutions, unpacked(built, "torchkata_solutions-*.tar.gz", learner.root))
    assert solutions.pytest("ex01", "-p", "no:cacheprovider").status == 0


@pytest.mark.skipif(not sandbox_ready()[0], reason=f"no sandbox on this machine: {sandbox_ready()[1]}")
def test_the_sandbox_hides_the_installed_solutions(with_solutions, learner):
    ran = Installed(with_solutions, learner.root).python("-c", LOOK)
    assert ran.status == 0, ran.text
    assert ran.text.split() == ["outside", "True", "inside", "0"]
