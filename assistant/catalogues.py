"""The catalogue of all documents, and of those that filters allow, each made once for a corpus version."""

from __future__ import annotations

from assistant.catalogue import Catalogue
from assistant.filtering import made_out, restricted
from index import Filters, Index

_MOST_FILTERS = 16


class Catalogues:
    """What the documents of `index` hold at this moment; read anew when they change. Safe between threads."""

    def __init__(self, index: Index) -> None:
        """Nothing is read before it is asked for."""
        self._index = index
        self._whole: Catalogue | None = None
        self._seen: dict[Filters, Catalogue] = {}

    @property
    def whole(self) -> Catalogue:
        """The catalogue of all documents."""
        known = self._whole
        while known is None or known.corpus_version != self._index.corpus_version:
            version = self._index.corpus_version
            known = Catalogue(
                {d.id: d for d in self._index.documents()},
                {p.id: p for p in self._index.passages()},
                self._index.register(),
                version,
            )
            if version == self._index.corpus_version:  # else it may hold some of either state
                self._whole = known
        return known

    def allowed(self, filters: Filters | None) -> Filters:
        """The filters with the ids of what they name. Raises UnknownFilter."""
        return made_out(filters, self.whole)

    def seen(self, filters: Filters) -> Catalogue:
        """The catalogue of what `filters` allow."""
        everything = self.whole
        if filters == Filters():
            return everything
        found = self._seen.get(filters)
        if found is None or found.corpus_version != everything.corpus_version:
            if len(self._seen) > _MOST_FILTERS:
                self._seen.clear()
            found = self._seen[filters] = restricted(everything, filters)
        return found
