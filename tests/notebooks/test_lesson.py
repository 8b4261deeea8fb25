"""A lesson as a notebook's text."""

from __future__ import annotations

import base64
import re

import pytest

from grader import catalog
from grader.notebooks.lesson import HOW_TO_CHECK, lesson
from tests.nbgrader_plugin.kit import ROOT, solution_cells

EX01 = catalog.exercise("ex01")
named = pytest.mark.parametrize("exercise", catalog.exercises().values(), ids=lambda exercise: exercise.id)
README = """\
# ex01: Count

Write in `num_flat_features.py`. See [the next one](../ex02/README.md) and [PyTorch](https://pytorch.org).

## The idea

![A box](box.png) and not ![elsewhere](https://x.org/box.png)

## Check it

    pytest exercises/ex01

## Where it goes wrong

Nowhere.
"""


@named
def test_lessons_bring_their_pictures_and_speak_of_cells(exercise):
    before, after = lesson(ROOT, exercise, solution_cells(exercise.id))
    assert [text.question for text in (*before, *after) if text.question] == ["Predict first", "Exit question"]
    for text in (*before, *after):
        source = text.source
        assert set(re.findall(r"\(attachment:([^)]+)\)", source)) == set(text.attachments)
        assert not re.search(r"\]\((?!https?:|attachment:)", source), "a link that leads out of the notebook"
        assert exercise.filename not in source
        assert "exercises/" not in source


def test_files_become_cells_and_the_lesson_is_cut_where_the_cells_come(tmp_path):
    folder = tmp_path / "exercises/ex01"
    folder.mkdir(parents=True)
    (folder / "README.md").write_text(README, encoding="utf-8")
    (folder / "box.png").write_bytes(b"a picture")
    (before,), (after,) = lesson(tmp_path, EX01, '"""Goal: count.\n\nCheck: pytest exercises/ex01\n"""\n')
    assert before.source == (
        "# ex01: Count\n\nWrite in the code cells below. See the next one and [PyTorch](https://pytorch.org).\n\n"
        "## The idea\n\n![A box](attachment:box.png) and not ![elsewhere](https://x.org/box.png)\n\n"
        f"## Your turn\n\nGoal: count.\n\n{HOW_TO_CHECK}"
    )
    assert before.attachments == {"box.png": {"image/png": base64.b64encode(b"a picture").decode()}}
    assert after.source == "## Where it goes wrong\n\nNowhere."
    (folder / "box.png").unlink()
    with pytest.raises(FileNotFoundError):
        lesson(tmp_path, EX01, "")
