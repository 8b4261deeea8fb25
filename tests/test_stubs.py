"""A stub is its solution with the regions between the markers cleared."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from grader import catalog
from grader.errors import StubError
from grader.notebooks.parts import cells_of
from grader.stubs import emptied, stub_of, stub_text, untouched, without_markers

ROOT = Path(__file__).parents[1]
EX01 = catalog.exercise("ex01")
SOLUTION = """\
import torch


def halve(x):
    ### BEGIN SOLUTION: return half of every number in x
    y = x / 2
    return y
    ### END SOLUTION


class Net:
    ### BEGIN SOLUTION
    size = 3
    ### END SOLUTION

    def given(self):
        return "### END SOLUTION"
"""


def test_a_region_becomes_what_is_wanted_or_nothing():
    assert stub_of(SOLUTION) == (
        "import torch\n\n\ndef halve(x):\n"
        '    raise NotImplementedError("return half of every number in x")\n\n\n'
        'class Net:\n\n    def given(self):\n        return "### END SOLUTION"\n'
    )
    assert without_markers(SOLUTION).count("SOLUTION") == 1
    assert "    y = x / 2\n    return y\n" in without_markers(SOLUTION)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("### BEGIN SOLUTION\n### BEGIN SOLUTION: b\n", "line 2: a solution region begins inside another"),
        ("x = 1\n### END SOLUTION\n", "line 2: a solution region ends that never began"),
        ("### BEGIN SOLUTION\nx = 1\n", "the last solution region never ends"),
    ],
)
def test_markers_that_do_not_pair_up_are_refused(text, message):
    with pytest.raises(StubError, match=message):
        stub_of(text)


@pytest.mark.parametrize("exercise", catalog.exercises().values(), ids=lambda exercise: exercise.id)
def test_the_stubs_in_the_checkout_are_made_from_the_solutions(exercise):
    stub = exercise.path(ROOT).read_text(encoding="utf-8")
    assert stub == stub_text(exercise)
    assert "SOLUTION" not in stub
    compile(stub, exercise.filename, "exec")


def test_untouched_means_the_stub_whatever_the_editor_does_to_line_ends(kit):
    path = kit.stub("ex01")
    text = path.read_text(encoding="utf-8")
    assert untouched(path, EX01)
    path.write_bytes(text.replace("\n", "  \r\n").encode() + b"\n\n")
    assert untouched(path, EX01)
    path.write_text(text + "x = 1\n", encoding="utf-8")
    assert not untouched(path, EX01)
    path.write_bytes(b"\xff\xfe")
    assert not untouched(path, EX01)
    path.unlink()
    assert not untouched(path, EX01)
    assert not untouched(kit.write("ex03", text), catalog.exercise("ex03"))


@pytest.mark.parametrize("exercise", catalog.exercises().values(), ids=lambda exercise: exercise.id)
def test_an_emptied_solution_gives_the_same_stub_and_cells_and_tells_nothing_else(exercise):
    solution = exercise.path(ROOT, "solutions").read_text(encoding="utf-8")
    left = emptied(solution)
    assert stub_of(left) == without_markers(left) == stub_of(solution)
    of_both = [cells_of(text) for text in (left, solution)]
    assert len({str([(part.name, part.is_solution, stub_of(part.source)) for part in cells]) for cells in of_both}) == 1
    silent = re.findall(r"(?m)^ *### BEGIN SOLUTION\n.*\n.*", left)
    assert all(re.fullmatch("### BEGIN SOLUTION\n### END SOLUTION\n(def|class) .*", region) for region in silent)
