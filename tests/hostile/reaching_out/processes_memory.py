"""Tries: to read and write other processes' memory: /proc/1/mem, ptrace, process_vm_readv, their descriptors."""

import contextlib
import ctypes
import os

STATUS = {"graded", "crashed"}


def num_flat_features(x):
    libc = ctypes.CDLL(None, use_errno=True)
    reached = 0
    for process in (1, os.getppid(), *range(2, 100)):
        for name in ("mem", "environ", "maps", "fd", "root", "cwd", "cmdline"):
            with contextlib.suppress(OSError):
                os.stat(f"/proc/{process}/{name}")
                reached += 1
        reached += libc.ptrace(16, process, 0, 0) == 0
        with contextlib.suppress(OSError, AttributeError):
            descriptor = os.pidfd_open(process) if process != os.getpid() else 0
            reached += descriptor > 0 and libc.syscall(438, descriptor, 0, 0) >= 0
    return x[0].numel() if reached else 0
