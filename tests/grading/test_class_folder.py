"""Whatever comes in is graded or named: layouts, renamed files, zips from every system."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest

from grader import catalog
from grader.errors import NoSubmissionsError, UnsafeFileError
from grader.grading.class_folder import find, find_one

EXERCISES = list(catalog.exercises().values())
MODULE = "num_flat_features.py"


def write(root: Path, *paths: str) -> Path:
    for path in paths:
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(path, encoding="utf-8")
    return root


def pack(path: Path, *names: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(name, name)
    return path


def found(path: Path, every: bool = False) -> dict[tuple[str, str], str | None]:
    """(student, exercise): the content that is read, None where the submission is missing."""
    contents = find(path, EXERCISES if not every else EXERCISES[1:2], [], every)
    return {
        (entry.student, entry.exercise.id): entry.read().decode() if entry.read else None
        for entry in contents.submissions
    }


@pytest.mark.parametrize(
    "path",
    [
        f"ada/ex01/{MODULE}",
        f"ada/exercises/ex01/{MODULE}",
        f"ada/{MODULE}",
        f"ada/EX01/{MODULE}",
        f"ada/ex-01/{MODULE}",
        f"ada/ex1/{MODULE}",
        f"ada/Exercise 1/{MODULE}",
        f"ada/homework/ex01/{MODULE}",
        f"ada/homework/{MODULE}",
        "ada/ex01/num_flat_features (1).py",
        "ada/ex01/Num_Flat_Features.py",
        "ada/ex01/Copy of num_flat_features.py",
        "ada/ex01.ipynb",
        "ada/ex01/ex01 (1).ipynb",
        "ada/ex01/Copy of ex01.ipynb",
        "ada/ex01/EX01.ipynb",
        "ada/ex01/num_flat_features.ipynb",
        f"ada_12345_assignsubmission_file_/{MODULE}",
        "ada_12345_assignsubmission_file_/ex01 (2).ipynb",
    ],
)
def test_what_is_plainly_meant_is_taken_from_folder_and_zip(tmp_path, path):
    folder = write(tmp_path / "class", path, f"bob/ex01/{MODULE}")
    archive = pack(tmp_path / "class.zip", path, f"bob/ex01/{MODULE}")
    for place in (folder, archive):
        assert found(place) == {("ada", "ex01"): path, ("bob", "ex01"): f"bob/ex01/{MODULE}"}


def test_unusual_names_are_said_in_a_note(tmp_path):
    write(tmp_path, "ada/ex01/ex01 (1).ipynb", f"bob/ex01/{MODULE}")
    ada, bob = find(tmp_path, EXERCISES, [], every=False).submissions
    assert ada.note == "taken from ex01/ex01 (1).ipynb"
    assert bob.note == ""


def test_the_newest_file_counts_and_the_others_are_named(tmp_path):
    old, new = f"ada/ex01/{MODULE}", "ada/ex01/num_flat_features (1).py"
    write(tmp_path, old, new, f"bob/ex01/{MODULE}")
    os.utime(tmp_path / old, (1_000_000, 1_000_000))
    assert found(tmp_path)["ada", "ex01"] == new
    ada = find(tmp_path, EXERCISES, ["ada"], every=False).submissions[0]
    assert f"not taken: ex01/{MODULE}" in ada.note
    os.utime(tmp_path / new, (1, 1))
    assert found(tmp_path)["ada", "ex01"] == old


def test_a_whole_clone_is_its_exercises_not_its_solutions(tmp_path):
    write(
        tmp_path,
        f"ada/exercises/ex01/{MODULE}",
        f"ada/solutions/ex01/{MODULE}",
        f"ada/tests/alternatives/ex01/{MODULE}",
    )
    assert found(tmp_path) == {("ada", "ex01"): f"ada/exercises/ex01/{MODULE}"}


def test_nobody_vanishes(tmp_path):
    write(tmp_path, f"ada/ex01/{MODULE}", "bob/essay.txt", "cyd/ex01/notes.txt", f"dan/ex02/{MODULE}")
    (tmp_path / "eve").mkdir()
    contents = find(tmp_path, EXERCISES, [], every=False)
    assert [(entry.student, entry.exercise.id) for entry in contents.submissions] == [
        ("ada", "ex01"),
        ("cyd", "ex01"),
        ("dan", "ex02"),
    ]
    assert contents.unrecognised == ["bob", "eve"]
    missing = contents.submissions[1]
    assert missing.read is None
    assert missing.note == "there is ex01/notes.txt"
    assert set(found(tmp_path, every=True)) == {(name, "ex01") for name in ("ada", "bob", "cyd", "dan", "eve")}


def test_a_zip_from_a_mac_with_a_readme_beside_the_class(tmp_path):
    names = [
        f"class/ada/ex01/{MODULE}",
        f"class/bob/ex01/{MODULE}",
        "class/.DS_Store",
        "__MACOSX/class/ada/ex01/._num_flat_features.py",
        "__MACOSX/._class",
        "README.txt",
        f"class/ada/__pycache__/{MODULE}",
        f"class/ada/.git/ex01/{MODULE}",
        f"class/node_modules/ex01/{MODULE}",
    ]
    assert found(pack(tmp_path / "mac.zip", *names)) == {
        ("ada", "ex01"): f"class/ada/ex01/{MODULE}",
        ("bob", "ex01"): f"class/bob/ex01/{MODULE}",
    }


def test_a_zip_with_backslashes_and_old_code_pages(tmp_path):
    archive = pack(tmp_path / "windows.zip", f"ada\\ex01\\{MODULE}", f"bob\\ex01\\{MODULE}")
    assert set(found(archive)) == {("ada", "ex01"), ("bob", "ex01")}
    raw = pack(tmp_path / "utf8.zip", f"Zo\xeb/ex01/{MODULE}", f"bob/ex01/{MODULE}").read_bytes()
    unmarked = raw.replace(b"\x14\x00\x00\x08", b"\x14\x00\x00\x00")
    (tmp_path / "unmarked.zip").write_bytes(unmarked)
    assert set(found(tmp_path / "unmarked.zip")) == {("Zo\xeb", "ex01"), ("bob", "ex01")}


def test_a_zip_with_a_password_says_so(tmp_path):
    raw = bytearray(pack(tmp_path / "open.zip", f"ada/ex01/{MODULE}", f"bob/ex01/{MODULE}").read_bytes())
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = raw.find(magic)
        while at >= 0:
            raw[at + offset] |= 1
            at = raw.find(magic, at + 1)
    (tmp_path / "locked.zip").write_bytes(raw)
    ada = find(tmp_path / "locked.zip", EXERCISES, [], every=False).submissions[0]
    with pytest.raises(UnsafeFileError, match="password"):
        ada.read()


def test_a_student_s_own_zip_is_opened_one_level_deep(tmp_path):
    inner = pack(tmp_path / "homework.zip", f"homework/ex01/{MODULE}")
    folder = tmp_path / "class" / "ada_77_assignsubmission_file_"
    folder.mkdir(parents=True)
    (folder / "homework.zip").write_bytes(inner.read_bytes())
    write(tmp_path / "class", f"bob_78_assignsubmission_file_/{MODULE}")
    assert set(found(tmp_path / "class")) == {("ada", "ex01"), ("bob", "ex01")}


def test_platforms_downloads(tmp_path):
    canvas = pack(tmp_path / "canvas.zip", "lovelaceada_101_5001_ex02.ipynb", "hopperbob_LATE_102_5002_ex02-1.ipynb")
    assert set(found(canvas)) == {("lovelaceada", "ex02"), ("hopperbob", "ex02")}
    gradescope = write(tmp_path / "gradescope", f"submission_1/{MODULE}", "submission_2/ex01.ipynb")
    assert set(found(gradescope)) == {("submission_1", "ex01"), ("submission_2", "ex01")}
    classroom = write(
        tmp_path / "classroom", f"intro-ada/exercises/ex01/{MODULE}", f"intro-bob/exercises/ex01/{MODULE}"
    )
    assert set(found(classroom)) == {("intro-ada", "ex01"), ("intro-bob", "ex01")}
    moodle = pack(
        tmp_path / "moodle.zip",
        "Ada L_11_assignsubmission_file_ex01.ipynb",
        "Bob H_12_assignsubmission_file_ex01.ipynb",
    )
    assert set(found(moodle)) == {("Ada L", "ex01"), ("Bob H", "ex01")}


def test_two_students_of_one_name_stay_two(tmp_path):
    names = [f"Ada_{number}_assignsubmission_file_/{MODULE}" for number in (11, 12)]
    assert set(found(write(tmp_path, *names))) == {("Ada_11", "ex01"), ("Ada_12", "ex01")}


def test_hostile_members_belong_to_nobody(tmp_path):
    names = [f"../ada/ex01/{MODULE}", f"/bob/ex01/{MODULE}", f"C:\\cyd\\ex01\\{MODULE}", f"{'x' * 300}/ex01/{MODULE}"]
    with pytest.raises(NoSubmissionsError):
        find(pack(tmp_path / "hostile.zip", *names), EXERCISES, [], every=False)
    assert set(found(pack(tmp_path / "mixed.zip", *names, f"dan/ex01/{MODULE}", "eve/x.txt"))) == {("dan", "ex01")}


def test_links_are_refused_by_name(tmp_path):
    write(tmp_path / "class", f"ada/ex01/{MODULE}")
    answer = write(tmp_path / "answers", f"ex01/{MODULE}") / "ex01"
    for link, target in (
        (f"bob/ex01/{MODULE}", answer / MODULE),
        ("cyd/ex01", answer),
        ("dan", answer.parent),
    ):
        path = tmp_path / "class" / link
        path.parent.mkdir(parents=True, exist_ok=True)
        path.symlink_to(target)
    contents = find(tmp_path / "class", EXERCISES[1:2], [], every=False)
    assert [entry.student for entry in contents.submissions] == ["ada", "bob", "cyd", "dan"]
    for entry in contents.submissions[1:]:
        with pytest.raises(UnsafeFileError, match="symbolic link"):
            entry.read()


def only_ex01(path: Path) -> dict[str, tuple[str, str]]:
    """Student: the content that is read ("" where nothing is) and the note, as where one exercise is collected."""
    contents = find(path, EXERCISES[1:2], [], every=True)
    return {entry.student: (entry.read().decode() if entry.read else "", entry.note) for entry in contents.submissions}


def test_downloads_in_one_folder_are_one_class_and_the_latest_wins(tmp_path):
    def download(name, year, **files):
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            for student, content in files.items():
                path = f"{student.replace('_', ' ')}_{len(student)}_assignsubmission_file_/ex01/{MODULE}"
                archive.writestr(zipfile.ZipInfo(path, (year, 1, 2, 3, 4, 6)), content)

    download("b-first.zip", 2024, Ada_L="old", Bob_H="only here")
    download("a-second.zip", 2025, Ada_L="new", Cyd_HX="late")
    (tmp_path / "broken.zip").write_bytes(b"PK\x03\x04 and no more")
    assert only_ex01(tmp_path) == {
        "Ada L": ("new", "the newest of 2"),
        "Bob H": ("only here", ""),
        "Cyd HX": ("late", ""),
    }
    assert find(tmp_path, EXERCISES, [], every=False).unrecognised == ["broken.zip"]


def test_a_later_download_wins_over_an_earlier_file_with_the_usual_name(tmp_path):
    first = pack(tmp_path / "first.zip", f"Ada_11_assignsubmission_file_/ex01/{MODULE}")
    with zipfile.ZipFile(tmp_path / "second.zip", "w") as archive:
        archive.writestr("Ada_11_assignsubmission_file_/num_flat_features (1).py", "again")
    with zipfile.ZipFile(first, "w") as archive:
        archive.writestr(zipfile.ZipInfo(f"Ada_11_assignsubmission_file_/ex01/{MODULE}"), "at first")
    assert only_ex01(tmp_path)["Ada"][0] == "again"


def test_canvas_numbers_its_files_and_marks_late_ones(tmp_path):
    names = ["adal_101_5001_ex01.ipynb", "adal_LATE_101_5009_ex01-1.ipynb", "bobh_102_5003_essay.txt"]
    found = only_ex01(pack(tmp_path / "canvas.zip", *names))
    assert found == {
        "adal": (names[1], "taken from ex01-1.ipynb; not taken: ex01.ipynb; late, says Canvas"),
        "bobh": ("", "there is essay.txt"),
    }


def test_each_student_s_own_zip_in_a_folder_or_in_a_download(tmp_path):
    folder = tmp_path / "class"
    folder.mkdir()
    pack(folder / "ada.zip", f"ex01/{MODULE}")
    pack(folder / "bobh_102_5003_homework.zip", "ex01.ipynb")
    inner = pack(tmp_path / "inner.zip", MODULE).read_bytes()
    with zipfile.ZipFile(folder / "moodle.zip", "w") as archive:
        archive.writestr("Cyd_11_assignsubmission_file_/mine.zip", inner)
    assert {student: content for student, (content, _) in only_ex01(folder).items()} == {
        "ada": f"ex01/{MODULE}",
        "bobh": "ex01.ipynb",
        "Cyd": MODULE,
    }


def test_where_one_exercise_is_asked_for_a_student_s_only_file_is_it(tmp_path):
    write(tmp_path, "ada/solution.py", "bob/ex01/my try.ipynb", "cyd/a.py", "cyd/b.py", "dan/ex02/forward_pass.py")
    (tmp_path / "eve").mkdir()
    assert only_ex01(tmp_path) == {
        "ada": ("ada/solution.py", "taken from solution.py"),
        "bob": ("bob/ex01/my try.ipynb", "taken from ex01/my try.ipynb"),
        "cyd": ("", "there is a.py, b.py"),
        "dan": ("", ""),
        "eve": ("", "the folder is empty"),
    }


def test_gradescope_s_folders_belong_to_those_who_submitted(tmp_path):
    write(tmp_path, f"submission_61/{MODULE}", f"submission_62/{MODULE}", f"submission_63/{MODULE}")
    metadata = "submission_61:\n  - :name: Ada\n    :email: a@x.org\nsubmission_62:\n  - :name: Ada\n"
    (tmp_path / "submission_metadata.yml").write_text(metadata)
    contents = find(tmp_path, EXERCISES, [], every=False)
    assert [entry.student for entry in contents.submissions] == ["Ada_61", "Ada_62", "submission_63"]
    assert contents.submissions[0].owner.aliases == ("a@x.org",)


def test_one_student_s_files_are_found_flat_in_a_folder_and_in_a_zip(tmp_path):
    write(tmp_path, MODULE, "homework/ex02 (1).ipynb", "homework/notes.txt")
    pack(tmp_path / "more.zip", "flat_size.py")
    (tmp_path / "zero_grad.py").symlink_to(tmp_path / MODULE)
    entries = find_one(tmp_path, "ada", EXERCISES[1:6])
    assert {entry.student for entry in entries} == {"ada"}
    assert [(entry.exercise.id, entry.note) for entry in entries] == [
        ("ex01", ""),
        ("ex02", "taken from homework/ex02 (1).ipynb"),
        ("ex03", "taken from more.zip/flat_size.py"),
        ("ex04", ""),
        ("ex05", "there is homework/notes.txt"),
    ]
    assert [entry.read().decode() for entry in entries[:3]] == [MODULE, "homework/ex02 (1).ipynb", "flat_size.py"]
    with pytest.raises(UnsafeFileError, match="symbolic link"):
        entries[3].read()


def test_one_student_without_files_misses_every_exercise(tmp_path):
    (entry,) = find_one(tmp_path, "ada", EXERCISES[1:2])
    assert (entry.read, entry.note) == (None, "the folder is empty")
