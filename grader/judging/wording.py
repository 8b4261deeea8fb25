"""The rows for a case that returned no value: what was called, the learner's lines, what happened, what to do."""

from __future__ import annotations

from grader.observing.cases import Case
from grader.observing.limit import PATIENCE, WaitedTooLongError
from grader.observing.observe import Observation, Raised
from grader.records import NOT_WRITTEN

SHOWN_FRAMES = 4


def without_value(case: Case, observed: Observation) -> list[tuple[str, str]]:
    """The rows for a case that did not return."""
    rows = [("called", case.called)]
    raised = observed.raised or Raised("Exception", "")
    if observed.ending == "missing":
        return [*rows, ("missing", raised.message)]
    if raised.kind == "NotImplementedError":
        return [*rows, (NOT_WRITTEN, describe_unwritten(raised))]
    rows += lines_of(raised)
    if observed.ending == "timed out":
        return [*rows, ("no end", describe_limit(case, raised))]
    if observed.ending == "given code changed":
        return [*rows, ("changed", f"{raised.message}. That part was given: put it back as it was.")]
    if observed.ending == "exited":
        return [*rows, ("exited", describe_exit(raised))]
    return [*rows, ("raised", f"{raised.kind}: {raised.message}" if raised.message else raised.kind)]


def describe_unwritten(raised: Raised) -> str:
    """Which line still raises NotImplementedError, and what the stub asks for there."""
    if not raised.frames:
        return raised.message or "this part still raises NotImplementedError"
    last = raised.frames[-1]
    asked = raised.message.removeprefix(f"{last.function}: ") or "it still raises NotImplementedError"
    return f"{last.function}, {last.place}: {asked}"


def lines_of(raised: Raised) -> list[tuple[str, str]]:
    """The learner's own lines of a traceback, one row per line; a line that calls itself is shown once."""
    where = [f"{frame.place}, in {frame.function}:  {frame.text}" for frame in raised.frames]
    own = [line for index, line in enumerate(where) if index == 0 or line != where[index - 1]]
    if len(own) < len(where):
        own.append("(and so on: it calls itself again and again)")
    where = own[-SHOWN_FRAMES:]
    return [("your code" if index == 0 else "", text) for index, text in enumerate(where)]


def describe_limit(case: Case, raised: Raised) -> str:
    """Which limit on time the code of a case reached."""
    if raised.kind == WaitedTooLongError.__name__:
        return (
            f"it waited for {case.limit * PATIENCE:g} seconds. Does it sleep, or wait for something that never comes?"
        )
    return f"it computed for {case.limit:g} seconds. Is there a loop that never ends?"


def describe_exit(raised: Raised) -> str:
    """What to say of code that wanted to end the program."""
    if raised.kind == "SystemExit":
        return "it called sys.exit() (or exit()), which ends the program. Take that call out."
    if raised.kind == "ExitAttemptError":
        return f"it called {raised.message}, which ends the program. Take that call out."
    return f"it raised {raised.kind}, which leaves the check without an answer. Take that out."
