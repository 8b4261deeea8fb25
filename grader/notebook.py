"""A learner's notebook as code: its cells, run one after the other in one namespace.

IPython's own transformer reads the cells, so that magics and shell lines are found where they are ones: line magics and
shell lines do nothing, ``%%time``, ``%%timeit`` and ``%%capture`` run their body once, other cell magics are skipped
and noted. Cells that only grade are left out. Source: IPython.core.inputtransformer2, nbformat's schemas 3 and 4.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from types import ModuleType
from typing import Any

from grader.errors import UnreadableError

RUN_ONCE = frozenset({"time", "timeit", "capture", "prun"})


def cells_of(raw: bytes) -> list[str]:
    """The sources of a notebook's code cells, those that only grade apart.

    Raises:
        UnreadableError: the bytes are no notebook, or one of a schema that is not known.
    """
    try:
        notebook = json.loads(raw.decode("utf-8-sig"))
        sheets = [notebook] if "cells" in notebook else notebook["worksheets"]
        cells = [cell for sheet in sheets for cell in sheet["cells"]]
        return [_source(cell) for cell in cells if cell.get("cell_type") == "code" and not _grades(cell)]
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError):
        raise UnreadableError(
            ("notebook", "the file is not a notebook that can be read."),
            ("do", "Open it in Jupyter, save it again, and hand that in."),
        ) from None


def _source(cell: dict[str, Any]) -> str:
    source = cell.get("source", cell.get("input", ""))
    return source if isinstance(source, str) else "".join(source)


def _grades(cell: dict[str, Any]) -> bool:
    marks = cell.get("metadata", {}).get("nbgrader", {})
    return bool(isinstance(marks, dict) and marks.get("grade") and not marks.get("solution"))


class Shell:
    """What ``get_ipython()`` returns while a notebook's cells run: it knows just enough to do nothing."""

    def __init__(self, module: ModuleType, note: Callable[[str], None]) -> None:
        self._module = module
        self._note = note

    def run_line_magic(self, *_arguments: object, **_keywords: object) -> None:
        """A line magic does nothing."""

    def system(self, _command: str) -> None:
        """A shell line does nothing."""

    def getoutput(self, _command: str) -> list[str]:
        """A shell line's output is empty."""
        return []

    def run_cell_magic(self, name: str, _line: str, body: str) -> None:
        """Run the body once where the magic only measures or captures."""
        if name in RUN_ONCE:
            run_cell(body, self._module, "cell")
        else:
            self._note(f"a cell with %%{name} was skipped")


def run(
    cells: list[str], module: ModuleType, filename: str, done: Callable[[str], None] = lambda _trouble: None
) -> list[str]:
    """Run the cells in ``module``; one that raises an ordinary exception is noted and the next still runs.

    Args:
        cells: their sources.
        module: what they share.
        filename: their file's name in tracebacks.
        done: called after each cell, with the exception it raised in words, or "".

    Returns:
        The notes: which cells raised or were skipped, and why.
    """
    notes: list[str] = []
    shell = Shell(module, notes.append)
    module.__dict__["get_ipython"] = lambda: shell
    for number, source in enumerate(cells, start=1):
        trouble = ""
        try:
            run_cell(source, module, filename)
        except Exception as error:
            trouble = f"{type(error).__name__}: {error}"[:480]
            notes.append(f"code cell {number} raised {trouble}")
        done(trouble)
    return notes


def run_cell(source: str, module: ModuleType, filename: str) -> None:
    """Compile and run one cell; whatever it raises comes through."""
    from IPython.core.inputtransformer2 import TransformerManager

    code = TransformerManager().transform_cell(source)
    exec(compile(code, filename, "exec", dont_inherit=True), module.__dict__)
