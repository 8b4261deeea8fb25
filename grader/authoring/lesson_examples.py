"""The worked examples of a lesson: what is printed there is what Python prints."""

from __future__ import annotations

import doctest
from collections.abc import Iterator
from typing import Any


def wrong_examples(lesson: str, name: str) -> Iterator[tuple[int, str]]:
    """Run the ``>>>`` examples of a lesson, in a namespace of their own.

    Args:
        lesson: the lesson's Markdown.
        name: the file's name, for tracebacks.

    Yields:
        The line, counted from 1, and what differs, for each example that prints something else.
    """
    # Without the fences, which doctest would take for expected output.
    text = "\n".join("" if line.startswith("```") else line for line in lesson.splitlines()) + "\n"
    test = doctest.DocTestParser().get_doctest(text, {}, name, name, 0)
    found: list[tuple[int, str]] = []

    class Collect(doctest.DocTestRunner):
        def report_failure(self, out: object, test: object, example: doctest.Example, got: str) -> None:
            found.append((example.lineno + 1, f"it prints {got.strip()!r}, the lesson says {example.want.strip()!r}"))

        def report_unexpected_exception(self, out: object, test: object, example: doctest.Example, error: Any) -> None:
            found.append((example.lineno + 1, f"it raises {error[1]!r}"))

    Collect(verbose=False).run(test, out=lambda _text: None)
    yield from found


def has_examples(section: str) -> bool:
    """Whether a section holds at least one example that can be run."""
    return bool(doctest.DocTestParser().get_examples(section))
