"""A class's submissions in a folder or a zip: who submitted what, whatever the layout and the files' names."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import NamedTuple, Protocol

from grader.catalog import Exercise
from grader.errors import NoSubmissionsError, UnsafeFileError
from grader.grading.files import Entry, Parts, list_entries
from grader.grading.names import (
    GRADESCOPE_METADATA,
    NOBODY,
    Owner,
    exercise_of_file,
    exercise_of_folder,
    gradescope_owners,
    owner_of,
)

MAX_MODULE = 2 * 2**20
MAX_NOTEBOOK = 128 * 2**20
MAX_METADATA = 16 * 2**20
NOT_SUBMISSIONS = frozenset({"solutions", "source", "release", "autograded", "feedback", "tests", "grader", "build"})
"""Folders of a clone or a course whose modules nobody submitted."""


class Read(Protocol):
    """Reads one submission's bytes. Raises UnsafeFileError."""

    def __call__(self) -> bytes: ...


@dataclass(frozen=True)
class FoundSubmission:
    """One submission: its student and exercise, its file's name, and how to read it; no file where it is missing.

    ``note`` says which file was taken where its name or folder was not the usual one, or what is there instead.
    ``owner`` is what the platform's names say of the student, and ``modified`` the file's time (0: not known).
    """

    student: str
    exercise: Exercise
    filename: str = ""
    read: Read | None = None
    note: str = ""
    owner: Owner = NOBODY
    modified: float = 0.0


@dataclass
class _Student:
    """One student's entries, below the student's folder, in the order of the downloads that they came in."""

    owner: Owner
    entries: list[_Found] = field(default_factory=list)
    link: Entry | None = None


class _Found(NamedTuple):
    """An entry, the rank of the download that it came in, and Canvas' number of the file."""

    entry: Entry
    download: int
    upload: int = 0
    late: bool = False

    @property
    def parts(self) -> Parts:
        return self.entry.parts


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
    by_student, unread = _by_student(_downloads(list(list_entries(path))))
    if by_student and all(exercise_of_folder(name) or name == "exercises" for name in by_student):
        raise NoSubmissionsError(
            f"{path} looks like one student's folder. Name the folder that holds the students' folders."
        )
    unknown = [name for name in students if name not in by_student]
    if unknown:
        raise NoSubmissionsError(f"{path} has no folder of a student called {', '.join(unknown)}.")
    found: list[FoundSubmission] = []
    unrecognised = unread
    for name in students or by_student:
        student = by_student[name]
        own = _submissions(name, student, exercises, every)
        found += own
        recognised = any(_exercise_of(entry.entry) for entry in student.entries)
        if not recognised and not any(submission.read for submission in own):
            unrecognised.append(name)
    if not any(submission.read for submission in found):
        raise NoSubmissionsError(_nothing_found(path, unrecognised))
    return ClassContents(sorted(found, key=lambda found: (found.student, found.exercise.id)), unrecognised)


def find_one(path: Path, student: str, exercises: list[Exercise]) -> list[FoundSubmission]:
    """One student's submissions of the named exercises in the student's own folder, whatever its layout.

    Raises:
        NoSubmissionsError: there is no such folder.
    """
    entries = [_Found(entry, 0) for entry in list_entries(path)]
    return _submissions(student, _Student(NOBODY, entries), exercises, every=True)


def _nothing_found(path: Path, unrecognised: list[str]) -> str:
    seen = f" Seen: {', '.join(unrecognised[:5])}." if unrecognised else ""
    return f"{path} holds no submission. Looked for STUDENT/exNN/MODULE.py and STUDENT/exNN/exNN.ipynb.{seen}"


def _downloads(entries: list[Entry]) -> list[list[Entry]]:
    """The entries by the download that they came in, the latest last.

    A platform's zip at the top of a folder is a download of its own; a student's own zip belongs to the others.
    """
    by_zip: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.parts[0].lower().endswith(".zip") and not owner_of(entry.parts[0], is_file=True).number:
            by_zip[entry.parts[0]].append(entry)
    downloads = {name: own for name, own in by_zip.items() if len(own) > 1 and not _is_one_students(own)}
    rest = [entry for entry in entries if entry.parts[0] not in downloads]
    inside = [[_below(entry, 1) for entry in own if len(entry.parts) > 1] for own in downloads.values()]
    return [rest, *sorted(inside, key=lambda own: max(entry.modified for entry in own))]


def _is_one_students(entries: list[Entry]) -> bool:
    """Whether a zip holds an exercise or a module at its top, and so is the work of the student it is named for."""
    tops = {entry.parts[1] for entry in entries if len(entry.parts) > 1}
    return any(exercise_of_folder(top) or top == "exercises" or exercise_of_file(top) for top in tops)


def _by_student(downloads: list[list[Entry]]) -> tuple[dict[str, _Student], list[str]]:
    """The entries by student, and the names of files at the top that hold a class and cannot be read.

    A student is a folder below the class, or what a platform's file names at the top say.
    """
    tops: dict[str, list[_Found]] = defaultdict(list)
    owners: dict[str, Owner] = {}
    for rank, entries in enumerate(downloads):
        wrapper = _wrapper(entries)
        for entry in entries:
            if entry.parts[: len(wrapper)] == wrapper and len(entry.parts) > len(wrapper):
                tops[entry.parts[len(wrapper)]].append(_Found(_below(entry, len(wrapper)), rank))
        owners |= _gradescope_owners(entries, wrapper)
    for top, own in tops.items():
        packed = own[0].entry.kind == "file" or top.lower().endswith(".zip")
        owner = owners.setdefault(top, owner_of(top, packed))
        if own[0].entry.kind == "folder" and packed and not owner.number:
            owners[top] = Owner(top[: -len(".zip")])
    names = _student_names(owners)
    by_student: dict[str, _Student] = {}
    unread = []
    for top, own in tops.items():
        first, owner = own[0].entry, owners[top]
        if first.kind == "file" and not owner.number:
            if top.lower().endswith(".zip"):
                unread.append(top)
            continue
        student = by_student.setdefault(names[top], _Student(owner))
        for found in own:
            if found.entry.kind == "file" and len(found.parts) == 1:
                file = Entry((owner.file or top,), "file", found.entry.modified, found.entry.read)
                student.entries.append(_Found(file, found.download, owner.upload, owner.late))
            elif len(found.parts) > 1:
                student.entries.append(_Found(_below(found.entry, 1), found.download, owner.upload, owner.late))
        if first.kind == "other":
            student.link = first  # refused by name, not skipped
    return dict(sorted(by_student.items())), unread


def _gradescope_owners(entries: list[Entry], wrapper: Parts) -> dict[str, Owner]:
    for entry in entries:
        if entry.parts == (*wrapper, GRADESCOPE_METADATA):
            try:
                return gradescope_owners(entry.read(MAX_METADATA).decode("utf-8", "replace"))
            except UnsafeFileError:
                return {}
    return {}


def _below(entry: Entry, depth: int) -> Entry:
    return Entry(entry.parts[depth:], entry.kind, entry.modified, entry.read) if depth else entry


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


def _student_names(owners: Mapping[str, Owner]) -> dict[str, str]:
    """Each top name's student: without the platform's number, unless two students would then be one."""
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


def _submissions(name: str, student: _Student, exercises: list[Exercise], every: bool) -> list[FoundSubmission]:
    if student.link is not None:
        return [_chosen(name, exercise, student.owner, [_Found(student.link, 0)]) for exercise in exercises]
    candidates: dict[str, list[_Found]] = defaultdict(list)
    folders: set[str] = set()
    for found in student.entries:
        exercise = _exercise_of(found.entry)
        if exercise and exercise_of_file(found.entry.name):
            candidates[exercise.id].append(found)
        elif exercise:
            folders.add(exercise.id)
            if found.entry.kind == "other":
                candidates[exercise.id].append(found)  # a link: reading it says so
    if every and len(exercises) == 1 and exercises[0].id not in candidates:
        candidates[exercises[0].id] += _only_file(student.entries, exercises[0])
    submissions = []
    for exercise in exercises:
        if candidates[exercise.id]:
            submissions.append(_chosen(name, exercise, student.owner, candidates[exercise.id]))
        elif every or exercise.id in folders:
            note = _what_is_there(student.entries, exercise)
            submissions.append(FoundSubmission(name, exercise, note=note, owner=student.owner))
    return submissions


def _only_file(entries: list[_Found], exercise: Exercise) -> list[_Found]:
    """A student's one notebook, or else one module, whatever its name: where one exercise is asked for, it is that."""
    files = [found for found in entries if found.entry.kind == "file" and _may_be(found.entry, exercise)]
    for suffix in (".ipynb", ".py"):
        own = [found for found in files if found.entry.name.lower().endswith(suffix)]
        if own:
            return own if len({found.parts for found in own}) == 1 else []
    return []


def _may_be(entry: Entry, exercise: Exercise) -> bool:
    """Whether an entry is meant for no other exercise, and lies in no folder of the kit's own."""
    meant = [exercise_of_file(entry.name), *(exercise_of_folder(part) for part in entry.parts[:-1])]
    return all(other in (None, exercise) for other in meant) and not NOT_SUBMISSIONS.intersection(entry.parts[:-1])


def _chosen(student: str, exercise: Exercise, owner: Owner, candidates: list[_Found]) -> FoundSubmission:
    """The file of the latest download, of those in the usual folder before others, and of these the newest."""
    usual = {
        (*folder, name)
        for folder in ((exercise.id,), ("exercises", exercise.id))
        for name in (exercise.filename, f"{exercise.id}.ipynb")
    }
    usual_folders = {parts[:-1] for parts in usual}

    def order(found: _Found) -> tuple[int, bool, int, float, bool]:
        in_place = found.parts[:-1] in usual_folders
        return found.download, in_place, found.upload, found.entry.modified, found.parts in usual

    best = max(candidates, key=order)
    notes = []
    if best.parts not in usual and best.parts not in {parts[-1:] for parts in usual}:
        notes.append(f"taken from {'/'.join(best.parts)}")
    others = {"/".join(found.parts) for found in candidates if found.parts != best.parts}
    if others:
        notes.append(f"not taken: {', '.join(sorted(others)[:3])}")
    if len(others) + 1 < len(candidates):
        notes.append(f"the newest of {len(candidates)}")
    if best.late:
        notes.append("late, says Canvas")
    is_notebook = best.entry.name.lower().endswith(".ipynb")
    filename = f"{exercise.id}.ipynb" if is_notebook else exercise.filename
    read = partial(best.entry.read, MAX_NOTEBOOK if is_notebook else MAX_MODULE)
    return FoundSubmission(student, exercise, filename, read, "; ".join(notes), owner, best.entry.modified)


def _what_is_there(entries: list[_Found], exercise: Exercise) -> str:
    """The files in the exercise's folder, or all of the student's that are meant for no other exercise."""
    files = [found for found in entries if found.entry.kind == "file"]
    if not files:
        return "the folder is empty"
    inside = [found for found in files if any(exercise_of_folder(part) == exercise for part in found.parts[:-1])]
    kinds = Counter("/".join(found.parts) for found in inside or files if inside or _may_be(found.entry, exercise))
    shown = ", ".join(sorted(kinds)[:3]) + (", …" if len(kinds) > 3 else "")
    return f"there is {shown}" if kinds else ""
