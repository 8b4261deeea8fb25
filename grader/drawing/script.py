"""What the drawing scripts share: where the picture goes, and what a half-solved stub says."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Concatenate, ParamSpec

from grader.observing.observe import describe

Parameters = ParamSpec("Parameters")


def draws(name: str) -> Callable[[Callable[Concatenate[Path, Parameters], None]], Callable[..., None]]:
    """Make a script's last line of a function that draws into a path.

    The decorated function is called as ``draw(__file__, ...)``: the picture is saved as ``name`` beside that file and
    its path printed. Where the learner's code is not written yet or raises, that is said in a few lines and the
    script ends with status 1, without a half-written picture.
    """

    def decorate(draw: Callable[Concatenate[Path, Parameters], None]) -> Callable[..., None]:
        @functools.wraps(draw)
        def script(file: str, *args: Parameters.args, **keywords: Parameters.kwargs) -> None:
            picture = Path(file).resolve().with_name(name)
            unfinished = picture.with_name(f"unfinished-{name}")
            _quiet_matplotlib()
            try:
                draw(unfinished, *args, **keywords)
                unfinished.replace(picture)
            except NotImplementedError as error:
                sys.exit(f"No picture yet. {Path(file).name} still lacks a part: {error or 'it is not written'}.")
            except Exception as error:
                sys.exit(_trouble(error, file))
            finally:
                unfinished.unlink(missing_ok=True)
            print(f"Saved {picture}")

        return script

    return decorate


def _quiet_matplotlib() -> None:
    import matplotlib

    matplotlib.use("Agg")  # a picture is saved, no window opens


def _trouble(error: Exception, file: str) -> str:
    raised = describe(error, file)
    lines = [f"  line {frame.line}, in {frame.function}:  {frame.text}" for frame in raised.frames]
    check = f"Check it first: pytest exercises/{Path(file).resolve().parent.name}" if not lines else "In your code:"
    return "\n".join([f"No picture: {raised.kind}: {raised.message}", check, *lines])
