"""Files that are written whole or not at all."""

from __future__ import annotations

import io
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TextIO


@contextmanager
def whole_file(path: Path, is_private: bool = False) -> Iterator[BinaryIO]:
    """A file to write bytes to; it replaces ``path`` when the block ends well, and vanishes otherwise.

    Args:
        path: the file, in a folder that exists.
        is_private: whether only its owner may read it; by default the user's umask decides.
    """
    try:
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from None  # of the file that was asked for
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
        if not is_private:
            mask = os.umask(0)
            os.umask(mask)
            os.chmod(name, 0o666 & ~mask)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


@contextmanager
def whole_text(path: Path) -> Iterator[TextIO]:
    """The same for text, in UTF-8 and with line endings as they are written.

    Half a surrogate pair (a folder's name may hold one) is written as ``\\udcff``, which is JSON's own spelling too.
    """
    with (
        whole_file(path) as file,
        io.TextIOWrapper(file, encoding="utf-8", errors="backslashreplace", newline="") as text,
    ):
        yield text


def write_whole(path: Path, text: str) -> None:
    """Write a text to a file, whole or not at all."""
    with whole_text(path) as file:
        file.write(text)
