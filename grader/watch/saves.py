"""Tells when a file below a folder was written; an editor's several events are one save.

Nothing runs between two saves: watchdog waits for the operating system to report a change.
"""

from __future__ import annotations

import os
import platform
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver
from watchdog.observers.polling import PollingObserver

QUIET = 0.02
"""Seconds without another event after which a save is complete, where the system does not report its end."""
POLL = 0.5
"""Seconds between two looks at the files, where the system reports no changes."""


@dataclass(frozen=True)
class Saved:
    """This file was written, renamed or removed."""

    path: Path


class Saves(FileSystemEventHandler):
    """Watches a folder and all below it in threads of its own."""

    def __init__(self, folder: Path, post: Callable[[Saved], None]) -> None:
        self._post = post
        self._events: queue.Queue[FileSystemEvent | None] = queue.Queue()
        self._observer = _observe(folder, self)
        self._thread = threading.Thread(target=self._tell, daemon=True, name="torchkata saves")
        self._thread.start()

    def close(self) -> None:
        self._observer.stop()
        self._observer.join()
        self._events.put(None)
        self._thread.join()

    def on_any_event(self, event: FileSystemEvent) -> None:
        if not event.is_directory and event.event_type in ("created", "modified", "closed", "moved", "deleted"):
            self._events.put(event)

    def _tell(self) -> None:
        """Tell of a file at once when it is closed or renamed to its name, otherwise when no more events come."""
        unfinished: set[Path] = set()
        while True:
            try:
                event = self._events.get(timeout=QUIET if unfinished else None)
            except queue.Empty:
                for path in unfinished:
                    self._post(Saved(path))
                unfinished.clear()
                continue
            if event is None:
                return
            path = Path(os.fsdecode(event.src_path))
            if event.event_type == "moved":
                unfinished.add(path)
                path = Path(os.fsdecode(event.dest_path))
            if event.event_type in ("closed", "moved"):
                unfinished.discard(path)
                self._post(Saved(path))
            else:
                unfinished.add(path)


def _observe(folder: Path, handler: FileSystemEventHandler) -> BaseObserver:
    """A running observer; one that polls in WSL, where Windows' disks report nothing, and where no more is watched."""
    if "microsoft" not in platform.release().lower():
        observer = Observer()
        observer.schedule(handler, str(folder), recursive=True)
        try:
            observer.start()
        except OSError:  # the system's limit on watched folders is reached
            observer.unschedule_all()
        else:
            return observer
    polling = PollingObserver(timeout=POLL)
    polling.schedule(handler, str(folder), recursive=True)
    polling.start()
    return polling
