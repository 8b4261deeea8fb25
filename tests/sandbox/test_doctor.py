"""What the doctor proposes where a layer is missing."""

from __future__ import annotations

import shutil
import sys

import pytest

from grader.sandbox.doctor import sandbox_ready, userns_remedy
from tests.pytest_plugin.kit import ROOT

READY, WHY = sandbox_ready()
ALLOWED = {"user/max_user_namespaces": 15000, "kernel/unprivileged_userns_clone": 1}


@pytest.mark.skipif(not READY, reason=f"no user namespace to try it in: {WHY}")
@pytest.mark.skipif(shutil.which("unshare") is None, reason="no unshare")
def test_no_user_namespaces_left(kit):
    """In a user namespace in which no further one may be made."""
    kit.write("ex01", "")
    script = f"""
import os
os.execvp("unshare", ["unshare", "--user", "--map-root-user", "sh", "-c",
    'echo 0 > /proc/sys/user/max_user_namespaces && exec "$0" -m grader doctor --sandbox', {sys.executable!r}])
"""
    ran = kit.python("-c", script, PYTHONPATH=str(ROOT))
    assert ran.status == 1, ran.text
    assert "to get it: sysctl user.max_user_namespaces=15000 (in a container: on its host)" in ran.flat
    assert "--security-opt" not in ran.text


@pytest.mark.parametrize(
    ("settings", "remedy"),
    [
        ({"user/max_user_namespaces": 0}, "sysctl user.max_user_namespaces=15000"),
        ({"kernel/unprivileged_userns_clone": 0}, "sysctl kernel.unprivileged_userns_clone=1"),
        ({"kernel/apparmor_restrict_unprivileged_userns": 1}, "sysctl kernel.apparmor_restrict_unprivileged_userns=0"),
        ({"kernel/apparmor_restrict_unprivileged_userns": 0}, "start the container with --security-opt"),
        ({}, "start the container with --security-opt"),
    ],
)
def test_the_kernels_settings_come_before_the_containers_options(tmp_path, settings, remedy):
    (tmp_path / ".dockerenv").touch()
    for name, number in (ALLOWED | settings).items():
        path = tmp_path / "proc/sys" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{number}\n", encoding="ascii")
    assert userns_remedy(tmp_path).startswith(remedy)


def test_outside_a_container_no_container_options(tmp_path):
    assert "--security-opt" not in userns_remedy(tmp_path)
