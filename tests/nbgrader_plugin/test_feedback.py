"""A feedback page made of a real gradebook and a graded notebook: named mistakes, written answers, hostile text."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from nbgrader.api import Gradebook
from traitlets.config import Config

from grader.nbgrader_plugin.display import VERDICT
from grader.nbgrader_plugin.feedback import FeedbackExporter, ShowGrades
from tests.nbgrader_plugin.exporters import formgraders_exporter
from tests.nbgrader_plugin.kit import Course, text_of

pytestmark = pytest.mark.filterwarnings("ignore:Object of type")  # nbgrader's own way of making a submission
FILTERS = {
    "markdown2html": "grader.nbgrader_plugin.clean_html.markdown2html",
    "clean_html": "grader.nbgrader_plugin.clean_html.clean_html",
}
MISTAKE = {"title": "The batch is counted too", "explanation": "Every size is multiplied, also that of the batch."}
HOSTILE = "</pre><script>alert(1)</script><img src=x onerror=alert(2)>"


def _check(name, title, outcome, rows=(), mistakes=()):
    marks = {"grade": True, "solution": False, "locked": True, "task": False, "grade_id": name, "points": 2}
    said = {"title": title, "outcome": outcome, "rows": list(rows), "mistakes": list(mistakes)}
    outputs = [new_output("execute_result", {"text/plain": "2"}), new_output("stream", text=title)]
    return new_code_cell(f'check("{name}")', outputs=outputs, metadata={"nbgrader": marks, VERDICT: said})


def _written(name, source):
    marks = {"grade": True, "solution": True, "locked": False, "task": False, "grade_id": name, "points": 1}
    return new_markdown_cell(source, metadata={"nbgrader": marks})


@pytest.fixture(scope="module")
def notebook():
    rows = [["called", "f(x)", False], ["returned", HOSTILE, False], ["hint", "Look at `x.shape`.", True]]
    return new_notebook(
        cells=[
            new_code_cell(f"x = '''{HOSTILE}'''", outputs=[new_output("stream", text=HOSTILE)]),
            _check("test_right", "it is right", "passed"),
            _check("test_waits", "it waits", "waits", [["", "waits for: it fails", True]]),
            _check("test_fails", f"it fails {HOSTILE}", "failed", rows, [MISTAKE]),
            _check("test_fails_too", "it fails too", "failed", [["returned", "2", False]], [MISTAKE]),
            _written("answer-predict", f"I think it is **4**. {HOSTILE}"),
            _written("answer-exit-question", "No idea."),
        ]
    )


@pytest.fixture(scope="module")
def page(notebook, tmp_path_factory):
    url = f"sqlite:///{tmp_path_factory.mktemp('book') / 'gradebook.db'}"
    path = os.environ["PATH"]
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{path}"  # nbgrader calls alembic by its name
    try:
        gradebook = Gradebook(url)
    finally:
        os.environ["PATH"] = path
    with gradebook:
        gradebook.add_assignment("ex01")
        gradebook.add_notebook("ex01", "ex01")
        gradebook.add_student("ada")
        for cell in notebook.cells[1:]:
            about = cell.metadata.nbgrader
            gradebook.add_grade_cell(about.grade_id, "ex01", "ex01", max_score=about.points, cell_type=cell.cell_type)
            if about.solution:
                gradebook.add_solution_cell(about.grade_id, "ex01", "ex01")
        gradebook.add_submission("ex01", "ada")
        for cell in notebook.cells[1:6]:
            grade = gradebook.find_grade(cell.metadata.nbgrader.grade_id, "ex01", "ex01", "ada")
            grade.auto_score = 2.0 if cell.metadata.nbgrader.grade_id == "test_right" else 0.0
            grade.needs_manual_grade = False
        gradebook.find_grade("answer-predict", "ex01", "ex01", "ada").manual_score = 0.5
        comment = gradebook.find_comment("answer-predict", "ex01", "ex01", "ada")
        comment.manual_comment = f"*Nearly.* {HOSTILE}"
        gradebook.db.commit()
    exporter = FeedbackExporter(config=Config({"FeedbackExporter": {"filters": FILTERS}}))
    exporter.register_preprocessor(ShowGrades, enabled=True)
    names = {"db_url": url, "notebook": "ex01", "assignment": "ex01", "student": "ada"}
    return exporter.from_notebook_node(notebook, resources={"nbgrader": names, "metadata": {"name": "ex01"}})[0]


def test_the_index_has_titles_and_points_with_what_failed_first(page):
    index = text_of(page[page.index('id="index"') : page.index('id="failed"')])
    titles = ["it fails ", "it fails too", "it waits", "Answer: predict", "Answer: exit question", "it is right"]
    assert sorted(titles, key=index.index) == titles
    for points in ("it fails too 0 of 2", "Answer: predict graded by your instructor 0.5 of 1", "it is right 2 of 2"):
        assert points in index
    assert "Answer: exit question not graded yet" in index
    assert "2.5 of 10 points" in text_of(page)


def test_a_named_mistake_comes_first_and_is_explained_once(page):
    failed = text_of(page[page.index('id="failed"') : page.index('id="notebook"')])
    assert failed.index(MISTAKE["title"]) < failed.index(MISTAKE["explanation"]) < failed.index("called f(x)")
    assert failed.count(MISTAKE["title"]) == 2
    assert failed.count(MISTAKE["explanation"]) == 1
    assert "Look at <code>x.shape</code>." in page


def test_an_instructors_comment_is_below_the_answer_and_in_the_index(page):
    assert "<em>Nearly.</em>" in page
    assert page.index("<strong>4</strong>") < page.index("<em>Nearly.</em>") < page.index("No idea.")
    assert 'href="#cell-answer-predict">A comment by your instructor' in page


def test_text_that_a_submission_had_a_part_in_stays_text(page):
    assert page.count("alert(1)") == 8, "it is there to be read: title (three times), row, code, print, answer, comment"
    for live in ("<script", "<img", "onerror=alert(2)>", "javascript:"):
        assert live not in page


def test_formgrader_shows_titles_and_hides_nothing_it_needs(notebook, tmp_path):
    course = Course(tmp_path / "intro", "ex01")
    seen = {"name": "ex01", "path": ""}
    resources = dict.fromkeys(("base_url", "student", "notebook_path"), "") | {
        "submission_id": "1", "index": 0, "total": 1, "assignment_id": "ex01", "notebook_id": "ex01", "metadata": seen,
    }  # fmt: skip
    page = formgraders_exporter(course.root).from_notebook_node(notebook, resources=resources)[0]
    shown = page[page.index("kata-index") :]
    assert page.count('class="kata-index"') == 1
    for name in ("test_right", "test_waits", "test_fails", "test_fails_too", "answer-predict", "answer-exit-question"):
        assert f'class="score tabbable" id="{name}"' in page, "points can be given by hand"
    assert 'id="answer-predict-comment"' in page
    assert shown.index(MISTAKE["title"]) < shown.index(MISTAKE["explanation"])
    for live in ("<script>alert", "<img src=x", "onerror=alert(2)>"):
        assert live not in page
