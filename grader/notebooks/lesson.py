"""A lesson's README as a notebook's text: its own pictures inside, and what is about files said about cells."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, field
from pathlib import Path

from grader.catalog import Exercise
from grader.notebooks.parts import docstring

_PICTURE = re.compile(r"!\[([^\]]*)\]\(([^):]+\.(?:svg|png))\)")
_LINK = re.compile(r"(?<!!)\[([^\]]+)\]\((?!https?:|attachment:|#)[^)]+\)")
_CHECKING = re.compile(r"Check it\b")
_AFTERWARDS = re.compile(r"(Where it goes wrong|Exit question|What to try next)\b")
_KINDS = {".svg": "image/svg+xml", ".png": "image/png"}


@dataclass
class Text:
    """A markdown cell: its source, and its pictures as nbformat's attachments (name, then kind, then base64)."""

    source: str
    attachments: dict[str, dict[str, str]] = field(default_factory=dict)


def lesson(root: Path, exercise: Exercise, solution: str) -> tuple[Text, Text]:
    """What is read before writing (the lesson, then the goal) and after it.

    Raises:
        FileNotFoundError: the checkout holds no lesson for the exercise, or not one of its pictures.
    """
    folder = root / "exercises" / exercise.id
    before: list[str] = []
    after: list[str] = []
    for section in re.split(r"(?m)^(?=## )", (folder / "README.md").read_text(encoding="utf-8")):
        heading = section.removeprefix("## ")
        if _CHECKING.match(heading):
            continue
        (after if _AFTERWARDS.match(heading) else before).append(_about_cells(section, exercise).strip())
    before.append(f"## Your turn\n\n{_goal(solution)}")
    return _text(before, folder), _text(after, folder)


def _about_cells(section: str, exercise: Exercise) -> str:
    section = re.sub(rf"(?ms)^- (?:(?!^- |^$).)*{re.escape(exercise.filename)}.*?(?=^- |^\s*$|\Z)", "", section)
    return _LINK.sub(r"\1", section.replace(f"`{exercise.filename}`", "the code cells below"))


def _goal(solution: str) -> str:
    """The module's docstring, without the lines that are commands for a terminal."""
    kept = [line for line in docstring(solution).splitlines() if "exercises/ex" not in line]
    return "\n".join(kept).strip().replace("top of this file", "end of this text")


def _text(sections: list[str], folder: Path) -> Text:
    source = "\n\n".join(sections)
    attachments = {}
    for _, name in _PICTURE.findall(source):
        content = base64.b64encode((folder / name).read_bytes()).decode()
        attachments[name] = {_KINDS[Path(name).suffix]: content}
    return Text(_PICTURE.sub(r"![\1](attachment:\2)", source), attachments)
