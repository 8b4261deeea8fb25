"""The student's notebooks in JupyterLab, in a real browser. The pictures in ``docs/pictures/`` are made here, where
KATA_PICTURES names a folder."""

from __future__ import annotations

import os
from pathlib import Path

import nbformat
import pytest

from grader import catalog
from grader.notebooks.build import course_notebook, learners_notebook
from tests.nbgrader_plugin.browser import TOKEN, chromium, free_port, jupyter_lab, lacking
from tests.nbgrader_plugin.kit import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(lacking()), reason=lacking())]

SOFTMAX = """\
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        x = torch.flatten(x, 1)
        x = F.relu(self.fc1(x))
        x = F.relu(self.fc2(x))
        return torch.softmax(self.fc3(x), 1)"""
RAISES = """\
def predict(net, image):
    scores = net(image.batch)
    return int(scores.argmax())"""
OPEN = """path => window.jupyterapp.commands.execute('docmanager:open', {path: path, factory: 'Notebook'})
    .then(panel => panel.sessionContext.ready).then(() => true)"""
RUN_ALL = "() => window.jupyterapp.commands.execute('notebook:run-all-cells')"
SHOW = "theme => window.jupyterapp.commands.execute('apputils:change-theme', {theme: theme})"
# JupyterLab draws cells that are out of sight late, unless it is told to draw all of them.
DRAW_ALL = '{"@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"}}'


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """All notebooks of a course, and ex02 as a lone learner has it, half solved, with torchkata installed already."""
    made = tmp_path_factory.mktemp("notebooks")
    for exercise in catalog.exercises().values():
        (made / f"{exercise.id}.ipynb").write_text(course_notebook(ROOT, exercise), encoding="utf-8")
    learners = nbformat.reads(
        learners_notebook(ROOT, catalog.exercise("ex02"), wheel="never-asked-for.whl"), as_version=4
    )
    cells = {cell.id: cell for cell in learners.cells}
    net = cells["write-Net"]
    net.source = net.source[: net.source.index("        raise NotImplementedError")] + SOFTMAX
    cells["write-as_minibatch"].source = "def as_minibatch(image)\n    return image"
    cells["write-predict"].source = RAISES
    nbformat.write(learners, made / "learners.ipynb")
    return made


@pytest.fixture(scope="module")
def page(folder, tmp_path_factory):
    """JupyterLab in that folder, in a browser."""
    from playwright.sync_api import sync_playwright

    options = ["--LabApp.expose_app_in_browser=True"]
    own = tmp_path_factory.mktemp("jupyter")
    with jupyter_lab(folder, own, free_port(), options=options, settings=DRAW_ALL) as lab, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1200, "height": 900})
        page.set_default_timeout(300_000)
        page.goto(f"{lab}/lab?token={TOKEN}")
        page.wait_for_function("() => window.jupyterapp !== undefined")
        page.evaluate("() => window.jupyterapp.restored.then(() => true)")
        page.evaluate("() => window.jupyterapp.commands.execute('application:toggle-left-area')")
        yield page
        browser.close()


def _picture(page, name: str, part=None) -> None:
    if os.environ.get("KATA_PICTURES"):
        (part or page).screenshot(path=str(Path(os.environ["KATA_PICTURES"]) / f"{name}.png"))


def _open(page, name: str):
    """Open a notebook beside those that are open; returns its panel, once its kernel is there."""
    page.evaluate(OPEN, f"{name}.ipynb")
    panel = page.locator(".jp-NotebookPanel:visible")
    panel.locator(".jp-Notebook").wait_for()
    return panel


@pytest.mark.parametrize("name", [*catalog.exercises(), "learners"])
def test_every_picture_is_drawn(page, name):
    panel = _open(page, name)
    exercise = catalog.exercise("ex02" if name == "learners" else name)
    wanted = len(list(exercise.path(ROOT).parent.glob("*.svg")))
    pictures = panel.locator(".jp-MarkdownOutput img")
    pictures.nth(wanted - 1).wait_for()
    assert pictures.count() == wanted
    for picture in pictures.all():
        width = picture.evaluate("picture => picture.decode().then(() => picture.naturalWidth)")
        assert width > 1000, "twice the size of the lesson's own picture"


def test_run_all_runs_all(page):
    """One softmax too many, a function that does not compile, one that raises, one that is not written."""
    panel = _open(page, "learners")
    page.evaluate(RUN_ALL)
    checks = panel.locator(".jp-OutputArea-executeResult .jp-RenderedHTML")
    checks.nth(13).wait_for()
    told = checks.all_inner_texts()
    assert [text.partition("\u2002")[0].lstrip("✓✗ ") for text in told] == [
        *["passed"] * 3, "not passed", "passed", *["not passed"] * 9,
    ]  # fmt: skip
    assert told[3].index("softmax") < told[3].index("called"), "the mistake's explanation comes first"
    assert "code cell 15, line 2, in predict:  scores = net(image.batch)" in told[9]
    assert "return how many numbers the net can learn" in told[12]
    page.wait_for_function("() => document.querySelectorAll('.jp-Notebook .jp-mod-busy').length === 0")

    failed = checks.nth(3)
    failed.locator("summary").first.click()
    checks.nth(9).scroll_into_view_if_needed()
    _picture(page, "notebook_traceback")
    failed.scroll_into_view_if_needed()
    for theme in ("JupyterLab Dark", "JupyterLab Light"):
        page.evaluate(SHOW, theme)
        page.wait_for_function("theme => document.body.dataset.jpThemeName === theme", arg=theme)
        if "Dark" in theme:
            _picture(page, "notebook_dark")
    _picture(page, "failed_check", failed)
    panel.locator(".jp-Cell").first.scroll_into_view_if_needed()
    _picture(page, "notebook_top")
