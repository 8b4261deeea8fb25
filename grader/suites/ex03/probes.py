"""ex03: cases and probes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from types import ModuleType
from typing import Any

from grader.observing.cases import Case, Draw
from grader.observing.plain import type_name
from grader.observing.tools import replaced, scalar

CONVOLUTIONS: dict[str, dict[str, int]] = {
    "32 pixels, 3x3": {"size": 32, "kernel_size": 3},
    "28 pixels, 3x3": {"size": 28, "kernel_size": 3},
    "32 pixels, 5x5": {"size": 32, "kernel_size": 5},
    "1 pixel, 1x1": {"size": 1, "kernel_size": 1},
    "padding 1": {"size": 30, "kernel_size": 3, "padding": 1},
    "padding 2": {"size": 28, "kernel_size": 5, "padding": 2},
    "stride 2": {"size": 30, "kernel_size": 3, "stride": 2},
    "stride 4": {"size": 32, "kernel_size": 5, "stride": 4},
    "stride and padding": {"size": 32, "kernel_size": 3, "stride": 2, "padding": 1},
}
POOLINGS: dict[str, dict[str, int]] = {
    "pooling an even side": {"size": 30, "kernel_size": 2},
    "pooling threes": {"size": 12, "kernel_size": 3},
    "pooling an odd side": {"size": 13, "kernel_size": 2},
    "pooling threes with a rest": {"size": 29, "kernel_size": 3},
    "pooling, stride 1": {"size": 30, "kernel_size": 2, "stride": 1},
    "pooling, stride 2": {"size": 28, "kernel_size": 3, "stride": 2},
    "pooling, padding 1": {"size": 13, "kernel_size": 2, "padding": 1},
    "pooling, all given": {"size": 31, "kernel_size": 3, "stride": 2, "padding": 1},
}
NOTHING_LEFT = {
    "kernel too large": ("conv2d_size", {"size": 2, "kernel_size": 3}),
    "kernel too large, stride 2": ("conv2d_size", {"size": 2, "kernel_size": 3, "stride": 2}),
    "window too large": ("max_pool2d_size", {"size": 1, "kernel_size": 2}),
    "window too large, stride 2": ("max_pool2d_size", {"size": 2, "kernel_size": 3, "stride": 2}),
    "trace_shapes, no pixel left": ("trace_shapes", {"image_size": 9}),
    "trace_shapes, large kernels": ("trace_shapes", {"image_size": 15, "kernel_size": 5}),
    "flat_size, no pixel left": ("flat_size", {"image_size": 8}),
    "convnet_flat_size, no pixel left": ("convnet_flat_size", {"image_size": 4}),
}
BELOW_ONE = {
    "no size": ("conv2d_size", {"size": 0, "kernel_size": 3, "padding": 2}),
    "no kernel": ("conv2d_size", {"size": 10, "kernel_size": 0}),
    "no stride": ("conv2d_size", {"size": 10, "kernel_size": 3, "stride": 0}),
    "stride -1": ("conv2d_size", {"size": 3, "kernel_size": 3, "stride": -1}),
    "no size to pool": ("max_pool2d_size", {"size": 0, "kernel_size": 2, "padding": 1}),
    "no window": ("max_pool2d_size", {"size": 10, "kernel_size": 0}),
    "no window, stride 1": ("max_pool2d_size", {"size": 10, "kernel_size": 0, "stride": 1}),
    "no stride between windows": ("max_pool2d_size", {"size": 10, "kernel_size": 2, "stride": 0}),
    "stride -1 between windows": ("max_pool2d_size", {"size": 2, "kernel_size": 2, "stride": -1}),
}


def cases(draw: Draw) -> Iterator[Case]:
    for name, settings in CONVOLUTIONS.items():
        yield _case(name, "conv2d_size", settings)
    for number in range(1, 5):
        kernel = draw.integer(1, 8)
        settings = {"size": draw.integer(2 * kernel, 90), "kernel_size": kernel}
        settings |= {"stride": draw.integer(1, 5), "padding": draw.integer(0, 4)}
        yield _case(f"drawn convolution {number}", "conv2d_size", settings, count_by_place)
    for name, settings in POOLINGS.items():
        yield _case(name, "max_pool2d_size", settings)
    for number in range(1, 4):
        kernel = draw.integer(2, 6)
        settings = {"size": draw.integer(2 * kernel, 90), "kernel_size": kernel}
        settings |= {"stride": draw.integer(1, 5), "padding": draw.integer(0, kernel // 2 + 1)}
        yield _case(f"drawn pooling {number}", "max_pool2d_size", settings, count_by_place)

    yield _case("trace 32", "trace_shapes", {"image_size": 32}, trace)
    yield _case("trace 30", "trace_shapes", {"image_size": 30}, trace)
    yield _case("trace 10", "trace_shapes", {"image_size": 10}, trace)
    yield _case("trace 32, 5x5", "trace_shapes", {"image_size": 32, "kernel_size": 5}, trace)
    settings = {"image_size": draw.integer(35, 90), "kernel_size": draw.integer(2, 8)}
    yield _case("trace a drawn image", "trace_shapes", settings, trace)

    for side in (32, 30, 31, 33, 29, 34, 10):
        yield _case(f"flat {side}", "flat_size", {"image_size": side})
    yield _case("flat 32, 5x5", "flat_size", {"image_size": 32, "kernel_size": 5})
    yield _case("flat, drawn size", "flat_size", {"image_size": draw.integer(35, 120)})
    settings = {"image_size": draw.integer(40, 90), "kernel_size": draw.integer(4, 9)}
    yield _case("flat, drawn size and kernel", "flat_size", settings)

    yield _case("convnet 28", "convnet_flat_size", {})
    yield _case("convnet 32", "convnet_flat_size", {"image_size": 32})
    yield _case("convnet 5", "convnet_flat_size", {"image_size": 5})
    yield _case("convnet, drawn size", "convnet_flat_size", {"image_size": draw.integer(5, 60)})

    for name, (function, settings) in (NOTHING_LEFT | BELOW_ONE).items():
        yield _case(name, function, settings, refuse)
    yield from _by_script(draw)


def _case(name: str, function: str, settings: dict[str, int], probe: Callable[..., Any] | None = None) -> Case:
    by_place = probe is count_by_place
    called = ", ".join(str(value) if by_place else f"{key}={value}" for key, value in settings.items())
    return Case(name, probe or count, f"{function}({called})", {"function": function, "settings": settings})


def _by_script(draw: Draw) -> Iterator[Case]:
    """One function at a time: the ones it may build on return drawn numbers that no layer would make."""

    def sides(number: int) -> list[int]:
        return [draw.integer(100 * place, 100 * place + 99) for place in range(2, 2 + number)]

    for name, more in (("pooling by script", {}), ("pooling by script, all given", {"stride": 3, "padding": 2})):
        settings = {"size": draw.integer(20, 90), "kernel_size": draw.integer(4, 9), **more}
        stride = settings.get("stride", settings["kernel_size"])
        asked = [settings["size"], settings["kernel_size"], stride, settings.get("padding", 0)]
        answers = [[asked, sides(1)[0]]]
        yield _scripted(name, "max_pool2d_size", settings, {"conv2d_size": answers})
    for kernel, kind in ((3, ""), (draw.integer(4, 9), ", another kernel")):
        image, (conv1, pool1, conv2, pool2) = draw.integer(20, 90), sides(4)
        settings = {"image_size": image} if kernel == 3 else {"image_size": image, "kernel_size": kernel}
        layers: dict[str, Any] = {
            "conv2d_size": [[[image, kernel, 1, 0], conv1], [[pool1, kernel, 1, 0], conv2]],
            "max_pool2d_size": [[[conv1, 2, 2, 0], pool1], [[conv2, 2, 2, 0], pool2]],
        }
        yield _scripted(f"trace by script{kind}", "trace_shapes", settings, layers)
        yield _scripted(f"flat by script of the layers{kind}", "flat_size", settings, layers)
        shapes = [tuple(sides(3)) for _ in range(5)]
        by_shapes: dict[str, Any] = {"trace_shapes": [[[image, kernel], shapes]]}
        yield _scripted(f"flat by script of the shapes{kind}", "flat_size", settings, by_shapes)
    image, (conv1, conv2) = draw.integer(20, 90), sides(2)
    by_layers: dict[str, Any] = {"conv2d_size": [[[image, 3, 1, 0], conv1], [[conv1, 3, 1, 0], conv2]]}
    yield _scripted("convnet by script", "convnet_flat_size", {"image_size": image}, by_layers)


def _scripted(name: str, function: str, settings: dict[str, int], answers: dict[str, list[Any]]) -> Case:
    case = _case(name, function, settings, by_script)
    return replace(case, arguments=case.arguments | {"answers": answers})


def count(module: ModuleType, function: str, settings: dict[str, int]) -> dict[str, Any]:
    """What one of the module's functions makes of the settings."""
    return scalar(getattr(module, function)(**settings))


def count_by_place(module: ModuleType, function: str, settings: dict[str, int]) -> dict[str, Any]:
    """The same, with the settings in the order of the signature."""
    return scalar(getattr(module, function)(*settings.values()))


def refuse(module: ModuleType, function: str, settings: dict[str, int]) -> Any:
    """What a function returns where it should raise."""
    return getattr(module, function)(**settings)


def trace(module: ModuleType, function: str, settings: dict[str, int]) -> dict[str, Any]:
    """The shapes, one by one, and what kind of list, shape and number they are made of."""
    shapes = _entries(getattr(module, function)(**settings))
    if type(shapes["entries"]) is list:
        shapes["entries"] = [_shape(shape) for shape in shapes["entries"]]
    return shapes


def _shape(value: Any) -> dict[str, Any]:
    shape = _entries(value)
    if type(shape["entries"]) is list:
        shape["entries"] = [scalar(size) for size in shape["entries"]]
    return shape


def _entries(value: Any) -> dict[str, Any]:
    """The entries of a list or tuple, also of a subclass such as ``torch.Size``; anything else as it is."""
    for kind in (tuple, list):
        if any(base is kind for base in type.mro(type(value))):
            entries = list(kind.__iter__(value))
            return {"type": type_name(kind), "entries": entries}
    return {"type": type_name(type(value)), "entries": value}


def by_script(module: ModuleType, function: str, settings: dict[str, int], answers: dict[str, list[Any]]) -> Any:
    """What a function returns while others answer by a script, and only to what it foresees."""

    def conv2d_size(size: int, kernel_size: int, stride: int = 1, padding: int = 0) -> Any:
        return answer("conv2d_size", size, kernel_size, stride, padding)

    def max_pool2d_size(size: int, kernel_size: int, stride: int | None = None, padding: int = 0) -> Any:
        return answer("max_pool2d_size", size, kernel_size, kernel_size if stride is None else stride, padding)

    def trace_shapes(image_size: int, kernel_size: int = 3) -> Any:
        return answer("trace_shapes", image_size, kernel_size)

    def answer(name: str, *asked: int) -> Any:
        for wanted, value in answers[name]:
            if wanted == list(asked):
                return value
        raise LookupError(f"the script does not foresee {name}{asked}")

    with ExitStack() as stack:
        for stand_in in (conv2d_size, max_pool2d_size, trace_shapes):
            if stand_in.__name__ in answers:
                stack.enter_context(replaced(module, stand_in.__name__, stand_in))
        probe = trace if function == "trace_shapes" else count
        return probe(module, function, settings)
