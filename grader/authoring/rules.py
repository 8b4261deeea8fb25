"""What a finished exercise follows, rule by rule. ``kata author check`` prints what is wrong; the tests expect nothing.

A rule is a function that takes an exercise's parts and yields findings; its docstring is the rule.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

import torch

from grader import stubs
from grader.authoring.figures import is_measured, missing_figures, solution_of
from grader.authoring.grade_source import (
    grade_source,
    observe_cases,
    observe_source,
    suite_of,
    verdicts_of_checks,
)
from grader.authoring.lesson_examples import has_examples, wrong_examples
from grader.authoring.readability import grade_level, running_text, word_count
from grader.authoring.usage import too_much, verdicts_and_usage
from grader.catalog import SUITES, Exercise
from grader.drawing.lesson_picture import belong_together, png_of
from grader.errors import MistakeError, StubError, SuiteError, UnreadableError
from grader.judging.checks import CheckFailedError
from grader.judging.suite import Suite, load_suite
from grader.mistakes import KnownMistake, SharedExplanation, known_mistakes, shared_explanations
from grader.observing.cases import Case
from grader.observing.observe import Observation
from grader.observing.small_nets import for_small_nets
from grader.records import Grade

SEEDS = (0, 1, 2)
ALTERNATIVES, MISTAKES = 10, 6
WORDS, GRADE_LEVEL = 80, 9
"""What an explanation has at most: words, and a Flesch-Kincaid grade level; the level holds for lessons too."""
SECTIONS = (
    "Predict first", "The idea", "Tools you need", "What to write", "Check it", "Where it goes wrong", "Exit question",
    "What to try next",
)  # fmt: skip
_PERSON = re.compile(r"\byou(r|rs|rself|'ve|'re)?\b", re.IGNORECASE)
_MINUTES = re.compile(r" \(\d+ minutes\)$")
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")


@dataclass(frozen=True)
class Finding:
    """Something that is missing or wrong: in which file, what, and what to do about it.

    ``file`` and ``remedy`` are empty where ``problem`` is an error's message that names them itself.
    """

    file: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}: {self.problem} {self.remedy}" if self.file else self.problem


@dataclass(frozen=True)
class ExerciseParts:
    """Where an exercise's parts are in a checkout."""

    root: Path
    exercise: Exercise

    @property
    def solution(self) -> Path:
        return self.exercise.path(self.root, "solutions")

    @property
    def stub(self) -> Path:
        return self.exercise.path(self.root)

    @property
    def stub_text(self) -> str:
        """What the stub has to be."""
        return stubs.stub_of(self.solution.read_text(encoding="utf-8"))

    @property
    def lesson(self) -> Path:
        return self.stub.with_name("README.md")

    @property
    def checks(self) -> Path:
        return SUITES / self.exercise.id / "checks.py"

    @property
    def alternatives(self) -> list[Path]:
        return sorted((self.root / "tests" / "alternatives" / self.exercise.id).glob("*.py"))

    @property
    def suite(self) -> Suite:
        return suite_of(self.exercise)

    @property
    def mistakes(self) -> list[KnownMistake]:
        return list(known_mistakes(self.root, self.exercise).values())

    def name(self, path: Path) -> str:
        return str(path.relative_to(self.root)) if path.is_relative_to(self.root) else str(path)


Rule = Callable[[ExerciseParts], Iterator[Finding]]


def _grade(parts: ExerciseParts, source: str, seed: int = 0) -> Grade | str:
    """The grade; or, where the source cannot be used at all, why."""
    try:
        return grade_source(parts.exercise, source, seed)
    except (UnreadableError, CheckFailedError) as error:
        return str(error)


def _failures(parts: ExerciseParts, file: str, source: str, seed: int = 0) -> Iterator[Finding]:
    """A finding for each check that does not pass, and for each limit that is too near.

    Checks that wait for another say nothing new.
    """
    try:
        observations = observe_source(parts.exercise, source, seed)
    except (UnreadableError, CheckFailedError) as error:
        yield Finding(file, f"it cannot be used: {error}", "Fix it.")
        return
    with for_small_nets():
        verdicts, used = verdicts_and_usage(suite_of(parts.exercise, seed), observations)
    for problem in too_much(used):
        remedy = "Let the probes return less, or raise LIMITS in grader/observing/budget.py."
        yield Finding(file, f"{problem}.", remedy)
    for verdict in verdicts:
        if not verdict.passed and verdict.outcome != "waits":
            drawn = f" (draw {seed})" if seed else ""
            remedy = "Fix the file, or let the check accept it."
            yield Finding(file, f"it is right and fails {verdict.check}{drawn}:\n{verdict.message}\n", remedy)


def solution_passes(parts: ExerciseParts) -> Iterator[Finding]:
    """The solution gets full points, whatever the draw."""
    source = parts.solution.read_text(encoding="utf-8")
    for seed in SEEDS:
        found = list(_failures(parts, parts.name(parts.solution), source, seed))
        yield from found
        if found:
            return  # under other draws it would mostly fail the same checks


def stub_is_current(parts: ExerciseParts) -> Iterator[Finding]:
    """The stub is the solution with its regions cleared."""
    command = f"Run: kata author stubs {parts.exercise.id}"
    expected = parts.stub_text
    if not parts.stub.exists():
        yield Finding(parts.name(parts.stub), "the stub does not exist.", command)
    elif parts.stub.read_text(encoding="utf-8") != expected:
        yield Finding(parts.name(parts.stub), "the stub is not the solution with its regions cleared.", command)


def stub_passes_nothing(parts: ExerciseParts) -> Iterator[Finding]:
    """The stub passes no check."""
    grade = _grade(parts, parts.stub_text)
    if isinstance(grade, str):
        yield Finding(parts.name(parts.stub), f"it cannot be imported: {grade}", "A stub has to run.")
        return
    for verdict in grade.verdicts:
        if verdict.outcome not in ("failed", "waits"):
            remedy = "Let the check ask for what a learner has to write."
            yield Finding(parts.name(parts.checks), f"{verdict.check} is {verdict.outcome} on the stub.", remedy)


def alternatives_pass(parts: ExerciseParts) -> Iterator[Finding]:
    """Right answers in other styles get full points, and there are enough of them."""
    found = parts.alternatives
    for path in found:
        yield from _failures(parts, parts.name(path), path.read_text(encoding="utf-8"))
    if len(found) < ALTERNATIVES:
        folder = f"tests/alternatives/{parts.exercise.id}/"
        remedy = "Write right answers in really different styles."
        yield Finding(folder, f"alternatives: {len(found)} of at least {ALTERNATIVES}.", remedy)


def mistakes_are_caught(parts: ExerciseParts) -> Iterator[Finding]:
    """Every known mistake, in each form, fails the checks that are about it."""
    known = {check.name for check in parts.suite.checks}
    file = f"solutions/{parts.exercise.id}/mistakes.py"
    for mistake in parts.mistakes:
        unknown = sorted(set(mistake.caught_by) - known)
        if unknown:
            yield Finding(file, f"{mistake.id}: there is no check called {unknown[0]}.", "Correct its caught_by.")
            continue
        for number, module in enumerate(mistake.modules, start=1):
            try:
                verdicts = verdicts_of_checks(parts.exercise, module, mistake.caught_by)
            except (UnreadableError, CheckFailedError) as error:
                yield Finding(file, f"{mistake.id}, form {number} cannot be used: {error}", "Fix it.")
                continue
            for verdict in verdicts:
                if verdict.outcome != "failed":
                    remedy = "Let the check catch it, or correct its caught_by."
                    yield Finding(file, f"{mistake.id}, form {number} does not fail {verdict.check}.", remedy)


def mistakes_explain_themselves(parts: ExerciseParts) -> Iterator[Finding]:
    """There are enough mistakes; each has a short title and an explanation in plain words, about the code.

    What mistakes share is explained in the same way.
    """
    file = f"solutions/{parts.exercise.id}/mistakes.py"
    found = parts.mistakes
    if len(found) < MISTAKES:
        yield Finding(file, f"mistakes: {len(found)} of at least {MISTAKES}.", "Write the others.")
    explained: list[KnownMistake | SharedExplanation] = [*found, *shared_explanations(parts.root, parts.exercise)]
    for mistake in explained:
        if mistake.title.endswith(".") or len(mistake.title) > 70:
            yield Finding(file, f"{mistake.id}: its title is no short phrase.", "At most 70 characters, no full stop.")
        words, level = word_count(mistake.explanation), grade_level(mistake.explanation)
        if words > WORDS:
            yield Finding(file, f"{mistake.id}: its explanation has {words} words.", f"At most {WORDS}.")
        if level > GRADE_LEVEL:
            remedy = f"At most {GRADE_LEVEL}: shorter sentences and plainer words, code in backticks."
            yield Finding(file, f"{mistake.id}: its explanation is hard to read, US grade level {level:.1f}.", remedy)
        if _PERSON.search(mistake.explanation):
            remedy = 'Say what the code does: "`forward` returns `None`", not "you forgot the return".'
            yield Finding(file, f"{mistake.id}: its explanation is about the person.", remedy)


def cases_are_asked_for(parts: ExerciseParts) -> Iterator[Finding]:
    """Every case is asked for by a check, and judging changes no case's arguments.

    Some cases are asked for only where another one failed, so known mistakes are tried after the solution.
    """
    # Drawn afresh: in the suite that all rules share, a check may have changed the arguments already.
    suite = load_suite(parts.exercise, 0)
    before = {name: deepcopy(case.arguments) for name, case in suite.cases.items()}
    try:
        asked = _cases_asked_for(suite, observe_cases(suite, parts.solution.read_text(encoding="utf-8")))
    except (UnreadableError, CheckFailedError):
        return  # `solution_passes` says so
    for mistake in parts.mistakes:
        if len(asked) < len(suite.cases):
            with suppress(UnreadableError, CheckFailedError):  # `mistakes_are_caught` says so
                asked |= _cases_asked_for(suite, observe_cases(suite, mistake.modules[0]))
    file = f"grader/suites/{parts.exercise.id}/probes.py"
    for name in suite.cases:
        if name not in asked:
            yield Finding(file, f"no check asks for the case {name!r}.", "Use it or remove it.")
        elif not _same(before[name], suite.cases[name].arguments):
            remedy = "Whatever has to change them goes through result.replay, which copies."
            yield Finding(parts.name(parts.checks), f"a check changed the arguments of {name!r}.", remedy)


def _cases_asked_for(suite: Suite, observations: dict[str, Observation]) -> set[str]:
    asked: set[str] = set()

    def look_up(case: Case) -> Observation:
        asked.add(case.name)
        return observations[case.name]

    results = suite.results(look_up)
    for check in suite.checks:
        results.verdict(check)
    return asked


def _same(one: object, other: object) -> bool:
    if isinstance(one, torch.Tensor) and isinstance(other, torch.Tensor):
        return one.requires_grad == other.requires_grad and torch.equal(one.nan_to_num(), other.nan_to_num())
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_same(one[key], other[key]) for key in one)
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(_same, one, other))
    return one == other or (one != one and other != other)


def checks_are_complete(parts: ExerciseParts) -> Iterator[Finding]:
    """Each check has a title of its own, points and hints; edge cases are at most a fifth of all points."""
    file = parts.name(parts.checks)
    suite = parts.suite
    titles = [check.title for check in suite.checks]
    for check in suite.checks:
        if not check.title.strip() or check.title.endswith(".") or titles.count(check.title) > 1:
            yield Finding(
                file, f"{check.name}: its title is {check.title!r}.", "One sentence of its own, no full stop."
            )
        if check.points < 1:
            yield Finding(file, f"{check.name} is worth {check.points} points.", "Give it at least one.")
        if not check.hints or not all(hint.strip() for hint in check.hints):
            yield Finding(file, f"{check.name} has no hint.", "Write at least one, from a nudge to nearly the way.")
    edge = sum(check.points for check in suite.checks if check.edge)
    if edge * 5 > suite.max_points:
        remedy = "At most a fifth may be about edge cases, validation and return types."
        yield Finding(file, f"edge cases are worth {edge} of {suite.max_points} points.", remedy)


def lesson_is_complete(parts: ExerciseParts) -> Iterator[Finding]:
    """The lesson has exactly its sections, in order, at least one picture, and no link that leads nowhere."""
    file = parts.name(parts.lesson)
    if not parts.lesson.exists():
        yield Finding(file, "there is no lesson.", f"Write it, with the sections: {', '.join(SECTIONS)}.")
        return
    text = parts.lesson.read_text(encoding="utf-8")
    headings = [line.removeprefix("## ") for line in text.splitlines() if line.startswith("## ")]
    positions = [next((at for at, line in enumerate(headings) if line.startswith(name)), -1) for name in SECTIONS]
    for name, position in zip(SECTIONS, positions, strict=True):
        if position < 0:
            yield Finding(file, f"the section {name!r} is missing.", "Add it.")
    present = [position for position in positions if position >= 0]
    if present != sorted(present):
        yield Finding(file, "the sections are in another order.", f"The order is: {', '.join(SECTIONS)}.")
    for heading in headings:
        if _MINUTES.sub("", heading) not in SECTIONS:
            yield Finding(
                file, f"the section {heading!r} is in no other lesson.", "Rename it, or make it a ### heading."
            )
    targets = [target for target in _LINK.findall(text) if "://" not in target and not target.startswith("#")]
    for target in targets:
        if not (parts.lesson.parent / target.split("#")[0]).exists():
            yield Finding(file, f"{target} does not exist.", "Draw the picture (make pictures) or correct the link.")
    if not any(target.endswith((".svg", ".png")) for target in targets):
        yield Finding(file, "it shows no picture.", f"Draw one in solutions/{parts.exercise.id}/picture.py.")


def lesson_reads_easily(parts: ExerciseParts) -> Iterator[Finding]:
    """The running text of each section is in plain words and short sentences."""
    if not parts.lesson.exists():
        return  # `lesson_is_complete` says so
    for section in re.split(r"(?m)^#+ ", parts.lesson.read_text(encoding="utf-8"))[1:]:
        heading, _, text = section.partition("\n")
        level = grade_level(running_text(text))
        if level > GRADE_LEVEL:
            problem = f"the section {heading!r} is hard to read, US grade level {level:.1f}."
            remedy = f"At most {GRADE_LEVEL}: shorter sentences and plainer words, code in backticks."
            yield Finding(parts.name(parts.lesson), problem, remedy)


def figures_are_current(parts: ExerciseParts) -> Iterator[Finding]:
    """The figures that the lesson and the exit question's answer state are those that a script computes."""
    script = f"solutions/{parts.exercise.id}/figures.py"
    if not (parts.root / script).exists():
        yield Finding(script, "it does not exist.", "Write it.")
        return
    if not parts.lesson.exists():
        return  # `lesson_is_complete` says so
    text = f"{parts.lesson.read_text(encoding='utf-8')}\n{parts.exercise.answer}"
    try:
        solution = solution_of(parts.root, parts.exercise)
    except Exception:
        return  # `solution_passes` says so
    try:
        if not is_measured(parts.root, parts.exercise):
            remedy = f"Run: kata author measure {parts.exercise.id}"
            yield Finding(script, "it or the solution has changed since it measured.", remedy)
            return
        for piece in missing_figures(parts.root, parts.exercise, solution, text):
            remedy = f"Correct the lesson, the answer, or {script}."
            yield Finding(parts.name(parts.lesson), f"it does not say {piece!r}.", remedy)
    except Exception as error:
        yield Finding(script, f"it raises {type(error).__name__}: {error}.", "Correct the lesson, or the script.")


def pictures_have_pngs(parts: ExerciseParts) -> Iterator[Finding]:
    """Each of the lesson's SVGs has a PNG of the same drawing, for notebooks."""
    if not parts.lesson.exists():
        return
    for target in _LINK.findall(parts.lesson.read_text(encoding="utf-8")):
        svg = parts.lesson.parent / target
        if svg.suffix == ".svg" and svg.exists() and not belong_together(svg):
            remedy = f"Draw both, with save_picture: python solutions/{parts.exercise.id}/picture.py."
            yield Finding(parts.name(png_of(svg)), f"it was not drawn together with {svg.name}.", remedy)


def exit_question_is_answered(parts: ExerciseParts) -> Iterator[Finding]:
    """The exit question has an answer, which learners read once all checks pass."""
    if not parts.exercise.answer:
        yield Finding(
            f"grader/suites/{parts.exercise.id}/answer.md",
            "the exit question has no answer.",
            "Write it, in one to three sentences.",
        )


def lesson_examples_are_true(parts: ExerciseParts) -> Iterator[Finding]:
    """The lesson shows the calls that the exercise needs in an example, and every example prints what it says."""
    file = parts.name(parts.lesson)
    if not parts.lesson.exists():
        return  # `lesson_is_complete` says so
    text = parts.lesson.read_text(encoding="utf-8")
    tools = text.partition("## Tools you need\n")[2].partition("\n## ")[0]
    if tools and not has_examples(tools):
        yield Finding(file, "its tools are shown in no example.", "Add one on other code than the exercise's.")
    for line, difference in wrong_examples(text, file):
        yield Finding(file, f"line {line}: {difference}.", "Correct the example.")


def example_runs_alone(parts: ExerciseParts) -> Iterator[Finding]:
    """The example needs torch and the exercise's own module, nothing else."""
    path = SUITES / parts.exercise.id / "example.py"
    file = f"grader/suites/{parts.exercise.id}/example.py"
    if not path.exists():
        yield Finding(file, "there is no example.", "Write what a notebook's reader runs first.")
        return
    try:
        body = ast.parse(path.read_text(encoding="utf-8")).body
    except SyntaxError as error:
        yield Finding(file, f"line {error.lineno}: {error.msg}.", "Fix the syntax.")
        return
    for node in body:
        modules = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        modules += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        for module in modules:
            if module.split(".")[0] not in ("torch", parts.exercise.module):
                remedy = f"It may import torch and {parts.exercise.module} only."
                yield Finding(file, f"it imports {module}.", remedy)


RULES: tuple[Rule, ...] = (
    solution_passes,
    stub_is_current,
    stub_passes_nothing,
    alternatives_pass,
    mistakes_are_caught,
    mistakes_explain_themselves,
    cases_are_asked_for,
    checks_are_complete,
    lesson_is_complete,
    pictures_have_pngs,
    lesson_examples_are_true,
    lesson_reads_easily,
    figures_are_current,
    exit_question_is_answered,
    example_runs_alone,
)


def check_exercise(parts: ExerciseParts) -> Iterator[Finding]:
    """All findings about one exercise, rule by rule, each once; where a part is missing, that is the finding."""
    try:
        _ = parts.suite
    except SuiteError as error:
        yield Finding("", str(error), "")
        return
    listed: set[Finding] = set()
    for rule in RULES:
        for finding in _findings(rule, parts):
            if finding not in listed:
                listed.add(finding)
                yield finding


def _findings(rule: Rule, parts: ExerciseParts) -> Iterator[Finding]:
    try:
        yield from rule(parts)
    except FileNotFoundError as error:
        yield Finding(parts.name(Path(error.filename)), "it does not exist.", "Write it.")
    except StubError as error:
        yield Finding(parts.name(parts.solution), f"{error}.", "Pair ### BEGIN SOLUTION with ### END SOLUTION.")
    except MistakeError as error:
        yield Finding("", str(error), "")
