"""The exercises: what they are called and where their parts are.

An exercise exists because ``grader/suites/exNN/`` does; nothing else lists them.
"""

from __future__ import annotations

import difflib
import importlib
import importlib.util
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType

from grader.errors import NoSolutionsError, UnknownExerciseError

SUITES = Path(__file__).parent / "suites"
RELEASED = Path(__file__).parent / "released"
"""What a wheel carries of the checkout's ``exercises/``; setup.py writes it, and a checkout does not have it."""
ROOTS = ("exercises", "solutions")
_ID = re.compile(r"ex\d\d")


@dataclass(frozen=True)
class Exercise:
    """One exercise: ``id`` (ex03), ``title``, the stub's ``module`` name (flat_size) and its ``minutes``."""

    id: str
    title: str
    module: str
    minutes: int

    @property
    def filename(self) -> str:
        return f"{self.module}.py"

    @property
    def suite(self) -> str:
        """The dotted name of the suite's package."""
        return f"grader.suites.{self.id}"

    def probes(self) -> ModuleType:
        """The suite's cases and probes (imports torch)."""
        return importlib.import_module(f"{self.suite}.probes")

    @property
    def answer(self) -> str:
        """The answer to the lesson's exit question, in one paragraph; empty where none is written."""
        path = SUITES / self.id / "answer.md"
        return " ".join(path.read_text(encoding="utf-8").split()) if path.exists() else ""

    def checks(self) -> ModuleType:
        """The suite's checks, a pytest module (imports torch)."""
        return importlib.import_module(f"{self.suite}.checks")

    def path(self, root: Path, folder: str = "exercises") -> Path:
        """The exercise's module below ``root``: ``root/exercises/ex03/flat_size.py``."""
        return root / folder / self.id / self.filename


@cache
def exercises() -> dict[str, Exercise]:
    """Every exercise by its id, in the order of the syllabus."""
    found = {}
    for folder in sorted(SUITES.iterdir()):
        if _ID.fullmatch(folder.name) and (folder / "__init__.py").exists():
            suite = importlib.import_module(f"grader.suites.{folder.name}")
            found[folder.name] = Exercise(folder.name, suite.TITLE, suite.MODULE, suite.MINUTES)
    return found


def exercise(name: str) -> Exercise:
    """The exercise called ``name``: "ex03", "3", "03", "flat_size" or "flat_size.py".

    Raises:
        UnknownExerciseError: there is none; the message names the nearest and lists all.
    """
    wanted = name.strip().lower().removesuffix(".py")
    if wanted.removeprefix("ex").isdigit():
        wanted = f"ex{int(wanted.removeprefix('ex')):02d}"
    by_name = exercises() | {known.module: known for known in exercises().values()}
    if wanted in by_name:
        return by_name[wanted]
    near = difflib.get_close_matches(wanted, by_name, n=1, cutoff=0.7)
    guess = f" Did you mean {near[0]}?" if near else ""
    listing = ", ".join(f"{known.id} ({known.module})" for known in exercises().values())
    raise UnknownExerciseError(f"There is no exercise called {name!r}.{guess} The exercises are: {listing}.")


def chosen(names: Iterable[str] | None) -> list[Exercise]:
    """The exercises of these names, in the order given; all where none is named.

    Raises:
        UnknownExerciseError: one of them does not exist.
    """
    return [exercise(name) for name in names] if names else list(exercises().values())


def exercise_at(path: Path) -> Exercise | None:
    """The exercise whose module ``path`` is, judged only by its folder and file names."""
    found = exercises().get(path.parent.name)
    return found if found and path.name == found.filename else None


def checkout(start: Path | None = None) -> Path | None:
    """The folder with ``exercises/`` that holds ``start`` (by default the working directory), or the checkout
    installed with -e.

    It is the nearest folder upwards that holds ``exercises/``; None where there is none.
    """
    start = (start or Path.cwd()).resolve()
    folders = (start, *start.parents, SUITES.parents[1])
    return next((folder for folder in folders if _holds(folder, "exercises")), None)


def released() -> Path:
    """The folder that holds ``exercises/`` as they are released: in the wheel, or the checkout of this package."""
    return RELEASED if RELEASED.is_dir() else SUITES.parents[1]


def solutions() -> Path:
    """The folder that holds ``solutions/``: the checkout of this package, or the installed torchkata-solutions.

    A ``solutions/`` in the working directory is not asked: it may be a submission's, and what is found is run.

    Raises:
        NoSolutionsError: there is neither.
    """
    spec = importlib.util.find_spec("torchkata_solutions")
    installed = (spec.submodule_search_locations or ()) if spec else ()
    for folder in (SUITES.parents[1], *map(Path, installed)):
        if _holds(folder, "solutions"):
            return folder
    raise NoSolutionsError


def has_solutions() -> bool:
    """Whether `solutions` finds any."""
    try:
        return bool(solutions())
    except NoSolutionsError:
        return False


def _holds(folder: Path, name: str) -> bool:
    return any((folder / name).glob("ex[0-9][0-9]"))
