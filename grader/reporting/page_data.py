"""What the page of a run shows, gathered in one pass over the results. Every text in it is `visible` already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from grader.records import CheckResult, SubmissionResult
from grader.text import one_line, shortened, visible

SHOWN_NOTE = 200
"""Characters of a note's last line in a list; a student's page has all of it."""
NOT_SUBMITTED = "missing"
FAULT = "grader_fault"


class Ended(NamedTuple):
    """A submission that did not end as "graded": whose (an index), of which exercise, and its note's last line."""

    student: int
    exercise: str
    note: str


@dataclass
class CheckSummary:
    """One check of an exercise, and how many of the submissions that were looked at passed it."""

    name: str
    title: str
    max_points: int
    passed: int = 0
    taken: int = 0

    @property
    def percent(self) -> int:
        return _percent(self.passed, self.taken)


@dataclass
class ExerciseSummary:
    """One exercise: its checks by name, and what its submissions earned."""

    id: str
    title: str
    max_points: int = 0
    checks: dict[str, CheckSummary] = field(default_factory=dict)
    points: list[int] = field(default_factory=list)
    ungraded: int = 0

    @property
    def submitted(self) -> int:
        return len(self.points) + self.ungraded

    @property
    def full(self) -> int:
        return sum(points == self.max_points for points in self.points)

    @property
    def mean(self) -> float:
        return sum(self.points) / len(self.points) if self.points else 0.0

    @property
    def percent(self) -> int:
        return _percent(sum(self.points), self.max_points * len(self.points))


@dataclass
class MistakeSummary:
    """A known mistake of an exercise, and the students (as indices) who made it."""

    exercise: str
    id: str
    title: str
    explanation: str
    students: list[int] = field(default_factory=list)


@dataclass
class SharedAnswer:
    """Checks of an exercise that the same students fail with equal observations, and no known mistake explains."""

    exercise: str
    students: list[int]
    checks: list[CheckSummary] = field(default_factory=list)
    message: str = ""


class ClassData:
    """A class's results, summed up for the page.

    Attributes:
        students: their names, in the order of the results.
        exercises: a summary of each, by id and in that order.
        faults: the submissions that the grader itself could not grade.
        ended: the others with another status than "graded" or "missing", by status.
        missing: the students who did not submit an exercise, by exercise.
        mistakes: the known mistakes, the most frequent first.
        shared: wrong answers that several students share and no known mistake explains, the most frequent first.
        lone_answers: how many such answers one student gave and nobody else.
    """

    def __init__(self, results: Iterable[SubmissionResult], titles: Mapping[str, str]) -> None:
        self.students: list[str] = []
        self.faults: list[Ended] = []
        self.ended: dict[str, list[Ended]] = defaultdict(list)
        self._titles = titles
        self._names: list[str] = []
        self._results: list[dict[str, Any]] = []
        self._totals: list[int] = []
        self._texts: dict[str, int] = {}
        self._exercises: dict[str, ExerciseSummary] = {}
        self._mistakes: dict[tuple[str, str], MistakeSummary] = {}
        self._positions: dict[tuple[str, str], int] = {}
        self._unexplained: dict[tuple[str, str, str], tuple[list[int], str]] = {}
        for result in results:
            self._add(result)
        self.exercises = dict(sorted(self._exercises.items()))
        self.missing = {exercise: names for exercise in self.exercises if (names := self._without(exercise))}
        self.mistakes = sorted(self._mistakes.values(), key=lambda mistake: -len(mistake.students))
        self.shared, self.lone_answers = self._shared()

    @property
    def max_points(self) -> int:
        return sum(exercise.max_points for exercise in self.exercises.values())

    @property
    def mean_total(self) -> float:
        """The mean of the students' totals."""
        return sum(self._totals) / len(self._totals) if self._totals else 0.0

    @property
    def totals(self) -> list[int]:
        """How many students have a total in each tenth of all points; the last tenth includes all points."""
        bins = [0] * 10
        for total in self._totals:
            bins[min(9, 10 * total // max(1, self.max_points))] += 1
        return bins

    @property
    def hardest(self) -> list[tuple[ExerciseSummary, CheckSummary]]:
        """Every check that anybody's submission was looked at with, the one that fewest passed first."""
        every = [(exercise, check) for exercise in self.exercises.values() for check in exercise.checks.values()]
        return sorted(((one, check) for one, check in every if check.taken), key=lambda pair: pair[1].percent)

    @property
    def without_submission(self) -> list[str]:
        """The students of whom every exercise is missing."""
        return [
            name
            for name, own in zip(self.students, self._results, strict=True)
            if all(entry[0] == NOT_SUBMITTED for entry in own.values())
        ]

    @property
    def not_graded(self) -> list[int]:
        """The students with a submission that did not end as "graded"."""
        return [
            index
            for index, own in enumerate(self._results)
            if any(entry[0] not in ("graded", NOT_SUBMITTED) for entry in own.values())
        ]

    def name(self, student: int) -> str:
        """The student's name exactly as in the results."""
        return self._names[student]

    def for_script(self) -> dict[str, Any]:
        """What the page's script makes the table and the students' pages of."""
        return {
            "exercises": [
                {
                    "id": exercise.id,
                    "title": exercise.title,
                    "max": exercise.max_points,
                    "checks": [[check.title, check.max_points] for check in exercise.checks.values()],
                }
                for exercise in self.exercises.values()
            ],
            "students": [[name, own] for name, own in zip(self.students, self._results, strict=True)],
            "texts": list(self._texts),
            "mistakes": [[mistake.title, mistake.explanation] for mistake in self._mistakes.values()],
            "sets": {
                "ended": self.not_graded,
                **{f"mistake-{index}": mistake.students for index, mistake in enumerate(self.mistakes)},
                **{f"shared-{index}": shared.students for index, shared in enumerate(self.shared)},
            },
        }

    def _add(self, result: SubmissionResult) -> None:
        student = self._student(result.student)
        if result.exercise not in self._exercises:
            title = self._titles.get(result.exercise, "")
            self._exercises[result.exercise] = ExerciseSummary(result.exercise, title)
        exercise = self._exercises[result.exercise]
        exercise.max_points = max(exercise.max_points, result.max_points)
        if result.points is None:
            exercise.ungraded += 1
        elif result.status != NOT_SUBMITTED:
            exercise.points.append(result.points)
            self._totals[student] += result.points
        if result.status not in ("graded", NOT_SUBMITTED):
            entries = self.faults if result.status == FAULT else self.ended[result.status]
            entries.append(Ended(student, result.exercise, _last_line(result.note)))
        for mistake in result.mistakes:
            known = self._mistake(result.exercise, mistake.id)
            known.title, known.explanation = one_line(mistake.title), visible(mistake.explanation)
        checks = [self._check(student, exercise, result, check) for check in result.checks]
        made = dict.fromkeys([entry.id for entry in result.mistakes])
        made.update(dict.fromkeys(name for check in result.checks for name in check.mistakes))
        for name in made:
            self._mistake(result.exercise, name).students.append(student)
        self._results[student][result.exercise] = [
            result.status,
            result.points,
            self._text(visible(result.note)),
            checks,
            [self._positions[result.exercise, name] for name in made],
        ]

    def _without(self, exercise: str) -> list[str]:
        """The students who did not submit an exercise."""
        entries = zip(self.students, (own.get(exercise) for own in self._results), strict=True)
        return [name for name, entry in entries if entry is None or entry[0] == NOT_SUBMITTED]

    def _student(self, name: str) -> int:
        if not self._names or self._names[-1] != name:
            self._names.append(name)
            self.students.append(one_line(name))
            self._results.append({})
            self._totals.append(0)
        return len(self._names) - 1

    def _text(self, text: str) -> int:
        """Where a text is in the table of texts: most of a class's messages are the same few."""
        return self._texts.setdefault(text, len(self._texts))

    def _mistake(self, exercise: str, name: str) -> MistakeSummary:
        self._positions.setdefault((exercise, name), len(self._positions))
        return self._mistakes.setdefault((exercise, name), MistakeSummary(exercise, one_line(name), one_line(name), ""))

    def _check(self, student: int, exercise: ExerciseSummary, result: SubmissionResult, check: CheckResult) -> Any:
        """A check for the script: its place among the exercise's, and where it failed also its message's."""
        summary = exercise.checks.setdefault(
            check.name, CheckSummary(check.name, one_line(check.title), check.max_points)
        )
        if result.status not in (NOT_SUBMITTED, FAULT):
            summary.taken += 1
            summary.passed += check.passed
        position = list(exercise.checks).index(check.name)
        if check.passed:
            return position
        message = visible(check.message)
        if check.behaviour and not check.mistakes:
            key = (result.exercise, check.name, check.behaviour)
            self._unexplained.setdefault(key, ([], message))[0].append(student)
        return [position, self._text(message)]

    def _shared(self) -> tuple[list[SharedAnswer], int]:
        """Unexplained answers, those with the same students in one, and how many have only one student."""
        by_students: dict[tuple[str, tuple[int, ...]], SharedAnswer] = {}
        for (exercise, check, _), (students, message) in self._unexplained.items():
            shared = by_students.setdefault((exercise, tuple(students)), SharedAnswer(exercise, students))
            shared.checks.append(self._exercises[exercise].checks[check])
            shared.message = shared.message or message
        answers = sorted(by_students.values(), key=lambda shared: -len(shared.students))
        several = [shared for shared in answers if len(shared.students) > 1]
        return several, len(answers) - len(several)


def _percent(part: int, whole: int) -> int:
    """Rounded, but 100 only for all of it and 0 only for none."""
    if not whole:
        return 0
    return min(max(round(100 * part / whole), int(part > 0)), 99 if part < whole else 100)


def _last_line(note: str) -> str:
    """The end of a note, where a traceback says what went wrong."""
    return shortened(one_line((note.strip().splitlines() or [""])[-1]), SHOWN_NOTE)
