"""What a single mistake costs, and what each function solved alone earns.

Points belong to what is right: a mistake in one function should cost at most the points of the checks about that
function and of those whose contract builds on it.
"""

from __future__ import annotations

from grader import catalog
from grader.authoring.grade_source import grade_source
from grader.catalog import Exercise
from grader.mistakes import known_mistakes
from grader.notebooks.parts import parts_of
from grader.records import Grade
from grader.stubs import stub_of, without_markers
from tests.benchmarks.measuring import ROOT


def main() -> None:
    """Print a row per known mistake and per function of every exercise."""
    low = total = 0
    for exercise in catalog.exercises().values():
        print(f"\n{exercise.id}  {exercise.title}")
        print("\n  points kept with one mistake, and the checks that lost theirs")
        for mistake in known_mistakes(ROOT, exercise).values():
            grade = grade_source(exercise, mistake.modules[0])
            total += 1
            low += 2 * grade.points < grade.max_points
            lost = ", ".join(verdict.check for verdict in grade.verdicts if not verdict.passed)
            print(f"  {mistake.id:<36} {_points(grade)}  {lost}")
        print("\n  points with one definition solved, the rest as in the stub")
        for name, source in solved_alone(exercise):
            print(f"  {name:<36} {_points(grade_source(exercise, source))}")
    print(f"\n{low} of {total} mistakes leave less than half of the points.")


def solved_alone(exercise: Exercise) -> list[tuple[str, str]]:
    """(definition, module): the stub with one definition as in the solution, for each that is to be written."""
    parts = parts_of(exercise.path(ROOT, "solutions").read_text(encoding="utf-8"))
    modules = []
    for solved in parts:
        if solved.is_solution:
            texts = [without_markers(part.source) if part is solved else stub_of(part.source) for part in parts]
            modules.append((solved.name, "\n\n\n".join(texts) + "\n"))
    return modules


def _points(grade: Grade) -> str:
    return f"{grade.points:>2} of {grade.max_points}"


if __name__ == "__main__":
    main()
