"""The smallest set of known mistakes that explains the checks an answer fails.

A mistake is considered where every check that it fails is failed by the answer too. It explains a check where what the
check read is the same with both. A check that no mistake explains stays unexplained, and where two sets explain as
much, neither is named: a guess is worse than silence.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from grader.judging.case_result import NOTICED, Path
from grader.judging.diagnosis.library import KnownAnswer, Library
from grader.judging.diagnosis.slips import slips_behind
from grader.judging.diagnosis.summary import Behaviours, Summary, same_at, same_but_for_wording, same_case, summarise
from grader.judging.results import CaseResults
from grader.observing.observe import Observation
from grader.observing.slips import Slip
from grader.records import Grade, NamedMistake, Verdict

MOST_TOGETHER = 3
LIKENESS = 0.5
"""More than this of what differs from a right answer has to be as with the mistakes, in types and shapes too."""
_WHOLE, _PARTS, _LAST = 0, 1, 2
"""How well a check is explained: its cases came to the same in everything, or in what the check read of them, or only
the last one did, where the check ended."""


@dataclass(frozen=True)
class Answered:
    """What is known of an answer.

    Attributes:
        verdicts: by check; one that was not run is not among them.
        results: what the checks asked for and read.
        slips: looks for slips in the source; it is only asked where no known mistake explains a failure.
        look: the summary of a case, or None where it was not observed.
    """

    verdicts: Mapping[str, Verdict]
    results: CaseResults
    slips: Callable[[], Sequence[Slip]]
    look: Callable[[str], Summary | None]

    @property
    def read(self) -> Mapping[str, Mapping[str, set[Path]]]:
        """The paths that each check read, by case."""
        return self.results.read

    def ended(self, outcome: str) -> frozenset[str]:
        """The checks with that outcome."""
        return frozenset(name for name, verdict in self.verdicts.items() if verdict.outcome == outcome)

    @property
    def called(self) -> str:
        """All calls that the exercise's cases make, in words."""
        return " ".join(case.called for case in self.results.cases.values())

    def asked(self, check: str) -> dict[str, tuple[str, Observation]]:
        """The cases that a check asked for: the call in words, and what came of it."""
        cases, observations = self.results.cases, self.results.observations
        return {case: (cases[case].called, observations[case]) for case in self.read.get(check, {})}


def answered(
    results: CaseResults,
    verdicts: Iterable[Verdict],
    slips: Callable[[], Sequence[Slip]] = tuple,
    summaries: dict[str, Summary] | None = None,
) -> Answered:
    """What is known of an answer. Its cases are summarised when they are first looked at, and kept in ``summaries``."""
    kept = {} if summaries is None else summaries

    def look(case: str) -> Summary | None:
        if case not in kept and case in results.observations:
            kept[case] = summarise(results.observations[case])
        return kept.get(case)

    return Answered({verdict.check: verdict for verdict in verdicts}, results, slips, look)


@dataclass(frozen=True)
class _Candidate:
    """A known answer that may be a part of the diagnosis, and how well it explains which checks."""

    answer: KnownAnswer
    explains: Mapping[str, int]


def diagnosed(grade: Grade, answered: Answered, library: Library | None) -> Grade:
    """The grade with the mistakes that explain it, and with what its failures have in common with other answers'."""
    failed = answered.ended("failed")
    named = dict(_named(answered, library)) if library is not None and failed else {}
    unexplained = sorted(failed.difference(*named.values()))
    if unexplained:
        procedures = library.procedures if library is not None else frozenset()
        begun = library.begun if library is not None else frozenset()
        slips = [slip for slip in answered.slips() if slip.kind != "raise_left" or slip.function not in begun]
        named |= slips_behind(unexplained, answered.asked, slips, procedures, answered.called)
    order = sorted(named, key=lambda mistake: -len(named[mistake]))

    behaviours = Behaviours()

    def finished(verdict: Verdict) -> Verdict:
        if verdict.outcome != "failed":
            return verdict
        mistakes = tuple(mistake.id for mistake in order if verdict.check in named[mistake])
        rows = verdict.rows if not mistakes else tuple(row for row in verdict.rows if row[0] != NOTICED)
        behaviour = "" if verdict.unwritten and not mistakes else _behaviour(answered, verdict.check, behaviours)
        return replace(verdict, rows=rows, mistakes=mistakes, behaviour=behaviour)

    return replace(grade, verdicts=[finished(verdict) for verdict in grade.verdicts], mistakes=tuple(order))


def _behaviour(answered: Answered, check: str, behaviours: Behaviours) -> str:
    read = answered.read.get(check, {})
    return behaviours.digest({case: seen for case in read if (seen := answered.look(case)) is not None}, read)


def _named(answered: Answered, library: Library) -> dict[NamedMistake, frozenset[str]]:
    """The mistakes to name, each with the checks that it explains."""
    failed = answered.ended("failed")
    smallest = _smallest(_candidates(answered, library), failed)
    best = [together for together in smallest if _is_like(together, answered, library)]
    if not smallest or _unexplained(smallest[0], failed):
        best = _pairs(answered, library) or best
    if len(best) > 1:
        best = _nearest(best, answered, library)
    if best:
        best = [_apart(together, failed, answered, library) for together in best]
    return _in_words(best, failed, library)


def _candidates(answered: Answered, library: Library) -> list[_Candidate]:
    found = (_candidate(answer, answered, library) for answer in _possible(library.answers, answered))
    return [candidate for candidate in found if candidate is not None]


def _possible(answers: Iterable[KnownAnswer], answered: Answered) -> list[KnownAnswer]:
    """The answers that fail nothing that this one passes, and of whose own checks it fails one."""
    failed, passed = answered.ended("failed"), answered.ended("passed")
    return [answer for answer in answers if not answer.not_passed & passed and answer.caught_by & failed]


def _candidate(answer: KnownAnswer, answered: Answered, library: Library) -> _Candidate | None:
    """How well a known answer explains which checks; None where it does not explain those that it is about."""
    failed = answered.ended("failed") & answer.failed.keys()
    explains: dict[str, int] = {}

    def order(check: str) -> tuple[bool, bool]:
        """What decides comes first, and of that what costs little."""
        return check not in answer.caught_by, not library.costly.isdisjoint(answered.read.get(check, {}))

    for check in sorted(failed, key=order):
        degree = _degree(answer, check, answered, library)
        if degree is not None:
            explains[check] = degree
        elif check in answer.caught_by:
            return None
    return None if _refuted(answer, answered, library) else _Candidate(answer, explains)


def _refuted(answer: KnownAnswer, answered: Answered, library: Library) -> bool:
    """Whether most of what decides against the known answer comes to the same here as with the solution."""
    deciding = answer.differs.intersection(answer.failed.values()) - library.costly
    absent = 0
    for case in deciding:
        mine, right, theirs = answered.look(case), library.right(case), library.summary(answer, case)
        if mine is not None and right is not None and theirs is not None:
            printed = case in library.printing
            absent += same_case(mine, right, printed) and not same_case(theirs, right, printed)
    return 2 * absent > len(deciding)


def _degree(answer: KnownAnswer, check: str, answered: Answered, library: Library) -> int | None:
    """How well a known answer explains a check, if it does."""
    degree = _WHOLE
    read = answered.read.get(check, {})
    if check not in answer.caught_by and not library.costly.isdisjoint(read):
        return None
    last = list(read)[-1] if read else None
    for case, paths in read.items():
        mine, theirs = answered.look(case), library.summary(answer, case)
        if mine is None or theirs is None:
            return None
        if not same_at(mine, theirs, paths):
            if case == last or answer.failed.get(check) != last:
                return None
            degree = _LAST
        elif not same_case(mine, theirs, case in library.printing):
            degree = max(degree, _PARTS)
    return degree if read else None


_Set = tuple[_Candidate, ...]


def _smallest(candidates: list[_Candidate], failed: frozenset[str]) -> list[_Set]:
    """The smallest sets that leave the fewest checks unexplained: several where they are as good, none if none is."""
    best: list[_Set] = []
    lowest: tuple[int, ...] = (len(failed),)
    for count in range(1, MOST_TOGETHER + 1):
        for together in itertools.combinations(candidates, count):
            if _apart_from_each_other(together):
                cost = _cost(together, failed)
                if cost < lowest:
                    best, lowest = [together], cost
                elif cost == lowest and best:
                    best.append(together)
    return best


def _apart_from_each_other(together: _Set) -> bool:
    """Whether these are different mistakes in different definitions: only such can be made at the same time."""
    pairs = itertools.combinations((candidate.answer for candidate in together), 2)
    return all(one.mistake != other.mistake and not one.definitions & other.definitions for one, other in pairs)


def _cost(together: _Set, failed: frozenset[str]) -> tuple[int, ...]:
    """What counts, in this order: checks unexplained, mistakes, checks explained only by failing too, and how well."""
    degrees = [_degree_of(check, together) for check in failed]
    explained = [degree for degree in degrees if degree is not None]
    return (
        len(_unexplained(together, failed)),
        len(together),
        len(failed) - len(explained),
        sum(explained),
        sum(candidate.answer.partial for candidate in together),
    )


def _degree_of(check: str, together: _Set) -> int | None:
    return min((candidate.explains[check] for candidate in together if check in candidate.explains), default=None)


def _unexplained(together: _Set, failed: frozenset[str]) -> frozenset[str]:
    """The failed checks that none of these mistakes fails."""
    return failed.difference(*(candidate.answer.not_passed for candidate in together))


def _is_like(together: _Set, answered: Answered, library: Library) -> bool:
    """Whether enough of what differs from the solution's cases is as with one of these mistakes.

    Cases that only passed checks asked for do not count: right answers differ there too.
    """
    differing = alike = 0
    settled = {case for check in answered.ended("passed") for case in answered.read.get(check, {})}
    settled -= {case for check in answered.ended("failed") for case in answered.read.get(check, {})}
    for case in library.compared - settled:
        mine, right = answered.look(case), library.right(case)
        printed = case in library.printing
        if mine is not None and right is not None and not same_but_for_wording(mine, right, printed):
            theirs = (library.summary(candidate.answer, case) for candidate in together)
            differing += 1
            alike += any(summary is not None and same_but_for_wording(mine, summary, printed) for summary in theirs)
    return alike > LIKENESS * differing or not differing


def _nearest(best: list[_Set], answered: Answered, library: Library) -> list[_Set]:
    """Of sets that explain as much, those that differ from the answer in the fewest cases."""

    def differing(together: _Set) -> int:
        return sum(_cases_apart(candidate.answer, answered, library) for candidate in together)

    apart = [differing(together) for together in best]
    return [together for together, count in zip(best, apart, strict=True) if count == min(apart)]


def _cases_apart(answer: KnownAnswer, answered: Answered, library: Library) -> int:
    count = 0
    for case in library.compared:
        mine, theirs = answered.look(case), library.summary(answer, case)
        if mine is not None and theirs is not None:
            count += not same_case(mine, theirs, case in library.printing)
    return count


def _apart(together: _Set, failed: frozenset[str], answered: Answered, library: Library) -> _Set:
    """Without the mistakes in definitions that an unexplained check depends on too: they may be something else."""
    unexplained = _unexplained(together, failed)

    def doubtful(candidate: _Candidate) -> bool:
        cases = library.touched(candidate.answer.definitions)
        return sum(bool(cases & answered.read.get(check, {}).keys()) for check in unexplained) > len(candidate.explains)

    return tuple(candidate for candidate in together if not doubtful(candidate))


def _in_words(best: list[_Set], failed: frozenset[str], library: Library) -> dict[NamedMistake, frozenset[str]]:
    """The mistakes that all sets agree on, and what the others share, if that is known."""
    named: dict[NamedMistake, frozenset[str]] = {}
    if not best:
        return named
    identifiers = [frozenset(candidate.answer.mistake for candidate in together) for together in best]
    agreed = frozenset.intersection(*identifiers)
    for candidate in best[0]:
        if candidate.answer.mistake in agreed:
            named[library.mistakes[candidate.answer.mistake]] = candidate.answer.not_passed & failed
    rest = frozenset().union(*identifiers) - agreed
    shared = next((group for group in library.shared if rest and rest <= group.mistakes), None)
    if shared is not None:
        checks = [c.answer.not_passed & failed for together in best for c in together if c.answer.mistake in rest]
        named[shared.named] = frozenset().union(*checks)
    return named


def _pairs(answered: Answered, library: Library) -> list[_Set]:
    """Two mistakes in different definitions that explain every failed check only together."""
    failed, passed = answered.ended("failed"), answered.ended("passed")
    possible = [
        answer
        for answer in library.answers
        if not answer.partial and not answer.failed.keys() & passed and answer.caught_by - passed
    ]
    best: list[_Set] = []
    for one, other in itertools.combinations(possible, 2):
        if one.mistake == other.mistake or one.definitions & other.definitions:
            continue
        both = library.combined(one, other)
        if both is None:
            return []
        costly = {check for check in failed if not library.costly.isdisjoint(answered.read.get(check, {}))}
        explains = _explained_by(both, failed - (costly & (one.not_passed | other.not_passed)), answered, library)
        if explains is not None:
            best.append((_Candidate(one, explains), _Candidate(other, explains)))
    return best


def _explained_by(
    answer: KnownAnswer, failed: Iterable[str], answered: Answered, library: Library
) -> dict[str, int] | None:
    """How well a known answer explains each of some checks; None where it does not explain one of them."""
    explains: dict[str, int] = {}
    for check in failed:
        degree = _degree(answer, check, answered, library)
        if degree is None:
            return None
        explains[check] = degree
    return explains
