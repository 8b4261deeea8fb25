"""A run's results as one HTML page that needs nothing else: no script, no network, every value escaped."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from grader.records import RunInfo, SubmissionResult
from grader.reporting.files import whole_file
from grader.text import one_line

_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=False
)
_templates.filters["one_line"] = one_line


def write_page(path: Path, run: RunInfo, results: Iterable[SubmissionResult]) -> None:
    """Write the page piece by piece: it may be longer than memory."""
    with whole_file(path) as file:
        for piece in _templates.get_template("page.html").generate(run=run, results=results):
            file.write(piece)
