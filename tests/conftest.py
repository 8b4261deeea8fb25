"""Fixtures for the kit's own tests."""

from __future__ import annotations

import pytest

from tests.doors.kit import Kit


@pytest.fixture
def kit(tmp_path):
    """An empty learner's folder."""
    (tmp_path / "exercises").mkdir()
    return Kit(tmp_path)
