"""ex03: checks."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import torch
from torch import nn

from grader.judging.case_result import CaseResult
from grader.judging.checks import CheckFailedError, check, check_of
from grader.judging.results import CaseResults
from grader.text import with_article


def _convolved(size: int, kernel_size: int, stride: int = 1, padding: int = 0) -> int:
    """The side as PyTorch makes it."""
    return _through(nn.Conv2d(1, 1, kernel_size, stride, padding, device="meta"), size)


def _pooled(size: int, kernel_size: int, stride: int | None = None, padding: int = 0) -> int:
    """The side as PyTorch makes it."""
    return _through(nn.MaxPool2d(kernel_size, stride, padding), size)


def _through(layer: nn.Module, size: int) -> int:
    return layer(torch.empty(1, size, size, device="meta")).shape[-1]


def _traced(image_size: int, kernel_size: int = 3) -> list[tuple[int, ...]]:
    """The shapes as PyTorch makes them."""
    conv1 = nn.Conv2d(1, 6, kernel_size, device="meta")
    conv2 = nn.Conv2d(6, 16, kernel_size, device="meta")
    x = torch.empty(1, image_size, image_size, device="meta")
    shapes = [tuple(x.shape)]
    for layer in (conv1, nn.MaxPool2d(2), conv2, nn.MaxPool2d(2)):
        x = layer(x)
        shapes.append(tuple(x.shape))
    return shapes


def _settings(result: CaseResult) -> dict[str, int]:
    return result.arguments["settings"]


def _conv2d_side(arguments: dict[str, Any]) -> int:
    return _convolved(**arguments["settings"])


def _max_pool2d_side(arguments: dict[str, Any]) -> int:
    return _pooled(**arguments["settings"])


def _net_shapes(arguments: dict[str, Any]) -> list[tuple[int, ...]]:
    return _traced(**arguments["settings"])


def _convnet_side(arguments: dict[str, Any]) -> int:
    return _convolved(_convolved(arguments["settings"].get("image_size", 28), 3), 3)


def _convolves(result: CaseResult, why: str = "this is the side that nn.Conv2d leaves") -> None:
    result.returned(result.replay(_conv2d_side), why)


def _pools(result: CaseResult, why: str = "this is the side that nn.MaxPool2d leaves") -> None:
    result.returned(result.replay(_max_pool2d_side), why)


def _shapes(result: CaseResult) -> list[tuple[float, ...]]:
    """What trace_shapes returned, as a list of tuples; 30.0 is the right number, its type another matter."""
    shapes = []
    for index in range(len(result.sequence("entries"))):
        places = range(len(result.sequence("entries", index, "entries")))
        numbers = [result.number("entries", index, "entries", place) for place in places]
        shapes.append(tuple(int(n) if type(n) is float and n.is_integer() else n for n in numbers))
    return shapes


def _traces(result: CaseResult, why: str = "") -> None:
    actual, expected = _shapes(result), result.replay(_net_shapes)
    places = ("for the image", "after conv1", "after pool1", "after conv2", "after pool2")
    for place, mine, theirs in zip(places, actual, expected, strict=False):
        wrong = {f"expected {place}": theirs}
        result.require(mine == theirs, why, returned=actual, **wrong)
    result.require(
        len(actual) == 5,
        f"five shapes: the image's, and one after each of four layers; these are {len(actual)}",
        returned=actual,
        expected=expected,
    )


def _flat(result: CaseResult, why: str = "") -> None:
    shape = result.replay(_net_shapes)[-1]
    result.returned(math.prod(shape), why or f"the last shape is {shape}")


def _convnet(result: CaseResult) -> None:
    left = result.replay(_convnet_side)
    result.returned(5 * left * left, f"5 channels of {left} by {left}")


def _answers(result: CaseResult, name: str) -> list[Any]:
    """What the stand-in ``name`` answered, in the order of the layers."""
    return [value for _, value in result.arguments["answers"][name]]


def _agrees(judge: Callable[..., None], *given: Any) -> bool:
    try:
        judge(*given)
    except CheckFailedError:
        return False
    return True


def _passes_or_builds_right(
    results: CaseResults, needed: list[Callable[..., None]], judge: Callable[[], None], *by_script: Callable[[], None]
) -> None:
    """Pass where ``judge`` does, or where a needed function is wrong and this one right with stand-ins for it."""
    if _agrees(judge):
        return
    wrong = [other for other in needed if not results.passes(other)]
    if wrong and any(_agrees(judge_script) for judge_script in by_script):
        return
    if wrong:
        raise CheckFailedError([("", f"waits for: {check_of(wrong[0]).title}")], "waits")
    judge()


def _pooling(results: CaseResults, script: str, judge: Callable[[], None]) -> None:
    """max_pool2d_size may call conv2d_size, or not: where it is wrong by itself, it waits for nothing."""

    def judge_script() -> None:
        result = results(script)
        result.returned(_answers(result, "conv2d_size")[0])

    if _agrees(judge_script) and not all(results.passes(other) for other in CONVOLUTION):
        return
    judge()


def _layers_are_traced(results: CaseResults, name: str) -> None:
    result = results(name)
    sides = [_settings(result)["image_size"]]
    for conv, pool in zip(_answers(result, "conv2d_size"), _answers(result, "max_pool2d_size"), strict=True):
        sides += [conv, pool]
    expected = [(channels, side, side) for channels, side in zip((1, 6, 6, 16, 16), sides, strict=True)]
    result.require(_shapes(result) == expected, "")


def _last_shape_is_flattened(results: CaseResults, kind: str = "") -> list[Callable[[], None]]:
    """flat_size may build on trace_shapes or on the layers."""

    def of_layers() -> None:
        result = results(f"flat by script of the layers{kind}")
        result.returned(16 * _answers(result, "max_pool2d_size")[-1] ** 2)

    def of_shapes() -> None:
        result = results(f"flat by script of the shapes{kind}")
        result.returned(math.prod(_answers(result, "trace_shapes")[0][-1]))

    return [of_layers, of_shapes]


@check(
    "conv2d_size gives 30 for 32 pixels and a 3x3 kernel",
    points=2,
    hints=[
        "A 3x3 kernel on 4 pixels: in how many places can it stand? On 5 pixels?",
        "A kernel as long as the side stands in 1 place. Each pixel more is one place more.",
        "Without padding and stride: the size, less the kernel size, plus 1.",
    ],
)
def test_convolution(results):
    for name in ("32 pixels, 3x3", "28 pixels, 3x3", "32 pixels, 5x5", "1 pixel, 1x1"):
        kernel = results(name).arguments["settings"]["kernel_size"]
        _convolves(results(name), f"count the places where a kernel of length {kernel} can stand")


@check(
    "conv2d_size adds padding at both ends",
    points=1,
    hints=[
        "padding=1 adds a pixel on the left and one on the right. How much longer is the side?",
        "A 3x3 kernel with padding 1 leaves the size as it is: 30 stays 30.",
    ],
    after=test_convolution,
)
def test_padding(results):
    for name in ("padding 1", "padding 2"):
        result = results(name)
        size, padding = _settings(result)["size"], _settings(result)["padding"]
        _convolves(result, f"padding makes the side {padding} + {size} + {padding} pixels long first")


@check(
    "conv2d_size takes steps of stride and rounds down",
    points=1,
    hints=[
        "The kernel starts at the left end. How many further steps of this length fit?",
        "A step that does not fit any more is left out: only whole steps count.",
        "Divide what is left beside the kernel by the stride, round down, and count the first place too.",
    ],
    after=test_convolution,
)
def test_stride(results):
    for name in ("stride 2", "stride 4"):
        result = results(name)
        settings = _settings(result)
        room, stride = settings["size"] - settings["kernel_size"], settings["stride"]
        why = f"{room} pixels are left beside the kernel: {room // stride} whole steps of {stride}, and the first place"
        _convolves(result, why)


@check(
    "conv2d_size agrees with nn.Conv2d on drawn settings",
    points=1,
    hints=[
        "Each part works by itself. In which order do padding, kernel and stride come in?",
        "Padding first, then take off the kernel, then divide by the stride, then add 1.",
    ],
    after=(test_padding, test_stride),
)
def test_convolution_drawn(results):
    _convolves(results("stride and padding"))
    for number in range(1, 5):
        _convolves(results(f"drawn convolution {number}"))


CONVOLUTION = [test_convolution, test_padding, test_stride, test_convolution_drawn]


@check(
    "max_pool2d_size steps by its kernel size by default",
    points=2,
    hints=[
        "2x2 windows that stand side by side: how many fit on 30 pixels?",
        "Pooling's windows do not overlap unless a stride is given. Which stride is that?",
        "stride=None means: the stride is the kernel size. The counting is that of conv2d_size.",
    ],
)
def test_pooling(results):
    def judge() -> None:
        for name in ("pooling an even side", "pooling threes"):
            result = results(name)
            kernel = _settings(result)["kernel_size"]
            _pools(result, f"windows of {kernel} side by side: each step is {kernel} pixels long")

    _pooling(results, "pooling by script", judge)


@check(
    "max_pool2d_size leaves out what does not fill a window",
    points=1,
    hints=[
        "13 pixels and 2x2 windows: one pixel is left over. Does it get a window of its own?",
        "PyTorch rounds down here: six windows on 13 pixels.",
    ],
    after=test_pooling,
)
def test_pooling_rounds_down(results):
    def judge() -> None:
        for name in ("pooling an odd side", "pooling threes with a rest"):
            result = results(name)
            size, kernel = _settings(result)["size"], _settings(result)["kernel_size"]
            _pools(result, f"{size // kernel} windows of {kernel} fit on {size} pixels, the rest is dropped")

    _pooling(results, "pooling by script", judge)


@check(
    "max_pool2d_size follows a stride and a padding of its own",
    points=1,
    hints=["Pooling counts places just as a convolution does: the same formula, another default stride."],
    after=test_pooling,
)
def test_pooling_settings(results):
    def judge() -> None:
        for name in ("pooling, stride 1", "pooling, stride 2", "pooling, padding 1", "pooling, all given"):
            _pools(results(name))
        for number in range(1, 4):
            _pools(results(f"drawn pooling {number}"))

    _pooling(results, "pooling by script, all given", judge)


LAYERS = [*CONVOLUTION, test_pooling, test_pooling_rounds_down, test_pooling_settings]


@check(
    "trace_shapes follows 32 pixels through the four layers",
    points=2,
    hints=[
        "Five shapes: the image itself, then one after conv1, pool1, conv2 and pool2.",
        "Channels come first. A convolution sets their number, pooling leaves it alone.",
        "Each layer's side is computed from the side before it: conv2d_size, max_pool2d_size, and again.",
    ],
)
def test_trace(results):
    def judge() -> None:
        _traces(results("trace 32"), "(channels, height, width), each layer starting from the one before")

    _passes_or_builds_right(results, LAYERS, judge, lambda: _layers_are_traced(results, "trace by script"))


@check(
    "trace_shapes follows any image and kernel size",
    points=1,
    hints=["Do the sizes come from image_size and kernel_size, or are some of them written down as numbers?"],
    after=test_trace,
)
def test_trace_any(results):
    def judge() -> None:
        for name in ("trace 30", "trace 10", "trace 32, 5x5", "trace a drawn image"):
            _traces(results(name), "kernel_size is that of both convolutions; both poolings are 2x2")

    script = "trace by script, another kernel"
    _passes_or_builds_right(results, LAYERS, judge, lambda: _layers_are_traced(results, script))


@check(
    "flat_size gives 576 for 30 to 33 pixels, and only for those",
    points=2,
    hints=[
        "Flattening keeps every number of the last shape: how many are there?",
        "channels * height * width of what pool2 leaves.",
    ],
)
def test_flat(results):
    def judge() -> None:
        for side in (32, 30, 31, 33, 29, 34):
            _flat(results(f"flat {side}"))
        _flat(results("flat, drawn size"))

    needed = [*LAYERS, test_trace, test_trace_any]
    _passes_or_builds_right(results, needed, judge, *_last_shape_is_flattened(results))


@check(
    "flat_size gives 400 for 32 pixels and 5x5 kernels",
    points=1,
    hints=["Hand kernel_size on: both convolutions use it, the poolings stay 2x2."],
    after=test_flat,
)
def test_flat_of_other_kernels(results):
    def judge() -> None:
        _flat(results("flat 32, 5x5"))
        _flat(results("flat, drawn size and kernel"))

    needed = [*LAYERS, test_trace, test_trace_any]
    _passes_or_builds_right(results, needed, judge, *_last_shape_is_flattened(results, ", another kernel"))


@check(
    "convnet_flat_size gives 2880 for 28 pixels without pooling",
    points=1,
    hints=[
        "Two convolutions, nothing else: how many pixels does each 3x3 kernel take off a side?",
        "28, then 26, then 24: and there are 5 channels of those.",
    ],
)
def test_convnet(results):
    def judge() -> None:
        for name in ("convnet 28", "convnet 32", "convnet, drawn size"):
            _convnet(results(name))

    def judge_script() -> None:
        result = results("convnet by script")
        result.returned(5 * _answers(result, "conv2d_size")[-1] ** 2)

    _passes_or_builds_right(results, [test_convolution], judge, judge_script)


def _both_sizes_come(results: CaseResults) -> None:
    """Code that raises whatever it is given refuses nothing."""
    results("32 pixels, 3x3").number()
    results("pooling an even side").number()


@check(
    "conv2d_size and max_pool2d_size raise ValueError for an empty result",
    points=1,
    hints=[
        "A kernel longer than the side has no place to stand. PyTorch refuses; so should you.",
        "Look at the result before returning it. Is it below 1? Mind what rounding makes of -0.5.",
    ],
    edge=True,
)
def test_nothing_left(results):
    _both_sizes_come(results)
    why = "the kernel is longer than the side: there is no place for it to stand"
    for name in ("kernel too large", "kernel too large, stride 2", "window too large", "window too large, stride 2"):
        results(name).raised("ValueError", why)


@check(
    "conv2d_size and max_pool2d_size raise ValueError for a size, kernel or stride below 1",
    points=1,
    hints=["The first line of each function was given, and so was require_positive. Are they still there?"],
    edge=True,
)
def test_below_one(results):
    _both_sizes_come(results)
    for name in ("no size", "no kernel", "no stride", "stride -1"):
        results(name).raised("ValueError", "size, kernel and stride must be at least 1")
    for name in ("no size to pool", "no window", "no window, stride 1"):
        results(name).raised("ValueError", "size and window must be at least 1")
    for name in ("no stride between windows", "stride -1 between windows"):
        results(name).raised("ValueError", "a stride that is given must be at least 1")


@check(
    "trace_shapes, flat_size and convnet_flat_size raise ValueError for too small an image",
    points=1,
    hints=["If your sizes come from conv2d_size and max_pool2d_size, their ValueError comes through by itself."],
    edge=True,
)
def test_image_too_small(results):
    results("trace 10").sequence("entries")
    results("flat 10").number()
    results("convnet 5").number()
    for name in (
        "trace_shapes, no pixel left",
        "trace_shapes, large kernels",
        "flat_size, no pixel left",
        "convnet_flat_size, no pixel left",
    ):
        results(name).raised("ValueError", "the image is too small: some layer would leave nothing of it")


@check(
    "All five functions return Python's own ints; the five shapes are a list of tuples of them",
    points=1,
    hints=[
        "15.0 and a tensor holding 15 are not the int 15. Which division gives an int?",
        "A shape is a tuple: round brackets. The five shapes are in a list: square ones.",
    ],
    edge=True,
)
def test_returns_ints(results):
    """Wherever the numbers are right: what wrong ones cost is lost already."""
    numbers: dict[Callable[[CaseResult], None], list[str]] = {
        _convolves: ["32 pixels, 3x3", "1 pixel, 1x1", "padding 1", "stride 2", "stride 4", "drawn convolution 1"],
        _pools: ["pooling an even side", "pooling an odd side", "pooling, stride 2", "pooling, all given"],
        _flat: ["flat 32", "flat 29", "flat 32, 5x5", "flat, drawn size and kernel"],
        _convnet: ["convnet 28", "convnet, drawn size"],
    }
    right = [results(name) for judge, names in numbers.items() for name in names if _agrees(judge, results(name))]
    traced = [results(name) for name in ("trace 32", "trace 32, 5x5") if _agrees(_traces, results(name))]
    if not right and not traced:
        raise CheckFailedError([("", f"waits for: {check_of(test_convolution).title}")], "waits")
    for result in right:
        result.is_type("int")
    for result in traced:
        kind = result.text("type")
        shown = {"returned": with_article(kind), "expected": "a list"}
        result.require(kind == "list", "trace_shapes returns a list of shapes", **shown)
        for index in range(5):
            kind = result.text("entries", index, "type")
            shown = {f"entry [{index}]": with_article(kind), "expected": "a tuple"}
            result.require(kind == "tuple", "each shape is a tuple", **shown)
            for place in range(3):
                result.is_type("int", "entries", index, "entries", place)
