"""What one run of the checks is asked for, on its way to the process that runs them."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Request:
    """The exercise's id, its module's path, and how the report is shown (`Style`)."""

    exercise: str
    path: str
    here: str
    width: int
    colour: bool
    keys: bool

    def to_line(self) -> bytes:
        return json.dumps(asdict(self)).encode() + b"\n"

    @classmethod
    def from_line(cls, line: bytes) -> Request:
        return cls(**json.loads(line))
