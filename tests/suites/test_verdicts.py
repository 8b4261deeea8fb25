"""Every attempt in tests/hostile/verdicts/: wrong code loses the points it is about, right code next to it loses none.

An attempt is code that is appended to an exercise's solution. Its docstring says what it claims, ``EXPECT`` what must
come of it, and ``CHECKS`` names the checks that must not pay for it.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path

import pytest

from grader import catalog
from grader.authoring.grade_source import grade_source, suite_of
from grader.stubs import without_markers

ROOT = Path(__file__).parents[2]
ATTEMPTS = ROOT / "tests" / "hostile" / "verdicts"
LOST, KEPT = "points lost", "nothing lost"


@dataclass(frozen=True)
class Attempt:
    """One file: its claim, what to expect of it, and the code that is appended."""

    claim: str
    expect: str
    checks: tuple[str, ...]
    code: str


def read(path: Path) -> Attempt:
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    constants = {
        node.targets[0].id: node
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }
    expect, checks = (ast.literal_eval(constants[name].value) for name in ("EXPECT", "CHECKS"))
    code = text.split("\n")[constants["CHECKS"].end_lineno :]
    return Attempt(ast.get_docstring(tree) or "", expect, checks, "\n".join(code))


def submitted(exercise: catalog.Exercise, attempt: Attempt) -> str:
    """The solution as a learner would have written it, and then the attempt's code."""
    return without_markers(exercise.path(ROOT, "solutions").read_text(encoding="utf-8")) + attempt.code


@pytest.mark.parametrize(
    ("exercise", "path"),
    [
        pytest.param(exercise, path, id=f"{exercise.id}-{path.stem}")
        for exercise in catalog.exercises().values()
        for path in sorted((ATTEMPTS / exercise.id).glob("*.py"))
    ],
)
def test_an_attempt_gets_what_it_deserves(exercise, path):
    attempt = read(path)
    assert attempt.claim, "the docstring says what it claims"
    assert attempt.expect in (LOST, KEPT)
    assert set(attempt.checks) <= {check.name for check in suite_of(exercise).checks}
    assert bool(attempt.checks) == (attempt.expect == LOST), "name the checks that must lose their points, if any must"

    graded = grade_source(exercise, submitted(exercise, attempt))
    outcomes = {verdict.check: verdict.outcome for verdict in graded.verdicts}
    messages = "\n".join(f"{verdict.check}: {verdict.message}" for verdict in graded.verdicts if not verdict.passed)
    assert "fault" not in outcomes.values(), messages
    assert [name for name in attempt.checks if outcomes[name] == "passed"] == [], messages
    if attempt.expect == KEPT:
        assert graded.passed, messages
