"""Slips of Python and PyTorch that any function can have, recognised by what came of the code, and put into words.

What was raised or returned decides whether there is a slip; what the source shows says only where.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from grader.observing.explained import CPU_ONLY
from grader.observing.observe import Observation, Raised
from grader.observing.slips import Slip
from grader.records import NamedMistake

PREFIX = "slip_"


@dataclass(frozen=True)
class _Words:
    """What is said of a kind of slip: {where} is the function and the line, {name} a name in that line."""

    title: str
    explanation: str


_WORDS = {
    "no_return": _Words(
        "A function ends without a return",
        "{where}: the function ends here without a `return`, so a call gives None. Return what it computed.",
    ),
    "print_for_return": _Words(
        "A result printed instead of returned",
        "{where}: the result is printed, and a call gives None. Printing shows a value to people; `return` gives it to "
        "the code that called.",
    ),
    "raise_left": _Words(
        "The stub's raise is still there",
        "{where} still raises NotImplementedError below your code. Delete that line.",
    ),
    "not_called": _Words(
        "A method named and not called",
        "{where}: `{name}` has no parentheses, so it is named and never called. `{name}()` calls it.",
    ),
    "missing_self": _Words(
        "A method without self",
        "{where}: the method has no `self` as its first parameter. Python hands the object over first, and each method "
        "has to take it.",
    ),
    "self_missing_in_body": _Words(
        "An attribute used without self",
        "{where}: `{name}` is not defined. What was stored as `self.{name}` has to be read as `self.{name}`.",
    ),
    "unknown_name": _Words(
        "A name that nothing defines",
        "{where}: `{name}` is not defined there. Compare its spelling with where the value was stored.",
    ),
    "in_place_on_a_leaf": _Words(
        "A parameter changed in place while autograd records",
        "{where} changes a tensor in place that requires gradients. Autograd refuses that while it records: an update "
        "belongs inside `with torch.no_grad():`.",
    ),
    "missing_gradient": _Words(
        "A gradient used that does not exist",
        "{where} uses a gradient that is None. A parameter has none before the first backward pass that reaches it.",
    ),
    "backward_twice": _Words(
        "Backward through the same graph twice",
        "{where} goes backward a second time through one graph, which the first pass freed. Each backward pass needs a "
        "forward pass of its own.",
    ),
    "backward_from_many": _Words(
        "Backward from more than one number",
        "{where} starts a backward pass from a tensor of several numbers. It starts from one number, such as a mean "
        "loss, unless a vector says how much each of them counts.",
    ),
    "graph_lost": _Words(
        "A loss without its graph",
        "{where}: there is no graph behind this value, so no gradient can be computed. `.item()`, `torch.tensor(…)` "
        "and `torch.no_grad()` leave the graph behind; go backward from the loss that the criterion returned.",
    ),
    "target_without_batch": _Words(
        "A target without its batch dimension",
        "{where}: the target is a single number, and the output is a batch. One label for each row is expected: "
        "`torch.tensor([label])`.",
    ),
    "layer_on_data": _Words(
        "A layer made where it should be called",
        "{where}: `{name}` takes settings when it is made, and data when it is called: `nn.{name}()(x)`, or the "
        "function of the same name in torch.nn.functional.",
    ),
    "cuda": _Words(
        "A GPU asked for",
        "{where} asks for a GPU, and there is none here. Leave the tensors where they are: everything runs on the CPU.",
    ),
    "swapped_arguments": _Words(
        "Arguments in the wrong order",
        "{where} calls `{name}` with its arguments in another order than it takes them. Compare the call with the line "
        "that defines it.",
    ),
    "return_in_loop": _Words(
        "A return inside the loop",
        "{where}: the `return` is inside the loop, so the function ends in the loop's first pass.",
    ),
    "module_level_training": _Words(
        "Training at the top level of the file",
        "{where} trains when the file is imported. Put it into a function, or below `if __name__ == \"__main__\":`.",
    ),
}  # fmt: skip
_RETURNING = ("no_return", "print_for_return")
_ALWAYS = ("not_called", "return_in_loop", "swapped_arguments", "layer_on_data")
_RAISING = ("target_without_batch", "missing_self")
_NAME = re.compile(r"name '(\w+)' is not defined")
_IN_PLACE = re.compile(r"[-+*/]=|\w_\(")


@dataclass(frozen=True)
class FoundSlip:
    """A slip that explains some checks; the fields are those of `Slip`."""

    kind: str
    function: str
    line: int
    name: str = ""

    @property
    def named(self) -> NamedMistake:
        words = _WORDS[self.kind]
        short = self.function.rpartition(".")[2]
        where = f"`{short}`, line {self.line}" if short else f"Line {self.line}"
        return NamedMistake(PREFIX + self.kind, words.title, words.explanation.format(where=where, name=self.name))


def slips_behind(
    failed: Iterable[str],
    cases_of: Callable[[str], Mapping[str, tuple[str, Observation]]],
    source: Iterable[Slip],
    procedures: frozenset[str],
    all_calls: str,
) -> dict[NamedMistake, frozenset[str]]:
    """The slips behind failed checks, each with the checks that it explains.

    Args:
        failed: the names of the checks.
        cases_of: for a check, what it asked for: the call in words and the observation, by case; the last decided.
        source: what was found in the source.
        procedures: the functions that have nothing to return.
        all_calls: every call that the exercise's cases make, in words.
    """
    words = set(re.findall(r"\w+", all_calls))
    found: dict[FoundSlip, set[str]] = {}
    listed = [each for each in source if each.kind in _WORDS]
    listed = [each for each in listed if each.kind not in _RETURNING or each.function not in procedures]
    for check in failed:
        cases = cases_of(check)
        if cases:
            called, last = list(cases.values())[-1]
            slips = list(_of_case(called, last, listed, words))[:1]
        else:  # it could not even be imported
            slips = [FoundSlip(*each) for each in listed if each.kind == "module_level_training"]
        for slip in slips:
            found.setdefault(slip, set()).add(check)
    first: dict[str, FoundSlip] = {}
    for slip in found:  # one problem at a time: the next slip of that kind is named once this one is gone
        first.setdefault(slip.kind, slip)
    return {slip.named: frozenset(found[slip]) for slip in first.values()}


def _of_case(called: str, observed: Observation, listed: list[Slip], words: set[str]) -> Iterator[FoundSlip]:
    """The slips that explain what came of a case, the surest first."""
    if observed.raised is not None and observed.ending == "raised":
        yield from _of_raised(observed.raised, listed)
    about = [slip for slip in listed if _is_about(slip, called, observed, words)]
    for slip in about:
        if slip.kind in _RETURNING:
            if _is_nothing(observed):
                yield FoundSlip(*slip)
        elif slip.kind in _ALWAYS or (slip.kind in _RAISING and observed.ending == "raised"):
            yield FoundSlip(*slip)


def _of_raised(raised: Raised, listed: list[Slip]) -> Iterator[FoundSlip]:
    if not raised.frames:
        return
    frame = raised.frames[-1]
    bases = set(raised.bases)

    def here(kind: str, name: str = "") -> FoundSlip:
        return FoundSlip(kind, frame.function, frame.line, name)

    at_line = {slip.kind: slip for slip in listed if slip.line == frame.line}
    for kind in ("raise_left", "layer_on_data", "target_without_batch", "not_called", "self_missing_in_body"):
        needed = {"raise_left": "NotImplementedError", "self_missing_in_body": "NameError"}.get(kind)
        if kind in at_line and (needed in bases if needed else "NotImplementedError" not in bases):
            yield FoundSlip(*at_line[kind])
    if raised.message == CPU_ONLY:
        yield here("cuda")
    if "NameError" in bases and (unknown := _NAME.search(raised.message)):
        yield here("unknown_name", unknown[1])
    if "RuntimeError" in bases:
        yield from _of_autograd(raised, here)
    nothing = "NoneType" in raised.message and bases & {"AttributeError", "TypeError"}
    if nothing and ".grad" in frame.text:
        yield here("missing_gradient")
    if "AttributeError" in bases and ".backward" in frame.text and not nothing:
        yield here("graph_lost")


def _of_autograd(raised: Raised, here: Callable[..., FoundSlip]) -> Iterator[FoundSlip]:
    text, words = raised.frames[-1].text, raised.message.lower()
    if ".backward" in text or "autograd.grad" in text:
        if "scalar" in words:
            yield here("backward_from_many")
        elif "second time" in words or "retain_graph" in words:
            yield here("backward_twice")
        elif "require" in words and "grad" in words:
            yield here("graph_lost")
    elif "leaf" in words and _IN_PLACE.search(text):
        yield here("in_place_on_a_leaf")


def _is_about(slip: Slip, called: str, observed: Observation, words: set[str]) -> bool:
    """Whether a case ran the function that a slip is in, as far as the call in words or a traceback tells.

    A function that no case names, of all those that ``words`` are from, is a helper: any case may run it.
    """
    names, own = set(re.findall(r"\w+", called)), set(slip.function.split("."))
    frames = observed.raised.frames if observed.raised else ()
    calls_forward = "forward" in own and "net" in names
    return calls_forward or bool(own & names) or not own & words or any(frame.function in own for frame in frames)


def _is_nothing(observed: Observation) -> bool:
    """Whether None came back, or was used where a value was needed."""
    if observed.ending == "raised" and observed.raised is not None:
        return "NoneType" in observed.raised.message
    return observed.ending == "returned" and _holds_none(observed.value)


def _holds_none(value: Any) -> bool:
    if isinstance(value, dict):
        return any(_holds_none(entry) for entry in value.values())
    if isinstance(value, list | tuple):
        return any(_holds_none(entry) for entry in value)
    return value is None
