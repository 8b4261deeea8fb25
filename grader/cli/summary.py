"""The table at the end of ``kata grade``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from grader.grading.ledger import Ledger
from grader.text import counted, one_line

SHOWN_ROWS = 60
SHOWN_NOTE = 160
"""Characters of a note in the terminal's table: a few lines at most."""


def print_summary(console: Console, ledger: Ledger, unrecognised: Sequence[str]) -> None:
    """One row per submission, up to `SHOWN_ROWS`; how many ended in each status; what was not recognised."""
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("student")
    table.add_column("exercise")
    table.add_column("points", justify="right")
    table.add_column("status")
    table.add_column("note", overflow="fold")
    statuses: Counter[str] = Counter()
    for index, result in enumerate(ledger.results()):
        statuses[result.status] += 1
        if index < SHOWN_ROWS:
            points = "none" if result.points is None else str(result.points)
            table.add_row(
                escape(one_line(result.student)),
                result.exercise,
                f"{points} of {result.max_points}",
                result.status.replace("_", " "),
                escape(one_line(_last_line(result.note))),
            )
    console.print(table)
    if len(ledger) > SHOWN_ROWS:
        console.print(f"... and {len(ledger) - SHOWN_ROWS} more: --html or --csv has them all")
    counts = ", ".join(f"{number} {status.replace('_', ' ')}" for status, number in sorted(statuses.items()))
    console.print(f"\n{counted(len(ledger), 'submission')}: {counts or 'none'}")
    if unrecognised:
        names = ", ".join(one_line(name) for name in unrecognised[:SHOWN_ROWS])
        console.print(f"{counted(len(unrecognised), 'folder')} held nothing that was recognised: {escape(names)}")


def _last_line(note: str) -> str:
    """The end of a note, where a traceback says what went wrong; "..." replaces what only the files have."""
    *before, last = note.strip().splitlines() or [""]
    shown = f"{last[:SHOWN_NOTE]}..." if len(last) > SHOWN_NOTE else last
    return f"... {shown}" if before else shown
