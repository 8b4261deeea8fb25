"""``kata notebook``: an exercise as a notebook for somebody who learns without an instructor."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from grader import catalog
from grader.errors import UserError
from grader.whole_file import write_whole


def notebook(
    name: Annotated[str, typer.Argument(metavar="EXERCISE", help="the exercise, as ex03, 3 or flat_size")],
    output: Annotated[Path | None, typer.Option(help="the file; ex03.ipynb in this folder by default")] = None,
    wheel: Annotated[str, typer.Option(help="let the notebook install torchkata's wheel from this path or URL")] = "",
    force: Annotated[bool, typer.Option("--force", help="replace the file if it exists")] = False,
) -> None:
    """Write an exercise as a notebook with its lesson and its checks, for JupyterLab, VS Code or Colab."""
    try:
        from grader.notebooks.build import learners_notebook
    except ImportError as error:
        raise UserError(f"{error.name} is not installed: pip install jupyterlab") from None
    exercise = catalog.exercise(name)
    path = output or Path(f"{exercise.id}.ipynb")
    if not wheel.isprintable():
        raise UserError("--wheel: that is neither a path nor an address.")
    if path.is_dir():
        raise UserError(f"{path} is a folder. Name a file with --output.")
    if not path.parent.is_dir():
        raise UserError(f"{path} cannot be written: there is no folder {path.parent}.")
    if path.exists() and not force:
        raise UserError(f"{path} exists, and may hold work. Choose another --output, or replace it with --force.")
    try:
        text = learners_notebook(catalog.released(), exercise, wheel)
    except FileNotFoundError as error:
        raise UserError(f"{error.filename} is not here. Is the checkout complete?") from None
    write_whole(path, text)
    print(f"wrote {path}")
