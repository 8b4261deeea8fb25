"""ex04: checks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from grader.judging.case_result import NOTHING_RETURNED, CaseResult
from grader.judging.checks import CheckFailedError, check
from grader.judging.compare import difference
from grader.judging.format import format_value
from grader.judging.replay import lenet
from grader.observing.tools import sketch

Weights = dict[str, Tensor]
Gradients = dict[str, Tensor | None]


def _small(weights: Weights, x: Tensor) -> Tensor:
    x = torch.tanh(F.linear(x, weights["first.weight"], weights["first.bias"]))
    return F.linear(x, weights["second.weight"], weights["second.bias"])


def _twice(weights: Weights, x: Tensor) -> Tensor:
    layer = weights["layer.weight"], weights["layer.bias"]
    return F.linear(torch.tanh(F.linear(x, *layer)), *layer)


def _normed(weights: Weights, x: Tensor) -> Tensor:
    x = F.linear(x, weights["first.weight"], weights["first.bias"])
    x = torch.tanh(F.batch_norm(x, None, None, weights["norm.weight"], weights["norm.bias"], training=True))
    return F.linear(x, weights["second.weight"], weights["second.bias"])


_FORWARD: dict[str, Callable[[Weights, Tensor], Tensor]] = {
    "Net": lenet,
    "Small": _small,
    "Spare": _small,
    "Normed": _normed,
    "Twice": _twice,
}


def _replayed(arguments: dict[str, Any]) -> Gradients:
    """The gradients of one backward pass from clean ones, by name; None where a weight takes no part."""
    weights = {name: value.requires_grad_() for name, value in arguments["weights"].items()}
    forward = _FORWARD[arguments.get("net", "Net")]
    if "v" in arguments:
        end = (forward(weights, arguments["x"]) * arguments["v"]).sum()
    else:
        criterion = getattr(nn, arguments.get("criterion", "MSELoss"))()
        pairs = arguments.get("batches") or [(arguments["x"], arguments["target"])]
        end = torch.stack([criterion(forward(weights, x), target) for x, target in pairs]).mean()
    found = torch.autograd.grad(end, list(weights.values()), allow_unused=True)
    sketched = [None if gradient is None else sketch(gradient) for gradient in found]
    return dict(zip(weights, sketched, strict=True))


def _leaves(result: CaseResult, why: str) -> None:
    """The net's gradients are those of one backward pass."""
    for name, expected in result.replay(_replayed).items():
        if expected is not None:
            whole = expected.shape == result.arguments["weights"][name].shape
            label = f"{name}.grad" if whole else f"{name}.grad, a weighted sum per row"
            _is_gradient(result, label, result.get("gradients", name), expected, why)


def _bias(result: CaseResult, why: str, *path: str | int) -> None:
    """conv1.bias's gradient, where ``path`` leads to."""
    expected = result.replay(_replayed)["conv1.bias"]
    assert expected is not None
    label = {("returned",): "returned", ("returned", 1): "returned, second", ("later", 1): "second, later"}
    _is_gradient(result, label.get(path, "what was returned, later"), result.tensor(*path), expected, why)


def _is_gradient(result: CaseResult, label: str, actual: Any, expected: Tensor, why: str) -> None:
    if difference(actual, expected, 1e-3, 1e-5) is None:
        return
    times = _times_as_large(actual, expected)
    result.expect(label, actual, expected, f"{why}; what is there is {times} times that" if times else why, 1e-3, 1e-5)


def _times_as_large(actual: Any, expected: Tensor) -> str:
    """By what factor the one is the other, if there is such a factor; it tells a learner a lot."""
    if not isinstance(actual, Tensor) or actual.shape != expected.shape:
        return ""
    mine, theirs = actual.double(), expected.double()
    factor = (mine * theirs).sum() / (theirs * theirs).sum()
    if not bool(factor.isfinite()) or abs(float(factor)) < 0.01:
        return ""
    return f"{float(factor):.3g}" if torch.allclose(mine, factor * theirs, 1e-3, 1e-5) else ""


def _zeroed(result: CaseResult) -> None:
    """Zeros or None after zero_gradients; and the next backward pass starts from there."""
    for name, weight in result.arguments["weights"].items():
        gradient = result.get("zeroed", name)
        if gradient is not None:
            gradient = result.tensor("zeroed", name)
            shown = {f"{name}.grad": gradient, "expected": "zeros or None"}
            clean = gradient.shape == weight.shape and bool((gradient == 0).all())
            result.require(clean, "nothing of the old gradient may be left", **shown)
    _leaves(result, "this is what one backward pass after zero_gradients gives; what was there before must not count")


def _sketched(arguments: dict[str, Any]) -> dict[str, Any]:
    """What a function was given: the weights, and what else it must leave as it is."""
    weights = {name: sketch(value) for name, value in arguments["weights"].items()}
    given = {name: arguments[name] for name in ("target", "v", "batches") if name in arguments}
    return {"weights": weights, "given": given, "x": sketch(arguments["x"]) if "x" in arguments else None}


def _changes_nothing(result: CaseResult) -> None:
    expected = result.replay(_sketched)
    for name, weight in expected["weights"].items():
        same = difference(result.get("weights", name), weight, 1e-7, 1e-9) is None
        result.require(same, "gradients are wanted here, no update", **{f"value of {name}": "changed"})
    for name, value in result.mapping("given").items():
        if name == "parameters":
            value_before: Any = list(expected["weights"])
        else:
            value_before = expected["x"] if name == "x" else expected["given"].get(name)
        same = difference(value, value_before) is None
        result.require(same, "whoever calls the function may need it again", **{f"the {name} given": "changed"})


@check(
    "zero_gradients clears the gradients that are there",
    points=2,
    hints=[
        "Each parameter keeps its gradient in an attribute. Which one?",
        "Go through the parameters and change parameter.grad of each; their values stay as they are.",
        "The gradient may become zeros, or be taken away altogether: None.",
    ],
)
def test_zero(results):
    _zeroed(results("zero, two layers"))
    _zeroed(results("zero, shared"))


@check(
    "zero_gradients clears infinite gradients too",
    points=1,
    hints=[
        "What is infinity times 0? Try float('inf') * 0.",
        "Put something new in the gradient's place instead of computing with the old one.",
    ],
    after=test_zero,
)
def test_infinite(results):
    _zeroed(results("zero, infinite"))


@check(
    "zero_gradients leaves parameters without a gradient without one",
    points=1,
    hints=[
        "Before the first backward pass, parameter.grad is None. What does your code do with None?",
        "Where there is no gradient, there is nothing to do.",
    ],
    after=test_zero,
)
def test_no_gradient(results):
    for name in ("zero, a layer without", "zero, none at all"):
        result = results(name)
        _zeroed(result)
        carried = result.arguments["carried"] is not None
        for parameter in result.arguments["weights"]:
            if parameter.startswith("spare") or not carried:
                gradient = result.get("zeroed", parameter)
                shown = {f"{parameter}.grad": gradient, "expected": "None"}
                result.require(gradient is None, "it had no gradient, and stays without one", **shown)


@check(
    "zero_gradients works on net.parameters(), a generator",
    points=1,
    hints=[
        "A generator is used up after one walk: a second loop over it finds nothing.",
        "Do everything in one loop, or make a list of the parameters first and use that.",
    ],
    after=test_zero,
)
def test_generator(results):
    _zeroed(results("zero, generator"))


@check(
    "gradient_before_and_after returns conv1.bias's gradient after the backward pass",
    points=2,
    hints=[
        "Three steps: the net's output for x, the loss of that and the target, the backward pass from the loss.",
        "After the backward pass the gradient is in net.conv1.bias.grad: the second of the two to return.",
    ],
)
def test_after(results):
    for name in ("around, fresh", "around, classes"):
        result = results(name)
        pair = result.get("returned")
        two = type(pair) in (list, tuple) and len(pair) == 2
        why = (
            "the gradient before the backward pass and the gradient after it" if pair is not None else NOTHING_RETURNED
        )
        result.require(two, why, returned=format_value(pair), expected="two tensors")
        _bias(result, "the second is the gradient after one backward pass from the loss", "returned", 1)


@check(
    "gradient_before_and_after returns zeros for the time before",
    points=1,
    hints=[
        "After zeroing, PyTorch has None where older versions had zeros. You are asked for zeros, in the bias's shape.",
        "Did the backward pass add to the very tensor you kept? A copy stays as it was.",
    ],
    after=test_after,
)
def test_before(results):
    for name in ("around, fresh", "around, carried", "around, infinite"):
        result = results(name)
        why = "the first is the gradient after zeroing and before the backward pass"
        result.expect("returned, first", result.tensor("returned", 0), torch.zeros(6), why)


@check(
    "gradient_before_and_after does not count what the net carried",
    points=1,
    hints=[
        "A net may come with gradients of an earlier backward pass. When are they taken away?",
        "Zero all parameters' gradients, not only conv1.bias's, and before the backward pass.",
    ],
    after=test_after,
)
def test_carried(results):
    for name in ("around, carried", "around, infinite"):
        result = results(name)
        why = "the gradient of one backward pass, whatever was there before"
        _bias(result, why, "returned", 1)
        _leaves(result, "afterwards every parameter has the gradient of this one backward pass")


@check(
    "gradient_before_and_after returns copies",
    points=1,
    hints=[
        "The next backward pass adds to the tensor in .grad. If you returned that very tensor, it changes too.",
        "A tensor can make a copy of itself: look for clone.",
    ],
    after=test_after,
)
def test_copies(results):
    for name in ("around, fresh", "around, classes"):
        result = results(name)
        why = "a later backward pass changed what had been returned: return copies"
        _bias(result, why, "later", 1)
        if results.passes(test_before):
            result.expect("first, later", result.tensor("later", 0), torch.zeros(6), why)


@check(
    "gradient_before_and_after gives the same when called again",
    points=1,
    hints=["The second call meets the gradients that the first one left. Are they zeroed before the backward pass?"],
    after=test_after,
)
def test_again(results):
    _bias(results("around, again"), "the second call gives the same as the first", "returned", 1)


@check(
    "backward_with_vector goes backward from the outputs with v",
    points=2,
    hints=[
        "backward() on ten outputs needs to know how much each of them counts.",
        "A tensor's backward takes a tensor of its own shape as an argument.",
    ],
)
def test_vector(results):
    for name in ("vector, one image", "vector, three images"):
        result = results(name)
        _bias(result, "conv1.bias's gradient of the sum of output times v", "returned")
        _leaves(result, "the gradients of the sum of output times v")


@check(
    "backward_with_vector does not count what the net carried",
    points=1,
    hints=["Zero all gradients first here too: the net may carry some, and your own last call left some."],
    after=test_vector,
)
def test_vector_carried(results):
    for name in ("vector, carried", "vector, infinite", "vector, again"):
        result = results(name)
        why = "the gradients of one backward pass, whatever was there before"
        _bias(result, why, "returned")
        _leaves(result, why)


@check(
    "backward_with_vector returns a copy",
    points=1,
    hints=["The next backward pass adds to the tensor in .grad, also where you have returned it."],
    after=test_vector,
)
def test_vector_copy(results):
    for name in ("vector, one image", "vector, three images"):
        _bias(results(name), "a later backward pass changed what had been returned: return a copy", "later")


@check(
    "accumulate_gradients leaves the gradients of one big batch",
    points=2,
    hints=[
        "Gradients add up by themselves, batch after batch, as long as nobody zeroes them in between.",
        "The loss is a mean. The mean over all samples is the mean of the batches' means, not their sum.",
        "Make each batch's loss smaller before its backward pass: by how many batches are there?",
    ],
)
def test_accumulate(results):
    for name in ("pieces", "pieces, shared"):
        result = results(name)
        pieces = len(result.arguments["batches"])
        _leaves(result, f"this is the gradient of one big batch made of all {pieces}")


@check(
    "accumulate_gradients begins with clean gradients",
    points=1,
    hints=["Zero once, before the first batch: what the net carried does not belong to these batches."],
    after=test_accumulate,
)
def test_accumulate_carried(results):
    for name in ("pieces, carried", "pieces, again"):
        _leaves(results(name), "only the gradients of these batches, whatever was there before")


@check(
    "accumulate_gradients sends one batch at a time through the net",
    points=1,
    hints=["One big batch may not fit in memory: that is why the small ones go through the net one by one."],
    after=test_accumulate,
)
def test_one_batch_at_a_time(results):
    why = "batch norm takes its mean over all that comes at once: each pair should go through the net by itself"
    _leaves(results("pieces, batch norm"), why)


FUNCTIONS = (
    (test_zero, ("zero, two layers", "zero, shared", "zero, infinite")),
    (test_after, ("around, fresh", "around, classes", "around, carried")),
    (test_vector, ("vector, one image", "vector, three images")),
    (test_accumulate, ("pieces", "pieces, shared")),
)


@check(
    "The four functions change gradients only: no parameter's value and nothing they are given",
    points=1,
    hints=[
        "A backward pass computes gradients. Changing the weights with them is a step of its own, not asked for here.",
        "The images, targets and lists belong to the caller. Compute with them, and write nothing into them.",
    ],
)
def test_values(results):
    working = [names for main, names in FUNCTIONS if results.passes(main)]
    if not working:
        raise CheckFailedError([("", "waits for: the first function that works")], "waits")
    for names in working:
        for name in names:
            _changes_nothing(results(name))
