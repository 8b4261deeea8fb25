"""Students who try to act in the instructor's browser, in real JupyterLab and Chromium.

There is one for each file in hostile/browser; the README.txt there says what a file holds.
"""

from __future__ import annotations

import base64
import json
import re
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.nbgrader_plugin.browser import TOKEN, chromium, free_port, jupyter_lab, lacking
from tests.nbgrader_plugin.exporters import formgraders_exporter, markdown, whole_page_of
from tests.nbgrader_plugin.kit import RIGHT, Course

pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(lacking()), reason=lacking())]

FILES = sorted(path for path in (Path(__file__).parents[1] / "hostile" / "browser").iterdir() if path.suffix != ".txt")
HTML = base64.b64encode(
    b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/><script>alert(2)</script>"
).decode()
MATHJAX = "https://cdnjs.cloudflare.com/ajax/libs/mathjax/"  # nbgrader's own page asks for it
CLICKED = "#notebook-container :is(a:not([href^='https://docs.py']), area, img, math, summary)"


@dataclass
class World:
    """A course in which each attempt was graded, the instructor's JupyterLab, another server, and a browser."""

    course: Course
    lab: str
    other: str
    context: Any
    acted: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def open(self, address: str) -> Any:
        """A page in a new tab, opened and left alone until nothing is requested any more."""
        self.acted.clear()
        self.requests.clear()
        page = self.context.new_page()
        with suppress(Exception):  # a page that keeps navigating never comes to rest
            page.goto(address, wait_until="networkidle", timeout=60_000)
        return page

    def foreign(self, page_address: str) -> list[str]:
        """What was requested beside the page itself and nbgrader's own files."""
        own = (f"{self.lab}/formgrader/static/", f"{self.lab}/formgrader/api/", f"{self.lab}/static/", MATHJAX)
        return [
            url
            for url in self.requests
            if url.split("#")[0].rstrip("/") != page_address.rstrip("/") and not url.startswith((*own, "data:"))
        ]

    def click_everything(self, page: Any, address: str) -> None:
        """Click each link and picture of the submission; what that opens is closed again."""
        for number in range(page.locator(CLICKED).count()):
            with suppress(Exception):  # hidden, or covered
                page.locator(CLICKED).nth(number).click(force=True, timeout=60_000)  # waits for where it leads
            page.wait_for_timeout(100)
            for opened in self.context.pages:
                if opened != page:
                    opened.close()
            if page.url.split("#")[0].rstrip("/") != address.rstrip("/"):
                self.acted.append(f"a click led to {page.url}")
                page.goto(address)

    def is_logged_in(self) -> bool:
        return self.context.request.get(f"{self.lab}/formgrader/manage_students", max_redirects=0).status == 200


def filled(path: Path, lab: str, other: str) -> str:
    text = path.read_text(encoding="utf-8")
    return text.replace("{server}", lab).replace("{other}", other).replace("{html}", HTML)


def submit(course: Course, path: Path, text: str) -> None:
    """Submit what an attempt's file says."""
    attempt: dict[str, Any] = {}
    if path.suffix == ".json":
        attempt = json.loads(text)
    elif path.suffix == ".py":
        attempt["cells"] = [{"cell_type": "code", "source": text, "execution_count": None, "outputs": []}]
    else:
        attempt["cells"] = [{"cell_type": "markdown" if path.suffix == ".md" else "raw", "source": text}]
    notebook = course.answered(RIGHT)
    added = [{"metadata": {}, "id": f"mine-{number}", **cell} for number, cell in enumerate(attempt.get("cells", []))]
    notebook["cells"] += added
    notebook["cells"][0] |= attempt.get("lesson", {})
    notebook["metadata"] |= attempt.get("metadata", {})
    submitted = course.submit(student_of(path, text), notebook)
    for name, content in attempt.get("files", {}).items():
        (submitted.parent / name).write_text(content)


def student_of(path: Path, text: str) -> str:
    return json.loads(text).get("student", path.stem) if path.suffix == ".json" else path.stem


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    from playwright.sync_api import sync_playwright

    class Other(BaseHTTPRequestHandler):
        def do_GET(self):
            made.acted.append(f"{self.path} was requested with {self.headers.get('Cookie')}")
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_):
            pass

    other = ThreadingHTTPServer(("127.0.0.1", 0), Other)
    threading.Thread(target=other.serve_forever, daemon=True).start()
    elsewhere, port = f"http://127.0.0.1:{other.server_port}", free_port()
    course = Course(tmp_path_factory.mktemp("course") / "attempts", "ex01")
    assert course.nbgrader("generate_assignment", "ex01").status == 0
    for path in FILES:
        submit(course, path, filled(path, f"http://127.0.0.1:{port}", elsewhere))
    course.nbgrader("autograde", "ex01")
    course.nbgrader("generate_feedback", "ex01")
    with (
        jupyter_lab(course.root, tmp_path_factory.mktemp("jupyter"), port) as lab,
        sync_playwright() as play,
        play.chromium.launch(executable_path=chromium(), args=["--no-sandbox"]) as browser,
        browser.new_context() as context,
    ):
        made = World(course, lab, elsewhere, context)
        ours = (lab, elsewhere, "data:", "file:", "blob:", "about:")
        context.route("**/*", lambda route: route.continue_() if route.request.url.startswith(ours) else route.abort())
        context.on("request", lambda request: made.requests.append(request.url))
        context.on("dialog", lambda dialog: (made.acted.append(f"a script ran: {dialog.message}"), dialog.dismiss()))
        context.set_default_timeout(300_000)
        context.new_page().goto(f"{lab}/formgrader/manage_assignments?token={TOKEN}")
        assert made.is_logged_in()
        yield made
    other.shutdown()


@pytest.fixture(autouse=True)
def _closed_tabs(world):
    yield
    for page in world.context.pages[1:]:
        page.close()


def _does_nothing(world: World, address: str) -> None:
    page = world.open(address)
    assert not world.acted
    assert not world.foreign(address), "on opening"
    world.click_everything(page, address)
    assert not world.acted
    for url in world.foreign(address):
        assert re.match(r"https://(example\.org|pytorch\.org)", url), "a click"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_an_attempt_does_nothing(world, path):
    student = student_of(path, filled(path, "", ""))
    graded = world.course.gradebook(lambda book: {each.id for each in book.students})
    if student not in graded:
        assert re.search(r"[<>\"\\]", student), "nobody but those with markup in their id is refused"
        return
    assert world.course.total(student) == 10
    ident = world.course.gradebook(lambda book: book.find_submission_notebook("ex01", "ex01", student).id)
    _does_nothing(world, f"{world.lab}/formgrader/submissions/{ident}")
    _does_nothing(world, (world.course.root / "feedback" / student / "ex01" / "ex01.html").as_uri())
    assert world.is_logged_in()


@pytest.mark.parametrize(
    "name", ["manage_assignments", "manage_submissions/ex01", "gradebook", "gradebook/ex01", "gradebook/ex01/ex01",
             "manage_students", "manage_students/widget_state", "manage_students/widget_state/ex01"]
)  # fmt: skip
def test_formgraders_lists_do_nothing(world, name):
    address = f"{world.lab}/formgrader/{name}"
    page = world.open(address)
    page.locator("#main-table tr").first.wait_for()
    assert not world.acted
    assert not world.foreign(address)
    assert world.is_logged_in()


@pytest.mark.parametrize(
    ("name", "happens"),
    [
        ("link_javascript", "a script ran"),
        ("html_script", "a script ran"),
        ("picture_other_server", "/x.png was requested with .*"),
        ("html_meta_refresh", "/refresh was requested with .*"),
        ("link_logout", "a click led to .*/logout"),
    ],
)
def test_with_nbconverts_own_filter_attempts_do_something(world, tmp_path, name, happens):
    """These tests would notice."""
    (path,) = (each for each in FILES if each.stem == name)
    stock = formgraders_exporter(None)
    (world.course.root / "stock.html").write_text(
        whole_page_of(stock, markdown(filled(path, world.lab, world.other))), encoding="utf-8"
    )
    address = (world.course.root / "stock.html").as_uri()
    page = world.open(address)
    world.click_everything(page, address)
    assert re.search(happens, "\n".join(world.acted))
