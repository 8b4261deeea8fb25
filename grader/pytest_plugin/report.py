"""Prints the grades of a learner's run, exercise by exercise, instead of pytest's own output."""

from __future__ import annotations

import hashlib
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
from grader.records import Grade, NamedMistake, Verdict
from grader.reporting.problems import failed_checks, first_to_fix
from grader.reporting.terminal import APART, Heading, ProgressRow, block, progress, render
from grader.text import counted


@dataclass
class _CheckedFile:
    """One checked file and the verdicts on it so far."""

    exercise: catalog.Exercise
    path: Path
    by_item: dict[str, Verdict] = field(default_factory=dict)
    problem: tuple[tuple[str, str], ...] = ()
    explained: dict[str, Verdict] = field(default_factory=dict)
    mistakes: tuple[NamedMistake, ...] = ()
    printed: dict[str, str] = field(default_factory=dict)
    """What the code printed, by check."""
    items: int = 0
    selected: set[str] = field(default_factory=set)
    """The checks to run; empty where other processes run them (pytest-xdist)."""
    description: str = ""
    is_shown: bool = False

    @property
    def verdicts(self) -> list[Verdict]:
        """One verdict per check: where a plugin ran a check several times, the first that is not a pass."""
        found: dict[str, Verdict] = {}
        for verdict in self.by_item.values():
            if verdict.check not in found or found[verdict.check].passed:
                found[verdict.check] = verdict
        return list(found.values())

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
        if hasattr(report, "kata"):
            return report.outcome, "", ""
        return ("", "", "") if report.when != "call" and report.passed else None

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        from grader.pytest_plugin.collection import ExerciseModule, check_name

        for item in session.items:
            module = item.getparent(ExerciseModule)
            if module is not None:
                file = self._file(str(module.path), module.exercise.id)
                file.items += 1
                file.selected.add(check_name(item))

    def pytest_runtest_logreport(self, report: Any) -> None:
        kata = getattr(report, "kata", None)
        if kata is None or report.outcome == "rerun":  # pytest-rerunfailures runs it again
            return
        file = self._file(kata["file"], kata["exercise"])
        verdict = Verdict.from_json(kata["verdict"])
        file.by_item[report.nodeid] = verdict
        # What explains the failures so far: later checks can change what is known of earlier ones.
        file.explained.update({entry["check"]: Verdict.from_json(entry) for entry in kata.get("explained", ())})
        file.mistakes = tuple(NamedMistake(**mistake) for mistake in kata.get("mistakes", ()))
        if kata["printed"]:
            file.printed[verdict.check] = kata["printed"]
        if kata["problem"]:
            file.problem = verdict.rows
        if len(file.by_item) == file.items:
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
            if file.verdicts and not file.is_shown:
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
            "heading": [file.exercise.id, file.exercise.title, file.description],
            "verdicts": [verdict.to_json() for verdict in file.verdicts],
            "most": self._most_points(file),
            "checks": len(self._checks(file.exercise)),
            "width": self._width,
            "colour": bool(self.config.get_terminal_writer().hasmarkup),
        }

    def _file(self, path: str, exercise: str) -> _CheckedFile:
        if path not in self.files:
            self.files[path] = _CheckedFile(catalog.exercises()[exercise], Path(path))
            self.files[path].description = self._describe(self.files[path])
        return self.files[path]

    def _print(self, file: _CheckedFile) -> None:
        file.is_shown = True
        self._remember(f"content/{file.exercise.id}", _digest(file.path))
        if file.not_started and len(self.files) > 1:
            return  # the table at the end says it in a line
        grade = self._grade(file)
        heading = Heading(file.exercise.id, file.exercise.title, file.description)
        if file.not_started:
            where = self._name(file.path)
            lesson = file.path.with_name("README.md")
            first = f"Read {self._name(lesson)} first, then write in " if lesson.exists() else "Write in "
            grade.problem = _not_started(first + where)
            self._show(block(heading, grade, self._width))
            return
        printed = {} if self._prints_at_once else file.printed
        closing = self._closing(file, grade)
        self._show(block(heading, grade, self._width, closing, printed=printed, in_full=self._in_full))

    @property
    def _prints_at_once(self) -> bool:
        return bool(self.config.getoption("capture") == "no")

    @property
    def _in_full(self) -> bool:
        """Whether ``-v`` asks for every failed check with its rows; pytest's own output is at -2 without it."""
        return bool(self.config.getoption("verbose") > -2)

    def _grade(self, file: _CheckedFile) -> Grade:
        """All checks that were asked for count, also those that ``-x`` left out."""
        verdicts = [
            file.explained.get(verdict.check, verdict) for verdict in file.verdicts if verdict.outcome != "not started"
        ]
        order = {check.name: index for index, check in enumerate(self._checks(file.exercise))}
        verdicts.sort(key=lambda verdict: order.get(verdict.check, 0))
        grade = PartialGrade(file.exercise.id, verdicts, file.problem, self._most_points(file))
        grade.mistakes = file.mistakes
        return grade

    def _checks(self, exercise: catalog.Exercise) -> list[Check]:
        return checks_in(exercise.checks())

    def _most_points(self, file: _CheckedFile) -> int:
        asked_for = file.selected or {verdict.check for verdict in file.verdicts}
        return sum(check.points for check in self._checks(file.exercise) if check.name in asked_for)

    def _describe(self, file: _CheckedFile) -> str:
        saved = time.localtime(file.path.stat().st_mtime)
        today = time.strftime("%Y%m%d", saved) == time.strftime("%Y%m%d")
        when = time.strftime("%H:%M:%S" if today else "%Y-%m-%d %H:%M", saved)
        same = self._recall(f"content/{file.exercise.id}", "") == _digest(file.path)
        unchanged = ", unchanged since the last run" if same else ""
        return f"{self._name(file.path)}, saved {when}{unchanged}{APART}{_tools()}"

    def _name(self, path: Path) -> str:
        here = self.config.invocation_params.dir
        for base in (here, self.root):
            if base is not None and path.is_relative_to(base):
                return str(path.relative_to(base))
        return str(path)

    def _closing(self, file: _CheckedFile, grade: Grade) -> list[str]:
        ran, total = len(file.verdicts), len(self._checks(file.exercise))
        target = self._name(file.path.parent)
        lines = [f"Ran {ran} of {total} checks."] if ran < total and not grade.problem else []
        if grade.passed:
            answer = [f"Exit question: {file.exercise.answer}"] if file.exercise.answer else []
            lines += [f"All of {file.exercise.id} is right.", *answer, self._onward(file)] if ran == total else []
        elif not grade.problem:
            lines += self._hints(file, grade, target)
            failed = len(failed_checks(grade))
            if failed > 1 and not self._in_full:
                lines.append(f"More: pytest {target} -v   (the {failed} that fail, in full)")
        if file.printed and not self._prints_at_once:
            lines.append(f"More: pytest {target} -s   (all that your code prints, as it runs)")
        return [line for line in lines if line]

    def _hints(self, file: _CheckedFile, grade: Grade, target: str) -> list[str]:
        """The hints on what is to be fixed or written next, as far as they were asked for, and how to get more."""
        unwritten = [verdict for verdict in grade.verdicts if verdict.unwritten]
        verdict = first_to_fix(grade) or (unwritten[0] if unwritten else None)
        hints = next(
            (check.hints for check in self._checks(file.exercise) if verdict and check.name == verdict.check), ()
        )
        if verdict is None or not hints:
            return []
        key = f"hints/{file.exercise.id}/{verdict.check}"
        shown, asked, lines = int(self._recall(key, 0)), self.config.getoption("hint"), []
        if asked:
            shown = min(shown + 1, len(hints))
            self._remember(key, shown)
            lines = [f"Hints for: {verdict.title}"]
            lines += [f"  {index}. {hint}" for index, hint in enumerate(hints[:shown], start=1)]
        if shown < len(hints):
            lines.append(f"Next: pytest {target} --hint   ({shown + 1} of {len(hints)})")
        elif not asked:
            lines.append(f"Next: pytest {target} --hint   (all {len(hints)} again)")
        return lines

    def _onward(self, file: _CheckedFile) -> str:
        ids = list(catalog.exercises())
        after = ids[ids.index(file.exercise.id) + 1 :]
        following = file.path.parents[1] / after[0] if after else None
        if following is None or not following.exists() or following.parent.name != "exercises":
            return "Well done."
        return f"Next: {self._name(following / 'README.md')}"

    def _recall(self, key: str, default: Any) -> Any:
        """What an earlier run remembered."""
        cache = getattr(self.config, "cache", None)
        return cache.get(f"torchkata/{key}", default) if cache else default

    def _remember(self, key: str, value: Any) -> None:
        cache = getattr(self.config, "cache", None)
        if cache:
            cache.set(f"torchkata/{key}", value)

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


def _digest(path: Path) -> str:
    return hashlib.sha256(bytes(path) + b"\0" + path.read_bytes()).hexdigest()


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
    left = failed["failed"] + failed["waits"]
    return f"{counted(left, 'check')} to go" if left else f"{counted(failed['passed'], 'check')} passed"
