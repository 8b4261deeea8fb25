"""ex01: checks."""

from __future__ import annotations

import math

from grader.judging.case_result import CaseResult
from grader.judging.checks import check


def _features(result: CaseResult) -> int:
    return math.prod(result.arguments["x"].shape[1:])


def _counts(result: CaseResult, why: str = "") -> None:
    shape = tuple(result.arguments["x"].shape)
    product = " * ".join(str(size) for size in shape[1:]) or "nothing left to multiply: 1"
    result.returned(_features(result), why or f"one sample of {shape} has {product} features")


@check(
    "num_flat_features counts the features of one sample",
    points=2,
    hints=[
        "Which of the sizes in x.shape does not belong to one sample?",
        "A sample of shape (16, 6, 6) has 16 * 6 * 6 numbers: sizes are multiplied, not added.",
        "Start with 1 and multiply it by each size but the first; or see what math.prod does.",
    ],
)
def test_one_sample(results):
    _counts(results("one sample"))
    _counts(results("another sample"))


@check(
    "num_flat_features gives the same for two samples as for one",
    points=2,
    hints=["The first dimension counts the samples. Does it change how big one sample is?"],
    after=test_one_sample,
)
def test_batch_size_does_not_count(results):
    _counts(results("two samples"))
    _counts(results("a small layer"))


@check(
    "num_flat_features works for any number of dimensions",
    points=2,
    hints=["Do not count on 4 dimensions: use all sizes after the first, however many there are."],
    after=test_batch_size_does_not_count,
)
def test_any_shape(results):
    for name in ("a tall layer", "vectors", "a drawn shape", "sequences", "videos"):
        _counts(results(name))
    _counts(results("every other sample"), "only the shape counts, not where the numbers lie in memory")


@check(
    "num_flat_features gives 1 where a sample is a single number",
    points=1,
    hints=["With no sizes left to multiply, what should the product be?"],
    after=test_batch_size_does_not_count,
)
def test_single_numbers(results):
    _counts(results("single numbers"), "each of the 7 samples is one number")


@check(
    "num_flat_features copes with an empty batch",
    points=1,
    hints=["A batch of no samples still has a shape. Is there a division by the number of samples?"],
    after=test_batch_size_does_not_count,
    edge=True,
)
def test_empty_batch(results):
    _counts(results("no samples"), "a sample would have 16 * 6 * 6 features, also where there is none")


@check(
    "num_flat_features leaves x as it was",
    points=1,
    hints=["Nothing has to be done to x itself: its shape is all you need."],
    after=test_one_sample,
)
def test_leaves_x_alone(results):
    for name in ("left alone", "two left alone"):
        result = results(name)
        result.expect("x afterwards", result.tensor("x"), result.arguments["x"], "x should not be changed")
        result.require(not result.flag("learns"), "x did not require gradients before", x_requires_gradients="yes")
    result = results("left alone")
    count = result.number("count")
    result.require(count == _features(result), "the count should be right as well", returned=count)


@check(
    "num_flat_features returns Python's own int",
    points=1,
    hints=["A tensor holding 576 is not the int 576, and 1.0 is not the int 1. x.shape holds ints already."],
    after=test_one_sample,
    edge=True,
)
def test_returns_an_int(results):
    """Wherever the number is right: what a wrong one costs is lost already."""
    for name in ("one sample", "another sample"):
        results(name).is_type("int")
    if results.passes(test_batch_size_does_not_count):
        for name in ("two samples", "a small layer"):
            results(name).is_type("int")
    if results.passes(test_any_shape):
        for name in ("a tall layer", "vectors", "a drawn shape", "sequences", "videos", "every other sample"):
            results(name).is_type("int")
    if results.passes(test_single_numbers):
        results("single numbers").is_type("int")
    if results.passes(test_empty_batch):
        results("no samples").is_type("int")
