"""What is known of an exercise's mistakes: which checks they fail, and what each case comes to with them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass

from grader.judging.diagnosis.summary import Summary
from grader.records import NamedMistake


@dataclass(frozen=True, eq=False)
class KnownAnswer:
    """One form of a known mistake.

    Attributes:
        key: unique among the exercise's: the mistake's identifier, the form's number, and which part of it.
        mistake: the mistake's identifier.
        definitions: what it replaces of the solution, such as ``Net.forward``.
        partial: whether it is only one of the definitions that the form replaces.
        caught_by: the checks about the mistake, as far as this form fails them.
        failed: all checks that it fails, each with the last case that the check asks for.
        waits: the checks that wait for one of those.
        differs: the cases that come to something else than with the solution.
    """

    key: str
    mistake: str
    definitions: frozenset[str]
    partial: bool
    caught_by: frozenset[str]
    failed: Mapping[str, str]
    waits: frozenset[str]
    differs: frozenset[str]

    @property
    def not_passed(self) -> frozenset[str]:
        return frozenset(self.failed) | self.waits


@dataclass(frozen=True)
class Shared:
    """What mistakes have in common that no observation tells apart: said instead of either's explanation."""

    mistakes: frozenset[str]
    title: str
    explanation: str

    @property
    def named(self) -> NamedMistake:
        return NamedMistake(min(self.mistakes), self.title, self.explanation)


class Library(ABC):
    """The known mistakes of an exercise under one draw."""

    def __init__(
        self,
        answers: tuple[KnownAnswer, ...],
        mistakes: Mapping[str, NamedMistake],
        shared: tuple[Shared, ...],
        cases: tuple[str, ...],
        printing: frozenset[str],
        procedures: frozenset[str],
        begun: frozenset[str],
    ) -> None:
        """``printing`` are the cases in which a right answer prints, ``procedures`` functions that return nothing,
        ``begun`` functions of which the stub gives a beginning."""
        self.begun = begun
        self.procedures = procedures
        self.cases = cases
        self.answers = answers
        self.mistakes = mistakes
        self.shared = shared
        self.printing = printing

    @abstractmethod
    def summary(self, answer: KnownAnswer, case: str) -> Summary | None:
        """What a case comes to with the answer; None where it is not known."""

    @abstractmethod
    def right(self, case: str) -> Summary | None:
        """What a case comes to with the solution; None where it is not known."""

    def combined(self, _one: KnownAnswer, _other: KnownAnswer) -> KnownAnswer | None:
        """Both mistakes at once, to ask for summaries of; None where nothing is known of that."""
        return None

    def touched(self, definitions: frozenset[str]) -> frozenset[str]:
        """The cases that depend on these definitions, as far as the known mistakes in them tell."""
        return frozenset().union(*(answer.differs for answer in self.answers if answer.definitions & definitions))
