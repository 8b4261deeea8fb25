"""formgrader in JupyterLab, in a real browser: two students' submissions, its Autograde button, its pages, a feedback
page. The pictures in ``tests/pictures/`` are made here, where KATA_PICTURES names a folder."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path

import pytest

from tests.nbgrader_plugin.browser import TOKEN, chromium, free_port, jupyter_lab, lacking
from tests.nbgrader_plugin.kit import RIGHT, WRONG, Course

pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(lacking()), reason=lacking())]


COMMENT = "Close: *which* dimension is the batch?"


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    made = Course(tmp_path_factory.mktemp("course") / "intro", "ex01")
    assert made.nbgrader("generate_assignment", "ex01").status == 0
    made.submit("ada", made.answered(RIGHT))
    made.submit("ben", made.answered(WRONG + "\nprint('I counted all of them')\n"))
    return made


@pytest.fixture(scope="module")
def lab(course, tmp_path_factory):
    """JupyterLab in the course's folder; yields its address."""
    with jupyter_lab(course.root, tmp_path_factory.mktemp("jupyter"), free_port()) as address:
        yield address


@pytest.fixture(scope="module")
def page(lab):
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1200, "height": 820})
        page.set_default_timeout(300_000)
        yield page
        browser.close()


def _picture(page, name: str) -> None:
    if os.environ.get("KATA_PICTURES"):
        page.screenshot(path=str(Path(os.environ["KATA_PICTURES"]) / f"{name}.png"))


def test_formgrader_in_jupyterlab_grades_two_students(course, lab, page):
    page.goto(f"{lab}/lab?token={TOKEN}")
    page.get_by_role("menuitem", name="Nbgrader").click()
    page.get_by_role("menuitem", name=re.compile("Formgrader")).first.click()
    frame = page.frame_locator("iframe[src*=formgrader]")
    frame.get_by_role("link", name="ex01").first.scroll_into_view_if_needed()
    _picture(page, "formgrader_assignments")

    page.goto(f"{lab}/formgrader/manage_submissions/ex01")
    for student in ("ada", "ben"):
        row = page.locator("tr", has=page.get_by_text(student, exact=True))
        row.locator("td.autograde a").click()
        page.get_by_text(re.compile("Success|Autograded")).first.wait_for(timeout=600_000)
        with suppress(Exception):
            page.get_by_role("button", name=re.compile("OK|Close")).first.click(timeout=3_000)
        page.goto(f"{lab}/formgrader/manage_submissions/ex01")
    page.get_by_text("10 / 10").wait_for()
    _picture(page, "formgrader_submissions")
    assert course.total("ada") == 10
    assert page.get_by_text(f"{course.total('ben'):g} / 10").count() == 1


def test_formgrader_shows_titles_and_messages_on_a_short_page_and_takes_a_comment(course, lab, page):
    ident = course.gradebook(lambda book: book.find_submission_notebook("ex01", "ex01", "ben").id)
    page.goto(f"{lab}/formgrader/submissions/{ident}")
    index = page.locator(".kata-index a").all_inner_texts()
    assert index[0] == "✗ num_flat_features gives the same for two samples as for one 0 of 2", "what failed comes first"
    assert index[-1] == "✓ num_flat_features returns Python's own int 1 of 1"
    page.get_by_text("The first dimension counts the samples").wait_for()
    page.get_by_text("I counted all of them", exact=True).first.wait_for()
    assert page.evaluate("document.documentElement.scrollHeight") < 2500
    box = page.locator("textarea.comment").first
    box.fill(COMMENT)
    with page.expect_response(re.compile("/api/comment/")) as saved:
        box.blur()
    assert saved.value.ok
    if os.environ.get("KATA_PICTURES"):
        page.wait_for_timeout(2_000)  # formgrader scrolls to what is edited
        page.evaluate("window.scrollTo(0, 0)")
    _picture(page, "formgrader_submission")


def test_feedback_shows_what_failed_first_and_the_comment_in_light_dark_and_print(course, page):
    ran = course.nbgrader("generate_feedback", "ex01")
    assert ran.status == 0, ran.text
    page.goto((course.root / "feedback" / "ben" / "ex01" / "ex01.html").as_uri())
    rows = page.locator("#index tr").all_inner_texts()
    assert [row.split("\t")[0] for row in rows] == ["✗", "○", "○", "○", "✓", "✓", "✓"]
    assert page.locator("#failed article.failed").count() == 1
    assert "The first dimension counts the samples" in page.locator("#failed").inner_text()
    assert page.locator(".comment").inner_text() == f"Comment\n\n{COMMENT.replace('*', '')}"
    picture = page.locator("img[src^='data:image/']").first
    assert picture.evaluate("picture => picture.naturalWidth") > 100, "the lesson's picture is drawn"
    assert not picture.is_visible(), "the lesson is folded"
    colours = set()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        colours.add(page.evaluate("getComputedStyle(document.body).backgroundColor"))
        _picture(page, "feedback" if scheme == "light" else "feedback_dark")
    assert len(colours) == 2
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert not page.locator("details.check").first.is_visible(), "on paper the points are in the index only"
