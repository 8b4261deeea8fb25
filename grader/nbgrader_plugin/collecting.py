"""A class's submissions into a course: each student by itself, and whatever happens, everybody is named.

Work that cannot be taken in becomes a notebook that says why, so that the student is graded with no points, and in the
gradebook, the feedback and every export with the reason.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from grader.errors import NotPermittedError, UnsafeFileError
from grader.grading.class_folder import ClassContents, FoundSubmission
from grader.nbgrader_plugin.ids import usable_id
from grader.nbgrader_plugin.roster import Roster
from grader.text import one_line

Outcome = Literal["collected", "replaced", "unchanged", "left alone", "missing", "not taken in", "not recognised"]
PROBLEMS: frozenset[Outcome] = frozenset({"not taken in", "not recognised"})
MAX_PLACEHOLDER = 10_000


@dataclass(frozen=True)
class Collected:
    """What happened to one student's submission.

    Attributes:
        student: the name that the class has for the student.
        id: nbgrader's id for the student.
        note: which file was taken, or why none was.
    """

    student: str
    id: str
    assignment: str
    outcome: Outcome
    note: str = ""


def into_submitted(course: Path) -> Callable[[str, str, bytes, float], None]:
    """Writes a notebook where ``nbgrader autograde`` looks for it, instead of all that is there."""

    def deliver(student: str, assignment: str, notebook: bytes, modified: float) -> None:
        folder = course / "submitted" / student / assignment
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".kata-collect-", dir=folder.parent) as unfinished:
            path = Path(unfinished, assignment, f"{assignment}.ipynb")
            path.parent.mkdir()
            path.write_bytes(notebook)
            if modified > 0:
                os.utime(path, (modified, modified))
            if folder.exists():
                shutil.rmtree(folder)
            os.replace(path.parent, folder)

    return deliver


@dataclass(frozen=True)
class Collection:
    """Takes submissions into a course.

    Attributes:
        course: the course's folder, with ``source`` and ``submitted``.
        deliver: writes a notebook, given the student's id, the assignment, its content and time.
        wins: whether a submission replaces another that is there, given its own time and the other file.
    """

    course: Path
    roster: Roster
    deliver: Callable[[str, str, bytes, float], None]
    wins: Callable[[float, Path], bool]
    _sources: dict[str, str] = field(default_factory=dict)

    def collect(self, contents: ClassContents) -> Iterator[Collected]:
        ids = _ids(contents.submissions, self.roster)
        for submission in contents.submissions:
            student, why = ids[submission.student]
            outcome, note = self._collect(submission, student)
            notes = "; ".join(part for part in (note, why) if part)
            yield Collected(submission.student, student, submission.exercise.id, outcome, notes)
        seen = {submission.student for submission in contents.submissions}
        for name in contents.unrecognised:
            if name not in seen:
                yield Collected(name, "", "", "not recognised", "nothing in it is one of the exercises")

    def _collect(self, submission: FoundSubmission, student: str) -> tuple[Outcome, str]:
        assignment = submission.exercise.id
        there = self.course / "submitted" / student / assignment / f"{assignment}.ipynb"
        if submission.read is None and not submission.note:
            return "missing", "an earlier attempt stays" if there.exists() else ""
        outcome: Outcome = "collected"
        problem, note, modified = "", submission.note, submission.modified
        try:
            content = self._notebook(submission)
        except NotPermittedError as error:  # for the instructor to fix: a placeholder would cost the student points
            return "not taken in", one_line(str(error))
        except (UnsafeFileError, OSError, ValueError) as error:
            outcome, problem, modified = "not taken in", one_line(str(error)), 0.0
            content = _placeholder(problem)
            note = problem
        try:
            if there.exists() and not _is_placeholder(there):
                if problem:
                    return "not taken in", f"{problem}; an earlier attempt stays"
                if there.read_bytes() == content:
                    return "unchanged", note
                if not self.wins(submission.modified, there):
                    return "left alone", "another submission is there, and not older; --force replaces it"
                outcome = "replaced"
            elif there.exists() and there.read_bytes() == content:
                return outcome, note
            if self._forget_grading(student, assignment):  # first: else Ctrl-C in between would leave the old grade
                note = f"{note}; " if note else ""
                note += f"graded again by nbgrader autograde {assignment}"
            self.deliver(student, assignment, content, modified)
        except UnicodeEncodeError as error:
            return "not taken in", f"this system's file names cannot hold {error.object!a}: try again with PYTHONUTF8=1"
        except OSError as error:
            return "not taken in", one_line(str(error))
        return outcome, note

    def _notebook(self, submission: FoundSubmission) -> bytes:
        if submission.read is None:
            raise UnsafeFileError(f"no file of {submission.exercise.id} was recognised: {submission.note}")
        raw = submission.read()
        if submission.filename.endswith(".ipynb"):
            return raw
        from grader.notebooks.from_module import filled

        return filled(self._source(submission.exercise.id), raw, submission.filename).encode("utf-8")

    def _source(self, assignment: str) -> str:
        if assignment not in self._sources:
            path = self.course / "source" / assignment / f"{assignment}.ipynb"
            self._sources[assignment] = path.read_text(encoding="utf-8")
        return self._sources[assignment]

    def _forget_grading(self, student: str, assignment: str) -> bool:
        """Take away what was made of an earlier attempt: where it is, nbgrader does not look at the new one."""
        made = [self.course / step / student / assignment for step in ("autograded", "feedback")]
        there = [folder for folder in made if folder.exists()]
        for folder in there:
            shutil.rmtree(folder)
        return bool(there)


def _ids(submissions: Iterable[FoundSubmission], roster: Roster) -> dict[str, tuple[str, str]]:
    """Each student's id, and what there is to say about it: two students never get one id."""
    owners = {submission.student: submission.owner for submission in submissions}
    found = {name: roster.find(name, owner) for name, owner in owners.items()}
    claims = Counter(student.id for student, _ in found.values() if student)
    ids: dict[str, tuple[str, str]] = {}
    taken = set(claims)
    for name, (student, why) in found.items():
        if student is not None and claims[student.id] == 1:
            ids[name] = (student.id, "")
            continue
        if student is not None:
            why = f"{claims[student.id]} submissions are named for {student.id}"
        own = usable_id(name)
        free = next(each for each in (own, *(f"{own}-{number}" for number in range(2, 10_000))) if each not in taken)
        taken.add(free)
        ids[name] = (free, why)
    return ids


def _placeholder(problem: str) -> bytes:
    import nbformat

    from grader.nbgrader_plugin.reader import placeholder

    text: str = nbformat.writes(placeholder(f"not taken in: {problem}"))
    return text.encode("utf-8")


def _is_placeholder(path: Path) -> bool:
    if path.stat().st_size > MAX_PLACEHOLDER:
        return False
    from grader.nbgrader_plugin.clean_notebook import PROBLEM

    try:
        return PROBLEM in json.loads(path.read_bytes())["metadata"]
    except (ValueError, KeyError, TypeError):
        return False


def show(collected: list[Collected], console: Console) -> None:
    """A table of what happened to each, and the numbers."""
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("student", overflow="fold")
    table.add_column("id", overflow="fold")
    for column in ("exercise", "outcome"):
        table.add_column(column, no_wrap=True)
    table.add_column("note", overflow="fold", style="dim")
    for each in collected:
        style = "red" if each.outcome in PROBLEMS else ""
        cells = [escape(one_line(text)) for text in (each.student, each.id, each.assignment, each.outcome, each.note)]
        cells[3] = f"[{style}]{cells[3]}[/]" if style else cells[3]
        table.add_row(*cells)
    console.print(table)
    counts = Counter(each.outcome for each in collected)
    console.print(f"\n{len(collected)} in all: {', '.join(f'{count} {outcome}' for outcome, count in counts.items())}")
