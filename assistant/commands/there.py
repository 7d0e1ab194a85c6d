"""A command on documents that another process has open: it goes there over HTTP."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from assistant.answer import Answer, Turn
from assistant.commands.errors import CommandError
from assistant.commands.receiving import answer_from_json

if TYPE_CHECKING:
    import httpx

    from index.filters import Filters

_MOST_SECONDS = 600.0


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

    def index_status(self) -> dict[str, Any]:
        """Of the index that the server has open."""
        row: dict[str, Any] = self._send("GET", "/api/v1/index").json()
        return row

    def index_verify(self) -> Sequence[str]:
        """Of the index that the server has open."""
        wrong: list[str] = self._send("POST", "/api/v1/index/verify", timeout=None).json()["wrong"]
        return wrong

    def index_build(self) -> dict[str, Any]:
        """The server builds it anew, however long that takes; what it then holds."""
        row: dict[str, Any] = self._send("POST", "/api/v1/index/build", timeout=None).json()
        return row

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
