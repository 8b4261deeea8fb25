"""Feedback pages: the checks that failed, with their messages, then all points, then the student's notebook."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbconvert.exporters import HTMLExporter
from nbgrader import utils
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor
from pygments.formatters import HtmlFormatter
from traitlets.config import Config

from grader import catalog
from grader.nbgrader_plugin import progress
from grader.nbgrader_plugin.clean_notebook import PROBLEM
from grader.nbgrader_plugin.display import VERDICT


class FeedbackExporter(HTMLExporter):
    """An HTML page that runs no script, and requests nothing when it is opened."""

    export_from_notebook: str | None = None  # type: ignore[assignment]  # nbconvert reads None as "not in menus"

    def __init__(self, **keywords: Any) -> None:
        super().__init__(**keywords)
        if self.parent is not None:
            progress.summarise_at_exit(self.parent, self.parent.coursedir.feedback_directory, "written")

    @property
    def default_config(self) -> Config:
        # In this class's own section: nbgrader and the course set HTMLExporter's, for their own templates.
        here = {
            "template_name": "torchkata_feedback",
            "extra_template_basedirs": [str(Path(__file__).parent / "templates")],
            "extra_template_paths": [],
        }
        config = Config({"FeedbackExporter": here})
        config.merge(super().default_config)
        return config


class ShowGrades(NbGraderPreprocessor):
    """Puts what the gradebook says into the resources of a page: all of it is text, to be escaped by the template."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        names = resources["nbgrader"]
        with Gradebook(names["db_url"]) as gradebook:
            notebook = gradebook.find_submission_notebook(names["notebook"], names["assignment"], names["student"])
            late = notebook.late_submission_penalty or 0.0
            grades = {grade.name: _grade(grade) for grade in notebook.grades}
            comments = {comment.name: comment.manual_comment or "" for comment in notebook.comments}
            score, most = notebook.score, notebook.max_score
        graded = [_entry(cell, grades, comments) for cell in nb.cells if utils.is_grade(cell) or utils.is_task(cell)]
        exercise = catalog.exercises().get(names["notebook"])
        resources["torchkata"] = {
            "title": f"{exercise.id} {exercise.title}" if exercise else names["notebook"],
            "student": names["student"],
            "problem": nb.metadata.get(PROBLEM, ""),
            "score": max(0.0, score - late),
            "most": most,
            "late": late,
            "entries": _say_once(sorted(graded, key=lambda entry: _ORDER.index(entry["state"]))),
            "by_name": {entry["name"]: entry for entry in graded},
            "comments": comments,
            "light": HtmlFormatter(style="default").get_style_defs(".highlight"),
            "dark": HtmlFormatter(style="github-dark").get_style_defs(".highlight"),
        }
        return nb, resources


_ORDER = ("failed", "waits", "zero", "partly", "waiting", "passed")
"""The states of an entry, in the order of the index: one "waits" for another check, one is "waiting" for a person."""


def _grade(grade: Any) -> dict[str, Any]:
    return {
        "score": grade.score or 0.0,
        "most": grade.max_score or 0.0,
        "waiting": grade.needs_manual_grade and grade.manual_score is None,
        "by_hand": grade.manual_score is not None,
    }


def _entry(cell: Any, grades: dict[str, dict[str, Any]], comments: dict[str, str]) -> dict[str, Any]:
    """One line of the index: a check that was judged, or an answer that people read."""
    name = cell.metadata.nbgrader.grade_id
    grade = grades[name]
    verdict = cell.metadata.get(VERDICT)
    if grade["waiting"]:
        state = "waiting"
    elif grade["score"] >= grade["most"]:
        state = "passed"
    elif verdict:
        state = "waits" if verdict["outcome"] == "waits" else "failed"
    else:
        state = "partly" if grade["score"] else "zero"
    shown = dict(verdict) if verdict else {"title": _title(name), "mistakes": [], "rows": []}
    return {
        **shown,
        **grade,
        "name": name,
        "state": state,
        "comment": comments.get(name, ""),
        "is_check": bool(verdict),
    }


def _title(name: str) -> str:
    """A title for an answer in words, made of its cell's name: "answer-exit-question" is "Answer: exit question"."""
    words = name.replace("-", " ").replace("_", " ").removeprefix("answer ").strip()
    return f"Answer: {words}"


def _say_once(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave out what an entry above said already: a mistake's explanation, and rows that are all the same."""
    explained: set[str] = set()
    said: list[Any] = []
    for entry in entries:
        mistakes = entry["mistakes"]
        entry["mistakes"] = [{**each, "explanation": ""} if each["title"] in explained else each for each in mistakes]
        explained |= {each["title"] for each in mistakes}
        rows = entry["rows"]
        entry["rows"] = [["", "The same as above.", True]] if rows in said else rows
        said += [rows] if rows else []
    return entries
