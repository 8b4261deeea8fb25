"""What a check asks: the judge's own copy of a case, what was seen, and methods that decide and word the message.

Everything a check reads goes through typed accessors, since an observation may be forged: a value of the wrong kind
fails the check with a sentence, never with an error of the suite's.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from torch import Tensor

from grader.judging.checks import CheckFailed
from grader.judging.compare import ATOL, RTOL, difference
from grader.judging.format import show, show_pair, type_of
from grader.judging.wording import without_value
from grader.observing.cases import Case
from grader.observing.observe import Observation

Step = str | int
LARGEST_INT = 2**63
"""What no tensor could hold is no number: as a float it would overflow."""


class Seen:
    """One case and its observation."""

    def __init__(self, case: Case, observation: Observation) -> None:
        self.case = case
        self.observation = observation

    @property
    def arguments(self) -> dict[str, Any]:
        """The judge's own arguments, fresh; never what the observation says they were."""
        return self.case.copy_of_arguments()

    @property
    def printed(self) -> str:
        """What was printed while the case ran, up to 64 KB."""
        self.get()
        return self.observation.printed

    def get(self, *path: Step) -> Any:
        """The value, or the entry of it that ``path`` leads to; fails where the case did not return one."""
        if self.observation.how != "returned":
            self._fail(without_value(self.case, self.observation), called=False)
        value: Any = self.observation.value
        for step in path:
            there = step in value if type(value) is dict else type(value) in (list, tuple) and type(step) is int
            if not there or (type(value) is not dict and not -len(value) <= step < len(value)):
                self._fail([("returned", show(self.observation.value)), ("missing", f"there is no {step!r} in it")])
            value = value[step]
        return value

    def tensor(self, *path: Step, shape: tuple[int, ...] | None = None) -> Tensor:
        """A tensor, of ``shape`` where one is given."""
        value = self._kind((Tensor,), "a tensor", *path)
        if shape is not None and tuple(value.shape) != shape:
            self._fail([("shape", str(tuple(value.shape))), ("expected", str(shape))])
        return value

    def number(self, *path: Step) -> float:
        """A number: an int or float, or what `tools.scalar` read out of a 0-d tensor."""
        value = self.get(*path)
        if type(value) is dict and set(value) == {"type", "number"}:
            value = value["number"]
        if type(value) not in (int, float):
            self._fail([("returned", show(value)), ("expected", f"a number, not {type_of(value)}")])
        if type(value) is int and abs(value) > LARGEST_INT:
            self._fail([("returned", f"an int of {value.bit_length()} bits"), ("expected", "a number of a usual size")])
        return value

    def flag(self, *path: Step) -> bool:
        """True or False."""
        return self._kind((bool,), "True or False", *path)

    def text(self, *path: Step) -> str:
        """A str."""
        return self._kind((str,), "a str", *path)

    def sequence(self, *path: Step) -> list[Any] | tuple[Any, ...]:
        """A list or tuple."""
        return self._kind((list, tuple), "a list", *path)

    def numbers(self, *path: Step) -> list[float]:
        """A list of numbers, each an int or a float."""
        values = self.sequence(*path)
        for index, value in enumerate(values):
            if type(value) not in (int, float) or (type(value) is int and abs(value) > LARGEST_INT):
                self._fail([("returned", show(values)), ("expected", f"numbers; [{index}] is {type_of(value)}")])
        return list(values)

    def mapping(self, *path: Step) -> dict[Any, Any]:
        """A dict."""
        return self._kind((dict,), "a dict", *path)

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
        apart = difference(actual, expected, rtol, atol)
        if apart is None:
            return
        mine, theirs = show_pair(actual, expected)
        rows = [(label, mine), ("expected", theirs), ("differs", apart), ("why", why)]
        self._fail([(name, text) for name, text in rows if text])

    def require(self, holds: bool, why: str, **shown: Any) -> None:
        """Pass where ``holds``; else show the values in ``shown`` under their names, then ``why``."""
        if not holds:
            rows = [
                (name.replace("_", " "), text if isinstance(text, str) else show(text)) for name, text in shown.items()
            ]
            self._fail([*rows, ("why", why)])

    def is_type(self, expected: str, *path: Step) -> None:
        """Pass where `tools.scalar` noted the type ``expected`` ("int", "float") for a number."""
        number = self.number(*path)
        kind = self.text(*path, "type")
        if kind != expected:
            value = f"a {kind} holding {show(number)}"
            article = "an" if expected[0] in "aeiou" else "a"
            self._fail(
                [
                    ("returned", value),
                    ("expected", f"Python's own {expected}: {article} {expected}, not a {kind}"),
                ]
            )

    def finite(self, *path: Step) -> float:
        """A number that is neither NaN nor infinite."""
        value = self.number(*path)
        if not math.isfinite(value):
            self._fail([("returned", show(float(value))), ("expected", "a finite number")])
        return value

    def raised(self, kind: str, why: str = "") -> None:
        """Pass where the code raised an exception of type ``kind`` or a subtype."""
        raised = self.observation.raised
        if self.observation.how == "raised" and raised and kind in raised.bases:
            return
        if self.observation.how == "returned":
            rows = [("returned", show(self.observation.value)), ("expected", f"a {kind}"), ("why", why)]
            self._fail([(name, text) for name, text in rows if text])
        rows = without_value(self.case, self.observation)
        self._fail([*rows, ("expected", f"a {kind}")], called=False)

    def _kind(self, kinds: tuple[type, ...], words: str, *path: Step) -> Any:
        value = self.get(*path)
        if type(value) not in kinds:
            self._fail([("returned", show(value)), ("expected", f"{words}, not {type_of(value)}")])
        return value

    def _fail(self, rows: list[tuple[str, str]], called: bool = True) -> None:
        if called:
            rows = [("called", self.case.called), *rows]
        if self.observation.printed:
            rows = [*rows, ("printed", _last_lines(self.observation.printed))]
        failure = CheckFailed(rows)
        failure.__cause__ = self.observation.exception
        raise failure


def _last_lines(printed: str, most: int = 8) -> str:
    lines = printed.rstrip("\n").split("\n")
    cut = [f"({len(lines) - most} lines before these)"] if len(lines) > most else []
    shown = [
        line if len(line) <= 200 else f"{line[:200]} (and {len(line) - 200} characters more)" for line in lines[-most:]
    ]
    return "\n".join(cut + shown)


class Evidence:
    """Every case's observation for one submission: ``evidence("one sample")`` is what a check sees of that case."""

    def __init__(self, cases: dict[str, Case], observe: Callable[[Case], Observation]) -> None:
        self._cases = cases
        self._observe = observe
        self._observations: dict[str, Observation] = {}
        self._passes: dict[str, bool] = {}

    def __call__(self, name: str) -> Seen:
        """What was seen of the case called ``name``; it is observed when first asked for.

        Raises:
            KeyError: the suite draws no such case.
        """
        case = self._cases[name]
        if name not in self._observations:
            self._observations[name] = self._observe(case)
        return Seen(case, self._observations[name])

    def passes(self, check: Callable[..., None]) -> bool:
        """Whether another check of the suite passes on this evidence."""
        name = check.__name__
        if name not in self._passes:
            try:
                check(self)
                self._passes[name] = True
            except CheckFailed:
                self._passes[name] = False
        return self._passes[name]
