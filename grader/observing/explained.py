"""Says in plain words why code that runs elsewhere cannot run while it is checked."""

from __future__ import annotations

import errno
import re

CPU_ONLY = (
    "these checks run on the CPU, and the code asks for a GPU. Use x.device, or leave .cuda() and .to('cuda') out"
)
ONE_PROCESS = (
    "these checks run in one process without a network, and the code wants to start another one or to connect. "
    "Leave out subprocess, multiprocessing and downloads"
)
_NO_GPU = re.compile(
    r"re-initialize CUDA|NVIDIA driver|No CUDA GPUs are available|not compiled with CUDA|CUDA driver|"
    r"torch\.cuda\.is_available\(\) is False"
)
_MOST_CAUSES = 20


def explained(error: BaseException, message: str) -> str:
    """The exception's message; or, where what it needs does not exist here, a sentence that says so."""
    if _NO_GPU.search(message):
        return CPU_ONLY
    if _is_denied(error):
        return ONE_PROCESS
    return message


def _is_denied(error: BaseException) -> bool:
    """Whether the exception, or one that led to it, is the sandbox's answer to a call that it does not allow."""
    cause: BaseException | None = error
    for _ in range(_MOST_CAUSES):
        if cause is None:
            return False
        if isinstance(cause, PermissionError) and cause.errno == errno.EPERM:
            return True
        cause = cause.__cause__ or cause.__context__
    return False
