"""A copy of the checkout to write and break exercises in, with the real commands run on the copy."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.pytest_plugin.kit import ROOT, Kit

PARTS = ("grader", "solutions", "exercises", "tests/alternatives", "pyproject.toml")


class Checkout(Kit):
    """A copy of the kit below ``root``: commands run there import its ``grader``, not the one that is tested from."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.environment = {"PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": "1"}
        for name in PARTS:
            source, target = ROOT / name, root / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if source.is_dir():
                shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", ".kata"))
            else:
                shutil.copy(source, target)

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace a text that occurs once in one of the copy's files."""
        path = self.root / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{name} holds {old!r} {text.count(old)} times"
        path.write_text(text.replace(old, new), encoding="utf-8")

    def append(self, name: str, text: str) -> None:
        """Write ``text`` at the end of one of the copy's files."""
        with (self.root / name).open("a", encoding="utf-8") as file:
            file.write(text)
