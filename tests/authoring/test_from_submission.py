"""A known mistake's entry from a submission: mistakes that we know, read back; and answers in other shapes."""

from __future__ import annotations

import ast
import shutil

import pytest
from nbformat import writes
from nbformat.v4 import new_code_cell, new_notebook

from grader import catalog
from grader.authoring.from_submission import add_mistake, read_answer
from grader.errors import UserError
from grader.mistakes import known_mistakes, mistakes_path
from tests.checkout import Checkout
from tests.mistakes import mistake_files
from tests.pytest_plugin.kit import ROOT

EX05 = catalog.exercise("ex05")


@pytest.fixture
def root(tmp_path):
    """A checkout that holds the solutions."""
    shutil.copytree(ROOT / "solutions", tmp_path / "solutions", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def code(text: str) -> str:
    """A module without docstrings, annotations and comments."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Module) and ast.get_docstring(node) is not None:
            node.body = node.body[1:] or [ast.Pass()]
        if isinstance(node, ast.FunctionDef):
            node.returns = None
        if isinstance(node, ast.arg):
            node.annotation = None
    return ast.unparse(tree)


def written(root, exercise, name: str) -> str:
    """The module that the new entry stands for."""
    return known_mistakes(root, exercise)[name].modules[0]


@pytest.mark.parametrize("exercise", catalog.exercises().values(), ids=lambda exercise: exercise.id)
def test_known_mistakes_come_back_as_the_same_code(root, exercise):
    path = mistakes_path(root, exercise)
    before = path.read_text(encoding="utf-8")
    imports = [line for line in before.splitlines() if line.startswith(("import ", "from ")) and "grader" not in line]
    for file in mistake_files(exercise)[::5]:
        answer = read_answer(file, exercise, "")
        path.write_text(before, encoding="utf-8")
        add_mistake(root, exercise, answer, "again", ["test_a", "test_b"])
        added = known_mistakes(root, exercise)["again"]
        assert added.caught_by == ("test_a", "test_b")
        if not any(line in answer for line in imports if "__future__" not in line):
            assert code(added.modules[0]) == code(answer), file.stem


OWN_HELPERS = '''
import math  # Ada Lovelace, 1234567
from torch import nn
RATE = 2


def halve(x):
    """By Ada."""
    return unused_here(x) * math.pow(RATE, -1)


def unused_here(x):
    return x


def sgd_update(parameters, lr):
    # Ada: I was not sure here
    for p in parameters:
        p.data -= halve(lr) * p.grad


def gradient_descent(f, x0, lr, steps):
    return other
'''


def test_what_a_function_needs_comes_along_and_comments_stay_behind(root):
    added = add_mistake(root, EX05, OWN_HELPERS, "", [])
    assert (added.id, added.parts) == ("unnamed", ("gradient_descent", "sgd_update"))
    entry = mistakes_path(root, EX05).read_text(encoding="utf-8").partition("class unnamed(")[2]
    assert "Ada" not in entry and "1234567" not in entry
    assert entry.startswith('Mistake, caught_by="test_to_be_named"):\n    """Write a title')
    module = written(root, EX05, "unnamed")
    function = next(node for node in ast.parse(module).body if getattr(node, "name", "") == "sgd_update")
    named = [ast.unparse(node).partition("\n")[0] for node in function.body if not isinstance(node, ast.Expr)]
    assert named[:4] == ["import math", "RATE = 2", "def halve(x):", "def unused_here(x):"]
    assert add_mistake(root, EX05, OWN_HELPERS, "", ["test_update"]).id == "unnamed2"


def test_a_class_with_a_part_that_is_no_method_is_replaced_whole(root):
    exercise = catalog.exercise("ex07")
    solution = exercise.path(root, "solutions").read_text(encoding="utf-8")
    add_mistake(root, exercise, solution.replace("    def __init__", "    KIND = 1\n\n    def __init__", 1), "", [])
    assert "    KIND = 1\n" in written(root, exercise, "unnamed")


@pytest.mark.parametrize(
    ("answer", "name", "message"),
    [
        (None, "", "no function of this answer differs from the solution of ex05"),
        (OWN_HELPERS, "Not a name", "'Not a name' cannot be a mistake's identifier"),
        (OWN_HELPERS, "autograd_left_off", "ex05 has a mistake called autograd_left_off already"),
        (
            "RATE = 1\ndef sgd_update(parameters, lr):\n    global RATE\n    RATE = 2\n",
            "",
            "this answer cannot be written as a variation of the solution",
        ),
        (f"def sgd_update(parameters, lr):\n    return {'-' * 900}1\n", "", "nested too deeply"),
    ],
    ids=["right", "name", "taken", "global", "deep"],
)
def test_what_cannot_be_written_leaves_the_file_alone(root, answer, name, message):
    path = mistakes_path(root, EX05)
    before = path.read_bytes()
    with pytest.raises(UserError, match=message):
        add_mistake(root, EX05, answer or EX05.path(root, "solutions").read_text(encoding="utf-8"), name, [])
    assert path.read_bytes() == before


def test_a_checks_name_is_a_name(root):
    with pytest.raises(UserError, match="cannot be a check's name"):
        add_mistake(root, EX05, OWN_HELPERS, "", ['test_a", "test_b'])


def submit(folder, student: str, text: str, name: str = "sgd_by_hand.py"):
    path = folder / student / "ex05" / name
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_an_answer_is_found_where_kata_grade_finds_it(tmp_path):
    submit(tmp_path / "class", "ada", OWN_HELPERS)
    cells = ["%matplotlib inline\nimport torch", "def broken(:", "!ls\ndef sgd_update(parameters, lr):\n    pass"]
    notebook = new_notebook(cells=[new_code_cell(cell) for cell in cells])
    path = submit(tmp_path / "class", "bob", writes(notebook), "ex05.ipynb")
    assert read_answer(tmp_path / "class", EX05, "ada") == OWN_HELPERS
    wanted = "import torch\ndef sgd_update(parameters, lr):\n    pass"
    assert read_answer(tmp_path / "class", EX05, "bob") == read_answer(path, EX05, "") == wanted
    shutil.make_archive(str(tmp_path / "all"), "zip", tmp_path, "class")
    assert read_answer(tmp_path / "all.zip", EX05, "ada") == OWN_HELPERS


@pytest.mark.parametrize(
    ("place", "student", "message"),
    [
        ("class", "", "holds 2 submissions of ex05. Name one student: --student"),
        ("class", "cid", "has no folder of a student called cid"),
        ("nowhere", "", "there is no .*nowhere"),
        ("class/bob/ex05/sgd_by_hand.py", "", "sgd_by_hand.py, line 1"),
    ],
)
def test_what_is_no_answer_is_one_sentence(tmp_path, place, student, message):
    submit(tmp_path / "class", "ada", OWN_HELPERS)
    submit(tmp_path / "class", "bob", "def (")
    with pytest.raises(UserError, match=message):
        read_answer(tmp_path / place, EX05, student)


def test_the_command_on_the_page_starts_an_entry(tmp_path):
    checkout = Checkout(tmp_path)
    submit(tmp_path / "my class", "ada", OWN_HELPERS)
    words = ["mistake", "ex05", "--from", "my class", "--student=ada", "--caught-by=test_update"]
    ran = checkout.kata("author", *words, COLUMNS="300")
    assert ran.status == 0, ran.text
    assert ran.text.startswith("solutions/ex05/mistakes.py: added unnamed, with gradient_descent, sgd_update\n")
    assert "ruff format solutions/ex05/mistakes.py and kata author check ex05" in ran.flat
    assert "p.data -= halve(lr) * p.grad" in checkout.kata("author", "mistake", "ex05", "unnamed").text
