"""A course folder: written once, and changed only where no grade could be orphaned."""

from __future__ import annotations

import json
import os

import pytest

from grader import catalog
from grader.notebooks.course_folder import CONFIG, SETTINGS, has_submissions, names_in, write_course
from tests.nbgrader_plugin.kit import ROOT

EX01 = catalog.exercise("ex01")
NOTEBOOK = "source/ex01/ex01.ipynb"


@pytest.fixture
def write(tmp_path):
    """Writes the course with ex01 and returns the lines that say what became of each file."""
    return lambda update=False: list(write_course(ROOT, tmp_path / "course", [EX01], update))


def test_it_is_written_whole_and_fixes_no_draw(tmp_path, write):
    assert write() == [f"wrote {CONFIG}", f"wrote {SETTINGS}", "wrote README.md", f"wrote {NOTEBOOK}"]
    config = (tmp_path / "course" / CONFIG).read_text(encoding="utf-8")
    compile(config, CONFIG, "exec")
    assert "seed" not in config


def test_again_it_changes_nothing(tmp_path, write):
    write()
    (tmp_path / "course" / CONFIG).write_text("# mine\n", encoding="utf-8")
    again = write()
    assert [line.split(":")[0] for line in again] == ["left alone"] * 4
    assert "it is up to date" in again[-1]
    assert (tmp_path / "course" / CONFIG).read_text(encoding="utf-8") == "# mine\n"


@pytest.mark.parametrize("at", [1, 2, 4])
def test_ctrl_c_leaves_whole_files_and_the_next_run_writes_the_rest(tmp_path, write, monkeypatch, at):
    """Half a file would be left alone the next time, as the instructor's own."""
    replace, calls = os.replace, iter(range(1, 100))

    def stop(*names):
        if next(calls) == at:
            raise KeyboardInterrupt
        replace(*names)

    monkeypatch.setattr("os.replace", stop)
    with pytest.raises(KeyboardInterrupt):
        write()
    assert len([path for path in (tmp_path / "course").rglob("*") if path.is_file()]) == at - 1
    assert [line.split(":")[0].split(" ")[0] for line in write()] == ["left"] * (at - 1) + ["wrote"] * (5 - at)
    whole = list(write_course(ROOT, tmp_path / "another", [EX01]))
    for name in (line.removeprefix("wrote ") for line in whole):
        assert (tmp_path / "course" / name).read_bytes() == (tmp_path / "another" / name).read_bytes()


def changed(tmp_path, change) -> str:
    path = tmp_path / "course" / NOTEBOOK
    whole = json.loads(path.read_text(encoding="utf-8"))
    change(whole["cells"])
    path.write_text(json.dumps(whole), encoding="utf-8")
    return path.read_text(encoding="utf-8")


def test_a_notebook_that_differs_is_replaced_on_demand_only(tmp_path, write):
    write()
    text = changed(tmp_path, lambda cells: cells[0].update(source="# Other words"))
    assert "--update replaces it" in write()[-1]
    assert (tmp_path / "course" / NOTEBOOK).read_text(encoding="utf-8") == text
    (tmp_path / "course/submitted/ada/ex01").mkdir(parents=True)
    assert write(update=True)[-1] == f"wrote {NOTEBOOK}", "only the words differ: no grade hangs on them"


def test_cells_that_grades_hang_on_are_never_replaced(tmp_path, write):
    write()

    def rename(cells):
        next(cell for cell in cells if cell["id"] == "test_one_sample")["metadata"]["nbgrader"]["grade_id"] = "older"

    text = changed(tmp_path, rename)
    assert not has_submissions(tmp_path / "course", "ex01")
    (tmp_path / "course/autograded/ada/ex01").mkdir(parents=True)
    assert has_submissions(tmp_path / "course", "ex01")
    assert not has_submissions(tmp_path / "course", "ex02")
    assert "grades of submissions hang on them" in write(update=True)[-1]
    assert (tmp_path / "course" / NOTEBOOK).read_text(encoding="utf-8") == text
    assert "older" in names_in(text)["grade"]


@pytest.mark.parametrize("text", ["", "[]", "{}", "no json"])
def test_what_is_no_notebook_has_no_names(text):
    assert names_in(text) == {}
