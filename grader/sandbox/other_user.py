"""Submissions as a user of their own, where a container forbids namespaces: which id, what it may not read, its end.

Only root can do any of this, on Linux.
"""

from __future__ import annotations

import os
import pwd
import signal
import sys
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path

from grader.errors import SandboxError

_IDS = range(61184, 65520)
"""User ids that systemd leaves to services which come and go. Source: https://systemd.io/UIDS-GIDS/"""
_ATTEMPTS = 1_000


def choose() -> int:
    """An id that no account and no process has.

    Raises:
        SandboxError: this process is not root's.
    """
    if os.geteuid() != 0:
        raise SandboxError("submissions can run as a user of their own only where the grader runs as root")
    taken = {account.pw_uid for account in pwd.getpwall()} | {user for _, user in _processes()}
    return next(user for user in _IDS if user not in taken)


def close(folders: Iterable[Path], user: int) -> None:
    """Let nobody but root into these folders, and try as ``user`` whether that holds.

    Raises:
        SandboxError: one of them stays open, or Python itself is closed to the user.
    """
    closed = [folder.resolve() for folder in folders]
    for folder in closed:
        folder.chmod(0o700)
    torch = find_spec("torch")
    needed = [Path(os.__file__), Path(sys.executable), *([Path(torch.origin)] if torch and torch.origin else [])]
    reads, writes = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.setgroups([])
            os.setresgid(user, user, user)
            os.setresuid(user, user, user)
            os.write(writes, _access_problem(closed, needed).encode("utf-8", "replace"))
            status = 0
        finally:
            os._exit(status)
    os.close(writes)
    with os.fdopen(reads, encoding="utf-8") as file:
        problem = file.read()
    _, status = os.waitpid(child, 0)
    if problem or status:
        raise SandboxError(problem or f"no process can run as user {user} here")


def _access_problem(closed: Iterable[Path], needed: Iterable[Path]) -> str:
    for path in closed:
        if any(os.access(path, mode) for mode in (os.R_OK, os.W_OK, os.X_OK)):
            return f"{path} stays open to the user that submissions run as"
    for path in needed:
        if not os.access(path, os.R_OK):
            return f"{path} is closed to the user that submissions run as; let every user read Python's folders"
    return ""


def end_processes(user: int) -> None:
    """Kill every process of ``user``, whatever its parent, session or group.

    Raises:
        SandboxError: some are still there.
    """
    for _ in range(_ATTEMPTS):
        if not processes_of(user):
            return
        killer = os.fork()
        if killer == 0:
            # One call, made as the user, reaches all of them at once; one that forks meanwhile dies with its child.
            try:
                os.setresuid(user, user, user)
                os.kill(-1, signal.SIGKILL)
            finally:
                os._exit(0)
        os.waitpid(killer, 0)
    raise SandboxError(f"processes of the submission are still there (user {user})")


def processes_of(user: int) -> list[int]:
    """The ids of the user's processes that have not ended."""
    return [process for process, owner in _processes() if owner == user]


def _processes() -> Iterator[tuple[int, int]]:
    """The id and the real user of every process that has not ended."""
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                status = Path("/proc", entry, "status").read_text(encoding="utf-8", errors="replace")
            except OSError:  # it has just ended
                continue
            fields = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
            if fields["State"][0] not in "ZX":
                yield int(entry), int(fields["Uid"].split()[0])
