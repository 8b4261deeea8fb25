"""Grades for a learning platform.

Sources: docs.moodle.org, "Grade import" (the column that identifies a student is chosen while importing); Canvas'
"How do I import grades in the Gradebook" (the first five columns, and a row of points possible below the header).
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from grader.nbgrader_plugin import gradebook
from grader.nbgrader_plugin.gradebook import Graded
from grader.reporting.files import cell, whole_file

PLATFORMS = ("moodle", "canvas")
_HEADS = {
    "moodle": ["Username", "ID number", "First name", "Last name", "Email address"],
    "canvas": ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"],
}


def write_grades(course: Path, platform: str, path: Path) -> Iterator[str]:
    """Write the file, and say what is in it and what is not final.

    A student who submitted nothing has an empty cell.
    """
    with gradebook.opened(course) as book:
        names = [assignment.name for assignment in book.assignments]
        grades = {name: gradebook.graded(book, name) for name in names}
        most = {name: sum(gradebook.most_points(book, name).values()) for name in names}
    students: dict[str, Graded] = {grade.student: grade for found in grades.values() for grade in found.values()}
    with whole_file(path) as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerow(_HEADS[platform] + names)
        if platform == "canvas":
            writer.writerow(["    Points Possible", "", "", "", "", *(f"{most[name]:g}" for name in names)])
        for student, about in sorted(students.items()):
            scores = [f"{grades[name][student].score:g}" if student in grades[name] else "" for name in names]
            writer.writerow([cell(text) for text in _who(platform, about)] + scores)
    yield f"wrote {path} (students: {len(students)}, assignments: {len(names)})"
    for name in names:
        waiting = [grade.student for grade in grades[name].values() if grade.waits]
        if waiting:
            yield (
                f"not final: {name}: {len(waiting)} wait for a grade by hand or for nbgrader autograde: "
                f"{', '.join(waiting)}"
            )


def _who(platform: str, about: Graded) -> list[str]:
    if platform == "moodle":
        return [about.student, about.student, about.first_name, about.last_name, about.email]
    name = ", ".join(part for part in (about.last_name, about.first_name) if part) or about.student
    return [name, "", about.student, about.student, ""]
