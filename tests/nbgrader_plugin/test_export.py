"""Files for Moodle and Canvas, read as those systems document that they read them."""

from __future__ import annotations

import csv

import pytest

from grader.errors import UserError
from grader.nbgrader_plugin.export import Grades, Mark, refused, write_canvas, write_csv, write_moodle
from grader.nbgrader_plugin.roster import Roster, RosterStudent, read_export

MOODLE = "First name,Last name,ID number,Email address\nAda,Lovelace,1,a@x.org\nBob,=cmd(),2,b@x.org\nCyd,No,,c@x.org\n"
CANVAS = 'Student,ID,SIS User ID,SIS Login ID,Section,ex01 (991)\n"Lovelace, Ada",5011,1,ada,Monday,\n'


@pytest.fixture
def grades(tmp_path):
    """Grades of those in the roster and of two who are not; Ada's came in under her name."""
    roster = Roster()
    for text in (MOODLE, CANVAS):
        (tmp_path / "export.csv").write_text(text, encoding="utf-8")
        list(read_export(tmp_path / "export.csv", roster))
    marks = {
        "Ada Lovelace": {"ex01": Mark("graded", 9.5, 1, 8.5)},
        "1": {"ex02": Mark("graded", 20, 0, 20)},
        "2": {"ex01": Mark("graded", 0, 0, 0, "=it is a symbolic link")},
        "guest": {"ex01": Mark("graded", 3, 0, 3)},
    }
    students = {student.id: student for student in roster.students}
    students |= {name: RosterStudent(name) for name in ("Ada Lovelace", "guest")}
    return Grades(roster, {"ex01": 10.0, "ex02": 20.0}, students, marks)


def import_into_moodle(path, users: dict[str, str], key: str) -> dict[str, list[str]]:
    """What Moodle does with a file: each row's user is looked up by the key, and one that is not found ends it all.

    Source: grade/import/csv/classes/load_data.php (check_user_exists, cleanup_import).
    """
    with path.open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    taken = {}
    for row in rows:
        value = row[head.index(key)]
        assert value in users, f"User mapping error: {key} {value}"
        taken[users[value]] = [row[head.index(name)] for name in ("ex01", "ex02")]
    return taken


def test_moodle_takes_the_whole_file(tmp_path, grades):
    lines = list(write_moodle(tmp_path / "moodle.csv", grades))
    users = {"a@x.org": "ada", "b@x.org": "bob", "c@x.org": "cyd", "d@x.org": "somebody else"}
    assert "map from Email address to useremail" in lines[0], "the one that all have"
    assert import_into_moodle(tmp_path / "moodle.csv", users, "Email address") == {
        "ada": ["8.5", "20"],
        "bob": ["0", "-"],
        "cyd": ["-", "-"],
    }
    assert lines[1:] == ["left out: guest: not in the roster"]
    assert refused(lines)
    text = (tmp_path / "moodle.csv").read_text(encoding="utf-8")
    assert '"\'=it is a symbolic link"' in text and '"\'=cmd()"' in text, "no formula reaches a spreadsheet"


def test_a_key_that_two_share_would_cancel_the_import(tmp_path, grades):
    grades.roster.students[2].moodle["Email address"] = "b@x.org"
    lines = list(write_moodle(tmp_path / "moodle.csv", grades))
    text = (tmp_path / "moodle.csv").read_text(encoding="utf-8")
    assert "b@x.org" not in text and "a@x.org" in text
    assert sum("Email address is missing or not this student's only" in line for line in lines) == 2


def test_canvas_finds_its_students_and_assignments(tmp_path, grades):
    lines = list(write_canvas(tmp_path / "canvas.csv", grades))
    with (tmp_path / "canvas.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert rows == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "ex01 (991)", "ex02"],
        ["    Points Possible", "", "", "", "", "10", "20"],
        ["Lovelace, Ada", "5011", "1", "ada", "Monday", "8.5", "20"],
    ]
    assert "Canvas will offer to create ex02" in lines[1]
    assert {line.split(":")[1].strip() for line in lines if line.startswith("left out")} == {"2", "guest"}
    list(read_export(tmp_path / "canvas.csv", again := Roster()))
    assert again.students[0].canvas == grades.roster.students[0].canvas, "what was written can be read"


def test_two_grades_of_one_student_are_named_not_mixed(tmp_path, grades):
    grades.marks["1"]["ex01"] = Mark("graded", 1, 0, 1)
    lines = list(write_moodle(tmp_path / "moodle.csv", grades))
    assert "left out: Ada Lovelace: 1 has a grade for the same exercise" in lines


def test_without_a_roster_only_a_spreadsheet_is_written(tmp_path, grades):
    bare = Grades(Roster(), grades.exercises, grades.students, grades.marks)
    for write in (write_moodle, write_canvas):
        with pytest.raises(UserError, match="kata roster FILE"):
            list(write(tmp_path / "file.csv", bare))
    assert not (tmp_path / "file.csv").exists()
    assert list(write_csv(tmp_path / "file.csv", bare))
    rows = list(csv.DictReader((tmp_path / "file.csv").open(encoding="utf-8-sig")))
    assert len(rows) == 2 * len(grades.students)
    assert rows[0]["note"] == "" and {row["state"] for row in rows} == {"graded", "nothing submitted"}
