"""ex00: checks."""

from __future__ import annotations

from grader.judging.case_result import CaseResult
from grader.judging.checks import check
from grader.text import counted, shortened

MOST_LINES = 12
"""Lines that are shown of what was printed."""


def _lines_after(result: CaseResult, mark: str) -> list[str]:
    """What was printed after the probe's own line; nothing but a line break ends a line."""
    lines = [line.rstrip(" \t\r") for line in result.printed.removesuffix("\n").split("\n")]
    marks = [index for index, line in enumerate(lines) if line.endswith(mark)]
    result.require(bool(marks), "what was printed did not arrive: print with print(), and leave sys.stdout as it is")
    return lines[marks[0] + 1 :]


def _created_lines(result: CaseResult) -> list[str]:
    return _lines_after(result, f"--- ChildClass() number {result.arguments['number']}:")


def _func2_lines(result: CaseResult) -> list[str]:
    return _lines_after(result, f"--- func2({result.arguments['num']}) begins:")


def _prints(result: CaseResult, lines: list[str], expected: list[str], why: str) -> None:
    """Pass where these lines were printed; they are shown as they look on a screen."""
    beginning = [shortened(line, 200) for line in lines[:MOST_LINES]]
    if len(lines) > MOST_LINES:
        beginning.append(f"(and {counted(len(lines) - MOST_LINES, 'more line')})")
    shown = {"printed": "\n".join(beginning) or "nothing", "expected": "\n".join(expected)}
    result.require(lines == expected, why, **shown)


@check(
    "ChildClass prints Initialize_parent, then Initialize_child, when one is created",
    points=1,
    hints=[
        "A child that has an __init__ of its own replaces its parent's: Python does not run both by itself.",
        "super() stands for the parent's part of self. Which of its methods should run first?",
        "The parent's __init__ prints Initialize_parent. So call it, and print the other line after it.",
    ],
)
def test_creating_a_child(results):
    result = results("a child")
    expected = ["Initialize_parent", "Initialize_child"]
    _prints(result, _created_lines(result), expected, "first the parent sets itself up, then the child")


@check(
    "ChildClass is a ParentClass and has the parent's own __init__ do the parent's part",
    points=1,
    hints=[
        "If someone changed what ParentClass prints, would your ChildClass follow?",
        "Do not print the parent's line yourself: call the parent's __init__.",
        "The class in brackets after the word ChildClass is its parent. super() then leads there.",
    ],
    after=test_creating_a_child,
)
def test_the_parent_is_asked(results):
    result = results("a child of another parent")
    result.require(result.flag("inherits"), "ParentClass is not among the classes that ChildClass inherits from")
    expected = [result.arguments["word"], "Initialize_child"]
    _prints(result, _created_lines(result), expected, "ParentClass prints the first line, whatever that line is")
    why = "the parent's __init__ should set up the new child itself, once, and no other object"
    result.require([entry is True for entry in result.sequence("set_up")] == [True], why)


@check(
    "func2 prints parent, num, child, num, one per line",
    points=1,
    hints=[
        "The first two lines are what func1 prints already.",
        "A ChildClass has func1 too: it inherits it. Call it with num, then print child and num.",
    ],
)
def test_func2_prints(results):
    for name in ("func2", "func2 again"):
        result = results(name)
        num = str(result.arguments["num"])
        expected = ["parent", num, "child", num]
        lines = _func2_lines(result)
        why = "two lines from the parent, two from the child"
        if not lines and result.get("returned") is not None:
            why = "func2 returned something, but it should print"
        _prints(result, lines, expected, why)


@check(
    "func2 has the parent's func1 print the first two lines",
    points=1,
    hints=[
        "The lines of func1 stand in one place, in ParentClass. Can func2 do without a copy of them?",
        "Both self and super() know func1.",
    ],
    after=test_func2_prints,
)
def test_func2_asks_the_parent(results):
    result = results("func2 with another func1")
    num, word = result.arguments["num"], result.arguments["word"]
    expected = [word, str(num), "child", str(num)]
    why = "this check puts another func1 into ParentClass, and func2 should call whatever func1 is there"
    _prints(result, _func2_lines(result), expected, why)
    result.expect("func1 was called with", list(result.sequence("calls")), [num], "once, with num")
    why = "func1 should be called on the child itself, not on another object"
    on_child = [entry is True for entry in result.sequence("on_child")] == [True]
    result.require(on_child or not result.flag("inherits"), why)  # what inherits nothing has to ask another object


@check(
    "Scale owns one learnable parameter named weight that starts at factor",
    points=2,
    hints=[
        "As in ChildClass: nn.Module has to set itself up before it can take a parameter.",
        "A plain number or a plain tensor is not a parameter. Which class of nn makes one of a tensor?",
        "After super().__init__(), store an nn.Parameter made from a tensor that holds factor, as self.weight.",
    ],
)
def test_scale_owns_a_parameter(results):
    result = results("the parameter")
    result.require(result.flag("is_module"), "nn.Module is not among the classes that Scale inherits from")
    found = result.mapping("parameters")
    names = ", ".join(str(name) for name in found) or "none"
    why = "there should be exactly one, called weight"
    if not found and result.get("weight") is not None:
        why = "there is a self.weight, but a plain number or tensor: nn.Module counts only an nn.Parameter"
    result.require(list(found) == ["weight"], why, parameters=names)
    weight = result.tensor("parameters", "weight")
    result.require(weight.numel() == 1, "it should hold one number", shape=str(tuple(weight.shape)))
    result.expect("starts at", float(weight.flatten()[0]), result.arguments["factor"], "the factor it was created with")
    learning = list(result.sequence("learning"))
    result.require(
        learning == ["weight"], "a parameter that does not require gradients cannot learn", learning=learning
    )


@check(
    "Scale returns weight * x",
    points=1,
    hints=["forward gets x and returns a tensor. The factor is in self.weight."],
)
def test_scale_multiplies(results):
    for name in ("a vector", "a batch"):
        _multiplies(results(name), "every number of x times the weight")


def _multiplies(result: CaseResult, why: str) -> None:
    expected = result.arguments["weight"] * result.arguments["x"]
    result.expect("returned", result.get("output"), expected, why)


@check(
    "Scale uses the weight as it is now, not the factor it once got",
    points=1,
    hints=["Training changes the parameter. A number put aside in __init__ would not follow."],
    after=test_scale_multiplies,
)
def test_scale_follows_its_weight(results):
    _multiplies(results("another weight"), "the weight was changed, so the output changes too")


@check(
    "Scale leaves x as it was",
    points=1,
    hints=["An operation that ends in an underscore, or *=, writes into the tensor itself. Make a new one."],
    after=test_scale_multiplies,
    edge=True,
)
def test_scale_leaves_x_alone(results):
    for name in ("a vector", "a batch"):
        result = results(name)
        result.expect("x afterwards", result.tensor("x"), result.arguments["x"], "x should not be changed")


@check(
    "Scale's weight gets a gradient from a loss on the output",
    points=1,
    hints=[
        "Autograd follows tensors. What turns a tensor into a plain number, and breaks the trail?",
        "Multiply the parameter itself with x: no .item(), no .data, no .detach(), no new tensor.",
    ],
    after=test_scale_multiplies,
)
def test_scale_learns(results):
    result = results("a gradient")
    why = "the output does not depend on a parameter, as far as autograd can see"
    result.require(result.flag("learns"), why, gradient="none")
    expected = float((result.arguments["v"] * result.arguments["x"]).sum())
    why = "the weight took no part in the output, or nn.Module does not list it among its parameters"
    result.require(result.mapping("gradients").get("weight") is not None, why, gradient="none")
    gradient = result.tensor("gradients", "weight")
    result.require(gradient.numel() == 1, "one weight has one gradient", shape=str(tuple(gradient.shape)))
    result.expect("gradient", float(gradient.flatten()[0]), expected, "the sum of v * x", rtol=1e-3, atol=1e-5)
