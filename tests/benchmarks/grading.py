"""What grading a submission costs: ``kata grade`` beside stock ``nbgrader autograde`` and beside a bare fork.

Every figure is CPU seconds per submission, children counted, start-up apart: the cost of many less the cost of few,
divided by the difference. Ours is so small beside the start-up that its "many" is 200 and its "few" 40; nbgrader's are
40 and 1. The table at the end says where ours goes. What `kata grade` costs beyond the sum of its stages is the class
folder, the requests and the threads between grader and sandbox, and the reports.
"""

from __future__ import annotations

import contextlib
import io
import os
import resource
import sys
import tempfile
from pathlib import Path

from grader import catalog
from tests.benchmarks.classes import answers, modules, stock_course
from tests.benchmarks.measuring import python, run
from tests.benchmarks.stages import HEAD, stages

MANY = 40


def main() -> None:
    ex02 = catalog.exercise("ex02")
    ours = kata(ex02, MANY)
    print(f"kata grade, ex02: {1000 * ours:.0f} CPU ms per submission", flush=True)
    for frozen, words in ((False, "as it comes"), (True, "its memory in huge pages, as ours is")):
        bare = bare_fork(ex02, MANY, frozen)
        print(
            f"bare fork-and-run, no sandbox, no judge, {words}: {1000 * bare:.0f} CPU ms; ours {ours / bare:.2f} times"
        )
    stock = nbgrader(ex02, MANY)
    print(
        f"stock nbgrader autograde: {1000 * stock:.0f} CPU ms per submission, {stock / ours:.0f} times ours", flush=True
    )
    print(f"\n| CPU ms per submission | {' | '.join(HEAD)} | kata grade |")
    print("|---" * (len(HEAD) + 2) + "|")
    for exercise in catalog.exercises().values():
        row = [*stages(exercise), kata(exercise, MANY // 2)]
        print(f"| {exercise.id} | {' | '.join(f'{1000 * seconds:.1f}' for seconds in row)} |", flush=True)


def kata(exercise: catalog.Exercise, count: int) -> float:
    """``kata grade``: the sandbox, the judge and the reports."""

    def cost(number: int) -> float:
        with tempfile.TemporaryDirectory() as place:
            root = modules(Path(place) / "class", exercise, number)
            arguments = ["--json", f"{place}/out.json", "--seed", "1", "--jobs", "1"]
            return run(python("-m", "grader", "grade", root, *arguments)).cpu

    return (cost(5 * count) - cost(count)) / (4 * count)


def nbgrader(exercise: catalog.Exercise, count: int) -> float:
    """Stock ``nbgrader autograde`` on the same answers as notebooks."""

    def cost(number: int) -> float:
        with tempfile.TemporaryDirectory() as place:
            root = stock_course(Path(place), exercise, number)
            command = python("-m", "nbgrader")
            run([*command, "generate_assignment", exercise.id, "--create"], cwd=root)
            return run([*command, "autograde", exercise.id, "--create"], cwd=root, statuses=(0, 1)).cpu

    return (cost(count) - cost(1)) / (count - 1)


def bare_fork(exercise: catalog.Exercise, count: int, frozen: bool) -> float:
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
                    with contextlib.suppress(Exception):
                        case.probe(module, **case.copy_of_arguments())
            os._exit(0)
        os.waitpid(child, 0)
    result.write_text(str(_used() - before), encoding="utf-8")


def _used() -> float:
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


if __name__ == "__main__":
    _fork_and_run(catalog.exercise(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]), sys.argv[4] == "True")
