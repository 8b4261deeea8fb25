"""The figures in ex03's lesson."""

import math
from collections.abc import Iterator
from types import ModuleType
from typing import Any

NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight"]


def figures(solution: ModuleType, measured: dict[str, Any]) -> Iterator[str]:
    """What the lesson and the answer say, as it has to stand there."""
    conv, pool = solution.conv2d_size, solution.max_pool2d_size
    stride, padding = NUMBERS[conv(8, 3, stride=2)], NUMBERS[conv(8, 3, padding=1)]
    yield f"a kernel of length 3: {conv(8, 3)} places, with stride 2 {stride}, with padding 1 {padding}"

    yield f"kernels are 5x5: 32 becomes {conv(32, 5)}. With the tutorial's 3x3 kernels, 32 becomes {conv(32, 3)}"
    sides = [solution.trace_shapes(size)[-1][1] for size in (28, 30, 32)]
    sides.append(solution.trace_shapes(32, 5)[-1][1])
    yield "28, 30 and 32 pixels with 3x3 kernels end in {}, {} and {}; 32 pixels with 5x5 kernels in {}".format(*sides)
    yield "without a rest: " + ", ".join(str(shape[1]) for shape in solution.trace_shapes(30)) + "."
    fitting = _sizes_that_end_in(solution, 576)
    yield f"{_listed(fitting)} all end in 16 · 6 · 6 = {solution.flat_size(30)}"
    yield f"28 pixels end in 16 · 5 · 5 = {solution.flat_size(28)}"
    assert solution.flat_size(32, 5) == solution.flat_size(28)
    yield f"So 28 pixels become {conv(28, 3)}, then {conv(conv(28, 3), 3)}"
    yield f"24 · 24 · 5 = {solution.convnet_flat_size(28)} numbers"

    yield f"| sizes such as {(32 - 3) / 2} |"
    yield f"| {pool(30, 2, stride=1)} where {pool(30, 2)} is expected after pooling |"
    yield f"| {math.ceil(13 / 2)} where {pool(13, 2)} is expected | rounded up"
    channels, height, width = solution.trace_shapes(32)[-1]
    yield f"| {height * width} where {channels * height * width} is expected"
    yield f"| {math.prod(solution.trace_shapes(32)[-2])} where 576 is expected | counted before the last pooling"

    alike = _sizes_that_end_in(solution, 400)
    yield f"{NUMBERS[len(fitting)]} image sizes end in 16 · 6 · 6"
    yield _listed(alike)


def _listed(sizes: list[int]) -> str:
    return f"{', '.join(map(str, sizes[:-1]))} and {sizes[-1]}"


def _sizes_that_end_in(solution: ModuleType, flat: int) -> list[int]:
    return [size for size in range(10, 100) if solution.flat_size(size) == flat]
