"""After grading: the notebook that people read has a bounded length, and is shown cleaned or not at all.

The submitted notebook keeps what is cut here.
"""

from __future__ import annotations

from typing import Any

from nbgrader.preprocessors import NbGraderPreprocessor

from grader.records import NamedMistake, Verdict
from grader.reporting.problems import evidence, with_kind
from grader.text import visible

MAX_CELL, MAX_PRINTED, MAX_MESSAGE = 20_000, 10_000, 4_000
"""The most characters of a cell's source, of what it printed, and of a check's message."""
MAX_WRITTEN = 200_000
"""The most characters of sources and prints of a whole notebook, the course's own text not counted."""
VERDICT = "torchkata"
"""The key of a check cell's metadata that holds what the judge says of it, for feedback and formgrader to show."""
FILTER_MARK = "![](attachment:can-only-be-shown-with-the-filters-in-nbgrader_config.py)\n\n"
"""A picture that is not there. nbconvert's own Markdown filter raises InvalidNotebook for it; ours takes it out."""


def shorten(text: str, most: int) -> str:
    """Cut a text in its middle, and say how much is missing."""
    if len(text) <= most:
        return text
    head, tail = most - most // 4, most // 4
    return f"{text[:head]}\n(... {len(text) - head - tail:,} characters left out ...)\n{text[len(text) - tail :]}"


def as_metadata(verdict: Verdict, named: tuple[NamedMistake, ...], hints: tuple[str, ...], note: str) -> dict[str, Any]:
    """A verdict as the metadata of its check's cell, for feedback and formgrader to show: printable text only.

    Args:
        verdict: the check's.
        named: the known mistakes of the whole grade; those that explain this verdict are kept.
        hints: the check's; the first is shown where it failed.
        note: what happened to the submission as a whole.
    """
    mistakes = [mistake for mistake in named if mistake.id in verdict.mistakes]
    rows = [] if verdict.passed else evidence(verdict, bool(mistakes))
    if verdict.outcome == "failed":
        rows += [("note", note)] if note else []
        rows += [("hint", hint) for hint in hints[:1]]
    return {
        "title": visible(verdict.title),
        "outcome": verdict.outcome,
        "mistakes": [
            {"title": visible(mistake.title), "explanation": visible(mistake.explanation)} for mistake in mistakes
        ],
        "rows": [
            [label, shorten(visible(text), MAX_MESSAGE), is_sentence] for label, text, is_sentence in with_kind(rows)
        ],
    }


class LimitText(NbGraderPreprocessor):
    """Shortens what a submission wrote or printed, cell by cell and in all."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        left = MAX_WRITTEN
        for cell in nb.cells:
            marks = cell.metadata.get("nbgrader", {})
            if marks.get("grade") and not marks.get("solution"):
                _shorten_printed(cell, MAX_MESSAGE)
            elif not marks.get("locked"):
                cell.source = shorten(cell.source, min(MAX_CELL, left))
                left = max(0, left - len(cell.source))
            if not marks.get("grade"):
                left = max(0, left - _shorten_printed(cell, min(MAX_PRINTED, left)))
        return nb, resources


def _shorten_printed(cell: Any, most: int) -> int:
    printed = [output for output in cell.get("outputs", []) if output.output_type == "stream"]
    for output in printed:
        output.text = shorten(output.text, most)
    return sum(len(output.text) for output in printed)


class RequireFilter(NbGraderPreprocessor):
    """Marks students' Markdown so that it is shown cleaned or not at all.

    A Jupyter server that was started without the course's configuration keeps nbconvert's own filter, and would put
    live links into the instructor's session. With the mark it shows an error page.
    """

    def preprocess_cell(self, cell: Any, resources: Any, cell_index: int) -> tuple[Any, Any]:
        if cell.cell_type == "markdown" and not cell.metadata.get("nbgrader", {}).get("locked"):
            cell.source = FILTER_MARK + cell.source
        return cell, resources
