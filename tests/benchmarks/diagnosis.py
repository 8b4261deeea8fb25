"""How often the diagnosis names the right mistake, a wrong one, or none: by kind of answer and by exercise.

``python -m tests.benchmarks diagnosis [exNN …]``
"""

from __future__ import annotations

import math
import os
import time
from collections import Counter, defaultdict
from functools import partial

from grader import catalog
from grader.authoring.grade_source import observe_cases
from grader.errors import UnreadableError
from grader.grading.known import library_of
from grader.judging.checks import CheckFailedError
from grader.judging.diagnosis.slips import PREFIX
from grader.judging.judge import judge
from grader.judging.suite import load_suite
from grader.observing.slips import find_slips
from grader.records import Grade
from tests.diagnosis.cases import Answer, answers

SEED = 1


def main() -> None:
    chosen = os.environ.get("KATA_EXERCISES", "").split()
    totals: dict[str, Counter[str]] = defaultdict(Counter)
    by_exercise: dict[str, Counter[str]] = defaultdict(Counter)
    for exercise in catalog.chosen(chosen or None):
        suite = load_suite(exercise, SEED)
        library = library_of(suite)
        assert library is not None
        known = library.answers
        spent = time.process_time()
        for answer in answers(exercise):
            library.answers = tuple(each for each in known if each.mistake not in answer.without)
            try:
                observations = observe_cases(suite, answer.source)
            except (UnreadableError, CheckFailedError):
                continue  # nothing of it could be observed
            grade = judge(suite, observations, lambda library=library: library, partial(find_slips, [answer.source]))
            if answer.kind.startswith(("known", "pair", "unknown", "slip")) and grade.passed:
                continue  # it is right, as a slip at a place where it changes nothing
            result = outcome(answer, grade)
            totals[answer.kind][result] += 1
            by_exercise[exercise.id][result] += 1
            if result != "right" or os.environ.get("KATA_VERBOSE"):
                named = ", ".join(mistake.id for mistake in grade.mistakes) or "none"
                print(f"{exercise.id}  {answer.kind}: {answer.name}: {result} (named: {named})", flush=True)
        print(f"{exercise.id}: {time.process_time() - spent:.0f} CPU s", flush=True)
    _print(totals, "kind")
    _print(by_exercise, "exercise")


def outcome(answer: Answer, grade: Grade) -> str:
    """ "right", "silent" or "wrong": what the named mistakes of a grade are for this answer."""
    named = {mistake.id for mistake in grade.mistakes}
    if answer.kind == "slip":  # a known mistake that behaves alike says the same in the exercise's own words
        return "right" if named else "silent"
    named = {name for name in named if not name.startswith(PREFIX)}
    if not named:
        return "right" if not answer.expected else "silent"
    return "right" if named <= answer.expected else "wrong"


def _print(counts: dict[str, Counter[str]], head: str) -> None:
    print(f"\n| {head} | answers | named rightly, or rightly none | named wrongly | none, though it is known |")
    print("|---|---|---|---|---|")
    everything: Counter[str] = sum(counts.values(), Counter())
    for name, counter in [*counts.items(), ("all", everything)]:
        total = sum(counter.values())
        shares = (_share(counter[result], total) for result in ("right", "wrong", "silent"))
        print(f"| {name} | {total} | {' | '.join(shares)} |")


def _share(count: int, total: int) -> str:
    low, high = wilson(count, total)
    return f"{100 * count / max(1, total):.1f} % ({100 * low:.1f} to {100 * high:.1f})"


def wilson(count: int, total: int, z: float = 1.96) -> tuple[float, float]:
    """The 95 % confidence bounds of a share. Source: Wilson, 1927, "Probable inference"."""
    if not total:
        return 0.0, 1.0
    share, spread = count / total, z * z / total
    middle = share + spread / 2
    width = z * math.sqrt(share * (1 - share) / total + spread / (4 * total))
    return max(0.0, (middle - width) / (1 + spread)), min(1.0, (middle + width) / (1 + spread))


if __name__ == "__main__":
    main()
