"""The system calls that a submission may not make, as a classic BPF program for seccomp.

New processes, other programs, sockets, memory outside the limits (memfd, System V), other processes' memory, new
namespaces and mounts, other cores, and what reaches far into the kernel (bpf, io_uring, keyrings, perf) answer EPERM.
Threads stay allowed. clone3 answers ENOSYS, since its flags cannot be read by a filter; the C library then uses clone,
whose flags can. Calls that are newer than Linux 5.1 are denied unless listed.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct

_ALLOW, _ERRNO, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_LOAD, _JUMP_EQ, _JUMP_GE, _JUMP_SET, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER_AT, _ARCH_AT, _FIRST_ARGUMENT_AT = 0, 4, 16
_CLONE_THREAD = 0x00010000
_X32 = 0x40000000

# Numbers: Linux's arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h.
_X86_64 = {
    "fork": 57, "vfork": 58, "execve": 59, "execveat": 322, "socket": 41, "socketpair": 53, "connect": 42, "bind": 49,
    "memfd_create": 319, "memfd_secret": 447, "shmget": 29, "semget": 64, "msgget": 68, "mq_open": 240,
    "ptrace": 101, "process_vm_readv": 310, "process_vm_writev": 311, "kcmp": 312, "pidfd_getfd": 438,
    "keyctl": 250, "add_key": 248, "request_key": 249, "bpf": 321, "perf_event_open": 298, "userfaultfd": 323,
    "io_uring_setup": 425, "io_uring_enter": 426, "io_uring_register": 427,
    "unshare": 272, "setns": 308, "mount": 165, "umount2": 166, "pivot_root": 155, "chroot": 161, "move_mount": 429,
    "open_tree": 428, "fsopen": 430, "fsconfig": 431, "fsmount": 432, "fspick": 433, "mount_setattr": 442,
    "open_by_handle_at": 304, "name_to_handle_at": 303, "init_module": 175, "finit_module": 313, "kexec_load": 246,
    "swapon": 167, "reboot": 169, "syslog": 103, "quotactl": 179, "fanotify_init": 300, "seccomp": 317,
    "sched_setaffinity": 203,
}  # fmt: skip
_AARCH64 = {
    "execve": 221, "execveat": 281, "socket": 198, "socketpair": 199, "connect": 203, "bind": 200,
    "memfd_create": 279, "memfd_secret": 447, "shmget": 194, "semget": 190, "msgget": 186, "mq_open": 180,
    "ptrace": 117, "process_vm_readv": 270, "process_vm_writev": 271, "kcmp": 272, "pidfd_getfd": 438,
    "keyctl": 219, "add_key": 217, "request_key": 218, "bpf": 280, "perf_event_open": 241, "userfaultfd": 282,
    "io_uring_setup": 425, "io_uring_enter": 426, "io_uring_register": 427,
    "unshare": 97, "setns": 268, "mount": 40, "umount2": 39, "pivot_root": 41, "chroot": 51, "move_mount": 429,
    "open_tree": 428, "fsopen": 430, "fsconfig": 431, "fsmount": 432, "fspick": 433, "mount_setattr": 442,
    "open_by_handle_at": 265, "name_to_handle_at": 264, "init_module": 105, "finit_module": 273, "kexec_load": 104,
    "swapon": 224, "reboot": 142, "syslog": 116, "quotactl": 60, "fanotify_init": 262, "seccomp": 277,
    "sched_setaffinity": 122,
}  # fmt: skip
_NEWER = 424
"""From this number on, every machine's table is the same, and a call is allowed only where it is listed: what a later
kernel adds (statmount, listmount, mseal, open_tree_attr and so on) is denied before anybody here has heard of it."""
_NEWER_ALLOWED = {
    "close_range": 436, "faccessat2": 439, "epoll_pwait2": 441, "futex_waitv": 449, "fchmodat2": 452,
    "futex_wake": 454, "futex_wait": 455, "futex_requeue": 456,
}  # fmt: skip
_MACHINES = {"x86_64": (0xC000003E, _X86_64, 56, 435), "aarch64": (0xC00000B7, _AARCH64, 220, 435)}
"""For each machine: its audit number, the calls denied, and the numbers of clone and clone3."""


class Unsupported(OSError):
    """This machine has no seccomp filters, or is of a kind that has no table here."""


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def program(machine: str | None = None) -> bytes:
    """The filter for ``machine`` (this one unless named), as the kernel reads it.

    Raises:
        Unsupported: there is no table for such a machine.
    """
    machine = machine or platform.machine()
    if machine not in _MACHINES:
        raise Unsupported(errno.ENOSYS, f"no table of system calls for {machine}")
    audit, denied, clone, clone3 = _MACHINES[machine]
    steps = [(_LOAD, 0, 0, _ARCH_AT), (_JUMP_EQ, 1, 0, audit), (_RETURN, 0, 0, _KILL), (_LOAD, 0, 0, _NUMBER_AT)]
    steps += [(_JUMP_GE, 0, 1, _X32), (_RETURN, 0, 0, _ERRNO | errno.EPERM)]
    for number in sorted(denied.values()):
        steps += [(_JUMP_EQ, 0, 1, number), (_RETURN, 0, 0, _ERRNO | errno.EPERM)]
    steps += [(_JUMP_EQ, 0, 1, clone3), (_RETURN, 0, 0, _ERRNO | errno.ENOSYS)]
    steps += [(_JUMP_GE, 0, 2 * len(_NEWER_ALLOWED) + 1, _NEWER)]
    for number in sorted(_NEWER_ALLOWED.values()):
        steps += [(_JUMP_EQ, 0, 1, number), (_RETURN, 0, 0, _ALLOW)]
    steps += [(_RETURN, 0, 0, _ERRNO | errno.ENOSYS)]
    steps += [(_JUMP_EQ, 0, 3, clone), (_LOAD, 0, 0, _FIRST_ARGUMENT_AT), (_JUMP_SET, 1, 0, _CLONE_THREAD)]
    steps += [(_RETURN, 0, 0, _ERRNO | errno.EPERM), (_RETURN, 0, 0, _ALLOW)]
    return b"".join(struct.pack("<HBBI", *step) for step in steps)


def confine(filter_program: bytes) -> None:
    """Put the filter on this process for good; it can gain no privileges any more.

    Raises:
        Unsupported: the kernel refuses.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    no_new_privileges, set_seccomp, mode_filter = 38, 22, 2
    held = _Program(len(filter_program) // 8, filter_program)
    if libc.prctl(no_new_privileges, 1, 0, 0, 0) or libc.prctl(set_seccomp, mode_filter, ctypes.byref(held), 0, 0):
        code = ctypes.get_errno()
        raise Unsupported(code, f"seccomp refused: {errno.errorcode.get(code, code)}")
