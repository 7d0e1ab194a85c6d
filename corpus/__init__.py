"""Documents and what they say: reading, structure, references, dates, the register."""

from corpus.document import Document, HeaderField
from corpus.errors import BrokenCorpusData, CorpusError, UnreadableDocument
from corpus.manifest import load_shipped
from corpus.passage import Deadline, Mention, Mentions, Passage
from corpus.reading import document_from_text, read_document, read_folder
from corpus.register import (
    ContactRow,
    DeadlineRow,
    DecisionRow,
    LinkRow,
    MeetingRow,
    Register,
    WorkstreamRow,
)
from corpus.registering import build_register
from corpus.structure import passages

__all__ = [
    "BrokenCorpusData",
    "ContactRow",
    "CorpusError",
    "Deadline",
    "DeadlineRow",
    "DecisionRow",
    "Document",
    "HeaderField",
    "LinkRow",
    "MeetingRow",
    "Mention",
    "Mentions",
    "Passage",
    "Register",
    "UnreadableDocument",
    "WorkstreamRow",
    "build_register",
    "document_from_text",
    "load_shipped",
    "passages",
    "read_document",
    "read_folder",
]
