"""From a roster and downloads through autograde to grades for Moodle and Canvas, in one real course."""

from __future__ import annotations

import csv
import json
import shutil
import zipfile

import pytest

from tests.nbgrader_plugin.kit import NO_SANDBOX, RIGHT, WRONG, Course

PENALTY = """
from nbgrader.plugins import BasePlugin

class TwoPoints(BasePlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return 2
"""
MODULE = "num_flat_features.py"
PARTICIPANTS = """First name;Last name;Username;Email address;Groups
Ada;Lovelace;ada;ada@example.org;
Bob;Late;bob;bob@example.org;
Cleo;Manual;cleo;cleo@example.org;
Dora;Essay;dora;dora@example.org;
Zed;Zip;zed;zed@example.org;
Eve;Twin;eve1;eve1@example.org;
Eve;Twin;eve2;eve2@example.org;
Nina;Nothing;007;nina@example.org;
"""
WORKSHEET = """Identifier,"Full name","Email address",Status,Grade
"Participant 21","Eve Twin",eve1@example.org,"Submitted for grading",
"Participant 22","Eve Twin",eve2@example.org,"Submitted for grading",
"""
CANVAS = """Student,ID,SIS User ID,SIS Login ID,Section,ex01 (991),Final Score
    Points Possible,,,,,10,(read only)
"Lovelace, Ada",5011,,ada,Monday,,
"Late, Bob",5012,S12,bob,Monday,,
"Student, Test",5999,,,Monday,,
"""


def _moodle_zip(path, year, members):
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            student, _, file = name.partition("/")
            info = zipfile.ZipInfo(f"{student}_assignsubmission_file_/{file}", (year, 5, 6, 7, 8, 10))
            archive.writestr(info, content if isinstance(content, (str, bytes)) else json.dumps(content))


def _with_password(path):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(MODULE, RIGHT)
    raw = bytearray(path.read_bytes())
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.find(magic) + offset] |= 1
    return bytes(raw)


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A class of all kinds, graded; Bob is late, and somebody gave Cleo a point by hand."""
    base = tmp_path_factory.mktemp("course")
    made = Course(base / "modules", "ex01")
    with (made.root / "nbgrader_config.py").open("a") as file:
        file.write('\nc.AssignLatePenalties.plugin_class = "penalty.TwoPoints"\n')
    (made.root / "penalty.py").write_text(PENALTY)
    assert made.nbgrader("generate_assignment", "ex01").status == 0
    made.gradebook(lambda book: book.update_or_create_assignment("ex01", duedate="2026-03-01 00:00:00 UTC"))
    made.told = {}
    for name, text, encoding in (
        ("participants", PARTICIPANTS, "utf-16"), ("worksheet", WORKSHEET, "utf-8-sig"), ("canvas", CANVAS, "utf-8"),
    ):  # fmt: skip
        (base / f"{name}.csv").write_bytes(text.encode(encoding))
        made.told[name] = made.kata_here("roster", str(base / f"{name}.csv"), "--course", str(made.root))
        assert made.told[name].status == 0, made.told[name].text
    archive = made.root / "downloaded" / "ex01" / "archive"
    archive.mkdir(parents=True)
    answers = {"right": made.answered(RIGHT), "wrong": made.answered(WRONG)}
    first = {
        "Ada Lovelace_11/ex01.ipynb": answers["wrong"],
        "Bob Late_12/ex01 (1).ipynb": answers["right"],
        "Cleo Manual_13/homework.py": WRONG,
        "Dora Essay_14/essay.txt": "sorry",
        "Zed Zip_15/homework.zip": _with_password(base / "locked.zip"),
        "Eve Twin_21/ex01.ipynb": answers["right"],
        "Eve Twin_22/ex01.ipynb": answers["wrong"],
        "Guest [y]_16/ex01.ipynb": answers["right"],
    }
    _moodle_zip(archive / "z-first.zip", 2025, first)
    _moodle_zip(archive / "a-second.zip", 2026, {"Ada Lovelace_11/ex01.ipynb": answers["right"]})
    made.told["zip_collect"] = made.nbgrader("zip_collect", "ex01")
    assert made.told["zip_collect"].status == 0, made.told["zip_collect"].text
    (made.root / "submitted" / "bob" / "ex01" / "timestamp.txt").write_text("2026-03-02 00:00:00 UTC")
    (made.root / "submitted" / "ada" / "ex01" / "timestamp.txt").write_text("soon, I hope")
    made.submit("[z]", answers["right"])
    ran = made.nbgrader("autograde", "ex01")
    assert ran.status == 0, ran.text
    made.ran = ran

    def by_hand(book):
        book.find_grade("test_any_shape", "ex01", "ex01", "cleo").manual_score = 1
        book.db.commit()

    made.gradebook(by_hand)
    return made


pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(NO_SANDBOX), reason=NO_SANDBOX)]


def test_the_roster_is_in_the_gradebook(course):
    assert "Moodle: 8 added, 0 updated" in course.told["participants"].text
    assert "Moodle: 0 added, 2 updated" in course.told["worksheet"].text
    assert "Canvas: 0 added, 2 updated" in course.told["canvas"].text
    assert "left out: Student, Test" in course.told["canvas"].text
    student = course.gradebook(lambda book: book.find_student("bob").to_dict())
    assert (student["first_name"], student["last_name"], student["email"]) == ("Bob", "Late", "bob@example.org")
    assert student["lms_user_id"] == "5012"


def test_zip_collect_takes_in_everybody_and_says_so(course):
    flat = [" ".join(line.split()) for line in course.told["zip_collect"].text.splitlines()]
    for line in (
        "Ada Lovelace ada ex01 collected the newest of 2",
        "Bob Late bob ex01 collected taken from ex01 (1).ipynb",
        "Cleo Manual cleo ex01 collected taken from homework.py",
        "Dora Essay dora ex01 not taken in no file of ex01 was recognised: there is essay.txt",
        "Eve Twin_21 eve1 ex01 collected",
        "Eve Twin_22 eve2 ex01 collected",
        "Guest [y] Guest (y) ex01 collected not in the roster",
        "8 in all: 6 collected, 2 not taken in",
    ):
        assert any(shown.startswith(line) for shown in flat), line
    assert any(line.startswith("Zed Zip zed ex01 not taken in") and "password" in line for line in flat)


def test_each_is_graded_or_has_no_points_for_the_reason_given(course):
    assert course.total("ada") == course.total("bob") == course.total("eve1") == course.total("Guest (y)") == 10
    assert course.total("[z]") == 10, "nbgrader's patterns do not match this id"
    assert "bob: 8 of 10 (2 taken off for being late)" in course.ran.text
    assert 0 < course.total("cleo") == course.total("eve2") < 10
    assert course.total("dora") == course.total("zed") == 0
    assert "no file of ex01 was recognised: there is essay.txt" in course.autograded("dora")["test_one_sample"]
    assert "password" in course.autograded("zed")["test_one_sample"]


def _draws(course):
    lines = (course.root / "draws.jsonl").read_text(encoding="utf-8").splitlines()
    return {entry["student"]: entry["seed"] for entry in map(json.loads, lines)}


def test_the_draw_is_kept_beside_the_gradebook_and_an_appeal_repeats_it(course):
    draws = _draws(course)
    assert len(set(draws.values())) == 1, "one draw for all of a run"
    for path in course.root.glob("*/*/ex01/*"):
        assert path.name != "draws.jsonl"
        assert str(draws["ada"]) not in path.read_text(encoding="utf-8", errors="replace")
    shown = course.kata("regrade", "ex01", "--course", str(course.root), "--student", "ada")
    assert shown.status == 0, shown.text
    assert "1 submissions: 0 would change, 1 stay as they are." in shown.text
    nobody = course.kata_here("regrade", "ex01", "--course", str(course.root), "--student", "007")
    unknown = course.kata_here("regrade", "ex05", "--course", str(course.root))
    assert unknown.status == 2
    assert "the gradebook has no ex05; it has ex01" in unknown.text
    assert nobody.status == 2
    assert "007 has no grade for ex01 yet" in nobody.text


def test_regrading_shows_what_changes_and_writes_when_told(course):
    draws = _draws(course)

    def lose_points(book):
        for student, check in (("ada", "test_one_sample"), ("bob", "test_any_shape")):
            book.find_grade(check, "ex01", "ex01", student).auto_score = 0
        book.db.commit()

    course.gradebook(lose_points)  # as if the checks had been stricter then
    shown = course.kata("regrade", "ex01", "--course", str(course.root))
    assert shown.status == 0, shown.text
    flat = " ".join(shown.text.split())
    assert "ada test_one_sample 0 2" in flat
    assert "bob test_any_shape 0 2 bob in all (late: -2) 6 8" in flat
    assert "9 submissions: 2 would change, 7 stay as they are." in flat
    assert "kept: cleo, test_any_shape: 1 given by hand stays" in flat
    assert "Nothing was written." in flat
    assert course.total("bob") == 8
    written = course.kata("regrade", "ex01", "--course", str(course.root), "--write")
    assert "Written." in written.text
    assert course.total("bob") == 10
    assert _draws(course) == draws, "each student's draw is repeated"


def test_regrading_refuses_checks_that_the_gradebook_does_not_know(course, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(course.root, copy)

    def rename(book):
        book.find_grade_cell("test_one_sample", "ex01", "ex01").name = "test_one_thing"
        book.db.commit()

    other = Course.__new__(Course)
    other.root = copy
    other.gradebook(rename)
    told = other.kata_here("regrade", "ex01", "--course", str(copy))
    assert told.status == 2
    assert "new: test_one_sample; gone: test_one_thing" in told.text


@pytest.fixture(scope="module")
def exported(course):
    """The three files, as rows, and what the command said."""
    files = {kind: course.root / f"{kind}.csv" for kind in ("moodle", "canvas", "csv")}
    options = [part for kind, path in files.items() for part in (f"--{kind}", str(path))]
    told = course.kata_here("export", "--course", str(course.root), *options)
    rows = {kind: list(csv.reader(path.open(encoding="utf-8-sig"))) for kind, path in files.items()}
    return rows, told


def test_moodle_gets_only_rows_that_it_can_match(exported):
    rows, told = exported
    head, *students = rows["moodle"]
    assert head == ["Username", "Email address", "First name", "Last name", "ex01", "ex01 feedback"]
    grades = {row[0]: row[4:] for row in students}
    assert set(grades) == {"ada", "bob", "cleo", "dora", "zed", "eve1", "eve2", "007"}
    assert grades["bob"] == ["8", ""], "two of ten for being late"
    assert grades["cleo"] == ["5", ""], "a point by hand"
    assert grades["dora"] == ["0", "not taken in: no file of ex01 was recognised: there is essay.txt"]
    assert grades["007"] == ["-", ""], "nothing submitted; Moodle's sign for no grade"
    assert told.status == 1
    assert "left out: Guest (y): not in the roster" in told.text
    assert "left out: [z]: not in the roster" in told.text
    assert "map from Username to username" in told.text


def test_canvas_gets_its_own_columns_back(exported):
    rows, told = exported
    assert rows["canvas"] == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "ex01 (991)"],
        ["    Points Possible", "", "", "", "", "10"],
        ["Lovelace, Ada", "5011", "", "ada", "Monday", "10"],
        ["Late, Bob", "5012", "S12", "bob", "Monday", "8"],
    ]
    assert "left out: dora: not in the roster" in told.text


def test_the_spreadsheet_has_everybody_with_the_reason(exported):
    rows, told = exported
    head, *students = rows["csv"]
    found = {row[0]: dict(zip(head, row, strict=True)) for row in students}
    assert set(found) == {"ada", "bob", "cleo", "dora", "zed", "eve1", "eve2", "007", "Guest (y)", "[z]"}
    assert (found["bob"]["points"], found["bob"]["late_penalty"], found["bob"]["score"]) == ("10", "2", "8")
    assert found["007"]["state"] == "nothing submitted"
    assert "password" in found["zed"]["note"]
    assert found["cleo"]["state"] == "to be graded by hand"
    assert "not final: ex01: to be graded by hand: cleo" in told.text


def test_a_newer_attempt_replaces_an_older_one_and_is_graded_again_with_a_new_draw(course, tmp_path):
    _moodle_zip(tmp_path / "third.zip", 2107, {"Eve Twin_22/ex01.ipynb": course.answered(RIGHT)})
    again = course.kata_here("collect", str(tmp_path / "third.zip"), "--course", str(course.root))
    assert again.status == 0, again.text
    assert "Eve Twin eve2 ex01 replaced graded again by nbgrader autograde ex01" in " ".join(again.text.split())
    told = course.kata_here("export", "--course", str(course.root), "--csv", str(tmp_path / "all.csv"))
    assert "not final: ex01: not graded yet: eve2" in told.text
    (course.root / "submitted" / "ada" / "ex01" / "timestamp.txt").write_text("later")  # after ada was graded
    assert course.nbgrader("autograde", "ex01").status == 0
    assert course.total("eve2") == course.total("ada") == 10
    assert (course.root / "autograded" / "ada" / "ex01" / "ex01.ipynb").exists()
    draws = _draws(course)
    assert draws["eve2"] != draws["eve1"] == draws["ada"]
