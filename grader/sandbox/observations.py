"""From what came out of a sandbox to observations, and in words how the submission ended."""

from __future__ import annotations

import signal
from collections.abc import Sequence
from dataclasses import dataclass, field

from grader.observing.limit import PATIENCE, WaitedTooLongError
from grader.observing.observe import Observation
from grader.observing.slips import Slip
from grader.records import Status
from grader.sandbox.process_output import ProcessOutput

READING = 5.0
"""CPU seconds that a submission may take which is only read: the judge waits for it, and it brings words alone."""
_NO_MEMORY = ("MemoryError", "torch.OutOfMemoryError")


@dataclass
class Observations:
    """All that was observed of one submission.

    Attributes:
        by_case: its observations by case name.
        status: how it ended.
        note: a sentence where it did not end well.
        missing: why nothing is known of the cases that are not in ``by_case``, where that is not how it ended.
        imported: what came of importing it; None where that was not reached.
        seconds: wall seconds that its process ran.
        cells: for a notebook, what each of its code cells printed and raised.
    """

    by_case: dict[str, Observation] = field(default_factory=dict)
    status: Status = "graded"
    note: str = ""
    missing: str = ""
    imported: Observation | None = None
    seconds: float = 0.0
    cells: list[tuple[str, str]] = field(default_factory=list)


def read_observations(output: ProcessOutput, timeout: float) -> Observations:
    """What a submission's process left behind, and how it ended. It is taken out of ``output``: that can be large, and
    the thread that made it may hold on to it a little longer."""
    received = output.received
    observed = Observations(imported=received.imported, cells=received.cells or [])
    observed.by_case, received.by_case = received.by_case, {}
    observed.seconds = round(output.wall, 3)
    if received.unreadable is not None and received.ended and not received.malformed:
        observed.status, observed.note = "unreadable", received.unreadable
        return observed
    observed.status, observed.note = _ending(output, observed, timeout)
    observed.missing = received.over_budget
    if received.notes:
        observed.note = "; ".join([observed.note, *received.notes] if observed.note else received.notes)
    return observed


def slips_of(output: ProcessOutput | str) -> Sequence[Slip]:
    """The slips in the source of a submission that was only read: words, and no evidence. None where that failed."""
    return output.received.slips or () if isinstance(output, ProcessOutput) else ()


def _ending(output: ProcessOutput, observed: Observations, timeout: float) -> tuple[Status, str]:
    received = output.received
    if received.over_budget:
        return "too_much_output", received.over_budget
    if output.timed_out:
        return "timed_out", f"stopped after it had waited for {timeout * PATIENCE:g} seconds in all"
    if output.overflowed:
        return "too_much_output", "stopped because it wrote without end"
    if received.malformed:
        return "malformed", f"the result was malformed ({received.malformed})"
    if output.exit < 0:
        return _signalled(-output.exit, output.cpu, timeout)
    if not received.whole:
        return "exited", f"the process ended early, with status {output.exit}"
    return _from_observations(observed)


def _signalled(number: int, cpu: float, timeout: float) -> tuple[Status, str]:
    try:
        name = signal.Signals(number).name
    except ValueError:
        name = f"signal {number}"
    if name == "SIGXCPU" or (name == "SIGKILL" and cpu > timeout - 0.5):
        return "timed_out", f"stopped after it had computed for {timeout:g} seconds in all"
    if name == "SIGKILL":
        return "out_of_memory", "the system ended the process, most likely because memory ran out"
    return "crashed", f"the process was ended by {name}"


def _from_observations(observed: Observations) -> tuple[Status, str]:
    imported = observed.imported
    assert imported is not None
    if imported.ending != "returned":
        return _import_failed(imported)
    everything = observed.by_case.items()
    for name, observation in everything:
        if _lacked_memory(observation):
            return "out_of_memory", f"it ran out of memory ({name})"
    endless = [(name, observation) for name, observation in everything if observation.ending == "timed out"]
    if endless:
        return "timed_out", f"it {_too_long(endless[0][1])} in: {', '.join(name for name, _ in endless[:3])}"
    exits = [name for name, observation in everything if observation.ending == "exited"]
    if exits:
        return "exited", f"it tried to exit in: {', '.join(exits[:3])}"
    return "graded", ""


def _too_long(observation: Observation) -> str:
    waited = observation.raised is not None and observation.raised.kind == WaitedTooLongError.__name__
    return "waited too long" if waited else "computed too long"


def _import_failed(imported: Observation) -> tuple[Status, str]:
    raised = imported.raised
    words = f"{raised.kind}: {raised.message}"[:500] if raised else ""
    if raised and raised.frames:
        words = f"{raised.frames[-1].place}: {words}"
    if imported.ending == "timed out":
        return "timed_out", f"importing it {_too_long(imported)}"
    if imported.ending == "exited":
        return "exited", f"importing it tried to exit ({words})"
    if _lacked_memory(imported):
        return "out_of_memory", f"importing it ran out of memory ({words})"
    return "crashed", f"importing it failed at {words}"


def _lacked_memory(observation: Observation) -> bool:
    raised = observation.raised
    return raised is not None and (
        any(kind in raised.bases for kind in _NO_MEMORY) or "can't allocate memory" in raised.message
    )
