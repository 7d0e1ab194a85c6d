"""How a command fails: with one line that says what is wrong, where, and what to do.

CommandError   what a command was asked cannot be done
"""

from __future__ import annotations


class CommandError(Exception):
    """What a command was asked cannot be done; its text is one line for the user."""
