"""Keys of Windows' console, as far as other systems can show it: a stand-in for `msvcrt` gives the keys."""

from __future__ import annotations

import queue
import sys
from types import ModuleType

from grader.watch.keyboard import Key, keyboard

PATIENCE = 300


class Console(ModuleType):
    """What `msvcrt` offers: whether a key was pressed, and the key."""

    def __init__(self, *keys: str) -> None:
        super().__init__("msvcrt")
        self.pressed: queue.Queue[str] = queue.Queue()
        for key in keys:
            self.pressed.put(key)

    def kbhit(self) -> bool:
        return not self.pressed.empty()

    def getwch(self) -> str:
        return self.pressed.get_nowait()  # a reader that does not ask before fails


class Input:
    def isatty(self) -> bool:
        return True


def test_keys_arrows_and_ctrl_c_in_windows_console(monkeypatch):
    console = Console("h", "N", "\xe0", "H", "\x00", ";", "\x03")
    monkeypatch.setitem(sys.modules, "msvcrt", console)
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(sys, "stdin", Input())
    read: queue.Queue[Key] = queue.Queue()
    keys = keyboard(read.put)
    keys.listen()
    assert [read.get(timeout=PATIENCE).name for _ in range(3)] == ["h", "n", "q"]

    keys.rest()
    keys.listen()
    console.pressed.put("x")
    assert read.get(timeout=PATIENCE) == Key("x")
    keys.rest()
