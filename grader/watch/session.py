"""What `kata watch` does: saves, keys and messages come in, reports go out."""

from __future__ import annotations

import os
import queue
import sys
import time
from pathlib import Path
from typing import Any

from grader import stubs
from grader.catalog import Exercise
from grader.errors import NoSolutionsError, UserError
from grader.learner import editor, progress
from grader.learner.countdown import POLL, Countdown
from grader.learner.hints import Hints
from grader.learner.messages import missing_stub
from grader.learner.standing import beside, listing
from grader.learner.unfinished import as_text
from grader.watch.checks import Checks, Ended, Message, checks
from grader.watch.keyboard import Key, Keyboard, keyboard
from grader.watch.request import Request
from grader.watch.saves import Saved, Saves
from grader.watch.screen import ASK, Screen

Event = Key | Saved | Message | Ended


class Session:
    """Decides what a save, a key or a message of a run leads to."""

    def __init__(self, root: Path, exercise: Exercise) -> None:
        self._root = root.resolve()
        self._exercise = exercise
        self._events: queue.Queue[Event] = queue.Queue()
        self._keyboard: Keyboard = keyboard(self._events.put)
        self._screen = Screen(has_keys=sys.stdin.isatty())
        self._run = 0
        """The number of the run that goes on; 0 where none does."""
        self._pid = 0
        """Of the process of that run, or of the one before; 0 until PyTorch is loaded."""
        self._countdown: Countdown | None = None
        self._unfinished: dict[str, Any] = {}
        self._checked = ""
        """The digest of what was checked last, or is being checked."""
        self._hints: Hints | None = None
        self._passed = False
        self._asks = False
        self._goes_on = True

    def go(self) -> None:
        """Watch until ``q``, Ctrl-C or a signal; the terminal is then as it was."""
        self._checks: Checks = checks(self._events.put)
        saves = Saves(self._root / "exercises", self._events.put)
        try:
            self._keyboard.listen()
            self._screen.say(f"Checking at each save with {sys.executable}")
            self._begin()
            while self._goes_on:
                self._wait()
        finally:
            self._keyboard.rest()
            self._screen.close()
            self._checks.close()
            saves.close()

    def suspend(self) -> None:
        """Give the terminal back, for Ctrl-Z."""
        self._screen.close()
        self._keyboard.rest()

    def resume(self) -> None:
        """Take the terminal again."""
        self._keyboard.listen()
        self._show_keys()

    def _wait(self) -> None:
        """Until the next event; only while code runs under a limit, the clock is read in between.

        Windows acts on Ctrl-C between two waits only.
        """
        try:
            event = self._events.get(timeout=POLL if self._countdown or os.name == "nt" else None)
        except queue.Empty:
            pass
        else:
            if isinstance(event, Key):
                self._on_key(event.name)
            elif isinstance(event, Saved):
                if event.path == self._path:
                    self._on_save()
            elif event.run == self._run:
                if isinstance(event, Message):
                    self._on_message(event.content)
                else:
                    self._on_lost()
        reached = self._countdown.reached() if self._countdown else None
        if reached is not None:
            self._checks.stop()
            self._finish(as_text(self._unfinished["report"], self._unfinished["ends"][reached]))

    @property
    def _path(self) -> Path:
        return self._exercise.path(self._root)

    def _begin(self) -> None:
        """Turn to an exercise: it is checked, unless it is finished."""
        self._end_run()
        self._hints, self._passed, self._checked = None, False, ""
        with progress.changed(self._root) as kept:
            kept.current = self._exercise.id
        if kept.is_finished(self._exercise, self._path):
            self._passed = True
            self._checked = progress.digest(self._path)
            self._screen.show(f"\n{self._exercise.id}  {self._exercise.title}\n")
            self._screen.say(f"{self._name(self._path)} is finished: all checks passed, and nothing has changed since.")
            self._show_keys()
        else:
            self._check()

    def _check(self) -> None:
        if not self._path.exists():
            self._screen.say(missing_stub(self._exercise, self._path.parent))
            self._show_keys()
            return
        self._end_run()
        self._checked = progress.digest(self._path)
        self._hints = None
        request = Request(
            self._exercise.id,
            str(self._path),
            os.getcwd(),
            self._screen.width,
            colour=self._screen.colour,
            keys=self._screen.has_keys,
        )
        self._run = self._checks.start(request)
        self._show_keys()

    def _on_save(self) -> None:
        now = progress.digest(self._path)
        if now != self._checked:
            self._check()
        elif not self._run:
            self._screen.say(f"{time.strftime('%H:%M:%S')}  {self._name(self._path)}: nothing has changed.")
            self._show_keys()

    def _on_message(self, content: dict[str, Any]) -> None:
        if "pid" in content:
            self._pid = content["pid"]
            self._show_keys()
        elif "watch" in content:
            self._countdown = Countdown(self._pid, *content["watch"]) if content["watch"] else None
        elif "report" in content or "ends" in content:
            self._unfinished |= content
        elif "fault" in content:
            self._finish(f"\n{content['fault']}\n")
        else:
            hints = content["hints"]
            self._hints = Hints(hints["key"], hints["title"], tuple(hints["texts"])) if hints else None
            self._passed = content["passed"]
            self._finish(content["text"])

    def _on_lost(self) -> None:
        self._finish("\nThe code ended the process that checked it. kata doctor says whether PyTorch works here.\n")

    def _finish(self, text: str) -> None:
        self._run, self._countdown = 0, None
        self._screen.show(text)
        self._show_keys()

    def _end_run(self) -> None:
        if self._run:
            self._checks.stop()
        self._run, self._countdown, self._asks = 0, None, False

    def _on_key(self, key: str) -> None:
        if self._asks:
            self._asks = False
            if key == "y":
                self._show_solution()
            self._show_keys()
            return
        action = {
            "h": self._hint,
            "n": lambda: self._turn(1),
            "p": lambda: self._turn(-1),
            "r": self._check,
            "l": self._list,
            "o": self._open,
            "s": self._solution,
            "q": self._quit,
        }.get(key)
        if action is not None:
            action()
            self._show_keys()

    def _hint(self) -> None:
        if self._hints is not None:
            self._screen.show("\n")
            for line in self._hints.one_more(self._root):
                self._screen.say(line)
        else:
            self._screen.say("The checks still run." if self._run else "There is no hint to give here.")

    def _turn(self, steps: int) -> None:
        other = beside(self._exercise, steps)
        if other is None:
            self._screen.say(f"{self._exercise.id} is the {'last' if steps > 0 else 'first'} exercise.")
        else:
            self._exercise = other
            self._begin()

    def _list(self) -> None:
        self._screen.show("\n" + listing(self._root, progress.read(self._root), self._exercise))

    def _open(self) -> None:
        lesson = self._path.with_name("README.md")
        paths = [path for path in (lesson, self._path) if path.exists()]
        takes_terminal = not editor.has_own_window(editor.command() or ["code"])
        if takes_terminal:
            self.suspend()
        try:
            editor.open_files(paths)
        except UserError as error:
            self._screen.say(str(error))
        finally:
            if takes_terminal:
                self.resume()

    def _solution(self) -> None:
        if self._passed:
            self._show_solution()
        else:
            self._screen.say("Not all checks pass yet. Show the solution?")
            self._asks = True

    def _show_solution(self) -> None:
        try:
            self._screen.show("\n" + stubs.solution_text(self._exercise))
        except NoSolutionsError as error:
            self._screen.say(str(error))

    def _quit(self) -> None:
        self._goes_on = False

    def _show_keys(self) -> None:
        if not self._goes_on:
            return
        if self._asks:
            self._screen.footer(ASK)
        else:
            doing = f"checking {self._exercise.id} ...  " if self._pid else "loading PyTorch ...  "
            self._screen.keys(doing if self._run else "")

    def _name(self, path: Path) -> str:
        return str(path.relative_to(self._root))
