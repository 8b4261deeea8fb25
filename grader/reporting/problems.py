"""Which of a grade's failed checks to fix first, and what the others have to do with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from grader.records import NOT_WRITTEN, CheckResult, Grade, NamedMistake, Verdict

_ENDS = ("raised", "missing", "changed", "no end", "exited", NOT_WRITTEN, "fault")
"""Labels of the rows that say what ended the code before it could answer."""
_SENTENCES = frozenset(
    {"likely", "why", "do", "note", "hint", "fault", "missing", NOT_WRITTEN, "no end", "exited", "changed"}
)
"""Labels of the rows that are prose; all others show code and values."""
_GIVEN_BY_AN_EXPLANATION = ("why", "differs", NOT_WRITTEN)


def failed_checks(grade: Grade) -> list[Verdict]:
    """The checks that failed on code that is written."""
    return [verdict for verdict in grade.verdicts if verdict.outcome == "failed" and not verdict.unwritten]


def first_to_fix(grade: Grade) -> Verdict | None:
    """The failed check that the first named mistake explains, else the first one; None where nothing written fails."""
    failed = failed_checks(grade)
    for mistake in grade.mistakes:
        for verdict in failed:
            if mistake.id in verdict.mistakes:
                return verdict
    return failed[0] if failed else None


def for_same_reason(verdict: Verdict, others: Iterable[Verdict]) -> list[Verdict]:
    """Those of the other checks that fail by the same mistake, or that end the same way, as far as can be told."""
    return [other for other in others if other is not verdict and _is_same_reason(verdict, other)]


def _is_same_reason(one: Verdict, other: Verdict) -> bool:
    if one.mistakes or other.mistakes:
        return bool(set(one.mistakes) & set(other.mistakes))
    return _reason(one) == _reason(other)


def _reason(verdict: Verdict) -> tuple[str, ...]:
    """What ended the code, and the last of the learner's lines before that; if nothing did, what came back and why."""
    ends = tuple(text.split(":")[0] for label, text in verdict.rows if label in _ENDS)
    if not ends:
        return tuple(text for label, text in verdict.rows if label not in ("called", "printed"))
    return (*ends, *[text for label, text in verdict.rows if label in ("your code", "")][-1:])


@dataclass(frozen=True, order=True)
class UnwrittenPart:
    """A part of the stub that still raises NotImplementedError: its line, its function, and what the stub asks for."""

    line: int
    function: str
    asked: str


def unwritten_parts(grade: Grade) -> list[UnwrittenPart]:
    """The parts of the stub that still have to be written, in the order of the file."""
    unwritten = [verdict for verdict in grade.verdicts if verdict.unwritten]
    texts = {text for verdict in unwritten for label, text in verdict.rows if label == NOT_WRITTEN}
    found = [re.fullmatch(r"(\w+), line (\d+): (.*)", text, re.DOTALL) for text in texts]
    return sorted(UnwrittenPart(int(part[2]), part[1], part[3]) for part in found if part)


def explanations(check: Verdict | CheckResult, mistakes: Sequence[NamedMistake]) -> list[str]:
    """What learners read about the known mistakes that explain a failed check, one text per mistake."""
    return [f"{mistake.title}. {mistake.explanation}" for mistake in mistakes if mistake.id in check.mistakes]


def with_kind(rows: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str, bool]]:
    """Each row and whether it is a sentence; a row without a label goes on with the one above it."""
    is_sentence = True
    for label, text in rows:
        is_sentence = label in _SENTENCES if label else is_sentence
        yield label, text, is_sentence


def evidence(verdict: Verdict, explained: bool) -> list[tuple[str, str]]:
    """What was called, what came back and what was expected; the check's own reason unless an explanation gives one."""
    return [(label, text) for label, text in verdict.rows if not (explained and label in _GIVEN_BY_AN_EXPLANATION)]
