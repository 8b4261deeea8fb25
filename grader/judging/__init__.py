"""The judge's side: what a check asks for, how values are compared and worded, and verdicts from observations.

Nothing here reaches a submission's code; it sees observations and its own copy of the cases.
"""
