"""A module cut into cells."""

from __future__ import annotations

import ast

import pytest

from grader import catalog
from grader.notebooks.parts import cells_of, docstring, parts_of
from tests.nbgrader_plugin.kit import solution_cells

named = pytest.mark.parametrize("exercise", catalog.exercises().values(), ids=lambda exercise: exercise.id)


@named
def test_cells_hold_all_of_the_solution_but_what_makes_it_a_script(exercise):
    solution = solution_cells(exercise.id)
    joined = "\n".join(part.source for part in parts_of(solution))
    expected = ast.parse(solution)
    expected.body = [each for each in expected.body[1:] if not isinstance(each, ast.If)]
    assert ast.dump(ast.parse(joined)) == ast.dump(expected)
    assert "grader" not in joined


def test_a_module_is_cut_at_its_definitions_with_comments_and_decorators():
    text = (
        '"""Doc."""\nimport a\n\nX = 1\n# about f\n@deco\ndef f():\n    pass\n\n\n'
        "### BEGIN SOLUTION\n@x\n### END SOLUTION\nclass C:\n    y = 1\n\nZ = 2\n\n"
        'if __name__ == "__main__":\n    f()\n'
    )
    assert [(part.name, part.source.split("\n")[0], part.is_solution) for part in parts_of(text)] == [
        ("", "import a", False),
        ("f", "# about f", False),
        ("C", "### BEGIN SOLUTION", True),
        ("", "Z = 2", False),
    ]
    assert [part.source.count("\n") for part in cells_of(text)] == [8, 4, 0]


def test_text_is_kept_as_it_was_written():
    code = 'X = "a\u2028b\x0cc"\n\n\ndef f():\n\n    return X  # \x85.\n\n\ndef g(): return 2\n'
    assert [part.source for part in parts_of(code)] == [
        'X = "a\u2028b\x0cc"',
        "def f():\n\n    return X  # \x85.",
        "def g(): return 2",
    ]
    assert docstring('"""One.\n\n    Two.\n    """\n') == "One.\n\nTwo."
    assert docstring("x = 1\n") == ""


def test_no_code_has_no_parts_and_no_python_is_refused():
    assert parts_of('"""Only words."""\n# and a comment\n') == []
    with pytest.raises(SyntaxError):
        parts_of("def (")
