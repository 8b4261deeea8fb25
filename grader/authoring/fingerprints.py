"""Makes an exercise's fingerprints: what is known of its mistakes in learners' runs."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from grader.authoring.grade_source import observe_cases, suite_of
from grader.catalog import SUITES, Exercise
from grader.grading.known import Variant, known_answer, variants_of
from grader.judging.checks import CheckFailedError
from grader.judging.diagnosis.fingerprints import Fingerprints, inputs_of
from grader.judging.diagnosis.library import KnownAnswer, Shared
from grader.judging.diagnosis.summary import Summary, same_case, summarise
from grader.judging.suite import Suite
from grader.mistakes import KnownMistake, known_mistakes, mistakes_path, shared_explanations, varied
from grader.observing.slips import find_slips, procedures
from grader.records import NamedMistake
from grader.stubs import stub_of, without_markers


def make_fingerprints(root: Path, exercise: Exercise) -> Fingerprints:
    """Observe the solution and each mistake of an exercise on the draw of learners' runs.

    Raises:
        MistakeError: the exercise's mistakes do not follow the form.
        UnreadableError: a mistake is not Python.
        CheckFailedError: a mistake cannot be imported.
    """
    suite = suite_of(exercise)
    source = exercise.path(root, "solutions").read_text(encoding="utf-8")
    solution = without_markers(source)
    right = {name: summarise(observed) for name, observed in observe_cases(suite, solution).items()}
    mistakes = known_mistakes(root, exercise)
    known: dict[KnownAnswer, dict[str, Summary]] = {}
    for mistake in mistakes.values():
        for variant in variants_of(mistake.id, mistake.forms):
            try:
                answer, cases = _known(suite, solution, right, mistake, variant)
            except CheckFailedError:
                if not variant.partial:
                    raise
                continue
            if answer.caught_by:
                known[answer] = cases
    return Fingerprints(
        sources_digest(root, exercise),
        {name: inputs_of(case) for name, case in suite.cases.items()},
        right,
        known,
        {name: NamedMistake(name, mistake.title, mistake.explanation) for name, mistake in mistakes.items()},
        tuple(
            Shared(frozenset(shared.mistakes), shared.title, shared.explanation)
            for shared in shared_explanations(root, exercise)
        ),
        procedures(solution),
        frozenset(slip.function for slip in find_slips([stub_of(source)]) if slip.kind == "raise_left"),
    )


def _known(
    suite: Suite, solution: str, right: dict[str, Summary], mistake: KnownMistake, variant: Variant
) -> tuple[KnownAnswer, dict[str, Summary]]:
    """The answer that a variant is, and what the cases come to that differ from the solution's."""
    observations = observe_cases(suite, varied(solution, variant.replacements))
    differing = {}
    for name, observed in observations.items():
        summary = summarise(observed)
        if not same_case(summary, right[name], bool(right[name].printed)):
            differing[name] = summary
    results = suite.results(lambda case: observations[case.name])
    answer = known_answer(
        variant.key, mistake.id, variant.definitions, results, suite.checks, mistake.caught_by, variant.partial,
        frozenset(differing),
    )  # fmt: skip
    return answer, differing


def sources_digest(root: Path, exercise: Exercise) -> str:
    """A digest of the files that an exercise's fingerprints are made from."""
    suite = SUITES / exercise.id
    digest = hashlib.sha256()
    for path in (
        exercise.path(root, "solutions"), mistakes_path(root, exercise), suite / "probes.py", suite / "checks.py"
    ):  # fmt: skip
        digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def as_text(fingerprints: Fingerprints) -> str:
    """The file's text: an entry per line, so that a change reads well."""
    entry = fingerprints.to_json()
    parts = []
    for key, value in entry.items():
        if isinstance(value, list):
            lines = ",\n".join(json.dumps(each, separators=(",", ":"), ensure_ascii=False) for each in value)
            parts.append(f"{json.dumps(key)}: [\n{lines}\n]")
        else:
            parts.append(f"{json.dumps(key)}: {json.dumps(value, separators=(',', ':'), ensure_ascii=False)}")
    return "{\n" + ",\n".join(parts) + "\n}\n"
