"""ex03: cases and probes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

from grader.observing.cases import Case, Draw
from grader.observing.tools import scalar, sizes

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
    "trace_shapes, no pixel left": ("trace_shapes", {"image_size": 9}),
    "trace_shapes, large kernels": ("trace_shapes", {"image_size": 15, "kernel_size": 5}),
    "flat_size, no pixel left": ("flat_size", {"image_size": 8}),
    "convnet_flat_size, no pixel left": ("convnet_flat_size", {"image_size": 4}),
}


def cases(draw: Draw) -> Iterator[Case]:
    for name, settings in CONVOLUTIONS.items():
        yield _case(name, "conv2d_size", settings)
    for number in range(1, 5):
        kernel = draw.integer(1, 8)
        settings = {"size": draw.integer(2 * kernel, 90), "kernel_size": kernel}
        settings |= {"stride": draw.integer(1, 5), "padding": draw.integer(0, 4)}
        yield _case(f"drawn convolution {number}", "conv2d_size", settings)
    for name, settings in POOLINGS.items():
        yield _case(name, "max_pool2d_size", settings)
    for number in range(1, 4):
        kernel = draw.integer(2, 6)
        settings = {"size": draw.integer(2 * kernel, 90), "kernel_size": kernel}
        settings |= {"stride": draw.integer(1, 5), "padding": draw.integer(0, kernel // 2 + 1)}
        yield _case(f"drawn pooling {number}", "max_pool2d_size", settings)

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

    for name, (function, settings) in NOTHING_LEFT.items():
        yield _case(name, function, settings, refuse)


def _case(name: str, function: str, settings: dict[str, int], probe: Callable[..., Any] | None = None) -> Case:
    called = ", ".join(f"{key}={value}" for key, value in settings.items())
    return Case(name, probe or count, f"{function}({called})", {"function": function, "settings": settings})


def count(module: ModuleType, function: str, settings: dict[str, int]) -> dict[str, Any]:
    """What one of the module's functions makes of the settings."""
    return scalar(getattr(module, function)(**settings))


def refuse(module: ModuleType, function: str, settings: dict[str, int]) -> Any:
    """What a function returns where it should raise."""
    return getattr(module, function)(**settings)


def trace(module: ModuleType, function: str, settings: dict[str, int]) -> Any:
    """The shapes, one by one, whatever kind of shape and number they are made of."""
    shapes = getattr(module, function)(**settings)
    if not isinstance(shapes, (list, tuple)):
        return shapes
    return [_numbers(sizes(shape)) for shape in shapes]


def _numbers(shape: Any) -> Any:
    if not isinstance(shape, (list, tuple)):
        return shape
    return tuple(scalar(size)["number"] for size in shape)
