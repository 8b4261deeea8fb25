"""The file that keeps where a learner is."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time

import pytest

from grader import catalog
from grader.learner import progress


def count_up(root, name, times):
    for _ in range(times):
        with progress.changed(root) as kept:
            kept.hints[name] = kept.hints.get(name, 0) + 1


def test_two_terminals_and_a_kill_lose_nothing(tmp_path):
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=count_up, args=(tmp_path, name, 40)) for name in ("one", "two")]
    endless = context.Process(target=count_up, args=(tmp_path, "killed", 1_000_000))
    for process in (*writers, endless):
        process.start()
    while not progress.read(tmp_path).hints.get("killed"):
        time.sleep(0.05)
    os.kill(endless.pid, getattr(signal, "SIGKILL", signal.SIGTERM))
    endless.join()
    for process in writers:
        process.join()
    kept = progress.read(tmp_path)
    assert (kept.hints["one"], kept.hints["two"]) == (40, 40)
    count_up(tmp_path, "after", 1)
    assert progress.read(tmp_path).hints["after"] == 1


@pytest.mark.parametrize("content", ["", "[]", "{", '{"hints": {"a": "many"}}', '{"finished": 3}', "\0"])
def test_a_damaged_file_counts_as_none(tmp_path, content):
    (tmp_path / ".kata").mkdir()
    (tmp_path / ".kata/progress.json").write_text(content, encoding="utf-8")
    assert progress.read(tmp_path) == progress.Progress()
    count_up(tmp_path, "a", 1)
    assert progress.read(tmp_path).hints == {"a": 1}


def test_where_it_cannot_be_written_nothing_is_remembered_and_nothing_fails(tmp_path):
    (tmp_path / ".kata").write_text("a file where the folder should be", encoding="utf-8")
    count_up(tmp_path, "a", 1)
    assert progress.read(tmp_path).hints == {}


def test_without_a_file_the_first_exercise_that_is_not_finished_comes_next(tmp_path):
    known = list(catalog.exercises().values())
    for each in known:
        each.path(tmp_path).parent.mkdir(parents=True)
    path = known[0].path(tmp_path)
    path.write_text("done = 1\n", encoding="utf-8")
    assert progress.read(tmp_path).current_exercise(tmp_path) == known[0]
    with progress.changed(tmp_path) as kept:
        kept.finished[known[0].id] = progress.digest(path)
    assert progress.read(tmp_path).current_exercise(tmp_path) == known[1]
    path.write_text("changed = 1\n", encoding="utf-8")
    assert progress.read(tmp_path).current_exercise(tmp_path) == known[0]


def test_a_course_of_some_exercises_begins_with_its_first(tmp_path):
    for name in ("ex04", "ex02"):
        catalog.exercise(name).path(tmp_path).parent.mkdir(parents=True)
    assert progress.read(tmp_path).current_exercise(tmp_path).id == "ex02"
