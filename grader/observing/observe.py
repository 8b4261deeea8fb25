"""Observing: run one case on a learner's module and keep what came of it as plain data, whatever happens."""

from __future__ import annotations

import contextlib
import linecache
import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from types import ModuleType, TracebackType
from typing import Literal

import numpy as np
import torch

from grader.observing.cases import Case
from grader.observing.explained import explained
from grader.observing.guards import ExitAttemptError, InputRequestedError, guarded
from grader.observing.limit import TimeLimitError, time_limit
from grader.observing.near_names import missing_attribute, missing_from_module, missing_method, with_near_name
from grader.observing.plain import Plain, plain, type_name
from grader.observing.printed import MAX_PRINTED
from grader.observing.small_nets import for_small_nets
from grader.observing.tools import GivenCodeChangedError
from grader.text import encodable

IMPORT_LIMIT = 20.0
MESSAGE_LIMIT = 1.0
"""Seconds that making an exception's message may take: a learner's class may have code for it."""
_LEARNERS_SEED = 0  # learners' own randomness starts here, so that a run can be repeated

Ending = Literal["returned", "raised", "timed out", "exited", "given code changed", "missing"]


@dataclass(frozen=True)
class Frame:
    """One line of a traceback, in the learner's own file or, where ``cell`` is not 0, in that cell of the notebook."""

    line: int
    function: str
    text: str
    cell: int = 0

    @property
    def place(self) -> str:
        return f"code cell {self.cell}, line {self.line}" if self.cell else f"line {self.line}"


@dataclass(frozen=True)
class Raised:
    """An exception: its type's name, its message, the learner's own lines (outermost first), and its bases.

    ``kind`` is for people; ``bases`` holds `plain.type_name` of the type and all it inherits from, for decisions.
    """

    kind: str
    message: str
    frames: tuple[Frame, ...] = ()
    bases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Observation:
    """What came of one case: how it ended, the plain value or the exception, and what was printed."""

    ending: Ending
    value: Plain = None
    raised: Raised | None = None
    printed: str = ""
    exception: BaseException | None = field(default=None, compare=False, repr=False)
    """The exception itself, for a debugger in the learner's own process; it never crosses a process."""


def observe(case: Case, module: ModuleType, read_printed: Callable[[], str] = str) -> Observation:
    """Run ``case`` on ``module`` and never raise, but for Ctrl-C.

    Args:
        case: what to run.
        module: the learner's module; its ``__file__`` tells which traceback lines are the learner's.
        read_printed: returns what has been written to stdout since it was last called.
    """
    arguments = case.for_probe()
    seed_everything()
    read_printed()
    # What the learner's file holds is looked up at each run: a mode left on by one case must not reach the next.
    gradient_mode = torch.is_grad_enabled()
    try:
        with for_small_nets(onednn=case.costly), _same_stdout(), guarded(), time_limit(case.limit):
            try:
                value = plain(case.probe(module, **arguments))
            finally:
                with contextlib.suppress(Exception):
                    sys.stdout.flush()  # the code may have put its own there
        observed = Observation("returned", value)
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        observed = _ended(error, module)
    finally:
        torch.set_grad_enabled(gradient_mode)
    printed = read_printed()[:MAX_PRINTED]
    return replace(observed, printed=printed) if printed else observed


_replaced_stdouts: list[object] = []
"""What learners' code put there, kept: a text file closes the one that it writes to when it is thrown away."""


@contextlib.contextmanager
def _same_stdout() -> Iterator[None]:
    """Whatever the block replaces standard output with, it is what it was afterwards."""
    before = sys.stdout
    try:
        yield
    finally:
        replaced, sys.stdout = sys.stdout, before
        if replaced is not before:
            _replaced_stdouts.append(replaced)


def observe_import(
    run: Callable[[], ModuleType], file: str, name: str, read_printed: Callable[[], str] = str
) -> tuple[ModuleType | None, Observation, Case]:
    """Make a module of a learner's code and watch it as a case is watched.

    Returns:
        The module, or None where the import did not finish; what was observed; and the case that represents it.
    """
    made: list[ModuleType] = []
    case = replace(import_case(name), probe=lambda _module: made.append(run()))
    stand_in = ModuleType(name)
    stand_in.__file__ = file
    observed = observe(case, stand_in, read_printed)
    return (made[0] if observed.ending == "returned" and made else None), observed, case


def import_case(name: str) -> Case:
    """The case that represents an import, without what runs in it."""
    return Case("import", lambda _module: None, f"import {name}", limit=IMPORT_LIMIT)


def seed_everything() -> None:
    """Start all of a learner's randomness from one fixed state."""
    # torch.manual_seed also asks every kind of accelerator: 93 microseconds instead of 1, for each case.
    torch.default_generator.manual_seed(_LEARNERS_SEED)
    if torch.cuda.is_initialized():
        torch.cuda.manual_seed_all(_LEARNERS_SEED)
    random.seed(_LEARNERS_SEED)
    np.random.seed(_LEARNERS_SEED)


def _ended(error: BaseException, module: ModuleType) -> Observation:
    ending: Ending = "raised"
    if isinstance(error, TimeLimitError):
        ending = "timed out"
    elif isinstance(error, GivenCodeChangedError):
        ending = "given code changed"
    elif (missing := _missing(error, module)) is not None:
        return Observation("missing", raised=Raised(type(error).__name__, missing))
    elif not isinstance(error, Exception) or isinstance(error, ExitAttemptError):
        ending = "exited"
    return Observation(ending, raised=describe_in(error, module), exception=error)


def _missing(error: BaseException, module: ModuleType) -> str | None:
    """The sentence on what the learner's module or class lacks, where the exception says so. Never raises."""
    try:
        if not isinstance(error, AttributeError):
            return missing_method(error)
        if error.obj is module:
            return missing_from_module(str(error.name), module)
        # Where no line of the learner's asked for it, the exercise did.
        own = own_frames(error.__traceback__, module.__file__ or "", _cell_numbers(module))
        return missing_attribute(error, module) if not own else None
    except Exception:  # a class of the learner's may have code for being looked at
        return None


class KernelModule(ModuleType):
    """What a notebook's cells left in their own kernel, which names the code of cells as it likes."""

    def __init__(self, name: str, cell_number: Callable[[str], int]) -> None:
        """``cell_number`` tells a cell's number by its code's file name, and is 0 for what is no cell."""
        super().__init__(name)
        self.__cell_number = cell_number

    @property
    def cell_number(self) -> Callable[[str], int]:
        return self.__cell_number


def describe_in(error: BaseException, module: ModuleType) -> Raised:
    """`describe` for what the code of a learner's module raised."""
    return describe(error, module.__file__ or "", _cell_numbers(module))


def _cell_numbers(module: ModuleType) -> Callable[[str], int]:
    return module.cell_number if isinstance(module, KernelModule) else _cell_number


def describe(error: BaseException, file: str, cell_number: Callable[[str], int] | None = None) -> Raised:
    """An exception as plain data, its traceback cut to the lines of ``file``. Never raises.

    Args:
        error: what was raised.
        file: the learner's file.
        cell_number: the number of the notebook's cell whose code has a file name, or 0; those lines count too.
    """
    try:
        with time_limit(MESSAGE_LIMIT):
            message = with_near_name(error, explained(error, encodable(str(error))))
    except KeyboardInterrupt:
        raise
    except BaseException:  # the message is made by the learner's code, which may try to leave here too
        message = "(its message could not be read)"
    bases = tuple(type_name(base) for base in type.mro(type(error))[:20])
    kind = "input()" if isinstance(error, InputRequestedError) else type(error).__name__
    frames = own_frames(error.__traceback__, file, cell_number or _cell_number)
    return Raised(kind, message[:10_000], tuple(frames), bases)


_CELL = ", code cell "


def cell_name(file: str, number: int) -> str:
    """What the code of a notebook's cell is called in tracebacks."""
    return f"{file}{_CELL}{number}"


def _cell_number(name: str) -> int:
    """The number that `cell_name` put into a name; 0 for what is no cell."""
    number = name.rpartition(_CELL)[2]
    return int(number) if _CELL in name and number.isdecimal() else 0


def own_frames(traceback: TracebackType | None, file: str, cell_number: Callable[[str], int]) -> list[Frame]:
    """The lines of a traceback in ``file`` or in a notebook's cell, outermost first; at most eight."""
    frames = []
    while traceback is not None:
        code = traceback.tb_frame.f_code
        cell = cell_number(code.co_filename)
        if cell or code.co_filename == file:
            text = linecache.getline(code.co_filename, traceback.tb_lineno).strip()
            frames.append(Frame(traceback.tb_lineno, code.co_name, text, cell))
        traceback = traceback.tb_next
    return frames if len(frames) <= 8 else [*frames[:3], *frames[-5:]]  # a recursion would fill the screen
