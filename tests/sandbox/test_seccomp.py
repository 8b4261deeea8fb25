"""Every system call number is really called in a child behind the filter, and right answers run behind it."""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import subprocess
import sys
from pathlib import Path

import pytest

if sys.platform != "linux":
    pytest.skip("seccomp is Linux's", allow_module_level=True)

from grader.sandbox import seccomp

ROOT = Path(__file__).parents[2]
_, ALLOWED, CLONE, CLONE3 = seccomp._MACHINES[platform.machine()]
ALLOWED_NUMBERS = {*ALLOWED.values(), *seccomp._NEWER_ALLOWED.values()}
NEWEST = 600
UPROBES = {335, 336} if platform.machine() == "x86_64" else set()
"""uretprobe and uprobe, which the kernel puts into traced programs: no filter sees them, and calling them crashes."""
# Linux 6.7 to 6.15 added these; numbers are the same on every machine.
NEW = {"map_shadow_stack": 453, "statmount": 457, "listmount": 458, "mseal": 462, "setxattrat": 463}
NEW |= {"open_tree_attr": 467, "file_getattr": 468}


def answers(numbers: list[int]) -> dict[int, int]:
    """The errno of each call with nonsense arguments, in one child behind the filter; 0 where it succeeds."""
    inner, outer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            libc = ctypes.CDLL(None, use_errno=True)
            seccomp.confine(seccomp.program())
            for number in numbers:
                failed = libc.syscall(number, -1, -1, -1, -1, -1, -1) < 0
                os.write(outer, (ctypes.get_errno() if failed else 0).to_bytes(2, "little"))
        finally:
            os._exit(255)
    os.close(outer)
    with os.fdopen(inner, "rb") as pipe:
        told = pipe.read()
    os.waitpid(child, 0)
    assert len(told) == 2 * len(numbers), f"it ended at number {numbers[len(told) // 2]}"
    return {number: int.from_bytes(told[2 * at : 2 * at + 2], "little") for at, number in enumerate(numbers)}


def test_no_call_but_the_listed_ones_reaches_the_kernel():
    numbers = [number for number in range(NEWEST) if number not in {*ALLOWED_NUMBERS, *UPROBES, CLONE}]
    told = answers(numbers)
    expected = {number: errno.EPERM if number < seccomp._NEWER else errno.ENOSYS for number in numbers}
    assert told == expected
    assert not set(NEW.values()) & ALLOWED_NUMBERS


def test_what_is_listed_reaches_the_kernel():
    names = ["read", "openat", "fstat", "munmap", "clock_gettime", "rt_sigaction", "getpid"]
    told = answers([ALLOWED[name] for name in names] + list(seccomp._NEWER_ALLOWED.values()))
    assert errno.EPERM not in told.values()
    assert told[ALLOWED["getpid"]] == 0
    assert told[ALLOWED["read"]] == errno.EBADF
    assert told[seccomp._NEWER_ALLOWED["close_range"]] == errno.EINVAL


def test_clone_makes_threads_only():
    assert answers([CLONE3])[CLONE3] == errno.ENOSYS
    child = os.fork()
    if child == 0:
        try:
            seccomp.confine(seccomp.program())
            os.fork()
        except PermissionError:
            os._exit(7)
        finally:
            os._exit(255)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7


# What learners' code does beside torch: files, threads, waiting, a plot, an event loop.
NOTEBOOK = """
import asyncio, glob, os, random, shutil, tempfile, threading, time, torch
from concurrent.futures import ThreadPoolExecutor
import matplotlib.pyplot as plt
time.sleep(0.01)
await asyncio.sleep(0.01)
await asyncio.to_thread(time.sleep, 0.01)
open("a", "w").write("x"); os.rename("a", "b"); os.makedirs("c/d"); shutil.rmtree("c"); os.listdir("."); os.stat("b")
torch.save(torch.ones(2), "b.pt"); torch.load("b.pt"); glob.glob("/*"); os.cpu_count(); tempfile.mkdtemp()
shutil.copy2("b", "e")
ThreadPoolExecutor(2).submit(print).result()
plt.plot([1, 2]); plt.savefig("f.png")
torch.set_num_threads(2); torch.randn(300, 300) @ torch.randn(300, 300)
list(torch.utils.data.DataLoader([1, 2], shuffle=True))
print(random.random(), time.time(), os.getcwd(), os.getpid(), os.uname().sysname)
"""

BEHIND_A_DEADLY_FILTER = """
import json, os, sys
from pathlib import Path
from grader.sandbox import child, job, seccomp, warm
warm.import_everything()
import matplotlib.pyplot  # asks the program fc-list for fonts where nobody has yet
from grader import catalog
from grader.grading.prepare import prepare
from grader.notebook import event_loop
root, notebook = Path(sys.argv[1]), sys.argv[2]
cells = json.dumps({"cells": [{"cell_type": "code", "source": notebook}]}).encode()
ran = 0
for exercise in catalog.exercises().values():
    suite = job.open_suite(prepare(exercise, 1).packed.packed)
    files = [exercise.path(root, "solutions"), *sorted((root / "tests/alternatives" / exercise.id).glob("*.py"))[:2]]
    submitted = [(path.name, path.read_bytes()) for path in files]
    for name, content in [*submitted, ("x.ipynb", cells)] if exercise.id == "ex01" else submitted:
        pid = os.fork()
        if pid == 0:
            status = 9
            try:
                event_loop()
                sent = []
                seccomp.confine(seccomp.program(deadly=True))
                child.work(suite, name, content, sent.append)
                if name == "x.ipynb" and b"raised" in b"".join(sent[:2]):
                    print(sent[1].decode(errors="replace"), flush=True)
                else:
                    status = 0
            finally:
                os._exit(status)
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        if status:
            print(exercise.id, name, status, flush=True)
        ran += 1
print("ran", ran)
"""


@pytest.mark.slow
def test_all_right_answers_make_listed_calls_only(tmp_path):
    """Also on other versions of torch and of the C library: one call that is not listed ends the process.

    Of each exercise the solution and two alternatives, for the time it takes.
    """
    done = subprocess.run(
        [sys.executable, "-c", BEHIND_A_DEADLY_FILTER, str(ROOT), NOTEBOOK],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "HOME": str(tmp_path), "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    *failed, last = done.stdout.splitlines() or [done.stderr[-2000:]]
    assert not failed, f"{failed} (-31: a call that is not listed)"
    assert last.startswith("ran ") and int(last[4:]) == 31
