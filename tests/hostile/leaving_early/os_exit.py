"""Tries: to end the process with status 0 before anything is observed."""

import os

STATUS = {"exited"}

os._exit(0)
