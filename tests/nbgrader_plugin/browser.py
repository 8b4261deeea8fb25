"""JupyterLab and Chromium for the tests that look at formgrader as an instructor does."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from tests.nbgrader_plugin.kit import NO_SANDBOX, ROOT

TOKEN = "for-this-test-only"


def chromium() -> str | None:
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def lacking() -> str:
    """What is missing for these tests; "" where all is there."""
    if chromium() is None:
        return "needs chromium (apt-get install chromium)"
    try:
        import playwright.sync_api  # noqa: F401
    except ImportError:
        return 'needs playwright (pip install "torchkata[test]")'
    return NO_SANDBOX


def free_port() -> int:
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@contextmanager
def jupyter_lab(
    folder: Path, own: Path, port: int, config: str = "", options: Sequence[str] = (), settings: str = "{}"
) -> Iterator[str]:
    """JupyterLab started in a folder, with its own settings in ``own``; yields its address.

    Args:
        folder: where it is started.
        own: for its configuration, data and log.
        port: where it listens.
        config: the text of the instructor's own nbgrader_config.py.
        options: more of the command line.
        settings: of JupyterLab's extensions, as JSON.
    """
    places = {f"JUPYTER_{name}_DIR": str(own / name.lower()) for name in ("CONFIG", "DATA", "RUNTIME")}
    (own / "config" / "labconfig").mkdir(parents=True)
    quiet = {"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": True}}
    (own / "config" / "labconfig" / "page_config.json").write_text(json.dumps(quiet))
    (own / "config" / "nbgrader_config.py").write_text(f"c = get_config()\n{config}\n")
    (own / "settings").mkdir()
    (own / "settings" / "overrides.json").write_text(settings)
    log = (own / "log.txt").open("wb")
    process = subprocess.Popen(
        [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ServerApp.ip=127.0.0.1",
         f"--ServerApp.port={port}", f"--IdentityProvider.token={TOKEN}",
         f"--LabApp.app_settings_dir={own / 'settings'}", *options],
        cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
        env={**os.environ, **places, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
             "OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(1200):
            with suppress(OSError):
                urllib.request.urlopen(f"{address}/api/status?token={TOKEN}", timeout=5).close()
                break
            time.sleep(0.5)
        yield address
    finally:
        process.terminate()
        process.wait(300)
        log.close()
