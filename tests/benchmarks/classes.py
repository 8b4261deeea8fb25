"""Classes to measure with: half right answers, half known mistakes, as modules or as stock nbgrader notebooks."""

from __future__ import annotations

import shutil
from itertools import cycle, islice
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

from grader import catalog
from tests.benchmarks.measuring import ROOT
from tests.mistakes import mistake_files


def answers(exercise: catalog.Exercise, count: int) -> list[Path]:
    """``count`` files, right and wrong in turn."""
    right = cycle([exercise.path(ROOT, "solutions"), *sorted((ROOT / "tests/alternatives" / exercise.id).glob("*.py"))])
    wrong = cycle(mistake_files(exercise))
    return [next(source) for source in islice(cycle([right, wrong]), count)]


def modules(place: Path, exercise: catalog.Exercise, count: int) -> Path:
    """A class that submitted modules."""
    for index, source in enumerate(answers(exercise, count)):
        folder = place / f"student{index:05}" / exercise.id
        folder.mkdir(parents=True)
        shutil.copy(source, folder / exercise.filename)
    return place


# The checks of ex02 as an instructor would write them in hidden cells of a stock course: plain asserts.
ASSERTS = [
    "assert tuple(Net()(torch.zeros(2, 1, 32, 32)).shape) == (2, 10)",
    "net = Net(); x = torch.randn(3, 1, 32, 32)\n"
    "h = F.max_pool2d(F.relu(net.conv1(x)), 2)\nh = F.max_pool2d(F.relu(net.conv2(h)), 2).flatten(1)\n"
    "h = net.fc3(F.relu(net.fc2(F.relu(net.fc1(h)))))\nassert torch.allclose(net(x), h, atol=1e-5)",
    "net = Net(); x = torch.randn(4, 1, 32, 32)\nassert torch.allclose(net(x)[1:2], net(x[1:2]), atol=1e-5)",
    "net = Net(); net(torch.randn(1, 1, 30, 30)).sum().backward()\n"
    "assert all(p.grad is not None for p in net.parameters())",
    "assert tuple(as_minibatch(torch.zeros(3, 8, 8)).shape) == (1, 3, 8, 8)",
    "net = Net(); image = torch.randn(1, 32, 32)\nassert predict(net, image) == int(net(image[None]).argmax())",
    "assert count_parameters(Net()) == 81194",
]


def stock_course(place: Path, exercise: catalog.Exercise, count: int) -> Path:
    """A stock nbgrader course with ``count`` submitted notebooks: solution code in one cell, asserts in hidden ones."""
    (place / "nbgrader_config.py").write_text(
        f'c = get_config()\nc.CourseDirectory.course_id = "stock"\nc.CourseDirectory.root = {str(place)!r}\n',
        encoding="utf-8",
    )
    solution = exercise.path(ROOT, "solutions").read_text(encoding="utf-8")
    released = place / "source" / exercise.id / f"{exercise.id}.ipynb"
    _write(released, _notebook(solution))
    for index, source in enumerate(answers(exercise, count)):
        handed_in = place / "submitted" / f"student{index:05}" / exercise.id / f"{exercise.id}.ipynb"
        _write(handed_in, _notebook(source.read_text(encoding="utf-8")))
    return place


def _notebook(code: str) -> nbformat.NotebookNode:
    answer = new_code_cell(code, id="answer")
    answer.metadata["nbgrader"] = _marks("answer", solution=True)
    cells = [answer]
    for index, text in enumerate(ASSERTS):
        cell = new_code_cell(f"import torch\nimport torch.nn.functional as F\n{text}", id=f"check{index}")
        cell.metadata["nbgrader"] = {**_marks(f"check{index}", solution=False), "points": 2}
        cells.append(cell)
    return new_notebook(
        cells=cells, metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    )


def _marks(name: str, solution: bool) -> dict[str, object]:
    marks = {"grade": not solution, "solution": solution, "locked": not solution, "task": False}
    return {**marks, "grade_id": name, "schema_version": 3, "cell_type": "code"}


def _write(path: Path, notebook: nbformat.NotebookNode) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)
