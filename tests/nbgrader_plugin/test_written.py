"""``kata course --written``: answers in words are graded by hand, in formgrader, with a comment."""

from __future__ import annotations

import json
import urllib.request

import pytest

from tests.nbgrader_plugin.browser import TOKEN, free_port, jupyter_lab
from tests.nbgrader_plugin.kit import NO_SANDBOX, RIGHT, Course, text_of

pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(NO_SANDBOX), reason=NO_SANDBOX)]
ANSWERS = ("answer-predict-first", "answer-exit-question")


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Ada answered one question in words, Ben deleted both cells."""
    made = Course(tmp_path_factory.mktemp("course") / "written", "ex01", written=True)
    assert made.nbgrader("generate_assignment", "ex01").status == 0
    notebook = made.answered(RIGHT)
    cells = {cell["id"]: cell for cell in notebook["cells"]}
    assert cells[ANSWERS[1]]["source"] == ["*Write your answer here.*"]
    cells[ANSWERS[1]]["source"] = "The **batch** is not counted."
    made.submit("ada", notebook)
    notebook = made.answered(RIGHT)
    notebook["cells"] = [cell for cell in notebook["cells"] if cell["id"] not in ANSWERS]
    made.submit("ben", notebook)
    ran = made.nbgrader("autograde", "ex01")
    assert ran.status == 0, ran.text
    return made


def test_an_answer_waits_for_a_hand_and_none_has_no_points(course):
    ada, ben = course.points("ada"), course.points("ben")
    assert [ada[name] for name in ANSWERS] == [0, None], "the first was not touched"
    assert [ben[name] for name in ANSWERS] == [0, 0]
    for points in (ada, ben):
        assert sum(score for name, score in points.items() if name not in ANSWERS) == 10


def test_formgrader_takes_points_and_a_comment_and_feedback_shows_both(course, tmp_path):
    def ask(lab: str, path: str, put: dict | None = None):
        body = json.dumps(put).encode() if put else None
        headers = {"Authorization": f"token {TOKEN}"}
        request = urllib.request.Request(f"{lab}/formgrader/{path}", body, headers, method="PUT" if put else "GET")
        with urllib.request.urlopen(request, timeout=600) as answer:
            return answer.read().decode()

    ident = course.gradebook(lambda book: book.find_submission_notebook("ex01", "ex01", "ada").id)
    with jupyter_lab(course.root, tmp_path, free_port()) as lab:
        page = ask(lab, f"submissions/{ident}/")
        assert "The <strong>batch</strong> is not counted." in page
        listed = [json.loads(ask(lab, f"api/{what}?submission_id={ident}")) for what in ("grades", "comments")]
        grade, comment = (next(each for each in entries if each["name"] == ANSWERS[1]) for entries in listed)
        ask(lab, f"api/grade/{grade['id']}", {"manual_score": 1})
        ask(lab, f"api/comment/{comment['id']}", {"manual_comment": "Well said: the batch is not a feature."})
    ran = course.nbgrader("generate_feedback", "ex01")
    assert ran.status == 0, ran.text
    assert "Well said: the batch is not a feature." in text_of(course.feedback("ada"))
    score = course.gradebook(lambda book: book.find_submission("ex01", "ada").score)
    assert score == 11
