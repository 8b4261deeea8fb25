"""Which exercise a name is meant for, and whose folder it is."""

from __future__ import annotations

import pytest

from grader.grading.names import Owner, exercise_of_file, exercise_of_folder, gradescope_owners, owner_of


@pytest.mark.parametrize(
    ("name", "exercise"),
    [("ex01", "ex01"), ("EX-1", "ex01"), ("Exercise 01", "ex01"), ("ex77", None), ("ex01b", None), ("01", None)],
)
def test_folders(name, exercise):
    found = exercise_of_folder(name)
    assert (found.id if found else None) == exercise


@pytest.mark.parametrize(
    ("name", "exercise"),
    [
        ("flat_size.py", "ex03"),
        ("Flat_Size (2).PY", "ex03"),
        ("Copy of ex03.ipynb", "ex03"),
        ("ex03-2.ipynb", "ex03"),
        ("flat_size copy.py", "ex03"),
        ("ex03.py", None),
        ("flat_size", None),
        ("flat_size.txt", None),
        ("my_flat_size.py", None),
        (".py", None),
    ],
)
def test_files(name, exercise):
    found = exercise_of_file(name)
    assert (found.id if found else None) == exercise


@pytest.mark.parametrize(
    ("name", "is_file", "owner"),
    [
        ("ada", False, Owner("ada")),
        ("Ada L_11_assignsubmission_file_", False, Owner("Ada L", "11")),
        ("Ada L_11_assignsubmission_file_ex01.ipynb", True, Owner("Ada L", "11", "ex01.ipynb")),
        ("adal_LATE_101_5001_ex01.ipynb", True, Owner("adal", "101", "ex01.ipynb", 5001, late=True)),
        ("adal_101_5001_x", False, Owner("adal_101_5001_x")),
    ],
)
def test_owners(name, is_file, owner):
    assert owner_of(name, is_file) == owner


def test_gradescope_says_who_submitted():
    metadata = """---
submission_61:
  :submitters:
  - :name: Ada Lovelace
    :sid: '0815'
    :email: ada@example.org
  - :name: Bob Hopper
    :email: bob@example.org
  :score: 3.0
submission_62:
  :submitters: []
submission_63:
  :submitters:
  - :name: "Zoë"
"""
    assert gradescope_owners(metadata) == {
        "submission_61": Owner("Ada Lovelace", "61", aliases=("ada@example.org", "0815")),
        "submission_63": Owner("Zoë", "63"),
    }
