"""What the documents hold is read once for a version of them, and once for each choice of filters."""

from __future__ import annotations

from assistant.catalogues import Catalogues
from index import Filters, Index


def test_a_catalogue_is_kept_while_the_documents_stay(shipped: Index) -> None:
    catalogues = Catalogues(shipped)
    assert catalogues.whole is catalogues.whole
    assert catalogues.seen(Filters()) is catalogues.whole
    decided = catalogues.allowed(Filters(decisions=("5/5",)))
    assert decided.decisions == ("MC-5/5",)
    assert catalogues.seen(decided) is catalogues.seen(decided)
    assert 0 < len(catalogues.seen(decided).passages) < len(catalogues.whole.passages)


def test_it_is_read_anew_when_they_change(index: Index) -> None:
    catalogues = Catalogues(index)
    before, gone = catalogues.whole, index.documents()[-1].id
    index.remove(gone)
    assert gone in before.documents and gone not in catalogues.whole.documents
