"""Prints the grades of a learner's run, exercise by exercise, instead of pytest's own output."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rich.text import Text

from grader import catalog
from grader.learner.messages import missing_stub
from grader.learner.report import FileReport, Style
from grader.reporting.terminal import progress, render


class Reporter:
    """Gathers verdicts from reports (its own process's or xdist's workers') and prints each complete grade."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.files: dict[str, FileReport] = {}

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
        file.add(report.nodeid, kata)
        if file.is_complete:
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
        return self._file(str(path), exercise).unfinished()

    def _file(self, path: str, exercise: str) -> FileReport:
        if path not in self.files:
            self.files[path] = FileReport(catalog.exercises()[exercise], Path(path), self._style)
        return self.files[path]

    def _print(self, file: FileReport) -> None:
        file.is_shown = True
        file.remember(is_current=len(self.files) == 1)
        if not file.not_started or len(self.files) == 1:  # else the table at the end says it in a line
            self._show(file.lines())

    @property
    def _style(self) -> Style:
        return Style(
            self.config.invocation_params.dir,
            self._width,
            colour=self._colour,
            hint=bool(self.config.getoption("hint")),
            in_full=bool(self.config.getoption("verbose") > -2),  # -v; pytest's own output is at -2 without it
            prints_at_once=self.config.getoption("capture") == "no",
            links=self._colour and self._terminal is not None and self._terminal.isatty,
        )

    def _print_progress(self) -> None:
        rows = [file.progress_row() for file in self.files.values() if file.verdicts]
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

    @property
    def _colour(self) -> bool:
        return bool(self.config.get_terminal_writer().hasmarkup)

    def _show(self, lines: list[Text]) -> None:
        self._write(render(lines, self._width, self._colour))

    def _write(self, text: str) -> None:
        if self._terminal is not None:
            self._terminal.ensure_newline()
            self._terminal.write(text, flush=True)
