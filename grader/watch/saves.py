"""Tells when a file below a folder was written; an editor's several events are one save."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from watchfiles import watch

STEP = 20
"""Milliseconds without another event after which a save is complete."""
LONGEST = 200
"""Milliseconds after which a save is told, though more events come."""


@dataclass(frozen=True)
class Saved:
    """These files were written, renamed or removed."""

    paths: frozenset[Path]


class Saves:
    """Watches a folder and all below it in a thread of its own."""

    def __init__(self, folder: Path, post: Callable[[Saved], None]) -> None:
        self._folder = folder
        self._post = post
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True, name="torchkata saves")
        self._thread.start()

    def close(self) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        for changes in watch(
            self._folder, watch_filter=None, step=STEP, debounce=LONGEST, rust_timeout=0, stop_event=self._stop
        ):
            self._post(Saved(frozenset(Path(path) for _, path in changes)))
