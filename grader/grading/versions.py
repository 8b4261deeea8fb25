"""What a grade depends on besides the seed."""

from __future__ import annotations

import hashlib
import platform
from functools import cache
from importlib import metadata

from grader import __version__
from grader.catalog import SUITES


def versions() -> dict[str, str]:
    """Kit, suites (a digest of their files), Python and torch."""
    return {
        "kit": __version__,
        "suites": _suites_digest(),
        "python": platform.python_version(),
        "torch": metadata.version("torch"),
    }


@cache
def _suites_digest() -> str:
    digest = hashlib.sha256()
    for path in sorted(SUITES.rglob("*.py")):
        digest.update(str(path.relative_to(SUITES)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]
