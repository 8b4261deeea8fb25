"""What a learner reads where a case returned nothing."""

from __future__ import annotations

import pytest

from grader.judging.wording import SHOWN_FRAMES, describe_exit, lines_of, without_value
from grader.observing.observe import Ending, Frame, Observation, Raised
from tests.judging.kit import CASES

CASE = CASES["a batch"]
FRAMES = (Frame(3, "halve", "return helper(x)"), Frame(7, "helper", "return 1 / 0"))
HERE = [("your code", "line 3, in halve:  return helper(x)"), ("", "line 7, in helper:  return 1 / 0")]


@pytest.mark.parametrize(
    ("ending", "raised", "rows"),
    [
        ("raised", Raised("ZeroDivisionError", "division by zero", FRAMES),
         [*HERE, ("raised", "ZeroDivisionError: division by zero")]),
        ("raised", Raised("KeyError", "", FRAMES), [*HERE, ("raised", "KeyError")]),
        ("raised", Raised("NotImplementedError", "return half", FRAMES),
         [("not written", "helper, line 7: return half")]),
        ("raised", Raised("NotImplementedError", "helper: return half", FRAMES),
         [("not written", "helper, line 7: return half")]),
        ("raised", Raised("NotImplementedError", "return half"), [("not written", "return half")]),
        ("raised", Raised("NotImplementedError", ""), [("not written", "this part still raises NotImplementedError")]),
        ("missing", Raised("AttributeError", "nothing called halve is there."),
         [("missing", "nothing called halve is there.")]),
        ("timed out", Raised("TimeLimitError", "", FRAMES),
         [*HERE, ("no end", "it computed for 10 seconds. Is there a loop that never ends?")]),
        ("exited", Raised("SystemExit", "0", FRAMES),
         [*HERE, ("exited", "it called sys.exit() (or exit()), which ends the program. Take that call out.")]),
        ("given code changed", Raised("GivenCodeChangedError", "Net has no fc1"),
         [("changed", "Net has no fc1. That part was given: put it back as it was.")]),
        ("raised", None, [("raised", "Exception")]),
    ],
)  # fmt: skip
def test_the_call_their_lines_what_happened_and_what_to_do(ending: Ending, raised, rows):
    assert without_value(CASE, Observation(ending, None, raised)) == [("called", CASE.called), *rows]


def test_a_long_way_down_is_cut_to_its_end():
    frames = tuple(Frame(number, "f", "f()") for number in range(20))
    lines = lines_of(Raised("RecursionError", "", frames))
    assert len(lines) == SHOWN_FRAMES
    assert lines[-1] == ("", "line 19, in f:  f()")
    again = lines_of(Raised("RecursionError", "", frames[:2] + frames[2:3] * 5))
    assert [text for _, text in again[2:]] == ["line 2, in f:  f()", "(and so on: it calls itself again and again)"]


def test_each_way_out_is_named():
    assert "os._exit(0)" in describe_exit(Raised("ExitAttemptError", "os._exit(0)"))
    assert "it raised KeyboardInterrupt" in describe_exit(Raised("KeyboardInterrupt", ""))
