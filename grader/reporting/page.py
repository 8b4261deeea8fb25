"""A run's results as one HTML page that needs nothing else: no network, its own script and styles, all else text.

The page's content security policy names its script and its styles by their digests, so nothing else can run or be
loaded. Source: W3C, Content Security Policy Level 3, "hash-source".
"""

from __future__ import annotations

import shlex
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from grader.records import RunInfo, SubmissionResult
from grader.reporting.code_spans import with_code
from grader.reporting.page_data import ClassData, SharedAnswer
from grader.text import one_line
from grader.whole_file import whole_text

_FOLDER = Path(__file__).parent
_templates = Environment(
    loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)
_templates.filters["with_code"] = with_code
_templates.policies["json.dumps_kwargs"] = {"separators": (",", ":"), "ensure_ascii": False}


def write_page(
    path: Path,
    run: RunInfo,
    results: Iterable[SubmissionResult],
    unrecognised: Sequence[str] = (),
    titles: Mapping[str, str] | None = None,
    source: str = "",
) -> None:
    """Write the page.

    Args:
        path: the file.
        run: what the grades depend on.
        results: by student.
        unrecognised: folders in which no submission was recognised.
        titles: the exercises' titles by id.
        source: the class's folder as the command line has it, for commands to copy; empty where students' names are
            pseudonyms, which no command could find.
    """
    data = ClassData(results, titles or {})
    parts = {name: (_FOLDER / f"page.{name}").read_text(encoding="utf-8") for name in ("js", "css")}
    template = _templates.get_template("page.html")
    with whole_text(path) as file:
        for piece in template.generate(
            run=run,
            data=data,
            unrecognised=[one_line(name) for name in unrecognised],
            commands=[_command(shared, data, source) for shared in data.shared],
            script=Markup(parts["js"]),
            styles=Markup(parts["css"]),
            script_digest=_digest(parts["js"]),
            styles_digest=_digest(parts["css"]),
        ):
            file.write(piece)


def _digest(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _command(shared: SharedAnswer, data: ClassData, source: str) -> str:
    """The command that starts a known mistake's entry from one of the students who share an answer.

    A name that a terminal would not print as it is cannot be copied, so such a student is not chosen.
    """
    names = [data.name(student) for student in shared.students]
    name = next((name for name in names if one_line(name) == name), None)
    found = source and one_line(source) == source and name is not None
    origin = ["--from", source, f"--student={name}"] if found else ["--from", "FILE"]
    caught_by = [f"--caught-by={check.name}" for check in shared.checks]
    return shlex.join(["kata", "author", "mistake", shared.exercise, *origin, *caught_by])
