"""What grading a submission costs: ``kata grade`` beside stock ``nbgrader autograde`` and beside a bare fork.

Every figure is CPU seconds per submission, children counted, start-up apart: the cost of many less the cost of few,
divided by the difference. A run also looks at each known mistake once, when an answer may have made it: that belongs
to the start-up too, so our few are all of an exercise's answers. It has a figure of its own.

A noisy machine's speed drifts within minutes, so what is compared is measured in turn, `ROUNDS` times, and the medians
of each round's ratios count. The table at the end says where ours goes. What `kata grade` costs beyond the sum of its
stages is the class folder, the requests and the threads between grader and sandbox, and the reports.
"""

from __future__ import annotations

import contextlib
import io
import os
import resource
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from grader import catalog
from tests.benchmarks.classes import answers, modules, stock_course
from tests.benchmarks.measuring import python, run
from tests.benchmarks.stages import HEAD, stages
from tests.mistakes import mistake_files

ROUNDS = 7


def main() -> None:
    ex02 = catalog.exercise("ex02")
    rounds = [(kata(ex02)[0], bare_fork(ex02, False), bare_fork(ex02, True), nbgrader(ex02)) for _ in range(ROUNDS)]
    ours, plain, frozen, stock = zip(*rounds, strict=True)
    print(f"ex02, CPU ms per submission, the median of {ROUNDS} rounds (and all of them):")
    print(f"kata grade: {_milliseconds(ours)}")
    print(f"a bare fork-and-run, no sandbox, no judge: {_milliseconds(plain)}; {_times(ours, plain)}")
    print(f"the same, its memory in huge pages, as ours is: {_milliseconds(frozen)}; {_times(ours, frozen)}")
    print(f"stock nbgrader autograde: {_milliseconds(stock)}; 1/{1 / _ratio(ours, stock):.0f}", flush=True)

    print(f"\n| CPU ms per submission | {' | '.join(HEAD)} | kata grade | in bare forks | all known mistakes, once |")
    print("|---" * (len(HEAD) + 4) + "|")
    for exercise in catalog.exercises().values():
        each, once = kata(exercise)
        multiple = each / bare_fork(ex02, True)
        figures = " | ".join(f"{1000 * seconds:.1f}" for seconds in (*stages(exercise), each))
        print(f"| {exercise.id} | {figures} | {multiple:.1f} | {1000 * once:.0f} |", flush=True)


def _milliseconds(seconds: Sequence[float]) -> str:
    return f"{1000 * statistics.median(seconds):.0f} ({', '.join(f'{1000 * each:.0f}' for each in seconds)})"


def _ratio(ours: Sequence[float], others: Sequence[float]) -> float:
    return statistics.median(mine / other for mine, other in zip(ours, others, strict=True))


def _times(ours: Sequence[float], others: Sequence[float]) -> str:
    return f"ours is {_ratio(ours, others):.2f} times"


def kata(exercise: catalog.Exercise) -> tuple[float, float]:
    """``kata grade``, with the sandbox, the judge and the reports: per submission, and for all known mistakes once."""
    few = 2 * len(mistake_files(exercise))  # a class of so many has made every known mistake
    more = few * (1 if exercise.id == "ex09" else 2)  # all answers again, since some cost several times others
    all_met = _class_cost(exercise, few)
    each = (_class_cost(exercise, few + more) - all_met) / more
    return each, all_met - _class_cost(exercise, 1) - (few - 1) * each


def _class_cost(exercise: catalog.Exercise, count: int) -> float:
    with tempfile.TemporaryDirectory() as place:
        root = modules(Path(place) / "class", exercise, count)
        arguments = ["--json", f"{place}/out.json", "--seed", "1", "--jobs", "1"]
        return run(python("-m", "grader", "grade", root, *arguments)).cpu


def nbgrader(exercise: catalog.Exercise, count: int = 20) -> float:
    """Stock ``nbgrader autograde`` on the same answers as notebooks."""

    def cost(number: int) -> float:
        with tempfile.TemporaryDirectory() as place:
            root = stock_course(Path(place), exercise, number)
            command = python("-m", "nbgrader")
            run([*command, "generate_assignment", exercise.id, "--create"], cwd=root)
            return run([*command, "autograde", exercise.id, "--create"], cwd=root, statuses=(0, 1)).cpu

    return (cost(count) - cost(1)) / (count - 1)


def bare_fork(exercise: catalog.Exercise, frozen: bool, count: int = 40) -> float:
    """The least that could be: a warm process forks, the child runs the code and the probes, and nothing looks.

    Runs in a process of its own, so that the warm process holds what the sandbox's holds and no more; ``frozen`` puts
    its memory into huge pages, as the sandbox's does.
    """
    with tempfile.TemporaryDirectory() as place:
        result = Path(place) / "cost"

        def cost(number: int) -> float:
            run(python("-m", "tests.benchmarks.grading", exercise.id, str(number), result, str(frozen)))
            return float(result.read_text(encoding="utf-8"))

        return (cost(5 * count) - cost(count)) / (4 * count)


def _fork_and_run(exercise: catalog.Exercise, count: int, result: Path, frozen: bool) -> None:
    from grader import submission
    from grader.judging.suite import load_suite
    from grader.observing.small_nets import for_small_nets
    from grader.observing.warm import freeze
    from grader.sandbox import warm

    warm.import_everything()
    cases = load_suite(exercise, 1).cases
    if frozen:
        freeze()
    before = _used()
    for path in answers(exercise, count):
        child = os.fork()
        if child == 0:
            with contextlib.suppress(BaseException), contextlib.redirect_stdout(io.StringIO()):
                module = submission.run(submission.read(path), "bare")
                for case in cases.values():
                    with contextlib.suppress(Exception), for_small_nets(case.costly):
                        case.probe(module, **case.for_probe())
            os._exit(0)
        os.waitpid(child, 0)
    result.write_text(str(_used() - before), encoding="utf-8")


def _used() -> float:
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


if __name__ == "__main__":
    _fork_and_run(catalog.exercise(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]), sys.argv[4] == "True")
