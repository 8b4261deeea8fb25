"""A new exercise from the template: every part, commented, that already runs and fails where it should."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from string import Template

from grader import stubs
from grader.catalog import ROOTS, SUITES, exercises
from grader.errors import UserError
from grader.whole_file import write_whole

_ID = re.compile(r"ex\d\d")
_MODULE = re.compile(r"[a-z][a-z0-9_]*")


def module_name(title: str) -> str:
    """A module's name made from a title: "Halve a batch" becomes halve_a_batch."""
    return re.sub(r"[^a-z0-9]+", "_", title.lower()).strip("_")


def write_exercise(root: Path, name: str, title: str, module: str) -> Iterator[Path]:
    """Write every part of a new exercise below ``root``, and yield each file.

    Raises:
        UserError: the names cannot be used, or a part exists already.
    """
    if not _ID.fullmatch(name):
        raise UserError(f"{name} is not an exercise's id. It is ex and two digits, such as ex10.")
    if not _MODULE.fullmatch(module):
        raise UserError(f"{module!r} cannot be a module's name. Give one: --module halve_a_batch")
    if any(known.module == module for known in exercises().values()):
        raise UserError(f"an exercise with the module {module} exists. Give another: --module NAME")
    suite = SUITES / name
    solutions, lesson, alternatives = (
        root / "solutions" / name,
        root / ROOTS[0] / name,
        root / "tests/alternatives" / name,
    )
    for folder in (suite, solutions, lesson, alternatives):
        if folder.exists():
            raise UserError(f"{folder} exists already. Choose another id, or remove it.")
    solution = _filled("solution.py", name, title, module)
    texts = {
        suite / "__init__.py": _filled("suite_init.py", name, title, module),
        suite / "probes.py": _filled("probes.py", name, title, module),
        suite / "checks.py": _filled("checks.py", name, title, module),
        suite / "example.py": _filled("example.py", name, title, module),
        suite / "answer.md": _filled("answer.md", name, title, module),
        solutions / f"{module}.py": solution,
        solutions / "mistakes.py": _filled("mistakes.py", name, title, module),
        solutions / "figures.py": _filled("figures.py", name, title, module),
        solutions / "picture.py": _filled("picture.py", name, title, module),
        lesson / f"{module}.py": stubs.stub_of(solution),
        lesson / "README.md": _filled("lesson.md", name, title, module),
        alternatives / "multiplies_by_a_half.py": _filled("alternative.py", name, title, module),
    }
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, text)
        yield path


def _filled(part: str, name: str, title: str, module: str) -> str:
    text = resources.files("grader.authoring").joinpath("template", f"{part}.txt").read_text(encoding="utf-8")
    return Template(text).substitute(id=name, title=title, module=module)
