"""A made-up class with the real exercises, checks and known mistakes: what a page about a class has to carry."""

from __future__ import annotations

import ast
import random
from collections.abc import Iterator
from dataclasses import dataclass

from grader import catalog
from grader.catalog import SUITES
from grader.mistakes import KnownMistake, known_mistakes
from grader.records import CheckResult, NamedMistake, SubmissionResult
from tests.pytest_plugin.kit import ROOT

FIRST = ("Ada", "Barbara", "Chen", "Dorothy", "Edsger", "Fatima", "Grace", "Hana", "Ivan", "Jun", "Katherine", "Łucja")
LAST = ("Adeyemi", "Berg", "Castillo", "Dubois", "Eriksen", "Fischer", "García", "Haddad", "Ito", "Jansen", "Kumar")
STATUSES = ("timed_out", "crashed", "out_of_memory", "exited", "unreadable")
NEW = "called: {}\nreturned: a tensor of shape (4, 3), dtype float64\nexpected: dtype float32"


@dataclass(frozen=True)
class Check:
    name: str
    title: str
    points: int


def checks_of(exercise: str) -> list[Check]:
    """The suite's checks as its source has them: importing it would need torch."""
    tree = ast.parse((SUITES / exercise / "checks.py").read_text(encoding="utf-8"))
    found = []
    for node in tree.body:
        for decorator in getattr(node, "decorator_list", []):
            if isinstance(decorator, ast.Call) and getattr(decorator.func, "id", "") == "check":
                points = next(word.value for word in decorator.keywords if word.arg == "points")
                found.append(Check(node.name, ast.literal_eval(decorator.args[0]), ast.literal_eval(points)))
    return found


def sample_class(count: int, seed: int = 0) -> Iterator[SubmissionResult]:
    """A class's results by student: half right; of the rest, most made known mistakes and some share a new one."""
    draw = random.Random(seed)
    exercises = [
        (exercise.id, checks_of(exercise.id), list(known_mistakes(ROOT, exercise).values()))
        for exercise in catalog.exercises().values()
    ]
    for index in range(count):
        name = f"{LAST[index // len(FIRST) % len(LAST)]} {FIRST[index % len(FIRST)]}"
        number = index // (len(FIRST) * len(LAST))
        student = f"{name} {number + 1}" if number else name
        effort = draw.random()
        for position, (exercise, checks, known) in enumerate(exercises):
            if draw.random() < (1 - effort) * position / 20:
                yield _ended(student, exercise, checks, "missing", "no file was submitted")
            elif draw.random() < 0.01:
                status = draw.choice(STATUSES)
                yield _ended(student, exercise, checks, status, f"it ended early ({status.replace('_', ' ')})")
            else:
                wrong = draw.random() > 0.35 + effort / 2
                yield _graded(student, exercise, checks, known, draw, wrong)


def _ended(student: str, exercise: str, checks: list[Check], status: str, note: str) -> SubmissionResult:
    failed = tuple(CheckResult(check.name, check.title, False, 0, check.points, note) for check in checks)
    most = sum(check.points for check in checks)
    return SubmissionResult(student, exercise, status, 0, most, 0.2, note, "", failed)


def _graded(
    student: str, exercise: str, checks: list[Check], known: list[KnownMistake], draw: random.Random, wrong: bool
) -> SubmissionResult:
    mistake = known[min(int(draw.expovariate(0.4)), len(known) - 1)] if wrong and draw.random() < 0.8 else None
    kind = min(int(draw.expovariate(0.7)), 9) if wrong and mistake is None else None
    new = set() if kind is None else {checks[kind % len(checks)].name, checks[(kind + 1) % len(checks)].name}
    results = []
    for check in checks:
        passed = not (mistake and check.name in mistake.caught_by) and check.name not in new
        message = "" if passed else NEW.format(check.title.split()[0]) if mistake is None else mistake.explanation
        results.append(
            CheckResult(
                check.name, check.title, passed, check.points if passed else 0, check.points, message,
                (mistake.id,) if mistake and not passed else (), "" if passed else f"{kind}-{mistake and mistake.id}",
            )
        )  # fmt: skip
    named = (NamedMistake(mistake.id, mistake.title, mistake.explanation),) if mistake else ()
    points, most = sum(check.points for check in results), sum(check.max_points for check in results)
    return SubmissionResult(student, exercise, "graded", points, most, 0.2, "", "d", tuple(results), named)


def titles() -> dict[str, str]:
    return {exercise.id: exercise.title for exercise in catalog.exercises().values()}
