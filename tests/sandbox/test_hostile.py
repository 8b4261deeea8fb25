"""Nobody can change a grade unfairly: a class of hostile submissions between honest ones, on the real command."""

from __future__ import annotations

import csv
import ctypes
import io
import json
import os
import re
import stat
import time
import zipfile
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

from grader import catalog
from grader.errors import NoSubmissionsError, UnsafeFileError
from grader.grading.class_folder import MAX_MODULE, find
from grader.sandbox.doctor import sandbox_ready
from tests.hostile import broken
from tests.sandbox import hostile_class
from tests.sandbox.hostile_class import EVERY, JOBS, TIMEOUT

READY, WHY = sandbox_ready()
confined = pytest.mark.skipif(not READY, reason=f"no sandbox on this machine: {WHY}")
EX01 = catalog.exercise("ex01")
LEFT = ("/tmp", "/dev/shm", "/var/tmp", "/", "/run", "/dev/mqueue", "/home", "/root", str(hostile_class.ROOT))


def snapshot(folder: Path) -> dict[str, tuple[int, int]]:
    """Every path below a folder with its size and time of change."""
    return {str(path): (path.lstat().st_size, path.lstat().st_mtime_ns) for path in folder.rglob("*")}


def alive(pid: str) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def children() -> set[str]:
    """This process's living children, by their ids."""
    found = {pid for task in Path("/proc/self/task").iterdir() for pid in (task / "children").read_text().split()}
    return {pid for pid in found if alive(pid)}


def adopt_orphans() -> None:
    """Have processes whose parents ended become children of this one, so that none can hide."""
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """The class with hostile submissions, graded once: the run, what to expect, and what changed around it."""
    base = tmp_path_factory.mktemp("hostile")
    home = base / "home"
    home.mkdir()
    (home / "secret").write_text("torchkata-marker")
    expected = hostile_class.build(base / "class")
    adopt_orphans()
    before = snapshot(base), snapshot(hostile_class.ROOT / "grader"), children()
    run = hostile_class.grade(base / "class", base / "out", home=home)
    time.sleep(0.5)
    after = snapshot(base), snapshot(hostile_class.ROOT / "grader"), children()
    return run, expected, before, after


@confined
@pytest.mark.slow
def test_hostile_submissions_earn_nothing_and_honest_ones_what_they_did_alone(graded, tmp_path):
    run, expected, _, _ = graded
    assert run.status == 0, run.stderr
    results = run.results()
    amiss = {
        student: (results[student]["status"], results[student]["points"], results[student]["note"][:200])
        for student, may in expected.items()
        if results[student]["status"] not in may.status or results[student]["points"] != may.points
    }
    assert not amiss
    hostile_class.build(tmp_path / "class", hostile=False)
    alone = hostile_class.grade(tmp_path / "class", tmp_path / "out")
    assert alone.status == 0, alone.stderr
    for student, result in alone.results().items():
        assert student not in expected
        assert {**results[student], "seconds": 0} == {**result, "seconds": 0}
    assert len(results) == len(expected) + len(alone.results())
    assert len({result["points"] for result in alone.results().values()}) > 3, "right answers and mistakes alike"


@confined
@pytest.mark.slow
def test_a_hostile_class_ends_within_its_own_limits(graded):
    run, expected, _, _ = graded
    endless = sum("never_ending" in each.source for each in expected.values()) + 15
    assert run.seconds < 60 + endless * (TIMEOUT + 5) / JOBS + len(expected) * 2


@confined
@pytest.mark.slow
def test_nothing_outside_is_changed_and_nothing_stays(graded):
    run, _, before, after = graded
    ours = {path: each for path, each in after[0].items() if not path.startswith(str(run.folder))}
    assert ours == before[0]
    assert {path for path in after[1] if "__pycache__" not in path} == {
        path for path in before[1] if "__pycache__" not in path
    }
    assert after[2] <= before[2], "a process outlived the run"
    assert list((run.folder / "tmp").iterdir()) == []
    assert [found for place in LEFT for found in Path(place).glob("torchkata-left*")] == []
    shared = Path("/proc/sysvipc/shm").read_text() + Path("/proc/sysvipc/sem").read_text()
    assert not re.search(r"^\s*4711\b", shared, re.MULTILINE)


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.seen = Counter()

    def handle_starttag(self, tag, attrs):
        self.seen[tag] += 1
        assert not [name for name, _ in attrs if name.startswith("on") or name in ("src", "style")]
        assert (dict(attrs).get("href") or "#").startswith("#"), "it leads out of the page"


def no_control(text: str) -> bool:
    return re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text) is None


@confined
@pytest.mark.slow
def test_reports_carry_no_escape_no_script_and_no_formula(graded):
    run, expected, _, _ = graded
    assert no_control(run.stdout) and no_control(run.stderr)
    for name in ("result.json", "result.csv", "result.html", "result.xml"):
        assert no_control(run.text(name)), name
    assert (run.folder / "result.html").stat().st_size < 2**24
    tags = Tags()
    tags.feed(run.text("result.html"))
    assert not tags.seen.keys() & {"img", "b", "iframe", "object"}
    assert tags.seen["script"] == 2, "the page's own, and its data"
    assert "alert(1)" in run.text("result.html"), "it is shown as text"
    rows = list(csv.reader(io.StringIO(run.text("result.csv"), newline="")))
    assert len(rows) == 1 + len(run.submissions())
    cells = [part for row in rows for each in row for part in re.split("[;\t\r\n]", each)]
    assert [each for each in cells if each.lstrip().startswith(("=", "+", "-", "@", "\uff1d"))] == []
    suites = ElementTree.fromstring(run.text("result.xml"))
    assert len(suites) == len(run.submissions())
    for student in expected:
        json.loads((run.folder / "gradescope" / student / "results.json").read_text(encoding="utf-8"))


@confined
@pytest.mark.slow
def test_the_honest_stand_between_the_hostile(graded):
    students = sorted(graded[0].results())
    assert len(hostile_class.modules()) >= 50
    longest = max(len(each) for each in re.sub("[^ ]*honest", "|", " ".join(students)).split("|"))
    assert "a-honest" in students[0] and longest < EVERY * 80


def test_every_hostile_module_says_what_it_tries():
    for path in hostile_class.modules():
        about = hostile_class.constants(path)
        assert about["doc"].startswith("Tries: "), path
        assert about["STATUS"], path
    assert all(each.make.__doc__ for each in broken.EVERY)


HALF = os.fsdecode(b"half-\xff")


@confined
@pytest.mark.slow
def test_a_folder_with_a_name_that_is_no_text_is_graded(tmp_path):
    place = tmp_path / "class"
    for name in (HALF, "=1+1", "<b>x", "\x1b[31mred", "a\nb", "..."):
        folder = place / name / "ex01"
        folder.mkdir(parents=True)
        (folder / EX01.filename).write_text(broken.RIGHT)
    run = hostile_class.grade(place, tmp_path / "out")
    assert run.status == 0, run.stderr
    results = run.results()
    assert {result["points"] for name, result in results.items()} == {broken.ALL}
    assert HALF in results
    assert "\x1b" not in run.stdout


def zipped(path: Path, members: dict[str, bytes], links: tuple[str, ...] = ()) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo("x")
            info.filename = info.orig_filename = name
            info.compress_type = zipfile.ZIP_DEFLATED
            if name in links:
                info.external_attr = (stat.S_IFLNK | 0o777) << 16
            archive.writestr(info, content)
    return path


BOMB, LINK = "bomb/ex01/num_flat_features.py", "link/ex01/num_flat_features.py"


def test_a_zips_hostile_members_reach_nothing(tmp_path):
    right = broken.RIGHT.encode()
    members = {
        BOMB: b"#" * (MAX_MODULE * 20),
        LINK: b"/etc/passwd",
        "../climbs/ex01/num_flat_features.py": right,
        "up/../../ex01/num_flat_features.py": right,
        "/absolute/ex01/num_flat_features.py": right,
        "back\\slash/ex01/num_flat_features.py": right,
        "..\\up/ex01/num_flat_features.py": right,
        "C:\\drive/ex01/num_flat_features.py": right,
        "n" * 300 + "/ex01/num_flat_features.py": right,
        "honest/ex01/num_flat_features.py": right,
        "folder/ex01/num_flat_features.py/": b"",
    }
    contents = find(zipped(tmp_path / "c.zip", members, (LINK,)), [EX01], [], False)
    found = {submission.student: submission for submission in contents.submissions}
    assert set(found) == {"bomb", "link", "honest", "folder", "back"}
    for name in ("honest", "back"):
        assert found[name].read() == right
    for name in ("bomb", "link", "folder"):
        with pytest.raises(UnsafeFileError):
            found[name].read()


def test_a_damaged_zip_is_no_class_or_refused(tmp_path):
    path = zipped(tmp_path / "c.zip", {"honest/ex01/num_flat_features.py": broken.RIGHT.encode() * 50})
    whole = path.read_bytes()
    for place in range(0, len(whole), 3):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        try:
            for each in find(path, [EX01], [], False).submissions:
                if each.read is not None:
                    each.read()
        except (NoSubmissionsError, UnsafeFileError):
            pass
