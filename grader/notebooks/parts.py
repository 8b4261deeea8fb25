"""A module as notebook cells: cut at its top-level definitions, with the text kept as it was written."""

from __future__ import annotations

import ast
import re
import textwrap
from dataclasses import dataclass

from grader.stubs import BEGIN


@dataclass(frozen=True)
class Part:
    """One cell's worth of a module; ``name`` is its definition's, or "" for imports and the like."""

    name: str
    source: str

    @property
    def is_solution(self) -> bool:
        """Whether a learner has something to write here."""
        return BEGIN in self.source


_MAIN = "if __name__"


def docstring(text: str) -> str:
    """A module's docstring, cleaned of its indentation."""
    return ast.get_docstring(ast.parse(text)) or ""


def parts_of(text: str) -> list[Part]:
    """A module's parts in their order, without its docstring and without its ``if __name__ == "__main__":`` block.

    Raises:
        SyntaxError: the text is no Python.
    """
    lines = text.split("\n")  # as ast counts them: str.splitlines also breaks at form feeds and the like
    starts: list[tuple[int, str]] = []
    body = ast.parse(text).body
    if body and _is_docstring(body[0]):
        body = body[1:]
    for node in body:
        start = _first_line(node, lines)
        if _is_main(node):
            starts.append((start, _MAIN))
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            starts.append((start, node.name))
        elif not starts or starts[-1][1]:
            starts.append((start, ""))
    bounds = [*(start for start, _ in starts), len(lines)]
    found = [Part(name, _text(lines[start : bounds[at + 1]])) for at, (start, name) in enumerate(starts)]
    return [part for part in found if part.source and part.name != _MAIN]


def _text(lines: list[str]) -> str:
    return textwrap.dedent("\n".join(lines)).strip("\n").rstrip()


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _is_main(node: ast.stmt) -> bool:
    return isinstance(node, ast.If) and "__name__" in ast.unparse(node.test) and "__main__" in ast.unparse(node.test)


def _first_line(node: ast.stmt, lines: list[str]) -> int:
    """Where the node begins, counted from 0, with its decorators and the comments right above them."""
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    first = min([node.lineno, *(decorator.lineno for decorator in decorators)]) - 1
    while first > 0 and lines[first - 1].startswith("#"):
        first -= 1
    return first


def cells_of(text: str) -> list[Part]:
    """The parts as cells: adjacent given parts share one cell, each part to write has its own."""
    cells: list[Part] = []
    for part in parts_of(text):
        if cells and not part.is_solution and not cells[-1].is_solution:
            before = cells.pop()
            part = Part(before.name or part.name, f"{before.source}\n\n\n{part.source}")
        cells.append(part)
    return cells


def named_in(title: str, parts: list[Part]) -> Part:
    """The part that a check's title is about: the last one to write that it names, or one of whose methods it names.

    Where it names none ("All five functions return Python's own ints"), it is about all, which the last part ends.
    """
    words = set(re.findall(r"\w+", title))
    to_write = [part for part in parts if part.is_solution]
    by_name = [part for part in to_write if part.name in words]
    by_method = [part for part in to_write if words & _methods(part)]
    return (by_name or by_method or to_write)[-1]


def _methods(part: Part) -> set[str]:
    classes = [node for node in ast.parse(part.source).body if isinstance(node, ast.ClassDef)]
    return {node.name for made in classes for node in made.body if isinstance(node, ast.FunctionDef)}
