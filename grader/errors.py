"""The one exception that a command ends on in a sentence."""

from __future__ import annotations


class UserError(Exception):
    """What a user can put right; the message says how. Ends the command with status 2."""
