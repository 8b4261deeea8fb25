"""The learner's door: ``pytest exercises/ex03`` checks a stub in this process and says what it saw in plain words.

pytest loads this at every start, in any project; nothing heavy is imported before an exercise is collected.
"""

from __future__ import annotations

import os
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from grader import catalog

QUIET = ["-qq", "--no-header", "--no-summary", "--tb=no", "--show-capture=no", "-o", "console_output_style=classic"]
LOUD = ("--collect-only", "--co", "--fixtures", "--markers", "--help", "-h", "--version", "--setup-plan")


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("torchkata", "torchkata's exercises")
    group.addoption("--hint", action="store_true", help="show one more hint for the first check that fails")
    group.addoption(
        "--draw-seed", type=int, default=0, metavar="N", help="draw the inputs of the checks from another seed"
    )


def pytest_load_initial_conftests(early_config: pytest.Config, args: list[str]) -> None:
    """Where only exercises are run, pytest's own output makes room for ours."""
    if any(arg.split("=")[0] in LOUD for arg in args):
        return
    if _only_exercises(early_config):
        args[:0] = QUIET
        if not any(arg.startswith("--pdbcls") for arg in args):
            args[:0] = ["--pdbcls=grader.doors.debugger:LearnerPdb"]


def _only_exercises(config: pytest.Config) -> bool:
    named = list(config.known_args_namespace.file_or_dir)
    here = config.invocation_params.dir
    paths = [(here / part.split("::")[0]).resolve() for part in named] or [here.resolve()]
    return all(any(folder.name in catalog.ROOTS for folder in (path, *path.parents)) for path in paths)


def pytest_configure(config: pytest.Config) -> None:
    # A stub is collected as a test module, whatever the project's own python_files says.
    for each in catalog.exercises().values():
        config.addinivalue_line("python_files", f"{each.id}/{each.filename}")
    _refuse_unknown(config)
    if "-qq" in config.invocation_params.args or _only_exercises(config):
        from grader.doors.reporter import Reporter

        config.pluginmanager.register(Reporter(config), "torchkata-reporter")


def _refuse_unknown(config: pytest.Config) -> None:
    """A path under ``exercises/`` that is not there gets our message, which knows the names."""
    for part in config.known_args_namespace.file_or_dir:
        path = config.invocation_params.dir / part.split("::")[0]
        if path.exists() or not any(folder.name in catalog.ROOTS for folder in path.parents):
            continue
        name = path.name if path.parent.name in catalog.ROOTS else path.parent.name
        try:
            known = catalog.exercise(name)
        except catalog.UnknownExercise as error:
            raise pytest.UsageError(str(error)) from None
        here = path.parent if path.parent.exists() else path.parent.parent
        raise pytest.UsageError(missing_stub(known, here))


def missing_stub(exercise: catalog.Exercise, folder: Path) -> str:
    """What to say where an exercise's module is not in its folder."""
    others = sorted(each.name for each in folder.glob("*.py")) if folder.name == exercise.id else []
    found = f" The folder holds {', '.join(others)}: was the file renamed?" if others else ""
    return (
        f"{exercise.id} is checked in {exercise.id}/{exercise.filename}, and there is no such file.{found} "
        f"Name it {exercise.filename}, or put a fresh stub back with: kata reset {exercise.id}"
    )


def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector) -> pytest.Module | None:
    exercise = catalog.exercise_at(module_path)
    if exercise is None:
        return _strange_module(module_path, parent)
    from grader.doors.collecting import ExerciseModule

    return ExerciseModule.from_parent(parent, path=module_path, exercise=exercise)


def _strange_module(path: Path, parent: pytest.Collector) -> None:
    """A file named on the command line that lies in an exercise's folder and is not its module."""
    known = catalog.exercises().get(path.parent.name)
    if known and path.parent.parent.name in catalog.ROOTS:
        raise pytest.Collector.CollectError(missing_stub(known, path.parent))


@pytest.fixture()
def seen(request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]) -> Generator[Any, None, None]:
    """What a check asks: this learner's module, observed in this process as the check needs it."""
    from grader.doors.collecting import ExerciseModule

    module = request.node.getparent(ExerciseModule)
    if module is None:
        pytest.fail("the fixture 'seen' belongs to torchkata's suites")
    yield module.evidence(capsys)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if "grader.doors.collecting" in _loaded():
        from grader.doors.collecting import finish_report

        finish_report(item, call, report)
    return report


def _loaded() -> Any:
    import sys

    return sys.modules


def pytest_enter_pdb() -> None:
    _debugging(True)


def pytest_leave_pdb() -> None:
    _debugging(False)


def _debugging(is_open: bool) -> None:
    limit = _loaded().get("grader.observing.limit")
    if limit is not None:
        limit.debugging.open = is_open


def debug_kit() -> bool:
    """Whether the kit's own tracebacks are wanted (by those who write suites)."""
    return bool(os.environ.get("KATA_DEBUG"))
