"""Making a course for nbgrader: notebooks from the same lessons, solutions and suites, and the folder they lie in."""
