"""Vectors as bytes: sentence vectors in full, token vectors in 8 bits.

A token vector keeps its own scale (its largest component becomes 127), so its direction is off by less
than half a percent.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]


def pack_vector(vector: Matrix) -> bytes:
    """Little-endian float32 bytes."""
    return np.ascontiguousarray(vector, "<f4").tobytes()


def unpack_vector(data: bytes) -> Matrix:
    """What `pack_vector` packed, read-only."""
    return np.frombuffer(data, "<f4")


def pack_tokens(tokens: Matrix) -> bytes:
    """(pieces, dim) unit vectors: a float32 scale for each, then the components in 8 bits."""
    if not len(tokens):
        return b""
    scales = np.abs(tokens).max(axis=1) / 127.0
    scales[scales == 0.0] = 1.0
    steps = np.rint(tokens / scales[:, None]).astype(np.int8)
    return bytes(np.asarray(scales, "<f4").tobytes() + steps.tobytes())


@dataclass(frozen=True, slots=True)
class Tokens:
    """Token vectors in 8 bits: a vector is its row of `steps` (pieces, dim) times its scale (pieces,)."""

    steps: NDArray[np.int8]
    scales: Matrix

    def full(self) -> Matrix:
        """The vectors as (pieces, dim) float32, nearly of unit length."""
        return np.asarray(self.steps * self.scales[:, None], np.float32)


def unpack_tokens(data: bytes, dim: int) -> Tokens:
    """What `pack_tokens` packed."""
    pieces = len(data) // (dim + 4)
    steps = np.frombuffer(data, np.int8, pieces * dim, pieces * 4).reshape(pieces, dim)
    return Tokens(steps, np.frombuffer(data, "<f4", pieces))
