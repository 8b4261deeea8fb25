"""The errors that cross a module's border. Their messages say what happened and what to do."""

from __future__ import annotations


class UserError(Exception):
    """Something that the user can fix; the message says how. Ends a command with status 2."""


class UnknownExerciseError(UserError):
    """No exercise has that name; the message lists those that exist."""


class NoSolutionsError(UserError):
    """The solutions are neither in a checkout nor installed."""

    def __init__(self) -> None:
        super().__init__(
            "The solutions are in a package of their own, torchkata-solutions, which is not installed. "
            "Install it beside torchkata, or ask whoever gave you the exercises."
        )


class NoSubmissionsError(UserError):
    """A folder or zip holds no submissions; the message says what was looked for."""


class StubError(ValueError):
    """A solution whose markers do not pair up."""


class MistakeError(ValueError):
    """A file of known mistakes that does not follow its form; the message names file, line and remedy."""


class SuiteError(Exception):
    """A suite that cannot judge anybody; the message names file, function and remedy."""


class UnsafeFileError(Exception):
    """A submitted file that is not read: a link, a folder, too large, no longer there. The message says which."""


class NotPermittedError(UnsafeFileError):
    """A submitted file that the grader has no permission to read: never the learner's fault."""


class UnreadableError(Exception):
    """A submission that holds no code that can be read; ``rows`` say what is wrong and what to do, as (label, text)."""

    def __init__(self, *rows: tuple[str, str]) -> None:
        super().__init__("\n".join(text for _, text in rows))
        self.rows = rows


class SandboxError(RuntimeError):
    """The sandbox itself failed; never the learner's doing."""


class WorkerLostError(SandboxError):
    """The warm process is gone, or does not answer."""


class MalformedError(ValueError):
    """Bytes from a sandbox that are no frame of ours."""


class OverBudgetError(Exception):
    """A submission costs the grader far more than any right answer does; the message is the reason that people read."""
