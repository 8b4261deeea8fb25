"""``kata init`` in an empty folder, and what a learner does there. The sdist has this file: it needs no solutions."""

from __future__ import annotations

import json
import os
import re

import pytest

from grader import catalog
from grader.learner.folder import write_folder
from tests.pytest_plugin.kit import ROOT, Kit

NAMED = "The sizes are added, not multiplied"
WRONG = "def num_flat_features(x):\n    return sum(x.shape[1:])\n"
LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A learner's folder, as ``kata init`` wrote it."""
    empty = tmp_path_factory.mktemp("empty")
    ran = Kit(empty).kata("init", "my course")
    assert ran.status == 0, ran.text
    assert f"to {empty / 'my course'}" in ran.text
    assert "cd 'my course'" in ran.text
    return Kit(empty / "my course")


def test_lessons_pictures_stubs_and_settings_are_written(folder):
    for exercise in catalog.exercises().values():
        stub = exercise.path(folder.root)
        assert "SOLUTION" not in stub.read_text(encoding="utf-8")
        compile(stub.read_text(encoding="utf-8"), stub, "exec")
    pages = list(folder.root.rglob("*.md"))
    assert len(pages) > len(catalog.exercises())
    dead = [f"{page}: {name}" for page in pages for name in LINK.findall(page.read_text(encoding="utf-8"))
            if not (page.parent / name).exists()]  # fmt: skip
    assert not dead
    json.loads((folder.root / ".vscode/tasks.json").read_text(encoding="utf-8"))
    assert ".kata/" in (folder.root / ".gitignore").read_text(encoding="utf-8")
    assert "ex00 A network is a class: not started. 0 of 10 exercises finished." in folder.kata().flat


def test_what_is_there_stays_and_what_is_missing_comes_back(folder):
    stub = folder.write("ex01", WRONG)
    lesson = stub.with_name("README.md")
    lesson.unlink()
    ran = folder.kata("init")
    assert ran.status == 0
    assert "Wrote 1 file to" in ran.text
    assert "stay as they are:\n  exercises/ex01/num_flat_features.py\n" in ran.text
    assert stub.read_text(encoding="utf-8") == WRONG
    assert lesson.exists()
    assert {path.name for path in folder.root.rglob(".*")} <= {".vscode", ".gitignore", ".kata"}, "nothing unfinished"


INTERRUPTING = """
import os
import signal

replace, count = os.replace, 0


def interrupted(*names):
    global count
    count += 1
    if count == {at}:
        signal.raise_signal(signal.SIGINT)
    replace(*names)


os.replace = interrupted
"""


@pytest.mark.parametrize("at", [1, 20])
def test_ctrl_c_leaves_whole_files_and_the_next_run_writes_the_rest(tmp_path, at):
    (tmp_path / "sitecustomize.py").write_text(INTERRUPTING.format(at=at), encoding="utf-8")
    stopped = Kit(tmp_path).kata("init", "course", PYTHONPATH=os.pathsep.join([str(tmp_path), str(ROOT)]))
    assert (stopped.status, stopped.text) == (130, "kata: Stopped.\n")
    course = tmp_path / "course"
    there = {path.relative_to(course) for path in course.rglob("*") if path.is_file()}
    assert len(there) == at - 1
    released = write_folder(tmp_path / "another").new
    ran = Kit(tmp_path).kata("init", "course")
    assert ran.status == 0
    assert f"Wrote {len(released) - len(there)} files to" in ran.text
    for name in released:
        assert (course / name).read_bytes() == (tmp_path / "another" / name).read_bytes()


def test_where_it_cannot_be_written_is_told_in_a_sentence(folder, tmp_path):
    inside = Kit(folder.root / "exercises").kata("init")
    assert inside.status == 2
    assert f"{folder.root} holds the exercises already" in inside.flat
    (tmp_path / "exercises").write_text("a file", encoding="utf-8")
    in_the_way = Kit(tmp_path).kata("init")
    assert in_the_way.status == 2
    assert "a file is in its way" in in_the_way.flat
    assert (tmp_path / "exercises").read_text(encoding="utf-8") == "a file"


def test_a_mistake_is_named_there_and_the_stub_comes_back(folder):
    stub = folder.write("ex01", WRONG)
    ran = folder.pytest("exercises/ex01", "exercises/ex02")
    assert ran.status == 1
    assert NAMED in ran.flat
    assert "0 of 20 not started" in ran.flat
    assert folder.kata("reset", "ex01", "--yes").status == 0
    assert "ex01 Count the flat features not started" in folder.kata("list").flat
    assert stub.with_name("num_flat_features.mine.txt").read_text(encoding="utf-8") == WRONG
