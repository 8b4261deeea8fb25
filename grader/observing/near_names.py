"""Says which name may have been meant where code asks for one that is not there."""

from __future__ import annotations

import builtins
import contextlib
import difflib
import inspect
from collections.abc import Iterable
from types import FunctionType, ModuleType, TracebackType

import torch
from torch import nn

LONGEST_SLIP = 2
"""Letters that a slip leaves out or adds."""
CUTOFF = 0.75
"""How alike two names must be; ``conv2d_size`` and ``max_pool2d_size`` are 0.69."""


def near_name(name: str, names: Iterable[str]) -> str | None:
    """The name that ``name`` may be a slip for; never one that only counts on from it, as func2 does from func1."""
    candidates = [other for other in names if other[:-1] != name[:-1] and abs(len(other) - len(name)) <= LONGEST_SLIP]
    found = difflib.get_close_matches(name, candidates, n=1, cutoff=CUTOFF)
    return found[0] if found else None


def missing_from_module(name: str, module: ModuleType) -> str:
    """The sentence on a function or class that a learner's module lacks."""
    own = [key for key, value in vars(module).items() if isinstance(value, FunctionType | type)]
    near = near_name(name, own)
    said = f"nothing called {name} is there"
    return f"{said}, but {near} is. Did you mean {name}?" if near else f"{said}. Was it renamed or deleted?"


def missing_attribute(error: AttributeError, module: ModuleType) -> str | None:
    """The sentence on what a class of the learner's lacks and the exercise asks for; None if it is no such class."""
    kind = error.obj if isinstance(error.obj, type) else type(error.obj)
    if vars(module).get(kind.__name__) is not kind or str(error.name).startswith("_"):
        return None
    return _lacks(kind, str(error.name))


def _lacks(kind: type, name: str) -> str:
    near = near_name(name, vars(kind))
    said = f"the class {kind.__name__} has nothing called {name}"
    return f"{said}, but it has {near}. Did you mean {name}?" if near else f"{said}. Was it renamed or deleted?"


def missing_method(error: BaseException) -> str | None:
    """The sentence on a method that a base class of PyTorch calls and a learner's class lacks; None if it is not that.

    Such a base class raises NotImplementedError in its own method of that name.
    """
    if not isinstance(error, NotImplementedError) or error.__traceback__ is None:
        return None
    owner = _last_frame(error.__traceback__).tb_frame.f_locals.get("self")
    for base, name in ((nn.Module, "forward"), (torch.optim.Optimizer, "step")):
        if isinstance(owner, base) and _is_inherited(type(owner), base, name):
            return _lacks(type(owner), name)
    return None


def _is_inherited(kind: type, base: type, name: str) -> bool:
    """Whether a class has the base's own method; ``torch.optim`` wraps the ones that it finds."""
    return inspect.unwrap(getattr(kind, name)) is inspect.unwrap(getattr(base, name))


def with_near_name(error: BaseException, message: str) -> str:
    """The message of an AttributeError or a NameError, with the name that may have been meant, as Python shows it.

    An object that was never set up lacks more than a name: then the message says that.
    """
    name = getattr(error, "name", None)
    if not isinstance(error, AttributeError | NameError) or type(name) is not str or "Did you mean" in message:
        return message
    if isinstance(error, AttributeError) and _is_not_set_up(error.obj):
        return f"{message}: its __init__ has not called super().__init__"
    near = None
    with contextlib.suppress(Exception):  # an object that is not set up may be unable to list its names
        near = near_name(name, _names_in_reach(error))
    return f"{message.rstrip('.')}. Did you mean {near!r}?" if near else message


def _is_not_set_up(owner: object) -> bool:
    """Whether a network or an optimizer lacks what the ``__init__`` of its base class makes."""
    return any(
        isinstance(owner, base) and name not in vars(owner)
        for base, name in ((nn.Module, "training"), (torch.optim.Optimizer, "param_groups"))
    )


def _names_in_reach(error: AttributeError | NameError) -> list[str]:
    if isinstance(error, AttributeError):
        return [name for name in dir(error.obj) if not name.startswith("_")]
    if error.__traceback__ is None:
        return []
    frame = _last_frame(error.__traceback__).tb_frame
    return [*frame.f_locals, *frame.f_globals, *vars(builtins)]


def _last_frame(traceback: TracebackType) -> TracebackType:
    while traceback.tb_next is not None:
        traceback = traceback.tb_next
    return traceback
