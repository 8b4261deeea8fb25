"""Wheels of the kit as it runs here, from an installation or a checkout, without a build and without a network."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import zipfile
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path

import grader
from grader import catalog
from grader.catalog import Exercise
from grader.errors import UserError
from grader.mistakes import mistakes_path

_PACKAGE = Path(grader.__file__).parent
_WHEEL = "Wheel-Version: 1.0\nGenerator: torchkata\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


def wheel_of_kit() -> tuple[str, bytes]:
    """The kit's wheel, with all that grading needs: its file name and content. From a checkout, it lacks the exercises
    that `kata init` writes.

    Raises:
        UserError: the kit is not installed, so that nothing says what it depends on.
    """
    try:
        installed = metadata.distribution("torchkata")
    except metadata.PackageNotFoundError:
        raise UserError("torchkata is not installed in this Python. Run: python -m pip install -e .") from None
    paths = [path for path in _PACKAGE.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    files = {path.relative_to(_PACKAGE.parent).as_posix(): path.read_bytes() for path in paths}
    facts = {name: installed.read_text(name) or "" for name in ("METADATA", "entry_points.txt", "licenses/LICENSE")}
    return _wheel("torchkata", installed.version, files, facts)


def wheel_of_solutions(exercises: list[Exercise]) -> tuple[str, bytes] | None:
    """torchkata-solutions with these exercises only, to name mistakes under any draw; None where there are none."""
    if not catalog.has_solutions():
        return None
    root = catalog.solutions()
    solved = [exercise for exercise in exercises if mistakes_path(root, exercise).exists()]
    paths = [path for exercise in solved for path in (exercise.path(root, "solutions"), mistakes_path(root, exercise))]
    files = {f"torchkata_solutions/{path.relative_to(root).as_posix()}": path.read_bytes() for path in paths}
    facts = {"METADATA": f"Metadata-Version: 2.1\nName: torchkata-solutions\nVersion: {grader.__version__}\n"}
    return _wheel("torchkata_solutions", grader.__version__, files, facts) if files else None


def _wheel(name: str, version: str, files: Mapping[str, bytes], facts: Mapping[str, str]) -> tuple[str, bytes]:
    """Source of the format: the Python packaging guide, "Binary distribution format"."""
    folder = f"{name}-{version}.dist-info"
    texts = {f"{folder}/{fact}": text.encode() for fact, text in {**facts, "WHEEL": _WHEEL}.items() if text}
    whole = {**files, **texts}
    record = io.StringIO()
    rows = csv.writer(record, lineterminator="\n")
    rows.writerows([path, f"sha256={_digest(content)}", len(content)] for path, content in whole.items())
    rows.writerow([f"{folder}/RECORD", "", ""])
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in {**whole, f"{folder}/RECORD": record.getvalue().encode()}.items():
            archive.writestr(path, content)
    return f"{name}-{version}-py3-none-any.whl", packed.getvalue()


def _digest(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
