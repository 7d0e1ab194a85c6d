"""How a command reaches the documents: it opens the data folder, or goes through the process that owns it.

One process owns a data folder. Where a server does, its lock file says where it answers, and the same
verbs go to it over HTTP; both ways give the same JSON.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import quote

from assistant.answer import Answer, Turn
from assistant.commands.errors import CommandError
from assistant.commands.output import note, progress_bar
from assistant.commands.receiving import answer_from_json

if TYPE_CHECKING:
    import httpx

    from assistant import Assistant
    from corpus.document import Document
    from index import IndexSettings
    from index.filters import Filters
    from index.progress import Progress

Told = Callable[[str, int, int], None]
_MOST_SECONDS = 600.0


class Reach(Protocol):
    """The verbs that commands share. Rows are those of the API."""

    def ask(self, question: str, history: Sequence[Turn] = (), filters: Filters | None = None) -> Answer:
        """The answer to `question` after the turns of `history`, from what `filters` allow."""

    def listing(self, name: str) -> dict[str, Any]:
        """All "documents", "decisions" or "deadlines", under that name."""

    def deadlines_file(self, kind: str) -> bytes:
        """The deadlines as "ics" or "csv"."""

    def add(self, paths: Sequence[Path]) -> dict[str, Any]:
        """Add the documents in these files and folders, as `POST /api/v1/documents` tells it."""

    def remove(self, document_id: str) -> None:
        """Remove a document; nothing of it is left when this returns."""

    def backup(self, file: Path) -> None:
        """Write documents and conversations to one file, which is replaced when the new one is whole."""


@contextmanager
def reached(data_dir: Path | None, documents: Path | Sequence[Document] | None = None) -> Iterator[Reach]:
    """The documents of `data_dir`, through their owner where there is one."""
    from index import FolderOwned, from_environment, owner_of

    # asked before anything is opened: all that answering needs takes seconds to load
    owner = owner_of(data_dir or from_environment().data_dir)
    found = None if owner is None or documents is not None else (owner.address, owner.token)
    if found is None or found[0] is None:
        try:
            with progress_bar() as told:
                here = Here(open_here(data_dir, documents, told))
        except FolderOwned as owned:
            if owned.address is None or documents is not None:  # the owner answers from its own documents
                raise
            found = owned.address, owned.token or ""
        else:
            with here.assistant.index:
                yield here
            return
    there = There(found[0] or "", found[1])
    with there.client:
        yield there


def open_here(data_dir: Path | None, documents: Path | Sequence[Document] | None, told: Told) -> Assistant:
    """The assistant in this process; what opening mended is said on stderr."""
    from assistant import open_assistant

    def hears(progress: Progress) -> None:
        told(progress.stage, progress.done, progress.total)

    assistant = open_assistant(data_dir, documents, hears)
    for line in assistant.index.mended:
        note(line)
    return assistant


def index_settings(data_dir: Path | None) -> IndexSettings:
    """The settings of the index, for the folder that the command names."""
    from index import from_environment

    settings = from_environment()
    return replace(settings, data_dir=data_dir) if data_dir else settings


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


def read_all(paths: Sequence[Path]) -> list[Document]:
    """The documents in files and folders; UnreadableDocument names the first that cannot be read."""
    import corpus

    found: list[Document] = []
    for path in paths:
        found += corpus.read_folder(path) if path.is_dir() else [corpus.read_document(path)]
    return found


def readable(paths: Sequence[Path]) -> list[Path]:
    """The files that `read_all` reads, after reading them all."""
    import corpus
    from corpus.reading import readable_files

    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            corpus.read_folder(path)
            found += readable_files(path)
        else:
            corpus.read_document(path)
            found.append(path)
    return found


def _plain(filters: Filters) -> dict[str, Any]:
    """Filters as the API takes them."""
    rows = asdict(filters)
    days = {"from": rows.pop("since"), "to": rows.pop("until")}
    return rows | {name: day.isoformat() for name, day in days.items() if day}


class There:
    """Another process has the data folder open and answers at `address`."""

    def __init__(self, address: str, token: str | None, client: httpx.Client | None = None) -> None:
        import httpx

        headers = {"Authorization": f"Bearer {token}"} if token else {}
        # trust_env off: a proxy of the environment must not see the token or the question.
        self.client = client or httpx.Client(
            base_url=address, headers=headers, timeout=_MOST_SECONDS, trust_env=False
        )
        self._address = address

    def ask(self, question: str, history: Sequence[Turn] = (), filters: Filters | None = None) -> Answer:
        """The answer that the server gives."""
        turns = [{"role": turn.role, "text": turn.text} for turn in history]
        asked: dict[str, Any] = {"question": question, "history": turns}
        if filters:
            asked["filters"] = _plain(filters)
        reply = self._send("POST", "/api/v1/ask", json=asked)
        return answer_from_json(reply.json())

    def listing(self, name: str) -> dict[str, Any]:
        """Rows as the API gives them."""
        rows: list[dict[str, Any]] = []
        address: str | None = f"/api/v1/{name}"
        while address:
            page = self._send("GET", address).json()
            rows += page[name]
            address = page.get("next")
        return {"corpus_version": page["corpus_version"], name: rows}

    def deadlines_file(self, kind: str) -> bytes:
        """The file that the server makes."""
        return self._send("GET", f"/api/v1/deadlines.{kind}").content.removeprefix(b"\xef\xbb\xbf")

    def add(self, paths: Sequence[Path]) -> dict[str, Any]:
        """File by file, each read here first so that a bad one is named before anything is added."""
        lists = ("added", "replaced", "unchanged", "replacements", "warnings")
        total: dict[str, Any] = {"passages": 0} | {name: [] for name in lists}
        for file in readable(paths):
            sent = {"file": (file.name, file.read_bytes())}
            result = self._send("POST", "/api/v1/documents", files=sent).json()
            for name in total:
                total[name] += result.get(name, type(total[name])())
        return total

    def remove(self, document_id: str) -> None:
        """The server removes it."""
        self._send("DELETE", f"/api/v1/documents/{quote(document_id, safe='')}")

    def backup(self, file: Path) -> None:
        """The server makes it; here it is looked over before it takes the place of `file`."""
        from index.backup import received

        with received(file) as part, self._hearing(), self.client.stream("GET", "/api/v1/backup") as reply:
            self._accepted(reply)
            with part.open("xb") as target:
                for piece in reply.iter_bytes():
                    target.write(piece)

    def restore(self, file: Path) -> int:
        """The server takes it, and then holds as many documents as this returns."""
        with file.open("rb") as source:
            pieces = iter(lambda: source.read(2**20), b"")
            return int(self._send("POST", "/api/v1/restore", content=pieces).json()["documents"])

    def _send(self, method: str, path: str, **given: Any) -> httpx.Response:
        """The reply; CommandError with the server's own words where it refuses or does not answer."""
        with self._hearing():
            return self._accepted(self.client.request(method, path, **given))

    @contextmanager
    def _hearing(self) -> Iterator[None]:
        import httpx

        try:
            yield
        except httpx.HTTPError as error:
            raise CommandError(
                f"The server at {self._address} has the data folder open but does not answer "
                f"({type(error).__name__}); start it again or stop it."
            ) from error

    def _accepted(self, reply: httpx.Response) -> httpx.Response:
        if reply.is_success:
            return reply
        try:
            reply.read()
            detail = str(reply.json()["detail"])
        except (ValueError, KeyError, TypeError):
            asked = reply.request
            detail = f"It answered {reply.status_code} to {asked.method} {asked.url.path}."
        if reply.status_code == 405:
            detail += " Stop it, run this command, and start it again."
        raise CommandError(f"The server at {self._address} refused: {detail}")
