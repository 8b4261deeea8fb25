"""Slips of Python and PyTorch that can be read in a learner's source: lines to point at, never evidence.

The source is parsed where the learner's code runs. What leaves is a few words of plain data for each finding, and it
decides what a message says, never a verdict.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import NamedTuple

MOST = 20
_METHODS = frozenset(
    {"zero_grad", "backward", "step", "eval", "train", "zero_", "requires_grad_", "detach_", "__init__"}
)
_MODES = frozenset({"no_grad", "inference_mode", "enable_grad"})
_LAYERS = frozenset(
    {
        "ReLU", "LeakyReLU", "GELU", "Sigmoid", "Tanh", "Softmax", "LogSoftmax", "Flatten", "MaxPool2d", "AvgPool2d",
        "CrossEntropyLoss", "MSELoss", "NLLLoss",
    }
)  # fmt: skip
_LOSSES = frozenset({"cross_entropy", "nll_loss", "mse_loss", "criterion", "loss_fn", "loss_function", "loss_func"})
_TARGETS = frozenset({"target", "targets", "label", "labels", "y", "ys"})
_OUTPUTS = frozenset(
    {"output", "outputs", "out", "prediction", "predictions", "pred", "preds", "scores", "logits", "y_hat"}
)
_Function = ast.FunctionDef | ast.AsyncFunctionDef
_APART = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
_WITHOUT_PARTS = (ast.expr_context, ast.operator, ast.unaryop, ast.cmpop, ast.boolop)


class Slip(NamedTuple):
    """One finding: its kind, the function or class it is in (empty for the module itself), the line, and a name."""

    kind: str
    function: str
    line: int
    name: str = ""


def find_slips(sources: Sequence[str]) -> list[Slip]:
    """The slips in a module's source, or in the cells of a notebook. Never raises; what is no Python has none."""
    found: list[Slip] = []
    for source in sources:
        try:
            tree = ast.parse(source)
            found += _in_module(tree)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
    return [slip for slip in found if len(slip.function) < 100 and len(slip.name) < 100][:MOST]


def procedures(source: str) -> frozenset[str]:
    """The functions and methods of a module that return nothing."""
    tree = ast.parse(source)
    found = {node.name: node for node in tree.body if isinstance(node, _Function)}
    for owner in tree.body:
        if isinstance(owner, ast.ClassDef):
            found |= {f"{owner.name}.{node.name}": node for node in owner.body if isinstance(node, _Function)}
    return frozenset(name for name, function in found.items() if not _returns(_inside(function)))


def _returns(nodes: Sequence[ast.AST]) -> bool:
    return any(isinstance(node, ast.Return) and node.value is not None for node in nodes)


def _in_module(tree: ast.Module) -> Iterator[Slip]:
    own = {node.name: node for node in tree.body if isinstance(node, _Function)}
    for node in tree.body:
        if isinstance(node, _Function):
            yield from _in_function(node, _inside(node), node.name, own)
        elif isinstance(node, ast.ClassDef):
            attributes = _attributes(node)
            for method in node.body:
                if isinstance(method, _Function):
                    nodes = _inside(method)
                    yield from _missing_prefix(method, nodes, node.name, attributes)
                    yield from _missing_self(method, nodes, node.name)
                    yield from _in_function(method, nodes, f"{node.name}.{method.name}", own)
        elif isinstance(node, ast.For | ast.While) and any(_called(call) == "backward" for call in _calls(node)):
            yield Slip("module_level_training", "", node.lineno)


def _in_function(function: _Function, nodes: Sequence[ast.AST], name: str, own: dict[str, _Function]) -> Iterator[Slip]:
    yield from _no_return(function, nodes, name)
    yield from _raise_below(function, name)
    tensors = _tensors(function)
    for node in nodes:
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Attribute) and node.value.attr in _METHODS:
            yield Slip("not_called", name, node.lineno, node.value.attr)
        elif isinstance(node, ast.With | ast.AsyncWith):
            for item in node.items:
                if isinstance(item.context_expr, ast.Attribute) and item.context_expr.attr in _MODES:
                    yield Slip("not_called", name, node.lineno, item.context_expr.attr)
        elif isinstance(node, ast.Return) and isinstance(node.value, ast.Attribute) and node.value.attr == "item":
            yield Slip("not_called", name, node.lineno, "item")
        elif isinstance(node, ast.For | ast.While) and isinstance(node.body[-1], ast.Return):
            yield Slip("return_in_loop", name, node.body[-1].lineno)
        elif isinstance(node, ast.Call):
            yield from _in_call(node, name, own, tensors)


def _in_call(call: ast.Call, name: str, own: dict[str, _Function], tensors: set[str]) -> Iterator[Slip]:
    called = _called(call)
    names = [argument.id if isinstance(argument, ast.Name) else "" for argument in call.args]
    if called in _LAYERS and names and (names[0] in tensors or isinstance(call.args[0], ast.Call | ast.BinOp)):
        yield Slip("layer_on_data", name, call.lineno, called)
    if called == "cuda" or any(
        _is_cuda(argument) for argument in (*call.args, *(word.value for word in call.keywords))
    ):
        yield Slip("cuda", name, call.lineno, called)
    if called in _LOSSES and len(names) == 2 and names[0] in _TARGETS and names[1] in _OUTPUTS:
        yield Slip("swapped_arguments", name, call.lineno, called)
    if called in own and isinstance(call.func, ast.Name):
        expected = [argument.arg for argument in own[called].args.args]
        for place, given in enumerate(names[: len(expected)]):
            meant = expected.index(given) if given in expected else place
            if place != meant < len(names) and names[meant] != given:
                yield Slip("swapped_arguments", name, call.lineno, called)
                break
    if called in _LOSSES and len(call.args) == 2 and _is_scalar_tensor(call.args[1]):
        yield Slip("target_without_batch", name, call.lineno, called)


def _no_return(function: _Function, nodes: Sequence[ast.AST], name: str) -> Iterator[Slip]:
    """A function that computes something and ends without a value."""
    if function.name.startswith("__") or (
        isinstance(function.returns, ast.Constant) and function.returns.value is None
    ):
        return
    generates = any(isinstance(node, ast.Yield | ast.YieldFrom) for node in nodes)
    if not generates and not isinstance(function.body[-1], ast.Raise) and not _returns(nodes):
        last = function.body[-1]
        printed = [node for node in nodes if isinstance(node, ast.Call) and _called(node) == "print"]
        if printed:
            yield Slip("print_for_return", name, printed[-1].lineno)
        else:
            yield Slip("no_return", name, last.end_lineno or last.lineno)


def _raise_below(function: _Function, name: str) -> Iterator[Slip]:
    """The stub's own ``raise NotImplementedError`` below code."""
    docstring = ast.get_docstring(function, clean=False) is not None
    for place, node in enumerate(function.body):
        if isinstance(node, ast.Raise) and place > docstring and _is_unwritten(node):
            yield Slip("raise_left", name, node.lineno)


def _is_unwritten(node: ast.Raise) -> bool:
    raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
    return isinstance(raised, ast.Name) and raised.id == "NotImplementedError"


def _missing_self(method: _Function, nodes: Sequence[ast.AST], owner: str) -> Iterator[Slip]:
    arguments = [*method.args.posonlyargs, *method.args.args]
    free = any(
        isinstance(each, ast.Name) and each.id in ("staticmethod", "classmethod") for each in method.decorator_list
    )
    if not free and not method.args.vararg and (not arguments or arguments[0].arg not in ("self", "cls", "this")):
        uses = any(isinstance(node, ast.Name) and node.id == "self" for node in nodes)
        if uses or not arguments or method.name in ("forward", "__init__", "step"):
            yield Slip("missing_self", f"{owner}.{method.name}", method.lineno)


def _missing_prefix(
    method: _Function, nodes: Sequence[ast.AST], owner: str, attributes: frozenset[str]
) -> Iterator[Slip]:
    """A name that is known only as an attribute of self."""
    for node in nodes:
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in attributes:
            yield Slip("self_missing_in_body", f"{owner}.{method.name}", node.lineno, node.id)


def _attributes(owner: ast.ClassDef) -> frozenset[str]:
    """What a class's methods assign to ``self``."""
    return frozenset(
        node.attr
        for node in ast.walk(owner)
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and _is_self(node.value)
    )


def _is_self(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "self"


def _inside(function: ast.AST) -> list[ast.AST]:
    """All statements and expressions of a function in their order, those of functions inside it apart."""
    found: list[ast.AST] = []

    def gather(node: ast.AST) -> None:
        for name in node._fields:
            value = getattr(node, name, None)
            for child in value if type(value) is list else (value,):
                if isinstance(child, ast.AST) and not isinstance(child, _WITHOUT_PARTS):
                    found.append(child)
                    if not isinstance(child, _APART):
                        gather(child)

    gather(function)
    return found


def _calls(node: ast.AST) -> Iterator[ast.Call]:
    return (each for each in ast.walk(node) if isinstance(each, ast.Call))


def _called(call: ast.Call) -> str:
    """The last part of what a call names: ``ReLU`` in ``nn.ReLU(x)``."""
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _tensors(function: _Function) -> set[str]:
    """The names that stand for data in a function: what forward is given, and what tensors are usually called."""
    usual = {"x", "out", "h", "hidden", "image", "images", "batch", "picture", "loss", "features", *_OUTPUTS, *_TARGETS}
    return usual | {argument.arg for argument in function.args.args if function.name == "forward"}


def _is_cuda(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and isinstance(value.value, str) and value.value.split(":")[0] == "cuda"


def _is_scalar_tensor(value: ast.expr) -> bool:
    """``torch.tensor(label)``: a tensor without dimensions."""
    return (
        isinstance(value, ast.Call)
        and _called(value) in ("tensor", "as_tensor")
        and len(value.args) == 1
        and isinstance(value.args[0], ast.Name | ast.Attribute | ast.Constant)
    )
