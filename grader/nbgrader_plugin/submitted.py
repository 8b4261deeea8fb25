"""Before nbgrader touches a submission's folder: a notebook under another name is found, and links are taken out.

nbgrader copies all of a submission's other files, following links, into the folders that feedback is handed back from
(converters/base.py), and gives up on a student whose one notebook is called "ex03 (1).ipynb" (converters/autograde.py).
formgrader loads the configuration of any folder that a link to ``/formgrader?path=`` names (formgrader/handlers.py),
and writes students' ids into its pages unescaped (templates/manage_students_assignments.tpl).
"""

from __future__ import annotations

import os
import re
import shutil
import stat
import tempfile
from pathlib import Path

import nbformat
from traitlets.log import get_logger

from grader import catalog
from grader.nbgrader_plugin.reader import placeholder

_CONFIGURATION = re.compile(r"(jupyter|nbgrader)\w*config\.(py|json)", re.IGNORECASE)
_MARKUP = re.compile(r"[<>\"\\\x00-\x1f]")
_DOWNLOADED = re.compile(r"^copy of |[ _-]*(\(\d+\)|copy ?\d*)$", re.IGNORECASE)


def tidy(assignment: str, student: str, notebooks: list[str]) -> None:
    """nbgrader's ``pre_convert_hook``: called for each submission, with the list of notebooks that it will grade."""
    folder = Path(notebooks[0]).parent
    linked = _linked(folder)
    if linked is not None:
        _replace_link(linked, folder, assignment)
        notebooks[:] = [str(each) for each in folder.glob("*.ipynb")]
    if _MARKUP.search(folder.parent.name):
        _refuse_student(folder)
        return
    for path, _, names in os.walk(folder):
        for name in names:
            _take_out(Path(path, name))
    _find_renamed(folder, assignment, notebooks)


def _linked(folder: Path) -> Path | None:
    """The student's folder or the submission's in it, where one of them is a link."""
    return next((each for each in (folder.parent, folder) if each.is_symlink()), None)


def _replace_link(link: Path, folder: Path, assignment: str) -> None:
    get_logger().warning("%s is a symbolic link; it is not followed, and counts as unreadable", link)
    link.unlink()
    folder.mkdir(parents=True)
    empty = placeholder("the folder was a symbolic link; those are not followed")
    nbformat.write(empty, folder / f"{assignment}.ipynb")


def _refuse_student(folder: Path) -> None:
    """Keep a student's id out of the gradebook. nbgrader logs what a hook raises, and goes on with the student."""
    get_logger().error("%r: a student's id cannot hold any of < > \" \\; rename the folder", folder.parent.name)
    refusal = folder / "refused: rename the student's folder"
    refusal.unlink(missing_ok=True)
    # Copying files is what comes next, before anything is written to the gradebook, and a dangling link fails there.
    refusal.symlink_to("nothing")


def _take_out(path: Path) -> None:
    """Take out a link, a pipe or a device, which copying would follow or wait for, and a configuration.

    Notebooks are never copied.
    """
    if path.suffix != ".ipynb" and not stat.S_ISREG(path.lstat().st_mode):
        get_logger().warning("%s is no plain file (a symbolic link, a pipe, a device): it was taken out", path)
        path.unlink()
    elif _CONFIGURATION.fullmatch(path.name):
        get_logger().warning("%s would configure Jupyter or nbgrader, which runs it: it was taken out", path)
        path.unlink()


def _find_renamed(folder: Path, assignment: str, notebooks: list[str]) -> None:
    exercise = catalog.exercises().get(assignment)
    wanted = folder / f"{assignment}.ipynb"
    if exercise is None or os.path.lexists(wanted):
        return
    found = [Path(each) for each in notebooks if not Path(each).is_symlink()]
    named = [each for each in found if _DOWNLOADED.sub("", each.stem).lower() in (exercise.id, exercise.module)]
    chosen = max(named, key=lambda path: path.stat().st_mtime) if named else found[0] if len(found) == 1 else None
    if chosen is None:
        names = ", ".join(each.name for each in found)
        get_logger().error(
            "%s: none of %s is called %s, and it cannot be told which is meant", folder, names, wanted.name
        )
        return
    with tempfile.TemporaryDirectory(prefix=".kata-rename-", dir=folder.parent) as unfinished:
        copied = shutil.copyfile(chosen, Path(unfinished, wanted.name), follow_symlinks=False)
        os.replace(copied, wanted)  # half a file would be graded the next time
    get_logger().warning("%s was submitted as %s, and is graded as %s", folder, chosen.name, wanted.name)
    notebooks[:] = [str(Path(chosen).with_name(wanted.name))]
