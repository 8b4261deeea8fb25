"""One check's outcome as a notebook shows it: in plain words, and as HTML for light and dark themes."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from grader.records import NamedMistake, Rows, Verdict
from grader.reporting.code_spans import with_code
from grader.reporting.problems import evidence, explanations, with_kind
from grader.text import visible

_GREEN, _RED, _GREY = "#2da44e", "#e5484d", "#8b949e"
"""Readable on white and on black."""
_BOX = "border-left:4px solid {colour};background:rgba(128,128,128,.09);padding:.4em .9em;margin:.2em 0"
_GRID = (
    "display:grid;grid-template-columns:max-content minmax(0,1fr);gap:.15em 1.2em;align-items:baseline;margin-top:.5em"
)
_TEXT = "white-space:pre-wrap;overflow-wrap:anywhere"
_CODE = f"{_TEXT};font-family:monospace;font-size:.93em"


def as_words(
    verdict: Verdict,
    points: float,
    max_points: float,
    hints: Sequence[str] = (),
    mistakes: Sequence[NamedMistake] = (),
    note: str = "",
) -> str:
    """The outcome in plain words: the title and the points, then what a learner reads of a check that failed.

    Args:
        verdict: the check's outcome.
        points: what it earned.
        max_points: what it is worth.
        hints: the check's; the first one is shown.
        mistakes: the known mistakes that explain the failure.
        note: what else happened to the submission.
    """
    lines = [f"{_word(verdict)}: {verdict.title} ({points:g} of {max_points:g})"]
    rows = [] if verdict.passed else _rows(verdict, mistakes)
    if verdict.outcome == "failed":
        rows += [("note", note)] if note else []
        rows += [("hint", hint) for hint in hints[:1]]
    lines += [f"{label}: {text}" if label else text for label, text in rows]
    return visible("\n".join(lines)) + "\n"


def as_html(verdict: Verdict, hints: Sequence[str] = (), mistakes: Sequence[NamedMistake] = ()) -> str:
    """The same as HTML, with all hints, each folded behind the one before.

    Args:
        verdict: the check's outcome.
        hints: the check's.
        mistakes: the known mistakes that explain the failure.
    """
    colour, mark = {"passed": (_GREEN, "✓ "), "waits": (_GREY, "")}.get(verdict.outcome, (_RED, "✗ "))
    earned = f"{verdict.points} of {verdict.max_points} point{'s' if verdict.max_points != 1 else ''}"
    head = (
        f'<div><strong style="color:{colour}">{mark}{_word(verdict)}</strong>'
        f'&ensp;{_escaped(verdict.title)}&ensp;<span style="opacity:.75">({earned})</span></div>'
    )
    body = ""
    if verdict.outcome == "waits":
        body = f"<div>{_escaped(verdict.message)}</div>"
    elif not verdict.passed:
        body = _table(_rows(verdict, mistakes))
    folded = _folded(hints) if verdict.outcome == "failed" else ""
    return f'<div style="{_BOX.format(colour=colour)}">{head}{body}{folded}</div>'


def _word(verdict: Verdict) -> str:
    return "passed" if verdict.passed else "not passed"


def _rows(verdict: Verdict, mistakes: Sequence[NamedMistake]) -> list[tuple[str, str]]:
    found = explanations(verdict, mistakes)
    return [*(("likely", text) for text in found), *evidence(verdict, bool(found))]


def _table(rows: Rows) -> str:
    cells = [
        f'<div style="opacity:.75">{_escaped(label)}</div>'
        f'<div style="{_TEXT if is_sentence else _CODE}">{with_code(text) if is_sentence else _escaped(text)}</div>'
        for label, text, is_sentence in with_kind(rows)
    ]
    return f'<div style="{_GRID}">{"".join(cells)}</div>'


def _folded(hints: Sequence[str]) -> str:
    html = ""
    for number, hint in reversed(list(enumerate(hints, start=1))):
        name = "Hint" if len(hints) == 1 else f"Hint {number} of {len(hints)}"
        summary = f'<summary style="cursor:pointer">{name}</summary>'
        html = f'<details style="margin-top:.4em">{summary}{with_code(hint)}{html}</details>'
    return html


def _escaped(text: str) -> str:
    return escape(visible(text))
