"""``kata gradescope``: its zip, laid out and run as Gradescope does it, in a container of this machine's own files."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest

from grader import catalog
from grader.platforms.gradescope.run import run
from grader.platforms.gradescope.settings import SETTINGS, Settings
from grader.reporting.gradescope import NOT_GRADED, Visibility
from tests.mistakes import mistake_file
from tests.pytest_plugin.kit import ROOT, Kit

HERE = Path(__file__).parent
UNSHARE = ["unshare", "--mount", "--pid", "--fork"]
INDEX = "https://index.example/it's"
EX01, EX02, EX03 = (catalog.exercise(name) for name in ("ex01", "ex02", "ex03"))

OPENS_FILES = """
import os
import sysconfig

PACKAGES = sysconfig.get_path("purelib")
READ = ["source/autograder.json", "submission_metadata.json", "submission", "run_autograder", "results"]
READ = ["/autograder/" + name for name in READ]
ANSWERS = ["grader/suites/ex01/checks.py", "torchkata_solutions/solutions/ex01/mistakes.py"]
READ += [PACKAGES + "/" + name for name in ANSWERS]
WRITTEN = ["/autograder/results/results.json", "/autograder/results/other.json", "/autograder/source/autograder.json"]
opened = []
for names, flags in ((READ, os.O_RDONLY), (WRITTEN, os.O_WRONLY | os.O_CREAT)):
    for name in names:
        try:
            os.close(os.open(name, flags))
            opened.append(name)
        except OSError:
            pass


def num_flat_features(x):
    return "opened: " + ", ".join(opened)
"""

LEAVES_PROCESSES = """
import os
import subprocess
import threading
import time


def forge():
    while True:
        try:
            with open("/autograder/results/results.json", "w") as file:
                file.write('{"score": 1000}')
        except OSError:
            pass
        time.sleep(0.01)


def by_forking_twice():
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            forge()
        os._exit(0)


def by_a_shell():
    script = "while true; do echo '{\\"score\\": 1000}' >/autograder/results/results.json; sleep 0.01; done"
    subprocess.Popen(["setsid", "sh", "-c", script])


for way in (by_forking_twice, by_a_shell, threading.Thread(target=forge, daemon=True).start):
    try:
        way()
    except OSError:
        pass
"""


def is_container_possible() -> str:
    """Why there can be no container here; empty where there can be one."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return "only root can make the container, on Linux"
    made = subprocess.run(
        ["unshare", "--mount", "--pid", "--fork", "true"], capture_output=True, text=True, check=False
    )
    return made.stderr.strip()


def notebook(source: Path) -> str:
    cells = [nbformat.v4.new_markdown_cell("My answer"), nbformat.v4.new_code_cell(source.read_text(encoding="utf-8"))]
    return nbformat.writes(nbformat.v4.new_notebook(cells=cells))


def solution(exercise: catalog.Exercise) -> Path:
    return exercise.path(ROOT, "solutions")


@dataclass(frozen=True)
class Graded:
    """What Gradescope would find after a run, and the processes that were still there."""

    status: int
    stdout: str
    results: dict
    processes: list[str]

    def outputs(self, exercise: str) -> list[str]:
        return [test["output"] for test in self.results["tests"] if test["number"].startswith(exercise)]

    def points(self, exercise: str) -> tuple[int, int]:
        tests = [test for test in self.results["tests"] if test["number"].startswith(exercise)]
        return sum(test["score"] for test in tests), sum(test["max_score"] for test in tests)


@pytest.fixture(scope="module")
def bundle(tmp_path_factory):
    """The zip as the command writes it, and what the command says."""
    path = tmp_path_factory.mktemp("bundle") / "autograder.zip"
    options = ["--visibility", "after_due_date", "--extra-index-url", INDEX, "-o", str(path)]
    ran = Kit(path.parent).kata("gradescope", "ex01", "2", "flat_size", "ex01", *options)
    assert ran.status == 0, ran.text
    return path, ran.text


@pytest.fixture(scope="module")
def graded(bundle, tmp_path_factory):
    """Both ways to run submissions, each on one with three exercises."""
    why = is_container_possible()
    if why:
        pytest.skip(f"no container: {why}")
    base, shared = tmp_path_factory.mktemp("base"), tmp_path_factory.mktemp("shared")
    submissions = {
        "sandboxed/homework/num_flat_features.py": mistake_file(EX01, "sums_the_sizes").read_text(encoding="utf-8"),
        "sandboxed/homework/ex02 (1).ipynb": notebook(solution(EX02)),
        "sandboxed/homework/flat_size.py": LEAVES_PROCESSES + solution(EX03).read_text(encoding="utf-8"),
        "other_user/num_flat_features.py": OPENS_FILES,
        "other_user/forward_pass.py": LEAVES_PROCESSES + solution(EX02).read_text(encoding="utf-8"),
        "other_user/ex03.ipynb": notebook(solution(EX03)),
    }
    for name, content in submissions.items():
        path = shared / "submissions" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    shutil.copy(bundle[0], shared)
    shutil.copy(HERE / "without_namespaces.py", shared)
    container = [*UNSHARE, HERE / "container.sh", base, shared]
    script = [HERE / "gradescope.sh", shared, sys.executable, sysconfig.get_path("purelib"), ROOT]
    ran = subprocess.run([*container, *script], capture_output=True, text=True, timeout=1800, check=False)
    setup = shared / "setup.txt"
    assert ran.returncode == 0, ran.stdout + ran.stderr + (setup.read_text() if setup.exists() else "")

    def read(name: str) -> Graded:
        texts = {kind: (shared / f"{name}.{kind}").read_text() for kind in ("status", "stdout", "json", "processes")}
        processes = [line for line in texts["processes"].splitlines() if line.strip()]
        return Graded(int(texts["status"]), texts["stdout"], json.loads(texts["json"]), processes)

    return {name: read(name) for name in ("sandboxed", "other_user")}


@pytest.mark.slow
def test_the_zip_holds_what_gradescope_asks_for_and_the_command_says_what_to_set(bundle):
    path, said = bundle
    assert path.stat().st_mode & 0o077 == 0, "it holds answers, and the key of the draws"
    with zipfile.ZipFile(path) as archive:
        modes = {entry.filename: entry.external_attr >> 16 & 0o777 for entry in archive.infolist()}
        setup = archive.read("setup.sh").decode()
        settings = json.loads(archive.read(SETTINGS))
    assert (modes["setup.sh"], modes["run_autograder"], modes[SETTINGS]) == (0o755, 0o755, 0o600)
    assert settings["exercises"] == ["ex01", "ex02", "ex03"]
    assert "Autograder points  50" in said
    assert "Timeout            8 minutes or more" in said
    line = next(line for line in setup.splitlines() if line.startswith("EXTRA_INDEX="))
    shown = subprocess.run(
        ["bash", "-c", f'{line}; printf %s "$EXTRA_INDEX"'], capture_output=True, text=True, check=True
    )
    assert shown.stdout == INDEX


@pytest.mark.slow
def test_a_submission_is_graded_in_the_sandbox(graded):
    run = graded["sandboxed"]
    assert run.status == 0
    assert "submissions run in the sandbox" in run.stdout
    assert (run.points("ex01"), run.points("ex02"), run.points("ex03")) == ((0, 10), (20, 20), (20, 20))
    assert run.results["score"] == 40
    assert {test["visibility"] for test in run.results["tests"]} == {"after_due_date"}
    assert run.results["stdout_visibility"] == "hidden"
    first = run.results["tests"][0]
    assert (first["number"], first["status"], first["output_format"]) == ("ex01.1", "failed", "text")
    assert first["name"] == "ex01: num_flat_features counts the features of one sample"


@pytest.mark.slow
def test_the_known_mistake_is_named_under_the_submission_s_own_draw(graded):
    assert graded["sandboxed"].outputs("ex01")[0].startswith("likely: The sizes are added, not multiplied. ")


@pytest.mark.slow
def test_where_namespaces_are_forbidden_a_submission_runs_as_a_user_that_reaches_nothing(graded):
    run = graded["other_user"]
    assert run.status == 0
    assert re.search(r"^submissions run as user \d+, with system calls filtered;", run.stdout, re.MULTILINE)
    assert "returned: 'opened: '" in run.outputs("ex01")[0]
    assert (run.points("ex01"), run.points("ex02"), run.points("ex03")) == ((0, 10), (20, 20), (20, 20))
    assert run.results["score"] == 40


@pytest.mark.slow
@pytest.mark.parametrize("way", ["sandboxed", "other_user"])
def test_no_process_of_a_submission_outlives_the_results(graded, way):
    (script,) = graded[way].processes
    assert "gradescope.sh" in script


@pytest.mark.slow
def test_a_submission_has_the_same_draw_each_time(graded):
    seeds = [run.stdout.splitlines()[0] for run in graded.values()]
    assert seeds[0].startswith("seed ")
    assert seeds[0] == seeds[1]


def test_draws_differ_between_submissions_and_between_zips():
    one, other = (Settings(("ex01",), 20.0, Visibility.VISIBLE) for _ in range(2))
    assert one.seed("id 1") == one.seed("id 1")
    assert len({one.seed("id 1"), one.seed("id 2"), other.seed("id 1")}) == 3


def test_a_fault_of_the_grader_is_told_and_is_no_score(tmp_path, capsys):
    for name in ("source", "submission", "results"):
        (tmp_path / name).mkdir()
    settings = Settings(("ex99",), 20.0, Visibility.HIDDEN)
    (tmp_path / "source" / SETTINGS).write_text(settings.to_json(), encoding="utf-8")
    results = tmp_path / "results" / "results.json"
    results.write_text('{"score": 1000}', encoding="utf-8")
    assert run(tmp_path) == 1
    whole = json.loads(results.read_text(encoding="utf-8"))
    assert "score" not in whole
    assert whole["tests"] == []
    assert whole["output"].startswith(NOT_GRADED)
    assert "There is no exercise called 'ex99'" in whole["output"]
    assert "Traceback" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "Missing argument"),
        (["ex99"], "There is no exercise called 'ex99'"),
        (["ex01", "-o", "nowhere/a.zip"], "name a file in a folder that exists"),
    ],
)
def test_a_usage_error_is_told_with_status_2(kit, arguments, said):
    ran = kit.kata("gradescope", *arguments)
    assert ran.status == 2
    assert said in ran.flat
