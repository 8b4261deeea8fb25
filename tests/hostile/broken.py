"""Broken submissions that a file in git would be awkward for: each function makes one in a student's folder.

A docstring says what is tried; the decorator, how the submission may end and how many of its points it earns.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
MODULE = "num_flat_features.py"
RIGHT = "def num_flat_features(x):\n    return x[:1].new_empty(x.shape[1:]).numel()\n"
ALL = 10


@dataclass(frozen=True)
class Broken:
    """One broken submission: ``make`` writes it into the folder of an exercise."""

    make: Callable[[Path], object]
    status: frozenset[str]
    points: int

    @property
    def name(self) -> str:
        return self.make.__name__


EVERY: list[Broken] = []


def ends(*status: str, points: int = 0):
    def keep(function):
        EVERY.append(Broken(function, frozenset(status), points))
        return function

    return keep


@ends("unreadable")
def not_utf8(folder):
    """Latin-1 letters in a file that does not say so."""
    (folder / MODULE).write_bytes(RIGHT.encode() + "# g\xfcnstig\n".encode("latin-1"))


@ends("unreadable")
def null_bytes(folder):
    """Null bytes in the middle."""
    (folder / MODULE).write_bytes(RIGHT.encode() + b"\0" * 100)


@ends("unreadable")
def utf16(folder):
    """Saved as UTF-16."""
    (folder / MODULE).write_bytes(RIGHT.encode("utf-16"))


@ends("unreadable")
def lying_coding_line(folder):
    """A coding line that names no encoding, with a terminal escape in it."""
    (folder / MODULE).write_bytes(b"# -*- coding: \x1b[31m -*-\n# coding: no-such-thing\n" + RIGHT.encode())


@ends("unreadable")
def syntax_error(folder):
    """A syntax error in a line with HTML and an escape."""
    (folder / MODULE).write_text("def num_flat_features(x:  # <script>\x1b[31m\n")


@ends("unreadable", "crashed", "timed_out")
def nested_without_end(folder):
    """Brackets and signs nested deeper than the compiler can follow."""
    (folder / MODULE).write_text("x = " + "-" * 500_000 + "1\ny = " + "(" * 100_000)


@ends("graded")
def empty(folder):
    """Nothing in it."""
    (folder / MODULE).write_bytes(b"")


@ends("unreadable")
def a_folder(folder):
    """A folder in the module's place."""
    (folder / MODULE).mkdir()


@ends("unreadable")
def a_fifo(folder):
    """A pipe that nobody writes to in the module's place."""
    os.mkfifo(folder / MODULE)


@ends("unreadable")
def too_large(folder):
    """A sparse file of a terabyte."""
    with (folder / MODULE).open("wb") as file:
        file.truncate(2**40)


@ends("unreadable")
def link_to_the_answer(folder):
    """A symbolic link to the solution."""
    (folder / MODULE).symlink_to(ROOT / "solutions" / "ex01" / MODULE)


@ends("unreadable")
def link_to_nowhere(folder):
    """A symbolic link that leads nowhere."""
    (folder / MODULE).symlink_to("/no/such/file")


@ends("unreadable")
def linked_exercise(folder):
    """A symbolic link instead of the exercise's folder."""
    folder.rmdir()
    folder.symlink_to(ROOT / "solutions" / "ex01")


@ends("unreadable")
def linked_student(folder):
    """A symbolic link instead of the student's folder."""
    folder.rmdir()
    folder.parent.rmdir()
    folder.parent.symlink_to(ROOT / "solutions")


@ends("missing")
def nothing_at_all(folder):
    """The exercise's folder with another file in it."""
    (folder / "notes.txt").write_text("I was ill")


@ends("missing")
def a_file_for_a_folder(folder):
    """A file instead of the exercise's folder."""
    folder.rmdir()
    folder.write_text("I was ill")


def _notebook(folder, *cells, **more):
    made = [{"cell_type": "code", "metadata": {}, "outputs": [], "source": cell} for cell in cells]
    (folder / "ex01.ipynb").write_text(json.dumps({"nbformat": 4, "nbformat_minor": 5, "cells": made, **more}))


@ends("unreadable")
def notebook_not_json(folder):
    """A notebook that is not JSON."""
    (folder / "ex01.ipynb").write_text("<html>Sign in to Jupyter</html>")


@ends("unreadable")
def notebook_of_brackets(folder):
    """A notebook of a hundred thousand brackets."""
    (folder / "ex01.ipynb").write_text('{"cells": ' + "[" * 100_000)


@ends("unreadable")
def notebook_of_lies(folder):
    """A notebook whose cells are not what cells are."""
    (folder / "ex01.ipynb").write_text('{"cells": [1, null, {"cell_type": "code", "source": [1]}]}')


@ends("graded")
def notebook_without_cells(folder):
    """A notebook with no cells."""
    _notebook(folder)


@ends("graded")
def notebook_asks_to_leave(folder):
    """A notebook with shell lines, magics, and a cell whose error is a formula."""
    _notebook(folder, "!rm -rf /", "%cd /\n%%bash", "%%bash\nkill -9 -1", "raise ValueError('=1+1')")


@ends("graded", points=ALL)
def honest_notebook_of_1_mb_a_cell(folder):
    """Honest: a right answer among 50 MB of outputs."""
    _notebook(folder, RIGHT)
    notebook = json.loads((folder / "ex01.ipynb").read_text())
    notebook["cells"][0]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "a" * 2**20}] * 50
    (folder / "ex01.ipynb").write_text(json.dumps(notebook))


@ends("graded", points=ALL)
def honest_nbformat_3(folder):
    """Honest: a right answer in a notebook of the old format."""
    cells = [{"cell_type": "code", "input": RIGHT.splitlines(keepends=True), "language": "python", "outputs": []}]
    (folder / "ex01.ipynb").write_text(json.dumps({"nbformat": 3, "worksheets": [{"cells": cells}]}))


@ends("graded", points=ALL)
def honest_cell_that_raises(folder):
    """Honest: a right answer behind a cell that raises."""
    _notebook(folder, "1 / 0", RIGHT)


@ends("graded", points=ALL)
def honest_bom(folder):
    """Honest: a right answer behind a byte order mark."""
    (folder / MODULE).write_bytes(RIGHT.encode("utf-8-sig"))


@ends("graded", points=ALL)
def honest_crlf(folder):
    """Honest: a right answer with Windows' line endings."""
    (folder / MODULE).write_bytes(RIGHT.replace("\n", "\r\n").encode())


@ends("graded", points=ALL)
def honest_old_mac(folder):
    """Honest: a right answer with the line endings of old Macs."""
    (folder / MODULE).write_bytes(RIGHT.replace("\n", "\r").encode())


@ends("graded", points=ALL)
def honest_warnings(folder):
    """Honest: a right answer that warns, prints and writes to stderr."""
    noise = "import sys, warnings\nwarnings.warn('old')\nprint('hello')\nprint('oh', file=sys.stderr)\n"
    (folder / MODULE).write_text(noise + RIGHT)


@ends("graded", points=ALL)
def honest_latin_1(folder):
    """Honest: a right answer in Latin-1 that says so."""
    text = f"# -*- coding: latin-1 -*-\n# g\xfcnstig\n{RIGHT}"
    (folder / MODULE).write_bytes(text.encode("latin-1"))
