"""A grade as lines on a terminal: only ASCII, so that any console shows it, and wrapped to its width."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.text import Text

from grader.records import Grade, Verdict

MARKS = {
    "passed": ("ok", "green"),
    "failed": ("--", "bold red"),
    "waits": ("..", "yellow"),
    "fault": ("!!", "magenta"),
}
STYLES = {"why": "cyan", "do": "cyan", "raised": "red", "differs": "yellow"}
VERBATIM = {"your code", "", "syntax"}
"""Rows that hold code or a caret: never wrapped."""


@dataclass(frozen=True)
class Heading:
    """What comes above a grade: the exercise's id and title, and a line on the file that was checked."""

    id: str
    title: str
    file: str


@dataclass(frozen=True)
class ProgressRow:
    """One exercise in the table of progress."""

    id: str
    title: str
    points: int
    max_points: int
    note: str


def block(heading: Heading, grade: Grade, width: int, closing: Sequence[str] = ()) -> list[Text]:
    """One exercise's grade, check by check, with every failed check's rows, as lines at most ``width`` wide."""
    lines = [Text(), _headline(heading, grade, width), *_wrapped(heading.file, 6, width, "dim"), Text()]
    if grade.problem:
        lines += _rows(grade.problem, 1, width)
    elif grade.verdicts:
        shown = {f"waits for: {verdict.title}" for verdict in grade.verdicts}
        brief = {entry.check for entry in grade.verdicts if entry.outcome == "waits" and entry.message in shown}
        for verdict in grade.verdicts:
            lines += _verdict(verdict, width, verdict.check in brief)
        if brief:
            lines.append(Text(" ..  waits for a check above it", "dim"))
        lines.append(Text())
    for text in closing:
        lines += _wrapped(text, 0, width)
    return lines


def _headline(heading: Heading, grade: Grade, width: int) -> Text:
    name = f"{heading.id}  {heading.title}"
    score = f"{grade.points} of {grade.max_points} points"
    gap = max(2, min(width, 76) - len(name) - len(score))
    style = "bold green" if grade.passed else "bold"
    return Text.assemble((name, "bold"), " " * gap, (score, style))


def _verdict(verdict: Verdict, width: int, brief: bool) -> list[Text]:
    mark, style = MARKS.get(verdict.outcome, ("--", "bold red"))
    title = textwrap.wrap(verdict.title, max(20, min(width, 76) - 11)) or [""]
    lines = []
    for index, part in enumerate(title):
        line = Text.assemble((f" {mark}  " if index == 0 else "     ", style), part)
        if index == len(title) - 1:
            line.append(" " * max(2, min(width, 76) - len(line) - 4) + f"{verdict.max_points:>2}")
        lines.append(line)
    return lines + ([] if verdict.passed or brief else _rows(verdict.rows, 8 if width >= 70 else 5, width))


def _rows(rows: Iterable[tuple[str, str]], indent: int, width: int) -> list[Text]:
    rows = list(rows)
    column = max((len(label) for label, _ in rows), default=0)
    column = column + 2 if column else 0
    lines = []
    for label, text in rows:
        parts = text.split("\n")
        if label not in VERBATIM:
            # A value is split between its words only: a cut number or name would look like another one.
            available = max(20, width - indent - column)
            parts = [
                piece
                for part in parts
                for piece in textwrap.wrap(part, available, break_long_words=False, break_on_hyphens=False) or [""]
            ]
        for index, part in enumerate(parts):
            name = label if index == 0 else ""
            lines.append(Text.assemble(" " * indent, (f"{name:<{column}}", "dim"), (part, STYLES.get(label, ""))))
    return lines


def _wrapped(text: str, indent: int, width: int, style: str = "") -> list[Text]:
    pad = " " * indent
    wrapped = textwrap.wrap(text, max(30, width - indent), break_long_words=False, break_on_hyphens=False)
    return [Text(pad + part, style) for part in wrapped]


def progress(rows: Sequence[ProgressRow], width: int) -> list[Text]:
    """The table of all exercises: a bar, the points, and a word on each."""
    name = max(len(row.title) for row in rows)
    bar = max(5, min(20, width - name - 34))
    lines = [Text()]
    for row in rows:
        filled = bar * row.points // max(1, row.max_points)
        style = "green" if row.points == row.max_points else "yellow" if row.points else "dim"
        lines.append(
            Text.assemble(
                f" {row.id}  {row.title:<{name}}  ",
                ("#" * filled + "-" * (bar - filled), style),
                f" {row.points:>3} of {row.max_points:<3} ",
                (row.note, style),
            )
        )
    done, total = sum(row.points for row in rows), sum(row.max_points for row in rows)
    finished = sum(row.points == row.max_points for row in rows)
    lines.append(Text(f"\n {done} of {total} points, {finished} of {len(rows)} exercises finished", "bold"))
    return lines


def render(lines: Iterable[Text], width: int, colour: bool) -> str:
    """The lines as one string, with ANSI colours or without."""
    console = Console(
        width=max(width, 40),
        force_terminal=colour,
        no_color=not colour,
        highlight=False,
        legacy_windows=False,
    )
    with console.capture() as capture:
        for line in lines:
            console.print(line, soft_wrap=True)
    return capture.get()
