"""The same code written differently: other names for variables, other statements, no comments."""

from __future__ import annotations

import ast

_Function = ast.FunctionDef | ast.AsyncFunctionDef


def restyled(source: str) -> str:
    """The module with its functions' own variables renamed and some statements written in another way."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, _Function):
            _rename(node)
    return ast.unparse(ast.fix_missing_locations(_Longhand().visit(tree))) + "\n"


def _rename(function: _Function) -> None:
    """Variables that a function assigns get other names; its parameters keep theirs, since callers may name them."""
    nodes = list(ast.walk(function))
    inner = {
        argument.arg for node in nodes if isinstance(node, _Function | ast.Lambda) for argument in ast.walk(node.args)
        if isinstance(argument, ast.arg)
    }  # fmt: skip
    shared = {name for node in nodes if isinstance(node, ast.Global | ast.Nonlocal) for name in node.names}
    own = {node.name for node in nodes if isinstance(node, _Function | ast.ClassDef)}
    stored = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    renamed = {name: f"my_{name}" for name in stored - inner - shared - own if not name.startswith("my_")}
    for node in nodes:
        if isinstance(node, ast.Name) and node.id in renamed:
            node.id = renamed[node.id]


class _Longhand(ast.NodeTransformer):
    """``return f(x)`` in two lines; ``a if b else c`` and comprehensions stay."""

    def visit_Return(self, node: ast.Return) -> ast.stmt | list[ast.stmt]:
        if not isinstance(node.value, ast.Call | ast.BinOp | ast.List):
            return node
        result = ast.Assign([ast.Name("the_result", ast.Store())], node.value)
        return [result, ast.Return(ast.Name("the_result", ast.Load()))]
