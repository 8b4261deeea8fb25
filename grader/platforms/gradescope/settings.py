"""What the zip says to the run: which exercises, how they are shown, and the key that draws are made with."""

from __future__ import annotations

import hmac
import json
import secrets
from dataclasses import asdict, dataclass, field
from pathlib import Path

from grader.reporting.gradescope import Visibility

SETTINGS = "autograder.json"


@dataclass(frozen=True)
class Settings:
    """Of one zip.

    Attributes:
        exercises: their ids.
        timeout: CPU seconds that an exercise's submission may compute.
        visibility: when students see the checks' outcomes.
        key: of the draws, in hexadecimal digits; nothing that a submission can read holds it.
    """

    exercises: tuple[str, ...]
    timeout: float
    visibility: Visibility
    key: str = field(default_factory=lambda: secrets.token_hex(32), repr=False)

    def seed(self, submission: str) -> int:
        """The draw's seed for a submission of this name: always the same, and not to be guessed without the key."""
        digest = hmac.digest(bytes.fromhex(self.key), submission.encode(), "sha256")
        return int.from_bytes(digest[:4], "big") >> 1

    def to_json(self) -> str:
        return json.dumps(asdict(self), indent=1)

    @classmethod
    def read(cls, path: Path) -> Settings:
        entry = json.loads(path.read_text(encoding="utf-8"))
        visibility = Visibility(entry["visibility"])
        return cls(tuple(entry["exercises"]), entry["timeout"], visibility, entry["key"])
