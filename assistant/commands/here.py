"""A command on documents that this process has open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.answer import Answer, Turn
from assistant.commands.output import progress_bar

if TYPE_CHECKING:
    from assistant import Assistant
    from corpus.document import Document
    from index.filters import Filters


@dataclass(frozen=True, slots=True)
class Here:
    """This process has the data folder open."""

    assistant: Assistant

    def ask(self, question: str, history: Sequence[Turn] = (), filters: Filters | None = None) -> Answer:
        """The answer to `question`; QuestionRejected where it is none."""
        from assistant.question import accepted
        from assistant.settings import assistant_settings

        asked = accepted(question, assistant_settings().max_question_chars)
        return self.assistant.ask(asked, tuple(history), filters)

    def listing(self, name: str) -> dict[str, Any]:
        """Rows as the API gives them."""
        from assistant import listings
        from assistant.streaming import plain

        index = self.assistant.index
        rows: list[dict[str, Any]]
        if name == "documents":
            rows = [listings.document_row(document) for document in index.documents()]
        elif name == "decisions":
            rows = [listings.decision_row(row) for row in index.register().decisions]
        else:
            rows = plain(index.register().deadlines)
        return {"corpus_version": index.corpus_version, name: rows}

    def deadlines_file(self, kind: str) -> bytes:
        """A calendar links to the server's usual address."""
        from assistant.listings import deadlines_calendar, deadlines_csv
        from assistant.settings import server_settings

        index = self.assistant.index
        if kind == "csv":
            return deadlines_csv(index.register().deadlines).encode("utf-8")
        settings = server_settings()
        return deadlines_calendar(index, f"http://{settings.host}:{settings.port}")

    def add(self, paths: Sequence[Path]) -> dict[str, Any]:
        """All or nothing: a file that cannot be read is named before anything is added."""
        from assistant.listings import warnings_of
        from assistant.streaming import plain

        documents = read_all(paths)
        with progress_bar() as told:
            result = self.assistant.index.add(documents, lambda p: told(p.stage, p.done, p.total))
        return {
            "added": list(result.added),
            "replaced": list(result.replaced),
            "unchanged": list(result.unchanged),
            "passages": result.passages,
            "replacements": plain(result.replacements),
            "warnings": warnings_of(documents),
        }

    def remove(self, document_id: str) -> None:
        """UnknownId where there is no such document."""
        with progress_bar() as told:
            self.assistant.index.remove(document_id, lambda p: told(p.stage, p.done, p.total))

    def backup(self, file: Path) -> None:
        """BackupUnusable where `file` cannot be written."""
        from assistant.backups import back_up

        with progress_bar() as told:
            back_up(self.assistant.index, file, lambda p: told(p.stage, p.done, p.total))

    def index_status(self) -> dict[str, Any]:
        """Of the index that is open here."""
        from assistant.listings import index_row

        return index_row(self.assistant.index)

    def index_verify(self) -> Sequence[str]:
        """Of the index that is open here."""
        return self.assistant.index.verify()


def read_all(paths: Sequence[Path]) -> list[Document]:
    """The documents in files and folders; UnreadableDocument names the first that cannot be read."""
    import corpus

    found: list[Document] = []
    for path in paths:
        found += corpus.read_folder(path) if path.is_dir() else [corpus.read_document(path)]
    return found
