"""A class's submissions in a folder or a zip: who submitted what, whatever the layout and the files' names."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Protocol

from grader.catalog import Exercise
from grader.errors import NoSubmissionsError
from grader.grading.files import Entry, Parts, list_entries
from grader.grading.names import exercise_of_file, exercise_of_folder, owner_of

MAX_MODULE = 2 * 2**20
MAX_NOTEBOOK = 128 * 2**20
NOT_SUBMISSIONS = frozenset({"solutions", "source", "release", "autograded", "feedback", "tests", "grader", "build"})
"""Folders of a clone or a course whose modules nobody submitted."""


class Read(Protocol):
    """Reads one submission's bytes. Raises UnsafeFileError."""

    def __call__(self) -> bytes: ...


@dataclass(frozen=True)
class FoundSubmission:
    """One submission: its student and exercise, its file's name, and how to read it; no file where it is missing.

    ``note`` says which file was taken where its name or folder was not the usual one, or what is there instead.
    """

    student: str
    exercise: Exercise
    filename: str = ""
    read: Read | None = None
    note: str = ""


@dataclass(frozen=True)
class ClassContents:
    """What a class holds: its submissions by student and exercise, and the folders in which nothing was recognised."""

    submissions: list[FoundSubmission]
    unrecognised: list[str] = field(default_factory=list)


def find(path: Path, exercises: list[Exercise], students: list[str], every: bool) -> ClassContents:
    """Every submission of the named exercises (and students, where any are named).

    Args:
        path: a folder or a zip of students' folders or of a platform's "download all".
        exercises: which exercises to look for.
        students: which students; all where the list is empty.
        every: whether an exercise that a student did not submit counts as missing.

    Raises:
        NoSubmissionsError: it does not exist, it is no zip, or it holds no submission.
    """
    by_student, linked = _by_student(list(list_entries(path)))
    if by_student and all(exercise_of_folder(name) or name == "exercises" for name in by_student):
        raise NoSubmissionsError(
            f"{path} looks like one student's folder. Name the folder that holds the students' folders."
        )
    unknown = [name for name in students if name not in by_student]
    if unknown:
        raise NoSubmissionsError(f"{path} has no folder of a student called {', '.join(unknown)}.")
    found: list[FoundSubmission] = []
    unrecognised: list[str] = []
    for student in students or by_student:
        if student in linked:
            own = [_chosen(student, exercise, [linked[student]]) for exercise in exercises]
        else:
            own = _submissions(student, by_student[student], exercises, every)
        found += own
        if not own and not any(_exercise_of(entry) for entry in by_student[student]):
            unrecognised.append(student)
    if not any(submission.read for submission in found):
        raise NoSubmissionsError(_nothing_found(path, unrecognised))
    return ClassContents(sorted(found, key=lambda found: (found.student, found.exercise.id)), unrecognised)


def _nothing_found(path: Path, unrecognised: list[str]) -> str:
    seen = f" Seen: {', '.join(unrecognised[:5])}." if unrecognised else ""
    return f"{path} holds no submission. Looked for STUDENT/exNN/MODULE.py and STUDENT/exNN/exNN.ipynb.{seen}"


def _by_student(entries: list[Entry]) -> tuple[dict[str, list[Entry]], dict[str, Entry]]:
    """The entries by student, their paths below the student's folder; and links where a student's folder should be.

    A student is a folder below the class, or what a platform's file names at the top say.
    """
    wrapper = _wrapper(entries)
    tops: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.parts[: len(wrapper)] == wrapper and len(entry.parts) > len(wrapper):
            tops[entry.parts[len(wrapper)]].append(_below(entry, len(wrapper)))
    names = _student_names(tops)
    by_student: dict[str, list[Entry]] = defaultdict(list)
    linked: dict[str, Entry] = {}
    for top, own in tops.items():
        first, student = own[0], names[top]
        if first.kind == "file":
            file = owner_of(top, is_file=True).file
            if exercise_of_file(file):
                by_student[student].append(Entry((file,), first.kind, first.modified, first.read))
            continue
        by_student[student] += [_below(entry, 1) for entry in own if len(entry.parts) > 1]
        if first.kind == "other":
            linked[student] = first  # refused by name, not skipped
    return dict(sorted(by_student.items())), linked


def _below(entry: Entry, depth: int) -> Entry:
    return Entry(entry.parts[depth:], entry.kind, entry.modified, entry.read)


def _wrapper(entries: list[Entry]) -> Parts:
    """A zip of a folder holds that folder: its name, where nothing but files is beside it."""
    folders = {entry.parts for entry in entries if entry.kind == "folder"}
    tops = {parts[0] for parts in folders if len(parts) == 1}
    if len(tops) != 1 or any(entry.kind == "other" and len(entry.parts) == 1 for entry in entries):
        return ()
    (top,) = tops
    inside = {parts[1] for parts in folders if len(parts) == 2}
    is_student = owner_of(top).number or exercise_of_folder(top) or top == "exercises"
    own = any(exercise_of_folder(name) or name == "exercises" for name in inside)
    return () if is_student or own or not inside else (top,)


def _student_names(tops: Mapping[str, list[Entry]]) -> dict[str, str]:
    """Each top name's student: without the platform's number, unless two students would then be one."""
    owners = {top: owner_of(top, own[0].kind == "file") for top, own in tops.items()}
    numbers = defaultdict(set)
    for owner in owners.values():
        numbers[owner.student].add(owner.number)
    return {
        top: owner.student if len(numbers[owner.student]) == 1 else f"{owner.student}_{owner.number}".rstrip("_")
        for top, owner in owners.items()
    }


def _exercise_of(entry: Entry) -> Exercise | None:
    """The exercise that a student's entry is meant for: by its own name, or a folder's that holds it."""
    if any(part in NOT_SUBMISSIONS for part in entry.parts[:-1]):
        return None
    by_file = exercise_of_file(entry.name)
    folders = [exercise_of_folder(part) for part in entry.parts[:-1]]
    by_folder = next((exercise for exercise in reversed(folders) if exercise), None)
    if by_file and by_folder and by_file != by_folder:
        return None
    return by_file or (exercise_of_folder(entry.name) if entry.name not in NOT_SUBMISSIONS else None)


def _submissions(student: str, entries: list[Entry], exercises: list[Exercise], every: bool) -> list[FoundSubmission]:
    candidates: dict[str, list[Entry]] = defaultdict(list)
    folders: dict[str, list[str]] = {}
    for entry in entries:
        exercise = _exercise_of(entry)
        if exercise and exercise_of_file(entry.name):
            candidates[exercise.id].append(entry)
        elif exercise:
            folders.setdefault(exercise.id, [])
            if entry.kind == "other":
                candidates[exercise.id].append(entry)  # a link: reading it says so
    found = []
    for exercise in exercises:
        if exercise.id in candidates:
            found.append(_chosen(student, exercise, candidates[exercise.id]))
        elif every or exercise.id in folders:
            found.append(FoundSubmission(student, exercise, note=_what_is_there(entries, exercise)))
    return found


def _chosen(student: str, exercise: Exercise, candidates: list[Entry]) -> FoundSubmission:
    """The newest of the files, those in the usual folder before others."""
    usual = {
        (*folder, name)
        for folder in ((exercise.id,), ("exercises", exercise.id))
        for name in (exercise.filename, f"{exercise.id}.ipynb")
    }
    usual_folders = {parts[:-1] for parts in usual}

    def order(entry: Entry) -> tuple[bool, float, bool]:
        return entry.parts[:-1] in usual_folders, entry.modified, entry.parts in usual

    best = max(candidates, key=order)
    notes = []
    if best.parts not in usual:
        notes.append(f"taken from {'/'.join(best.parts)}")
    if len(candidates) > 1:
        others = ["/".join(entry.parts) for entry in candidates if entry is not best]
        notes.append(f"not taken: {', '.join(sorted(others)[:3])}")
    is_notebook = best.name.lower().endswith(".ipynb")
    filename = f"{exercise.id}.ipynb" if is_notebook else exercise.filename
    read = partial(best.read, MAX_NOTEBOOK if is_notebook else MAX_MODULE)
    return FoundSubmission(student, exercise, filename, read, "; ".join(notes))


def _what_is_there(entries: list[Entry], exercise: Exercise) -> str:
    """The files in the exercise's folder, or all of the student's where there is none."""
    files = [entry for entry in entries if entry.kind == "file"]
    inside = [entry for entry in files if any(exercise_of_folder(part) == exercise for part in entry.parts[:-1])]
    names = ["/".join(entry.parts) for entry in inside or files]
    kinds = Counter(names)
    shown = ", ".join(sorted(kinds)[:3]) + (", …" if len(kinds) > 3 else "")
    return f"there is {shown}" if names else ""
