"""Text that a submission had a hand in, made fit for any report."""

from __future__ import annotations


def clean(text: str, most: int) -> str:
    """The first ``most`` characters, line ends kept, other characters that do not print made visible.

    Those could move a terminal's cursor, colour it, or turn a line around in a browser.
    """
    shown = "".join(char if char.isprintable() or char == "\n" else repr(char)[1:-1] for char in text[:most])
    return shown if len(text) <= most else f"{shown} (and {len(text) - most:,} characters more)"
