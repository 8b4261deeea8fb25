"""What nbgrader loads: preprocessors that its configuration names, and the check that a notebook's cell runs.

Nothing is imported here: the check in the kernel must work where nbgrader is not installed.
"""
