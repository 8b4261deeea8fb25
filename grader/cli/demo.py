"""``kata demo``: a learner's first minutes and a graded class, on the real files."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console

from grader import catalog
from grader.errors import UserError
from grader.mistakes import known_mistakes

SAMPLE_CLASS = Path("tests", "sample_class.json")


def show(root: Path) -> None:
    """Check the ex01 stub, a first try that is wrong, and the reference answer; then grade the sample class.

    Raises:
        UserError: ``root`` is no checkout.
        RuntimeError: a step did not end as it must (the reference answer failed, or the wrong try passed).
    """
    if not (root / SAMPLE_CLASS).exists():
        raise UserError("the demo needs torchkata's checkout, and this is an installed package. To begin: kata init")
    console = Console(highlight=False)
    first = catalog.exercise("ex01")
    with tempfile.TemporaryDirectory(prefix="torchkata-demo-") as folder:
        attempt = Path(folder) / "exercises" / first.id
        shutil.copytree(first.path(root).parent, attempt)
        # A learner's own exercises may be solved by now (status 0).
        _step(console, "An original stub", "pytest exercises/ex01", root, {0, 1})
        wrong = known_mistakes(root, first)["sums_the_sizes"].modules[0]
        (attempt / first.filename).write_text(wrong, encoding="utf-8")
        _step(console, "A first try, asking for a hint", "pytest exercises/ex01 --hint", Path(folder), {1})
    _step(console, "The reference answer", "pytest solutions/ex01", root, {0})
    _step(console, "The table of progress", "pytest exercises", root, {0, 1})
    _grade_sample_class(console, root)
    console.print(
        "\n[bold]Learners[/] read exercises/ex01/README.md, write in exercises/ex01/num_flat_features.py, and check at "
        "every save:\n\n    source .venv/bin/activate\n    kata watch ex01\n"
    )


def _step(console: Console, title: str, command: str, folder: Path, statuses: set[int], shown: str = "") -> None:
    console.rule(f"[bold]{title}", align="left", characters="-")
    console.print(f"$ {shown or command}", style="dim")
    arguments = [sys.executable, "-m", *command.split()]
    if command.startswith("pytest"):
        arguments.append(f"--color={'yes' if console.is_terminal else 'no'}")
    environment = {**os.environ, "COLUMNS": str(min(console.width, 100))}
    status = subprocess.call(arguments, cwd=folder, env=environment)
    if status not in statuses:
        raise RuntimeError(f"'{shown or command}' ended with status {status}")


def _grade_sample_class(console: Console, root: Path) -> None:
    """A class of honest and hostile people; without a sandbox, only the honest ones."""
    from grader.sandbox.doctor import sandbox_ready

    ready, why = sandbox_ready()
    report = root / ".kata" / "sample-class.html"
    report.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="torchkata-class-") as folder:
        for student, files in json.loads((root / SAMPLE_CLASS).read_text(encoding="utf-8")).items():
            hostile = any(source.startswith("tests/hostile") for source in files.values())
            if ready or not hostile:
                _submit(root, Path(folder) / student, files)
        options = "" if ready else " --no-sandbox"
        command = f"grader grade {folder} --html {report} --timeout 15{options}"
        shown = f"kata grade a-class --html {report.relative_to(root)} --timeout 15{options}"
        if not ready:
            console.print(f"\n[bold]No sandbox on this machine:[/] {why}\nSo only the honest submissions are graded.\n")
        _step(console, "An instructor grades a class", command, root, {0}, shown)
    console.print(f"The report, for a browser: {report}")


def _submit(root: Path, student: Path, files: dict[str, str]) -> None:
    """Write one student's folder; a source is a file of the checkout, or "mistake NAME"."""
    for name, source in files.items():
        exercise = catalog.exercise(name)
        path = student / name / exercise.filename
        path.parent.mkdir(parents=True)
        if source.startswith("mistake "):
            module = known_mistakes(root, exercise)[source.removeprefix("mistake ")].modules[0]
            path.write_text(module, encoding="utf-8")
        else:
            shutil.copy(root / source, path)
