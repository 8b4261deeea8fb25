"""torchkata's grader: suites, the observing of learners' code, and the judging of what was observed."""

__version__ = "0.1.0"
"""Of both distributions: torchkata and torchkata-solutions."""
