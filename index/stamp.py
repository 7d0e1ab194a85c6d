"""The stamp: which model, format and settings built an index. It refuses what does not fit.

Vectors of two models look alike and mean nothing to each other, so an index says who made it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields

from index.embedding import Embedder, TokenEmbedder
from index.errors import IndexMismatch
from index.settings import IndexSettings

#: Raised by one whenever the tables, the stems or the windows change their meaning.
FORMAT = 4


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who built the index. `model` names, `digest` identifies the weights; windows are in words."""

    model: str
    digest: str
    dim: int
    window_words: int
    window_stride: int
    late_interaction: bool
    format: int = FORMAT

    @classmethod
    def of(cls, embedder: Embedder, settings: IndexSettings) -> Stamp:
        """The stamp of an index built now."""
        return cls(
            model=embedder.name,
            digest=embedder.digest,
            dim=embedder.dim,
            window_words=settings.window_words,
            window_stride=settings.window_stride,
            late_interaction=settings.late_interaction and isinstance(embedder, TokenEmbedder),
        )

    def to_json(self) -> str:
        """One line of JSON."""
        return json.dumps(asdict(self), sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Stamp:
        """What `to_json` wrote; IndexMismatch where a newer version did. An older one may say less."""
        row = json.loads(text)
        if row.get("format", 0) > FORMAT:
            raise IndexMismatch(
                f"The index has format {row['format']}, this program reads up to {FORMAT}; "
                "use the newer program, or run `minamata index build` with this one."
            )
        return cls(**{field.name: row.get(field.name, 0) for field in fields(cls)})

    def must_equal(self, wanted: Stamp, where: str) -> None:
        """IndexMismatch, naming the first difference, unless this stamp is `wanted`."""
        for name, built in asdict(self).items():
            now = getattr(wanted, name)
            if built != now:
                raise IndexMismatch(
                    f"The index in {where} was built with {name} {built!r}, the settings say {now!r}; "
                    "set it back or run `minamata index build`."
                )


def corpus_version(contents: Iterable[str]) -> str:
    """12 hex digits that change with any document, given their content digests in order."""
    return hashlib.sha256("\n".join(contents).encode()).hexdigest()[:12]
