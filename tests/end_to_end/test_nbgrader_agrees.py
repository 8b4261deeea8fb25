"""nbgrader's autograde gives the same points, check by check, for one sample of each kind."""

from __future__ import annotations

import pytest

from grader import catalog
from grader.authoring.grade_source import grade_source
from tests.end_to_end.test_same_verdict import modules
from tests.nbgrader_plugin.kit import NO_SANDBOX, Course

SAMPLES = {
    "ex01": ("solution", "alternative_folded", "mistake_takes_images_for_square_1", "verdict_a_tensor_named_int"),
    "ex06": (
        "alternative_meter", "mistake_zeroed_before_the_step_1", "verdict_evaluates_a_copy",
        "verdict_restores_only_the_top_flag",
    ),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.skipif(bool(NO_SANDBOX), reason=NO_SANDBOX)
@pytest.mark.parametrize("name", SAMPLES)
def test_autograde_agrees_with_the_judge(name, tmp_path):
    exercise = catalog.exercise(name)
    sources = modules(exercise)
    course = Course(tmp_path / "course", name)
    with (course.root / "nbgrader_config.py").open("a") as config:
        config.write("\nc.Judge.seed = 0\n")
    assert course.nbgrader("generate_assignment", name).status == 0
    for sample in SAMPLES[name]:
        path = tmp_path / "class" / sample / name / exercise.filename
        path.parent.mkdir(parents=True)
        path.write_text(sources[sample], encoding="utf-8")
    collected = course.kata("collect", str(tmp_path / "class"), "--course", str(course.root))
    assert collected.status == 0, collected.text
    ran = course.nbgrader("autograde", name)
    assert ran.status == 0, ran.text
    for sample in SAMPLES[name]:
        grade = grade_source(exercise, sources[sample])
        expected = {verdict.check: float(verdict.points) for verdict in grade.verdicts}
        assert course.points(sample, name) == expected, sample
