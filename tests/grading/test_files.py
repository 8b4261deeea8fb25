"""Files of a class: of bounded size, never through a link, never out of a damaged zip."""

from __future__ import annotations

import errno
import io
import os
import socket
import stat
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from grader.errors import NoSubmissionsError, NotPermittedError, UnsafeFileError
from grader.grading.files import MAX_DEPTH, MAX_NAME, list_entries


def entries(path: Path) -> dict[str, object]:
    return {"/".join(entry.parts): entry for entry in list_entries(path)}


def packed(path: Path, *names: str | zipfile.ZipInfo, content: bytes = b"x" * 100) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, content)
    return path


def test_at_most_the_limit_is_read(tmp_path):
    (tmp_path / "class/ada").mkdir(parents=True)
    (tmp_path / "class/ada/a.py").write_bytes(b"x" * 100)
    for place in (tmp_path / "class", packed(tmp_path / "class.zip", "ada/a.py")):
        entry = entries(place)["ada/a.py"]
        assert entry.read(100) == b"x" * 100
        with pytest.raises(UnsafeFileError, match=r"100 bytes; at most 99 are read|unpacks to more than 99 bytes"):
            entry.read(99)


def test_a_zip_that_unpacks_to_much_more_is_stopped_at_the_limit(tmp_path):
    bomb = packed(tmp_path / "bomb.zip", "ada/a.py", content=bytes(2**26))
    assert bomb.stat().st_size < 2**17
    with pytest.raises(UnsafeFileError, match="unpacks to more than 1,000 bytes"):
        entries(bomb)["ada/a.py"].read(1000)


def test_links_pipes_and_sockets_are_never_read(tmp_path):
    root = tmp_path / "class"
    (root / "ada").mkdir(parents=True)
    (tmp_path / "secret").write_text("secret", encoding="utf-8")
    (root / "ada/link.py").symlink_to(tmp_path / "secret")
    (root / "bob").symlink_to(tmp_path)
    os.mkfifo(root / "ada/pipe.py")
    with socket.socket(socket.AF_UNIX) as server:
        here = Path.cwd()
        os.chdir(root / "ada")  # a socket's path is short
        try:
            server.bind("socket.py")
        finally:
            os.chdir(here)
        found = entries(root)
        assert set(found) == {"ada", "ada/link.py", "ada/pipe.py", "ada/socket.py", "bob"}
        for name in ("ada/link.py", "ada/pipe.py", "ada/socket.py", "bob"):
            assert found[name].kind == "other"
            with pytest.raises(UnsafeFileError):
                found[name].read(100)


def test_a_file_that_became_a_link_after_it_was_listed_is_refused(tmp_path):
    root = tmp_path / "class"
    for name in ("ada", "bob"):
        (root / name).mkdir(parents=True)
        (root / name / "a.py").write_text("mine", encoding="utf-8")
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret/a.py").write_text("secret", encoding="utf-8")
    found = entries(root)
    (root / "ada/a.py").unlink()
    (root / "ada/a.py").symlink_to(tmp_path / "secret/a.py")
    (root / "bob").rename(tmp_path / "gone")
    (root / "bob").symlink_to(tmp_path / "secret")
    for name in ("ada/a.py", "bob/a.py"):
        with pytest.raises(UnsafeFileError, match="symbolic link"):
            found[name].read(100)


def test_names_that_climb_or_fit_no_file_system_are_not_listed(tmp_path):
    names = ("../a.py", "/a.py", "x/../../a.py", "./a.py", "C:/a.py", "n" * (MAX_NAME + 1), "a/" * MAX_DEPTH + "a.py")
    assert set(entries(packed(tmp_path / "a.zip", *names, "ada/fine.py"))) == {"ada", "ada/fine.py"}


def test_links_in_a_zip_are_listed_and_refused(tmp_path):
    link = zipfile.ZipInfo("ada/link.py")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    found = entries(packed(tmp_path / "links.zip", link, "ada/", content=b"/etc/passwd"))
    for name, words in (("ada/link.py", "symbolic link"), ("ada", "is a folder")):
        with pytest.raises(UnsafeFileError, match=words):
            found[name].read(100)


def test_a_damaged_member_is_refused_and_a_damaged_zip_is_no_class(tmp_path):
    content = os.urandom(500)
    path = packed(tmp_path / "class.zip", "ada/a.py", "bob/a.py", content=content)
    raw = bytearray(path.read_bytes())
    at = raw.index(content[:50])
    raw[at + 100 : at + 110] = bytes(10)
    path.write_bytes(raw)
    found = entries(path)
    assert found["bob/a.py"].read(1000) == content
    with pytest.raises(UnsafeFileError, match=r"a\.py (cannot be read|is damaged)"):
        found["ada/a.py"].read(1000)
    path.write_bytes(raw[:200])
    with pytest.raises(NoSubmissionsError, match="is neither a folder nor a zip that can be read"):
        entries(path)
    with pytest.raises(NoSubmissionsError, match="there is no"):
        entries(tmp_path / "nowhere")


def test_zips_inside_a_zip_are_not_kept_in_memory(tmp_path):
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("ex01.ipynb", os.urandom(2**20))
    with zipfile.ZipFile(tmp_path / "class.zip", "w") as archive:
        for number in range(20):
            archive.writestr(f"s{number}/homework.zip", inner.getvalue())
    tracemalloc.start()
    try:
        files = [entry for entry in list_entries(tmp_path / "class.zip") if entry.kind == "file"]
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(files) == 20
    assert len(files[-1].read(2**21)) == 2**20
    assert kept < 3 * 2**20


def closing(monkeypatch, name: str) -> None:
    """Let the system refuse to list the folders of that name."""
    scandir = os.scandir

    def refuse(path):
        if os.path.basename(path) == name:
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr("os.scandir", refuse)


def test_a_class_that_may_not_be_read_is_told(tmp_path, monkeypatch):
    closing(monkeypatch, tmp_path.name)
    with pytest.raises(NoSubmissionsError, match="cannot be read: Permission denied"):
        list(list_entries(tmp_path))


@pytest.mark.parametrize("is_windows", [False, True])
def test_a_folder_where_a_file_should_be_is_the_students_and_a_closed_one_is_not(tmp_path, monkeypatch, is_windows):
    for name in ("open", "closed"):
        (tmp_path / "ada" / name).mkdir(parents=True)
    closing(monkeypatch, "closed")
    if is_windows:
        monkeypatch.setattr("os.supports_dir_fd", frozenset())
    found = {entry.name: entry for entry in list_entries(tmp_path)}
    assert {name: entry.kind for name, entry in found.items()} == {"ada": "folder", "open": "folder", "closed": "other"}
    with pytest.raises(UnsafeFileError) as refused:
        found["open"].read(1000)
    assert not isinstance(refused.value, NotPermittedError)
    if is_windows:  # elsewhere opening it is what is refused
        with pytest.raises(NotPermittedError, match="closed cannot be read: Permission denied"):
            found["closed"].read(1000)
