"""Another user's processes and folders, on this machine and as root."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="only root can, on Linux")


def test_every_process_of_a_user_ends_whatever_its_session_and_parent():
    from grader.sandbox import other_user

    user = 65_519  # not the first free one, which a container that runs beside this test takes
    script = "trap '' TERM HUP; setsid sh -c 'sleep 1000 & exec sleep 1000' & setsid sleep 1000 & exec sleep 1000"
    ours = subprocess.Popen(["sleep", "1000"])
    theirs = subprocess.Popen(["sh", "-c", script], user=user, group=user, extra_groups=[])
    try:
        for _ in range(3_000):
            if len(other_user.processes_of(user)) == 4:
                break
            time.sleep(0.01)
        assert len(other_user.processes_of(user)) == 4
        other_user.end_processes(user)
        assert other_user.processes_of(user) == []
        assert theirs.wait() == -9
        assert ours.poll() is None
    finally:
        theirs.kill()
        ours.kill()
        ours.wait()
