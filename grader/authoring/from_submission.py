"""A known mistake's entry started from a submission: the functions in which it differs from the solution.

The submission is parsed and never executed. Comments and docstrings are left out: they may say whose it is.
"""

from __future__ import annotations

import ast
import builtins
import re
import textwrap
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from grader import submission
from grader.catalog import Exercise
from grader.errors import MistakeError, UnreadableError, UnsafeFileError, UserError
from grader.grading.class_folder import find
from grader.mistakes import known_mistakes, mistakes_path
from grader.stubs import without_markers
from grader.whole_file import write_whole

_IDENTIFIER = re.compile(r"[a-z][a-z0-9_]*")
_MAGIC = re.compile(r"\s*[%!]")
_Node = TypeVar("_Node", bound=ast.AST)
_HEAD = '''class {name}(Mistake, caught_by={caught_by}):
    """Write a title: a short phrase without a full stop.

    Write what a learner reads: what the code does, why that is not what was asked for, and what to look at next.
    """
'''


@dataclass(frozen=True)
class NewMistake:
    """What was written: the entry's identifier, and the functions and classes in it."""

    id: str
    parts: tuple[str, ...]


def add_mistake(root: Path, exercise: Exercise, answer: str, name: str, caught_by: Sequence[str]) -> NewMistake:
    """Append the entry to the exercise's ``mistakes.py``.

    Args:
        root: the checkout.
        exercise: which exercise the answer is for.
        answer: the submission's source.
        name: the new mistake's identifier; empty for ``unnamed``, ``unnamed2`` and so on.
        caught_by: the checks that the answer fails, as far as they are known.

    Raises:
        UserError: the name cannot be used, or the answer has nothing that an entry could hold.
        MistakeError: the file does not follow its form.
        FileNotFoundError: the checkout lacks the solution or the mistakes.
    """
    known = known_mistakes(root, exercise)
    name = name or next(free for free in _free_names() if free not in known)
    if not _IDENTIFIER.fullmatch(name):
        raise UserError(
            f"{name!r} cannot be a mistake's identifier. It is lower case words, such as adds_the_gradient."
        )
    if name in known:
        raise UserError(f"{exercise.id} has a mistake called {name} already. Choose another name.")
    for check in caught_by:
        if not check.isidentifier():
            raise UserError(f"{check!r} cannot be a check's name. It is that of a function, such as test_update.")
    try:
        parts = list(_differences(exercise.path(root, "solutions").read_text(encoding="utf-8"), answer))
        bodies = [textwrap.indent(ast.unparse(part), "    ") for part in parts]
    except RecursionError:
        raise UserError("this answer is nested too deeply to be written as a variation of the solution.") from None
    if not parts:
        raise UserError(f"no function of this answer differs from the solution of {exercise.id}.")
    checks = [f'"{check}"' for check in caught_by] or ['"test_to_be_named"']
    head = _HEAD.format(name=name, caught_by=checks[0] if len(checks) == 1 else f"({', '.join(checks)})")
    path = mistakes_path(root, exercise)
    before = path.read_text(encoding="utf-8")
    write_whole(path, "\n".join([before.rstrip("\n"), "", "", head, "\n\n".join(bodies), ""]))
    try:
        for module in known_mistakes(root, exercise)[name].modules:
            compile(module, str(path), "exec", dont_inherit=True)
    except (MistakeError, SyntaxError) as error:
        write_whole(path, before)
        raise UserError(f"this answer cannot be written as a variation of the solution: {error}") from None
    return NewMistake(name, tuple(part.name for part in parts))


def read_answer(source: Path, exercise: Exercise, student: str) -> str:
    """The source of a submission: of a file, or of a student's in a class's folder or zip.

    Raises:
        UserError: there is none, it cannot be read, or more than one student has one.
    """
    try:
        if source.is_file() and source.suffix.lower() in (".py", ".ipynb"):
            return _code(source.name, source.read_bytes())
        contents = find(source, [exercise], [student] if student else [], every=False)
        found = [entry for entry in contents.submissions if entry.read]
        if len(found) != 1 or found[0].read is None:
            raise UserError(f"{source} holds {len(found)} submissions of {exercise.id}. Name one student: --student")
        return _code(found[0].filename, found[0].read())
    except (UnreadableError, UnsafeFileError) as error:
        raise UserError(str(error)) from None
    except OSError as error:
        raise UserError(f"{source} cannot be read: {error.strerror}.") from None


def _code(filename: str, raw: bytes) -> str:
    if not filename.lower().endswith(".ipynb"):
        return submission.of_bytes(raw, Path(filename)).text
    from grader.notebook import cells_of

    return "\n".join(cell for cell in map(_without_magics, cells_of(raw)) if _parses(cell))


def _without_magics(cell: str) -> str:
    return "\n".join(line for line in cell.splitlines() if not _MAGIC.match(line))


def _parses(cell: str) -> bool:
    try:
        ast.parse(cell)
    except (SyntaxError, ValueError, RecursionError):
        return False
    return True


def _free_names() -> Iterator[str]:
    yield "unnamed"
    number = 2
    while True:
        yield f"unnamed{number}"
        number += 1


def _differences(solution: str, answer: str) -> Iterator[ast.FunctionDef | ast.ClassDef]:
    """The answer's definitions that replace the solution's, each able to stand where its namesake is."""
    right, given = ast.parse(without_markers(solution)), ast.parse(answer)
    theirs = {node.name: node for node in given.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    bound = {name for node in right.body for name in _bound(node)}
    helpers = [node for node in given.body if _bound(node) and not _bound(node) & bound]
    for own in right.body:
        node = theirs.get(own.name) if isinstance(own, ast.FunctionDef | ast.ClassDef) else None
        if node is None or _essence(node) == _essence(own):
            continue
        if isinstance(node, ast.ClassDef) and isinstance(own, ast.ClassDef):
            node = _class_difference(own, node)
            if not node.body:
                continue
        for part in [node] if isinstance(node, ast.FunctionDef) else node.body:
            if isinstance(part, ast.FunctionDef):
                part.body = [*_needed(part, helpers), *_without_docstring(part.body)]
        yield _without_docstrings(node)


def _class_difference(own: ast.ClassDef, node: ast.ClassDef) -> ast.ClassDef:
    """The methods that differ where nothing else does, in a class without bases; else the whole class, with bases."""
    methods = {part.name: part for part in own.body if isinstance(part, ast.FunctionDef)}
    theirs = {part.name for part in node.body if isinstance(part, ast.FunctionDef)}
    changed: list[ast.stmt] = [
        part
        for part in node.body
        if isinstance(part, ast.FunctionDef)
        and (part.name not in methods or _essence(part) != _essence(methods[part.name]))
    ]
    if set(methods) <= theirs and _frame(own) == _frame(node):
        node.bases, node.keywords, node.decorator_list, node.body = [], [], [], changed
        return node
    node.bases = node.bases or [ast.Name("object")]
    return node


def _frame(node: ast.ClassDef) -> list[str]:
    """What a class has besides its methods and docstring."""
    others = [part for part in _without_docstring(node.body) if not isinstance(part, ast.FunctionDef | ast.Pass)]
    return [ast.dump(part) for part in (*node.bases, *node.keywords, *node.decorator_list, *others)]


def _essence(node: ast.AST) -> str:
    """A definition without docstrings and annotations, to compare."""
    node = _without_docstrings(deepcopy(node))
    for part in ast.walk(node):
        if isinstance(part, ast.FunctionDef):
            part.returns = None
        if isinstance(part, ast.arg):
            part.annotation = None
    return ast.dump(node)


def _without_docstrings(node: _Node) -> _Node:
    for part in ast.walk(node):
        if isinstance(part, ast.FunctionDef | ast.ClassDef):
            part.body = _without_docstring(part.body)
    return node


def _without_docstring(body: list[ast.stmt]) -> list[ast.stmt]:
    first = body[0]
    is_docstring = (
        isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str)
    )
    return (body[1:] or [ast.Pass()]) if is_docstring else body


def _bound(node: ast.stmt) -> set[str]:
    """The names that a statement at the top of a module gives a value."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return {node.name}
    if isinstance(node, ast.Import | ast.ImportFrom):
        return {alias.asname or alias.name.split(".")[0] for alias in node.names}
    if isinstance(node, ast.Assign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        return {target.id for target in targets if isinstance(target, ast.Name)}
    return set()


def _needed(function: ast.FunctionDef, helpers: Sequence[ast.stmt]) -> list[ast.stmt]:
    """The answer's own helpers, constants and imports that a function uses, in the order of the file."""
    used, before = _used(function), set[str]()
    while used != before:
        before = set(used)
        for helper in helpers:
            if _bound(helper) & used:
                used |= _used(helper)
    return [deepcopy(helper) for helper in helpers if _bound(helper) & used and helper is not function]


def _used(node: ast.AST) -> set[str]:
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)} - set(vars(builtins))
