"""``kata grade``: a whole class, each submission in the sandbox, one report."""

from __future__ import annotations

import os
import secrets
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from filelock import FileLock, Timeout
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from grader import catalog
from grader.cli.options import takes
from grader.cli.summary import print_summary
from grader.errors import UserError
from grader.grading.class_folder import FoundSubmission, find
from grader.grading.ledger import Ledger
from grader.grading.pseudonyms import pseudonym
from grader.grading.resume import carry_over, ledger_path, read_earlier_run, run_info
from grader.records import RunInfo
from grader.text import counted, one_line

GRADED, FAULT, STOPPED = 0, 1, 130
NO_SANDBOX = (
    "Without the sandbox, every submission can read and change whatever you can, other submissions and this kit's "
    "answers included. Only grade people you trust this way, or use a throwaway container."
)


@dataclass(frozen=True)
class GradeOptions:
    """The command line of ``kata grade``."""

    submissions: Annotated[Path, typer.Argument(help="a folder (or zip) with a folder per student")]
    exercise: Annotated[list[str] | None, typer.Option(help="grade this exercise; may be given again")] = None
    student: Annotated[list[str] | None, typer.Option(help="grade this student; may be given again")] = None
    jobs: Annotated[int | None, typer.Option(min=1, help="warm processes (default: one per core)")] = None
    timeout: Annotated[float, typer.Option(min=1, help="CPU seconds that each submission may compute in all")] = 60.0
    seed: Annotated[int | None, typer.Option(help="draw the inputs from this seed, as an earlier run did")] = None
    json: Annotated[Path | None, typer.Option(help="write the whole result, as JSON")] = None
    csv: Annotated[Path | None, typer.Option(help="write one row per submission, for a spreadsheet")] = None
    junit: Annotated[Path | None, typer.Option(help="write JUnit XML")] = None
    html: Annotated[Path | None, typer.Option(help="write a page to read")] = None
    gradescope: Annotated[Path | None, typer.Option(help="write STUDENT/results.json below this folder")] = None
    resume: Annotated[
        Path | None, typer.Option(help="continue the run that wrote this --json file, or that was stopped")
    ] = None
    anonymous: Annotated[bool, typer.Option("--anonymous", help="pseudonyms instead of students' names")] = False
    no_sandbox: Annotated[bool, typer.Option("--no-sandbox", help="run submissions unconfined: only limits")] = False
    cluster: Annotated[str | None, typer.Option(help="observe on a Dask cluster, tcp://HOST:PORT")] = None

    @property
    def files(self) -> list[Path]:
        """The reports to write that are one file each."""
        return [path for path in (self.json, self.csv, self.junit, self.html) if path is not None]

    def check_outputs(self) -> None:
        """Say now, not after an hour, that a file cannot be written.

        Raises:
            UserError: a folder is missing or not writable, or two reports would be one file.
        """
        twice = [path for path, times in Counter(path.resolve() for path in self.files).items() if times > 1]
        if twice:
            raise UserError(f"two reports cannot be written to one file: {twice[0].name}.")
        for path in self.files:
            folder = path.parent
            if not folder.is_dir():
                raise UserError(f"{path} cannot be written: there is no folder {folder}.")
            if path.is_dir() or not os.access(folder, os.W_OK):
                raise UserError(f"{path} cannot be written: is it a folder, or not yours?")
        if self.gradescope is not None:
            try:
                self.gradescope.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise UserError(f"{self.gradescope} cannot be created: {error.strerror}.") from None


@takes(GradeOptions)
def grade(options: GradeOptions) -> None:
    """Grade a whole class: observe every submission in the sandbox, judge, and write one result.

    Exit status 0 when every submission found was graded, whatever the grades; 1 when the grader itself could not
    grade something (each is named); 2 for a usage error; 130 when stopped by Ctrl-C. With --json, what was graded is
    kept then, for --resume.
    """
    options.check_outputs()
    exercises = catalog.chosen(options.exercise)
    contents = find(options.submissions, exercises, options.student or [], every=bool(options.exercise))
    found = contents.submissions
    console = Console(stderr=True, highlight=False)
    if options.no_sandbox:
        console.print(f"[bold red]--no-sandbox:[/] {NO_SANDBOX}")
    elif options.cluster is None:
        _refuse_without_sandbox(console)
    from grader.grading.known import note_on_mistakes
    from grader.grading.versions import versions

    earlier = read_earlier_run(options.resume) if options.resume is not None else None
    info, kept = run_info(_seed(options, earlier.info if earlier else None), versions(), earlier)
    name_of = _names(options.anonymous, info.seed)
    with _ledger(options.json, info) as ledger:
        to_grade = list(carry_over(found, kept, ledger, name_of))
        to_grade.sort(key=lambda submission: submission.exercise.id)  # a warm process holds one suite at a time
        console.print(f"seed {info.seed}" + (f", {len(ledger)} of {len(found)} kept" if len(ledger) else ""))
        if info.seed and (note := note_on_mistakes()):
            console.print(note)
        status = _run(to_grade, len(found), ledger, info, options, console)
        print_summary(Console(highlight=False), ledger, contents.unrecognised)
        if status == STOPPED:
            _say_stopped(options, len(ledger), len(found))
        else:
            _write(options, info, ledger, contents.unrecognised)
            ledger.discard()
    raise typer.Exit(status)


def _say_stopped(options: GradeOptions, graded: int, total: int) -> None:
    """Reports of an earlier run stay as they are: half a class must not take the place of a whole one."""
    print(
        f"Stopped by Ctrl-C after {graded} of {counted(total, 'submission')}. No report was written.", file=sys.stderr
    )
    if options.json is None:
        print("Without --json nothing of this run is kept.", file=sys.stderr)
    else:
        print(
            f"What was graded is kept. To continue, add --resume {options.json} to the same command.", file=sys.stderr
        )


def _refuse_without_sandbox(console: Console) -> None:
    from grader.sandbox.doctor import sandbox_ready

    ready, why = sandbox_ready()
    if not ready:
        console.print(
            f"[bold]kata: no sandbox on this machine.[/] {escape(why)}\n"
            "kata doctor --sandbox shows every layer. To grade people you trust without one: --no-sandbox"
        )
        raise typer.Exit(FAULT)


def _seed(options: GradeOptions, earlier: RunInfo | None) -> int:
    if earlier is None:
        return secrets.randbelow(2**31) if options.seed is None else options.seed
    if options.seed is not None and options.seed != earlier.seed:
        raise UserError(
            f"--resume continues with seed {earlier.seed}; --seed {options.seed} would draw other inputs. Leave it out."
        )
    return earlier.seed


def _names(anonymous: bool, seed: int) -> Callable[[str], str]:
    return (lambda student: pseudonym(student, seed)) if anonymous else str


@contextmanager
def _ledger(json_file: Path | None, info: RunInfo) -> Iterator[Ledger]:
    with ExitStack() as stack:
        if json_file is not None:
            path = ledger_path(json_file)
            lock = FileLock(path.with_name(f"{path.name}.lock"), timeout=0)
            try:
                stack.enter_context(lock)
            except Timeout:
                raise UserError(
                    f"another kata grade is writing {json_file}. Wait for it, or name another file."
                ) from None
            stack.callback(Path(lock.lock_file).unlink, missing_ok=True)
        else:
            path = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="torchkata-"))) / "ledger"
        yield stack.enter_context(Ledger(path, info))


def _run(
    to_grade: Sequence[FoundSubmission],
    total: int,
    ledger: Ledger,
    info: RunInfo,
    options: GradeOptions,
    console: Console,
) -> int:
    from dataclasses import replace

    from grader.grading.run import RunSettings
    from grader.grading.run import grade as grade_all

    status = GRADED
    name_of = _names(options.anonymous, info.seed)
    progress = Progress(
        TextColumn("grading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=console,
        disable=not console.is_terminal,
    )  # fmt: skip
    try:
        with _executor(options.jobs, options.cluster) as (executor, width), progress:
            bar = progress.add_task("", total=total, completed=total - len(to_grade))
            settings = RunSettings(info.seed, options.timeout, not options.no_sandbox, in_flight=2 * width)
            for result in grade_all(to_grade, settings, executor):
                result = replace(result, student=name_of(result.student))
                ledger.add(result)
                progress.advance(bar)
                if result.status == "grader_fault":
                    status = FAULT
                    console.print(
                        f"[bold red]not graded:[/] {escape(one_line(result.student))} {result.exercise}: "
                        f"{escape(one_line(result.note))}"
                    )
    except KeyboardInterrupt:
        return STOPPED
    return status


@contextmanager
def _executor(jobs: int | None, cluster: str | None) -> Iterator[tuple[Executor, int]]:
    if cluster is not None:
        from grader.grading.cluster import connected

        with connected(cluster) as connection:
            yield connection
        return
    from grader.sandbox.pool import LocalPool

    with LocalPool(jobs or _cores()) as pool:
        yield pool.executor, pool.jobs


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _write(options: GradeOptions, info: RunInfo, ledger: Ledger, unrecognised: list[str]) -> None:
    from grader.reporting import files

    if options.json:
        files.write_json(options.json, info, ledger.results(), unrecognised)
    if options.csv:
        files.write_csv(options.csv, ledger.results())
    if options.junit:
        files.write_junit(options.junit, ledger.results())
    if options.html:
        from grader.reporting.page import write_page

        titles = {exercise.id: exercise.title for exercise in catalog.exercises().values()}
        source = "" if options.anonymous else str(options.submissions)
        write_page(options.html, info, ledger.results(), unrecognised, titles, source)
    if options.gradescope:
        from grader.reporting.gradescope import write_gradescope

        write_gradescope(options.gradescope, ledger.results())
    written = [str(path) for path in (*options.files, options.gradescope) if path is not None]
    if written:
        print(f"wrote {', '.join(written)}")
