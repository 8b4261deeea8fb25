"""``kata gradescope``: the zip for a Gradescope programming assignment."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from grader import catalog
from grader.cli.options import takes
from grader.errors import SuiteError, UserError
from grader.reporting.gradescope import Visibility
from grader.text import counted

MAX_MINUTES = 40
"""Source: Gradescope's autograder documentation, "Troubleshooting"."""


@dataclass(frozen=True)
class GradescopeOptions:
    """The command line of ``kata gradescope``."""

    exercises: Annotated[list[str], typer.Argument(help="the assignment's exercises, as ex02, 2 or forward_pass")]
    output: Annotated[Path, typer.Option("--output", "-o", help="the zip to write")] = Path("autograder.zip")
    visibility: Annotated[Visibility, typer.Option(help="when students see the checks' outcomes, and their score")] = (
        Visibility.VISIBLE
    )
    timeout: Annotated[float, typer.Option(min=1, help="CPU seconds that each exercise may compute in all")] = 20.0
    extra_index_url: Annotated[
        str | None,
        typer.Option(metavar="URL", help="a package index besides pip's own, such as PyTorch's for CPU builds"),
    ] = None


@takes(GradescopeOptions)
def gradescope(options: GradescopeOptions) -> None:
    """Write the autograder of a Gradescope programming assignment, to be uploaded as it is.

    Each submission gets a draw of its own. Keep the zip to yourself: it holds answers, and the key of the draws.
    """
    exercises = list(dict.fromkeys(catalog.chosen(options.exercises)))
    if options.output.is_dir() or not options.output.parent.is_dir():
        raise UserError(f"{options.output} cannot be written: name a file in a folder that exists.")
    from grader.judging.suite import load_suite
    from grader.observing.limit import PATIENCE
    from grader.platforms.gradescope.bundle import write_bundle
    from grader.platforms.gradescope.settings import Settings

    settings = Settings(tuple(exercise.id for exercise in exercises), options.timeout, options.visibility)
    try:
        points = sum(check.points for exercise in exercises for check in load_suite(exercise, 0).checks)
    except SuiteError as error:
        raise UserError(str(error)) from None
    knows_mistakes = write_bundle(options.output, exercises, settings, options.extra_index_url)
    minutes = math.ceil(len(exercises) * options.timeout * PATIENCE / 60) + 2
    too_long = "" if minutes <= MAX_MINUTES else f", and Gradescope allows {MAX_MINUTES}: use a shorter --timeout"
    print(f"{options.output}: {', '.join(settings.exercises)}, {counted(points, 'point')}.")
    if not knows_mistakes:
        print("It can name few known mistakes: torchkata-solutions is not installed. Install it and run this again.")
    print(
        "Next, in the Gradescope assignment's settings:\n"
        f"  Autograder points  {points}\n"
        f"  Timeout            {minutes} minutes or more{too_long}\n"
        "  Container          2 GB of memory or more\n"
        "Then upload the zip in Configure Autograder, and test it with a submission of your own."
    )
