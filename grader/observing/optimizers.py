"""Updates that are to be written by hand: while one is probed, every optimizer that PyTorch ships takes a wrong step.

So values decide, not a look at the learner's source. Nothing is patched, and nothing imported: a mode of PyTorch's
watches which operations run, and from where. It reaches an optimizer whatever it is called and however old it is.
"""

from __future__ import annotations

import math
import os
import sys
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor
from torch.overrides import TorchFunctionMode

_FOLDER = os.path.join(os.path.dirname(torch.optim.__file__), "")
_WITHOUT_UPDATES = ("optimizer.py", "lr_scheduler.py", "swa_utils.py")
"""What hand-written optimizers use of ``torch.optim``: the base class and the schedulers."""
_CLASSES = {id(kind): name for name, kind in vars(torch.optim).items() if isinstance(kind, type)}


@contextmanager
def shipped_optimizers_spoiled() -> Generator[None, None, None]:
    """Make every optimizer of PyTorch's, and its functional form, write NaN into what it updates.

    NaN keeps nothing of the true update, so that nobody can take it from there. A subclass of ``torch.optim.Optimizer``
    that computes its own update is not affected. Use it as a ``with`` block or as a probe's decorator.
    """
    with _Spoiled():
        yield


def base_optimizers(optimizer: object) -> list[str]:
    """Which classes of ``torch.optim`` an object's type inherits from, by identity: its public names, sorted."""
    return sorted(_CLASSES[id(kind)] for kind in type.mro(type(optimizer)) if id(kind) in _CLASSES)


class _Spoiled(TorchFunctionMode):
    def __torch_function__(
        self, func: Callable[..., Any], types: Any, args: tuple[Any, ...] = (), kwargs: dict[str, Any] | None = None
    ) -> Any:
        result = func(*args, **(kwargs or {}))
        name = getattr(func, "__name__", "").partition(".")[0]  # an overload is called "_fused_sgd_.default"
        if name.endswith("_") and not name.startswith("__"):  # it works in place
            file = sys._getframe(1).f_code.co_filename
            by_optimizer = file.startswith(_FOLDER) and os.path.basename(file) not in _WITHOUT_UPDATES
            if by_optimizer or name.startswith("_fused_"):
                _spoil(next(iter([*args, *(kwargs or {}).values()]), None))
        return result


def _spoil(updated: Tensor | Iterable[Tensor] | None) -> None:
    tensors = [updated] if isinstance(updated, Tensor) else updated if isinstance(updated, list | tuple) else []
    for tensor in tensors:
        if tensor.is_floating_point():
            tensor.detach().fill_(math.nan)
