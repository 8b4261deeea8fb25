"""The same verdict everywhere: pytest, ``kata grade``, a notebook under ``kata grade``, and a notebook's check cell.

Every solution, alternative and verdict case (of ex09 a sample) is compared check by check, on the same draw, and so is
one known mistake for each check that catches some. With KATA_EVERY_MISTAKE=1 it is every mistake in every form, which
takes half an hour.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from grader import catalog
from grader.mistakes import known_mistakes
from grader.sandbox.doctor import sandbox_ready
from grader.stubs import without_markers
from tests.pytest_plugin.kit import ROOT, Kit

READY, WHY = sandbox_ready()
SEED = "0"
"""Learners' draw, in pytest and in notebooks."""

EVERY = {"ex09": 20}
"""Of ex09 only every twentieth module: each trains a ConvNet, a check cell once per check. All would take an hour."""

Passed = dict[str, dict[str, bool]]


def modules(exercise: catalog.Exercise) -> dict[str, str]:
    """Source by name: what has been said to be right or wrong."""
    solution = without_markers(exercise.path(ROOT, "solutions").read_text(encoding="utf-8"))
    sources = {"solution": solution}
    for path in sorted((ROOT / "tests" / "alternatives" / exercise.id).glob("*.py")):
        sources[f"alternative_{path.stem}"] = path.read_text(encoding="utf-8")
    known = known_mistakes(ROOT, exercise).values()
    if "KATA_EVERY_MISTAKE" not in os.environ:
        known = {mistake.caught_by: mistake for mistake in known}.values()
    for mistake in known:
        for form, module in enumerate(mistake.modules, start=1):
            sources[f"mistake_{mistake.id}_{form}"] = module
    for path in sorted((ROOT / "tests" / "hostile" / "verdicts" / exercise.id).glob("*.py")):
        sources[f"verdict_{path.stem}"] = f"{solution}\n{path.read_text(encoding='utf-8')}"
    return dict(list(sources.items())[:: EVERY.get(exercise.id, 1)])


def run(*arguments: str | Path, cwd: Path = ROOT) -> str:
    done = subprocess.run(
        [sys.executable, *map(str, arguments)], cwd=cwd, capture_output=True, text=True, timeout=900, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def by_pytest(exercise: catalog.Exercise, sources: dict[str, str], folder: Path) -> Passed:
    passed: Passed = {}
    for name, source in sources.items():
        kit = Kit(folder / name)
        kit.write(exercise.id, source)
        ran = kit.pytest(f"exercises/{exercise.id}", "--junitxml", "junit.xml", "-p", "no:cacheprovider")
        assert ran.status in (0, 1), ran.text
        cases = ElementTree.parse(folder / name / "junit.xml").iter("testcase")
        passed[name] = {
            str(case.get("name")): case.find("failure") is None and case.find("error") is None for case in cases
        }
    return passed


def by_kata_grade(exercise: catalog.Exercise, sources: dict[str, str], folder: Path) -> tuple[Passed, Passed]:
    """From modules, and from notebooks with one cell."""
    for name, source in sources.items():
        module = folder / "class" / f"{name}.module" / exercise.id / exercise.filename
        notebook = folder / "class" / f"{name}.notebook" / exercise.id / f"{exercise.id}.ipynb"
        for path in (module, notebook):
            path.parent.mkdir(parents=True)
        module.write_text(source, encoding="utf-8")
        nbformat.write(new_notebook(cells=[new_code_cell(source)]), notebook)
    result = folder / "result.json"
    run("-m", "grader", "grade", folder / "class", "--exercise", exercise.id, "--seed", SEED, "--json", result)
    found: dict[str, Passed] = {"module": {}, "notebook": {}}
    for entry in json.loads(result.read_text(encoding="utf-8"))["submissions"]:
        name, _, kind = entry["student"].rpartition(".")
        found[kind][name] = {check["name"]: check["passed"] for check in entry["checks"]}
    return found["module"], found["notebook"]


def by_check_cell(exercise: catalog.Exercise, sources: dict[str, str], folder: Path) -> Passed:
    """One kernel for all: each module in a fresh namespace, then every check as a notebook's cell runs it."""
    from jupyter_client.manager import start_new_kernel

    lines = [
        "import contextlib, io, json, sys, types",
        "from pathlib import Path",
        "from grader import catalog",
        "from grader.notebooks.checking import Checker",
        "from grader.judging.checks import checks_in",
        f"checks = checks_in(catalog.exercise('{exercise.id}').checks())",
        "found = {}",
    ]
    manager, client = start_new_kernel(kernel_name="python3", cwd=str(ROOT))
    try:
        _execute(client, "\n".join(lines))
        for name, source in sources.items():
            path = folder / f"{name}.py"
            path.write_text(source, encoding="utf-8")
            _execute(
                client,
                # A module that can be found by its name, as a notebook's __main__ can: dataclasses look there.
                f"sys.modules['notebook'] = types.ModuleType('notebook')\n"
                f"namespace = vars(sys.modules['notebook'])\n"
                f"with contextlib.suppress(Exception), contextlib.redirect_stdout(io.StringIO()):\n"
                f"    exec(compile(Path({str(path)!r}).read_text(), 'cell', 'exec'), namespace)\n"
                f"check = Checker({exercise.id!r}, namespace)\n"
                f"found[{name!r}] = {{entry.name: check(entry.name.removeprefix('test_')).points == entry.points\n"
                f"                    for entry in checks}}",
            )
        result = folder / "check_cell.json"
        _execute(client, f"Path({str(result)!r}).write_text(json.dumps(found))")
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    return json.loads(result.read_text(encoding="utf-8"))


def _execute(client: object, code: str) -> None:
    reply = client.execute_interactive(code, timeout=900, output_hook=lambda _message: None)
    assert reply["content"]["status"] == "ok", "\n".join(reply["content"].get("traceback", []))


@pytest.mark.slow
@pytest.mark.skipif(not READY, reason=f"no sandbox on this machine: {WHY}")
@pytest.mark.parametrize("exercise", catalog.exercises().values(), ids=lambda exercise: exercise.id)
def test_every_entry_point_gives_the_same_verdict(exercise, tmp_path):
    sources = modules(exercise)
    module, notebook = by_kata_grade(exercise, sources, tmp_path)
    found = {
        "pytest": by_pytest(exercise, sources, tmp_path / "pytest"),
        "notebook under kata grade": notebook,
        "check cell": by_check_cell(exercise, sources, tmp_path),
    }
    assert module.keys() == sources.keys()
    different = [
        f"{name}, {check}: kata grade {'passed' if passed else 'failed'}, {entry_point} did not agree"
        for entry_point, verdicts in found.items()
        for name, checks in module.items()
        for check, passed in checks.items()
        if verdicts[name].get(check) is not passed
    ]
    assert not different, "\n".join(different)
