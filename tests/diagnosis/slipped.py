"""Slips of Python and PyTorch, made in the solution by changing its text."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

_Function = ast.FunctionDef


def slips(solution: str) -> Iterator[tuple[str, str]]:
    """(kind and where, module) for each slip that this solution has a line for."""
    tree = ast.parse(solution)
    for function in _functions(tree):
        last = function.body[-1]
        if isinstance(last, ast.Return) and last.value is not None and not function.name.startswith("_"):
            value = ast.unparse(last.value)
            yield f"no_return, {function.name}", _with_line(solution, last, f"result = {value}")
            yield f"print_for_return, {function.name}", _with_line(solution, last, f"print({value})")
            above = f"result = {value}\n{' ' * last.col_offset}raise NotImplementedError('write this')"
            yield f"raise_left, {function.name}", _with_line(solution, last, above)
    yield from _replaced(solution)


_CHANGES = (
    ("not_called", r"\.zero_grad\(\)", ".zero_grad"),
    ("not_called", r"\.backward\(\)", ".backward"),
    ("not_called", r"torch\.no_grad\(\):", "torch.no_grad:"),
    ("not_called", r"super\(\)\.__init__\(\)\n", "super().__init__\n"),
    ("missing_self", r"def forward\(self, x", "def forward(x"),
    ("self_missing_in_body", r"self\.(conv1|conv|layers)\((?=x)", r"\1("),
    ("layer_on_data", r"F\.relu\(self\.fc1\(x\)\)", "nn.ReLU(self.fc1(x))"),
    ("layer_on_data", r"F\.relu\(self\.conv1\(x\)\)", "nn.ReLU(self.conv1(x))"),
    ("graph_lost", r"loss = criterion\((.*)\)\n", r"loss = criterion(\1).item()\n"),
    ("graph_lost", r"loss = criterion\((.*)\)\n", r"loss = torch.tensor(criterion(\1).item())\n"),
    ("backward_twice", r"( +)loss\.backward\(\)\n", r"\1loss.backward()\n\1loss.backward()\n"),
    ("unknown_name", r"\bloss\.backward\(\)", "losss.backward()"),
)


def _replaced(solution: str) -> Iterator[tuple[str, str]]:
    """Each change at the first place that it fits."""
    for number, (kind, pattern, new) in enumerate(_CHANGES):
        changed, count = re.subn(pattern, new, solution, count=1)
        if count:
            yield f"{kind}, change {number}", changed


def _functions(tree: ast.Module) -> Iterator[_Function]:
    for node in tree.body:
        if isinstance(node, _Function):
            yield node
        elif isinstance(node, ast.ClassDef):
            yield from (method for method in node.body if isinstance(method, _Function))


def _with_line(source: str, node: ast.stmt, text: str) -> str:
    """The source with one statement's lines replaced."""
    lines = source.splitlines()
    indent = " " * node.col_offset
    return "\n".join([*lines[: node.lineno - 1], indent + text, *lines[node.end_lineno or node.lineno :]]) + "\n"
