"""From the bytes that came out of a sandbox to what the judge is shown, and how the submission ended in words."""

from __future__ import annotations

import signal
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from grader.observing.cases import Case
from grader.observing.observe import Observation
from grader.observing.plain import Plain
from grader.sandbox import wire
from grader.sandbox.child import CELLS, END, FRAME, IMPORT, NOTES, UNREADABLE
from grader.sandbox.process_output import Seen

Status = Literal[
    "graded", "missing", "unreadable", "crashed", "timed_out", "out_of_memory", "exited", "too_much_output",
    "malformed", "grader_fault",
]  # fmt: skip

_NO_MEMORY = ("MemoryError", "OutOfMemoryError")


@dataclass
class Outcome:
    """One submission, observed: its observations by case name, how it ended, and a sentence where it did not end well.

    ``imported`` is what was seen of the import, None where it was not reached. ``cells`` is, for a notebook, what each
    of its code cells printed and raised.
    """

    observations: dict[str, Observation] = field(default_factory=dict)
    status: Status = "graded"
    note: str = ""
    imported: Observation | None = None
    seconds: float = 0.0
    cells: list[tuple[str, str]] = field(default_factory=list)


class _Reader:
    """Takes frames in the one order in which they may come."""

    def __init__(self, cases: Mapping[str, Case]) -> None:
        self.outcome = Outcome()
        self.notes: list[str] | None = None
        self.unreadable = False
        self._heard_cells = False
        self.ended = False
        self._due = list(cases)

    def take(self, body: bytes) -> None:
        if self.ended:
            raise wire.Malformed("something after the end")
        entries = wire.parse(body)
        name = entries[0] if type(entries) is list and entries else None
        if name == END:
            self.ended = True
        elif self.unreadable:
            raise wire.Malformed("something after an unreadable file")
        elif name == NOTES and self.outcome.imported is not None and self.notes is None:
            self.notes = _texts(entries)
        elif name == CELLS and self.notes is not None and not self._heard_cells:
            self._heard_cells = True
            self.outcome.cells = _cells(entries)
        elif name == UNREADABLE and self.outcome.imported is None:
            self.unreadable = True
            self.outcome.note = " ".join(_texts(entries))
        else:
            self._observation(entries)

    def _observation(self, entries: Plain) -> None:
        name, seen = wire.read_observation(entries)
        if name == IMPORT and self.outcome.imported is None:
            self.outcome.imported = seen
        elif self.outcome.imported is not None and self._due and name == self._due[0]:
            self.outcome.observations[self._due.pop(0)] = seen
        else:
            raise wire.Malformed("a frame out of turn")

    @property
    def whole(self) -> bool:
        """Whether the child told all that there was to tell: of the import, and where it succeeded of every case."""
        imported = self.outcome.imported
        return self.ended and imported is not None and (imported.how != "returned" or not self._due)


def _cells(entries: Plain) -> list[tuple[str, str]]:
    told = entries[1] if type(entries) is list and len(entries) == 2 else None
    if type(told) is not list:
        raise wire.Malformed("no cells")
    for each in told:
        if type(each) is not list or [type(part) for part in each] != [str, str]:
            raise wire.Malformed("no cell")
    return [(each[0], each[1]) for each in told]  # type: ignore[index]


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


def read(seen: Seen, cases: Mapping[str, Case], timeout: float) -> Outcome:
    """What a submission's process left behind. Never raises, whatever the bytes."""
    reader = _Reader(cases)
    malformed = ""
    try:
        for body in _bodies(seen.frames):
            reader.take(body)
    except wire.Malformed as error:
        malformed = str(error)
    outcome = reader.outcome
    outcome.seconds = round(seen.wall, 3)
    if reader.unreadable and reader.ended and not malformed:
        outcome.status = "unreadable"
        return outcome
    outcome.status, outcome.note = _ending(seen, reader, malformed, timeout)
    if reader.notes:
        outcome.note = "; ".join([outcome.note, *reader.notes] if outcome.note else reader.notes)
    return outcome


def _bodies(frames: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(frames):
        if at + FRAME.size > len(frames):
            return  # cut off by the end of the process: what came before counts
        (length,) = FRAME.unpack_from(frames, at)
        if length > wire.MAX_BODY:
            raise wire.Malformed("a frame too large")
        body = frames[at + FRAME.size : at + FRAME.size + length]
        if len(body) < length:
            return
        yield body
        at += FRAME.size + length


def _ending(seen: Seen, reader: _Reader, malformed: str, timeout: float) -> tuple[Status, str]:
    if seen.timed_out:
        return "timed_out", f"stopped after {timeout:g} seconds"
    if seen.overflowed:
        return "too_much_output", "stopped because it wrote without end"
    if malformed:
        return "malformed", f"what came back was not in order ({malformed})"
    if seen.exit < 0:
        return _signalled(-seen.exit, timeout)
    if not reader.whole:
        return "exited", f"the process ended early, with status {seen.exit}"
    return _from_observations(reader)


def _signalled(number: int, timeout: float) -> tuple[Status, str]:
    try:
        name = signal.Signals(number).name
    except ValueError:
        name = f"signal {number}"
    if name == "SIGXCPU":
        return "timed_out", f"stopped by the limit on CPU time ({timeout:g} seconds)"
    if name == "SIGKILL":
        return "out_of_memory", "the system ended the process, most likely for want of memory"
    return "crashed", f"the process was ended by {name}"


def _from_observations(reader: _Reader) -> tuple[Status, str]:
    imported = reader.outcome.imported
    assert imported is not None
    if imported.how != "returned":
        return _import_failed(imported)
    everything = reader.outcome.observations.items()
    for name, seen in everything:
        if _lacked_memory(seen):
            return "out_of_memory", f"it ran out of memory ({name})"
    for how, status, words in (("timed out", "timed_out", "never ended"), ("left", "exited", "tried to leave")):
        where = [name for name, seen in everything if seen.how == how]
        if where:
            return status, f"it {words} in: {', '.join(where[:3])}"  # type: ignore[return-value]
    return "graded", ""


def _import_failed(imported: Observation) -> tuple[Status, str]:
    raised = imported.raised
    words = f"{raised.kind}: {raised.message}"[:500] if raised else ""
    if raised and raised.frames:
        words = f"line {raised.frames[-1].line}: {words}"
    if imported.how == "timed out":
        return "timed_out", "importing it never ended"
    if imported.how == "left":
        return "exited", f"importing it tried to leave ({words})"
    if _lacked_memory(imported):
        return "out_of_memory", f"importing it ran out of memory ({words})"
    return "crashed", f"importing it failed at {words}"


def _lacked_memory(seen: Observation) -> bool:
    raised = seen.raised
    return raised is not None and (
        any(kind in raised.bases for kind in _NO_MEMORY) or "can't allocate memory" in raised.message
    )
