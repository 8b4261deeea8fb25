"""``kata classroom``: exercises as a template repository on GitHub, checked at every push."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from grader import catalog
from grader.errors import UserError


def classroom(
    names: Annotated[list[str], typer.Argument(metavar="EXERCISE", help="the exercises, as ex03, 3 or flat_size")],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="a new or empty folder")],
    install: Annotated[
        str, typer.Option(metavar="REQUIREMENT", help='what pip installs: "torchkata @ git+https://…", for example')
    ] = "torchkata",
) -> None:
    """Write a template repository for GitHub Classroom: stubs, lessons, and a workflow with a step per check.

    The suites and the solutions stay out of it: the workflow installs the kit. Grade the students' clones with kata
    grade, since a student can edit the workflow.
    """
    if not install.strip() or not install.isprintable():
        raise UserError("--install: that is no requirement. Examples: torchkata, torchkata @ git+https://…")
    exercises = sorted(set(catalog.chosen(names)), key=lambda exercise: exercise.id)

    from grader.platforms.classroom.template import write_template

    assignments = write_template(output, exercises, install.strip())
    checks = sum(len(each.checks) for each in assignments)
    print(f"wrote {output}: {', '.join(exercise.id for exercise in exercises)}, {checks} checks, ", end="")
    print(f"{sum(each.points for each in assignments)} points")
    if install.strip() == "torchkata":
        print("torchkata is not on PyPI yet: say with --install, or in requirements.txt, where pip finds it.")
    print("Next: push it to GitHub, and tick Settings, General, Template repository there.")
