"""What of a document goes into full text: stems of its content words, and the words a slip may stand for."""

from __future__ import annotations

from corpus.document import Document
from corpus.titles import title_of_passages
from corpus.words import content_words, fold


def stems_of(text: str) -> str:
    """The stems of a text's content words, separated by blanks."""
    return " ".join(word.stem for word in content_words(text))


def headings_of(document: Document) -> str:
    """What stands above every passage of a document."""
    title = title_of_passages(document.title)
    return " ".join(part for part in (title, document.symbol, document.decision) if part)


def spellings_of(text: str) -> list[str]:
    """The words of a text that a misspelt word may be taken for, each as often as it stands there."""
    found = (fold(word.text) for word in content_words(text))
    return [word for word in found if len(word) > 3 and word.isalpha()]
