"""Opens files in the learner's editor: ``$VISUAL``, ``$EDITOR``, or VS Code in its own terminal."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from grader.errors import UserError

IN_WINDOWS = {
    "code",
    "code-insiders",
    "codium",
    "cursor",
    "windsurf",
    "zed",
    "subl",
    "gedit",
    "kate",
    "notepad",
    "mate",
}
"""Editors with a window of their own, which are not waited for."""
WAITS = {"--wait", "-w"}


def command() -> list[str]:
    """The editor's command; empty where none is named."""
    named = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    if named.strip():
        return shlex.split(named, posix=os.name != "nt")
    code = shutil.which("code")
    return [code] if code and os.environ.get("TERM_PROGRAM") == "vscode" else []


def has_own_window(editor: Sequence[str]) -> bool:
    """Whether the terminal stays free while it is open."""
    return Path(editor[0]).stem.lower() in IN_WINDOWS


def open_files(paths: Sequence[Path]) -> None:
    """Open the files; returns at once where the editor has its own window, else when it is closed.

    Raises:
        UserError: no editor is named, or it cannot be started.
    """
    editor = command()
    if not editor:
        raise UserError(
            "No editor is named. Set EDITOR to its command, for example EDITOR=nano, or open them yourself: "
            + ", ".join(map(str, paths))
        )
    files = [str(path) for path in paths]
    try:
        if has_own_window(editor):
            subprocess.Popen(
                [part for part in editor if part not in WAITS] + files,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        else:
            subprocess.call([*editor, *files])
    except OSError as error:
        raise UserError(f"The editor {editor[0]} cannot be started: {error.strerror}. EDITOR names it.") from None
