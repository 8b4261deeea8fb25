"""After judging: a notebook's points are saved in the gradebook, in one transaction."""

from __future__ import annotations

from typing import Any
from weakref import WeakKeyDictionary, finalize

from nbgrader import utils
from nbgrader.api import Gradebook
from nbgrader.preprocessors import AssignLatePenalties, NbGraderPreprocessor

from grader.nbgrader_plugin import progress
from grader.nbgrader_plugin.clean_notebook import PROBLEM
from grader.nbgrader_plugin.progress import Score


class SaveGrades(NbGraderPreprocessor):
    """What nbgrader's SaveAutoGrades saves, with one commit per notebook instead of one per cell.

    The penalty for being late is nbgrader's own, with its settings. It opens the gradebook again, so it is only asked
    where a submission is late or was before.
    """

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        names = resources["nbgrader"]
        gradebook = _opened(self.parent, names["db_url"])
        notebook = gradebook.find_submission_notebook(names["notebook"], names["assignment"], names["student"])
        source = notebook.notebook
        known = {cell.id: cell.name for cell in (*source.grade_cells, *source.solution_cells, *source.task_cells)}
        grades = {known[grade.cell_id]: grade for grade in notebook.grades}
        comments = {known[comment.cell_id]: comment for comment in notebook.comments}
        for cell in nb.cells:
            if utils.is_grade(cell):
                _save_points(cell, grades[cell.metadata.nbgrader.grade_id], self.log)
            if utils.is_solution(cell) or utils.is_task(cell):
                comments[cell.metadata.nbgrader.grade_id].auto_comment = "No response." if _is_untouched(cell) else None
        points = sum(_points(grade) for grade in grades.values())
        waiting = sum(grade.needs_manual_grade for grade in grades.values())
        most = sum(cell.metadata.nbgrader.points for cell in nb.cells if utils.is_grade(cell) or utils.is_task(cell))
        is_late = notebook.assignment.total_seconds_late > 0 or notebook.late_submission_penalty is not None
        gradebook.db.commit()
        if is_late:
            # Not inherited: c.AssignLatePenalties.enabled = False would also switch this class off.
            AssignLatePenalties(parent=self.parent)(nb, resources)
        penalty = notebook.late_submission_penalty or 0.0 if is_late else 0.0
        progress.note(names["student"], Score(points, most, penalty, waiting, nb.metadata.get(PROBLEM, "")))
        return nb, resources


def _save_points(cell: Any, grade: Any, log: Any) -> None:
    grade.auto_score, _ = utils.determine_grade(cell, log)
    grade.needs_manual_grade = grade.manual_score is not None or grade.auto_score is None


def _points(grade: Any) -> float:
    score = grade.auto_score if grade.manual_score is None else grade.manual_score
    return (score or 0.0) + (grade.extra_credit or 0.0)


def _is_untouched(cell: Any) -> bool:
    return not utils.is_task(cell) and cell.metadata.nbgrader.get("checksum") == utils.compute_checksum(cell)


def _opened(exporter: Any, url: str) -> Gradebook:
    """The gradebook, opened once per command: opening it takes longer than saving a notebook's points."""
    kept = _gradebooks.setdefault(exporter, {})
    if url not in kept:
        kept[url] = Gradebook(url)
        finalize(exporter, kept[url].close)
    return kept[url]


_gradebooks: WeakKeyDictionary[Any, dict[str, Gradebook]] = WeakKeyDictionary()
