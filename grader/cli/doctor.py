"""``kata doctor``: whether this machine can do the exercises, or grade submissions."""

from __future__ import annotations

from typing import Annotated

import typer

from grader.cli.learner import PANEL

app = typer.Typer()


@app.command(rich_help_panel=PANEL)
def doctor(
    sandbox: Annotated[
        bool, typer.Option("--sandbox", help="for instructors: the layers that confine submissions")
    ] = False,
) -> None:
    """Say whether this machine is ready for the exercises, and what to do where it is not. Status 1 if it is not."""
    raise typer.Exit(0 if (_sandbox() if sandbox else _learner()) else 1)


def _sandbox() -> bool:
    from grader.sandbox.doctor import examine

    layers = examine()
    for layer in layers:
        print(f" {'ok' if layer.works else '--'}  {layer.name}: {layer.seen}")
        if layer.remedy:
            print(f"     to get it: {layer.remedy}")
    ready = all(layer.works for layer in layers)
    print("\nSubmissions are confined here." if ready else "\nkata grade refuses to run here without --no-sandbox.")
    return ready


def _learner() -> bool:
    from grader.learner.doctor import examine

    findings = []
    for finding in examine():
        findings.append(finding)
        print(f" {'ok' if finding.works else '--'}  {finding.name}: {finding.seen}", flush=True)
        if finding.remedy:
            print(f"     to do: {finding.remedy}")
    ready = all(finding.works or finding.is_optional for finding in findings)
    print("\nReady for the exercises. Next: kata" if ready else "\nNot ready yet: see what to do above.")
    return ready
