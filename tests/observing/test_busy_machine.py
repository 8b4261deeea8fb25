"""A busy machine changes no verdict: torch's late imports and waiting for a turn are not the learner's doing."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from grader import catalog
from grader.judging.suite import load_suite

ROOT = Path(__file__).parents[2]
BUSY = "import os\nparent = os.getppid()\nwhile os.getppid() == parent:\n    pass\n"
NAMES = ("ex06", "ex07", "ex08", "ex09")


@pytest.fixture
def busy_machine():
    """Sixteen processes that only compute; they end by themselves, should this one be killed."""
    processes = [subprocess.Popen([sys.executable, "-I", "-S", "-c", BUSY]) for _ in range(16)]
    yield
    for process in processes:
        process.kill()
        process.wait()


@pytest.mark.alone
@pytest.mark.slow
@pytest.mark.usefixtures("busy_machine")
def test_solutions_keep_all_points_beside_sixteen_busy_processes(kit, tmp_path):
    solutions = {name: catalog.exercise(name).path(ROOT, "solutions") for name in NAMES}
    for name, solution in solutions.items():
        kit.copy(name, solution)
        path = tmp_path / "class" / f"student-{name}" / name / solution.name
        path.parent.mkdir(parents=True)
        path.write_bytes(solution.read_bytes())

    ran = kit.pytest("exercises")
    assert ran.status == 0, ran.text
    assert ran.flat.count("20 of 20 points") == len(NAMES)

    ran = kit.kata("grade", str(tmp_path / "class"), "--json", str(tmp_path / "out.json"))
    assert ran.status == 0, ran.text
    graded = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["submissions"]
    assert [(each["status"], each["points"], each["note"]) for each in graded] == [("graded", 20, "")] * len(NAMES)

    notebook = nbformat.v4.new_notebook()
    for name, solution in solutions.items():
        checks = [check.name for check in load_suite(catalog.exercise(name), 0).checks]
        calls = "\n".join(f"display(check({check.removeprefix('test_')!r}))" for check in checks)
        imported = f"from grader.notebooks.checking import Checker\ncheck = Checker({name!r}, globals())\n"
        notebook.cells += [
            nbformat.v4.new_code_cell(solution.read_text(encoding="utf-8").partition("\nif __name__")[0]),
            nbformat.v4.new_code_cell(imported + calls),
        ]
    NotebookClient(notebook, timeout=1800, startup_timeout=900).execute()
    points = [sum(int(output.data["text/plain"]) for output in cell.outputs) for cell in notebook.cells[1::2]]
    assert points == [20] * len(NAMES)
