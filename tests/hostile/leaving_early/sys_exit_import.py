"""Tries: to leave with sys.exit(0) at the import."""

import sys

STATUS = {"exited"}

sys.exit(0)
