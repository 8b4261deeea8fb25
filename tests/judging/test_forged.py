"""The judge shown well-formed lies: no check breaks on them, and none pays for them."""

from __future__ import annotations

import random
import sys
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
import torch

from grader import catalog
from grader.authoring.grade_source import observe_source, suite_of
from grader.judging.format import format_value
from grader.judging.judge import judge
from grader.observing.cases import Case
from grader.observing.observe import Frame, Observation, Raised
from grader.observing.plain import Opaque, plain

ROOT = Path(__file__).parents[2]
EXERCISES = list(catalog.exercises().values())
SEED, MUTANTS = 7, 150
CALLS = 200_000
"""The most calls of functions that judging a forged submission may take: about 0.1 s, whatever the machine's load."""

KINDS = ("Error", "ValueError", "TypeError", "RuntimeError", "IndexError", "KeyError", "NotImplementedError")
EVERYTHING = Raised("Error", "no", (Frame(1, "f", "x"),), (*KINDS, "ZeroDivisionError", "Exception", "BaseException"))


def deep(depth: int, entry: object) -> object:
    return [deep(depth - 1, entry), entry] if depth else entry


class Echo:
    """Stands for the case's own arguments, or one of them."""

    def __init__(self, one: bool) -> None:
        self.one = one

    def of(self, case: Case) -> object:
        given = case.copy_of_arguments()
        return next(iter(given.values()), None) if self.one else given


VALUES = {
    "None": None,
    "zero": 0,
    "one": 1,
    "True": True,
    "a float": 0.0,
    "NaN": float("nan"),
    "infinity": float("inf"),
    "a large int": 2**62,
    "a larger int": 2**64,
    "a huge int": 2**990,
    "no text": "",
    "a text": "passed",
    "no list": [],
    "a list of None": [None] * 10,
    "a long list": [0] * 50_000,
    "a long list of lists": [[0.0] * 10] * 5_000,
    "a deep list": deep(11, 0.5),
    "no dict": {},
    "a dict": {"type": "int", "number": 0},
    "a dict of lies": {"type": "int", "number": True, 0: None, "passed": True},
    "a dict of NaN": {"type": "float", "number": float("nan")},
    "an opaque": Opaque("a Foo object"),
    "no tensor": torch.empty(0),
    "a 0-d tensor": torch.tensor(0.0),
    "a tensor": torch.zeros(2, 3),
    "a tensor of NaN": torch.full((4, 10), float("nan")),
    "a tensor of bool": torch.ones(4, 10, dtype=torch.bool),
    "a tensor of bytes": torch.ones(10, dtype=torch.uint8),
    "a tensor of half": torch.ones(1, 10, dtype=torch.float16),
    "arguments": Echo(one=False),
    "an argument": Echo(one=True),
}
REPLACEMENTS = [value for value in VALUES.values() if not isinstance(value, Echo)]


@cache
def drawn(exercise: catalog.Exercise) -> Mapping[str, Case]:
    return suite_of(exercise, SEED).cases


@cache
def honest(exercise: catalog.Exercise) -> dict[str, Observation]:
    """What the solution is seen to do."""
    return observe_source(exercise, exercise.path(ROOT, "solutions").read_text(encoding="utf-8"), SEED)


def answered(exercise: catalog.Exercise, value: object) -> dict[str, Observation]:
    """The same value for every case."""
    return {
        name: Observation("returned", plain(value.of(case)) if isinstance(value, Echo) else value, None, "printed\n")
        for name, case in drawn(exercise).items()
    }


def shaped_like(value: object, change) -> object:
    """A value with the honest one's form in which every leaf is changed."""
    if isinstance(value, dict):
        return {key: shaped_like(entry, change) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(shaped_like(entry, change) for entry in value)
    return change(value)


def zeroed(leaf: object) -> object:
    return (
        torch.zeros_like(leaf)
        if isinstance(leaf, torch.Tensor)
        else type(leaf)()
        if type(leaf) in (int, float)
        else leaf
    )


def nans(leaf: object) -> object:
    if isinstance(leaf, torch.Tensor):
        return torch.full_like(leaf, float("nan")) if leaf.dtype.is_floating_point else torch.zeros_like(leaf)
    return float("nan") if type(leaf) in (int, float) else leaf


def huge(leaf: object) -> object:
    if isinstance(leaf, torch.Tensor):
        return torch.full_like(leaf, 3e38) if leaf.dtype.is_floating_point else torch.full_like(leaf, 100)
    return 2**990 if type(leaf) is int else 1e308 if type(leaf) is float else leaf


def other_dtype(leaf: object) -> object:
    return leaf.to(torch.int8) if isinstance(leaf, torch.Tensor) else leaf


def other_shape(leaf: object) -> object:
    return leaf.flatten()[:-1] if isinstance(leaf, torch.Tensor) else leaf


def nothing(leaf: object) -> object:
    return None


def places(value: object, path: tuple = ()) -> list[tuple]:
    """The paths to every part of a value, itself among them; of a long list, its ends."""
    found = [path]
    if isinstance(value, dict):
        for key, entry in value.items():
            found += places(entry, (*path, key))
    elif isinstance(value, (list, tuple)):
        for index in {*range(min(3, len(value))), *range(max(0, len(value) - 1), len(value))}:
            found += places(value[index], (*path, index))
    return found


def changed(value: object, path: tuple, replace) -> object:
    """A copy of a value in which what ``path`` leads to is replaced."""
    if not path:
        return replace(value)
    step, *rest = path
    if isinstance(value, dict):
        return {key: changed(entry, tuple(rest), replace) if key == step else entry for key, entry in value.items()}
    return type(value)(changed(entry, tuple(rest), replace) if at == step else entry for at, entry in enumerate(value))


def shorter(value: object) -> object:
    if isinstance(value, dict):
        return dict(list(value.items())[:-1])
    return value[:-1] if isinstance(value, (list, tuple, str)) and value else None


def longer(value: object) -> object:
    if isinstance(value, dict):
        return {**value, "more": 1, 0: None}
    return type(value)([*value, *value]) if isinstance(value, (list, tuple)) else [value, value]


def mutants(exercise: catalog.Exercise) -> list[dict[str, Observation]]:
    """Honest observations with one part of one case changed."""
    draw = random.Random(SEED)
    seen = honest(exercise)
    made = []
    for _ in range(MUTANTS):
        name = draw.choice(list(seen))
        value = seen[name].value
        path = draw.choice(places(value))
        with_value = draw.choice(REPLACEMENTS)
        how = draw.choice([shorter, longer, zeroed, nans, huge, other_dtype, other_shape, lambda _, v=with_value: v])
        try:
            forged = plain(changed(value, path, how))
        except (TypeError, RuntimeError):  # what cannot be made cannot be sent
            continue
        made.append({**seen, name: Observation("returned", forged, None, draw.choice(["", "\n" * 100, "1 2 3 nan\n"]))})
    return made


def graded(exercise: catalog.Exercise, forgeries: list[dict[str, Observation]]):
    grades = [judge(suite_of(exercise, SEED), forgery) for forgery in forgeries]
    faults = {verdict.check for grade in grades for verdict in grade.verdicts if verdict.outcome == "fault"}
    assert not faults
    return grades


def passed(labels, grades) -> dict[str, list[str]]:
    found = {
        label: [verdict.check for verdict in grade.verdicts if verdict.passed]
        for label, grade in zip(labels, grades, strict=True)
    }
    return {label: checks for label, checks in found.items() if checks}


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda each: each.id)
def test_one_value_for_every_case_earns_nothing(exercise):
    grades = graded(exercise, [answered(exercise, value) for value in VALUES.values()])
    assert passed(VALUES, grades) == {}


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda each: each.id)
def test_an_end_without_a_value_earns_nothing(exercise):
    hows = ("raised", "timed out", "left", "given code changed", "missing")
    grades = graded(exercise, [{name: Observation(how, None, EVERYTHING) for name in drawn(exercise)} for how in hows])
    assert passed(hows, grades) == {}
    assert passed(["nothing"], graded(exercise, [{}])) == {}


@pytest.mark.slow
@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda each: each.id)
def test_the_right_form_with_wrong_content_earns_nothing(exercise):
    changes = (zeroed, nans, huge, nothing)
    forgeries = [
        {
            name: Observation("returned", plain(shaped_like(each.value, change)), None, "")
            for name, each in honest(exercise).items()
        }
        for change in changes
    ]
    grades = graded(exercise, forgeries)
    assert passed([change.__name__ for change in changes], grades) == {}


@pytest.mark.slow
@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda each: each.id)
def test_no_change_to_one_honest_answer_breaks_a_check(exercise):
    graded(exercise, mutants(exercise))


def nest(depth: int, leaf: object) -> object:
    return [nest(depth - 1, leaf) for _ in range(12)] if depth else leaf


# Each nearly as large as a submission's budget lets all of its values be.
HEAVY = {
    "floats": [0.5] * 15_000,
    "long ints": [2**990] * 3_000,
    "lists": [[0.5, 0.5]] * 5_000,
    "tensors": [torch.zeros(2)] * 4_900,
    "one tensor": torch.zeros(2_900_000),
    "nested tensors": nest(3, torch.tensor(0.0)),
    "nested numbers": nest(4, 0.5)[:8],
    "a long dict": {str(number): 0.5 for number in range(7_000)},
    "samples": [(torch.zeros(1, 1, 4, 4), 0)] * 4_900,
    "numbers with types": [{"type": "float", "number": 0.5}] * 5_000,
}


def calls_of_judging(exercise: catalog.Exercise, observations: dict[str, Observation]) -> int:
    """How many functions are called, Python's and C's: what follows CPU time and is the same on every machine."""
    called = 0

    def count(_frame, event, _argument):
        nonlocal called
        called += event in ("call", "c_call")

    suite = suite_of(exercise, SEED)
    judge(suite, honest(exercise))  # what checks recompute is computed once for all submissions
    sys.setprofile(count)
    try:
        grade = judge(suite, observations)
    finally:
        sys.setprofile(None)
    assert not [verdict.check for verdict in grade.verdicts if verdict.outcome == "fault"]
    return called


@pytest.mark.slow
@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda each: each.id)
def test_no_forged_value_makes_the_judge_work_for_long(exercise):
    draw, seen = random.Random(SEED), honest(exercise)
    parts = [(name, path) for name in seen for path in places(seen[name].value) if len(path) < 3]
    for name, path in draw.sample(parts, min(6, len(parts))):
        for label, heavy in HEAVY.items():
            value = changed(seen[name].value, path, lambda _, heavy=heavy: heavy)
            called = calls_of_judging(exercise, {**seen, name: Observation("returned", value)})
            assert called < CALLS, (name, path, label)


def test_a_long_list_of_types_is_not_written_out():
    exercise = catalog.exercise("ex05")
    value = {**honest(exercise)["x squared"].value, "types": HEAVY["samples"]}
    assert calls_of_judging(exercise, {**honest(exercise), "x squared": Observation("returned", value)}) < CALLS


def test_a_nest_is_shown_in_part():
    assert len(format_value(nest(5, torch.tensor(0.0)))) < 20_000
    assert format_value([[1, 2], {"a": (3,)}]) == "[[1, 2], {'a': (3,)}]"


def test_a_tensor_among_flags_is_no_fault_of_the_suites():
    """It has no truth value, and the whole submission would count as not graded."""
    exercise = catalog.exercise("ex00")
    for name, key in (("a child of another parent", "set_up"), ("func2 with another func1", "on_child")):
        right = honest(exercise)[name]
        forged = replace(right, value={**right.value, key: [torch.ones(2)]})
        graded(exercise, [{**honest(exercise), name: forged}])
