"""The known mistakes of an exercise in a small file: what each case comes to with them on the draw of learners' runs.

``grader/suites/exNN/fingerprints.json`` holds no code, and of tensors only projections. `kata author fingerprints`
writes it. Another release of PyTorch may draw other inputs: where a case's inputs are not those that the file was made
with, nothing is known of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from grader.catalog import SUITES, Exercise
from grader.judging.diagnosis.library import KnownAnswer, Library, Shared
from grader.judging.diagnosis.summary import Summary, same, summarise_value, with_equal, without_equal
from grader.observing.cases import Case
from grader.records import NamedMistake


@dataclass(frozen=True)
class Fingerprints:
    """What the file holds.

    Attributes:
        made_from: a digest of the sources that it was made from.
        inputs: a few numbers for each case's arguments.
        right: what each case comes to with the solution.
        known: the answers with the cases that differ from that, and what they come to.
        mistakes: by identifier.
        shared: what mistakes that cannot be told apart have in common.
        procedures: the solution's functions that return nothing.
        begun: the functions of which the stub gives a beginning.
    """

    made_from: str
    inputs: Mapping[str, list[float]]
    right: Mapping[str, Summary]
    known: Mapping[KnownAnswer, Mapping[str, Summary]]
    mistakes: Mapping[str, NamedMistake]
    shared: tuple[Shared, ...]
    procedures: frozenset[str]
    begun: frozenset[str]

    @property
    def printing(self) -> frozenset[str]:
        """The cases in which a right answer prints."""
        return frozenset(case for case, summary in self.right.items() if summary.printed)

    def to_json(self) -> dict[str, Any]:
        """Each summary once, in a list, and only where it differs from the solution's: much is the same."""
        summaries: dict[str, int] = {}

        def place(summary: Summary) -> int:
            return summaries.setdefault(json.dumps(summary.to_json(), separators=(",", ":")), len(summaries))

        entry = {
            "made_from": self.made_from,
            "inputs": self.inputs,
            "right": {case: place(summary) for case, summary in self.right.items()},
            "known": [
                {
                    "key": answer.key,
                    "mistake": answer.mistake,
                    "definitions": sorted(answer.definitions),
                    "partial": answer.partial,
                    "caught_by": sorted(answer.caught_by),
                    "failed": dict(sorted(answer.failed.items())),
                    "waits": sorted(answer.waits),
                    "cases": {case: place(without_equal(summary, self.right[case])) for case, summary in cases.items()},
                }
                for answer, cases in self.known.items()
            ],
            "mistakes": {mistake.id: [mistake.title, mistake.explanation] for mistake in self.mistakes.values()},
            "procedures": sorted(self.procedures),
            "begun": sorted(self.begun),
            "shared": [[sorted(group.mistakes), group.title, group.explanation] for group in self.shared],
        }
        return entry | {"summaries": [json.loads(text) for text in summaries]}

    @classmethod
    def from_json(cls, entry: dict[str, Any]) -> Fingerprints:
        summaries = [Summary.from_json(each) for each in entry["summaries"]]
        right = {case: summaries[index] for case, index in entry["right"].items()}

        def known() -> Iterator[tuple[KnownAnswer, dict[str, Summary]]]:
            for each in entry["known"]:
                cases = {case: with_equal(summaries[index], right[case]) for case, index in each["cases"].items()}
                sets = [frozenset(each[name]) for name in ("definitions", "caught_by", "waits")]
                yield (
                    KnownAnswer(
                        each["key"], each["mistake"], sets[0], each["partial"], sets[1], each["failed"], sets[2],
                        frozenset(cases),
                    ),
                    cases,
                )  # fmt: skip

        return cls(
            entry["made_from"],
            entry["inputs"],
            right,
            dict(known()),
            {name: NamedMistake(name, *words) for name, words in entry["mistakes"].items()},
            tuple(Shared(frozenset(names), *words) for names, *words in entry["shared"]),
            frozenset(entry["procedures"]),
            frozenset(entry["begun"]),
        )


def fingerprints_path(exercise: Exercise) -> Path:
    """Where an exercise's fingerprints are kept."""
    return SUITES / exercise.id / "fingerprints.json"


@cache
def read_fingerprints(exercise: Exercise) -> Fingerprints | None:
    """An exercise's fingerprints; None where it has none, as one that is being written."""
    try:
        text = fingerprints_path(exercise).read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    return Fingerprints.from_json(json.loads(text))


class FingerprintLibrary(Library):
    """The known mistakes as far as their fingerprints tell: for the draw of learners' runs."""

    def __init__(self, fingerprints: Fingerprints, cases: Mapping[str, Case]) -> None:
        """``cases`` are those that the learner's code was run on."""
        super().__init__(
            tuple(fingerprints.known),
            fingerprints.mistakes,
            fingerprints.shared,
            tuple(cases),
            fingerprints.printing,
            fingerprints.procedures,
            fingerprints.begun,
        )
        self._fingerprints = fingerprints
        self._cases = cases
        self._alike: dict[str, bool] = {}

    def summary(self, answer: KnownAnswer, case: str) -> Summary | None:
        right = self.right(case)
        return None if right is None else self._fingerprints.known[answer].get(case, right)

    def right(self, case: str) -> Summary | None:
        if case not in self._alike:
            made_with = self._fingerprints.inputs.get(case)
            self._alike[case] = made_with is not None and same(made_with, inputs_of(self._cases[case]), strict=True)
        return self._fingerprints.right.get(case) if self._alike[case] else None


def inputs_of(case: Case) -> list[float]:
    """A few numbers that tell a case's arguments from others."""
    total = count = weighted = 0.0
    for place, number in enumerate(_numbers(summarise_value(case.arguments))):
        total, count, weighted = total + number, count + 1, weighted + number * (1 + place % 7)
    return [float(f"{number:.6g}") for number in (count, total, weighted)]


def _numbers(value: Any) -> Iterator[float]:
    if isinstance(value, dict):
        for entry in value.values():
            yield from _numbers(entry)
    elif isinstance(value, list):
        for entry in value:
            yield from _numbers(entry)
    elif type(value) in (int, float) and abs(value) < 1e9:
        yield float(value)
