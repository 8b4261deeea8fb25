"""A learner's notebook as code: its cells, run one after the other in one namespace, as Jupyter runs them.

IPython's own shell runs the cells, so that whatever works in a notebook works here. Cells that only grade are left out.
Source: IPython.core.interactiveshell, nbformat's schemas 3 and 4.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from functools import cache
from types import ModuleType
from typing import Any

from IPython.core.compilerop import CachingCompiler
from IPython.core.interactiveshell import ExecutionResult, InteractiveShell
from IPython.utils.capture import capture_output
from IPython.utils.text import SList
from traitlets import Type
from traitlets.config import Config

from grader.errors import UnreadableError
from grader.observing.explained import explained
from grader.observing.observe import cell_name

RUN_ONCE = frozenset({"time", "timeit", "prun"})
"""Magics that only measure: what they measure runs once."""
QUIET = frozenset({"matplotlib", "load_ext", "reload_ext", "autoreload", "config"})
"""Magics that change how a notebook looks or reloads, which matters to nobody here."""
INSTALLERS = frozenset({"pip", "conda", "mamba", "micromamba", "uv"})
CELL_MAGICS = frozenset({"writefile", "html", "HTML", "markdown", "latex", "javascript", "js", "svg"})
NO_PROGRAM = "no other program runs here"
SETUP = ("install", "setup")
"""The names of the cells that connect a notebook to its checks in the learner's own kernel."""


def cells_of(raw: bytes) -> list[str]:
    """The sources of a notebook's code cells; "" for those that only grade, so that numbers are the notebook's own.

    Raises:
        UnreadableError: the bytes are no notebook, or one of a schema that is not known.
    """
    try:
        notebook = json.loads(raw.decode("utf-8-sig"))
        sheets = [notebook] if "cells" in notebook else notebook["worksheets"]
        cells = [cell for sheet in sheets for cell in sheet["cells"]]
        code = [cell for cell in cells if cell.get("cell_type") == "code"]
        return ["" if _grades(cell) else _source(cell) for cell in code]
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
    if not isinstance(marks, dict):
        return False
    return bool(marks.get("grade") and not marks.get("solution")) or marks.get("grade_id") in SETUP


class _Names(CachingCompiler):
    """Names a cell's code after its file, which is how a traceback's lines are known as the learner's."""

    file = ""

    def get_code_name(self, raw_code: str, transformed_code: str, number: int) -> str:
        return cell_name(self.file, number)


class Shell(InteractiveShell):
    """IPython's own shell without files, other programs and windows: `In`, `Out`, `_`, ``await`` and magics work.

    What cannot work is skipped with a note and returns nothing; the cell goes on.
    """

    compiler_class = Type(_Names)
    compile: _Names
    note: Callable[[str], None]

    @classmethod
    def for_notebook(cls, module: ModuleType, filename: str, note: Callable[[str], None]) -> Shell:
        """The one shell that ``display`` and ``get_ipython()`` find, with ``module`` for its namespace."""
        cls.clear_instance()
        config = Config()
        config.HistoryManager.enabled, config.HistoryManager.hist_file = False, ":memory:"
        shell: Shell = cls.instance(config=config, user_module=module, user_ns=module.__dict__, colors="NoColor")
        shell.compile.file = filename
        shell.loop_runner = lambda coroutine: event_loop().run_until_complete(coroutine)
        shell.note = note
        return shell

    def init_profile_dir(self, profile_dir: Any) -> None:
        """No folder is made."""

    def showtraceback(self, *_arguments: Any, **_keywords: Any) -> None:
        """Exceptions are noted, not printed."""

    showsyntaxerror = showindentationerror = showtraceback

    def ask_exit(self) -> None:
        """Go on: a notebook has no end that a cell could bring."""
        self.note("exit() was skipped")

    def system(self, cmd: str) -> None:
        self.getoutput(cmd)

    def getoutput(self, cmd: str, *_arguments: Any, **_keywords: Any) -> SList:
        """A shell line does nothing, and its output is empty."""
        self.note(f"!{cmd[:80]} was skipped: {NO_PROGRAM}")
        return SList()

    def run_line_magic(self, magic_name: str, line: str, _stack_depth: int = 1) -> Any:
        """Run a line magic; one that fails here is noted."""
        if magic_name in QUIET:
            return None
        if magic_name in RUN_ONCE:
            return self._run_once(line)
        if magic_name in INSTALLERS:
            self.note(f"%{magic_name} was skipped: {NO_PROGRAM}")
            return None
        try:
            return super().run_line_magic(magic_name, line, _stack_depth + 1)
        except Exception as error:
            self.note(f"%{magic_name} was skipped: {_words(error)}")
            return None

    def run_cell_magic(self, magic_name: str, line: str, cell: str) -> Any:
        """Run the body once where the magic only measures or captures."""
        if magic_name in RUN_ONCE:
            return self._run_once(cell)
        if magic_name == "capture":
            return self._capture(line, cell)
        if magic_name in CELL_MAGICS:
            return super().run_cell_magic(magic_name, line, cell)
        self.note(f"a cell with %%{magic_name} was skipped")
        return None

    def _run_once(self, code: str) -> None:
        _raise_error(self.run_cell(code))

    def _capture(self, line: str, code: str) -> None:
        with capture_output() as captured:
            result = self.run_cell(code)
        for name in line.split():
            if not name.startswith("-"):
                self.user_ns[name] = captured
        _raise_error(result)


@cache
def event_loop() -> asyncio.AbstractEventLoop:
    """The loop that top-level ``await`` runs in. It must be made before the sandbox takes sockets away."""
    return asyncio.new_event_loop()


def run(
    cells: list[str], module: ModuleType, filename: str, done: Callable[[str], None] = lambda _problem: None
) -> list[str]:
    """Run the cells in ``module``; one that raises an ordinary exception is noted and the next still runs.

    Args:
        cells: their sources.
        module: what they share.
        filename: their file's name in tracebacks.
        done: called after each cell, with the exception it raised in words, or "".

    Returns:
        The notes: which cells raised, what was skipped, and why.
    """
    notes: list[str] = []
    shell = Shell.for_notebook(module, filename, notes.append)
    module.__dict__["check"] = lambda _name: None  # in a learner's copy of a check cell
    for number, source in enumerate(cells, start=1):
        problem = ""
        shell.execution_count = number
        try:
            if source:
                _raise_error(shell.run_cell(source, store_history=True))
        except (Exception, SystemExit) as error:  # Jupyter, too, goes on after sys.exit()
            problem = f"{type(error).__name__}: {_words(error)}"[:480]
            notes.append(f"code cell {number} raised {problem}")
        done(problem)
    return notes


def _words(error: BaseException) -> str:
    return explained(error, str(error))


def _raise_error(result: ExecutionResult) -> None:
    """Raise what a cell raised."""
    error = result.error_before_exec or result.error_in_exec
    if error is not None:
        raise error
