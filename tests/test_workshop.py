"""The plans of the workshop: the minutes add up."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

WORKSHOP = (Path(__file__).parents[1] / "exercises/WORKSHOP.md").read_text(encoding="utf-8")
_ROW = re.compile(r"^\| (\d):(\d\d) \| (\d+) \| ", re.MULTILINE)
_STEP = re.compile(r"^### \d:\d\d (.+?) \((\d+) minutes\)\n(.*?)(?=\n##)", re.MULTILINE | re.DOTALL)
_PART = re.compile(r"^- \*\*\w+ \((\d+)\)", re.MULTILINE)


@pytest.mark.parametrize(("plan", "minutes"), [("90 minutes", 90), ("Half a day", 240)])
def test_each_step_starts_when_the_one_before_ends(plan, minutes):
    section = WORKSHOP.partition(f"\n## {plan}\n")[2].partition("\n## ")[0]
    now = 0
    for hours, start, length in _ROW.findall(section):
        assert 60 * int(hours) + int(start) == now
        now += int(length)
    assert now == minutes


def test_the_parts_of_a_step_fill_it():
    exercises = [(name, int(minutes), body) for name, minutes, body in _STEP.findall(WORKSHOP) if name.startswith("ex")]
    assert len(exercises) == 5
    for name, minutes, body in exercises:
        assert sum(map(int, _PART.findall(body))) == minutes, name
