"""The report of one checked file as lines, whoever runs the checks: pytest, or ``kata watch``."""

from __future__ import annotations

import platform
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from rich.text import Text

from grader import catalog
from grader.judging.checks import Check, checks_in
from grader.learner import progress
from grader.learner.hints import Hints
from grader.learner.links import link
from grader.learner.unfinished import PartialGrade
from grader.records import Grade, NamedMistake, Verdict
from grader.reporting.problems import failed_checks, first_to_fix
from grader.reporting.terminal import APART, Heading, ProgressRow, block
from grader.text import counted


@dataclass(frozen=True)
class Style:
    """How a report is shown.

    Attributes:
        here: the folder that paths are named from.
        width: of the terminal.
        colour: whether it shows colours.
        hint: whether one more hint is asked for.
        in_full: whether every failed check is shown with its rows.
        prints_at_once: whether what the code prints was shown while it ran.
        links: whether a click on a path opens it.
        keys: whether ``h`` shows a hint and ``n`` the next exercise, as in ``kata watch``.
    """

    here: Path
    width: int
    colour: bool = False
    hint: bool = False
    in_full: bool = False
    prints_at_once: bool = False
    links: bool = False
    keys: bool = False


@dataclass
class FileReport:
    """One checked file and the verdicts on it so far."""

    exercise: catalog.Exercise
    path: Path
    style: Style
    by_item: dict[str, Verdict] = field(default_factory=dict)
    problem: tuple[tuple[str, str], ...] = ()
    explained: dict[str, Verdict] = field(default_factory=dict)
    mistakes: tuple[NamedMistake, ...] = ()
    printed: dict[str, str] = field(default_factory=dict)
    """What the code printed, by check."""
    items: int = 0
    selected: set[str] = field(default_factory=set)
    """The checks to run; empty where other processes run them (pytest-xdist)."""
    is_shown: bool = False

    def __post_init__(self) -> None:
        self.root = progress.root_of(self.path)
        self.checks: list[Check] = checks_in(self.exercise.checks())
        self.description = self._describe()

    def add(self, item: str, record: dict[str, Any]) -> None:
        """Take a check's record (`Attempt.record`); ``item`` names its run, where plugins run a check several times."""
        verdict = Verdict.from_json(record["verdict"])
        self.by_item[item] = verdict
        # What explains the failures so far: later checks can change what is known of earlier ones.
        self.explained.update({entry["check"]: Verdict.from_json(entry) for entry in record.get("explained", ())})
        self.mistakes = tuple(NamedMistake(**mistake) for mistake in record.get("mistakes", ()))
        if record["printed"]:
            self.printed[verdict.check] = record["printed"]
        if record["problem"]:
            self.problem = verdict.rows

    @property
    def is_complete(self) -> bool:
        return len(self.by_item) == self.items

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

    @property
    def grade(self) -> Grade:
        """All checks that were asked for count, also those that ``-x`` left out."""
        verdicts = [
            self.explained.get(verdict.check, verdict) for verdict in self.verdicts if verdict.outcome != "not started"
        ]
        order = {check.name: index for index, check in enumerate(self.checks)}
        verdicts.sort(key=lambda verdict: order.get(verdict.check, 0))
        grade = PartialGrade(self.exercise.id, verdicts, self.problem, self._most_points)
        grade.mistakes = self.mistakes
        return grade

    @property
    def passed(self) -> bool:
        """Whether all checks of the suite were run and passed."""
        return len(self.verdicts) == len(self.checks) and self.grade.passed

    def lines(self) -> list[Text]:
        """The report; hints that it shows are remembered."""
        lines = self._lines()
        if self.style.links:
            paths = [self.path, self.path.with_name("README.md"), *self._following()]
            link(lines, {self._name(path): path for path in paths} | {self.path.name: self.path})
        return lines

    def _lines(self) -> list[Text]:
        grade = self.grade
        heading = Heading(self.exercise.id, self.exercise.title, self.description)
        if self.not_started:
            lesson = self.path.with_name("README.md")
            first = f"Read {self._name(lesson)} first, then write in " if lesson.exists() else "Write in "
            grade.problem = _not_started(first + self._name(self.path))
            return block(heading, grade, self.style.width)
        printed = {} if self.style.prints_at_once else self.printed
        closing = self._closing(grade)
        return block(heading, grade, self.style.width, closing, printed=printed, in_full=self.style.in_full)

    def remember(self, *, is_current: bool) -> None:
        """Keep in the progress what was checked, and whether it is finished."""
        with progress.changed(self.root) as kept:
            kept.checked[self.exercise.id] = progress.digest(self.path)
            if is_current:
                kept.current = self.exercise.id
            if self.passed:
                kept.finished[self.exercise.id] = progress.digest(self.path)
            elif len(self.verdicts) == len(self.checks):
                kept.finished.pop(self.exercise.id, None)

    def unfinished(self) -> dict[str, Any]:
        """What is known so far, for `unfinished.as_text`."""
        return {
            "heading": [self.exercise.id, self.exercise.title, self.description],
            "verdicts": [verdict.to_json() for verdict in self.verdicts],
            "most": self._most_points,
            "checks": len(self.checks),
            "width": self.style.width,
            "colour": self.style.colour,
        }

    def progress_row(self) -> ProgressRow:
        """The file's row in the table of all exercises."""
        grade = self.grade
        return ProgressRow(
            self.exercise.id, self.exercise.title, grade.points, grade.max_points, self._word_on(grade)
        )  # fmt: skip

    def hints(self) -> Hints | None:
        """The hints on what is to be fixed or written next."""
        grade = self.grade
        if grade.passed or grade.problem:
            return None
        unwritten = [verdict for verdict in grade.verdicts if verdict.unwritten]
        verdict = first_to_fix(grade) or (unwritten[0] if unwritten else None)
        texts = next((check.hints for check in self.checks if verdict and check.name == verdict.check), ())
        return Hints(f"{self.exercise.id}/{verdict.check}", verdict.title, texts) if verdict and texts else None

    @property
    def _most_points(self) -> int:
        asked_for = self.selected or {verdict.check for verdict in self.verdicts}
        return sum(check.points for check in self.checks if check.name in asked_for)

    def _describe(self) -> str:
        saved = time.localtime(self.path.stat().st_mtime)
        today = time.strftime("%Y%m%d", saved) == time.strftime("%Y%m%d")
        when = time.strftime("%H:%M:%S" if today else "%Y-%m-%d %H:%M", saved)
        same = progress.read(self.root).is_unchanged(self.exercise, self.path)
        unchanged = ", unchanged since the last run" if same else ""
        return f"{self._name(self.path)}, saved {when}{unchanged}{APART}{_tools()}"

    def _name(self, path: Path) -> str:
        for base in (self.style.here, self.root):
            if base is not None and path.is_relative_to(base):
                return str(path.relative_to(base))
        return str(path)

    def _closing(self, grade: Grade) -> list[str]:
        ran, total = len(self.verdicts), len(self.checks)
        target = self._name(self.path.parent)
        lines = [f"Ran {ran} of {total} checks."] if ran < total and not grade.problem else []
        if self.passed:
            answer = [f"Answer to the exit question: {self.exercise.answer}"] if self.exercise.answer else []
            lines += [f"All of {self.exercise.id} is right.", *answer, self._onward()]
        elif not grade.passed and not grade.problem:
            lines += self._hints(target)
            failed = len(failed_checks(grade))
            if failed > 1 and not self.style.in_full:
                lines.append(f"More: pytest {target} -v   (the {failed} that fail, in full)")
        if self.printed and not self.style.prints_at_once:
            lines.append(f"More: pytest {target} -s   (all that your code prints, as it runs)")
        return lines

    def _hints(self, target: str) -> Sequence[str]:
        """The hints as far as they were asked for, and how to get more."""
        hints = self.hints()
        if hints is None:
            return []
        lines = hints.one_more(self.root) if self.style.hint else []
        shown = hints.shown(self.root)
        more = "press h for a hint" if self.style.keys else f"pytest {target} --hint"
        if shown < len(hints.texts):
            return [*lines, f"Next: {more}   ({shown + 1} of {len(hints.texts)})"]
        return lines or [f"Next: {more}   (all {len(hints.texts)} again)"]

    def _onward(self) -> str:
        lessons = self._following()
        if not lessons:
            return "Well done."
        name = self._name(lessons[0])
        return f"Next: press n, and read {name}" if self.style.keys else f"Next: {name}"

    def _following(self) -> list[Path]:
        """The lesson after this one, if there is one."""
        ids = list(catalog.exercises())
        after = ids[ids.index(self.exercise.id) + 1 :]
        lessons = [self.path.parents[1] / exercise / "README.md" for exercise in after[:1]]
        return [lesson for lesson in lessons if lesson.parent.exists() and lesson.parents[1].name == "exercises"]

    def _word_on(self, grade: Grade) -> str:
        if self.not_started:
            return "not started"
        if self.problem:
            return "cannot be run"
        if grade.passed and grade.points == grade.max_points:
            return "done"
        failed = Counter(verdict.outcome for verdict in grade.verdicts)
        left = failed["failed"] + failed["waits"]
        return f"{counted(left, 'check')} to go" if left else f"{counted(failed['passed'], 'check')} passed"


@cache
def _tools() -> str:
    return f"Python {platform.python_version()}, torch {version('torch')}"


def _not_started(first: str) -> tuple[tuple[str, str], ...]:
    return (("not started", "the file is still the original stub."), ("begin", first))
