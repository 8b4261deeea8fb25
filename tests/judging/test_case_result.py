"""What checks ask: any value of the wrong kind fails with a sentence, never with an error of the suite's."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
import torch

from grader.judging.case_result import NOTHING_RETURNED, CaseResult
from grader.judging.checks import CheckFailedError
from grader.judging.replay import Replays
from grader.observing.observe import Observation
from grader.observing.plain import Opaque
from tests.judging.kit import CASES, result_of, result_raised, rows_of

ANY = (
    None, True, 0, 1.5, math.nan, 2**200, "text", [], (1, 2), {"type": "int", "number": "x"}, {}, torch.ones(2),
    torch.tensor(1.0), Opaque("a Foo object"),
)  # fmt: skip
ASKS = {
    "tensor": lambda result: result.tensor(),
    "tensor of a shape": lambda result: result.tensor(shape=(9, 9)),
    "number": lambda result: result.number(),
    "finite": lambda result: result.finite(),
    "flag": lambda result: result.flag(),
    "text": lambda result: result.text(),
    "sequence": lambda result: result.sequence(),
    "numbers": lambda result: result.numbers(),
    "mapping": lambda result: result.mapping(),
    "entry": lambda result: result.get("there", 0),
    "index": lambda result: result.get(5),
    "returned an int": lambda result: result.returned(576),
    "returned a tensor": lambda result: result.returned(torch.zeros(3)),
    "returned a list": lambda result: result.returned([1.0, 2.0]),
    "type": lambda result: result.is_type("int"),
    "raised": lambda result: result.raised("ValueError", "a negative lr"),
}


@pytest.mark.parametrize("value", ANY, ids=repr)
def test_every_question_is_answered_or_fails_with_what_was_called(value):
    failures = []
    for ask in ASKS.values():
        try:
            ask(result_of(value))
        except CheckFailedError as failure:
            failures.append(failure)
    assert len(failures) > len(ASKS) / 2
    for failure in failures:
        assert failure.outcome == "failed"
        assert failure.rows[0] == ("called", "halve(x), x a batch")
        assert len(failure.rows) > 1 and all(text for _, text in failure.rows)


def test_values_are_read_along_a_path():
    result = result_of({"a": [1, (2.5, "x")], "flag": True, "n": {"type": "float", "number": 3.0}, "w": torch.ones(2)})
    assert result.number("a", 0) == 1
    assert result.number("a", -1, 0) == 2.5
    assert result.text("a", 1, 1) == "x"
    assert result.flag("flag") is True
    assert result.number("n") == 3.0
    assert result.finite("n") == 3.0
    assert result.sequence("a") == [1, (2.5, "x")]
    assert torch.equal(result.tensor("w", shape=(2,)), torch.ones(2))
    assert list(result.mapping()) == ["a", "flag", "n", "w"]


@pytest.mark.parametrize(
    ("path", "missing"), [(("b",), "there is no 'b' in it"), (("a", 2), "there is no 2 in it"), (("a", "x"), "no 'x'")]
)
def test_an_entry_that_is_not_there_is_said(path, missing):
    with pytest.raises(CheckFailedError) as caught:
        result_of({"a": [1, 2]}).get(*path)
    assert missing in rows_of(caught.value)["missing"]


def failing(ask, result) -> dict[str, str]:
    with pytest.raises(CheckFailedError) as caught:
        ask(result)
    return rows_of(caught.value)


def test_both_values_the_difference_and_the_reason_are_shown_in_this_order():
    result = result_of(torch.tensor([1.0, 2.0, 3.0]))
    with pytest.raises(CheckFailedError) as caught:
        result.expect("returned", result.tensor(), torch.tensor([1.0, 2.0, 4.0]), "each number is doubled")
    assert caught.value.rows == (
        ("called", "halve(x), x a batch"),
        ("returned", "[1.0000 2.0000 3.0000]"),
        ("expected", "[1.0000 2.0000 4.0000]"),
        ("differs", "1 of 3 numbers, by 1.0 at most; first at [2]: 3.0 instead of 4.0"),
        ("why", "each number is doubled"),
    )


def test_what_passes_says_nothing():
    result_of(576).returned(576)
    result_of(576.0).returned(576)
    result_of({"type": "int", "number": 576}).returned(576)
    result_of({"type": "int", "number": 576}).is_type("int")
    result_of(1.00001).returned(1.0)
    result_of(None).require(True, "never shown")
    result_raised("ValueError").raised("ValueError")
    result_raised("ValueError").raised("Exception")


def test_messages_of_the_other_questions():
    required = failing(
        lambda result: result.require(False, "the loss should fall", last_loss=2.5, says="x"), result_of(1)
    )
    assert required == {"called": "halve(x), x a batch", "last loss": "2.5", "says": "x", "why": "the loss should fall"}
    kind = failing(lambda result: result.is_type("int"), result_of({"type": "torch.Tensor", "number": 3}))
    assert kind["returned"] == "a tensor that holds 3"
    assert kind["expected"] == "an int of Python's own, not a tensor"
    shape = failing(lambda result: result.tensor(shape=(3,)), result_of(torch.ones(2)))
    assert (shape["shape"], shape["expected"]) == ("(2,)", "(3,)")
    assert failing(lambda result: result.finite(), result_of(math.inf))["expected"] == "a finite number"
    assert "an int of 201 bits" in failing(lambda result: result.number(), result_of(2**200))["returned"]
    none = failing(lambda result: result.raised("ValueError", "lr is negative"), result_of(None))
    assert (none["returned"], none["expected"], none["why"]) == ("None", "a ValueError", "lr is negative")
    other = failing(lambda result: result.raised("ValueError"), result_raised("KeyError", "'x'"))
    assert (other["raised"], other["expected"]) == ("KeyError: 'x'", "a ValueError")
    assert (
        "it called sys.exit()"
        in failing(lambda r: r.raised("ValueError"), result_raised("SystemExit", "", "exited"))["exited"]
    )


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        (0.5, 0.75), (3, 4), ([1, 2], [1, 3]), (None, 1.0), (None, torch.ones(2)), (torch.ones(()), torch.zeros(())),
        (torch.ones(2, 3), torch.ones(4, 2)),
    ],
)  # fmt: skip
def test_what_can_be_seen_in_the_values_is_not_said_again(actual, expected):
    rows = failing(lambda result: result.expect("returned", actual, expected, "so it is"), result_of(actual))
    assert list(rows) == ["called", "returned", "expected", "why"]
    assert rows["why"] == ("so it is" if actual is not None else NOTHING_RETURNED)


def test_none_is_explained_where_a_function_returned_it():
    assert failing(lambda result: result.number(), result_of(None))["why"] == NOTHING_RETURNED
    assert "why" not in failing(lambda result: result.tensor("gradients", 0), result_of({"gradients": [None]}))


def test_an_exception_is_expected_and_the_part_that_came_back_instead_is_shown():
    rows = failing(lambda result: result.raised("ValueError", "no batch", "batch"), result_of({"batch": 3, "x": 4}))
    assert rows == {"called": "halve(x), x a batch", "returned": "3", "expected": "a ValueError", "why": "no batch"}


def test_what_checks_compare_is_not_shown_as_notes():
    case = replace(CASES["a batch"], prints=True)
    with pytest.raises(CheckFailedError) as caught:
        CaseResult(case, Observation("returned", 1, None, "a line"), Replays()).returned(2)
    assert "printed" not in rows_of(caught.value)


def test_a_case_that_returned_nothing_fails_every_question_with_what_happened():
    for ask in list(ASKS.values())[:-1]:
        assert failing(ask, result_raised("KeyError", "'x'"))["raised"] == "KeyError: 'x'"
    with pytest.raises(CheckFailedError):
        _ = result_raised().printed


def test_what_was_printed_is_shown_last_and_cut():
    printed = "".join(f"line {number} {'x' * 300}\n" for number in range(20))
    result = result_of(1, printed)
    assert result.printed == printed
    rows = failing(lambda result: result.returned(2), result)
    assert list(rows)[-1] == "printed"
    lines = rows["printed"].splitlines()
    assert lines[0] == "(12 lines before these)"
    assert lines[-1].startswith("line 19 ") and lines[-1].endswith("characters more)")
    assert len(lines) == 9


def test_arguments_are_the_judges_own():
    assert result_of(None).arguments is CASES["a batch"].arguments
