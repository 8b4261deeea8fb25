"""Which layers of the sandbox this machine has: each is tried in a throwaway process, since settings mislead."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from grader.sandbox import bubblewrap

_PROBE = """
import json, os, sys
found = {}
def attempt(name, action):
    child = os.fork()
    if child == 0:
        try:
            action()
            os._exit(0)
        except BaseException as error:
            os.write(1, json.dumps({name: f"{type(error).__name__}: {error}"}).encode() + b"\\n")
            os._exit(1)
    os.waitpid(child, 0)
def namespaces():
    from grader.sandbox import jail
    jail.own_user_namespace()
    child = os.fork()
    if child == 0:
        try:
            jail.unshare(jail.NEWNS | jail.NEWIPC | jail.NEWUTS)
            os._exit(0)
        except OSError as error:
            os._exit(error.errno)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if status:
        raise OSError(status, os.strerror(status))
def filters():
    from grader.sandbox import seccomp
    seccomp.confine(seccomp.program())
    try:
        os.fork()
    except PermissionError:
        return
    raise OSError("the filter let a fork through")
for name, action in (("namespaces", namespaces), ("seccomp", filters)):
    attempt(name, action)
"""


@dataclass(frozen=True)
class Layer:
    """One layer: whether it is there, what was seen, and how to get it where it is not."""

    name: str
    works: bool
    seen: str
    remedy: str = ""


def examine() -> list[Layer]:
    """Try every layer."""
    if sys.platform != "linux":
        remedy = "grade in a Linux container or virtual machine, or with --no-sandbox"
        return [Layer("Linux", False, f"this is {sys.platform}", remedy)]
    found = bubblewrap.find()
    if found is None:
        remedy = 'apt-get install bubblewrap, or: pip install "torchkata[instructor]"'
        return [Layer("bubblewrap", False, "not installed", remedy)]
    path, origin = found
    ran = subprocess.run(
        bubblewrap.command(path, ["-c", _PROBE]), stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if ran.returncode != 0:
        return [Layer("bubblewrap", False, (ran.stderr.strip() or f"exit {ran.returncode}")[-300:], userns_remedy())]
    failures: dict[str, str] = {}
    for line in ran.stdout.splitlines():
        failures |= json.loads(line)
    return [
        Layer("bubblewrap", True, f"{origin}, {path}"),
        Layer(
            "namespaces for each submission",
            "namespaces" not in failures,
            failures.get("namespaces", "user, pid, mount, ipc, uts"),
            userns_remedy() if "namespaces" in failures else "",
        ),
        Layer(
            "seccomp",
            "seccomp" not in failures,
            failures.get("seccomp", "system calls are filtered"),
            "grade on a kernel with CONFIG_SECCOMP_FILTER, on x86-64 or arm64" if "seccomp" in failures else "",
        ),
    ]


def userns_remedy(root: Path = Path("/")) -> str:
    """Say how to get user namespaces on the machine whose files lie below ``root``.

    The kernel's own settings come first: where they forbid user namespaces, no option of a container allows them.
    """
    settings = root / "proc/sys"
    if _setting(settings / "user/max_user_namespaces") == 0:
        return "sysctl user.max_user_namespaces=15000 (in a container: on its host)"
    if _setting(settings / "kernel/unprivileged_userns_clone") == 0:
        return "sysctl kernel.unprivileged_userns_clone=1 (in a container: on its host)"
    if _setting(settings / "kernel/apparmor_restrict_unprivileged_userns") == 1:
        return (
            "sysctl kernel.apparmor_restrict_unprivileged_userns=0, or an AppArmor profile that allows userns for bwrap"
        )
    if (root / ".dockerenv").exists():
        return "start the container with --security-opt seccomp=unconfined --security-opt apparmor=unconfined"
    return "allow user namespaces: the kernel's settings do, so look at the container's options or a security module"


def _setting(path: Path) -> int | None:
    """The number in ``path``; None where this kernel has no such setting."""
    try:
        return int(path.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None


def sandbox_ready() -> tuple[bool, str]:
    """Whether submissions can be confined here; and where not, the first layer that is missing and its remedy."""
    for layer in examine():
        if not layer.works:
            return False, f"{layer.name}: {layer.seen}. To get it: {layer.remedy}"
    return True, ""
