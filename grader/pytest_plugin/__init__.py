"""What pytest loads for learners: ``plugin`` (hooks), ``collection``, ``report``, ``debugger``, ``last_words``."""

import os


def debugs_suites() -> bool:
    """Whether KATA_DEBUG is set: whoever writes a suite then sees pytest's own output and the suite's traceback."""
    return bool(os.environ.get("KATA_DEBUG"))
