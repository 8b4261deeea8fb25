"""``kata collect``: each submission stands by itself."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import nbformat
import pytest

from grader import catalog
from grader.notebooks.course_folder import write_course
from tests.nbgrader_plugin.kit import Course
from tests.pytest_plugin.kit import ROOT

MODULE = "num_flat_features.py"
RIGHT = (ROOT / "solutions" / "ex01" / MODULE).read_text(encoding="utf-8")


@pytest.fixture
def course(tmp_path):
    made = Course.__new__(Course)
    made.root = tmp_path / "course"
    list(write_course(ROOT, made.root, [catalog.exercise("ex01"), catalog.exercise("ex02")]))
    return made


@pytest.fixture
def submit(tmp_path):
    def write(student: str, content: str) -> None:
        folder = tmp_path / "class" / student / "ex01"
        folder.mkdir(parents=True)
        (folder / MODULE).write_text(content, encoding="utf-8")

    return write


def rows(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines()]


def test_a_module_that_no_parser_can_follow_ends_nothing(tmp_path, course, submit):
    submit("ada", RIGHT)
    submit("bob", "x = " + "(" * 5_000 + ")" * 5_000 + "\n")
    submit("cyd", "if " + "-" * 50_000 + "1: pass\n")
    submit("dan", RIGHT)
    ran = course.kata_here("collect", str(tmp_path / "class"), "--course", str(course.root))
    assert ran.status == 0, ran.text
    for student in ("ada", "bob", "cyd", "dan"):
        assert f"{student} {student} ex01 collected" in rows(ran.text)
        path = course.root / "submitted" / student / "ex01" / "ex01.ipynb"
        nbformat.validate(nbformat.read(path, as_version=4))


def test_what_may_not_be_read_becomes_nobodys_empty_notebook(tmp_path, course, submit, monkeypatch):
    submit("ada", RIGHT)
    submit("bob", RIGHT)
    real = os.open

    def closed(path, *options, **places):
        if {"bob", MODULE} <= set(Path(path).parts):
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(path, *options, **places)

    monkeypatch.setattr("os.open", closed)
    ran = course.kata_here("collect", str(tmp_path / "class"), "--course", str(course.root))
    assert ran.status == 1, ran.text
    assert "bob bob ex01 not taken in num_flat_features.py cannot be read: Permission denied." in " ".join(
        ran.text.split()
    )
    assert not (course.root / "submitted" / "bob").exists()
    assert (course.root / "submitted" / "ada").exists()


def test_what_cannot_be_collected_is_named_with_status_1(tmp_path, course, submit):
    submit("ada", RIGHT)
    submit("zoe", RIGHT)
    link = tmp_path / "class" / "bob" / "ex01"
    link.parent.mkdir()
    link.symlink_to(ROOT / "solutions" / "ex01")
    (tmp_path / "class" / "eve").mkdir()
    ran = course.kata_here("collect", str(tmp_path / "class"), "--course", str(course.root))
    assert ran.status == 1
    told = rows(ran.text)
    assert "ada ada ex01 collected" in told
    assert "zoe zoe ex01 collected" in told
    assert "bob bob ex01 not taken in ex01 is a symbolic link; those are not followed" in told
    assert "eve not recognised nothing in it is one of the exercises" in told
    assert told[-1] == "4 in all: 2 collected, 1 not taken in, 1 not recognised"
