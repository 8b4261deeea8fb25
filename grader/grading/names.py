"""Which exercise a file or folder is meant for, and which student a folder belongs to, judged by names only.

People, browsers, operating systems and learning platforms rename files: "ex01 (1).ipynb", "Copy of ex01.ipynb", "EX01",
"Num_Flat_Features.py". Sources of the platforms' layouts: Moodle's mod/assign/locallib.php (download_submissions),
Canvas' "How do I download all student submissions for an assignment?", Gradescope's "Export Submissions".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from grader import catalog
from grader.catalog import Exercise

_COPY = re.compile(r"^copy of |[ _-]*(\(\d+\)|copy ?\d*)$", re.IGNORECASE)
_ID = re.compile(r"(?:ex|exercise)[ _-]?0*(\d{1,2})", re.IGNORECASE)
_MOODLE = re.compile(r"(?P<student>.+)_(?P<number>\d+)_assignsubmission_(?:file|onlinetext)_?(?P<file>.*)")
_CANVAS = re.compile(r"(?P<student>[^_]+)(?P<late>_LATE)?_(?P<number>\d+)_(?P<upload>\d+)_(?P<file>.+)")
_CANVAS_ATTEMPT = re.compile(r"-\d+$")


@lru_cache(10_000)  # in a large class, most names come again and again
def exercise_of_folder(name: str) -> Exercise | None:
    """The exercise that a folder is named for: ``ex01``, ``EX01``, ``ex-01``, ``ex1``, ``Exercise 1``."""
    match = _ID.fullmatch(name)
    return catalog.exercises().get(f"ex{int(match[1]):02d}") if match else None


@lru_cache(10_000)
def exercise_of_file(name: str) -> Exercise | None:
    """The exercise whose module or notebook a file is, also under a name that a copy or a browser gave it."""
    stem, dot, suffix = name.rpartition(".")
    if not dot or suffix.lower() not in ("py", "ipynb"):
        return None
    stem = _COPY.sub("", stem)
    stem = _CANVAS_ATTEMPT.sub("", stem)  # Canvas numbers later attempts: ex01-1.ipynb
    by_module = next((known for known in catalog.exercises().values() if known.module == stem.lower()), None)
    return by_module or (exercise_of_folder(stem) if suffix.lower() == "ipynb" else None)


@dataclass(frozen=True)
class Owner:
    """Who a folder or file belongs to, as a platform's names say it.

    Attributes:
        student: the student's name, or the folder's where it is no platform's.
        number: the platform's number of the student; Moodle's is another one for each assignment.
        file: the file's own name, where the name of a file says all this.
        upload: Canvas' number of the file; a later file has a larger one.
        late: whether Canvas marks it as late.
        aliases: e-mail address and student id, where Gradescope knows them.
    """

    student: str
    number: str = ""
    file: str = ""
    upload: int = 0
    late: bool = False
    aliases: tuple[str, ...] = ()


NOBODY = Owner("")


def owner_of(name: str, is_file: bool = False) -> Owner:
    """What a folder's or a file's name at the top of a class says; Canvas puts all files there."""
    moodle = _MOODLE.fullmatch(name)
    if moodle:
        return Owner(moodle["student"], moodle["number"], moodle["file"])
    canvas = _CANVAS.fullmatch(name) if is_file else None
    if canvas:
        return Owner(canvas["student"], canvas["number"], canvas["file"], int(canvas["upload"]), bool(canvas["late"]))
    return Owner(name)


GRADESCOPE_METADATA = "submission_metadata.yml"
_SUBMISSION = re.compile(r"^(submission_(\d+)):", re.MULTILINE)
_FIELD = re.compile(r"^[ \t-]+:(name|sid|email): *(.*?) *$", re.MULTILINE)


def gradescope_owners(metadata: str) -> dict[str, Owner]:
    """The first submitter of each ``submission_N`` folder, from the file that Gradescope puts beside the folders."""
    owners = {}
    marks = list(_SUBMISSION.finditer(metadata))
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        fields: dict[str, str] = {}
        for line in _FIELD.finditer(metadata, mark.end(), following.start() if following else len(metadata)):
            fields.setdefault(line[1], line[2].strip("'\""))
        if fields.get("name"):
            aliases = tuple(fields[key] for key in ("email", "sid") if fields.get(key))
            owners[mark[1]] = Owner(fields["name"], mark[2], aliases=aliases)
    return owners
