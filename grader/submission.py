"""A learner's code for one exercise: read it, and make a module of it."""

from __future__ import annotations

import ast
import io
import sys
import tokenize
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, ModuleType

from grader.errors import UnreadableError


@dataclass(frozen=True)
class Submission:
    """A learner's file, decoded and compiled but not yet run."""

    path: Path
    text: str
    code: CodeType

    @property
    def holds_code(self) -> bool:
        """Whether there is anything but comments and texts in it."""
        return any(not isinstance(node, ast.Expr | ast.Pass) for node in ast.parse(self.text).body)


def read(path: Path) -> Submission:
    """Read and compile a learner's module.

    Raises:
        UnreadableError: the file is missing, is not UTF-8, holds null bytes or a syntax error.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise UnreadableError(("file", f"{path.name} cannot be read: {error.strerror}")) from None
    return of_bytes(raw, path)


def of_bytes(raw: bytes, path: Path) -> Submission:
    """The same for a file's content that has been read already; ``path`` is its name in messages.

    Raises:
        UnreadableError: as `read`.
    """
    text = _decode(raw, path.name)
    try:
        return Submission(path, text, compile(text, str(path), "exec", dont_inherit=True))
    except SyntaxError as error:
        raise UnreadableError(*_syntax(error, path.name)) from None
    except (ValueError, RecursionError, MemoryError) as error:
        raise UnreadableError(("file", f"{path.name} cannot be compiled: {error}")) from None


def _decode(raw: bytes, name: str) -> str:
    if b"\0" in raw:
        utf16 = raw[:2] in (b"\xff\xfe", b"\xfe\xff")
        what = "is saved as UTF-16" if utf16 else "holds null bytes"
        raise UnreadableError(
            ("file", f"{name} {what}."), ("do", "Save it as UTF-8: in VS Code, click the encoding below.")
        )
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(raw).readline)
        return io.TextIOWrapper(io.BytesIO(raw), encoding).read()  # any line ending becomes \n
    except (SyntaxError, UnicodeDecodeError, LookupError) as error:
        line = raw[: error.start].count(b"\n") + 1 if isinstance(error, UnicodeDecodeError) else _bad_line(raw)
        raise UnreadableError(
            ("file", f"{name} is not saved as UTF-8: line {line} holds bytes that are no UTF-8 text."),
            ("do", "Save it as UTF-8: in VS Code, click the encoding below; in Notepad, Save as, Encoding."),
        ) from None


def _bad_line(raw: bytes) -> int:
    for number, line in enumerate(raw.split(b"\n"), start=1):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            return number
    return 1


def _syntax(error: SyntaxError, name: str) -> list[tuple[str, str]]:
    rows = [("syntax", f"{name}, line {error.lineno}: {error.msg}")]
    if error.text:
        line = error.text.rstrip("\n").expandtabs(4)
        shift = len(line) - len(line.lstrip())
        rows.append(("", line.lstrip()))
        if error.offset:
            caret = max(0, len(error.text[: error.offset - 1].expandtabs(4)) - shift)
            rows.append(("", " " * caret + "^"))
    rows.append(("do", "Fix that line (or the one above it) and run the check again."))
    return rows


def run(submission: Submission, name: str) -> ModuleType:
    """Execute a submission as a fresh module called ``name``; whatever its code raises comes through."""
    module = ModuleType(name)
    module.__file__ = str(submission.path)
    sys.modules[name] = module
    exec(submission.code, module.__dict__)
    return module
