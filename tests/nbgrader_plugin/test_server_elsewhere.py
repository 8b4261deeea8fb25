"""formgrader in a Jupyter server that was not started in the course's folder: cleaned pages, or none."""

from __future__ import annotations

import urllib.error
import urllib.request

import pytest

from tests.nbgrader_plugin.browser import TOKEN, free_port, jupyter_lab
from tests.nbgrader_plugin.kit import NO_SANDBOX, RIGHT, Course

pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(NO_SANDBOX), reason=NO_SANDBOX)]


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    made = Course(tmp_path_factory.mktemp("root") / "intro", "ex01")
    assert made.nbgrader("generate_assignment", "ex01").status == 0
    notebook = made.answered(RIGHT)
    text = "**mine** [x](javascript:alert(1))"
    notebook["cells"].append({"cell_type": "markdown", "id": "mine", "metadata": {}, "source": text})
    made.submit("ada", notebook)
    assert made.nbgrader("autograde", "ex01").status == 0
    return made


def _get(address: str) -> tuple[int, str]:
    request = urllib.request.Request(address, headers={"Authorization": f"token {TOKEN}"})
    try:
        with urllib.request.urlopen(request, timeout=300) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def _submission(course: Course, lab: str) -> str:
    ident = course.gradebook(lambda book: book.find_submission_notebook("ex01", "ex01", "ada").id)
    return f"{lab}/formgrader/submissions/{ident}/"


def test_the_configuration_of_the_course_is_found_by_its_root(course, tmp_path):
    config = f"c.CourseDirectory.root = {str(course.root)!r}"
    with jupyter_lab(course.root.parent, tmp_path, free_port(), config) as lab:
        status, page = _get(_submission(course, lab))
    assert status == 200
    assert "<strong>mine</strong> x (javascript:alert(1))" in page


def test_a_server_without_the_configuration_shows_no_students_text(course, tmp_path):
    """formgrader can be led to a course later; its exporter stays what it was when the server was started."""
    with jupyter_lab(course.root.parent, tmp_path, free_port()) as lab:
        _get(f"{lab}/formgrader?path={course.root}")
        status, page = _get(_submission(course, lab))
    assert status == 500
    assert "javascript:" not in page
