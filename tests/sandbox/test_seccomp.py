"""Every denied system call is really called, each in a throwaway child behind the filter."""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import sys

import pytest

if sys.platform != "linux":
    pytest.skip("seccomp is Linux's", allow_module_level=True)

from grader.sandbox import seccomp

AUDIT, DENIED, CLONE, CLONE3 = seccomp._MACHINES[platform.machine()]
ALLOWED_NEWER = set(seccomp._NEWER_ALLOWED.values())
NEWEST = 600


def answer(number: int) -> int:
    """The errno of a call with nonsense arguments in a child behind the filter; 0 where it succeeds."""
    child = os.fork()
    if child == 0:
        try:
            libc = ctypes.CDLL(None, use_errno=True)
            seccomp.confine(seccomp.program())
            failed = libc.syscall(number, -1, -1, -1, -1, -1, -1) < 0
            os._exit(ctypes.get_errno() if failed else 0)
        finally:
            os._exit(255)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@pytest.mark.parametrize("name", DENIED)
def test_denied_calls_answer_eperm(name):
    assert answer(DENIED[name]) == errno.EPERM


def test_calls_that_are_newer_than_the_list_do_not_reach_the_kernel():
    numbers = set(range(seccomp._NEWER, NEWEST)) - ALLOWED_NEWER - set(DENIED.values())
    reached = {number: code for number in sorted(numbers) if (code := answer(number)) != errno.ENOSYS}
    assert not reached


def test_what_is_allowed_reaches_the_kernel():
    assert answer(seccomp._NEWER_ALLOWED["close_range"]) == errno.EINVAL
    assert answer(seccomp._NEWER_ALLOWED["faccessat2"]) in (errno.EBADF, errno.EINVAL, errno.EFAULT)
