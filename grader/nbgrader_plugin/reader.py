"""Reads what students submitted: whatever the bytes are, nbgrader gets a notebook that it can work with.

A file that cannot be read becomes a notebook that says so, and that earns nothing. One that the grader has no
permission to read is left ungraded.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbconvert.exporters.exporter import ResourcesDict
from nbformat.v4 import new_code_cell, new_notebook

from grader.errors import NotPermittedError, UnreadableError
from grader.nbgrader_plugin import progress
from grader.nbgrader_plugin.before_run import prepare_run
from grader.nbgrader_plugin.clean_notebook import PROBLEM
from grader.nbgrader_plugin.parser_process import parse
from grader.text import encodable

MAX_BYTES = 128 * 2**20


class Reader(NotebookExporter):
    """nbconvert's NotebookExporter, reading with care. nbgrader gives a student up where the stock one raises."""

    def __init__(self, **keywords: Any) -> None:
        super().__init__(**keywords)
        converter: Any = self.parent
        if hasattr(converter, "coursedir"):  # nbgrader makes the exporter when it has listed the submissions
            prepare_run(converter)
            progress.summarise_at_exit(converter, converter.coursedir.autograded_directory, "graded")

    def from_filename(self, filename: str, resources: Any = None, **keywords: Any) -> tuple[Any, Any]:
        resources = ResourcesDict() if resources is None else resources
        folder, basename = os.path.split(filename)
        resources["metadata"] = ResourcesDict(name=os.path.splitext(basename)[0], path=folder, modified_date="")
        try:
            notebook = nbformat.from_dict(parse(read_bytes(Path(filename))))
        except UnreadableError as error:
            notebook = placeholder(f"{basename}: {error}")
        return self.from_notebook_node(notebook, resources=resources, **keywords)


def read_bytes(path: Path) -> bytes:
    """A regular file's bytes, no link followed, at most `MAX_BYTES`.

    Raises:
        NotPermittedError: whoever grades has no permission; nbgrader logs it and writes no points.
        UnreadableError: it cannot be read for another reason.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except PermissionError as error:
        raise NotPermittedError(f"{path.name} cannot be read: {error.strerror}. Change its permissions") from None
    except OSError as error:
        why = "it is a symbolic link; those are not followed" if path.is_symlink() else error.strerror
        raise UnreadableError(("notebook", f"the file cannot be read: {why}")) from None
    with open(descriptor, "rb") as file:
        about = os.fstat(descriptor)
        if not stat.S_ISREG(about.st_mode):
            raise UnreadableError(("notebook", "it is not a file"))
        if about.st_size > MAX_BYTES:
            raise UnreadableError(("notebook", f"it has {about.st_size:,} bytes; at most {MAX_BYTES:,} are read"))
        return file.read(MAX_BYTES)


def placeholder(problem: str) -> Any:
    """The notebook that replaces a file that cannot be read."""
    cell = new_code_cell("\n".join(f"# {line}" for line in encodable(problem).splitlines()), id="unreadable")
    return new_notebook(cells=[cell], metadata={PROBLEM: encodable(problem)[:500]})
