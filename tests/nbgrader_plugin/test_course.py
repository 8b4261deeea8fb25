"""One course from ``kata course`` to feedback, with nbgrader's own commands, as its users know them."""

from __future__ import annotations

import json
import sys
import zipfile

import pytest

from tests.nbgrader_plugin.kit import NO_SANDBOX, RIGHT, WRONG, Course, text_of

pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(NO_SANDBOX), reason=NO_SANDBOX)]

RAISES = "def num_flat_features(x):\n    sizes = x.shape[1:]\n    return sizes.product()\n"
WARNS = "import warnings\n" + RIGHT.replace("    return", "    warnings.warn('mind the gap')\n    return")


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Three students of ex01, graded, with feedback written."""
    made = Course(tmp_path_factory.mktemp("course") / "intro", "ex01", "ex06")
    generated = made.nbgrader("generate_assignment", "ex01")
    assert generated.status == 0, generated.text
    made.ran = {"generate_assignment": generated}
    made.submit("alice", made.answered(WARNS + "print('I was here')\n"))
    made.submit("bob", made.answered(WRONG))
    made.submit("dora", made.answered(RAISES))
    archive = made.root / "downloaded" / "ex01" / "archive"
    archive.mkdir(parents=True)
    with zipfile.ZipFile(archive / "intro-ex01-4711.zip", "w") as file:
        name = "Cara Díaz_12345_assignsubmission_file_/ex01 (1).ipynb"
        file.writestr(name, json.dumps(made.answered(RIGHT)))
    for command in ("zip_collect", "autograde", "generate_feedback"):
        made.ran[command] = made.nbgrader(command, "ex01")
        assert made.ran[command].status == 0, made.ran[command].text
    return made


def test_every_submission_has_its_points(course):
    assert course.total("alice") == 10, "a warning takes no points"
    assert course.total("Cara Díaz") == 10, "Moodle's zip was taken in"
    assert course.points("bob")["test_one_sample"] == 2
    assert course.points("bob")["test_batch_size_does_not_count"] == 0


def test_a_command_says_one_line_per_student_and_a_summary(course):
    told = [f"{student}: {course.total(student):g} of 10" for student in ("Cara Díaz", "alice", "bob", "dora")]
    assert course.ran["generate_assignment"].text == "ex01: 1 notebook for students written to release/\n"
    assert course.ran["autograde"].text.splitlines() == [*told, "ex01: 4 graded"]
    assert course.ran["generate_feedback"].text.splitlines()[-1] == "ex01: 4 written"
    again = course.nbgrader("autograde", "ex01", "--log-level=INFO").text
    assert "Skipping existing assignment" in again, "nbgrader's own messages are there where they are asked for"
    assert "ex01: 0 graded; 4 graded earlier (--force does it again)" in again


def test_what_was_seen_is_told_and_what_was_printed_is_kept(course):
    told = course.autograded("bob")["test_batch_size_does_not_count"]
    for part in ("not passed", "(0 of 2)", "called: num_flat_features(x)", "returned: 1152", "hint: "):
        assert part in told
    assert course.autograded("alice")["write-num_flat_features"] == "I was here\n"


def test_a_traceback_names_the_cell_and_shows_the_line(course):
    line = "your code: code cell 3, line 3, in num_flat_features:  return sizes.product()"
    assert line in course.autograded("dora")["test_one_sample"]
    path = course.root / "autograded" / "dora" / "ex01" / "ex01.ipynb"
    (third,) = [cell for cell in json.loads(path.read_text())["cells"] if cell.get("execution_count") == 3]
    assert third["metadata"]["nbgrader"]["grade_id"] == "write-num_flat_features"
    assert " ".join(line.removeprefix("your code: ").split()) in text_of(course.feedback("dora"))


def test_feedback_has_the_message_and_nothing_of_the_suite(course):
    page = course.feedback("bob")
    assert "gives the same for two samples as for one 0 of 2" in text_of(page)
    assert "hint The first dimension counts the samples" in text_of(page)
    assert "Your turn" in page and "data:image/" in page, "the lesson is there, with its picture"
    for secret in ("def test_", "_counts(", "seen(", "checks.py", "Traceback (most"):
        assert secret not in page


def test_generating_again_changes_nothing_and_says_so(course):
    before = {path: path.read_bytes() for path in course.root.rglob("*") if path.is_file()}
    again = course.kata("course", str(course.root), "--exercise", "ex01", "--update")
    assert again.status == 0
    assert "left alone: nbgrader_config.py" in again.text
    assert "left alone: source/ex01/ex01.ipynb: it is up to date" in again.text
    assert before == {path: path.read_bytes() for path in course.root.rglob("*") if path.is_file()}


def test_cells_that_grades_hang_on_are_left_alone(course):
    source = course.root / "source" / "ex01" / "ex01.ipynb"
    there = source.read_text(encoding="utf-8")
    try:
        source.write_text(there.replace("test_one_sample", "test_one_thing"), encoding="utf-8")
        changed = source.read_bytes()
        told = course.kata("course", str(course.root), "--exercise", "ex01").text
        assert "--update replaces it" in told
        told = course.kata("course", str(course.root), "--exercise", "ex01", "--update").text
        assert "grades of submissions hang on them" in told
        assert source.read_bytes() == changed
    finally:
        source.write_text(there, encoding="utf-8")


def test_validate_passes_the_solution_and_says_what_the_release_lacks(course):
    solved = course.nbgrader("validate", "source/ex01/ex01.ipynb")
    assert "Success! Your notebook passes all the tests." in solved.text
    released = course.nbgrader("validate", "release/ex01/ex01.ipynb").text
    assert "VALIDATION FAILED ON 7 CELL(S)" in released
    assert "not written: num_flat_features, code cell 3, line 3" in released
    assert "Traceback" not in released.split("VALIDATION")[1]


def test_without_the_kit_cells_run_and_say_how_to_get_the_checks(course, tmp_path):
    lacking = tmp_path / "grader"
    lacking.mkdir()
    (lacking / "__init__.py").write_text("raise ModuleNotFoundError(\"No module named 'grader'\")\n")
    told = course.nbgrader("validate", "release/ex01/ex01.ipynb", PYTHONPATH=str(tmp_path)).text
    assert "VALIDATION FAILED ON 7 CELL(S)" in told
    notebook = course.answered(RIGHT)
    run = tmp_path / "ex01.ipynb"
    run.write_text(json.dumps(notebook), encoding="utf-8")
    ran = course._run("jupyter", "nbconvert", "--to", "notebook", "--execute", "--inplace", str(run), cwd=tmp_path,
                      PYTHONPATH=str(tmp_path))  # fmt: skip
    assert ran.status == 0, "no cell fails for the lack of the kit: " + ran.text
    outputs = {cell["id"]: cell.get("outputs", []) for cell in json.loads(run.read_text())["cells"]}
    assert [name for name, each in outputs.items() if "Not checked" in json.dumps(each)] == ["setup"]
    points = [each[0]["data"]["text/plain"] for name, each in outputs.items() if name.startswith("test_")]
    assert points == [["0"]] * 7


def test_the_exchange_and_a_student_in_it(tmp_path):
    course = Course(tmp_path / "course", "ex01")
    exchange = tmp_path / "exchange"
    exchange.mkdir()
    exchange.chmod(0o777)
    (tmp_path / "home").mkdir()
    options = [f"--Exchange.root={exchange}", "--CourseDirectory.course_id=torchkata"]

    def student(*arguments):
        return course._run(sys.executable, "-m", "nbgrader", *arguments, *options, cwd=tmp_path / "home")

    for command in ("generate_assignment", "release_assignment"):
        assert course.nbgrader(command, "ex01", *options).status == 0
    assert "ex01" in student("list").text
    assert student("fetch_assignment", "ex01").status == 0
    (tmp_path / "home" / "ex01" / "ex01.ipynb").write_text(json.dumps(course.answered(RIGHT)))
    assert student("submit", "ex01").status == 0
    for command in ("collect", "autograde", "generate_feedback", "release_feedback"):
        ran = course.nbgrader(command, "ex01", *options)
        assert ran.status == 0, ran.text
    assert student("fetch_feedback", "ex01").status == 0
    (page,) = (tmp_path / "home").rglob("*.html")
    assert "num_flat_features copes with an empty batch 1 of 1" in text_of(page.read_text(encoding="utf-8"))


def test_ex06_is_released_without_a_trace_of_its_solution(course):
    assert course.nbgrader("generate_assignment", "ex06").status == 0
    text = json.dumps(course.released("ex06"))
    assert "def train_epoch" in text
    for trace in ("SOLUTION", "NotImplementedError", "YOUR CODE", ".backward()"):
        code = [cell for cell in course.released("ex06")["cells"] if cell["id"].startswith(("given-", "write-"))]
        assert trace not in "".join("".join(cell["source"]) for cell in code)
    assert "was_training" not in text


def test_nbgraders_own_export_and_grades_of_those_who_pass(course):
    assert course.nbgrader("export").status == 0
    assert "alice,,,,10.0,0.0,10.0,10.0" in (course.root / "grades.csv").read_text()
