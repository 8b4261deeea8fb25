"""A mistake becomes a whole module: the solution with its functions, methods or classes replaced."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader import catalog
from grader.errors import MistakeError
from grader.mistakes import KnownMistake, known_mistakes

ROOT = Path(__file__).parents[1]
EX01 = catalog.exercise("ex01")
SOLUTION = '''\
"""Goal: count."""

import math

from torch import nn


def count(x):
    """Return how many.

    x: the batch.
    """
    ### BEGIN SOLUTION: return how many
    return math.prod(x.shape)
    ### END SOLUTION


@nn.Module.register_module
class Net(nn.Module):
    """A network."""

    # The given part.
    def __init__(self):
        super().__init__()

    def forward(self, x):
        """Return the scores."""
        ### BEGIN SOLUTION: return the scores
        return x
        ### END SOLUTION
'''
HEAD = "from grader.mistakes import Mistake\n"


@pytest.fixture
def known(tmp_path):
    """Reads mistakes of a small solution; each test gives the file's text."""
    folder = tmp_path / "solutions/ex01"
    folder.mkdir(parents=True)
    (folder / EX01.filename).write_text(SOLUTION, encoding="utf-8")

    def read(text: str) -> dict[str, KnownMistake]:
        (folder / "mistakes.py").write_text(HEAD + text, encoding="utf-8")
        return known_mistakes(tmp_path, EX01)

    return read


def mistake(body: str, caught_by: str = '"test_x"') -> str:
    return f'''

class wrong(Mistake, caught_by={caught_by}):
    """A title

    It explains
    itself.
    """

{body}'''


def test_a_function_replaces_its_namesake_and_keeps_the_docstring(known):
    (found,) = known(mistake("    def count(x):\n        return 1  # as it was written\n")).values()
    assert (found.id, found.title, found.explanation) == ("wrong", "A title", "It explains itself.")
    assert found.caught_by == ("test_x",)
    expected = SOLUTION.replace(
        "    ### BEGIN SOLUTION: return how many\n    return math.prod(x.shape)\n    ### END SOLUTION\n",
        "    return 1  # as it was written\n",
    )
    expected = "".join(line for line in expected.splitlines(keepends=True) if "###" not in line)
    assert found.modules == (expected,)


def test_a_docstring_of_its_own_is_kept(known):
    (module,) = known(mistake('    def count(x):\n        """Mine."""\n        return 1\n'))["wrong"].modules
    assert '    """Mine."""\n    return 1\n' in module
    assert "Return how many" not in module


def test_a_class_without_bases_replaces_only_methods(known):
    body = (
        "    class Net:\n        def forward(self, x):\n            return x * 2\n\n"
        "        def helper(self):\n            pass\n"
    )
    (module,) = known(mistake(body))["wrong"].modules
    assert '"""Return the scores."""\n        return x * 2\n' in module
    assert "# The given part.\n    def __init__(self):\n        super().__init__()\n" in module
    assert module.endswith("\n\n    def helper(self):\n        pass\n")
    assert module.count("class Net") == 1


def test_a_class_with_bases_replaces_the_whole_class_and_its_decorators(known):
    body = "    class Net(nn.Linear):\n        def forward(self, x):\n            return 3\n"
    (module,) = known(mistake(body))["wrong"].modules
    assert module.endswith("\n\nclass Net(nn.Linear):\n    def forward(self, x):\n        return 3\n")
    assert "register_module" not in module and "super().__init__()" not in module


def test_forms_are_modules_of_one_mistake(known):
    body = (
        "    def count(x):\n        return 1\n\n    class form2:\n        def count(x):\n            return 2\n\n"
        "    class form3:\n        def count(x):\n            return 3\n\n"
        "        class Net:\n            def forward(self, x):\n                return 33\n"
    )
    first, second, third = known(mistake(body, '("test_x", "test_y")'))["wrong"].modules
    assert [text.count("return math.prod") for text in (first, second, third)] == [0, 0, 0]
    assert "    return 1\n" in first and "    return 2\n" in second and "    return 3\n" in third
    assert "return 33" in third and "return 33" not in first + second


def test_imports_that_a_mistake_needs_are_added_and_no_others(known):
    imports = (
        "import random\nimport torch.nn.functional as F\nfrom torch import (\n    nn,\n    zeros,\n)\nimport math\n"
    )
    text = imports + mistake("    def count(x):\n        return F.relu(zeros(3)) + math.pi\n")
    (module,) = known(text)["wrong"].modules
    head = module[: module.index("\n\n\ndef count")]
    assert head == (
        '"""Goal: count."""\n\nimport math\n\nfrom torch import nn\nimport torch.nn.functional as F\n'
        "from torch import (\n    nn,\n    zeros,\n)"
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (mistake("    def size(x):\n        return 1\n"), "line 11: the solution has no size. A helper goes inside"),
        (mistake("    class Nett:\n        def forward(self):\n            pass\n"), "the solution has no class Nett."),
        ("\n\nclass wrong(Mistake, caught_by='test_x'):\n    pass\n", "line 4: wrong lacks a part. It needs"),
        (mistake("    pass\n", "()"), "wrong lacks a part."),
        (mistake("    pass\n", "test_x"), "wrong lacks a part."),
        (mistake("    pass\n") + mistake("    pass\n"), "line 14: wrong is defined twice. Rename one of them."),
        ("def (\n", "line 2: invalid syntax. Fix the syntax."),
    ],
)  # fmt: skip
def test_a_file_that_does_not_follow_the_form_says_where_and_what_to_do(known, text, message):
    with pytest.raises(MistakeError) as caught:
        known(text)
    assert str(caught.value).startswith("solutions/ex01/mistakes.py, line ")
    assert message in str(caught.value)


def test_every_known_mistake_is_a_module_that_differs_from_the_solution():
    identifiers = set()
    for exercise in catalog.exercises().values():
        solution = exercise.path(ROOT, "solutions").read_text(encoding="utf-8")
        for found in known_mistakes(ROOT, exercise).values():
            identifiers.add((exercise.id, found.id))
            for module in found.modules:
                compile(module, found.id, "exec")
                assert "Mistake" not in module and "### BEGIN" not in module and module != solution
            assert len(set(found.modules)) == len(found.modules)
    assert len(identifiers) >= 350
