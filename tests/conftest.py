"""Fixtures for the kit's own tests."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

from tests.pytest_plugin.kit import Kit

# How long an example takes says how busy the machine is.
settings.register_profile("torchkata", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("torchkata")


@pytest.fixture
def kit(tmp_path):
    """An empty learner's folder."""
    (tmp_path / "exercises").mkdir()
    return Kit(tmp_path)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Where every tool is meant to be there, a test that skips has not been run, and that is a failure."""
    report = yield
    if report.skipped and os.environ.get("KATA_ALL_TESTS"):
        report.outcome = "failed"
        report.longrepr = f"skipped, and every test must run here: {report.longreprtext}"
    return report
