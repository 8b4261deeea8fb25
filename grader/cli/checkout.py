"""The folder that a command works in, and what is missing from it, in a sentence."""

from __future__ import annotations

from pathlib import Path

from grader import catalog, stubs
from grader.catalog import Exercise
from grader.errors import NoSolutionsError, UserError


def checkout() -> Path:
    """The folder that holds ``exercises/``.

    Raises:
        UserError: there is none here or above.
    """
    root = catalog.checkout()
    if root is None:
        raise UserError("no exercises/ folder here or above. Change into yours, or write one here with: kata init")
    return root


def checkout_with_solutions() -> Path:
    """The checkout, for commands that write exercises or solutions.

    Raises:
        UserError: there is none.
    """
    root = catalog.checkout()
    if root is None or not (root / "solutions").is_dir():
        raise UserError("no exercises/ and solutions/ here or above. Change into torchkata's checkout first.")
    return root


def stub_text(exercise: Exercise) -> str:
    """The original stub.

    Raises:
        UserError: this is a checkout that lacks the solution which the stub is made from.
    """
    try:
        return stubs.stub_text(exercise)
    except (FileNotFoundError, NoSolutionsError):
        raise UserError(
            f"a stub is made from its solution, and solutions/{exercise.id} is not here. "
            "Ask whoever gave you the exercises for a fresh copy of the file."
        ) from None
