"""The files of a class, in a folder or a zip, listed once and read without following any link."""

from __future__ import annotations

import calendar
import io
import os
import re
import stat
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Literal, NamedTuple

from grader.errors import NoSubmissionsError, NotPermittedError, UnsafeFileError

MAX_NAME, MAX_DEPTH = 200, 8
MAX_NESTED_ZIP = 64 * 2**20
IGNORED = frozenset({"__MACOSX", "__pycache__", "node_modules", "venv", "Thumbs.db", "desktop.ini"})
"""What systems and tools leave behind; every name that begins with a dot is ignored too."""
_DRIVE = re.compile(r"[A-Za-z]:")

Parts = tuple[str, ...]


class Entry(NamedTuple):
    """One file, folder or link.

    Attributes:
        parts: its path below the class, part by part.
        kind: "other" is a link, a pipe, a device, or a folder that may not be read.
        modified: seconds since 1970; 0 where it is not known.
        read: its bytes, at most so many. Raises UnsafeFileError.
    """

    parts: Parts
    kind: Literal["file", "folder", "other"]
    modified: float
    read: Callable[[int], bytes]

    @property
    def name(self) -> str:
        return self.parts[-1]


def list_entries(path: Path) -> Iterator[Entry]:
    """Every entry below a folder or in a zip, and what zips in it hold.

    A zip at the top counts as a folder of its name, and zips in it are opened too; any other counts as unpacked where
    it is. A zip that cannot be read is a file.

    Raises:
        NoSubmissionsError: the path does not exist, may not be read, or is neither a folder nor a zip that can be read.
    """
    if not path.exists():
        raise NoSubmissionsError(f"there is no folder or zip called {path}.")
    if path.is_dir():
        try:
            entries = _folder_entries(path, (), _children(path, ()))
        except OSError as error:
            raise NoSubmissionsError(f"{path} cannot be read: {error.strerror}.") from None
    else:
        try:
            archive = zipfile.ZipFile(path)
            entries = iter(list(_zip_entries(archive, (), lambda: archive)))
        except (zipfile.BadZipFile, OSError, NotImplementedError) as error:
            raise NoSubmissionsError(f"{path} is neither a folder nor a zip that can be read ({error}).") from None
    for entry in entries:
        if not _is_zip(entry):
            yield entry
        elif len(entry.parts) == 1:
            yield from _top_zip(entry, path / entry.name if path.is_dir() else None)
        else:
            yield from _nested(entry, entry.parts[:-1])


def _is_zip(entry: Entry) -> bool:
    return entry.kind == "file" and entry.name.lower().endswith(".zip")


def _top_zip(entry: Entry, path: Path | None) -> Iterator[Entry]:
    """A zip at the top: the folder of its name, what is in it, and what zips in it hold.

    A platform's download may be larger than memory, so it is opened where it is.
    """
    for inner in _nested(entry, entry.parts, path):
        if inner is not entry and _is_zip(inner):
            yield from _nested(inner, inner.parts[:-1])
        else:
            yield inner


def _nested(entry: Entry, below: Parts, path: Path | None = None) -> Iterator[Entry]:
    """What a zip in the class holds, as if it had been unpacked there; the zip itself where it cannot be read."""
    try:
        archive = zipfile.ZipFile(path) if path else _open_nested(entry)
        # A nested zip is read again for each member: a class of them would fill the memory.
        opened = (lambda: archive) if path else partial(_open_nested, entry)
        members = list(_zip_entries(archive, below, opened))
        if path is None:  # a student's own zip says when it was made, not when it came
            members = [member._replace(modified=min(member.modified, entry.modified)) for member in members]
    except (zipfile.BadZipFile, UnsafeFileError, NotImplementedError, OSError):
        yield entry
        return
    if below == entry.parts:
        yield Entry(below, "folder", entry.modified, partial(_refuse_folder, entry.name))
    yield from members


def _open_nested(entry: Entry) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(entry.read(MAX_NESTED_ZIP)))


def _is_ignored(name: str) -> bool:
    return name.startswith(".") or name in IGNORED


def _children(root: Path, below: Parts) -> list[os.DirEntry[str]]:
    with os.scandir(os.path.join(root, *below)) as found:
        return sorted(found, key=lambda child: child.name)


def _folder_entries(root: Path, below: Parts, children: list[os.DirEntry[str]]) -> Iterator[Entry]:
    for child in children:
        if _is_ignored(child.name):
            continue
        parts = (*below, child.name)
        status = child.stat(follow_symlinks=False)
        read = partial(_read_below, root, parts)
        if not stat.S_ISDIR(status.st_mode):
            yield Entry(parts, "file" if stat.S_ISREG(status.st_mode) else "other", status.st_mtime, read)
        elif len(parts) >= MAX_DEPTH:
            yield Entry(parts, "folder", status.st_mtime, read)
        else:
            try:
                inside = _children(root, parts)
            except OSError:  # closed to us, and not empty: reading it says so
                yield Entry(parts, "other", status.st_mtime, read)
                continue
            yield Entry(parts, "folder", status.st_mtime, read)
            yield from _folder_entries(root, parts, inside)


def _read_below(root: Path, parts: Parts, limit: int) -> bytes:
    """Opened part by part, each without following a link."""
    if os.open not in os.supports_dir_fd:
        return _read_by_name(root, parts, limit)
    at = os.open(root, os.O_RDONLY | os.O_DIRECTORY)
    try:
        for index, part in enumerate(parts):
            last = index == len(parts) - 1
            if stat.S_ISLNK(os.stat(part, dir_fd=at, follow_symlinks=False).st_mode):
                raise UnsafeFileError(f"{part} is a symbolic link; those are not followed")
            flags = os.O_RDONLY | os.O_NOFOLLOW | (os.O_NONBLOCK if last else os.O_DIRECTORY)
            following = os.open(part, flags, dir_fd=at)
            os.close(at)
            at = following
        return _read_open(at, parts[-1], limit)
    except OSError as error:
        raise _cannot_read(parts[-1], error) from None
    finally:
        os.close(at)


def _read_by_name(root: Path, parts: Parts, limit: int) -> bytes:
    """For Windows: looked at before it is opened, which is good against mistakes, not against a race."""
    at = root
    for part in parts:
        at = at / part
        if at.is_symlink():
            raise UnsafeFileError(f"{part} is a symbolic link; those are not followed")
    try:
        if at.is_dir():
            _children(at, ())  # closed to us, or not?
            raise UnsafeFileError(f"{at.name} is a folder")
        descriptor = os.open(at, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    except OSError as error:
        raise _cannot_read(at.name, error) from None
    try:
        return _read_open(descriptor, at.name, limit)
    finally:
        os.close(descriptor)


def _cannot_read(name: str, error: OSError) -> UnsafeFileError:
    if isinstance(error, PermissionError):
        return NotPermittedError(f"{name} cannot be read: {error.strerror}. Change its permissions and try again")
    return UnsafeFileError(f"{name} cannot be read: {error.strerror}")


def _read_open(descriptor: int, name: str, limit: int) -> bytes:
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


def _zip_entries(archive: zipfile.ZipFile, below: Parts, opened: Callable[[], zipfile.ZipFile]) -> Iterator[Entry]:
    """The members, read one at a time with a limit; nothing is ever unpacked to the disk."""
    folders: set[Parts] = set()
    for info in archive.infolist():
        own = _safe_parts(_decoded_name(info))
        if own is None or any(_is_ignored(part) for part in own):
            continue
        parts = (*below, *own)
        modified = _modified(info)
        for depth in range(len(below) + 1, len(parts) + info.is_dir()):  # folders need no member of their own
            if parts[:depth] not in folders:
                folders.add(parts[:depth])
                yield Entry(parts[:depth], "folder", modified, partial(_refuse_folder, parts[depth - 1]))
        if not info.is_dir():
            kind: Literal["file", "other"] = "other" if stat.S_ISLNK(info.external_attr >> 16) else "file"
            yield Entry(parts, kind, modified, partial(_read_member, opened, info, parts[-1]))


def _decoded_name(info: zipfile.ZipInfo) -> str:
    """A member's name; UTF-8 where a packer wrote it without saying so. Source: APPNOTE.TXT, appendix D."""
    if info.flag_bits & 0x800:
        return info.orig_filename
    try:
        return info.orig_filename.encode("cp437").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return info.orig_filename


def _safe_parts(name: str) -> Parts | None:
    """A member's path; None for one that climbs, is absolute, holds a null, or fits no file system."""
    parts = tuple(name.replace("\\", "/").rstrip("/").split("/"))
    fits = all(part not in ("", ".", "..") and len(part) <= MAX_NAME for part in parts)
    return parts if fits and "\0" not in name and not _DRIVE.match(name) and len(parts) <= MAX_DEPTH else None


def _modified(info: zipfile.ZipInfo) -> float:
    try:
        return float(calendar.timegm((*info.date_time, 0, 0, 0)))
    except (ValueError, OverflowError):
        return 0.0


def _refuse_folder(name: str, _limit: int) -> bytes:
    raise UnsafeFileError(f"{name} is a folder")


def _read_member(opened: Callable[[], zipfile.ZipFile], info: zipfile.ZipInfo, name: str, limit: int) -> bytes:
    if stat.S_ISLNK(info.external_attr >> 16):
        raise UnsafeFileError(f"{name} is a symbolic link; those are not followed")
    if info.flag_bits & 0x1:
        raise UnsafeFileError(f"{name} is in a zip with a password; it has to be submitted without one")
    try:
        with opened().open(info) as member:
            content = member.read(limit + 1)
    except (zipfile.BadZipFile, RuntimeError, OSError, NotImplementedError, EOFError, ValueError) as error:
        raise UnsafeFileError(f"{name} cannot be read from the zip: {error}") from None
    except Exception as error:  # zlib.error and lzma's have no common base
        raise UnsafeFileError(f"{name} is damaged: {error}") from None
    if len(content) > limit:
        raise UnsafeFileError(f"{name} unpacks to more than {limit:,} bytes")
    return content
