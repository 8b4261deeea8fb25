"""Who is in the course: platforms' exports in every encoding, and whose a submission is."""

from __future__ import annotations

import pytest

from grader.errors import UserError
from grader.grading.names import Owner, owner_of
from grader.nbgrader_plugin.roster import Roster, load, read_export, save
from grader.nbgrader_plugin.spreadsheet import read_rows

MOODLE = 'First name,Last name,Email address\r\nAda,Lovelace,ada@example.org\r\nZoë,"O\'Neil, Jr.",zoe@example.org\r\n'
GERMAN = "Vorname;Nachname;ID-Nummer;E-Mail-Adresse\nAda;Lovelace;0815;ada@example.org\nZoë;Größe;0816;\n"
CANVAS = """Student,ID,SIS User ID,SIS Login ID,Root Account,Section,ex01 (991),ex02 extra (992),Final Score
,,,,,,Manual Posting,,(read only)
    Points Possible,,,,,,10,20,(read only)
"Lovelace, Ada",5011,S11,ada@example.org,school.edu,Monday,3,,30
"Díaz, Cara",5012,,cara,school.edu,Monday,,,
"Student, Test",5999,,,school.edu,Monday,,,
"""


def read(tmp_path, text: str, encoding: str = "utf-8", roster: Roster | None = None) -> tuple[Roster, list[str]]:
    path = tmp_path / "export.csv"
    path.write_bytes(text.encode(encoding))
    roster = Roster() if roster is None else roster
    return roster, list(read_export(path, roster))


def ids(roster: Roster) -> list[str]:
    return [student.id for student in roster.students]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_moodles_participants_in_every_encoding(tmp_path, encoding):
    roster, lines = read(tmp_path, MOODLE, encoding)
    assert lines == ["Moodle: 2 added, 0 updated"]
    assert ids(roster) == ["ada@example.org", "zoe@example.org"]
    assert roster.students[1].name == "Zoë O'Neil, Jr."
    assert roster.students[1].moodle == {"Email address": "zoe@example.org"}


def test_moodle_in_german_with_semicolons(tmp_path):
    roster, _ = read(tmp_path, GERMAN)
    assert [(student.id, student.name) for student in roster.students] == [
        ("0815", "Ada Lovelace"),
        ("0816", "Zoë Größe"),
    ]


def test_canvas_rows_that_are_no_students_are_left_out(tmp_path):
    roster, lines = read(tmp_path, CANVAS)
    assert lines == ["left out: Student, Test (Canvas' test student)", "Canvas: 2 added, 0 updated"]
    assert ids(roster) == ["ada@example.org", "cara"]
    assert roster.students[0].canvas == {
        "Student": "Lovelace, Ada", "ID": "5011", "SIS User ID": "S11", "SIS Login ID": "ada@example.org",
        "Root Account": "school.edu", "Section": "Monday",
    }  # fmt: skip
    assert roster.canvas_assignments == ["ex01 (991)", "ex02 extra (992)"]


def test_reading_again_and_from_the_other_platform_adds_to_what_is_known(tmp_path):
    roster, _ = read(tmp_path, MOODLE)
    _, lines = read(tmp_path, MOODLE, roster=roster)
    assert lines == ["Moodle: 0 added, 2 updated"]
    read(tmp_path, CANVAS, roster=roster)
    assert ids(roster) == ["ada@example.org", "zoe@example.org", "cara"]
    assert roster.students[0].moodle and roster.students[0].canvas
    save(tmp_path, roster)
    assert load(tmp_path) == roster


def test_what_is_no_export_is_refused_with_what_is_taken(tmp_path):
    for text, told in (("name,points\nada,3\n", "has the columns name, points"), ("", "(none)")):
        with pytest.raises(UserError) as error:
            read(tmp_path, text)
        assert told in str(error.value)
        assert "Moodle's grading worksheet" in str(error.value)
    (tmp_path / "export.xlsx").write_bytes(b"PK\x03\x04\0\0\0")
    with pytest.raises(UserError, match="save it as CSV"):
        read_rows(tmp_path / "export.xlsx")
    (tmp_path / "roster.json").write_text("{")
    with pytest.raises(UserError, match="delete it and run kata roster again"):
        load(tmp_path)


def test_whose_a_submission_is(tmp_path):
    roster, _ = read(tmp_path, MOODLE + "Eve,Twin,eve1@example.org\r\nEve,Twin,eve2@example.org\r\n")
    read(tmp_path, CANVAS, roster=roster)
    worksheet = (
        "Identifier,Full name,Email address\nParticipant 42,Eve Twin,eve2@example.org\nParticipant 7,Cara Díaz,\n"
    )
    read(tmp_path, worksheet, roster=roster)

    def whose(name: str, is_file: bool = False) -> str | None:
        owner = owner_of(name, is_file)
        student, _ = roster.find(owner.student, owner)
        return student.id if student else None

    assert whose("Ada Lovelace_11_assignsubmission_file_") == "ada@example.org"
    assert whose("lovelace_ada@example.org") is None
    assert whose("ADA@example.org") == "ada@example.org"
    assert whose("Eve Twin_42_assignsubmission_file_") == "eve2@example.org", "the worksheet tells the two apart"
    assert whose("Eve Twin_43_assignsubmission_file_") is None
    assert "2 students of this name" in roster.find("Eve Twin", Owner("Eve Twin", "43"))[1]
    assert whose("anything_7_assignsubmission_file_") == "cara"
    assert whose("nobody_5012_77_ex01.ipynb", is_file=True) == "cara", "Canvas' number of the user"
    assert whose("díazcara_1_77_ex01.ipynb", is_file=True) == "cara"
    assert whose("intro-cara") == "cara", "a clone of GitHub Classroom"
    assert roster.find("Eve Twin", Owner("Eve Twin", "61", aliases=("eve1@example.org",)))[0].id == "eve1@example.org"
    assert Roster().find("ada", Owner("ada")) == (None, "")
