"""A class's submissions in a folder or a zip: who submitted what, read without following any link."""

from __future__ import annotations

import os
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Protocol

from grader import catalog
from grader.catalog import Exercise
from grader.errors import NoSubmissionsError, UnsafeFileError

MAX_MODULE = 2 * 2**20
MAX_NOTEBOOK = 128 * 2**20
MAX_NAME = 200


class Read(Protocol):
    """Reads one submission's bytes. Raises UnsafeFileError."""

    def __call__(self) -> bytes: ...


@dataclass(frozen=True)
class FoundSubmission:
    """One submission: its student and exercise, its file's name, and how to read it; no file where it is missing."""

    student: str
    exercise: Exercise
    filename: str = ""
    read: Read | None = None


def find(path: Path, exercises: list[Exercise], students: list[str], every: bool) -> list[FoundSubmission]:
    """Every submission of the named exercises (and students, where any are named), by student and exercise.

    Args:
        path: a folder or a zip of ``STUDENT/exNN/…`` or ``STUDENT/exercises/exNN/…``.
        exercises: which exercises to look for.
        students: which students; all where the list is empty.
        every: whether an exercise that a student did not submit counts as missing.

    Raises:
        NoSubmissionsError: it does not exist, it is no zip, or it holds no submission.
    """
    if not path.exists():
        raise NoSubmissionsError(f"there is no {path}.")
    tree = _Folder(path) if path.is_dir() else _Zip(path)
    names = tree.students()
    unknown = [name for name in students if name not in names]
    if unknown:
        raise NoSubmissionsError(f"{path} has no folder of a student called {', '.join(unknown)}.")
    found: list[FoundSubmission] = []
    for student in students or names:
        for exercise in exercises:
            candidate = _candidate(tree, student, exercise)
            if candidate is not None:
                found.append(candidate)
            elif every or tree.has_folder(student, exercise.id):
                found.append(FoundSubmission(student, exercise))
    if not any(submission.read for submission in found):
        raise NoSubmissionsError(_nothing_found(tree, path))
    return sorted(found, key=lambda submission: (submission.student, submission.exercise.id))


def _nothing_found(tree: _Tree, path: Path) -> str:
    if any(tree.has_folder("", name) for name in catalog.exercises()):
        return f"{path} looks like one student's folder. Name the folder that holds the students' folders."
    return f"{path} holds no submission: looked for STUDENT/exNN/MODULE.py and STUDENT/exercises/exNN/MODULE.py."


def _candidate(tree: _Tree, student: str, exercise: Exercise) -> FoundSubmission | None:
    for folder in (exercise.id, f"exercises/{exercise.id}"):
        for filename in (exercise.filename, f"{exercise.id}.ipynb"):
            if tree.has(student, f"{folder}/{filename}"):
                limit = MAX_NOTEBOOK if filename.endswith(".ipynb") else MAX_MODULE
                return FoundSubmission(
                    student, exercise, filename, partial(tree.read, student, f"{folder}/{filename}", limit)
                )
    return None


class _Tree(Protocol):
    def students(self) -> list[str]: ...
    def has_folder(self, student: str, exercise: str) -> bool: ...
    def has(self, student: str, path: str) -> bool: ...
    def read(self, student: str, path: str, limit: int) -> bytes: ...


class _Folder:
    def __init__(self, root: Path) -> None:
        self._root = root

    def students(self) -> list[str]:
        with os.scandir(self._root) as entries:
            # A link where a student's folder should be stays in the list, to be refused by name, not skipped.
            return sorted(entry.name for entry in entries if not entry.name.startswith(".") and not _plain_file(entry))

    def has_folder(self, student: str, exercise: str) -> bool:
        base = self._root / student
        return any(os.path.lexists(base / folder) for folder in (exercise, f"exercises/{exercise}"))

    def has(self, student: str, path: str) -> bool:
        try:
            os.lstat(self._root / student / path)
        except (FileNotFoundError, NotADirectoryError):
            return False
        except OSError:  # a folder closed to us: `read` will say so, where "missing" would be the student's fault
            return True
        return True

    def read(self, student: str, path: str, limit: int) -> bytes:
        """Opened part by part, each without following a link."""
        if os.open not in os.supports_dir_fd:
            return self._read_by_name(student, path, limit)
        at = os.open(self._root, os.O_RDONLY | os.O_DIRECTORY)
        parts = PurePosixPath(student, path).parts
        try:
            for index, part in enumerate(parts):
                last = index == len(parts) - 1
                if stat.S_ISLNK(os.stat(part, dir_fd=at, follow_symlinks=False).st_mode):
                    raise UnsafeFileError(f"{part} is a symbolic link; those are not followed")
                flags = os.O_RDONLY | os.O_NOFOLLOW | (os.O_NONBLOCK if last else os.O_DIRECTORY)
                following = os.open(part, flags, dir_fd=at)
                os.close(at)
                at = following
            return _read_file(at, parts[-1], limit)
        except OSError as error:
            raise UnsafeFileError(f"{parts[-1]} cannot be read: {error.strerror}") from None
        finally:
            os.close(at)

    def _read_by_name(self, student: str, path: str, limit: int) -> bytes:
        """For Windows: looked at before it is opened, which is good against mistakes, not against a race."""
        at = self._root
        for part in PurePosixPath(student, path).parts:
            at = at / part
            if at.is_symlink():
                raise UnsafeFileError(f"{part} is a symbolic link; those are not followed")
        try:
            descriptor = os.open(at, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        except OSError as error:
            raise UnsafeFileError(f"{at.name} cannot be read: {error.strerror}") from None
        try:
            return _read_file(descriptor, at.name, limit)
        finally:
            os.close(descriptor)


def _plain_file(entry: os.DirEntry[str]) -> bool:
    return entry.is_file(follow_symlinks=False)


def _read_file(descriptor: int, name: str, limit: int) -> bytes:
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        raise UnsafeFileError(f"{name} is not a file")
    if status.st_size > limit:
        raise UnsafeFileError(f"{name} has {status.st_size:,} bytes; at most {limit:,} are read")
    parts, left = [], limit + 1
    while left > 0 and (part := os.read(descriptor, min(left, 1 << 20))):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)[:limit]


class _Zip:
    """Members are read one at a time, with a limit, and nothing is ever unpacked to the disk."""

    def __init__(self, path: Path) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
            self._members = {name: info for name, info in self._named() if name}
        except (zipfile.BadZipFile, OSError, NotImplementedError) as error:
            raise NoSubmissionsError(f"{path} is no zip that can be read ({error}).") from None
        self._prefix = self._wrapper()

    def _named(self) -> Iterator[tuple[str, zipfile.ZipInfo]]:
        """A name that climbs, is absolute, holds a backslash or a null, or fits no file system belongs to nobody."""
        for info in self._zip.infolist():
            name = info.filename
            parts = name.rstrip("/").split("/")
            safe = "\\" not in info.orig_filename and "\0" not in info.orig_filename
            fits = all(part not in ("", ".", "..") and len(part) <= MAX_NAME for part in parts)
            if safe and fits and not name.startswith("/"):
                yield name.rstrip("/"), info

    def _wrapper(self) -> str:
        """A zip of a folder holds that folder: its name comes before every student's."""
        tops = {name.split("/")[0] for name in self._members}
        if len(tops) != 1:
            return ""
        top = next(iter(tops))
        seconds = {name.split("/")[1] for name in self._members if name.count("/") >= 1}
        ours = set(catalog.exercises()) | {"exercises"}
        return "" if not seconds or seconds & ours else f"{top}/"

    def _paths(self) -> Iterator[str]:
        return (name[len(self._prefix) :] for name in self._members if name.startswith(self._prefix))

    def students(self) -> list[str]:
        return sorted(
            {path.split("/")[0] for path in self._paths() if "/" in path and not path.startswith((".", "__"))}
        )

    def has_folder(self, student: str, exercise: str) -> bool:
        base = f"{student}/" if student else ""
        folders = (f"{base}{exercise}", f"{base}exercises/{exercise}")
        return any(path == folder or path.startswith(f"{folder}/") for path in self._paths() for folder in folders)

    def has(self, student: str, path: str) -> bool:
        return f"{self._prefix}{student}/{path}" in self._members

    def read(self, student: str, path: str, limit: int) -> bytes:
        info = self._members[f"{self._prefix}{student}/{path}"]
        name = path.rsplit("/", 1)[-1]
        if info.is_dir() or stat.S_ISLNK(info.external_attr >> 16):
            raise UnsafeFileError(
                f"{name} is {'a folder' if info.is_dir() else 'a symbolic link; those are not followed'}"
            )
        try:
            with self._zip.open(info) as member:
                content = member.read(limit + 1)
        except (zipfile.BadZipFile, RuntimeError, OSError, NotImplementedError, EOFError, ValueError) as error:
            raise UnsafeFileError(f"{name} cannot be read from the zip: {error}") from None
        except Exception as error:  # zlib.error and lzma's have no common base
            raise UnsafeFileError(f"{name} is damaged: {error}") from None
        if len(content) > limit:
            raise UnsafeFileError(f"{name} unpacks to more than {limit:,} bytes")
        return content
