"""The system calls that a submission may make, as a classic BPF program for seccomp.

Files, memory, threads, signals to itself, time and questions about itself are on the list: about four times the calls
that right answers make. All else answers EPERM: new processes, other programs, sockets, memory outside the limits
(memfd, System V), other processes' memory, namespaces and mounts, other cores, and what reaches far into the kernel
(bpf, io_uring, keyrings, perf). clone is allowed for threads only; clone3 answers ENOSYS, since its flags cannot be
read by a filter, and the C library then uses clone. Calls newer than Linux 5.1 answer ENOSYS as well unless listed, as
on a kernel that does not have them: libraries then do without.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct
from collections.abc import Iterable
from functools import cache

_libc = ctypes.CDLL(None, use_errno=True)
_ALLOW, _ERRNO, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_LOAD, _JUMP_EQ, _JUMP_GE, _JUMP_SET, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER_AT, _ARCH_AT, _FIRST_ARGUMENT_AT = 0, 4, 16
_CLONE_THREAD = 0x00010000
_X32 = 0x40000000

# Numbers: Linux's arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h.
_X86_64 = {
    "read": 0, "write": 1, "close": 3, "open": 2, "openat": 257, "creat": 85, "lseek": 8, "pread64": 17,
    "pwrite64": 18, "readv": 19, "writev": 20, "preadv": 295, "pwritev": 296, "preadv2": 327, "pwritev2": 328,
    "sendfile": 40, "copy_file_range": 326, "stat": 4, "fstat": 5, "lstat": 6, "newfstatat": 262, "statx": 332,
    "statfs": 137, "fstatfs": 138, "access": 21, "faccessat": 269, "getcwd": 79, "chdir": 80, "fchdir": 81,
    "getdents": 78, "getdents64": 217, "readlink": 89, "readlinkat": 267, "rename": 82, "renameat": 264,
    "renameat2": 316, "mkdir": 83, "mkdirat": 258, "rmdir": 84, "unlink": 87, "unlinkat": 263, "link": 86,
    "linkat": 265, "symlink": 88, "symlinkat": 266, "truncate": 76, "ftruncate": 77, "fallocate": 285,
    "fadvise64": 221, "fsync": 74, "fdatasync": 75, "sync_file_range": 277, "flock": 73, "fcntl": 72, "ioctl": 16,
    "dup": 32, "dup2": 33, "dup3": 292, "chmod": 90, "fchmod": 91, "fchmodat": 268, "utime": 132, "utimes": 235,
    "utimensat": 280, "futimesat": 261, "umask": 95, "getxattr": 191, "lgetxattr": 192, "fgetxattr": 193,
    "listxattr": 194, "llistxattr": 195, "flistxattr": 196, "pipe": 22, "pipe2": 293, "poll": 7, "ppoll": 271,
    "select": 23, "pselect6": 270, "epoll_create": 213, "epoll_create1": 291, "epoll_ctl": 233, "epoll_wait": 232,
    "epoll_pwait": 281, "eventfd": 284, "eventfd2": 290, "sendto": 44, "recvfrom": 45, "shutdown": 48,
    "getsockname": 51, "getpeername": 52, "getsockopt": 55, "setsockopt": 54, "mmap": 9, "munmap": 11, "mprotect": 10,
    "mremap": 25, "msync": 26, "madvise": 28, "brk": 12, "mincore": 27, "membarrier": 324, "get_mempolicy": 239,
    "mbind": 237, "futex": 202, "set_robust_list": 273, "get_robust_list": 274, "set_tid_address": 218, "rseq": 334,
    "sched_yield": 24, "sched_getaffinity": 204, "sched_getparam": 143, "sched_getscheduler": 145,
    "sched_get_priority_max": 146, "sched_get_priority_min": 147, "getpriority": 140, "getcpu": 309, "exit": 60,
    "exit_group": 231, "wait4": 61, "waitid": 247, "restart_syscall": 219, "rt_sigaction": 13, "rt_sigprocmask": 14,
    "rt_sigreturn": 15, "rt_sigpending": 127, "rt_sigsuspend": 130, "rt_sigtimedwait": 128, "sigaltstack": 131,
    "kill": 62, "tkill": 200, "tgkill": 234, "pause": 34, "alarm": 37, "setitimer": 38, "getitimer": 36,
    "clock_gettime": 228, "clock_getres": 229, "clock_nanosleep": 230, "nanosleep": 35, "gettimeofday": 96,
    "time": 201, "times": 100, "getrusage": 98, "getrlimit": 97, "setrlimit": 160, "prlimit64": 302, "prctl": 157,
    "arch_prctl": 158, "getpid": 39, "getppid": 110, "gettid": 186, "getuid": 102, "geteuid": 107, "getgid": 104,
    "getegid": 108, "getresuid": 118, "getresgid": 120, "getgroups": 115, "getpgrp": 111, "getpgid": 121,
    "getsid": 124, "uname": 63, "sysinfo": 99, "getrandom": 318,
}  # fmt: skip
_AARCH64 = {
    "read": 63, "write": 64, "close": 57, "openat": 56, "lseek": 62, "pread64": 67, "pwrite64": 68, "readv": 65,
    "writev": 66, "preadv": 69, "pwritev": 70, "preadv2": 286, "pwritev2": 287, "sendfile": 71,
    "copy_file_range": 285, "fstat": 80, "newfstatat": 79, "statx": 291, "statfs": 43, "fstatfs": 44, "faccessat": 48,
    "getcwd": 17, "chdir": 49, "fchdir": 50, "getdents64": 61, "readlinkat": 78, "renameat": 38, "renameat2": 276,
    "mkdirat": 34, "unlinkat": 35, "linkat": 37, "symlinkat": 36, "truncate": 45, "ftruncate": 46, "fallocate": 47,
    "fadvise64": 223, "fsync": 82, "fdatasync": 83, "sync_file_range": 84, "flock": 32, "fcntl": 25, "ioctl": 29,
    "dup": 23, "dup3": 24, "fchmod": 52, "fchmodat": 53, "utimensat": 88, "umask": 166, "getxattr": 8, "lgetxattr": 9,
    "fgetxattr": 10, "listxattr": 11, "llistxattr": 12, "flistxattr": 13, "pipe2": 59, "ppoll": 73, "pselect6": 72,
    "epoll_create1": 20, "epoll_ctl": 21, "epoll_pwait": 22, "eventfd2": 19, "sendto": 206, "recvfrom": 207,
    "shutdown": 210, "getsockname": 204, "getpeername": 205, "getsockopt": 209, "setsockopt": 208, "mmap": 222,
    "munmap": 215, "mprotect": 226, "mremap": 216, "msync": 227, "madvise": 233, "brk": 214, "mincore": 232,
    "membarrier": 283, "get_mempolicy": 236, "mbind": 235, "futex": 98, "set_robust_list": 99, "get_robust_list": 100,
    "set_tid_address": 96, "rseq": 293, "sched_yield": 124, "sched_getaffinity": 123, "sched_getparam": 121,
    "sched_getscheduler": 120, "sched_get_priority_max": 125, "sched_get_priority_min": 126, "getpriority": 141,
    "getcpu": 168, "exit": 93, "exit_group": 94, "wait4": 260, "waitid": 95, "restart_syscall": 128,
    "rt_sigaction": 134, "rt_sigprocmask": 135, "rt_sigreturn": 139, "rt_sigpending": 136, "rt_sigsuspend": 133,
    "rt_sigtimedwait": 137, "sigaltstack": 132, "kill": 129, "tkill": 130, "tgkill": 131, "setitimer": 103,
    "getitimer": 102, "clock_gettime": 113, "clock_getres": 114, "clock_nanosleep": 115, "nanosleep": 101,
    "gettimeofday": 169, "times": 153, "getrusage": 165, "getrlimit": 163, "setrlimit": 164, "prlimit64": 261,
    "prctl": 167, "getpid": 172, "getppid": 173, "gettid": 178, "getuid": 174, "geteuid": 175, "getgid": 176,
    "getegid": 177, "getresuid": 148, "getresgid": 150, "getgroups": 158, "getpgid": 155, "getsid": 156, "uname": 160,
    "sysinfo": 179, "getrandom": 278,
}  # fmt: skip
_NEWER = 424
"""From this number on, every machine's table is the same."""
_NEWER_ALLOWED = {
    "close_range": 436, "faccessat2": 439, "epoll_pwait2": 441, "futex_waitv": 449, "fchmodat2": 452,
    "futex_wake": 454, "futex_wait": 455, "futex_requeue": 456,
}  # fmt: skip
_MACHINES = {"x86_64": (0xC000003E, _X86_64, 56, 435), "aarch64": (0xC00000B7, _AARCH64, 220, 435)}
"""For each machine: its audit number, the calls allowed, and the numbers of clone and clone3."""


class Unsupported(OSError):
    """This machine has no seccomp filters, or is of a kind that has no table here."""


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


@cache
def program(machine: str | None = None, deadly: bool = False) -> bytes:
    """The filter for ``machine`` (this one unless named), as the kernel reads it.

    Args:
        machine: as `platform.machine` has it.
        deadly: whether a call that is not listed ends the process, so that a test sees it.

    Raises:
        Unsupported: there is no table for such a machine.
    """
    machine = machine or platform.machine()
    if machine not in _MACHINES:
        raise Unsupported(errno.ENOSYS, f"no table of system calls for {machine}")
    audit, allowed, clone, clone3 = _MACHINES[machine]
    denied, unknown = (_KILL, _KILL) if deadly else (_ERRNO | errno.EPERM, _ERRNO | errno.ENOSYS)
    steps = [(_LOAD, 0, 0, _ARCH_AT), (_JUMP_EQ, 1, 0, audit), (_RETURN, 0, 0, _KILL), (_LOAD, 0, 0, _NUMBER_AT)]
    steps += [(_JUMP_GE, 0, 1, _X32), (_RETURN, 0, 0, denied)]
    steps += [(_JUMP_EQ, 0, 1, clone3), (_RETURN, 0, 0, _ERRNO | errno.ENOSYS)]
    steps += [(_JUMP_EQ, 0, 4, clone), (_LOAD, 0, 0, _FIRST_ARGUMENT_AT), (_JUMP_SET, 1, 0, _CLONE_THREAD)]
    steps += [(_RETURN, 0, 0, denied), (_RETURN, 0, 0, _ALLOW)]
    # Upwards, range by range: the kernel runs the filter once for each call that there is when it is put on.
    for first, last in _ranges({*allowed.values(), *_NEWER_ALLOWED.values()}):
        steps += [(_JUMP_GE, 3, 0, first), (_JUMP_GE, 0, 1, _NEWER), (_RETURN, 0, 0, unknown), (_RETURN, 0, 0, denied)]
        steps += [(_JUMP_GE, 1, 0, last + 1), (_RETURN, 0, 0, _ALLOW)]
    steps += [(_JUMP_GE, 0, 1, _NEWER), (_RETURN, 0, 0, unknown), (_RETURN, 0, 0, denied)]
    return b"".join(struct.pack("<HBBI", *step) for step in steps)


def _ranges(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """The first and last number of each run of numbers without a gap."""
    ranges: list[tuple[int, int]] = []
    for number in sorted(numbers):
        if ranges and number == ranges[-1][1] + 1:
            ranges[-1] = ranges[-1][0], number
        else:
            ranges.append((number, number))
    return ranges


def confine(filter_program: bytes) -> None:
    """Put the filter on this process for good; it can gain no privileges any more.

    Raises:
        Unsupported: the kernel refuses.
    """
    no_new_privileges, set_seccomp, mode_filter = 38, 22, 2
    held = _Program(len(filter_program) // 8, filter_program)
    if _libc.prctl(no_new_privileges, 1, 0, 0, 0) or _libc.prctl(set_seccomp, mode_filter, ctypes.byref(held), 0, 0):
        code = ctypes.get_errno()
        raise Unsupported(code, f"seccomp refused: {errno.errorcode.get(code, code)}")
