"""ex02: checks. The judge replays the network with its own weights, and each part of it from what a layer was given."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NoReturn

import torch
from torch import Tensor
from torch.nn import functional as F

from grader.judging.case_result import CaseResult
from grader.judging.checks import CheckFailedError, check, check_of
from grader.judging.compare import difference
from grader.judging.replay import lenet
from grader.judging.results import CaseResults
from grader.observing.tools import sketch
from grader.records import NOT_WRITTEN

RTOL, ATOL = 1e-3, 1e-5
IN_EVALUATION = "called once more, in evaluation mode and without gradients"
GIVEN: dict[str, tuple[int, ...]] = {"conv2": (1, 6, 15, 15), "fc1": (1, 576), "fc2": (1, 120), "fc3": (1, 84)}
"""The shape of what each layer is given for one image."""


def _scores(arguments: dict[str, Any]) -> Tensor:
    return lenet(arguments["weights"], arguments["x"])


def _gradients(arguments: dict[str, Any]) -> dict[str, Tensor]:
    """The gradients of (v * scores).sum() as `gradients_of` has them, by parameter name."""
    weights = {name: value.requires_grad_() for name, value in arguments["weights"].items()}
    found = torch.autograd.grad((arguments["v"] * lenet(weights, arguments["x"])).sum(), list(weights.values()))
    return {name: sketch(gradient) for name, gradient in zip(weights, found, strict=True)}


def _relu_of(arguments: dict[str, Any], layer: str, x: Tensor) -> Tensor:
    return F.relu(_out_of(arguments, layer, x))


def _out_of(arguments: dict[str, Any], layer: str, x: Tensor) -> Tensor:
    compute = F.conv2d if layer.startswith("conv") else F.linear
    return compute(x, arguments["weights"][f"{layer}.weight"], arguments["weights"][f"{layer}.bias"])


def _first_block(arguments: dict[str, Any]) -> Tensor:
    return F.max_pool2d(_relu_of(arguments, "conv1", arguments["x"]), 2)


def _what_was_given(result: CaseResult, layer: str) -> Tensor | None:
    """What a layer was given, if it has the right shape: then the next part can be judged by itself."""
    given = result.mapping("given").get(layer)
    fits = isinstance(given, Tensor) and tuple(given.shape) == GIVEN[layer] and given.dtype == torch.float32
    return given if fits else None


def _is_right(result: CaseResult) -> bool:
    return difference(result.get("scores"), result.replay(_scores), RTOL, ATOL) is None


def _waits_for(other: Callable[..., None]) -> NoReturn:
    raise CheckFailedError([("", f"waits for: {check_of(other).title}")], "waits")


def _follows(
    results: CaseResults, layer: str, before: str, earlier: Callable[..., None], part: Callable[..., Tensor], why: str
) -> None:
    """``layer`` was given what ``part`` makes of what the layer ``before`` was given, right or wrong."""
    result = results("one image")
    if _is_right(result):  # however the layers were used
        return
    given = _what_was_given(result, before)
    if (given is None or layer not in result.mapping("given")) and not results.passes(earlier):
        _waits_for(earlier)
    _is_given(result, layer, None if given is None else part(result.arguments, before, given), why)


def _is_given(result: CaseResult, layer: str, expected: Tensor | None, why: str) -> None:
    then = _what_stopped(result)
    if expected is None or layer not in result.mapping("given"):
        result.require(not then, "", **then)
        why = "the images go through conv1, conv2, fc1, fc2 and fc3, in this order"
        result.require(False, why, forward=f"never used {layer}")
    assert expected is not None
    given = result.get("given", layer)
    if isinstance(given, Tensor) and given.shape == expected.shape and bool((given < 0).any()):
        shown = {f"{layer} was given": _range(given), "expected": _range(expected)}
        result.require(False, f"{why}: a ReLU leaves no number below 0", **shown)
    result.expect(f"{layer} was given", given, expected, why, RTOL, ATOL)


def _what_stopped(result: CaseResult) -> dict[str, str]:
    """The rows on the exception that ended forward on its way; empty where it came to its end."""
    line, _, raised = result.text("stopped").rpartition("\n")
    raised = raised.removeprefix("raised ")
    place = re.match(r"(.*line \d+), in (\w+):", line)
    if place and raised.startswith("NotImplementedError: "):
        return {NOT_WRITTEN: f"{place[2]}, {place[1]}: {raised.removeprefix('NotImplementedError: ')}"}
    return {"your code": line, "raised": raised} if line else {"raised": raised} if raised else {}


def _range(value: Tensor) -> str:
    return f"numbers from {value.min():.4f} to {value.max():.4f}"


def _equals_scores(result: CaseResult, actual: object, expected: Tensor, why: str) -> None:
    if isinstance(actual, Tensor) and actual.shape == expected.shape and actual.dtype == expected.dtype:
        rows, columns = actual.sum(1), actual.sum(0)
        if bool((actual >= 0).all()) and torch.allclose(rows, torch.ones_like(rows), atol=1e-3):
            why = "each row adds up to 1: these are probabilities, and raw scores were asked for"
        elif bool((actual >= 0).all()) and torch.allclose(columns, torch.ones_like(columns), atol=1e-3):
            why = "each column adds up to 1: a softmax over the batch, and raw scores were asked for"
        elif bool((actual >= 0).all()):
            why = "no score is below 0: a score may be, so nothing should come after fc3"
    result.expect("returned", actual, expected, why, RTOL, ATOL)


@check(
    "forward gives conv2 what conv1, ReLU and 2x2 max pooling make of the images",
    points=2,
    hints=[
        "forward is called with the batch x; self.conv1(x) is the batch after the first layer.",
        "conv1 makes (1, 6, 30, 30) of a (1, 1, 32, 32) batch, and 2x2 max pooling halves 30 to 15.",
        "F.relu and F.max_pool2d take a tensor and return one; max_pool2d wants the size of its window too.",
    ],
)
def test_first_block(results):
    result = results("one image")
    if not _is_right(result):
        expected = result.replay(_first_block)
        _is_given(result, "conv2", expected, "conv1's output, after ReLU and 2x2 max pooling")


@check(
    "forward gives fc1 one row of 576 numbers for each image",
    points=2,
    hints=[
        "The second block is as the first one: conv2, ReLU, 2x2 max pooling.",
        "After it an image has the shape (16, 6, 6), a batch (N, 16, 6, 6). fc1 wants (N, 576).",
        "Flatten all dimensions but the first: see start_dim in torch.flatten, or what view does with -1.",
    ],
)
def test_second_block(results):
    def block(*given: Any) -> Tensor:
        return F.max_pool2d(_relu_of(*given), 2).flatten(1)

    why = "conv2's output after ReLU and 2x2 max pooling, flattened, one row for each image"
    _follows(results, "fc1", "conv2", test_first_block, block, why)


@check(
    "forward puts a ReLU after fc1 and another after fc2",
    points=2,
    hints=[
        "Two linear layers with nothing between them can do no more than one.",
        "What goes into fc2 is the ReLU of what comes out of fc1; the same for fc3 and fc2.",
    ],
)
def test_relu_between_linear_layers(results):
    _follows(results, "fc2", "fc1", test_second_block, _relu_of, "fc1's output, after ReLU")
    _follows(results, "fc3", "fc2", test_second_block, _relu_of, "fc2's output, after ReLU")


@check(
    "forward returns the raw scores that come out of fc3",
    points=2,
    hints=[
        "Is there a return at the end, and what does it return?",
        "Nothing comes after fc3: no ReLU, no softmax. The loss in training takes care of the softmax.",
    ],
)
def test_raw_scores(results):
    result = results("one image")
    expected = result.replay(_scores)
    if not _is_right(result):
        given = _what_was_given(result, "fc3")
        if given is None and not results.passes(test_relu_between_linear_layers):
            _waits_for(test_relu_between_linear_layers)
        expected = expected if given is None else _out_of(result.arguments, "fc3", given)
    stopped = _what_stopped(result)
    result.require(result.get("scores") is not None or not stopped, "", **stopped)
    _equals_scores(result, result.get("scores"), expected, "fc3's output as it is")
    result.require(result.get("evaluated") is not None or not stopped, IN_EVALUATION, **stopped)
    _equals_scores(result, result.get("evaluated"), result.tensor("scores"), f"{IN_EVALUATION}, it should be the same")


@check(
    "forward gives each image of a batch the scores it has alone, and leaves the batch as it was",
    points=2,
    hints=[
        "It works for one image. Where does your code count on a batch of 1?",
        "Keep the first dimension first and leave it as it is: only what is behind it may be flattened.",
    ],
)
def test_batch(results):
    result = results("a batch")
    if results("one image").text("stopped"):
        _waits_for(test_raw_scores)
    expected, alone = result.replay(_scores), result.sequence("alone")
    are_rows = [isinstance(row, Tensor) and row.shape == (1, 10) and row.dtype == torch.float32 for row in alone]
    if are_rows == [True] * len(expected):
        expected = torch.cat(list(alone))
        differ = difference(expected, expected[:1].expand_as(expected)) is not None
        result.require(differ, "no score depends on the image", scores_of_each_image=alone[0])
    elif not results.passes(test_raw_scores):
        _waits_for(test_raw_scores)
    why = "a row of scores for each image, whatever else is in the batch"
    result.expect("returned", result.get("scores"), expected, why, RTOL, ATOL)
    result.expect("x afterwards", result.tensor("x"), result.arguments["x"], "x should not be changed")


def _needs_scores(results: CaseResults) -> None:
    """Wait where one image has no right scores and another check tells why."""
    if not _is_right(results("one image")) and not results.passes(test_raw_scores):
        _waits_for(test_raw_scores)


@check(
    "forward takes images of 30x30 pixels too",
    points=1,
    hints=["30x30 and 32x32 both end in 6x6 after the second pooling. Is a 32 or a 15 written in your code?"],
)
def test_30_pixels(results):
    _needs_scores(results)
    result = results("30 pixels")
    why, stopped = "30 pixels become 28, 14, 12 and 6", _what_stopped(result)
    result.require(result.get("scores") is not None or not stopped, why, **stopped)
    _equals_scores(result, result.get("scores"), result.replay(_scores), why)


@check(
    "forward lets every parameter get its gradient",
    points=1,
    hints=[
        "Somewhere on the way the trail that autograd follows is cut.",
        "Look for detach, .data, no_grad, .numpy() or a new torch.tensor(...) in forward.",
    ],
)
def test_gradients(results):
    _needs_scores(results)
    result = results("gradients")
    expected = result.replay(_gradients)
    found = result.mapping()
    without = [name for name in expected if found.get(name) is None]
    why = "the loss depends on all ten parameters, so each should have one"
    result.require(not without, why, no_gradient=", ".join(without))
    for name, value in expected.items():
        gradient = result.tensor(name)
        limit = 1e-3 * float(value.abs().max())
        whole = value.shape == result.arguments["weights"][name].shape
        label = f"{name}.grad" if whole else f"{name}.grad, a weighted sum per row"
        result.expect(label, gradient, value, "the gradient of (v * scores).sum()", 1e-2, limit)


@check(
    "as_minibatch makes a batch of one image, however many channels it has",
    points=1,
    hints=[
        "The numbers stay as they are; the shape gets a 1 in front.",
        "unsqueeze puts in a dimension of size 1. Which place is the first?",
    ],
)
def test_as_minibatch(results):
    for name in ("1 channels", "3 channels", "some channels"):
        result = results(name)
        image = result.arguments["image"]
        result.expect("returned", result.get("batch"), image[None], f"shape (1, C, H, W) of {tuple(image.shape)}")
        result.expect("image afterwards", result.get("image"), image, "the image itself should stay as it is")


@check(
    "as_minibatch raises a ValueError for anything but three dimensions",
    points=1,
    hints=["image.dim() tells how many dimensions there are. Raise before you change the shape."],
    edge=True,
)
def test_as_minibatch_refuses(results):
    for name in ("no channels", "a batch already", "a vector", "a number", "five dimensions"):
        results(name).raised("ValueError", "only (C, H, W) is one image", "batch")
    results("1 channels").tensor("batch")  # code that refuses everything refuses too much


def _predictions(results: CaseResults, name: str) -> CaseResult:
    """What predict made of a case; with a given as_minibatch where the learner's own is wrong."""
    return results(name if results.passes(test_as_minibatch) else f"{name}, with a given as_minibatch")


def _classes(result: CaseResult) -> tuple[list[float], list[int]]:
    """The classes that predict returned, 3.0 as 3, and those it should have returned."""
    given = result.arguments
    best = (given["batches"].flatten(1) @ given["weight"].T + given["bias"]).argmax(1).tolist()
    found = [result.number("classes", index) for index in range(len(result.sequence("classes")))]
    return [int(each) if each == each // 1 else each for each in found], best


@check(
    "predict returns the class with the largest score",
    points=2,
    hints=[
        "The net wants a batch, and you have one image. Which of your functions helps?",
        "The class is the place of the largest score, not the score. What is the function called that gives it?",
    ],
)
def test_predict(results):
    result = _predictions(results, "predictions")
    found, best = _classes(result)
    result.expect("classes", found, best, "the largest score's place")


@check(
    "predict records no gradients, and leaves image, net and recording as they were",
    points=1,
    hints=[
        "Nothing is learned here, so autograd need not take notes while the net runs.",
        "torch.no_grad() is a context manager: use it with `with`, around the call of the net.",
    ],
    after=test_predict,
)
def test_predict_records_nothing(results):
    result = _predictions(results, "predictions without recording")
    given = result.arguments
    found, best = _classes(result)
    recorded = [(place + 1) % len(given["weight"]) for place in best]  # the net's scores stand one class further on
    why = "autograd took notes while the net ran: the scores that predict got can be traced back to the weights"
    result.require(found != recorded, why, while_the_net_ran="gradients were recorded")
    result.expect("classes", found, best, "the largest score's place")
    for index, batch in enumerate(given["batches"]):
        result.expect(f"image {index} afterwards", result.get("images", index), batch[0], "it should not be changed")
    for name in ("weight", "bias"):
        result.expect(f"the net's {name} afterwards", result.get(name), given[name], "it should not be changed")
    why = "after predict, gradients were off for all that came later"
    result.require(result.get("gradient") is not None, why, gradient_mode_afterwards="off")
    expected = torch.outer(given["v"], given["batches"].flatten(1).sum(0))
    result.expect("a gradient afterwards", result.tensor("gradient"), expected, "that of v * scores", RTOL, 1e-4)


@check(
    "predict returns Python's own int",
    points=1,
    hints=["A tensor holding 3 is not the int 3. Its item() is, and so is int(...) of it."],
    after=test_predict,
    edge=True,
)
def test_predict_returns_an_int(results):
    result = _predictions(results, "predictions")
    for index in range(len(result.sequence("classes"))):
        result.is_type("int", "classes", index)


@check(
    "count_parameters counts all numbers that a net can learn",
    points=1,
    hints=[
        "net.parameters() gives ten tensors for Net. How many numbers are in each?",
        "A tensor's numel() is the product of its sizes. Add them up.",
    ],
)
def test_count_parameters(results):
    results("Net").returned(81_194, "60 + 880 + 69,240 + 10,164 + 850, layer by layer")
    result = results("another net")
    features, hidden = result.arguments["features"], result.arguments["hidden"]
    expected = 4 * features + features * hidden + hidden + 2 * hidden + 3 * hidden
    why = f"{4 * features} of its own, {features * hidden} + {hidden} and {3 * hidden} of linear layers, and "
    result.returned(expected, f"{why}{hidden} + {hidden} of the BatchNorm; buffers are not learned")


@check(
    "count_parameters returns Python's own int",
    points=1,
    hints=["numel() is an int already, and so is a sum of ints. Where does something else come in?"],
    after=test_count_parameters,
    edge=True,
)
def test_count_returns_an_int(results):
    for name in ("Net", "another net"):
        results(name).is_type("int")
