"""Names for ``--anonymous``."""

from __future__ import annotations

import hashlib


def pseudonym(student: str, seed: int) -> str:
    """A name that says nothing of the student, the same for the same seed."""
    return "student-" + hashlib.sha256(f"{seed} {student}".encode("utf-8", "surrogateescape")).hexdigest()[:10]
