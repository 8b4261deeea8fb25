"""The checkout that a command works in, and what is missing from it, in a sentence."""

from __future__ import annotations

from pathlib import Path

from grader import catalog, stubs
from grader.catalog import Exercise
from grader.errors import UserError


def checkout() -> Path:
    """The folder that holds ``exercises/``.

    Raises:
        UserError: there is none here or above.
    """
    root = catalog.checkout()
    if root is None:
        raise UserError("no exercises/ folder here or above. Change into torchkata's checkout first.")
    return root


def checkout_with_solutions() -> Path:
    """The same, for commands that need the solutions.

    Raises:
        UserError: there is no checkout, or it holds no solutions.
    """
    root = catalog.checkout()
    if root is None or not (root / "solutions").is_dir():
        raise UserError("no exercises/ and solutions/ here or above. Change into torchkata's checkout first.")
    return root


def stub_of(root: Path, exercise: Exercise) -> str:
    """The original stub's text.

    Raises:
        UserError: the checkout lacks the solution that it is made from.
    """
    try:
        return stubs.stub_text(root, exercise)
    except FileNotFoundError:
        raise UserError(
            f"a stub is made from its solution, and {root / 'solutions' / exercise.id} is not here. "
            "Ask whoever gave you the exercises for a fresh copy of the file."
        ) from None
