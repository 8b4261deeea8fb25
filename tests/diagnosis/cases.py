"""Answers to try the diagnosis on: known mistakes in other styles, two at once, unknown ones, slips, right answers."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from grader.authoring.grade_source import grade_source
from grader.catalog import Exercise
from grader.errors import UnreadableError
from grader.judging.checks import CheckFailedError
from grader.mistakes import KnownMistake, known_mistakes, shared_explanations, varied
from grader.stubs import without_markers
from tests.diagnosis import handwritten, slipped
from tests.diagnosis.restyle import restyled

ROOT = Path(__file__).parents[2]
PAIRS = 8
_DEFINITIONS = (ast.FunctionDef, ast.ClassDef)


@dataclass(frozen=True)
class Answer:
    """An answer to diagnose.

    Attributes:
        kind: "known", "known, hand-written", "pair", "unknown", "slip" or "right".
        name: which one.
        source: the module.
        expected: any of these may be named, and nothing else; where there are none, nothing may be.
        without: the mistakes that are taken out of the library, so that this one is not in it.
    """

    kind: str
    name: str
    source: str
    expected: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()


def answers(exercise: Exercise) -> Iterator[Answer]:
    """All answers for an exercise."""
    solution = _solution(exercise)
    others = [path.read_text(encoding="utf-8") for path in _alternatives(exercise)]
    mistakes = list(known_mistakes(ROOT, exercise).values())
    for mistake in mistakes:
        alike = _alike(exercise, mistake)
        for style, source in styles(exercise, mistake):
            yield Answer("known", f"{mistake.id}, {style}", source, alike)
        yield Answer("unknown", mistake.id, restyled(mistake.modules[0]), without=alike)
    yield from _pairs(exercise, solution, mistakes)
    for name, source in slipped.slips(solution):
        yield Answer("slip", name, source, frozenset({f"slip_{name.split(',')[0]}"}))
    for path, source in zip(_alternatives(exercise), others, strict=True):
        yield Answer("right", path.stem, source)
    yield Answer("right", "the solution, restyled", restyled(solution))
    for entry in handwritten.ANSWERS:
        if entry.exercise == exercise.id:
            expected = frozenset().union(*(_alike_id(exercise, name) for name in entry.mistakes))
            yield Answer(f"{entry.kind}, hand-written", entry.name, entry.module(solution), expected)


def styles(exercise: Exercise, mistake: KnownMistake) -> Iterator[tuple[str, str]]:
    """A mistake restyled, and as part of other people's modules."""
    yield "restyled", restyled(mistake.modules[-1])
    names = frozenset(replacement.name.split(".")[0] for replacement in mistake.forms[0])
    for number, other in enumerate(_hosts(exercise, names), start=1):
        source = _transplanted(mistake.modules[0], other, names)
        yield f"in another module ({number})", source if number == 1 else restyled(source)


@cache
def _hosts(exercise: Exercise, names: frozenset[str]) -> list[str]:
    """Two right answers of others that stay right with these definitions of the solution's in them."""
    hosts = []
    for path in _alternatives(exercise):
        other = path.read_text(encoding="utf-8")
        try:
            if grade_source(exercise, _transplanted(_solution(exercise), other, names)).passed:
                hosts.append(other)
        except (CheckFailedError, UnreadableError):
            continue
        if len(hosts) == 2:
            break
    return hosts


def _transplanted(source: str, other: str, names: frozenset[str]) -> str:
    """Another module with these definitions, the imports and the helpers of a source."""
    theirs, ours = ast.parse(other).body, ast.parse(source).body
    imports = [node for node in ours if isinstance(node, ast.Import | ast.ImportFrom)]
    future = [node for node in imports if getattr(node, "module", "") == "__future__"]
    own = {getattr(node, "name", "") for node in theirs}
    moved = {node.name: node for node in ours if isinstance(node, _DEFINITIONS)}
    helpers = [node for name, node in moved.items() if name not in own and name not in names]
    assigned = [node for node in ours if isinstance(node, ast.Assign)]
    kept = [node for node in theirs if getattr(node, "module", "") != "__future__"]
    body = [moved.get(node.name, node) if getattr(node, "name", "") in names else node for node in kept]
    missing = [moved[name] for name in names if name not in own and name in moved]
    rest = [node for node in imports if node not in future]
    return ast.unparse(ast.Module([*future, *rest, *assigned, *helpers, *body, *missing], [])) + "\n"


def _pairs(exercise: Exercise, solution: str, mistakes: list[KnownMistake]) -> Iterator[Answer]:
    pairs = [
        (one, other)
        for one, other in itertools.combinations(mistakes, 2)
        if not {entry.name.split(".")[0] for entry in one.forms[0]}
        & {entry.name.split(".")[0] for entry in other.forms[0]}
    ]
    for one, other in pairs[:: max(1, len(pairs) // PAIRS)][:PAIRS]:
        source = restyled(varied(solution, [*one.forms[0], *other.forms[0]]))
        yield Answer("pair", f"{one.id}, {other.id}", source, _alike(exercise, one) | _alike(exercise, other))


@cache
def _solution(exercise: Exercise) -> str:
    return without_markers(exercise.path(ROOT, "solutions").read_text(encoding="utf-8"))


def _alternatives(exercise: Exercise) -> list[Path]:
    return sorted((ROOT / "tests/alternatives" / exercise.id).glob("*.py"))


def _alike(exercise: Exercise, mistake: KnownMistake) -> frozenset[str]:
    return _alike_id(exercise, mistake.id)


def _alike_id(exercise: Exercise, name: str) -> frozenset[str]:
    """A mistake and those that no observation tells from it."""
    groups = (frozenset(shared.mistakes) for shared in shared_explanations(ROOT, exercise))
    return frozenset({name}).union(*(group for group in groups if name in group))
