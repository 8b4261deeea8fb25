"""CSV files as spreadsheets and platforms write them: with a byte order mark, semicolons or tabs, in UTF-16."""

from __future__ import annotations

import codecs
import csv
import io
from pathlib import Path

from grader.errors import UserError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_rows(path: Path) -> list[list[str]]:
    """The rows of a CSV file, cells stripped, empty rows left out.

    Raises:
        UserError: there is no such file, or it is no text.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror}.") from None
    text = _decoded(raw)
    if text is None or "\0" in text:
        raise UserError(f"{path} is no text: save it as CSV (UTF-8).")
    head = next(iter(text.splitlines()), "")
    delimiter = max(",;\t", key=head.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        return [[cell.strip() for cell in row] for row in rows if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise UserError(f"{path} is no CSV: {error}.") from None


def _decoded(raw: bytes) -> str | None:
    marked = next((encoding for mark, encoding in _MARKS if raw.startswith(mark)), None)
    for encoding in (marked,) if marked else ("utf-8", "cp1252"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
