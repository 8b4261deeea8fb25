"""Grades in words and tables. Nothing here knows how a grade came about."""
