"""Names for ``--anonymous``."""

from __future__ import annotations

import re

from grader.grading.pseudonyms import pseudonym


def test_one_name_per_student_and_seed_that_says_nothing_of_the_student():
    students = ["ada", "Ada", "bob", "Zoë =1+1", "\udcff", ""]
    names = [pseudonym(student, 7) for student in students]
    assert names == [pseudonym(student, 7) for student in students]
    assert len({*names, *(pseudonym(student, 8) for student in students)}) == 2 * len(students)
    assert all(re.fullmatch(r"student-[0-9a-f]{10}", name) for name in names)
