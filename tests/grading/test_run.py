"""A run over submissions, each observed in a process of its own: one record per submission, whatever it did."""

from __future__ import annotations

import gc
import hashlib
import json
import weakref
from collections.abc import Iterator
from concurrent.futures import Executor, Future

import pytest

from grader import catalog
from grader.errors import UnsafeFileError
from grader.grading import prepare
from grader.grading.class_folder import FoundSubmission
from grader.grading.run import MAX_MESSAGE, MAX_NOTE, RunSettings, grade
from grader.observing.budget import LIMITS
from grader.records import SubmissionResult
from grader.sandbox.doctor import sandbox_ready
from grader.sandbox.observations import Observations
from grader.sandbox.pool import LocalPool
from tests.pytest_plugin.kit import ROOT

READY, WHY = sandbox_ready()
EX01, EX02 = catalog.exercise("ex01"), catalog.exercise("ex02")
RIGHT = {exercise: exercise.path(ROOT, "solutions").read_bytes() for exercise in (EX01, EX02)}
SETTINGS = RunSettings(seed=3, timeout=30, in_flight=2)


def refuse() -> bytes:
    raise UnsafeFileError("a.py is a symbolic link; those are not followed")


def submitted(student: str, content: bytes, exercise=EX01) -> FoundSubmission:
    return FoundSubmission(student, exercise, exercise.filename, lambda: content)


@pytest.fixture(scope="module")
def pool():
    if not READY:
        pytest.skip(f"no sandbox on this machine: {WHY}")
    with LocalPool(1) as pool:
        yield pool.executor


class Counting(Executor):
    """Hands on what is submitted, and counts the visits in which a source was only read."""

    def __init__(self, executor: Executor) -> None:
        self._executor, self.only_read = executor, 0

    def submit(self, observe, job, *settings):
        self.only_read += job.only_read
        return self._executor.submit(observe, job, *settings)


def test_slips_are_looked_for_where_no_known_mistake_explains_a_failure(pool):
    slip = RIGHT[EX02].decode().replace("F.relu(self.fc1(x))", "nn.ReLU(self.fc1(x))")
    known = RIGHT[EX02].decode().replace("return self.fc3(x)", "return torch.relu(self.fc3(x))")
    assert slip != RIGHT[EX02].decode() != known
    cells = [{"cell_type": "code", "metadata": {}, "source": slip}]
    notebook = FoundSubmission("notebook", EX02, "ex02.ipynb", lambda: json.dumps({"cells": cells}).encode())
    counting = Counting(pool)

    def graded(*found: FoundSubmission) -> dict[str, list[str]]:
        results = grade(iter(found), SETTINGS, counting)
        return {result.student: [mistake.id for mistake in result.mistakes] for result in results}

    explained = graded(submitted("right", RIGHT[EX02], EX02), submitted("known", known.encode(), EX02))
    assert explained == {"right": [], "known": ["relu_on_the_scores"]}
    assert counting.only_read == 0
    found = graded(submitted("module", slip.encode(), EX02), notebook, submitted("broken", b"def (", EX02))
    assert found == {"module": ["slip_layer_on_data"], "notebook": ["slip_layer_on_data"], "broken": []}
    assert counting.only_read == 2


def test_every_submission_gets_one_record(pool):
    long = b"raise ValueError('" + b"x" * 50_000 + b"')\n"
    found = [
        submitted("right", RIGHT[EX01]),
        submitted("other", RIGHT[EX02], EX02),
        submitted("wrong", b"def num_flat_features(x):\n    return 'y' * 40_000\n"),
        submitted("broken", b"def (\n"),
        submitted("long", long),
        submitted("out", b"import os\nos._exit(0)\n"),
        FoundSubmission("missing", EX01),
        FoundSubmission("link", EX01, "a.py", refuse),
    ]
    results = {result.student: result for result in grade(iter(found), SETTINGS, pool)}
    assert {name: (result.status, result.points) for name, result in results.items()} == {
        "right": ("graded", 10),
        "other": ("graded", 20),
        "wrong": ("graded", 0),
        "broken": ("unreadable", 0),
        "long": ("crashed", 0),
        "out": ("exited", 0),
        "missing": ("missing", 0),
        "link": ("unreadable", 0),
    }, [(result.student, result.note, result.seconds) for result in results.values()]
    right = results["right"]
    assert right.digest == hashlib.sha256(RIGHT[EX01]).hexdigest()
    assert [check.name for check in right.checks] == [name for name in vars(EX01.checks()) if name.startswith("test_")]
    assert all(check.passed and check.points == check.max_points and check.message == "" for check in right.checks)
    assert right.seconds > 0
    assert results["missing"].note == "no num_flat_features.py and no ex01.ipynb was submitted"
    assert results["link"].digest == "" and "symbolic link" in results["link"].note
    for result in results.values():
        assert result.max_points == sum(check.max_points for check in result.checks)
        assert result.points == sum(check.points for check in result.checks)
        assert len(result.note) <= MAX_NOTE + 50
        assert all(len(check.message) <= MAX_MESSAGE + 50 for check in result.checks)
        assert SubmissionResult.from_json(result.to_json()) == result


def test_submissions_are_read_only_as_fast_as_they_are_graded(pool):
    taken: list[int] = []

    def endless() -> Iterator[FoundSubmission]:
        for number in range(10**9):
            taken.append(number)
            yield submitted(f"s{number}", RIGHT[EX01])

    results = grade(endless(), SETTINGS, pool)
    for _ in range(5):
        next(results)
    assert len(taken) <= 5 + SETTINGS.in_flight
    results.close()


class Lost(Executor):
    """A cluster whose workers are gone."""

    def submit(self, _function, *_arguments, **_keywords):
        future: Future = Future()
        future.set_exception(ConnectionError("the worker was lost"))
        return future


class LostWhileReading(Counting):
    """A cluster whose workers are gone when a source should be read."""

    def submit(self, observe, job, *settings):
        return (Lost() if job.only_read else self._executor).submit(observe, job, *settings)


def test_a_worker_that_is_lost_while_it_reads_a_source_costs_no_grade(pool):
    wrong = submitted("ada", RIGHT[EX01] + b"\ndef num_flat_features(x):\n    y = x\n")
    grades = [next(grade([wrong], SETTINGS, executor)) for executor in (pool, LostWhileReading(pool))]
    assert [(each.status, each.points) for each in grades] == [("graded", 0)] * 2
    assert [[mistake.id for mistake in each.mistakes] for each in grades] == [["slip_no_return"], []]


def test_what_could_not_be_observed_is_the_graders_fault_and_has_no_points():
    (result,) = grade([submitted("ada", RIGHT[EX01])], SETTINGS, Lost())
    assert (result.status, result.points, result.max_points) == ("grader_fault", None, 10)
    assert result.note == "ConnectionError: the worker was lost"
    assert [(check.passed, check.points) for check in result.checks] == [(False, None)] * len(result.checks)


def test_nothing_of_a_submission_is_kept_once_its_result_is_out(pool, monkeypatch):
    """Without any garbage collection: reference counts alone free it."""
    alive: list[weakref.ref[Observations]] = []
    read = prepare.PreparedExercise.read

    def noting(self, output, timeout):
        observed = read(self, output, timeout)
        alive.append(weakref.ref(observed))
        alive.extend(weakref.ref(observation) for observation in observed.by_case.values())
        return observed

    monkeypatch.setattr(prepare.PreparedExercise, "read", noting)
    wrong = b"def num_flat_features(x):\n    return 1 / 0\n"
    found = [submitted(f"s{index}", content) for index, content in enumerate([RIGHT[EX01], wrong, RIGHT[EX01]])]
    settings = RunSettings(seed=3, in_flight=1)
    gc.collect()
    gc.disable()
    try:
        for number, _ in enumerate(grade(found, settings, pool), start=1):
            assert len(alive) == number * (1 + len(prepare.prepare(EX01, 3).suite.cases))
            assert [reference for reference in alive if reference() is not None] == []
    finally:
        gc.enable()
    assert len(alive) > 3


def test_what_waits_for_the_judge_is_bounded_in_bytes(pool):
    """Forty at once are allowed, but not all that they may send."""
    taken: list[int] = []

    def endless() -> Iterator[FoundSubmission]:
        for number in range(10**9):
            taken.append(number)
            yield submitted(f"s{number}", RIGHT[EX01])

    settings = RunSettings(seed=3, timeout=30, in_flight=40, held=25 * LIMITS["bytes"])
    results = grade(endless(), settings, pool)
    for number in range(1, 4):
        next(results)
        assert len(taken) - number <= 26
    assert len(taken) >= 20, "and as many as there are workers are observed in any case"
    results.close()


FLOOD = b"""
import os, struct

def num_flat_features(x):
    text = b'["x"]'
    body = struct.pack("<I", 200 * 2**20) + bytes(2**20)
    try:
        while True:
            os.write(3, body)
    except OSError:
        os._exit(0)
"""


def test_a_flood_of_frames_ends_when_it_begins(pool):
    """Its bytes are looked at as they arrive: neither kept, nor read to their end."""
    (result,) = grade([submitted("flood", FLOOD)], SETTINGS, pool)
    assert (result.status, result.points) == ("malformed", 0)
