"""What a check asks: the judge's own copy of a case, its observation, and methods that decide and word the message.

Everything a check reads goes through typed accessors, since an observation may be forged: a value of the wrong kind
fails the check with a sentence, never with an error of the suite's.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable
from typing import Any, NoReturn, TypeVar, cast

from torch import Tensor

from grader.judging.checks import CheckFailedError
from grader.judging.compare import ATOL, RTOL, difference
from grader.judging.format import describe_type, format_pair, format_value
from grader.judging.relations import more_than_all, relation
from grader.judging.replay import Replays
from grader.judging.wording import without_value
from grader.observing.budget import Budget
from grader.observing.cases import Case
from grader.observing.observe import Observation
from grader.text import counted, shortened, with_article

Step = str | int
Path = tuple[Step, ...]
"""Where a value lies in what a case returned: ``("weights", "conv.weight")``."""
PRINTED: Path = ("(printed)",)
"""Stands for what was printed."""
Value = TypeVar("Value")
NOTICED = "noticed"
"""The row that says how a wrong value is related to the expected one."""
SHORT = 60
"""Two lists of so many characters are compared at a glance."""
NOTHING_RETURNED = "None often means that the function ends without a `return`"
RESULTS = {"classes", "losses", "loss"}
"""Entries of observations that hold what a learner's function returned, at each of several calls."""
LARGEST_INT = 2**63
"""What no tensor could hold is no number: as a float it would overflow."""


class CaseResult:
    """One case and its observation.

    Example::

        result = results("32 pixels")
        expected = result.replay(trained_weights, 0.1)
        result.expect("weights afterwards", result.tensor("weights"), expected, "one step down the gradient")
    """

    def __init__(
        self,
        case: Case,
        observation: Observation,
        replays: Replays,
        budget: Budget | None = None,
        read: set[Path] | None = None,
    ) -> None:
        """``read`` gathers the paths of what a check reads of the observation."""
        self.case = case
        self.observation = observation
        self._replays = replays
        self._budget = budget or Budget()
        self._read = set() if read is None else read

    @property
    def arguments(self) -> dict[str, Any]:
        """The judge's own arguments, to read; never what the observation says they were.

        All submissions of a run share them. What has to change them goes through `replay`, which copies.
        """
        return self.case.arguments

    def replay(self, compute: Callable[..., Value], *options: Hashable) -> Value:
        """What ``compute(arguments, *options)`` returns, computed once per draw for all submissions.

        Args:
            compute: a function of the suite's; it gets a copy of the case's arguments and may change it.
            options: what else the result depends on.
        """
        self._budget.spend("calls")
        return self._replays.get(self.case, compute, *options)

    @property
    def printed(self) -> str:
        """What was printed while the case ran, up to 64 KB."""
        self._returned()
        self._read.add(PRINTED)
        return self.observation.printed

    def get(self, *path: Step) -> Any:
        """The value, or the entry of it that ``path`` leads to; fails where the case did not return one."""
        self._read.add(path)
        value = self._returned()
        for step in path:
            if type(value) is dict:
                there = step in value
            else:
                there = type(value) in (list, tuple) and isinstance(step, int) and -len(value) <= step < len(value)
            if not there:
                self._fail(
                    [("returned", format_value(self.observation.value)), ("missing", f"there is no {step!r} in it")]
                )
            value = value[step]
        self._budget.spend("calls")
        return value

    def _returned(self) -> Any:
        if self.observation.ending != "returned":
            self._read.add(())
            self._fail(without_value(self.case, self.observation), called=False)
        return self.observation.value

    def tensor(self, *path: Step, shape: tuple[int, ...] | None = None) -> Tensor:
        """A tensor, of ``shape`` where one is given."""
        value: Tensor = self._kind((Tensor,), "a tensor", *path)
        if shape is not None and tuple(value.shape) != shape:
            self._fail([("shape", str(tuple(value.shape))), ("expected", str(shape))])
        self._budget.spend("comparisons", value.numel())
        return value

    def number(self, *path: Step) -> float:
        """A number: an int or float, or what `tools.scalar` read out of a 0-d tensor."""
        value = self.get(*path)
        if type(value) is dict and set(value) == {"type", "number"}:
            value = value["number"]
        if type(value) not in (int, float):
            self._fail(_wrong_kind(value, "a number", path))
        if type(value) is int and abs(value) > LARGEST_INT:
            self._fail([("returned", f"an int of {value.bit_length()} bits"), ("expected", "a number of a usual size")])
        return cast(float, value)

    def flag(self, *path: Step) -> bool:
        """True or False."""
        return bool(self._kind((bool,), "True or False", *path))

    def text(self, *path: Step) -> str:
        """A str."""
        return str(self._kind((str,), "a str", *path))

    def sequence(self, *path: Step) -> list[Any] | tuple[Any, ...]:
        """A list or tuple."""
        values = cast("list[Any] | tuple[Any, ...]", self._kind((list, tuple), "a list", *path))
        self._budget.spend("comparisons", len(values))
        return values

    def numbers(self, *path: Step) -> list[float]:
        """A list of numbers, each an int or a float."""
        values = self.sequence(*path)
        for index, value in enumerate(values):
            if type(value) not in (int, float) or (type(value) is int and abs(value) > LARGEST_INT):
                self._fail(
                    [("returned", format_value(values)), ("expected", f"numbers; [{index}] is {describe_type(value)}")]
                )
        return list(values)

    def mapping(self, *path: Step) -> dict[Any, Any]:
        """A dict."""
        return cast("dict[Any, Any]", self._kind((dict,), "a dict", *path))

    def returned(self, expected: Any, why: str = "", rtol: float = RTOL, atol: float = ATOL) -> None:
        """Pass where the value equals ``expected``; a number may be one that `tools.scalar` read out."""
        value = self.number() if type(expected) in (int, float) else self.get()
        if type(expected) is int and type(value) is float and value == expected:
            value = expected  # 576.0 is the right number; its type is another check's business
        self.expect("returned", value, expected, why, rtol, atol)

    def expect(
        self, label: str, actual: Any, expected: Any, why: str = "", rtol: float = RTOL, atol: float = ATOL
    ) -> None:
        """Pass where ``actual`` equals ``expected`` (floats within the tolerances); else show both under ``label``."""
        self._budget.spend("comparisons", _size(expected))
        apart = difference(actual, expected, rtol, atol)
        if apart is None:
            return
        mine, theirs = format_pair(actual, expected)
        differs = "" if _is_plain_to_see(actual, expected, mine, theirs) else apart
        if actual is None and label.startswith("returned"):
            why = NOTHING_RETURNED
        rows = [(label, mine), ("expected", theirs), ("differs", differs), ("why", why)]
        if "your" not in why:  # which has said it then
            rows.append((NOTICED, self._relation(actual, expected)))
        self._fail([(name, text) for name, text in rows if text])

    def _relation(self, actual: Any, expected: Any) -> str:
        if type(expected) in (int, float) and "accuracy" in self.case.called:
            more = more_than_all(actual, expected)
            if more:
                return more
        return relation(actual, expected, self.arguments)

    def require(self, holds: bool, why: str, **shown: Any) -> None:
        """Pass where ``holds``; else show the values in ``shown`` under their names, then ``why`` if there is one."""
        if not holds:
            rows = [
                (name.replace("_", " "), text if isinstance(text, str) else format_value(text))
                for name, text in shown.items()
            ]
            self._fail([*rows, *([("why", why)] if why else [])])

    def is_type(self, expected: str, *path: Step) -> None:
        """Pass where `tools.scalar` noted the type ``expected`` ("int", "float") for a number."""
        number = self.number(*path)
        kind = self.text(*path, "type")
        if kind != expected:
            found = with_article("tensor" if kind == "torch.Tensor" else kind.rpartition(".")[2])
            self._fail(
                [
                    ("returned", f"{found} that holds {format_value(number)}"),
                    ("expected", f"{with_article(expected)} of Python's own, not {found}"),
                ]
            )

    def finite(self, *path: Step) -> float:
        """A number that is neither NaN nor infinite."""
        value = self.number(*path)
        if not math.isfinite(value):
            self._fail([("returned", format_value(float(value))), ("expected", "a finite number")])
        return value

    def raised(self, kind: str, why: str = "", *path: Step) -> None:
        """Pass where the code raised Python's own exception ``kind`` or a subtype of it.

        What it returned instead is shown: the entry of it that ``path`` leads to.
        """
        self._read.add(())
        raised = self.observation.raised
        if self.observation.ending == "raised" and raised and kind in raised.bases:
            return
        if self.observation.ending == "returned":
            rows = [("returned", format_value(self.get(*path))), ("expected", with_article(kind)), ("why", why)]
            self._fail([(name, text) for name, text in rows if text])
        rows = without_value(self.case, self.observation)
        self._fail([*rows, ("expected", with_article(kind))], called=False)

    def _kind(self, kinds: tuple[type, ...], words: str, *path: Step) -> Any:
        value = self.get(*path)
        if type(value) not in kinds:
            self._fail(_wrong_kind(value, words, path))
        return value

    def _fail(self, rows: list[tuple[str, str]], called: bool = True) -> NoReturn:
        if called:
            rows = [("called", self.case.called), *rows]
        if self.observation.printed.strip() and not self.case.prints:
            rows = [*rows, ("printed", _last_lines(self.observation.printed))]
        # Without a name: a frame that names what it raises is a cycle, and keeps the submission in memory.
        raise CheckFailedError(rows) from self.observation.exception


def _wrong_kind(value: Any, words: str, path: tuple[Step, ...]) -> list[tuple[str, str]]:
    """The rows for a value that is not what ``words`` say."""
    if value is None:
        why = [("why", NOTHING_RETURNED)] if len(path) < 2 or RESULTS & set(path) else []
        return [("returned", "None"), ("expected", words), *why]
    shown, kind = format_value(value), describe_type(value)
    return [("returned", shown), ("expected", words if shown == kind else f"{words}, not {kind}")]


def _is_plain_to_see(actual: Any, expected: Any, mine: str, theirs: str) -> bool:
    """Whether the two values as they are shown say already how they differ."""
    if actual is None or type(actual) in (int, float):
        return type(expected) in (int, float, Tensor)
    if isinstance(actual, Tensor) and isinstance(expected, Tensor):
        return expected.numel() == 1 or (actual.shape != expected.shape and "shape" in mine and "shape" in theirs)
    if type(actual) in (list, tuple) and type(actual) is type(expected):
        return len(mine) + len(theirs) < 2 * SHORT and not mine.startswith("from ")
    return False


def _size(value: Any) -> int:
    """How many numbers or entries there are to go through."""
    if type(value) is Tensor:
        return value.numel()
    return len(value) if type(value) in (list, tuple, dict) else 1


def _last_lines(printed: str, most: int = 8) -> str:
    lines = printed.rstrip("\n").split("\n")
    cut = [f"({counted(len(lines) - most, 'line')} before these)"] if len(lines) > most else []
    return "\n".join(cut + [shortened(line, 200) for line in lines[-most:]])
