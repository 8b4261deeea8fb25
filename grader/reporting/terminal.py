"""A grade as lines on a terminal: only ASCII, so that any console shows it, and wrapped to its width."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

from rich.console import Console
from rich.text import Text

from grader.records import Grade, Verdict
from grader.reporting.problems import (
    evidence,
    explanations,
    failed_checks,
    first_to_fix,
    for_same_reason,
    unwritten_parts,
)
from grader.text import counted, shortened

MARKS = {
    "passed": ("ok", "green"),
    "failed": ("--", "bold red"),
    "waits": ("..", "dim"),
    "fault": ("!!", "magenta"),
}
STYLES = {"why": "cyan", "noticed": "cyan", "do": "cyan", "raised": "red", "differs": "yellow", "printed": "dim"}
APART = "  |  "
"""Parts the line on a file from the one on the versions, where both fit on one."""
MOST_PRINTED = 4
"""Lines that are shown of what a check's code printed."""
VERBATIM = {"your code", "", "syntax", "printed"}
"""Rows that hold code, a caret or what was printed: never wrapped."""


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


def block(
    heading: Heading,
    grade: Grade,
    width: int,
    closing: Sequence[str] = (),
    *,
    printed: Mapping[str, str] | None = None,
    first: Verdict | None = None,
    in_full: bool = False,
) -> list[Text]:
    """One exercise's grade as lines at most ``width`` wide: every check in a line, then one problem with its rows.

    Args:
        heading: what comes above.
        grade: what to show.
        width: of the terminal.
        closing: paragraphs for the end.
        printed: what the learner's code printed, by check; shown below the checks whose rows are not shown.
        first: the failed check to show with its rows; by default the one that `first_to_fix` chooses.
        in_full: whether to show all failed checks with their rows.
    """
    about = [heading.file] if len(heading.file) + 6 <= width else heading.file.split(APART)
    lines = [Text(), _headline(heading, grade, width)]
    lines += [line for part in about for line in _wrapped(part, 6, width, "dim")] + [Text()]
    if grade.problem:
        for mistake in grade.mistakes:
            lines += [*_wrapped(f"{mistake.title}. {mistake.explanation}", 1, width, "cyan"), Text()]
        lines += _rows(grade.problem, 1, width)
    elif grade.verdicts:
        first = first or first_to_fix(grade)
        failed = failed_checks(grade)
        shown = failed if in_full else [first] if first else []
        lines += _overview(grade, {verdict.check for verdict in shown}, printed or {}, width)
        for verdict in shown:
            lines += _problem("To fix first" if len(failed) > len(shown) else "To fix", verdict, grade, width)
        lines += _others(first, failed, grade, in_full, width)
    for text in closing:
        lines += _wrapped(text, 0, width)
    return lines


def _overview(grade: Grade, shown: Set[str], printed: Mapping[str, str], width: int) -> list[Text]:
    """Each check in a line, with what its code printed; faults, and what is waited for unseen, with their rows."""
    seen = {f"waits for: {verdict.title}" for verdict in grade.verdicts}
    waits = unwritten = False
    lines = []
    for verdict in grade.verdicts:
        lines += _line(verdict, width)
        if verdict.outcome == "fault" or (verdict.outcome == "waits" and verdict.message not in seen):
            lines += _rows(verdict.rows, _indent(width), width)
        elif verdict.check in printed and verdict.check not in shown:
            lines += _rows([("printed", _last_lines(printed[verdict.check]))], _indent(width), width)
        waits = waits or verdict.message in seen
        unwritten = unwritten or verdict.unwritten
    meanings = ["not written yet"] * unwritten + ["waits for a check above it"] * waits
    if meanings:
        lines.append(Text(f" ..  {', or '.join(meanings)}", "dim"))
    return [*lines, Text()]


def _last_lines(text: str) -> str:
    """The end of what was printed, in a few lines."""
    lines = text.rstrip("\n").split("\n")
    cut = len(lines) - MOST_PRINTED
    before = [f"({counted(cut, 'line')} before these)"] if cut > 0 else []
    return "\n".join(before + [shortened(line, 200) for line in lines[-MOST_PRINTED:]])


def _problem(label: str, verdict: Verdict, grade: Grade, width: int) -> list[Text]:
    """A failed check: the explanation of a known mistake if there is one, then what was called and what came back."""
    lines = _wrapped(f"{label}: {verdict.title}", 0, width, "bold")
    found = explanations(verdict, grade.mistakes)
    for text in found:
        lines += [*_wrapped(text, _indent(width), width, "cyan"), Text()]
    return [*lines, *_rows(evidence(verdict, bool(found)), _indent(width), width), Text()]


def _others(first: Verdict | None, failed: Sequence[Verdict], grade: Grade, in_full: bool, width: int) -> list[Text]:
    """One line each on what is not shown with its rows."""
    texts = []
    if first is not None and not in_full:
        same = for_same_reason(first, failed)
        different = [verdict for verdict in failed if verdict is not first and verdict not in same]
        if same:
            texts.append(f"{counted(len(same), 'more check')} {_fails(same)} for the same reason.")
        if different:
            texts.append(f"{counted(len(different), 'other check')} {_fails(different)} too.")
    parts = unwritten_parts(grade)
    if parts and first is None:
        part = parts.pop(0)
        texts.append(f"To write next, instead of the raise in line {part.line} ({part.function}): {part.asked}")
    if parts:
        texts.append(f"Not written yet: {', '.join(f'{part.function} (line {part.line})' for part in parts)}.")
    lines = [line for text in texts for line in _wrapped(text, 0, width)]
    return [*lines, Text()] if lines else []


def _fails(verdicts: Sequence[Verdict]) -> str:
    return "fails" if len(verdicts) == 1 else "fail"


def _headline(heading: Heading, grade: Grade, width: int) -> Text:
    name = f"{heading.id}  {heading.title}"
    score = f"{grade.points} of {counted(grade.max_points, 'point')}"
    gap = max(2, min(width, 76) - len(name) - len(score))
    style = "bold green" if grade.passed else "bold"
    return Text.assemble((name, "bold"), " " * gap, (score, style))


def _line(verdict: Verdict, width: int) -> list[Text]:
    """A check's mark, title and points."""
    mark, style = MARKS["waits"] if verdict.unwritten else MARKS.get(verdict.outcome, MARKS["failed"])
    title = textwrap.wrap(verdict.title, max(20, min(width, 76) - 11)) or [""]
    lines = []
    for index, part in enumerate(title):
        line = Text.assemble((f" {mark}  " if index == 0 else "     ", style), part)
        if index == len(title) - 1:
            line.append(" " * max(2, min(width, 76) - len(line) - 4) + f"{verdict.max_points:>2}")
        lines.append(line)
    return lines


def _indent(width: int) -> int:
    return 8 if width >= 70 else 5


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
    """A paragraph of a report."""
    return [Text(" " * indent + part, style) for part in wrapped(text, max(30, width - indent))]


def wrapped(text: str, width: int) -> list[str]:
    """A paragraph's lines; where it begins with spaces, as a numbered hint does, the others begin below its words."""
    own = len(text) - len(text.lstrip())
    return textwrap.wrap(
        text,
        width,
        subsequent_indent=" " * (own + 3) if own else "",
        break_long_words=False,
        break_on_hyphens=False,
    )


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
