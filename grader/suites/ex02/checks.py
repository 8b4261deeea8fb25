"""ex02: checks. The judge replays the network with its own weights."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

from grader.judging.case_result import CaseResult
from grader.judging.checks import check
from grader.judging.compare import difference
from grader.judging.replay import lenet

RTOL, ATOL = 1e-3, 1e-5


def _scores(arguments: dict[str, Any]) -> Tensor:
    return lenet(arguments["weights"], arguments["x"])


def _gradients(arguments: dict[str, Any]) -> dict[str, Tensor]:
    """The gradients of (v * scores).sum(), by parameter name."""
    weights = {name: value.requires_grad_() for name, value in arguments["weights"].items()}
    (arguments["v"] * lenet(weights, arguments["x"])).sum().backward()
    return {name: value.grad for name, value in weights.items()}


def _inputs(arguments: dict[str, Any]) -> dict[str, Tensor]:
    """What conv2 and the linear layers are given in a right forward pass."""
    weights, x = arguments["weights"], arguments["x"]
    given = {}
    given["conv2"] = F.max_pool2d(F.relu(F.conv2d(x, weights["conv1.weight"], weights["conv1.bias"])), 2)
    x = F.conv2d(given["conv2"], weights["conv2.weight"], weights["conv2.bias"])
    given["fc1"] = F.max_pool2d(F.relu(x), 2).flatten(1)
    given["fc2"] = F.relu(F.linear(given["fc1"], weights["fc1.weight"], weights["fc1.bias"]))
    given["fc3"] = F.relu(F.linear(given["fc2"], weights["fc2.weight"], weights["fc2.bias"]))
    return given


def _is_given(result: CaseResult, layer: str, why: str) -> None:
    """``layer`` was given what it should be. Right scores prove it too, however the layers were used."""
    if difference(result.get("scores"), result.replay(_scores), RTOL, ATOL) is None:
        return
    stopped = result.text("stopped")
    after = f". Then {stopped}" if stopped else ""
    if layer not in result.mapping("given"):
        why = stopped or "the images go through conv1, conv2, fc1, fc2 and fc3, in this order"
        result.require(False, why, forward=f"never used {layer}")
    expected = result.replay(_inputs)[layer]
    given = result.get("given", layer)
    if isinstance(given, Tensor) and given.shape == expected.shape and bool((given < 0).any()):
        shown = {f"{layer} was given": _range(given), "expected": _range(expected)}
        result.require(False, f"{why}: a ReLU leaves no number below 0{after}", **shown)
    result.expect(f"{layer} was given", given, expected, why + after, RTOL, ATOL)


def _range(value: Tensor) -> str:
    return f"numbers from {value.min():.4f} to {value.max():.4f}"


def _equals_scores(result: CaseResult, actual: object, why: str) -> None:
    expected = result.replay(_scores)
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
    _is_given(results("one image"), "conv2", "conv1's output, after ReLU and 2x2 max pooling")


@check(
    "forward gives fc1 one row of 576 numbers for each image",
    points=2,
    hints=[
        "The second block is as the first one: conv2, ReLU, 2x2 max pooling.",
        "After it an image has the shape (16, 6, 6), a batch (N, 16, 6, 6). fc1 wants (N, 576).",
        "Flatten all dimensions but the first: see start_dim in torch.flatten, or what view does with -1.",
    ],
    after=test_first_block,
)
def test_second_block(results):
    _is_given(results("one image"), "fc1", "conv2's output after ReLU and 2x2 max pooling, flattened, a row an image")


@check(
    "forward puts a ReLU after fc1 and another after fc2",
    points=2,
    hints=[
        "Two linear layers with nothing between them can do no more than one.",
        "What goes into fc2 is the ReLU of what comes out of fc1; the same for fc3 and fc2.",
    ],
    after=test_second_block,
)
def test_relu_between_linear_layers(results):
    _is_given(results("one image"), "fc2", "fc1's output, after ReLU")
    _is_given(results("one image"), "fc3", "fc2's output, after ReLU")


@check(
    "forward returns the raw scores that come out of fc3",
    points=2,
    hints=[
        "Is there a return at the end, and what does it return?",
        "Nothing comes after fc3: no ReLU, no softmax. The loss in training takes care of the softmax.",
    ],
    after=test_relu_between_linear_layers,
)
def test_raw_scores(results):
    result = results("one image")
    stopped = result.text("stopped")
    _equals_scores(result, result.get("scores"), stopped or "fc3's output as it is")


@check(
    "forward gives each image of a batch the scores it has alone",
    points=2,
    hints=[
        "It works for one image. Where does your code count on a batch of 1?",
        "Keep the first dimension first and leave it as it is: only what is behind it may be flattened.",
    ],
    after=test_raw_scores,
)
def test_batch(results):
    result = results("a batch")
    _equals_scores(result, result.get(), "a row of scores for each image, whatever else is in the batch")


@check(
    "forward takes images of 30x30 pixels too",
    points=1,
    hints=["30x30 and 32x32 both end in 6x6 after the second pooling. Is a 32 or a 15 written in your code?"],
    after=test_raw_scores,
)
def test_30_pixels(results):
    result = results("30 pixels")
    stopped = result.text("stopped")
    why = stopped or "30 pixels become 28, 14, 12 and 6"
    _equals_scores(result, result.get("scores"), why)


@check(
    "forward lets every parameter get its gradient",
    points=2,
    hints=[
        "Somewhere on the way the trail that autograd follows is cut.",
        "Look for detach, .data, no_grad, .numpy() or a new torch.tensor(...) in forward.",
    ],
    after=test_batch,
)
def test_gradients(results):
    result = results("gradients")
    expected = result.replay(_gradients)
    found = result.mapping()
    without = [name for name in expected if found.get(name) is None]
    why = "the loss depends on all ten parameters, so each should have one"
    result.require(not without, why, no_gradient=", ".join(without))
    for name, value in expected.items():
        gradient = result.tensor(name)
        limit = 1e-3 * float(value.abs().max())
        result.expect(f"{name}.grad", gradient, value, "the gradient of (v * scores).sum()", 1e-2, limit)


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
        result.expect("returned", result.get(), image[None], f"shape (1, C, H, W) of {tuple(image.shape)}")


@check(
    "as_minibatch raises a ValueError for anything but three dimensions",
    points=1,
    hints=["image.dim() tells how many dimensions there are. Raise before you change the shape."],
    after=test_as_minibatch,
    edge=True,
)
def test_as_minibatch_refuses(results):
    for name in ("no channels", "a batch already", "a vector"):
        results(name).raised("ValueError", "only (C, H, W) is one image")


def _predicts(result: CaseResult) -> None:
    given = result.arguments
    best = (given["images"].flatten(1) @ given["weight"].T + given["bias"]).argmax(1).tolist()
    entries = result.sequence("classes")
    found = [result.number("classes", index) for index in range(len(entries))]
    result.expect(
        "classes", [int(each) if each == each // 1 else each for each in found], best, "the largest score's place"
    )


@check(
    "predict returns the class with the largest score",
    points=2,
    hints=[
        "The net wants a batch, and you have one image. Which of your functions helps?",
        "The class is the place of the largest score, not the score. What is the function called that gives it?",
    ],
)
def test_predict(results):
    _predicts(results("predictions"))


@check(
    "predict records no gradients, and leaves recording on for others",
    points=1,
    hints=[
        "Nothing is learned here, so autograd need not take notes while the net runs.",
        "torch.no_grad() is a context manager: use it with `with`, around the call of the net.",
    ],
    after=test_predict,
)
def test_predict_records_nothing(results):
    result = results("predictions")
    _predicts(result)
    recorded = list(result.sequence("recorded"))
    nothing = len(recorded) > 0 and all(each is False for each in recorded)
    result.require(nothing, "autograd took notes while the net ran", recorded="yes")
    result.require(result.flag("learns"), "after predict, gradients were off for everyone else too", afterwards="off")


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
    expected = features * hidden + hidden + 2 * hidden
    why = f"{features * hidden} weights and {hidden} biases, and {hidden} and {hidden} of the BatchNorm"
    result.returned(expected, why)


@check(
    "predict and count_parameters return Python's own int",
    points=1,
    hints=["A tensor holding 3 is not the int 3. Its item() is, and so is int(...) of it."],
    after=(test_predict, test_count_parameters),
    edge=True,
)
def test_returns_ints(results):
    results("predictions").is_type("int", "classes", 0)
    results("Net").is_type("int")
