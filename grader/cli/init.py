"""``kata init``: the exercises, written into a folder to work in."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from grader import catalog
from grader.cli.learner import PANEL
from grader.learner.folder import write_folder
from grader.text import counted

app = typer.Typer()


@app.command(rich_help_panel=PANEL)
def init(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="the folder; created if it does not exist", show_default="here")
    ] = Path(),
) -> None:
    """Write the exercises into a folder: lessons, pictures, stubs, settings for VS Code, a .gitignore.

    What is there already stays as it is. Run it again to get back files that are missing.
    """
    written = write_folder(folder)
    place = folder.resolve()
    if written.new:
        print(f"Wrote {counted(len(written.new), 'file')} to {place}")
    else:
        print(f"Nothing was missing in {place}")
    if written.kept:
        print("These are there already, differ from the originals, and stay as they are:")
        print("\n".join(f"  {name}" for name in written.kept))
        print("To get an original stub again: kata reset, which keeps a copy of your work")
    first = next(iter(catalog.exercises()))
    print("\nNext:")
    if place != Path.cwd():
        print(f"  cd {shlex.quote(str(folder))}")
    print(f"  read exercises/{first}/README.md, in a browser or an editor that shows Markdown as a page")
    print("  kata watch       checks your code each time you save it")
    print("  kata             says where you are, and what to do next")
