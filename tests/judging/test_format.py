"""Values as learners read them."""

from __future__ import annotations

import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from grader.judging.format import describe_type, format_number, format_pair, format_value
from grader.observing.plain import Opaque

LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=3), inner), max_leaves=30
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (576, "576"),
        (True, "True"),
        (576.0, "576.0"),
        (1e20, "1e+20"),
        (0.000012345678, "1.235e-05"),
        (math.nan, "NaN"),
        (-math.inf, "-infinity"),
        (None, "None"),
        ("it's", '"it\'s"'),
        ("x" * 500, f"{'x' * 400!r} and 100 characters more"),
        ([1, 2.5], "[1, 2.5]"),
        ((1,), "(1,)"),
        ([0] * 15, f"[{', '.join('0' * 12)}, and 3 more]"),
        ({"a": 1.0, 2: None}, "{'a': 1.0, 2: None}"),
        (dict.fromkeys(range(13), 0), "and 1 more}"),
        (torch.tensor(2.5), "a tensor holding 2.5"),
        (torch.tensor([1.0, -2.0]), "[1.0000 -2.0000]"),
        (torch.tensor([1.0, 1e6]), "[1.0 1e+06]"),
        (torch.tensor([1.0, math.nan]), "[1.0 NaN]"),
        (torch.tensor([3, 4]), "[3 4]"),
        (torch.zeros(0, 3), "an empty tensor of shape (0, 3)"),
        (torch.ones(2, 2), "shape (2, 2): [1.0000 1.0000 1.0000 1.0000]"),
        (torch.ones(20), "shape (20,), beginning [1.0000 1.0000"),
        (Opaque("a Foo object"), "a Foo object"),
    ],
)  # fmt: skip
def test_values(value, text):
    shown = format_value(value)
    assert shown == text or text in ("and 1 more}", shown[: len(text)])


def test_a_float_of_few_digits_is_never_taken_for_an_int():
    assert format_number(3.0, 2) == "3.0"
    assert format_number(123456.0, 4) == "1.235e+05"


@given(VALUES)
def test_any_plain_value_is_shown_shortly(value):
    assert isinstance(format_value(value), str)
    assert format_pair(value, value)[0] == format_pair(value, value)[1]


@pytest.mark.parametrize("at", [0, 11, 12, 500, 999])
def test_where_long_lists_differ_is_among_what_is_shown(at):
    one, other = [0.5] * 1000, [0.5] * 1000
    other[at] = 0.75
    mine, theirs = format_pair(one, other)
    assert mine != theirs
    assert "0.75" in theirs and "0.75" not in mine
    assert mine.startswith("from [") == (at >= 12)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "None"), (1, "an int"), (1.0, "a float"), ("", "a str"), (torch.ones(2, 3), "a tensor of shape (2, 3)"),
        (Opaque("a Foo object"), "a Foo object"),
    ],
)  # fmt: skip
def test_types_in_words(value, words):
    assert describe_type(value) == words
