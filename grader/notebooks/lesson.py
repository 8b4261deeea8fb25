"""A lesson's README as a notebook's text: its own pictures inside, and what is about files said about cells."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from grader.catalog import Exercise
from grader.drawing.lesson_picture import png_of
from grader.notebooks.parts import docstring

_PICTURE = re.compile(r"!\[([^\]]*)\]\(([^):]+\.(?:svg|png))\)")
_LINK = re.compile(r"(?<!!)\[([^\]]+)\]\((?!https?:|attachment:|data:|#)[^)]+\)")
_CHECKING = re.compile(r"Check it\b")
_AFTERWARDS = re.compile(r"(Where it goes wrong|Exit question|What to try next)\b")
_QUESTION = re.compile(r"(Predict first|Exit question)\b")
HOW_TO_CHECK = """\
Run the cells from the top. Right below each part you write are its checks. Run a check (Shift+Enter) to see whether it
passes, and if it does not, what came back. Then change the code, run its cell again, and the check once more."""


@dataclass
class Text:
    """A markdown cell: its name, its source, and its pictures as nbformat's attachments (name, kind, base64).

    ``question`` is the heading of the question that it ends with, "Exit question"; empty where it ends with none.
    """

    name: str
    source: str
    attachments: dict[str, dict[str, str]] = field(default_factory=dict)
    question: str = ""


def lesson(root: Path, exercise: Exercise, solution: str, attach: bool = True) -> tuple[list[Text], list[Text]]:
    """What is read before writing (the lesson, then the goal) and after it.

    Args:
        root: the folder that holds ``exercises/``.
        exercise: whose lesson it is.
        solution: the module, solved or not: its docstring names the goal.
        attach: whether pictures are attachments. Otherwise they are part of the text, for front-ends that show no
            attachments.

    Raises:
        FileNotFoundError: there is no lesson for the exercise, or not one of its pictures.
    """
    folder = root / "exercises" / exercise.id
    before = _Texts("lesson", folder, attach)
    after = _Texts("afterwards", folder, attach)
    for section in re.split(r"(?m)^(?=## )", (folder / "README.md").read_text(encoding="utf-8")):
        heading = section.removeprefix("## ")
        if not _CHECKING.match(heading):
            (after if _AFTERWARDS.match(heading) else before).add(heading, _about_cells(section, exercise).strip())
    before.add("Your turn", f"## Your turn\n\n{_goal(solution)}\n\n{HOW_TO_CHECK}")
    return before.texts(), after.texts()


class _Texts:
    """Sections gathered into cells: a cell ends where a question does."""

    def __init__(self, name: str, folder: Path, attach: bool) -> None:
        self._name, self._folder = name, folder
        self._put = self._attached if attach else self._embedded
        self._texts: list[Text] = []
        self._sections: list[str] = []

    def add(self, heading: str, section: str) -> None:
        self._sections.append(section)
        question = _QUESTION.match(heading)
        if question:
            self._close(question[0].lower().replace(" ", "-"), question[0])

    def texts(self) -> list[Text]:
        if self._sections:
            self._close(self._name)
        return self._texts

    def _close(self, name: str, question: str = "") -> None:
        text = Text(name, "\n\n".join(self._sections), question=question)
        text.source = _PICTURE.sub(self._put(text), text.source)
        self._texts.append(text)
        self._sections = []

    def _attached(self, text: Text) -> Callable[[re.Match[str]], str]:
        def put(picture: re.Match[str]) -> str:
            name = Path(picture[2]).with_suffix(".png").name
            text.attachments[name] = {"image/png": self._png(picture[2])}
            return f"![{picture[1]}](attachment:{name})"

        return put

    def _embedded(self, _text: Text) -> Callable[[re.Match[str]], str]:
        return lambda picture: f"![{picture[1]}](data:image/png;base64,{self._png(picture[2])})"

    def _png(self, name: str) -> str:
        """JupyterLab shows no SVG that is an attachment, so that notebooks have the PNG of the same drawing."""
        path = self._folder / name
        return base64.b64encode((png_of(path) if path.suffix == ".svg" else path).read_bytes()).decode()


def _about_cells(section: str, exercise: Exercise) -> str:
    section = re.sub(rf"(?ms)^- (?:(?!^- |^$).)*{re.escape(exercise.filename)}.*?(?=^- |^\s*$|\Z)", "", section)
    return _LINK.sub(r"\1", section.replace(f"`{exercise.filename}`", "the code cells below"))


def _goal(solution: str) -> str:
    """The module's docstring, without the lines that are commands for a terminal."""
    kept = [line for line in docstring(solution).splitlines() if "exercises/ex" not in line]
    return "\n".join(kept).strip().replace("top of this file", "end of this text")
