"""A command's options as one dataclass instead of a long list of parameters."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import TypeVar

Options = TypeVar("Options")


def takes(options: type[Options]) -> Callable[[Callable[[Options], None]], Callable[..., None]]:
    """Make a Typer command of a function that takes one ``options`` dataclass: each field becomes a parameter."""

    def decorate(function: Callable[[Options], None]) -> Callable[..., None]:
        @functools.wraps(function)
        def command(**values: object) -> None:
            function(options(**values))

        # Typer reads names, types, defaults and help from the signature.
        command.__signature__ = inspect.signature(options, eval_str=True)  # type: ignore[attr-defined]  # mypy's gap
        command.__annotations__ = {}
        return command

    return decorate
