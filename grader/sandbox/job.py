"""What a child is given: the suite's cases and probes, made once per run, and one submission's bytes."""

from __future__ import annotations

import marshal
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, ModuleType

from grader.catalog import Exercise
from grader.observing.cases import Case
from grader.sandbox import wire


@dataclass(frozen=True)
class PackedSuite:
    """A suite's observing side as bytes, and the names of its cases: no check, and no other exercise's probes."""

    exercise: str
    module: str
    cases: tuple[str, ...]
    packed: bytes

    @classmethod
    def of(cls, exercise: Exercise, cases: Mapping[str, Case]) -> PackedSuite:
        """Pack a suite for this interpreter (the probes travel as its own bytecode)."""
        source = Path(exercise.probes().__file__ or "")
        code = compile(source.read_text(encoding="utf-8"), f"<{exercise.id} probes>", "exec", dont_inherit=True)
        listed = [
            [case.name, case.probe.__name__, case.called, case.copy_of_arguments(), case.limit]
            for case in cases.values()
        ]
        plain = wire.dump([exercise.id, exercise.module, listed])
        return cls(exercise.id, exercise.module, tuple(cases), _join(plain, marshal.dumps(code)))


@dataclass(frozen=True)
class Job:
    """One submission to observe: its suite, the file's name (``.py`` or ``.ipynb``) and content.

    Where it is ``only_read``, none of its code runs: slips are looked for in its source.
    """

    suite: PackedSuite
    filename: str
    content: bytes
    only_read: bool = False

    def pack(self) -> bytes:
        """Only the submission: its suite is sent before, once for many."""
        return _join(self.filename.encode(), self.content)


@dataclass
class OpenSuite:
    """A suite as the warm process holds it, ready for the next child."""

    exercise: str
    module: str
    cases: list[Case]
    probes: ModuleType

    def forget(self) -> None:
        """Leave nothing behind for the next suite's submissions to find."""
        self.cases.clear()
        self.probes.__dict__.clear()


def open_suite(packed: bytes) -> OpenSuite:
    """A suite from `PackedSuite.packed`. It comes from the grader, and is trusted."""
    plain, code = _split(packed, 2)
    exercise, module, listed = wire.parse(plain)
    probes = ModuleType(f"{exercise}_probes")
    loaded = marshal.loads(code)
    assert isinstance(loaded, CodeType)
    exec(loaded, probes.__dict__)
    cases = [
        Case(name, getattr(probes, probe), called, arguments, limit) for name, probe, called, arguments, limit in listed
    ]
    return OpenSuite(exercise, module, cases, probes)


def pack_whole(job: Job) -> bytes:
    """A job with its suite, for a process that serves one submission only."""
    return _join(job.suite.packed, job.pack())


def split_whole(packed: bytes) -> tuple[bytes, bytes]:
    """The suite and the submission, from `pack_whole`."""
    suite, submission = _split(packed, 2)
    return suite, submission


def open_submission(packed: bytes) -> tuple[str, bytes]:
    """The file's name and content, from `Job.pack`."""
    filename, content = _split(packed, 2)
    return filename.decode(), content


def _join(*parts: bytes) -> bytes:
    return b"".join(struct.pack("<I", len(part)) + part for part in parts)


def _split(packed: bytes, count: int) -> list[bytes]:
    parts, at = [], 0
    for _ in range(count):
        (length,) = struct.unpack_from("<I", packed, at)
        parts.append(packed[at + 4 : at + 4 + length])
        at += 4 + length
    return parts
