"""Where the CPU of a graded submission goes, stage by stage.

In the sandbox's half, the warm process forks a child per stage, which leaves after that stage: what both used beyond
the child that left one stage earlier is the stage's. The grader's half is measured on what those children sent. All
stages are measured in turn on the same answers, several times; each answer's median counts.
"""

from __future__ import annotations

import os
import resource
import statistics
import sys
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from grader import catalog
from grader.sandbox import bubblewrap
from tests.benchmarks.measuring import ROOT, python, run

CHILD = ("fork and exit", "jail", "source", "seeding and arguments", "probes", "wire: send")
GRADER = ("wire: read", "judge", "diagnosis", "result")
HEAD = (*CHILD, *GRADER, "sum")
COUNT, ROUNDS = 8, 5
TIMEOUT = 60.0


def stages(exercise: catalog.Exercise) -> list[float]:
    """CPU seconds per submission for each stage, and their sum."""
    from tests.benchmarks.classes import answers  # not in the warm process, which imports this module too

    # ex09 trains for a second at each turn.
    count, rounds = (4, 1) if exercise.id == "ex09" else (COUNT, ROUNDS)
    with tempfile.TemporaryDirectory() as place:
        paths = answers(exercise, count)
        for index, path in enumerate(paths):
            (Path(place) / str(index)).write_bytes(path.read_bytes())
        half = python("-m", "tests.benchmarks.stages", exercise.id, place, str(count), str(rounds))
        run([*half, "pack"])
        settings = {**bubblewrap.environment(), "TMPDIR": place, "PYTHONPATH": str(ROOT)}
        run(["env", "-i", *(f"{name}={value}" for name, value in settings.items()), *half, "child"])
        run([*half, "grader"])
        rows = [(Path(place) / name).read_text(encoding="utf-8").split() for name in ("child", "grader")]
    row = [float(seconds) for half_row in rows for seconds in half_row]
    return [*row, sum(row)]


def _used() -> float:
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def _ladder(stages: Sequence[Callable[[int], object]], count: int, rounds: int) -> list[float]:
    """What each stage costs beyond the one before; each stage does all that the stages before it do."""
    taken: list[list[list[float]]] = [[[] for _ in range(count)] for _ in stages]
    for _ in range(rounds):
        for answer in range(count):
            for number, stage in enumerate(stages):
                before = _used()
                stage(answer)
                taken[number][answer].append(_used() - before)
    means = [statistics.fmean(statistics.median(answer) for answer in stage) for stage in taken]
    return [mean - earlier for mean, earlier in zip(means, [0.0, *means], strict=False)]


def _pack(exercise: catalog.Exercise, place: Path) -> None:
    """Write down what the sandbox is given, in a process that may know the exercise's checks."""
    from grader.grading.prepare import prepare

    (place / "suite").write_bytes(prepare(exercise, 1).packed.packed)


def _child_half(exercise: catalog.Exercise, place: Path, count: int, rounds: int) -> list[float]:
    """What the warm process and its children do for a submission, in a warm process without bubblewrap around it."""
    from grader.observing.warm import freeze
    from grader.sandbox import child, jail, warm
    from grader.sandbox.job import OpenSuite, open_suite

    jail.own_user_namespace()
    if inner := os.fork():
        os._exit(os.waitstatus_to_exitcode(os.waitpid(inner, 0)[1]))
    warm.import_everything()
    jail.note_size()
    freeze()
    home = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)
    whole = open_suite((place / "suite").read_bytes())
    cases = whole.cases

    def with_probes(probe_of: Callable[[Any], Callable[..., None]]) -> OpenSuite:
        return replace(whole, cases=[replace(case, probe=probe_of(case.probe)) for case in cases])

    def returns_nothing(probe: Callable[..., Any], *arguments: Any, **named: Any) -> None:
        probe(*arguments, **named)

    def forked(work: Callable[[int, int], object], keep: bool, answer: int) -> None:
        frames, sends = os.pipe()
        jail.unshare(jail.NEWPID)
        pid = os.fork()
        if pid == 0:
            try:
                work(answer, sends)
            finally:
                os._exit(0)
        jail.return_to(home, jail.NEWPID)
        os.close(sends)
        with os.fdopen(frames, "rb") as file:
            sent = file.read()
        os.waitpid(pid, 0)
        if keep:
            (place / f"{answer}.frames").write_bytes(sent)

    contents = [(place / str(answer)).read_bytes() for answer in range(count)]

    def entered(_answer: int, _sends: int) -> None:
        jail.enter(TIMEOUT)

    def observed(suite: OpenSuite, answer: int, sends: int) -> None:
        entered(answer, sends)
        child.work(suite, exercise.filename, contents[answer], child.sender(sends))

    suites = (
        replace(whole, cases=[]),
        with_probes(lambda _probe: lambda *_arguments, **_named: None),
        with_probes(lambda probe: partial(returns_nothing, probe)),
        whole,
    )
    works: list[Callable[[int, int], object]] = [lambda _answer, _sends: None, entered]
    works += [partial(observed, suite) for suite in suites]
    return _ladder([partial(forked, work, work is works[-1]) for work in works], count, rounds)


class _Recorded(Executor):
    """Stands for the pool: gives what was observed before."""

    def __init__(self, output: Any) -> None:
        self._output = output

    def submit(self, *_arguments: Any, **_named: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(self._output)
        return future


def _grader_half(exercise: catalog.Exercise, place: Path, count: int, rounds: int) -> list[float]:
    """What the grader does with what a submission's process sent."""
    from grader.grading import run as running
    from grader.grading.class_folder import FoundSubmission
    from grader.grading.ledger import Ledger
    from grader.grading.prepare import prepare
    from grader.observing.observe import Observation
    from grader.observing.small_nets import for_small_nets
    from grader.records import RunInfo
    from grader.sandbox.frames import FrameReader
    from grader.sandbox.observations import Observations, read_observations
    from grader.sandbox.process_output import ProcessOutput

    prepared = prepare(exercise, 1)
    contents = [(place / f"{answer}.frames").read_bytes() for answer in range(count)]
    ledger = Ledger(place / "ledger", RunInfo(1, {}))

    def output(answer: int) -> ProcessOutput:
        reader = FrameReader(prepared.suite.cases)
        for start in range(0, len(contents[answer]), 2**20):
            reader.feed(contents[answer][start : start + 2**20])
        return ProcessOutput(reader.received, b"", 0, False, False, 0.0, 0.0)

    def read(answer: int) -> Observations:
        return read_observations(output(answer), TIMEOUT)

    def judged(answer: int) -> None:
        by_case = read(answer).by_case
        results = prepared.suite.results(lambda case: by_case.get(case.name, Observation("exited")))
        with for_small_nets():
            for check in prepared.suite.checks:
                results.verdict(check)

    def diagnosed(answer: int) -> None:
        prepared.judge(read(answer))

    def reported(answer: int) -> None:
        submission = FoundSubmission("student", exercise, exercise.filename, lambda: b"")
        for result in running.grade([submission], running.RunSettings(1), _Recorded(output(answer))):
            ledger.add(result)

    # Each of these runs has one submission; a run prepares its exercises once.
    running.prepare = lambda _exercise, _seed: prepared  # type: ignore[assignment]
    for answer in range(count):
        reported(answer)  # known mistakes and expected values are computed once per run
    return _ladder([read, judged, diagnosed, reported], count, rounds)


def main() -> None:
    exercise, place = catalog.exercise(sys.argv[1]), Path(sys.argv[2])
    count, rounds, half = int(sys.argv[3]), int(sys.argv[4]), sys.argv[5]
    if half == "pack":
        _pack(exercise, place)
        return
    row = (_child_half if half == "child" else _grader_half)(exercise, place, count, rounds)
    (place / half).write_text(" ".join(map(str, row)), encoding="utf-8")


if __name__ == "__main__":
    main()
