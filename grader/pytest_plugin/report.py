"""Prints the grades of a learner's run, exercise by exercise, instead of pytest's own output."""

from __future__ import annotations

import platform
import time
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from grader import catalog
from grader.judging.checks import Check, checks_in
from grader.pytest_plugin.messages import missing_stub
from grader.pytest_plugin.unfinished import PartialGrade
from grader.records import Grade, Verdict
from grader.reporting.terminal import Heading, ProgressRow, block, progress, render


@dataclass
class _CheckedFile:
    """One checked file and the verdicts on it so far."""

    exercise: catalog.Exercise
    path: Path
    verdicts: list[Verdict] = field(default_factory=list)
    problem: tuple[tuple[str, str], ...] = ()
    expected: int = 0
    printed: bool = False

    @property
    def not_started(self) -> bool:
        return any(verdict.outcome == "not started" for verdict in self.verdicts)


class Reporter:
    """Gathers verdicts from reports (its own process's or xdist's workers') and prints each complete grade."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.files: dict[str, _CheckedFile] = {}
        self.root = catalog.checkout(config.invocation_params.dir)

    @pytest.hookimpl(tryfirst=True)
    def pytest_report_teststatus(self, report: Any) -> tuple[str, str, str] | None:
        """No dots and letters: the grade is the answer."""
        return (report.outcome, "", "") if hasattr(report, "kata") or report.when != "call" else None

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        from grader.pytest_plugin.collection import ExerciseModule

        for item in session.items:
            module = item.getparent(ExerciseModule)
            if module is not None:
                self._file(str(module.path), module.exercise.id).expected += 1

    def pytest_runtest_logreport(self, report: Any) -> None:
        kata = getattr(report, "kata", None)
        if kata is None:
            return
        file = self._file(kata["file"], kata["exercise"])
        verdict = Verdict.from_json(kata["verdict"])
        file.verdicts.append(verdict)
        if kata["problem"]:
            file.problem = verdict.rows
        if len(file.verdicts) == file.expected:
            self._print(file)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """--no-summary hides pytest's own collection errors."""
        if report.failed:
            self._write(f"\n{report.longreprtext}\n")

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        if hasattr(self.config, "workerinput"):
            return
        for file in sorted(self.files.values(), key=lambda file: file.path):
            if file.verdicts and not file.printed:
                self._print(file)
        if len([file for file in self.files.values() if file.verdicts]) > 1:
            self._print_progress()
        if exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED:
            self._explain_nothing()
        if self.config.getoption("usepdb", False) and session.testsfailed:
            self._write("\n--pdb opens where your code raises. To stop in it elsewhere, write breakpoint() there.\n")

    def unfinished(self, path: Path, exercise: str) -> dict[str, Any]:
        """What is known of a file so far, for `unfinished.as_text`."""
        file = self._file(str(path), exercise)
        return {
            "heading": [file.exercise.id, file.exercise.title, self._describe_file(file)],
            "verdicts": [verdict.to_json() for verdict in file.verdicts],
            "most": self._all_points(file.exercise),
            "checks": len(self._checks(file.exercise)),
            "width": self._width,
            "colour": bool(self.config.get_terminal_writer().hasmarkup),
        }

    def _file(self, path: str, exercise: str) -> _CheckedFile:
        return self.files.setdefault(path, _CheckedFile(catalog.exercises()[exercise], Path(path)))

    def _print(self, file: _CheckedFile) -> None:
        file.printed = True
        if file.not_started and len(self.files) > 1:
            return  # the table at the end says it in a line
        grade = self._grade(file)
        heading = Heading(file.exercise.id, file.exercise.title, self._describe_file(file))
        if file.not_started:
            where = self._name(file.path)
            lesson = file.path.with_name("README.md")
            first = f"Read {self._name(lesson)} first, then write in " if lesson.exists() else "Write in "
            grade.problem = _not_started(first + where)
            self._show(block(heading, grade, self._width))
            return
        self._show(block(heading, grade, self._width, self._closing(file, grade)))

    def _grade(self, file: _CheckedFile) -> Grade:
        """All of the suite's checks count, also those that this run left out."""
        verdicts = [verdict for verdict in file.verdicts if verdict.outcome != "not started"]
        order = {check.name: index for index, check in enumerate(self._checks(file.exercise))}
        verdicts.sort(key=lambda verdict: order.get(verdict.check, 0))
        return PartialGrade(file.exercise.id, verdicts, file.problem, self._all_points(file.exercise))

    def _checks(self, exercise: catalog.Exercise) -> list[Check]:
        return checks_in(exercise.checks())

    def _all_points(self, exercise: catalog.Exercise) -> int:
        return sum(check.points for check in self._checks(exercise))

    def _describe_file(self, file: _CheckedFile) -> str:
        saved = time.localtime(file.path.stat().st_mtime)
        today = time.strftime("%Y%m%d", saved) == time.strftime("%Y%m%d")
        when = time.strftime("%H:%M:%S" if today else "%Y-%m-%d %H:%M", saved)
        return f"{self._name(file.path)}, saved {when}  |  {_tools()}"

    def _name(self, path: Path) -> str:
        here = self.config.invocation_params.dir
        for base in (here, self.root):
            if base is not None and path.is_relative_to(base):
                return str(path.relative_to(base))
        return str(path)

    def _closing(self, file: _CheckedFile, grade: Grade) -> list[str]:
        ran, total = len(file.verdicts), len(self._checks(file.exercise))
        lines = [f"{ran} of {total} checks were run."] if ran < total and not grade.problem else []
        target = self._name(file.path.parent)
        failed = [verdict for verdict in grade.verdicts if verdict.outcome == "failed"]
        if grade.passed:
            answer = [f"Exit question: {file.exercise.answer}"] if file.exercise.answer else []
            return [*lines, f"All of {file.exercise.id} is right.", *answer, self._onward(file)]
        if not failed or grade.problem:
            return lines
        hints = {check.name: check.hints for check in self._checks(file.exercise)}[failed[0].check]
        shown = self._hints_shown(file.exercise.id, failed[0].check)
        if self.config.getoption("hint") and hints:
            shown = min(shown + 1, len(hints))
            self._remember_hints(file.exercise.id, failed[0].check, shown)
            lines.append(f"Hints for: {failed[0].title}")
            lines += [f"  {index}. {hint}" for index, hint in enumerate(hints[:shown], start=1)]
        if shown < len(hints):
            lines.append(f"Next: pytest {target} --hint   ({shown + 1} of {len(hints)})")
        elif hints and not self.config.getoption("hint"):
            lines.append(f"Next: pytest {target} --hint   (all {len(hints)} again)")
        return lines

    def _onward(self, file: _CheckedFile) -> str:
        ids = list(catalog.exercises())
        after = ids[ids.index(file.exercise.id) + 1 :]
        following = file.path.parents[1] / after[0] if after else None
        if following is None or not following.exists() or following.parent.name != "exercises":
            return "Well done."
        return f"Next: {self._name(following / 'README.md')}"

    def _hints_shown(self, exercise: str, check: str) -> int:
        cache = getattr(self.config, "cache", None)
        return int(cache.get(f"torchkata/hints/{exercise}/{check}", 0)) if cache else 0

    def _remember_hints(self, exercise: str, check: str, shown: int) -> None:
        cache = getattr(self.config, "cache", None)
        if cache:
            cache.set(f"torchkata/hints/{exercise}/{check}", shown)

    def _print_progress(self) -> None:
        rows = []
        for file in self.files.values():
            if file.verdicts:
                grade = self._grade(file)
                rows.append(
                    ProgressRow(
                        file.exercise.id,
                        file.exercise.title,
                        grade.points,
                        grade.max_points,
                        _word_on(file, grade),
                    )
                )
        self._show(progress(sorted(rows, key=lambda row: row.id), self._width))

    def _explain_nothing(self) -> None:
        for part in self.config.args:
            path = (self.config.invocation_params.dir / part.split("::")[0]).resolve()
            known = catalog.exercises().get(path.name)
            if known and not (path / known.filename).exists():
                self._write(f"\n{missing_stub(known, path)}\n")
                return
        if self.config.getoption("keyword") or self.config.getoption("markexpr"):
            self._write("\nNo check has that in its name. All of them: pytest --collect-only -q\n")
        else:
            self._write("\nThere is no exercise here to check. Try: pytest exercises/ex01\n")

    @property
    def _terminal(self) -> Any:
        return self.config.pluginmanager.get_plugin("terminalreporter")

    @property
    def _width(self) -> int:
        return min(int(self.config.get_terminal_writer().fullwidth), 100)

    def _show(self, lines: list[Any]) -> None:
        self._write(render(lines, self._width, bool(self.config.get_terminal_writer().hasmarkup)))

    def _write(self, text: str) -> None:
        if self._terminal is not None:
            self._terminal.ensure_newline()
            self._terminal.write(text, flush=True)


@cache
def _tools() -> str:
    return f"Python {platform.python_version()}, torch {version('torch')}"


def _not_started(first: str) -> tuple[tuple[str, str], ...]:
    return (("not started", "the file is still the original stub."), ("begin", first))


def _word_on(file: _CheckedFile, grade: Grade) -> str:
    if file.not_started:
        return "not started"
    if file.problem:
        return "cannot be run"
    if grade.passed and grade.points == grade.max_points:
        return "done"
    failed = Counter(verdict.outcome for verdict in grade.verdicts)
    return f"{failed['failed'] + failed['waits']} checks to go"
