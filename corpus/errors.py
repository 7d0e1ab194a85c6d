"""Errors of the corpus.

CorpusError
 +-- UnreadableDocument   a file cannot be taken in: which, why, what to do
 +-- BrokenCorpusData     a shipped data file is missing or does not say what its manifest says
"""

from __future__ import annotations


class CorpusError(Exception):
    """Base of everything the corpus raises; its text is one line for the user."""


class UnreadableDocument(CorpusError):
    """A file cannot be taken in."""


class BrokenCorpusData(CorpusError):
    """A data file of the project is missing, damaged or not what the manifest names."""
