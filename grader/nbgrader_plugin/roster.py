"""Who is in the course: read from a platform's export, kept in ``roster.json`` beside the gradebook.

Sources: Moodle's user/action_redir.php (download_participants: first name, last name, and the identity fields that the
site shows), mod/assign/feedback/offline (the grading worksheet); Canvas' lib/gradebook_importer.rb (the columns before
the assignments, and the rows that are no students).
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from grader.errors import UserError
from grader.grading.names import Owner
from grader.nbgrader_plugin.ids import normal, usable_id
from grader.nbgrader_plugin.spreadsheet import read_rows
from grader.whole_file import whole_text

FILE = "roster.json"
MOODLE_KEYS = ("Username", "ID number", "Email address")
"""What Moodle's import can find a user by, besides its own number, which no export of Moodle's shows."""
CANVAS_COLUMNS = (
    "Student",
    "LastName",
    "FirstName",
    "ID",
    "SIS User ID",
    "SIS Login ID",
    "Integration ID",
    "Root Account",
    "Section",
)
_MOODLE_HEADS = {
    "First name": ("first name", "vorname", "nombre"),
    "Last name": ("last name", "surname", "nachname", "apellido(s)"),
    "Full name": ("full name", "vollständiger name", "nombre completo"),
    "Username": ("username", "anmeldename", "nombre de usuario"),
    "ID number": ("id number", "id-nummer", "número de id"),
    "Email address": ("email address", "email", "e-mail-adresse", "dirección de correo"),
    "Identifier": ("identifier",),
}
"""Moodle's headings in English (Surname until Moodle 4), German and Spanish."""
_NUMBER = re.compile(r"\d+$")


@dataclass
class RosterStudent:
    """One student of the course.

    Attributes:
        id: nbgrader's id.
        moodle: what Moodle can find the student by, of `MOODLE_KEYS`.
        canvas: the student's cells of `CANVAS_COLUMNS`, as exported.
        numbers: Moodle's numbers of the student, one for each assignment whose grading worksheet was read.
    """

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    moodle: dict[str, str] = field(default_factory=dict)
    canvas: dict[str, str] = field(default_factory=dict)
    numbers: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def keys(self) -> set[str]:
        """What names this student and nobody else."""
        canvas = [self.canvas.get(column, "") for column in ("SIS User ID", "SIS Login ID")]
        return {key.casefold() for key in (self.id, self.email, *self.moodle.values(), *canvas) if key}


@dataclass
class Roster:
    """The students of a course, and the headings of Canvas' assignments."""

    students: list[RosterStudent] = field(default_factory=list)
    canvas_assignments: list[str] = field(default_factory=list)

    def find(self, name: str, owner: Owner) -> tuple[RosterStudent | None, str]:
        """The student that a submission's folder or file belongs to; nobody, and why, where it cannot be told."""
        if owner.number and not owner.aliases:
            for student in self.students:
                if (student.canvas.get("ID") if owner.upload else None) == owner.number:
                    return student, ""
                if not owner.upload and owner.number in student.numbers:
                    return student, ""
        for key in (*owner.aliases, name, owner.student):
            for student in self.students:
                if key.casefold() in student.keys:
                    return student, ""
        named = self._named(owner.student or name) or self._named_at_the_end(name)
        if len(named) == 1:
            return named[0], ""
        if named:
            ids = ", ".join(sorted(student.id for student in named))
            return None, f"the roster has {len(named)} students of this name ({ids})"
        return None, "not in the roster" if self.students else ""

    def _named(self, name: str) -> list[RosterStudent]:
        wanted = normal(name)
        spellings = ("{0.first_name}{0.last_name}", "{0.last_name}{0.first_name}")
        return [
            student
            for student in self.students
            if wanted and wanted in {normal(spelling.format(student)) for spelling in spellings}
        ]

    def _named_at_the_end(self, name: str) -> list[RosterStudent]:
        """GitHub Classroom names a clone for the assignment and the student's account: ``ex01-ada``."""
        return [
            student for student in self.students if any(name.casefold().endswith(f"-{key}") for key in student.keys)
        ]


def load(course: Path) -> Roster:
    """The course's roster; an empty one where none was read yet.

    Raises:
        UserError: the file is damaged.
    """
    path = course / FILE
    if not path.exists():
        return Roster()
    try:
        whole = json.loads(path.read_text(encoding="utf-8"))
        return Roster([RosterStudent(**entry) for entry in whole["students"]], list(whole["canvas_assignments"]))
    except (ValueError, KeyError, TypeError, OSError) as error:
        raise UserError(f"{path} is damaged ({error}): delete it and run kata roster again.") from None


def save(course: Path, roster: Roster) -> None:
    with whole_text(course / FILE) as file:
        json.dump(asdict(roster), file, indent=1, ensure_ascii=False)


def read_export(path: Path, roster: Roster) -> Iterator[str]:
    """Add a platform's students to the roster, or what it says of those who are there; say what happened.

    Raises:
        UserError: it is no export of Moodle's participants or grading worksheet, and none of Canvas' gradebook.
    """
    head, *rows = read_rows(path) or [[]]
    if {"Student", "ID"} <= set(head) or {"LastName", "FirstName", "ID"} <= set(head):
        yield from _read_canvas(head, rows, roster)
        return
    names = {spelling: name for name, spellings in _MOODLE_HEADS.items() for spelling in spellings}
    columns = [names.get(cell.casefold()) for cell in head]
    if not {"First name", "Last name", "Full name"} & set(columns) or not {*MOODLE_KEYS, "Identifier"} & set(columns):
        raise UserError(
            f"{path} has the columns {', '.join(head) or '(none)'}. It takes Moodle's participants (First name, Last "
            "name, and one of Username, ID number, Email address), Moodle's grading worksheet (Identifier, Full name) "
            "and Canvas' gradebook (Student, ID, SIS User ID, SIS Login ID, Section)."
        )
    yield from _read_moodle(columns, rows, roster)


def _read_canvas(head: list[str], rows: list[list[str]], roster: Roster) -> Iterator[str]:
    last = max(index for index, column in enumerate(head) if column in CANVAS_COLUMNS)
    roster.canvas_assignments = [column for column in head[last + 1 :] if re.search(r" \(\d+\)$", column)]
    counts: dict[str, int] = defaultdict(int)
    for row in rows:
        cells = {column: cell for column, cell in zip(head, row, strict=False) if column in CANVAS_COLUMNS}
        name = cells.get("Student") or f"{cells.get('LastName', '')}, {cells.get('FirstName', '')}"
        if "Points Possible" in name or not cells.get("ID"):
            continue  # the assignments' points, and which grades are posted by hand
        if name == "Student, Test":
            yield "left out: Student, Test (Canvas' test student)"
            continue
        last_name, _, first_name = name.partition(", ")
        login, sis = cells.get("SIS Login ID", ""), cells.get("SIS User ID", "")
        email = login if "@" in login else ""
        student = RosterStudent(login or sis or cells["ID"], first_name, last_name, email, canvas=cells)
        known = next((one for one in roster.students if one.canvas.get("ID") == cells["ID"]), None)
        counts[_add(roster, student, known)] += 1
    yield f"Canvas: {counts['added']} added, {counts['updated']} updated"


def _read_moodle(columns: list[str | None], rows: list[list[str]], roster: Roster) -> Iterator[str]:
    counts: dict[str, int] = defaultdict(int)
    for row in rows:
        cells = {column: cell for column, cell in zip(columns, row, strict=False) if column}
        full = cells.get("Full name", "")
        first_name, last_name = cells.get("First name", full), cells.get("Last name", "")
        moodle = {key: cells[key] for key in MOODLE_KEYS if cells.get(key)}
        number = _NUMBER.search(cells.get("Identifier", ""))
        student = RosterStudent(
            next(iter(moodle.values()), ""), first_name, last_name, moodle.get("Email address", ""), moodle,
            numbers=[number[0]] if number else [],
        )  # fmt: skip
        known, why = (None, "") if moodle else roster.find(full, Owner(full))
        if not moodle and known is None:
            yield f"left out: {full}: no username, ID number or e-mail address, and {why or 'no roster'}"
            continue
        counts[_add(roster, student, known)] += 1
    yield f"Moodle: {counts['added']} added, {counts['updated']} updated"


def _add(roster: Roster, new: RosterStudent, known: RosterStudent | None) -> str:
    known = known or next((student for student in roster.students if student.keys & new.keys), None)
    if known is None:
        new.id = usable_id(new.id)
        roster.students.append(new)
        return "added"
    if new.last_name:  # a worksheet has one name, in an order that is not known
        known.first_name, known.last_name = new.first_name, new.last_name
    known.email = new.email or known.email
    known.moodle |= new.moodle
    known.canvas |= new.canvas
    known.numbers = sorted({*known.numbers, *new.numbers})
    return "updated"
