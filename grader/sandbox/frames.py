"""Frames of a submission's process, read as they arrive: in their one order, and within the submission's budget.

Nothing waits for the process to end. The first bytes that are no frame of ours, or that go over the budget, end the
reading; what was read before counts.
"""

from __future__ import annotations

import struct
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from grader.errors import MalformedError, OverBudgetError
from grader.observing.budget import LIMITS, Budget
from grader.observing.observe import Observation
from grader.observing.plain import Plain
from grader.observing.slips import MOST, Slip
from grader.sandbox import wire

FRAME = struct.Struct("<I")
UNREADABLE, SLIPS, NOTES, CELLS, END, IMPORT = "#unreadable", "#slips", "#notes", "#cells", "#end", "#import"
PARSING = 10.0
"""CPU seconds that parsing may take. The counts bound it well below; this is for bytes that parsers are slow on."""


@dataclass
class Received:
    """What a submission's process sent.

    Attributes:
        due: the cases whose observations have not come.
        by_case: observations by case name.
        imported: what came of importing it.
        notes: on a notebook's cells.
        cells: for a notebook, what each of its code cells printed and raised.
        slips: what was found in the source: words, and no evidence.
        unreadable: why the file holds no code.
        ended: whether the end frame came.
        malformed: why the bytes are no frames of ours.
        over_budget: which limit was reached.
        size: bytes in all.
    """

    due: list[str]
    by_case: dict[str, Observation] = field(default_factory=dict)
    imported: Observation | None = None
    notes: list[str] | None = None
    cells: list[tuple[str, str]] | None = None
    slips: list[Slip] | None = None
    unreadable: str | None = None
    ended: bool = False
    malformed: str = ""
    over_budget: str = ""
    size: int = 0

    def __getstate__(self) -> dict[str, Any]:
        """Between processes, observations travel as frames: to pickle each tensor takes several times as long."""
        packed = [wire.dump_observation(name, observation) for name, observation in self.by_case.items()]
        return {**self.__dict__, "by_case": packed}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__ |= state
        self.by_case = dict(wire.read_observation(wire.parse(body)) for body in state["by_case"])

    @property
    def whole(self) -> bool:
        """Whether the child reported everything: the import, and where that succeeded every case."""
        return self.ended and self.imported is not None and (self.imported.ending != "returned" or not self.due)


class FrameReader:
    """Takes the bytes of one submission's frames, part by part."""

    def __init__(self, cases: Iterable[str]) -> None:
        self.received = Received(list(cases))
        self._budget = Budget()
        self._unread = bytearray()
        self._due = 0
        self._seconds = 0.0

    @property
    def stopped(self) -> bool:
        """Whether the reading has ended early, so that the process can as well be ended."""
        return bool(self.received.malformed or self.received.over_budget)

    def feed(self, part: bytes | memoryview) -> None:
        """Read what has come. Never raises, whatever the bytes."""
        if self.stopped:
            return
        started = time.thread_time()
        self._unread += part
        try:
            while body := self._next():
                self._take(body)
            self._seconds += time.thread_time() - started
            if self._seconds > PARSING:
                raise MalformedError("it takes too long to read")
        except MalformedError as error:
            self.received.malformed = str(error)
            self._unread.clear()
        except OverBudgetError as error:
            self.received.over_budget = str(error)
            self._unread.clear()

    def _next(self) -> bytes | None:
        """The body of the next frame that is there in full. One cut off by the end of the process counts as none."""
        if not self._due:
            if len(self._unread) < FRAME.size:
                return None
            (length,) = FRAME.unpack_from(self._unread)
            if not 0 < length < LIMITS["bytes"]:
                raise MalformedError("a frame of no possible size")
            self._due = FRAME.size + length
            self._budget.spend("bytes", self._due)
        if len(self._unread) < self._due:
            return None
        body = bytes(memoryview(self._unread)[FRAME.size : self._due])
        del self._unread[: self._due]
        self.received.size += self._due
        self._due = 0
        return body

    def _take(self, body: bytes) -> None:
        received = self.received
        if received.ended:
            raise MalformedError("something after the end")
        entries = wire.parse(body, self._budget)
        name = entries[0] if type(entries) is list and entries else None
        if name == END:
            received.ended = True
        elif received.unreadable is not None:
            raise MalformedError("something after an unreadable file")
        elif name == NOTES and received.imported is not None and received.notes is None:
            received.notes = _texts(entries)
        elif name == CELLS and received.notes is not None and received.cells is None:
            received.cells = _cells(entries)
        elif name == SLIPS and received.imported is None and received.slips is None:
            received.slips = _slips(entries)
        elif name == UNREADABLE and received.imported is None:
            received.unreadable = _reason(entries)
        else:
            self._observation(entries)

    def _observation(self, entries: Plain) -> None:
        received = self.received
        name, observation = wire.read_observation(entries)
        if name == IMPORT and received.imported is None:
            received.imported = observation
        elif received.imported is not None and received.due and name == received.due[0]:
            received.by_case[received.due.pop(0)] = observation
        else:
            raise MalformedError("a frame out of turn")


def _cells(entries: Any) -> list[tuple[str, str]]:
    cells = entries[1] if type(entries) is list and len(entries) == 2 else None
    if type(cells) is not list:
        raise MalformedError("no cells")
    for cell in cells:
        if type(cell) is not list or [type(part) for part in cell] != [str, str]:
            raise MalformedError("no cell")
    return [(printed, raised) for printed, raised in cells]


def _slips(entries: Any) -> list[Slip]:
    slips = entries[1] if type(entries) is list and len(entries) == 2 else None
    if type(slips) is not list or len(slips) > MOST:
        raise MalformedError("no slips")
    for slip in slips:
        if type(slip) is not list or [type(part) for part in slip] != [str, str, int, str]:
            raise MalformedError("no slip")
        names = (slip[0], *slip[1].split("."), slip[3])
        if not all(name.isidentifier() or not name for name in names) or max(map(len, names)) > 100:
            raise MalformedError("no slip")
        if not 0 < slip[2] < 10**6:
            raise MalformedError("no slip")
    return [Slip(*slip) for slip in slips]


def _reason(entries: Any) -> str:
    """Why a file holds no code, from the rows that a learner would read, as one sentence and what to do."""
    rows = entries[1] if type(entries) is list and len(entries) == 2 else None
    if type(rows) is not list or len(rows) > 20:
        raise MalformedError("no reason")
    why, shown, advice = [], [], []
    for row in rows:
        if type(row) is not list or [type(part) for part in row] != [str, str]:
            raise MalformedError("no reason")
        label, text = row[0], row[1].strip()[:500]
        if label == "do":
            advice.append(text)
        elif label:
            why.append(text)
        elif text != "^":  # the caret points at nothing when all is on one line
            shown.append(f"({text})")
    said = " ".join([*why, *shown])
    return f"{said.rstrip('.')}. {' '.join(advice)}" if advice else said


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
