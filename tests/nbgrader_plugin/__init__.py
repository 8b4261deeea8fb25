"""Tests of notebooks and courses, with nbgrader's own commands."""
