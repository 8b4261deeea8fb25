"""Standard output while a learner's code runs: a text file like the real one, of which the beginning is kept."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, BinaryIO, cast

from grader.text import encodable

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

MAX_PRINTED = 65_536


class Printed(io.TextIOWrapper):
    """Takes whatever is printed and keeps the first 64 KB; it can be reconfigured, and has a ``buffer``.

    It behaves as pytest's own capture does, so that code that prints runs alike everywhere.
    """

    def __init__(self) -> None:
        self._kept = _FirstBytes()
        super().__init__(cast(BinaryIO, self._kept), encoding="utf-8", newline="", write_through=True)

    def take(self) -> str:
        """What was written since the last time."""
        return encodable(self._kept.take().decode("utf-8", "replace"))


class _FirstBytes(io.BufferedIOBase):
    """Keeps the first 64 KB and forgets the rest. Closing changes nothing: the next case prints too."""

    name = "<stdout>"

    def __init__(self) -> None:
        self._bytes = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: ReadableBuffer, /) -> int:
        view = memoryview(data).cast("B")
        self._bytes += view[: max(0, MAX_PRINTED - len(self._bytes))]
        return len(view)

    def close(self) -> None:
        pass

    def take(self) -> bytes:
        taken, self._bytes = bytes(self._bytes), bytearray()
        return taken
