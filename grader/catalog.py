"""The exercises: what they are called and where their parts are.

An exercise exists because ``grader/suites/exNN/`` does; nothing else lists them.
"""

from __future__ import annotations

import difflib
import importlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType

from grader.errors import UnknownExerciseError

SUITES = Path(__file__).parent / "suites"
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
        """The exercise's module in a checkout: ``root/exercises/ex03/flat_size.py``."""
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
    """The kit's checkout that holds ``start`` (by default the working directory), or the one installed with -e.

    It is the nearest folder upwards that holds ``exercises/``; None where there is none.
    """
    start = (start or Path.cwd()).resolve()
    for folder in (start, *start.parents, SUITES.parents[1]):
        if (folder / "exercises").is_dir() and any((folder / "exercises").glob("ex[0-9][0-9]")):
            return folder
    return None
