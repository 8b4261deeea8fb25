"""Grades for Moodle, for Canvas, and for a spreadsheet.

Sources: Moodle's grade/import/csv/classes/load_data.php (one row whose user is not found cancels the import; "-" is no
grade) and docs.moodle.org, "Grade import"; Canvas' lib/gradebook_importer.rb (the columns before the assignments, the
row of points possible, "title (id)" for an assignment that exists).
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from grader.errors import UserError
from grader.grading.names import Owner
from grader.nbgrader_plugin import draws, gradebook
from grader.nbgrader_plugin.roster import CANVAS_COLUMNS, MOODLE_KEYS, Roster, RosterStudent
from grader.reporting.files import cell
from grader.whole_file import whole_text

COLUMNS = (
    "student", "last_name", "first_name", "email", "exercise", "state", "points", "late_penalty", "score", "max_score",
    "note",
)  # fmt: skip


@dataclass(frozen=True)
class Mark:
    """One student's grade for one exercise.

    Attributes:
        state: "graded", "to be graded by hand", "not graded yet" or "nothing submitted".
        points: by the judge and by hand, before the penalty for being late.
        score: what counts; None where there is none yet.
    """

    state: str
    points: float | None = None
    penalty: float = 0.0
    score: float | None = None
    note: str = ""

    @property
    def is_final(self) -> bool:
        return self.state in ("graded", "nothing submitted")


@dataclass(frozen=True)
class Grades:
    """A course's grades: of everybody who is in the roster, in the gradebook, or has submitted something."""

    roster: Roster
    exercises: dict[str, float]
    students: dict[str, RosterStudent]
    marks: dict[str, dict[str, Mark]]

    def mark(self, student: str, exercise: str) -> Mark:
        return self.marks.get(student, {}).get(exercise, Mark("nothing submitted"))

    def unfinished(self) -> Iterator[str]:
        """A line for each exercise that somebody still waits for."""
        for exercise in self.exercises:
            for state in ("to be graded by hand", "not graded yet"):
                waiting = [student for student in self.students if self.mark(student, exercise).state == state]
                if waiting:
                    yield f"not final: {exercise}: {state}: {', '.join(waiting)}"


def read_grades(course: Path, roster: Roster, exercises: list[str]) -> Grades:
    """What the gradebook, the draws and the submissions' folders say.

    Args:
        course: the course's folder.
        roster: who is in the course.
        exercises: which; all of the gradebook where the list is empty.

    Raises:
        UserError: there is no gradebook, or an exercise is not in it.
    """
    noted = draws.latest(course)
    students = {student.id: student for student in roster.students}
    marks: dict[str, dict[str, Mark]] = defaultdict(dict)
    most: dict[str, float] = {}
    with gradebook.opened(course) as book:
        known = gradebook.require(book, exercises)
        for exercise in exercises or known:
            most[exercise] = sum(gradebook.most_points(book, exercise).values())
            for student, graded in gradebook.graded(book, exercise).items():
                students.setdefault(student, RosterStudent(student, graded.first_name, graded.last_name, graded.email))
                state = "to be graded by hand" if graded.waits else "graded"
                if not (course / "autograded" / student / exercise).exists():
                    state = "not graded yet"
                note = noted[exercise, student].note if (exercise, student) in noted else ""
                marks[student][exercise] = Mark(state, graded.total, graded.penalty, graded.score, note)
            for folder in sorted(course.glob(f"submitted/*/{exercise}")):
                student = folder.parent.name
                students.setdefault(student, RosterStudent(student))
                marks[student].setdefault(exercise, Mark("not graded yet"))
    return Grades(roster, most, dict(sorted(students.items())), marks)


def write_csv(path: Path, grades: Grades) -> Iterator[str]:
    """One row for each student and exercise, for a spreadsheet."""
    with whole_text(path) as file:
        file.write("\ufeff")
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerow(COLUMNS)
        for student in grades.students.values():
            for exercise, most in grades.exercises.items():
                mark = grades.mark(student.id, exercise)
                who = [student.id, student.last_name, student.first_name, student.email, exercise, mark.state]
                numbers = [_number(mark.points), _number(mark.penalty), _number(mark.score), _number(most)]
                writer.writerow([cell(text) for text in (*who, *numbers, mark.note)])
    yield f"wrote {path}: {len(grades.students)} students"


def write_moodle(path: Path, grades: Grades) -> Iterator[str]:
    """A row for each student whom Moodle can find, with a grade and a feedback column for each exercise.

    Raises:
        UserError: the roster has no student of Moodle's.
    """
    rows, refused = _matched(grades, [student for student in grades.roster.students if student.moodle])
    if not rows:
        raise UserError(_no_roster("Moodle's participants"))
    key = max(MOODLE_KEYS, key=lambda column: sum(column in student.moodle for student, _ in rows))
    counts = Counter(student.moodle.get(key, "") for student, _ in rows)
    unfit = {student.id for student, _ in rows if counts[student.moodle.get(key, "")] > 1 or key not in student.moodle}
    refused |= {student: f"Moodle's {key} is missing or not this student's only" for student in unfit}
    keys = [key, *(column for column in MOODLE_KEYS if column != key and any(column in one.moodle for one, _ in rows))]
    with whole_text(path) as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        columns = [column for exercise in grades.exercises for column in (exercise, f"{exercise} feedback")]
        writer.writerow([*keys, "First name", "Last name", *columns])
        for student, own in rows:
            if student.id not in unfit:
                names = [cell(name) for name in (student.first_name, student.last_name)]
                who = [student.moodle.get(column, "") for column in keys] + names
                marks = [own.get(exercise, Mark("nothing submitted")) for exercise in grades.exercises]
                given = [text for mark in marks for text in (_number(mark.score) or "-", cell(mark.note))]
                # An identity is written as it is: with an apostrophe before it Moodle would find nobody.
                writer.writerow(who + given)
    yield f"wrote {path}: {len(rows) - len(unfit)} students. In Moodle, map from {key} to {_MOODLE_FIELDS[key]}."
    yield from _refusals(refused)


_MOODLE_FIELDS = {"Username": "username", "ID number": "useridnumber", "Email address": "useremail"}


def write_canvas(path: Path, grades: Grades) -> Iterator[str]:
    """A row for each student of Canvas' own export, in its columns.

    Raises:
        UserError: the roster has no student of Canvas'.
    """
    rows, refused = _matched(grades, [student for student in grades.roster.students if student.canvas])
    if not rows:
        raise UserError(_no_roster("Canvas' gradebook"))
    columns = [column for column in CANVAS_COLUMNS if any(column in student.canvas for student, _ in rows)]
    titles = {title.rpartition(" (")[0].casefold(): title for title in grades.roster.canvas_assignments}
    with whole_text(path) as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        heads = [titles.get(exercise.casefold(), exercise) for exercise in grades.exercises]
        writer.writerow([*columns, *heads])
        points = [_number(most) for most in grades.exercises.values()]
        writer.writerow(["    Points Possible", *[""] * (len(columns) - 1), *points])
        for student, own in rows:
            scores = [_number(own[exercise].score) if exercise in own else "" for exercise in grades.exercises]
            writer.writerow([student.canvas.get(column, "") for column in columns] + scores)
    yield f"wrote {path}: {len(rows)} students"
    new = [exercise for exercise in grades.exercises if exercise.casefold() not in titles]
    if new:
        yield f"Canvas will offer to create {', '.join(new)}: its export had no assignment of that name."
    yield from _refusals(refused)
    for student, own in rows:
        for exercise, mark in own.items():
            if mark.note:
                yield f"{student.id}: {exercise}: {cell(mark.note)} (Canvas imports no comments)"


def refused(lines: list[str]) -> bool:
    """Whether somebody was left out of a file."""
    return any(line.startswith(_REFUSED) for line in lines)


_REFUSED = "left out: "


def _refusals(refused: dict[str, str]) -> Iterator[str]:
    for student, why in sorted(refused.items()):
        yield f"{_REFUSED}{cell(student)}: {why}"


def _matched(
    grades: Grades, known: list[RosterStudent]
) -> tuple[list[tuple[RosterStudent, dict[str, Mark]]], dict[str, str]]:
    """The platform's students, each with the marks of the ids that are this student's, and who is none of them.

    A student whose work came in before the roster was read has the marks under the name of the folder.
    """
    own: dict[str, dict[str, Mark]] = {student.id: {} for student in known}
    refused: dict[str, str] = {}
    platform = Roster(known)
    for name in sorted(grades.students, key=lambda name: name not in own):
        marks = grades.marks.get(name, {})
        student, why = (None, "") if name in own else platform.find(name, Owner(name))
        target = name if name in own else student.id if student else None
        if target is None:
            if marks:
                refused[name] = why or "not in the roster"
        elif own[target].keys() & marks.keys():
            refused[name] = f"{target} has a grade for the same exercise"
        else:
            own[target] |= marks
    return [(student, own[student.id]) for student in known], refused


def _no_roster(export: str) -> str:
    return f"the course has no roster of {export}: kata roster FILE --course DIR reads it."


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}"
