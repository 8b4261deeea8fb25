"""``kata collect``: each submission stands by itself."""

from __future__ import annotations

import nbformat
import pytest

from tests.pytest_plugin.kit import ROOT

MODULE = "num_flat_features.py"
RIGHT = (ROOT / "solutions" / "ex01" / MODULE).read_text(encoding="utf-8")


@pytest.fixture
def course(kit, tmp_path):
    made = kit.kata("course", str(tmp_path / "course"), "--exercise", "ex01")
    assert made.status == 0, made.text
    return tmp_path / "course"


@pytest.fixture
def submit(tmp_path):
    def write(student: str, content: str) -> None:
        folder = tmp_path / "class" / student / "ex01"
        folder.mkdir(parents=True)
        (folder / MODULE).write_text(content, encoding="utf-8")

    return write


def test_a_module_that_no_parser_can_follow_ends_nothing(kit, tmp_path, course, submit):
    submit("ada", RIGHT)
    submit("bob", "x = " + "(" * 5_000 + ")" * 5_000 + "\n")
    submit("cyd", "if " + "-" * 50_000 + "1: pass\n")
    submit("dan", RIGHT)
    ran = kit.kata("collect", str(tmp_path / "class"), "--course", str(course))
    assert ran.status == 0, ran.text
    assert "Traceback" not in ran.text
    for student in ("ada", "bob", "cyd", "dan"):
        assert f"collected: {student} ex01" in ran.text
        nbformat.validate(nbformat.read(course / "submitted" / student / "ex01" / "ex01.ipynb", as_version=4))


def test_what_cannot_be_collected_is_named_at_the_end_with_status_1(kit, tmp_path, course, submit):
    submit("ada", RIGHT)
    submit("zoe", RIGHT)
    link = tmp_path / "class" / "bob" / "ex01"
    link.parent.mkdir()
    link.symlink_to(ROOT / "solutions" / "ex01")
    (tmp_path / "class" / "eve").mkdir()
    ran = kit.kata("collect", str(tmp_path / "class"), "--course", str(course))
    assert ran.status == 1
    lines = ran.text.splitlines()
    assert "collected: ada ex01" in lines
    assert "collected: zoe ex01" in lines
    assert "nothing recognised: eve" in lines
    assert lines[-1] == "not collected: bob ex01: ex01 is a symbolic link; those are not followed"
