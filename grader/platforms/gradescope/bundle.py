"""The zip that an instructor uploads: setup.sh, run_autograder, the settings and the wheels."""

from __future__ import annotations

import shlex
import zipfile
from pathlib import Path

from grader.catalog import Exercise
from grader.platforms.gradescope.settings import SETTINGS, Settings
from grader.platforms.wheels import wheel_of_kit, wheel_of_solutions
from grader.whole_file import whole_file

_SCRIPTS = Path(__file__).parent
_EXECUTABLE, _PRIVATE = 0o100755, 0o100600


def write_bundle(path: Path, exercises: list[Exercise], settings: Settings, index: str | None) -> bool:
    """Write the zip, whole or not at all; only its owner may read it, since it holds answers and the draws' key.

    Args:
        path: where to.
        exercises: the settings' exercises.
        settings: for the run.
        index: the address of a package index that setup.sh uses besides pip's own.

    Returns:
        Whether it holds the exercises' known mistakes, which are named under every draw then.

    Raises:
        UserError: the kit's wheel cannot be made.
    """
    kit, solutions = wheel_of_kit(), wheel_of_solutions(exercises)
    setup = (_SCRIPTS / "setup.sh").read_text(encoding="utf-8")
    setup = setup.replace("EXTRA_INDEX=", f"EXTRA_INDEX={shlex.quote(index)}" if index else "EXTRA_INDEX=")
    with whole_file(path, is_private=True) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        _add(archive, "setup.sh", setup.encode(), _EXECUTABLE)
        _add(archive, "run_autograder", (_SCRIPTS / "run_autograder").read_bytes(), _EXECUTABLE)
        _add(archive, SETTINGS, settings.to_json().encode(), _PRIVATE)
        for name, content in filter(None, (kit, solutions)):
            _add(archive, f"wheels/{name}", content, _PRIVATE)
    return solutions is not None


def _add(archive: zipfile.ZipFile, name: str, content: bytes, mode: int) -> None:
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.create_system = 3  # Unix: the mode counts
    entry.external_attr = mode << 16
    archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
