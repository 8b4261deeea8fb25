"""pytest's hooks: ``pytest exercises/ex03`` checks a stub in this process and reports in plain words.

pytest loads this at every start, in any project; nothing heavy is imported before an exercise is collected.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Generator, Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

from grader import catalog
from grader.errors import UnknownExerciseError
from grader.learner.messages import missing_stub, wrong_file
from grader.observing.environment import SAME_EVERYWHERE
from grader.pytest_plugin import debugs_suites
from grader.text import print_everything

QUIET = [
    "-qq",
    "--no-header",
    "--no-summary",
    "--tb=no",
    "--show-capture=no",
    "-o",
    "console_output_style=classic",
]
OTHER_REPORTS = ("pretty", "sugar")
"""Plugins that print a report of their own (pytest-pretty, pytest-sugar), by the names that pytest knows them by."""
OLDEST_TORCH = (2, 4)
LOUD = ("--collect-only", "--co", "--fixtures", "--markers", "--help", "-h", "--version", "--setup-plan")


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("torchkata", "torchkata's exercises")
    group.addoption("--hint", action="store_true", help="show one more hint for the first check that fails")
    group.addoption(
        "--draw-seed",
        type=int,
        default=0,
        metavar="N",
        help="draw the inputs of the checks from another seed; known mistakes are named only for the usual one",
    )


def pytest_load_initial_conftests(early_config: pytest.Config, args: list[str]) -> None:
    """Where only exercises are run, pytest's own output is switched off in favour of ours."""
    if debugs_suites() or any(arg.split("=")[0] in LOUD for arg in args):
        return
    if _only_exercises(early_config):
        args[:0] = QUIET
        # Its search for garbage takes a quarter of a second with torch in memory.
        early_config.pluginmanager.unregister(name="unraisableexception")
        for name in OTHER_REPORTS:
            early_config.pluginmanager.set_blocked(name)
        if not any(arg.startswith("--pdbcls") for arg in args):
            args[:0] = ["--pdbcls=grader.pytest_plugin.debugger:LearnerPdb"]


def _only_exercises(config: pytest.Config) -> bool:
    named = list(config.known_args_namespace.file_or_dir)
    here = config.invocation_params.dir
    paths = [(here / part.split("::")[0]).resolve() for part in named] or [here.resolve()]
    return all(any(folder.name in catalog.ROOTS for folder in (path, *path.parents)) for path in paths)


def pytest_configure(config: pytest.Config) -> None:
    _refuse_unknown(config)
    if _only_exercises(config):
        _refuse_without_torch()
        print_everything()
        os.environ.update(SAME_EVERYWHERE)
        from grader.pytest_plugin.last_words import LastWords
        from grader.pytest_plugin.report import Reporter

        reporter = Reporter(config)
        config.pluginmanager.register(reporter, "torchkata-reporter")
        config.pluginmanager.register(LastWords(config, reporter), "torchkata-last-words")


def _refuse_unknown(config: pytest.Config) -> None:
    """A path under ``exercises/`` that is not there gets our message, which knows the names."""
    for part in config.known_args_namespace.file_or_dir:
        path = config.invocation_params.dir / part.split("::")[0]
        if path.exists() or not any(folder.name in catalog.ROOTS for folder in path.parents):
            continue
        name = path.name if path.parent.name in catalog.ROOTS else path.parent.name
        try:
            known = catalog.exercise(name)
        except UnknownExerciseError as error:
            raise pytest.UsageError(str(error)) from None
        if path.parent.name in catalog.ROOTS and path.name != known.id:
            raise pytest.UsageError(f"There is no {part}. Did you mean {path.with_name(known.id)}?")
        raise pytest.UsageError(missing_stub(known, path.parent))


def _refuse_without_torch() -> None:
    """One sentence instead of an ImportError from deep inside."""
    try:
        have = metadata.version("torch")
    except metadata.PackageNotFoundError:
        raise pytest.UsageError(
            f"PyTorch is not installed for the Python that runs here, {sys.executable}. "
            "Activate the environment you set the kit up in, or install it here: pip install torch torchvision"
        ) from None
    if tuple(int(part) for part in have.split(".")[:2]) < OLDEST_TORCH:
        wanted = ".".join(map(str, OLDEST_TORCH))
        raise pytest.UsageError(f"torch {have} is too old; torchkata needs {wanted} or newer: pip install -U torch")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Module | None:
    """A stub is collected as a test module, whatever the project's own ``python_files`` says.

    Adding its name to ``python_files`` would do, but pytest matches that against every module that torch imports.
    """
    taken = parent.session.isinitpath(file_path) or any(
        file_path.match(pattern) for pattern in parent.config.getini("python_files")
    )
    if file_path.suffix != ".py" or taken or catalog.exercise_at(file_path) is None:
        return None
    made: pytest.Module | None = parent.ihook.pytest_pycollect_makemodule(module_path=file_path, parent=parent)
    return made


def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector) -> pytest.Module | None:
    exercise = catalog.exercise_at(module_path)
    if exercise is None:
        problem = wrong_file(module_path) if parent.session.isinitpath(module_path) else None
        if problem is not None:
            raise pytest.Collector.CollectError(problem)
        return None
    from grader.pytest_plugin.collection import ExerciseModule

    gc.freeze()  # the garbage collector would go through all that torch brought again
    return ExerciseModule.from_parent(parent, path=module_path, exercise=exercise)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """One worker runs all checks of a module: what a diagnosis knows of an answer is what its process has seen."""
    if not _only_exercises(config) or config.getoption("dist") == "each":
        return None
    from xdist.scheduler import LoadFileScheduling

    return LoadFileScheduling(config, log)


@pytest.fixture
def results(request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]) -> Iterator[Any]:
    """What a check asks about this learner's module, which is observed in this process as the check needs it."""
    from grader.observing.small_nets import for_small_nets
    from grader.pytest_plugin.collection import ExerciseModule, check_name

    module = request.node.getparent(ExerciseModule)
    if module is None:
        pytest.fail("the fixture 'results' belongs to torchkata's suites")
    with for_small_nets():
        yield module.results(check_name(request.node), capsys)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if "grader.pytest_plugin.collection" in sys.modules:
        from grader.pytest_plugin.collection import finish_report

        finish_report(item, call, report)
    return report
