"""The ``kata`` command."""

from __future__ import annotations

import sys
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from grader import __version__
from grader.cli import author, course, doctor, files, init, learner
from grader.cli.classroom import classroom
from grader.cli.grade import grade
from grader.cli.gradescope import gradescope
from grader.cli.notebook import notebook
from grader.errors import UserError
from grader.text import print_everything


class _StoppedError(Exception):
    """Somebody pressed Ctrl-C."""


class _Commands(TyperGroup):
    """Commands that Ctrl-C ends with a message; Typer would exit silently."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            raise _StoppedError from None


def _say_version(wanted: bool) -> None:
    if wanted:
        print(f"torchkata {__version__}")
        raise typer.Exit


app = typer.Typer(
    cls=_Commands,
    invoke_without_command=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for commands in (init.app, learner.app, files.app, doctor.app):
    app.registered_commands += commands.registered_commands
app.command(rich_help_panel=learner.PANEL)(notebook)
app.command(rich_help_panel="Instructors")(grade)
app.command(rich_help_panel="Instructors")(gradescope)
app.command(rich_help_panel="Instructors")(classroom)
app.registered_commands += course.app.registered_commands
app.add_typer(author.app, name="author", rich_help_panel="Authors")


@app.callback()
def start(
    context: typer.Context,
    _version: Annotated[
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help="print the kit's version")
    ] = False,
) -> None:
    """torchkata: exercises for the first steps with PyTorch that grade themselves.

    Without a command: where you are, and what to do next.
    """
    if context.invoked_subcommand is None:
        learner.where()


def main() -> NoReturn:
    """Run ``kata``; a user's mistake is one message and status 2, Ctrl-C is status 130."""
    print_everything()
    try:
        sys.exit(app(standalone_mode=False) or 0)
    except UserError as error:
        sys.exit(_complain(str(error)))
    except typer.Abort:
        sys.exit(_complain("Stopped; nothing was changed.", 130))
    except typer.Exit as stop:
        sys.exit(stop.exit_code)
    except _StoppedError:
        sys.exit(_complain("Stopped.", 130))
    except UnicodeEncodeError as error:
        sys.exit(_complain(f"this system's file names cannot hold {error.object!a}. Try again with PYTHONUTF8=1.", 1))
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        sys.exit(_complain(f"{where}{error.strerror or error}. Is there space, and may you write there?", 1))
    except Exception as error:
        if hasattr(error, "show") and hasattr(error, "exit_code"):  # click's own: an unknown option and the like
            error.show()
            sys.exit(error.exit_code)
        raise


def _complain(message: str, status: int = 2) -> int:
    print(f"kata: {message}", file=sys.stderr)
    return status
