"""The known mistakes under a run's draw: observed in this process, each case when a submission first asks for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from grader import catalog
from grader.errors import MistakeError, NoSolutionsError, UnreadableError
from grader.grading.trusted import TrustedModule
from grader.judging.checks import Check, CheckFailedError
from grader.judging.diagnosis.fingerprints import FingerprintLibrary, Fingerprints, read_fingerprints
from grader.judging.diagnosis.library import KnownAnswer, Library
from grader.judging.diagnosis.summary import Summary, summarise
from grader.judging.results import CaseResults
from grader.judging.suite import Suite
from grader.mistakes import Replacement, known_mistakes, varied
from grader.observing.cases import Case
from grader.observing.observe import Observation
from grader.observing.small_nets import for_small_nets
from grader.stubs import without_markers


@dataclass(frozen=True)
class Variant:
    """One form of a known mistake, or one definition of those that the form replaces."""

    key: str
    mistake: str
    form: int
    replacements: tuple[Replacement, ...]
    partial: bool = False

    @property
    def definitions(self) -> frozenset[str]:
        return frozenset(replacement.name for replacement in self.replacements)


def variants_of(mistake: str, forms: tuple[tuple[Replacement, ...], ...]) -> list[Variant]:
    """Each form as a whole; and where it replaces several functions or classes, each of those."""
    variants = []
    for form, replacements in enumerate(forms):
        variants.append(Variant(f"{mistake}/{form}", mistake, form, replacements))
        owners = sorted({_owner(replacement) for replacement in replacements})
        for owner in owners if len(owners) > 1 else ():
            own = tuple(replacement for replacement in replacements if _owner(replacement) == owner)
            variants.append(Variant(f"{mistake}/{form}/{owner}", mistake, form, own, partial=True))
    return variants


def _owner(replacement: Replacement) -> str:
    return replacement.name.split(".")[0]


@dataclass
class _Seen:
    """A module, once a case of it is asked for, and what its cases came to."""

    source: str
    module: TrustedModule | None = None
    summaries: dict[str, Summary] = field(default_factory=dict)


class ObservedLibrary(Library):
    """The known mistakes themselves. Which checks they fail is read from their fingerprints."""

    def __init__(self, suite: Suite, fingerprints: Fingerprints, root: Path) -> None:
        """``root`` holds ``solutions/`` with the exercise's solution and mistakes.

        Raises:
            MistakeError: the file with the mistakes does not follow the form.
            FileNotFoundError: there are none.
        """
        solution = suite.exercise.path(root, "solutions").read_text(encoding="utf-8")
        self._solution = without_markers(solution)
        self._suite = suite
        self._variants = {
            variant.key: variant
            for mistake in known_mistakes(root, suite.exercise).values()
            for variant in variants_of(mistake.id, mistake.forms)
        }
        self._right = _Seen(self._solution)
        self._seen: dict[str, _Seen] = {}
        super().__init__(
            tuple(answer for answer in fingerprints.known if answer.key in self._variants),
            fingerprints.mistakes,
            fingerprints.shared,
            tuple(suite.cases),
            fingerprints.printing,
            fingerprints.procedures,
            fingerprints.begun,
            frozenset(name for name, case in suite.cases.items() if case.costly),
        )

    def summary(self, answer: KnownAnswer, case: str) -> Summary | None:
        if answer.key not in self._seen:
            self._seen[answer.key] = _Seen(varied(self._solution, self._variants[answer.key].replacements))
        try:
            return self._summary(self._seen[answer.key], self._suite.cases[case])
        except (UnreadableError, CheckFailedError):
            return None

    def right(self, case: str) -> Summary | None:
        return self._summary(self._right, self._suite.cases[case])

    def _summary(self, seen: _Seen, case: Case) -> Summary:
        if case.name not in seen.summaries:
            seen.summaries[case.name] = summarise(self._observe(seen, case))
        return seen.summaries[case.name]

    def _observe(self, seen: _Seen, case: Case) -> Observation:
        if seen.module is None:
            seen.module = TrustedModule(self._suite, seen.source)
        return seen.module.observe(case)

    def combined(self, one: KnownAnswer, other: KnownAnswer) -> KnownAnswer | None:
        key = f"{one.key} + {other.key}"
        if key not in self._seen:
            replacements = [*self._variants[one.key].replacements, *self._variants[other.key].replacements]
            self._seen[key] = _Seen(varied(self._solution, replacements))
        nothing: frozenset[str] = frozenset()
        return KnownAnswer(key, one.mistake, one.definitions | other.definitions, False, nothing, {}, nothing, nothing)


def known_answer(
    key: str,
    mistake: str,
    definitions: frozenset[str],
    results: CaseResults,
    checks: Sequence[Check],
    caught_by: Iterable[str] = (),
    partial: bool = False,
    differs: frozenset[str] = frozenset(),
) -> KnownAnswer:
    """What a mistake's form fails, by what was observed of it; the fields are those of `KnownAnswer`."""
    with for_small_nets():
        outcomes = {check.name: results.verdict(check).outcome for check in checks}
    failed = {name: next(reversed(results.read[name]), "") for name, outcome in outcomes.items() if outcome == "failed"}
    waits = frozenset(name for name, outcome in outcomes.items() if outcome == "waits")
    about = frozenset(caught_by) & failed.keys()
    if partial and not about:  # the checks that catch the whole are about the definitions that are right here
        about = frozenset(failed)
    return KnownAnswer(key, mistake, definitions, partial, about, failed, waits, differs)


def note_on_mistakes() -> str:
    """A sentence on the known mistakes that graded runs cannot name here; empty where there are solutions."""
    if catalog.has_solutions():
        return ""
    return f"Known mistakes are named only where inputs are not drawn. {NoSolutionsError()}"


def library_of(suite: Suite) -> Library | None:
    """The known mistakes for a graded run: observed where there are solutions, else as far as fingerprints tell."""
    fingerprints = read_fingerprints(suite.exercise)
    if fingerprints is None:
        return None
    # `kata author check` says what is wrong with them; nobody's grade depends on it
    with suppress(NoSolutionsError, FileNotFoundError, MistakeError):
        return ObservedLibrary(suite, fingerprints, catalog.solutions())
    return FingerprintLibrary(fingerprints, suite.cases)
