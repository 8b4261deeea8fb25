"""``kata grade``: a whole class, each submission in the sandbox, one report."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from grader import catalog
from grader.errors import UserError
from grader.grading.class_folder import Found, NoClass, find
from grader.grading.ledger import Ledger, read_ledger

GRADED, FAULT, STOPPED = 0, 1, 130
SHOWN_ROWS = 60
SHOWN_NOTE = 160
"""Characters of a note in the terminal's table: a few lines at most."""
ASIDE = (
    "Without the sandbox, every submission can read and change whatever you can, other submissions and this kit's "
    "answers among it. Grade only people you trust this way, or a throwaway container."
)


@dataclass(frozen=True)
class Outputs:
    """Where the results go; None where a form is not asked for."""

    json: Path | None
    csv: Path | None
    junit: Path | None
    html: Path | None
    gradescope: Path | None

    def check(self) -> None:
        """Say now, not after an hour, that a file cannot be written.

        Raises:
            UserError: a folder is missing or closed to us.
        """
        for path in (self.json, self.csv, self.junit, self.html):
            if path is not None:
                folder = path.parent
                if not folder.is_dir():
                    raise UserError(f"{path} cannot be written: there is no folder {folder}.")
                if path.is_dir() or not os.access(folder, os.W_OK):
                    raise UserError(f"{path} cannot be written: is it a folder, or not yours?")
        if self.gradescope is not None:
            try:
                self.gradescope.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise UserError(f"{self.gradescope} cannot be made: {error.strerror}.") from None


def grade(
    submissions: Annotated[Path, typer.Argument(help="a folder (or zip) of STUDENT/exNN/MODULE.py or exNN.ipynb")],
    exercise: Annotated[list[str] | None, typer.Option(help="grade this exercise; may be given again")] = None,
    student: Annotated[list[str] | None, typer.Option(help="grade this student; may be given again")] = None,
    jobs: Annotated[int | None, typer.Option(min=1, help="warm processes; as many as cores unless told")] = None,
    timeout: Annotated[float, typer.Option(min=1, help="seconds a submission may take in all")] = 60.0,
    seed: Annotated[int | None, typer.Option(help="draw the inputs from this seed, as an earlier run did")] = None,
    json_file: Annotated[Path | None, typer.Option("--json", help="write the whole result, as JSON")] = None,
    csv: Annotated[Path | None, typer.Option(help="write a row a submission, for a spreadsheet")] = None,
    junit: Annotated[Path | None, typer.Option(help="write JUnit XML")] = None,
    html: Annotated[Path | None, typer.Option(help="write a page to read")] = None,
    gradescope: Annotated[Path | None, typer.Option(help="write STUDENT/results.json below this folder")] = None,
    resume: Annotated[Path | None, typer.Option(help="go on from this --json file, or from a killed run's")] = None,
    anonymous: Annotated[bool, typer.Option("--anonymous", help="pseudonyms in the place of students' names")] = False,
    no_sandbox: Annotated[bool, typer.Option("--no-sandbox", help="run submissions unconfined: only limits")] = False,
    cluster: Annotated[str | None, typer.Option(help="observe on a Dask cluster, tcp://HOST:PORT")] = None,
) -> None:
    """Grade a whole class: observe every submission in the sandbox, judge, and write one result.

    Exit status 0 when every submission found was graded, whatever the grades; 1 when the grader itself could not
    grade something (each is named); 2 for wrong use; 130 when stopped by Ctrl-C (what was graded is kept).
    """
    outputs = Outputs(json_file, csv, junit, html, gradescope)
    outputs.check()
    chosen = [catalog.exercise(name) for name in exercise] if exercise else list(catalog.exercises().values())
    try:
        found = find(submissions, chosen, student or [], every=bool(exercise))
    except NoClass as error:
        raise UserError(str(error)) from None
    console = Console(stderr=True, highlight=False)
    if no_sandbox:
        console.print(f"[bold red]--no-sandbox:[/] {ASIDE}")
    elif cluster is None:
        _refuse_without_sandbox(console)
    with ExitStack() as stack:
        earlier = _earlier(resume or json_file) if resume is not None else None
        about, kept = _about(seed, earlier)
        ledger = stack.enter_context(_ledger(json_file, about))
        todo = list(_carry_over(found, kept, ledger, anonymous, about["seed"]))
        todo.sort(key=lambda each: each.exercise.id)  # a warm process holds one suite at a time
        console.print(f"seed {about['seed']}" + (f", {len(ledger)} of {len(found)} kept" if len(ledger) else ""))
        status = _run(todo, len(found), ledger, jobs, timeout, not no_sandbox, cluster, anonymous, console)
        _write(outputs, about, ledger)
        _summary(Console(highlight=False), ledger, status)
        if status == STOPPED and json_file is None:
            console.print("Stopped. Without --json nothing of this run is kept.")
        ledger.discard()
    raise typer.Exit(status)


def _refuse_without_sandbox(console: Console) -> None:
    from grader.sandbox.doctor import sandbox_ready

    ready, why = sandbox_ready()
    if not ready:
        console.print(
            f"[bold]kata: no sandbox on this machine.[/] {escape(why)}\n"
            "kata doctor shows every layer. To grade people you trust without one: --no-sandbox"
        )
        raise typer.Exit(FAULT)


def _about(seed: int | None, earlier: tuple[dict[str, Any], list[Any]] | None) -> tuple[dict[str, Any], list[Any]]:
    from grader.grading.run import versions

    if earlier is None:
        return {"seed": secrets.randbelow(2**31) if seed is None else seed, "versions": versions()}, []
    then, results = earlier
    if seed is not None and seed != then["seed"]:
        raise UserError(
            f"--resume goes on with seed {then['seed']}; --seed {seed} would draw other inputs. Leave it out."
        )
    same = then["versions"] == versions()
    return {"seed": then["seed"], "versions": versions()}, results if same else []


def _earlier(path: Path) -> tuple[dict[str, Any], list[Any]]:
    """What an earlier run left: its result, or the ledger of one that was killed. The ledger's entries are newer."""
    about: dict[str, Any] | None = None
    results: list[Any] = []
    try:
        if path.exists():
            whole = json.loads(path.read_text(encoding="utf-8"))
            about, results = {"seed": whole["seed"], "versions": whole["versions"]}, list(whole["submissions"])
        if _ledger_path(path).exists():
            about, newer = read_ledger(_ledger_path(path))
            results += newer
    except (ValueError, KeyError, TypeError, OSError) as error:
        raise UserError(f"{path} is no result of kata grade that could be gone on from ({error}).") from None
    if about is None:
        raise UserError(f"there is no {path}, and no {_ledger_path(path).name} of a run that was killed.")
    return about, results


def _ledger_path(path: Path) -> Path:
    return path.with_name(f"{path.name}.unfinished")


@contextmanager
def _ledger(json_file: Path | None, about: dict[str, Any]) -> Iterator[Ledger]:
    if json_file is not None:
        with Ledger(_ledger_path(json_file), about) as ledger:
            yield ledger
        return
    with tempfile.TemporaryDirectory(prefix="torchkata-") as folder, Ledger(Path(folder) / "ledger", about) as ledger:
        yield ledger


def pseudonym(student: str, seed: int) -> str:
    """A name that says nothing of the student, the same for the same seed."""
    return "student-" + hashlib.sha256(f"{seed} {student}".encode("utf-8", "surrogateescape")).hexdigest()[:10]


def _carry_over(found: list[Found], kept: list[Any], ledger: Ledger, anonymous: bool, seed: int) -> Iterator[Found]:
    """Write down what an earlier run graded and has not changed since; yield the rest."""
    from grader.grading.class_folder import Refused

    old = {(entry["student"], entry["exercise"]): entry for entry in kept}
    for each in found:
        name = pseudonym(each.student, seed) if anonymous else each.student
        entry = old.get((name, each.exercise.id))
        if entry is None or entry["status"] == "grader_fault" or not entry.get("digest") or each.read is None:
            yield each
            continue
        try:
            digest = hashlib.sha256(each.read()).hexdigest()
        except Refused:
            digest = ""
        if digest == entry["digest"]:
            ledger.add(entry)
        else:
            yield each


def _run(
    todo: list[Found],
    total: int,
    ledger: Ledger,
    jobs: int | None,
    timeout: float,
    confined: bool,
    cluster: str | None,
    anonymous: bool,
    console: Console,
) -> int:
    from grader.grading import run as grading

    status = GRADED
    progress = Progress(
        TextColumn("grading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=console,
        disable=not console.is_terminal,
    )  # fmt: skip
    try:
        with _executor(jobs, cluster) as (executor, width), progress:
            bar = progress.add_task("", total=total, completed=total - len(todo))
            run = grading.Run(ledger.about["seed"], timeout, confined, in_flight=2 * width)
            for result in grading.grade(todo, run, executor):
                if anonymous:
                    result["student"] = pseudonym(result["student"], run.seed)
                ledger.add(result)
                progress.advance(bar)
                if result["status"] == "grader_fault":
                    status = FAULT
                    console.print(
                        f"[bold red]not graded:[/] {escape(printable(result['student']))} {result['exercise']}: "
                        f"{escape(printable(result['note']))}"
                    )
    except KeyboardInterrupt:
        return STOPPED
    return status


@contextmanager
def _executor(jobs: int | None, cluster: str | None) -> Iterator[tuple[Any, int]]:
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


def _write(outputs: Outputs, about: dict[str, Any], ledger: Ledger) -> None:
    from grader.reporting import files

    if outputs.json:
        files.write_json(outputs.json, about, ledger.results())
    if outputs.csv:
        files.write_csv(outputs.csv, ledger.results())
    if outputs.junit:
        files.write_junit(outputs.junit, ledger.results())
    if outputs.html:
        from grader.reporting.page import write_page

        write_page(outputs.html, about, ledger.results())
    if outputs.gradescope:
        files.write_gradescope(outputs.gradescope, ledger.results())


def printable(text: str) -> str:
    """Text from a submission for a terminal: control characters, which could move the cursor, made visible."""
    return "".join(char if char.isprintable() or char == " " else repr(char)[1:-1] for char in text)


def _last_line(note: str) -> str:
    """The end of a note, where a traceback says what went wrong; "..." stands for what only the files have."""
    *before, last = note.strip().splitlines() or [""]
    cut = f"{last[:SHOWN_NOTE]}..." if len(last) > SHOWN_NOTE else last
    return f"... {cut}" if before else cut


def _summary(console: Console, ledger: Ledger, status: int) -> None:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for column, justify in (("student", "left"), ("exercise", "left"), ("points", "right"), ("status", "left")):
        table.add_column(column, justify=justify)  # type: ignore[arg-type]
    table.add_column("note", overflow="fold")
    counted: dict[str, int] = {}
    for index, result in enumerate(ledger.results()):
        counted[result["status"]] = counted.get(result["status"], 0) + 1
        if index < SHOWN_ROWS:
            points = "none" if result["points"] is None else str(result["points"])
            table.add_row(
                escape(printable(result["student"])),
                result["exercise"],
                f"{points} of {result['max_points']}",
                result["status"].replace("_", " "),
                escape(printable(_last_line(result["note"]))),
            )
    console.print(table)
    if len(ledger) > SHOWN_ROWS:
        console.print(f"... and {len(ledger) - SHOWN_ROWS} more: --html or --csv has them all")
    told = ", ".join(f"{number} {name.replace('_', ' ')}" for name, number in sorted(counted.items()))
    console.print(f"\n{len(ledger)} submissions: {told or 'none'}")
    if status == STOPPED:
        print("Stopped by Ctrl-C: the submissions above were graded.", file=sys.stderr)
