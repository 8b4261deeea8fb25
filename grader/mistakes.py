"""Known mistakes: each a variation of an exercise's solution, kept in ``solutions/exNN/mistakes.py``.

A mistake is written as a class whose body holds the functions that replace their namesakes in the solution::

    class sums_the_sizes(Mistake, caught_by="test_one_sample"):
        \"""Sizes added instead of multiplied

        A sample of shape (16, 6, 6) holds 16 * 6 * 6 numbers, and `num_flat_features` returns 16 + 6 + 6.
        \"""

        def num_flat_features(x):
            return sum(x.size()[1:])

The class's name is the mistake's identifier. Its docstring holds the title, then the explanation that learners read. A
nested class without bases replaces the methods that it holds; one with bases replaces the whole class. Further forms
of the same mistake are nested classes called ``form2``, ``form3`` and so on. What the replacements import and the
solution does not is at the top of ``mistakes.py``.

Where no check can tell some mistakes apart, a class with the base ``Shared`` says what is true of each of them::

    class evaluation_mode_only(Shared, of=("eval_taken_for_no_grad", "predict_records_gradients")):
        \"""A title

        An explanation.
        \"""

The file is parsed and never executed: a mistake becomes a whole module by replacing text in the solution's.
"""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from grader.catalog import Exercise
from grader.errors import MistakeError
from grader.stubs import without_markers

_FORM = re.compile(r"form\d+")
_Definition = ast.FunctionDef | ast.ClassDef


class Mistake:
    """The base of every known mistake; ``caught_by`` names the checks that must fail on it."""

    def __init_subclass__(cls, *, caught_by: str | tuple[str, ...]) -> None:
        super().__init_subclass__()


class _Source:
    """A parsed file with its text: definitions keep their layout and comments."""

    def __init__(self, text: str, name: str) -> None:
        self.name = name
        self.lines = text.splitlines()
        try:
            self.tree = ast.parse(text)
        except SyntaxError as error:
            raise MistakeError(f"{name}, line {error.lineno}: {error.msg}. Fix the syntax.") from None

    def at(self, node: ast.stmt) -> str:
        return f"{self.name}, line {node.lineno}"

    def text_of(self, node: ast.stmt) -> str:
        """A statement's own lines, decorators included, without their indentation."""
        return textwrap.dedent("\n".join(self.lines[_first_line(node) : node.end_lineno]))


@dataclass(frozen=True)
class Replacement:
    """A definition that takes its namesake's position in the solution.

    Attributes:
        name: what it replaces: ``predict``, ``Net.forward``, or ``Net`` for a whole class.
    """

    name: str
    _owner: str
    _node: _Definition
    _source: _Source


class Shared:
    """The base of what mistakes have in common that no check can tell apart; ``of`` names them."""

    def __init_subclass__(cls, *, of: tuple[str, ...]) -> None:
        super().__init_subclass__()


@dataclass(frozen=True)
class SharedExplanation:
    """What is true of each of some mistakes that come to the same in everything that is observed.

    ``id`` is the name of its class.
    """

    id: str
    mistakes: tuple[str, ...]
    title: str
    explanation: str


@dataclass(frozen=True)
class KnownMistake:
    """One known wrong answer.

    Attributes:
        id: the identifier, ``softmax_on_the_scores``.
        title: the mistake in a few words, without a full stop.
        explanation: what a learner reads.
        caught_by: the names of the checks that must fail on it.
        modules: the whole module in each of its forms, as a learner would write it.
        forms: what each form replaces, for `varied`.
    """

    id: str
    title: str
    explanation: str
    caught_by: tuple[str, ...]
    modules: tuple[str, ...]
    forms: tuple[tuple[Replacement, ...], ...]


def mistakes_path(root: Path, exercise: Exercise) -> Path:
    """Where the exercise's mistakes are kept below the folder that holds ``solutions/``."""
    return root / "solutions" / exercise.id / "mistakes.py"


def known_mistakes(root: Path, exercise: Exercise) -> dict[str, KnownMistake]:
    """The exercise's mistakes by identifier, in the order of the file.

    Raises:
        FileNotFoundError: there is no solution or there are no mistakes of the exercise.
        MistakeError: the file does not follow the form; the message names file, line and remedy.
    """
    path = mistakes_path(root, exercise)
    source = _Source(path.read_text(encoding="utf-8"), str(path.relative_to(root)))
    solution = without_markers(exercise.path(root, "solutions").read_text(encoding="utf-8"))
    known: dict[str, KnownMistake] = {}
    for node in source.tree.body:
        if isinstance(node, ast.ClassDef) and not _is_shared(node):
            if node.name in known:
                raise MistakeError(f"{source.at(node)}: {node.name} is defined twice. Rename one of them.")
            known[node.name] = _known_mistake(node, source, solution)
    return known


def shared_explanations(root: Path, exercise: Exercise) -> list[SharedExplanation]:
    """What the exercise's mistakes have in common, where no check can tell them apart. Raises as `known_mistakes`."""
    path = mistakes_path(root, exercise)
    source = _Source(path.read_text(encoding="utf-8"), str(path.relative_to(root)))
    known = known_mistakes(root, exercise)
    found = []
    for node in source.tree.body:
        if isinstance(node, ast.ClassDef) and _is_shared(node):
            title, _, explanation = (ast.get_docstring(node) or "").partition("\n\n")
            of = next((_texts(word.value) for word in node.keywords if word.arg == "of"), ())
            if not title or not explanation or len(of) < 2 or not set(of) <= known.keys():
                raise MistakeError(
                    f"{source.at(node)}: {node.name} lacks a part. It needs a docstring (a title, an empty line, an "
                    "explanation) and of=(…) with the names of at least two mistakes."
                )
            found.append(SharedExplanation(node.name, of, title, " ".join(explanation.split())))
    return found


def _is_shared(node: ast.ClassDef) -> bool:
    return any(isinstance(base, ast.Name) and base.id == "Shared" for base in node.bases)


def _known_mistake(node: ast.ClassDef, source: _Source, solution: str) -> KnownMistake:
    title, _, explanation = (ast.get_docstring(node) or "").partition("\n\n")
    caught_by = next((_texts(word.value) for word in node.keywords if word.arg == "caught_by"), ())
    if not title or not explanation or not caught_by:
        raise MistakeError(
            f"{source.at(node)}: {node.name} lacks a part. It needs a docstring (a title, an empty line, an "
            'explanation) and caught_by="test_…" in its head.'
        )
    others = [entry for entry in node.body if isinstance(entry, ast.ClassDef) and _FORM.fullmatch(entry.name)]
    first = [entry for entry in node.body if entry not in others]
    forms = tuple(_replacements(body, source) for body in (first, *(form.body for form in others)))
    modules = tuple(varied(solution, form) for form in forms)
    return KnownMistake(node.name, title, " ".join(explanation.split()), caught_by, modules, forms)


def _texts(node: ast.expr) -> tuple[str, ...]:
    entries = node.elts if isinstance(node, ast.Tuple | ast.List) else [node]
    return tuple(entry.value for entry in entries if isinstance(entry, ast.Constant) and isinstance(entry.value, str))


def _definitions(body: list[ast.stmt]) -> list[_Definition]:
    return [entry for entry in body if isinstance(entry, _Definition)]


def _replacements(body: list[ast.stmt], source: _Source) -> tuple[Replacement, ...]:
    found = []
    for node in _definitions(body):
        if isinstance(node, ast.ClassDef) and not node.bases:
            methods = _definitions(node.body)
            found += [Replacement(f"{node.name}.{method.name}", node.name, method, source) for method in methods]
        else:
            found.append(Replacement(node.name, "", node, source))
    return tuple(found)


def varied(solution: str, replacements: Iterable[Replacement]) -> str:
    """The solution, without its markers, with the replacements in it; they may be those of several mistakes.

    Raises:
        MistakeError: the solution holds nothing that one of them could replace.
    """
    module = solution
    for replacement in replacements:
        module = _replace(module, replacement._node, replacement._source, replacement._owner)
    for replacement in replacements:
        module = _with_imports(module, replacement._node, replacement._source)
    return module


def _replace(solution: str, replacement: _Definition, source: _Source, owner: str = "") -> str:
    """Put one definition where its namesake is; a method that the class lacks goes to its end."""
    whole = _Source(solution, "the solution")
    scope: ast.Module | ast.ClassDef = whole.tree
    if owner:
        found = [node for node in whole.tree.body if isinstance(node, ast.ClassDef) and node.name == owner]
        if not found:
            raise MistakeError(f"{source.at(replacement)}: the solution has no class {owner}.")
        scope = found[0]
    old = [node for node in _definitions(scope.body) if node.name == replacement.name]
    text = source.text_of(replacement)
    if old:
        start, end = _first_line(old[-1]), old[-1].end_lineno or 0
        text = _with_docstring(text, ast.get_docstring(old[-1], clean=False))
    elif owner:
        start = end = scope.body[-1].end_lineno or 0
        text = f"\n{text}"
    else:
        raise MistakeError(
            f"{source.at(replacement)}: the solution has no {replacement.name}. A helper goes inside the function."
        )
    lines = textwrap.indent(text, "    " if owner else "").splitlines()
    return "\n".join([*whole.lines[:start], *lines, *whole.lines[end:]]) + "\n"


def _with_docstring(text: str, docstring: str | None) -> str:
    """The definition with the solution's docstring, unless it has its own."""
    node = ast.parse(text).body[0]
    assert isinstance(node, _Definition)
    if docstring is None or ast.get_docstring(node) is not None or isinstance(node, ast.ClassDef):
        return text
    lines = text.splitlines()
    before = node.body[0].lineno - 1
    quoted = textwrap.indent(f'"""{textwrap.dedent(f"    {docstring}").strip()}', "    ").splitlines()
    quoted[-1] = f'{quoted[-1]}"""' if len(quoted) == 1 else quoted[-1]
    if len(quoted) > 1:
        quoted.append('    """')
    return "\n".join([*lines[:before], *quoted, *lines[before:]])


def _with_imports(module: str, replacement: _Definition, source: _Source) -> str:
    """Add the imports of ``mistakes.py`` that the replacement uses and the module lacks, below its own."""
    used = {node.id for node in ast.walk(replacement) if isinstance(node, ast.Name)}
    tree = ast.parse(module)
    have = {name for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom) for name in _bound(node)}
    lacking = [
        source.text_of(node)
        for node in source.tree.body
        if isinstance(node, ast.Import | ast.ImportFrom) and set(_bound(node)) & (used - have)
    ]
    if not lacking:
        return module
    lines = module.splitlines()
    imports = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    after = (imports[-1] if imports else tree.body[0]).end_lineno or 0
    return "\n".join([*lines[:after], *([] if imports else [""]), *lacking, *lines[after:]]) + "\n"


def _bound(node: ast.Import | ast.ImportFrom) -> list[str]:
    return [alias.asname or alias.name.split(".")[0] for alias in node.names]


def _first_line(node: ast.stmt) -> int:
    """Where a statement begins, counted from 0, decorators included."""
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(decorator.lineno for decorator in decorators)]) - 1
