"""From the bytes that came out of a sandbox to observations, and in words how the submission ended."""

from __future__ import annotations

import signal
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from grader.errors import MalformedError
from grader.observing.cases import Case
from grader.observing.limit import PATIENCE, WaitedTooLongError
from grader.observing.observe import Observation
from grader.observing.plain import Plain
from grader.records import Status
from grader.sandbox import wire
from grader.sandbox.child import CELLS, END, FRAME, IMPORT, NOTES, UNREADABLE
from grader.sandbox.process_output import ProcessOutput

_NO_MEMORY = ("MemoryError", "torch.OutOfMemoryError")


@dataclass
class Observations:
    """All that was observed of one submission.

    Attributes:
        by_case: its observations by case name.
        status: how it ended.
        note: a sentence where it did not end well.
        imported: what came of importing it; None where that was not reached.
        seconds: wall seconds that its process ran.
        cells: for a notebook, what each of its code cells printed and raised.
    """

    by_case: dict[str, Observation] = field(default_factory=dict)
    status: Status = "graded"
    note: str = ""
    imported: Observation | None = None
    seconds: float = 0.0
    cells: list[tuple[str, str]] = field(default_factory=list)


class _Reader:
    """Takes frames in the one order in which they may come."""

    def __init__(self, cases: Mapping[str, Case]) -> None:
        self.observed = Observations()
        self.notes: list[str] | None = None
        self.unreadable = False
        self._has_cells = False
        self.ended = False
        self._due = list(cases)

    def take(self, body: bytes) -> None:
        if self.ended:
            raise MalformedError("something after the end")
        entries = wire.parse(body)
        name = entries[0] if type(entries) is list and entries else None
        if name == END:
            self.ended = True
        elif self.unreadable:
            raise MalformedError("something after an unreadable file")
        elif name == NOTES and self.observed.imported is not None and self.notes is None:
            self.notes = _texts(entries)
        elif name == CELLS and self.notes is not None and not self._has_cells:
            self._has_cells = True
            self.observed.cells = _cells(entries)
        elif name == UNREADABLE and self.observed.imported is None:
            self.unreadable = True
            self.observed.note = " ".join(_texts(entries))
        else:
            self._observation(entries)

    def _observation(self, entries: Plain) -> None:
        name, observation = wire.read_observation(entries)
        if name == IMPORT and self.observed.imported is None:
            self.observed.imported = observation
        elif self.observed.imported is not None and self._due and name == self._due[0]:
            self.observed.by_case[self._due.pop(0)] = observation
        else:
            raise MalformedError("a frame out of turn")

    @property
    def whole(self) -> bool:
        """Whether the child reported everything: the import, and where that succeeded every case."""
        imported = self.observed.imported
        return self.ended and imported is not None and (imported.ending != "returned" or not self._due)


def _cells(entries: Any) -> list[tuple[str, str]]:
    cells = entries[1] if type(entries) is list and len(entries) == 2 else None
    if type(cells) is not list:
        raise MalformedError("no cells")
    for cell in cells:
        if type(cell) is not list or [type(part) for part in cell] != [str, str]:
            raise MalformedError("no cell")
    return [(printed, raised) for printed, raised in cells]


def _texts(entries: Plain) -> list[str]:
    """All texts in a frame behind its name."""
    found: list[str] = []

    def walk(value: Plain) -> None:
        if type(value) is str:
            found.append(value)
        elif type(value) is list:
            for entry in value:
                walk(entry)

    walk(entries[1:] if type(entries) is list else None)
    return [text[:500] for text in found[:20]]


def read_observations(output: ProcessOutput, cases: Mapping[str, Case], timeout: float) -> Observations:
    """What a submission's process left behind. Never raises, whatever the bytes."""
    reader = _Reader(cases)
    malformed = ""
    try:
        for body in _bodies(output.frames):
            reader.take(body)
    except MalformedError as error:
        malformed = str(error)
    observed = reader.observed
    observed.seconds = round(output.wall, 3)
    if reader.unreadable and reader.ended and not malformed:
        observed.status = "unreadable"
        return observed
    observed.status, observed.note = _ending(output, reader, malformed, timeout)
    if reader.notes:
        observed.note = "; ".join([observed.note, *reader.notes] if observed.note else reader.notes)
    return observed


def _bodies(frames: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(frames):
        if at + FRAME.size > len(frames):
            return  # cut off by the end of the process: what came before counts
        (length,) = FRAME.unpack_from(frames, at)
        if length > wire.MAX_BODY:
            raise MalformedError("a frame too large")
        body = frames[at + FRAME.size : at + FRAME.size + length]
        if len(body) < length:
            return
        yield body
        at += FRAME.size + length


def _ending(output: ProcessOutput, reader: _Reader, malformed: str, timeout: float) -> tuple[Status, str]:
    if output.timed_out:
        return "timed_out", f"stopped after it had waited for {timeout * PATIENCE:g} seconds in all"
    if output.overflowed:
        return "too_much_output", "stopped because it wrote without end"
    if malformed:
        return "malformed", f"the result was malformed ({malformed})"
    if output.exit < 0:
        return _signalled(-output.exit, output.cpu, timeout)
    if not reader.whole:
        return "exited", f"the process ended early, with status {output.exit}"
    return _from_observations(reader)


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


def _from_observations(reader: _Reader) -> tuple[Status, str]:
    imported = reader.observed.imported
    assert imported is not None
    if imported.ending != "returned":
        return _import_failed(imported)
    everything = reader.observed.by_case.items()
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
