"""Room that an HNSW file has for vectors to come, overwritten with zeros.

chromadb's index library (chroma-hnswlib, `HierarchicalNSW::persistDirty` in hnswalg.h) writes its whole
allocation when it first saves, and what it did not use yet is whatever the program's memory held there: words
of documents too, perhaps of one just removed.
"""

from __future__ import annotations

import struct
from pathlib import Path

_HEADER = struct.Struct(
    "<i4Q"
)  # layout version, offset, capacity, vectors stored, bytes of one vector's slot
_LAYOUT = 1
_LENGTH = 4  # bytes of one entry of length.bin


def clear_unused(folder: Path) -> None:
    """Overwrite the unused room of every HNSW index below `folder`; what is stored stays as it is.

    Files of another layout are left alone. Raises OSError where a file cannot be written.
    """
    for header in folder.rglob("header.bin"):
        head = header.read_bytes()[: _HEADER.size]
        if len(head) < _HEADER.size:
            continue
        layout, _, _, stored, slot = _HEADER.unpack(head)
        if layout == _LAYOUT:
            _zero_from(header.with_name("data_level0.bin"), stored * slot)
            _zero_from(header.with_name("length.bin"), stored * _LENGTH)


def _zero_from(file: Path, start: int) -> None:
    rest = file.stat().st_size - start
    if rest > 0:
        with file.open("r+b") as stream:
            stream.seek(start)
            stream.write(bytes(rest))
