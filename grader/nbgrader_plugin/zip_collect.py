"""What ``nbgrader zip_collect`` loads: downloads are read by the reader of ``kata grade`` and ``kata collect``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from nbgrader.plugins import ExtractorPlugin, FileNameCollectorPlugin
from rich.console import Console

from grader import catalog
from grader.errors import UserError
from grader.grading.class_folder import find
from grader.nbgrader_plugin import roster
from grader.nbgrader_plugin.collecting import Collection, show


class Extractor(ExtractorPlugin):
    """Writes ``extracted/ID/EXERCISE.ipynb`` for each submission that is new, and a table of what happened to all."""

    def extract(self, archive_path: str, extracted_path: str) -> None:
        coursedir = self.parent.coursedir
        exercise = catalog.exercises().get(coursedir.assignment_id)
        if exercise is None:
            self.parent.fail(f"{coursedir.assignment_id} is none of torchkata's exercises")
            return
        course = Path(coursedir.root)
        try:
            contents = find(Path(archive_path), [exercise], [], every=True)
            # What lies in the archive folder is what the instructor wants collected, so it wins.
            collection = Collection(course, roster.load(course), _into(Path(extracted_path)), wins=lambda *_: True)
            collected = list(collection.collect(contents))
        except UserError as error:
            self.parent.fail(str(error))
            return
        show(collected, Console(highlight=False))


class Collector(FileNameCollectorPlugin):
    """Says whose each extracted notebook is."""

    def collect(self, submitted_file: str) -> dict[str, str] | None:
        path = Path(submitted_file)
        return {"student_id": path.parent.name, "file_id": path.name}


def _into(extracted: Path) -> Callable[[str, str, bytes, float], None]:
    def deliver(student: str, assignment: str, notebook: bytes, _modified: float) -> None:
        folder = extracted / student
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{assignment}.ipynb").write_bytes(notebook)

    return deliver
