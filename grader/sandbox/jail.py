"""What a forked child does to itself before it touches a submission: namespaces, mounts, limits, no privileges."""

from __future__ import annotations

import contextlib
import ctypes
import math
import os
import re
import resource
import signal

from grader.sandbox import seccomp

NEWNS, NEWUTS, NEWIPC, NEWUSER, NEWPID = 0x20000, 0x4000000, 0x8000000, 0x10000000, 0x20000000
_NOSUID, _NODEV, _NOEXEC, _RDONLY, _REC, _PRIVATE = 2, 4, 8, 1, 16384, 1 << 18
_PARENT_DEATH, _CAPABILITY_DROP = 1, 24

MEMORY = 2**30
"""Bytes of address space beyond what the warm process has."""
FILE_SIZE, OPEN_FILES, THREADS = 16 * 2**20, 64, 128

_libc = ctypes.CDLL(None, use_errno=True)
# Made once, for all children. Source: capset(2), _LINUX_CAPABILITY_VERSION_3.
_CAPABILITY_HEADER, _NO_CAPABILITIES = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()


def _call(name: str, *arguments: object) -> None:
    if getattr(_libc, name)(*arguments) != 0:
        code = ctypes.get_errno()
        raise OSError(code, f"{name}: {os.strerror(code)}")


def unshare(flags: int) -> None:
    """Leave the namespaces named by ``flags``. Raises OSError."""
    _call("unshare", flags)


def return_to(namespace: int, flag: int) -> None:
    """Make the namespace behind a descriptor ours (a pid namespace: our children's). Raises OSError."""
    _call("setns", namespace, flag)


def die_with_parent() -> None:
    """Have the kernel kill this process when the thread that started it ends."""
    _call("prctl", _PARENT_DEATH, signal.SIGKILL, 0, 0, 0)


def own_user_namespace() -> None:
    """A user namespace of our own, in which we may make others, with the ids we have. Raises OSError.

    Our mounts are our own too, and so are the children's, who copy them.
    """
    user, group = os.getuid(), os.getgid()
    unshare(NEWUSER | NEWPID | NEWNS)
    _mount(None, "/", None, _REC | _PRIVATE, None)
    for name, text in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
        with open(f"/proc/self/{name}", "w", encoding="ascii") as file:
            file.write(text)
    for capability in range(64):  # what we hold stays; nothing that is started later can have it
        if _libc.prctl(_CAPABILITY_DROP, capability, 0, 0, 0) != 0:
            break  # past the kernel's last one
    seccomp.program()  # made once, for all children


def keep_to(core: int) -> None:
    """Run on one core, as the children will, whose filter keeps them there: no submission slows down those on other
    cores. A hundred busy threads would, until honest ones ran out of time. Where the system refuses, nothing changes.
    """
    with contextlib.suppress(OSError):
        os.sched_setaffinity(0, {core})


def enter(timeout: float) -> None:
    """Shut this process in: its own mounts, limits, no capabilities, the seccomp filter.

    The caller was forked into a pid namespace of its own and holds the user namespace's capabilities until this
    returns.

    Raises:
        OSError: a layer could not be had; the submission must not run.
    """
    os.setsid()
    _spare_other_submissions()
    unshare(NEWNS | NEWIPC | NEWUTS)
    scratch = os.environ["TMPDIR"]
    for path, size in ((scratch, "16m"), ("/dev/shm", "4m"), ("/proc", "4k")):
        read_only = _RDONLY if path == "/proc" else 0
        _mount("none", path, "tmpfs", _NOSUID | _NODEV | _NOEXEC | read_only, f"size={size},nr_inodes=512,mode=700")
    os.chdir(scratch)
    limit(timeout)
    _drop_capabilities()
    seccomp.confine(seccomp.program())


def become(user: int, timeout: float) -> None:
    """Where no namespaces are to be had: go on as another user, with the limits and the seccomp filter.

    The caller is root, and has closed all that the user must not read.

    Raises:
        OSError: a layer could not be had; the submission must not run.
    """
    os.setsid()
    _spare_other_submissions()
    os.chdir(os.environ["TMPDIR"])
    limit(timeout)
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)  # which takes every capability
    seccomp.confine(seccomp.program())


def _spare_other_submissions() -> None:
    """As far as the system allows: no submission starts threads without end, or gets another process ended where memory
    is short."""
    with contextlib.suppress(OSError):
        descriptor = os.open("/proc/self/oom_score_adj", os.O_WRONLY)
        os.write(descriptor, b"1000")
        os.close(descriptor)
    if _THREADS_ARE_COUNTED_APART:
        resource.setrlimit(resource.RLIMIT_NPROC, (THREADS, THREADS))  # root is not held by it


def _threads_are_counted_apart() -> bool:
    """Before Linux 5.14, processes were counted for a user, whatever the namespace: a limit would hit the innocent."""
    version = re.match(r"(\d+)\.(\d+)", os.uname().release)
    return version is not None and (int(version[1]), int(version[2])) >= (5, 14)


_THREADS_ARE_COUNTED_APART = _threads_are_counted_apart()


def _mount(source: str | None, target: str, kind: str | None, flags: int, options: str | None) -> None:
    def text(value: str | None) -> bytes | None:
        return None if value is None else value.encode()

    _call("mount", text(source), text(target), text(kind), ctypes.c_ulong(flags), text(options))


def limit(timeout: float) -> None:
    """Resource limits, as far as the system has them; ``timeout`` in CPU seconds."""
    wanted = {
        "RLIMIT_AS": _warm_size + MEMORY if _warm_size else resource.RLIM_INFINITY,
        "RLIMIT_FSIZE": FILE_SIZE,
        "RLIMIT_NOFILE": OPEN_FILES,
        "RLIMIT_CORE": 0,
        "RLIMIT_MSGQUEUE": 0,
    }
    for name, value in wanted.items():
        kind = getattr(resource, name, None)
        if kind is not None:
            resource.setrlimit(kind, (value, value))
    used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    seconds = math.ceil(timeout + used)
    # At both limits SIGKILL is sent; SIGXCPU is ignored in the first process of a namespace.
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


_warm_size = 0


def note_size() -> None:
    """Remember this process's address space, which `limit` counts from: in the jail there is no /proc to read it in."""
    global _warm_size
    with contextlib.suppress(OSError), open("/proc/self/statm", encoding="ascii") as file:
        _warm_size = int(file.read().split()[0]) * resource.getpagesize()


def _drop_capabilities() -> None:
    _call("capset", _CAPABILITY_HEADER, _NO_CAPABILITIES)
