"""Reads what students submitted: whatever the bytes are, nbgrader gets a notebook that it can work with.

Of a student's file only this comes through: each cell's type, its source, the nbgrader name it claims to have, and the
pictures of text cells. A file that cannot be read becomes a notebook that says so, and that earns nothing.
"""

from __future__ import annotations

import json
import os
import re
import stat
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbconvert.exporters.exporter import ResourcesDict
from nbformat.v4 import new_code_cell, new_notebook

from grader.nbgrader_plugin import progress
from grader.text import encodable

MAX_BYTES = 128 * 2**20
MAX_CELLS, MAX_CODE, MAX_PROSE, MAX_PICTURES = 2_000, 2 * 2**20, 200_000, 8 * 2**20
PROBLEM = "torchkata"
"""The notebook metadata's key for why a file could not be read; whoever forges it fails for the reason forged."""
_PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/svg+xml"})
_BASE64 = re.compile(r"[A-Za-z0-9+/=\s]*")
_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")


class UnreadableError(Exception):
    """A file that is no notebook; the message says why."""


class Reader(NotebookExporter):
    """nbconvert's NotebookExporter, reading with care. nbgrader gives a student up where the stock one raises."""

    def __init__(self, **keywords: Any) -> None:
        super().__init__(**keywords)
        if self.parent is not None:
            progress.summarise_at_exit(self.parent, self.parent.coursedir.autograded_directory, "graded")

    def from_filename(self, filename: str, resources: Any = None, **keywords: Any) -> tuple[Any, Any]:
        resources = ResourcesDict() if resources is None else resources
        folder, basename = os.path.split(filename)
        resources["metadata"] = ResourcesDict(name=os.path.splitext(basename)[0], path=folder, modified_date="")
        try:
            notebook = as_notebook(read_bytes(Path(filename)))
        except UnreadableError as error:
            notebook = placeholder(f"{basename}: {error}")
        return self.from_notebook_node(notebook, resources=resources, **keywords)


def read_bytes(path: Path) -> bytes:
    """A regular file's bytes, no link followed, at most `MAX_BYTES`. Raises UnreadableError."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except OSError as error:
        why = "it is a symbolic link; those are not followed" if path.is_symlink() else error.strerror
        raise UnreadableError(f"the file cannot be read: {why}") from None
    with open(descriptor, "rb") as file:
        about = os.fstat(descriptor)
        if not stat.S_ISREG(about.st_mode):
            raise UnreadableError("it is not a file")
        if about.st_size > MAX_BYTES:
            raise UnreadableError(f"it has {about.st_size:,} bytes; at most {MAX_BYTES:,} are read")
        return file.read(MAX_BYTES)


def as_notebook(raw: bytes) -> Any:
    """A student's bytes as a clean notebook of today's format. Raises UnreadableError."""
    try:
        whole = json.loads(raw.decode("utf-8-sig"))
        sheets = [whole] if "cells" in whole else whole["worksheets"]
        cells = [cell for sheet in sheets for cell in sheet["cells"]]
    except (ValueError, RecursionError, MemoryError, KeyError, TypeError):
        raise UnreadableError("it is not a notebook. Open it in Jupyter, save it again, and hand that in.") from None
    if len(cells) > MAX_CELLS:
        raise UnreadableError(f"it has {len(cells):,} cells; at most {MAX_CELLS:,} are read")
    made = [_cell(cell) for cell in cells if isinstance(cell, dict)]
    if sum(len(cell["source"]) for cell in made if cell["cell_type"] == "code") > MAX_CODE:
        raise UnreadableError(f"its code has more than {MAX_CODE:,} characters")
    _shorten(made)
    _name(made)
    metadata = whole.get("metadata")
    problem = metadata.get(PROBLEM) if isinstance(metadata, dict) else None
    kept = {PROBLEM: encodable(problem)[:500]} if isinstance(problem, str) else {}
    return nbformat.from_dict({"cells": made, "metadata": kept, "nbformat": 4, "nbformat_minor": 5})


def placeholder(problem: str) -> Any:
    """The notebook that replaces a file that cannot be read."""
    cell = new_code_cell("\n".join(f"# {line}" for line in encodable(problem).splitlines()), id="unreadable")
    return new_notebook(cells=[cell], metadata={PROBLEM: encodable(problem)[:500]})


def _cell(cell: dict[str, Any]) -> dict[str, Any]:
    kind = cell.get("cell_type")
    kind = kind if kind in ("code", "markdown") else "raw"
    made: dict[str, Any] = {"cell_type": kind, "source": _source(cell), "metadata": {}, "id": cell.get("id")}
    metadata = cell.get("metadata")
    marks = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    if isinstance(marks, dict):
        made["metadata"] = {"nbgrader": marks}
    if kind == "code":
        made |= {"outputs": [], "execution_count": None}  # nbgrader clears them first of all
    elif kind == "markdown":
        pictures = _pictures(cell.get("attachments"))
        made |= {"attachments": pictures} if pictures else {}
    return made


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
