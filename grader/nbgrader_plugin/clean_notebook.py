"""A student's notebook as JSON, cut down to what grading needs: of bounded size, whatever the bytes are.

Of a student's file only this comes through: each cell's type, its source, the nbgrader name it claims to have, and the
pictures of text cells.
"""

from __future__ import annotations

import json
import re
from typing import Any

from grader.errors import UnreadableError
from grader.text import encodable

MAX_CELLS, MAX_CODE, MAX_PROSE, MAX_PICTURES = 500, 2 * 2**20, 200_000, 8 * 2**20
MAX_MARK, MAX_POINTS = 200, 10**6
"""The longest text and the largest number in a cell's nbgrader metadata."""
PROBLEM = "torchkata"
"""The notebook metadata's key for why a file could not be read; whoever forges it fails for the reason forged."""
_PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/svg+xml"})
_BASE64 = re.compile(r"[A-Za-z0-9+/=\s]*")
_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
_MARKS = ("grade", "grade_id", "solution", "task", "locked", "cell_type", "checksum", "schema_version", "points")
"""The keys of nbgrader's metadata. Source: nbgrader/nbgraderformat/v3.json."""


def clean(raw: bytes) -> dict[str, Any]:
    """A student's bytes as a clean notebook of today's format. Raises UnreadableError."""
    try:
        whole = json.loads(raw.decode("utf-8-sig"))
        sheets = [whole] if "cells" in whole else whole["worksheets"]
        cells = [cell for sheet in sheets for cell in sheet["cells"]]
    except (ValueError, RecursionError, KeyError, TypeError):
        raise _unreadable("it is not a notebook. Open it in Jupyter, save it again, and hand that in.") from None
    if len(cells) > MAX_CELLS:
        raise _unreadable(f"it has {len(cells):,} cells; at most {MAX_CELLS:,} are read")
    made = [_cell(cell) for cell in cells if isinstance(cell, dict)]
    if sum(len(cell["source"]) for cell in made if cell["cell_type"] == "code") > MAX_CODE:
        raise _unreadable(f"its code has more than {MAX_CODE:,} characters")
    _shorten(made)
    _name(made)
    metadata = whole.get("metadata")
    problem = metadata.get(PROBLEM) if isinstance(metadata, dict) else None
    kept = {PROBLEM: encodable(problem)[:500]} if isinstance(problem, str) else {}
    return {"cells": made, "metadata": kept, "nbformat": 4, "nbformat_minor": 5}


def _unreadable(why: str) -> UnreadableError:
    return UnreadableError(("notebook", why))


def _cell(cell: dict[str, Any]) -> dict[str, Any]:
    kind = cell.get("cell_type")
    kind = kind if kind in ("code", "markdown") else "raw"
    made: dict[str, Any] = {"cell_type": kind, "source": _source(cell), "metadata": {}, "id": cell.get("id")}
    metadata = cell.get("metadata")
    marks = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    if isinstance(marks, dict):
        made["metadata"] = {"nbgrader": {key: marks[key] for key in _MARKS if _is_short(marks.get(key))}}
    if kind == "code":
        made |= {"outputs": [], "execution_count": None}  # nbgrader clears them first of all
    elif kind == "markdown":
        pictures = _pictures(cell.get("attachments"))
        made |= {"attachments": pictures} if pictures else {}
    return made


def _is_short(mark: Any) -> bool:
    if isinstance(mark, str):
        return len(mark) <= MAX_MARK
    return isinstance(mark, (bool, float)) or (isinstance(mark, int) and abs(mark) < MAX_POINTS)


def _source(cell: dict[str, Any]) -> str:
    source = cell.get("source", cell.get("input", ""))
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    return encodable(source) if isinstance(source, str) else ""


def _pictures(attachments: Any) -> dict[str, dict[str, str]]:
    kept: dict[str, dict[str, str]] = {}
    for name, kinds in attachments.items() if isinstance(attachments, dict) else ():
        for kind, content in kinds.items() if isinstance(kinds, dict) else ():
            content = "".join(content) if isinstance(content, list) else content
            if kind in _PICTURES and isinstance(content, str) and _BASE64.fullmatch(content):
                kept[encodable(str(name))[:200]] = {kind: content}
    return kept


def _shorten(cells: list[dict[str, Any]]) -> None:
    """What is only read by people has room, but not without end."""
    prose, pictures = MAX_PROSE, MAX_PICTURES
    for cell in cells:
        if cell["cell_type"] == "code":
            continue
        prose -= len(cell["source"])
        if prose < 0:
            cell["source"] = f"(a text of {len(cell['source']):,} characters was left out)"
        pictures -= sum(len(content) for kinds in cell.get("attachments", {}).values() for content in kinds.values())
        if pictures < 0:
            cell.pop("attachments", None)


def _name(cells: list[dict[str, Any]]) -> None:
    seen: set[str] = set()
    for number, cell in enumerate(cells):
        if not isinstance(cell["id"], str) or not _NAME.fullmatch(cell["id"]) or cell["id"] in seen:
            cell["id"] = f"cell-{number}-of-{len(cells)}"
        seen.add(cell["id"])
