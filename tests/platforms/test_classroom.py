"""``kata classroom``: the template repository, and its workflow's steps run as the actions run them."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from grader import catalog
from grader.grading.class_folder import find
from grader.mistakes import known_mistakes
from grader.platforms.classroom.template import assignment
from tests.pytest_plugin.kit import ROOT
from tests.warm import IS_POSSIBLE, warm_python

GRADER = "classroom-resources/autograding-command-grader@v1"
REPORTER = "classroom-resources/autograding-grading-reporter@v1"
INPUTS = {
    # Whether each documented input is required. Source: the table "Inputs" in each action's README.md.
    GRADER: {"test-name": True, "setup-command": False, "command": True, "timeout": False, "max-score": False},
    REPORTER: {"runners": True},
}
EXERCISES = ("ex01", "ex03")


def kata(*arguments: str | Path, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "grader", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=900, check=False)


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    folder = tmp_path_factory.mktemp("classroom") / "template"
    ran = kata("classroom", "flat_size", "1", "-o", folder, "--install", "torchkata @ git+https://example.org/kit")
    assert ran.returncode == 0, ran.stderr
    assert "ex01, ex03, 23 checks, 30 points" in ran.stdout
    return folder


@pytest.fixture(scope="module")
def workflow(template):
    text = (template / ".github" / "workflows" / "classroom.yml").read_text(encoding="utf-8")
    return yaml.load(text, Loader=yaml.BaseLoader)  # every scalar as it is written: "on" stays a word


@pytest.fixture(scope="module")
def steps(workflow):
    """The steps that use the command grader."""
    return [step for step in workflow["jobs"]["run-autograding-tests"]["steps"] if step.get("uses") == GRADER]


def test_the_template_holds_the_exercises_and_nothing_that_decides(template):
    files = {path.relative_to(template).as_posix() for path in template.rglob("*") if path.is_file()}
    lessons = {
        f"exercises/{name}/{path.name}"
        for name in EXERCISES
        for path in (ROOT / "exercises" / name).iterdir()
        if path.name == "README.md" or path.suffix == ".svg" or path.name.endswith("@2x.png")
    }
    stubs = {"exercises/ex01/num_flat_features.py", "exercises/ex03/flat_size.py"}
    settings = {".gitignore", *(f".vscode/{path.name}" for path in (ROOT / ".vscode").iterdir())}
    own = {".github/workflows/classroom.yml", "README.md", "requirements.txt"}
    assert files == lessons | stubs | settings | own
    for stub in stubs:
        assert (template / stub).read_text(encoding="utf-8") == (ROOT / stub).read_text(encoding="utf-8")
    assert "torchkata @ git+https://example.org/kit" in (template / "requirements.txt").read_text("utf-8").splitlines()


def test_every_link_of_the_template_leads_somewhere(template):
    for page in template.rglob("*.md"):
        for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8")):
            assert target.startswith("https://") or (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_workflow_is_one_for_github(template):
    path = template / ".github" / "workflows" / "classroom.yml"
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows", str(path)]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=900)
    assert ran.returncode == 0, ran.stdout


def test_the_workflow_keeps_to_the_actions_interface(workflow, steps):
    assert workflow["name"] == "Autograding Tests"
    assert list(workflow["jobs"]) == ["run-autograding-tests"]
    *_, reporter = all_steps = workflow["jobs"]["run-autograding-tests"]["steps"]
    for step in all_steps:
        documented = INPUTS.get(step.get("uses"))
        if documented is not None:
            assert set(step["with"]) <= set(documented)
            assert {name for name, required in documented.items() if required} <= set(step["with"])
    assert reporter["uses"] == REPORTER
    names = [step["id"] for step in steps]
    assert reporter["with"]["runners"].split(",") == names
    assert reporter["env"] == {f"{name.upper()}_RESULTS": f"${{{{steps.{name}.outputs.result}}}}" for name in names}
    assert all(re.fullmatch(r"[a-z][a-z0-9-]*", name) for name in names)
    assert len(set(names)) == len(names) == len({step["with"]["test-name"] for step in steps})


def test_each_check_is_a_step_worth_its_points(steps):
    checks = [
        (f"{name}: {check.title}", str(check.points))
        for name in EXERCISES
        for check in assignment(catalog.exercise(name)).checks
    ]
    assert [(step["with"]["test-name"], step["with"]["max-score"]) for step in steps] == checks
    assert all(0 < float(step["with"]["timeout"]) <= 360 for step in steps)  # minutes


@pytest.fixture(scope="module")
def clones(template, tmp_path_factory):
    """Three students' clones: nothing done, ex01 right, and ex01 with a mistake that some checks do not meet."""
    folder = tmp_path_factory.mktemp("clones")
    for student in ("stub", "right", "wrong"):
        shutil.copytree(template, folder / student)
    exercise = catalog.exercise("ex01")
    shutil.copy(exercise.path(ROOT, "solutions"), exercise.path(folder / "right"))
    wrong = known_mistakes(ROOT, exercise)["counts_on_four_dimensions"].modules[0]
    exercise.path(folder / "wrong").write_text(wrong, encoding="utf-8")
    return folder


@pytest.mark.skipif(not IS_POSSIBLE, reason="runs the steps in forks of one process")
def test_the_steps_give_the_points_that_a_run_of_the_exercise_gives(clones, steps):
    students = ("stub", "right", "wrong")
    own = [step for step in steps if step["id"].startswith("ex01-")]
    commands = [step["with"]["command"] for step in own]
    # The command grader passes on PATH and HOME only (its src/main.js).
    environment = {name: os.environ[name] for name in ("PATH", "HOME")}

    def ended(student: str, command: str) -> tuple[int, str]:
        place = clones / student
        return warm_python().run(*shlex.split(command), cwd=place, environment=environment, answer="", timeout=900)

    points = {}
    for student in students:
        statuses = [ended(student, command)[0] for command in commands]
        assert set(statuses) <= {0, 1}
        points[student] = sum(
            int(step["with"]["max-score"]) for step, status in zip(own, statuses, strict=True) if not status
        )
        _, report = ended(student, "pytest exercises")
        assert f" {points[student]} of 30 points" in report
    assert points == {"stub": 0, "right": 10, "wrong": 7}


def test_one_step_run_by_a_shell(clones, steps):
    """As the action runs it: one line for a shell, in the repository, with PATH and HOME only."""
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    environment = {"PATH": path, "HOME": os.environ["HOME"], "FORCE_COLOR": "true"}
    (step,) = (step for step in steps if step["id"] == "ex01-any-shape")
    ran = subprocess.run(
        step["with"]["command"], shell=True, cwd=clones / "wrong", env=environment, capture_output=True, text=True
    )
    assert ran.returncode == 1
    assert "ex01  Count the flat features" in re.sub(r"\x1b\[[0-9;]*m", "", ran.stdout)


def test_clones_in_the_layout_of_gh_classroom_are_found(clones, tmp_path):
    """``gh classroom clone student-repos`` makes SLUG-submissions/SLUG-STUDENT, each a clone."""
    submissions = tmp_path / "intro-submissions"
    for student, answer in {"ada": "right", "barbara": "wrong"}.items():
        shutil.copytree(clones / answer, submissions / f"intro-{student}")
    exercises = [catalog.exercise(name) for name in EXERCISES]
    found = find(submissions, exercises, [], every=True)
    assert [(each.student, each.exercise.id, each.note) for each in found.submissions] == [
        ("intro-ada", "ex01", ""),
        ("intro-ada", "ex03", ""),
        ("intro-barbara", "ex01", ""),
        ("intro-barbara", "ex03", ""),
    ]
    assert found.unrecognised == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["classroom", "ex99", "-o", "new"], "There is no exercise called 'ex99'"),
        (["classroom", "ex01", "-o", "full"], "full is not an empty folder"),
        (["classroom", "ex01", "-o", "new", "--install", "a\nb"], "--install: that is no requirement"),
        (["classroom", "-o", "new"], "Missing argument"),
    ],
)
def test_usage_errors_are_told_with_status_2(arguments, message, tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine", encoding="utf-8")
    ran = kata(*arguments, cwd=tmp_path)
    assert ran.returncode == 2
    assert message in ran.stderr
    assert not (tmp_path / "new").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["full"]
