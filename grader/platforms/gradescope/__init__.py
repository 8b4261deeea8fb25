"""Gradescope: the zip that an instructor uploads, and what runs there for each submission."""
