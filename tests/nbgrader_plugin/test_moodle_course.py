"""A course as it is really used: a Moodle download of twelve, formgrader in JupyterLab, feedback, and the exports.

Each test goes on where the one before ended. The pictures in ``tests/pictures/`` are made here, where KATA_PICTURES
names a folder.
"""

from __future__ import annotations

import base64
import csv
import json
import os
import re
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

from tests.nbgrader_plugin.browser import TOKEN, chromium, free_port, jupyter_lab, lacking
from tests.nbgrader_plugin.kit import RIGHT, ROOT, WRONG, Course

pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(lacking()), reason=lacking())]

ENDLESS = "def num_flat_features(x):\n    while True:\n        pass\n"
SYNTAX_ERROR = "def num_flat_features(x)\n    return x[0].numel()\n"
ANOTHER_STYLE = (ROOT / "tests" / "alternatives" / "ex01" / "a_class_that_counts.py").read_text(encoding="utf-8")
PREDICT, EXIT = "answer-predict-first", "answer-exit-question"
COMMENT = "Nearly: *which* dimension counts the samples?"
CHECKED = {
    "ada": 10, "ben": 10, "cleo": 10, "dan": 0, "eve": 10, "finn": 10, "gil1": 10, "gil2": 4, "hal": 10, "ida": 0,
    "jan": 0, "kim": 0,
}  # fmt: skip
"""The points of the checks, of ten."""
SCORES = CHECKED | {"ada": 11.5, "dan": 1}
"""With what is given by hand; the two answers in words are worth two points."""
NAMES = {
    "ada": "Ada Lovelace", "ben": "Ben Plot", "cleo": "Cleo Cut", "dan": "Dan Half", "eve": "Eve Ñandú",
    "finn": "Finn O'Colab", "gil1": "Gil Twin", "gil2": "Gil Twin", "hal": "Hal Module", "ida": "Ida Empty",
    "jan": "Jan Syntax", "kim": "Kim Endless",
}  # fmt: skip
NUMBERS = {student: number for number, student in enumerate(NAMES, start=101)}
PIXEL = base64.b64encode(b"\x89PNG not looked at").decode()


def _mail(student: str) -> str:
    return f"{student}@example.org"


def _written(path: Path, rows: list[list[str]], encoding: str = "utf-8-sig") -> str:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows(rows)
    return str(path)


def _participants(path: Path) -> str:
    rows = [[*name.split(" ", 1), student, _mail(student)] for student, name in NAMES.items()]
    return _written(path, [["First name", "Last name", "Username", "Email address"], *rows])


def _worksheet(path: Path) -> str:
    rows = [[f"Participant {NUMBERS[student]}", name, _mail(student), "", ""] for student, name in NAMES.items()]
    return _written(path, [["Identifier", "Full name", "Email address", "Status", "Grade"], *rows])


def _canvas(path: Path) -> str:
    """The gradebook's export; everybody's number there is Moodle's plus 5000."""
    rows = [
        [", ".join(reversed(name.split(" ", 1))), str(5000 + NUMBERS[student]), student, "Monday", "", ""]
        for student, name in NAMES.items()
    ]
    head = ["Student", "ID", "SIS Login ID", "Section", "ex01 (991)", "Final Score"]
    points = ["    Points Possible", "", "", "", "12", "(read only)"]
    return _written(path, [head, points, *rows, ["Student, Test", "5999", "", "Monday", "", ""]], "utf-8")


def _code(source: str, **outputs: dict) -> dict:
    shown = [
        {"output_type": "stream", "name": "stdout", "text": outputs["printed"]} if "printed" in outputs else None,
        {"output_type": "display_data", "data": outputs["data"], "metadata": {}} if "data" in outputs else None,
    ]
    return {
        "cell_type": "code",
        "source": source,
        "metadata": {},
        "execution_count": 1,
        "outputs": [*filter(None, shown)],
    }


def _with_words(notebook: dict, **answers: str) -> dict:
    for cell in notebook["cells"]:
        cell["source"] = answers.get(cell["id"].replace("-", "_"), cell["source"])
    return notebook


def _submissions(course: Course) -> dict[str, dict[str, dict | str]]:
    """Student: what Moodle has of the student, file by file."""
    right = lambda: course.answered(RIGHT)  # noqa: E731
    ada = _with_words(
        right(),
        answer_predict_first="2 samples of 576, 1152 in all",
        answer_exit_question="It counts the **batch** too.",
    )
    ada["cells"].insert(1, _code("print('my own cell')", printed="my own cell\n"))
    ada["cells"].append(_code("num_flat_features(torch.zeros(2, 3))"))
    ben = right()
    ben["cells"] += [
        _code("import matplotlib.pyplot as plt\nplt.plot([1, 2, 3])\nplt.show()", data={"image/png": PIXEL}),
        _code("for size in range(2000):\n    print('size', size)", printed="size 1\n" * 2000),
    ]
    cleo = right()
    cleo["cells"] = [cell for cell in cleo["cells"] if not cell["id"].startswith("test_")]
    dan = _with_words(course.released(), answer_predict_first="2, 576 and 1152")
    finn = right() | {"nbformat_minor": 0}
    finn["metadata"] |= {"colab": {"provenance": []}, "accelerator": "GPU"}
    for number, cell in enumerate(finn["cells"]):
        cell["metadata"] |= {"id": f"Xy{number}", "colab": {"base_uri": "https://localhost:8080/"}}
        del cell["id"]
    wrong = course.answered(WRONG + "\nprint('I counted all of them')\n")
    return {
        "ada": {"ex01.ipynb": ada},
        "ben": {"ex01 (1).ipynb": ben},
        "cleo": {"ex01.ipynb": cleo},
        "dan": {"ex01.ipynb": dan},
        "eve": {"ex01.ipynb": course.answered(ANOTHER_STYLE)},
        "finn": {"Copy of ex01.ipynb": finn},
        "gil1": {"ex01.ipynb": right()},
        "gil2": {"ex01.ipynb": wrong},
        "hal": {"num_flat_features.py": RIGHT},
        "ida": {},
        "jan": {"ex01.ipynb": course.answered(SYNTAX_ERROR)},
        "kim": {"ex01.ipynb": course.answered(ENDLESS)},
    }


def _moodle_zip(path: Path, submissions: dict[str, dict[str, dict | str]], year: int) -> str:
    """What "Download all submissions" makes, with folders."""
    with zipfile.ZipFile(path, "w") as archive:
        for student, files in submissions.items():
            folder = f"{NAMES[student]}_{NUMBERS[student]}_assignsubmission_file_/"
            archive.writestr(zipfile.ZipInfo(folder, (year, 5, 6, 7, 8, 10)), "")
            for name, content in files.items():
                text = content if isinstance(content, str) else json.dumps(content)
                archive.writestr(zipfile.ZipInfo(folder + name, (year, 5, 6, 7, 8, 10)), text)
    return str(path)


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """The course, its roster, and the download, collected and graded; what each command said is in ``told``."""
    base = tmp_path_factory.mktemp("course")
    made = Course(base / "intro", "ex01", written=True)
    with (made.root / "nbgrader_config.py").open("a") as file:
        file.write("\nc.Judge.timeout = 3.0\n")
    told = {"generate_assignment": made.nbgrader("generate_assignment", "ex01")}
    for export in (_participants, _worksheet, _canvas):
        told[export.__name__] = made.kata_here(
            "roster", export(base / f"{export.__name__}.csv"), "--course", str(made.root)
        )
    download = _moodle_zip(base / "intro-ex01-4711.zip", _submissions(made), 2026)
    told["collect"] = made.kata("collect", download, "--exercise", "ex01", "--course", str(made.root))
    told["autograde"] = made.nbgrader("autograde", "ex01")
    made.told = told
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


def _picture(page, name: str, height: int = 820) -> None:
    if os.environ.get("KATA_PICTURES"):
        page.set_viewport_size({"width": 1200, "height": height})
        page.screenshot(path=str(Path(os.environ["KATA_PICTURES"]) / f"{name}.png"))


def test_everybody_is_collected_or_named(course):
    assert "Moodle: 12 added, 0 updated" in course.told["_participants"].text
    assert "Moodle: 0 added, 12 updated" in course.told["_worksheet"].text
    assert "Canvas: 0 added, 12 updated" in course.told["_canvas"].text
    shown = [" ".join(line.split()) for line in course.told["collect"].text.splitlines()]
    for line in (
        "Ben Plot ben ex01 collected taken from ex01 (1).ipynb",
        "Finn O'Colab finn ex01 collected taken from Copy of ex01.ipynb",
        "Gil Twin_107 gil1 ex01 collected",
        "Gil Twin_108 gil2 ex01 collected",
        "Hal Module hal ex01 collected",
        "Ida Empty ida ex01 not taken in no file of ex01 was recognised: the folder is empty",
        "12 in all: 11 collected, 1 not taken in",
    ):
        assert any(found.startswith(line) for found in shown), (line, shown)
    assert course.told["collect"].status == 1, "somebody's work could not be taken in"


def test_autograde_says_a_line_per_student_and_nothing_else(course):
    ran = course.told["autograde"]
    assert ran.status == 0, ran.text
    lines = dict(line.split(": ", 1) for line in ran.text.splitlines())
    assert lines.pop("ex01") == "12 graded"
    assert {student: line.split(" of 12")[0] for student, line in lines.items()} == {
        student: f"{points:g}" for student, points in CHECKED.items()
    }
    assert lines["ada"] == "10 of 12 (2 to grade by hand)"
    assert lines["dan"] == "0 of 12 (1 to grade by hand)"
    assert "the folder is empty" in lines["ida"]
    assert "expected ':'" in course.autograded("jan")["test_one_sample"]
    assert "not written: num_flat_features" in course.autograded("dan")["test_one_sample"]
    assert "computed for 3 seconds" in course.autograded("kim")["test_one_sample"]


def test_formgrader_in_jupyterlab_grades_a_newer_attempt(course, lab, page, tmp_path):
    """Eve's first attempt was the right one, too."""
    again = _moodle_zip(tmp_path / "second.zip", {"eve": {"ex01.ipynb": course.answered(ANOTHER_STYLE + "\n")}}, 2107)
    collected = course.kata_here("collect", again, "--exercise", "ex01", "--course", str(course.root))
    assert "eve ex01 replaced graded again by nbgrader autograde ex01" in " ".join(collected.text.split())
    page.goto(f"{lab}/lab?token={TOKEN}")
    page.get_by_role("menuitem", name="Nbgrader").click()
    page.get_by_role("menuitem", name=re.compile("Formgrader")).first.click()
    frame = page.frame_locator("iframe[src*=formgrader]")
    frame.get_by_role("link", name="ex01").first.scroll_into_view_if_needed()
    _picture(page, "formgrader_assignments")

    page.goto(f"{lab}/formgrader/manage_submissions/ex01")
    row = page.locator("tr", has=page.get_by_text("eve", exact=True))
    row.locator("td.autograde a").click()
    page.get_by_text(re.compile("Success|Autograded")).first.wait_for(timeout=600_000)
    with suppress(Exception):
        page.get_by_role("button", name=re.compile("OK|Close")).first.click(timeout=3_000)
    page.goto(f"{lab}/formgrader/manage_submissions/ex01")
    row.get_by_text("10 / 12").wait_for()
    _picture(page, "formgrader_submissions")


def test_formgrader_takes_points_and_comments(course, lab, page):
    def opened(student: str) -> None:
        ident = course.gradebook(lambda book: book.find_submission_notebook("ex01", "ex01", student).id)
        page.goto(f"{lab}/formgrader/submissions/{ident}")
        page.wait_for_load_state("networkidle")

    def fill(box, text: str, kind: str) -> None:
        box.fill(text)
        with page.expect_response(
            lambda answer: f"/api/{kind}/" in answer.url and answer.request.method == "PUT"
        ) as saved:
            box.blur()
        assert saved.value.ok

    opened("ada")
    assert page.locator("strong", has_text=re.compile("^batch$")).count() == 1, "Markdown is drawn"
    fill(page.locator(f"input#{PREDICT}"), "1", "grade")
    fill(page.locator(f"input#{EXIT}"), "0.5", "grade")
    opened("dan")
    fill(page.locator(f"input#{PREDICT}"), "1", "grade")
    opened("gil2")
    index = page.locator(".kata-index a").all_inner_texts()
    assert index[0] == "✗ num_flat_features gives the same for two samples as for one 0 of 2", "what failed comes first"
    assert index[-1] == "✓ num_flat_features returns Python's own int 1 of 1"
    page.get_by_text("The samples are counted too").first.wait_for()
    page.get_by_text("I counted all of them", exact=True).first.wait_for()
    assert page.evaluate("document.documentElement.scrollHeight") < 2800
    fill(page.locator("textarea#write-num_flat_features-comment"), COMMENT, "comment")
    if os.environ.get("KATA_PICTURES"):
        page.wait_for_timeout(2_000)  # formgrader scrolls to what is edited
        page.evaluate("window.scrollTo(0, 0)")
    _picture(page, "formgrader_submission", 1420)


def test_feedback_names_the_mistake_and_has_the_comment_in_light_dark_and_print(course, page):
    ran = course.nbgrader("generate_feedback", "ex01")
    assert ran.status == 0, ran.text
    assert ran.text.splitlines()[-1] == "ex01: 12 written"
    page.goto((course.root / "feedback" / "gil2" / "ex01" / "ex01.html").as_uri())
    rows = page.locator("#index tr").all_inner_texts()
    assert [row.split("\t")[0] for row in rows] == ["✗", "○", "○", "○", "✗", "✗", "✓", "✓", "✓"]
    failed = page.locator("#failed article.failed").first.inner_text()
    assert failed.index("The samples are counted too") < failed.index("called") < failed.index("returned")
    assert "why" not in failed.split(), "the mistake's explanation says it"
    assert page.locator(".comment").inner_text() == f"Comment\n\n{COMMENT.replace('*', '')}"
    picture = page.locator("img[src^='data:image/']").first
    assert picture.evaluate("picture => picture.naturalWidth") > 100, "the lesson's picture is drawn"
    assert not picture.is_visible(), "the lesson is folded"
    colours = set()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        colours.add(page.evaluate("getComputedStyle(document.body).backgroundColor"))
        _picture(page, "feedback" if scheme == "light" else "feedback_dark", 1080)
    assert len(colours) == 2
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert not page.locator("details.check").first.is_visible(), "on paper the points are in the index only"


def test_regrading_changes_nothing(course):
    shown = course.kata("regrade", "ex01", "--course", str(course.root))
    assert shown.status == 0, shown.text
    assert "12 submissions: 0 would change, 12 stay as they are." in shown.text


def test_moodle_and_canvas_get_everybodys_score(course, tmp_path):
    files = {kind: tmp_path / f"{kind}.csv" for kind in ("moodle", "canvas")}
    options = [part for kind, path in files.items() for part in (f"--{kind}", str(path))]
    told = course.kata("export", "--course", str(course.root), *options)
    assert told.status == 0, told.text
    assert "not final" not in told.text
    assert "map from Username to username" in told.text
    head, *rows = csv.reader(files["moodle"].open(encoding="utf-8"))
    assert head == ["Username", "Email address", "First name", "Last name", "ex01", "ex01 feedback"]
    assert {row[0]: float(row[4]) for row in rows} == SCORES
    for username, email, first, last, _, feedback in rows:
        assert email == _mail(username)
        assert f"{first} {last}" == NAMES[username]
        assert bool(feedback) == (username in ("dan", "ida", "jan", "kim")), "what kept the code from running"
    head, points, *rows = csv.reader(files["canvas"].open(encoding="utf-8"))
    assert head == ["Student", "ID", "SIS Login ID", "Section", "ex01 (991)"]
    assert points == ["    Points Possible", "", "", "", "12"]
    assert {row[2]: float(row[4]) for row in rows} == SCORES
    for student, number, login, section, _ in rows:
        assert student == ", ".join(reversed(NAMES[login].split(" ", 1)))
        assert (number, section) == (str(5000 + NUMBERS[login]), "Monday")
