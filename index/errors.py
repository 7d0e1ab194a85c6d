"""Errors of the index. Each message is one line: what is wrong, where, and what mends it.

IndexFault
 +-- BadSetting           a setting has a value that cannot be used
 +-- ModelMissing         the embedding weights are not where they should be
 +-- ModelChanged         the embedding weights are not the published ones
 +-- BadVectors           the embedding model gave something that is not a unit vector
 +-- IndexMismatch        the index was built by another model, another format or other settings
 +-- IndexDamaged         the index on disk cannot be read and cannot be mended from itself
 +-- DataFolderUnusable   the data folder cannot be read or written
 +-- FolderOwned          another process owns the data folder
 +-- BackupUnusable       a backup cannot be written, or is none, or is damaged
 +-- VectorsUnavailable   the vector store does not answer (searches then go by full text alone)
 +-- UnknownId            no document or passage has this id
      +-- SourceGone      one had it until its document was replaced or removed

Errors of SQLite and Chroma are turned into these where they are met, in `records` and `vectors`.
"""

from __future__ import annotations

from datetime import date
from typing import Literal


class IndexFault(Exception):
    """Base of everything the index raises; its text is one line for the user."""


class BadSetting(IndexFault):
    """A setting has a value that cannot be used."""


class ModelMissing(IndexFault):
    """The embedding weights are not where they should be."""


class ModelChanged(IndexFault):
    """The embedding weights are not the published ones; `digest` is what was found."""

    def __init__(self, message: str, digest: str) -> None:
        super().__init__(message)
        self.digest = digest


class BadVectors(IndexFault):
    """The embedding model gave vectors that are not finite or not of unit length."""


class IndexMismatch(IndexFault):
    """The index was built by another model, another format or other settings."""


class IndexDamaged(IndexFault):
    """The index on disk cannot be read and cannot be mended from itself."""


class DataFolderUnusable(IndexFault):
    """The data folder cannot be read or written."""


class FolderOwned(IndexFault):
    """Another process owns the data folder.

    `address` and `token` say how to reach it over HTTP; both None where it serves nobody.
    """

    def __init__(self, message: str, pid: int | None, address: str | None, token: str | None) -> None:
        super().__init__(message)
        self.pid = pid
        self.address = address
        self.token = token


class BackupUnusable(IndexFault):
    """A backup cannot be written to its file, or the file is no whole backup that fits this program."""


class VectorsUnavailable(IndexFault):
    """The vector store does not answer."""


class UnknownId(IndexFault):
    """No document or passage has this id."""


class SourceGone(UnknownId):
    """A document or passage had this id until `since`; its document was then replaced or removed.

    `replaced_by` is the id of the loaded document that took its place, None where there is none.
    """

    def __init__(self, what: str, since: date, replaced_by: str | None) -> None:
        how = f"replaced by {replaced_by!r}" if replaced_by else "removed"
        super().__init__(f"{what} was {how} on {since.isoformat()}; its text is no longer kept.")
        self.since = since
        self.replaced_by = replaced_by

    @property
    def state(self) -> Literal["source_changed", "source_removed"]:
        """The state of a citation into it: "source_changed" or "source_removed"."""
        return "source_changed" if self.replaced_by else "source_removed"
