"""The vector store: Chroma behind LangChain's interface. The only place that imports chromadb.

It holds ids (``<passage id>:<window>``), vectors and each vector's document number; no text. It is derived
from the records and can be thrown away at any time.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as DeadlineExceeded
from functools import cache, cached_property, partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast
from urllib.parse import urlsplit

import numpy as np

from index.errors import BadVectors, VectorsUnavailable
from index.packing import Matrix
from index.unused import clear_unused

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from langchain_chroma import Chroma

Result = TypeVar("Result")
Row = tuple[str, int, Matrix]  # window id, document number, vector
_BATCH = 250
_ASKED = 50  # vectors looked for in one call
_HNSW = {"space": "cosine", "sync_threshold": 1000, "batch_size": 100, "ef_search": 200}


class VectorStore:
    """One collection of unit vectors, in a folder or on a Chroma server.

    Whatever goes wrong inside Chroma comes out as VectorsUnavailable. `close` before the folder moves.
    """

    def __init__(
        self,
        client: Client,
        name: str,
        *,
        create: bool,
        deadline: float | None = None,
        folder: Path | None = None,
    ) -> None:
        self._client = client
        self._folder = folder
        self._was_read = False
        self._pool = ThreadPoolExecutor(4, "chroma") if deadline else None
        self._deadline = deadline
        if create:
            options: Any = {"hnsw": _HNSW}
            self._call(lambda: client.create_collection(name, embedding_function=None, configuration=options))
        # looked up first, because LangChain would quietly make a missing collection
        self._collection = self._call(lambda: client.get_collection(name, embedding_function=None))

    @cached_property
    def _store(self) -> Chroma:
        """LangChain's view of the collection; it takes a second to load, and checks need none."""
        from langchain_chroma import Chroma

        name = self._collection.name
        return self._call(lambda: Chroma(collection_name=name, client=self._client, embedding_function=None))

    @classmethod
    def in_folder(cls, folder: Path, *, create: bool = False) -> VectorStore:
        """The collection kept in `folder` (made with `create`)."""
        client = _local_client(folder, create)
        try:
            return cls(client, "windows", create=create, folder=folder)
        except VectorsUnavailable:
            client.close()
            raise

    @classmethod
    def on_server(cls, url: str, name: str, *, create: bool, deadline: float) -> VectorStore:
        """The collection `name` on a Chroma server; every call ends within `deadline` seconds."""
        client = _remote_client(url)
        for session in _sessions(client):
            session.timeout = deadline  # else a hanging request would keep its thread for good
        try:
            return cls(client, name, create=create, deadline=deadline)
        except VectorsUnavailable:
            _close(client)
            raise

    def put(self, rows: Iterable[Row], progress: Callable[[int], None] = lambda _: None) -> None:
        """Store vectors, replacing those of the same ids; `progress` is told how many are stored so far."""
        stored, remaining = 0, iter(rows)
        while batch := list(islice(remaining, _BATCH)):
            self._put(batch)
            stored += len(batch)
            progress(stored)
        self._clear_unused()

    def _put(self, batch: list[Row]) -> None:
        grid = np.stack([vector for _, _, vector in batch])
        if not np.isfinite(grid).all():
            raise BadVectors("A vector is not finite; nothing of its batch was stored.")
        self._call(
            lambda: self._collection.upsert(
                ids=[window_id for window_id, _, _ in batch],
                embeddings=grid,
                metadatas=[{"document": number} for _, number, _ in batch],
                documents=[""] * len(batch),  # LangChain passes over records without a document
            )
        )

    def nearest(
        self,
        vector: Matrix,
        count: int,
        *,
        documents: Sequence[int] | None = None,
        ids: Sequence[str] | None = None,
    ) -> list[tuple[str, float]]:
        """Up to `count` (window id, cosine), nearest first, of these documents or ids (None: of all)."""
        if not np.isfinite(vector).all():
            raise BadVectors("The question's vector is not finite.")
        options: dict[str, Any] = {}
        if ids is not None:
            options["ids"] = list(ids)
        elif documents is not None:
            options["filter"] = {"document": {"$in": list(documents)}}
        found = self._read(
            lambda: self._store.similarity_search_by_vector_with_relevance_scores(
                vector.tolist(), k=count, **options
            )
        )
        return [(str(document.id), 1.0 - distance) for document, distance in found]

    def neighbours(self, vectors: Sequence[Matrix], count: int) -> list[dict[str, float]]:
        """For each vector the `count` nearest window ids with their cosines; many at once, for checks."""
        near: list[dict[str, float]] = []
        for first in range(0, len(vectors), _ASKED):
            grid = np.stack(vectors[first : first + _ASKED])
            asked = partial(self._collection.query, grid, n_results=count, include=["distances"])
            found: Any = self._read(asked)
            near += [
                dict(zip(ids, (1.0 - distance for distance in distances), strict=True))
                for ids, distances in zip(found["ids"], found["distances"], strict=True)
            ]
        return near

    def ids(self) -> set[str]:
        """The ids of all vectors stored."""
        return set(self._read(lambda: self._collection.get(include=[]))["ids"])

    def drop(self) -> None:
        """Delete the collection (on a server, where there is no folder to delete)."""
        self._call(lambda: self._client.delete_collection(self._collection.name))

    def close(self) -> None:
        """Let go of the folder: until then Chroma serves it even if it is replaced."""
        if self._pool:
            self._pool.shutdown(wait=True, cancel_futures=True)
        _close(self._client)

    def _read(self, work: Callable[[], Result]) -> Result:
        """What `work` reads; with the first reading after it was opened Chroma writes its files again."""
        result = self._call(work)
        if not self._was_read:
            self._was_read = True
            self._clear_unused()
        return result

    def _clear_unused(self) -> None:
        if folder := self._folder:
            self._call(lambda: clear_unused(folder))

    def _call(self, work: Callable[[], Result]) -> Result:
        try:
            if self._pool is None:
                return work()
            return self._pool.submit(work).result(self._deadline)
        except DeadlineExceeded as error:
            raise VectorsUnavailable(
                f"The Chroma server gave no answer within {self._deadline} s."
            ) from error
        except Exception as error:  # Chroma's errors have no common base
            reason = (str(error).splitlines() or [""])[0][:200]
            raise VectorsUnavailable(f"Chroma failed ({type(error).__name__}: {reason}).") from error


@cache
def _settings_type() -> Any:
    """Chroma's settings as they are given here: its own read the shell's and any ``.env`` where one works."""
    os.environ["ANONYMIZED_TELEMETRY"] = "False"
    from chromadb.config import Settings

    class Given(Settings):
        @classmethod
        def settings_customise_sources(
            cls,
            settings_cls: Any,
            init_settings: Any,
            env_settings: Any,
            dotenv_settings: Any,
            file_secret_settings: Any,
        ) -> tuple[Any, ...]:
            return (init_settings,)

    return Given


def _settings() -> Any:
    return _settings_type()(anonymized_telemetry=False, allow_reset=False)


def _local_client(folder: Path, create: bool) -> Client:
    settings = _settings()
    import chromadb

    if not create and not (folder / "chroma.sqlite3").is_file():
        raise VectorsUnavailable(f"{folder} holds no vectors.")  # Chroma would make an empty database here
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        return cast("Client", chromadb.PersistentClient(path=str(folder), settings=settings))
    except Exception as error:  # Chroma's errors have no common base
        raise VectorsUnavailable(f"{folder} cannot be opened ({type(error).__name__}).") from error


def _remote_client(url: str) -> Client:
    settings = _settings()
    import chromadb

    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 8000)
    try:
        host, secure = parts.hostname or "localhost", parts.scheme == "https"
        return cast("Client", chromadb.HttpClient(host=host, port=port, ssl=secure, settings=settings))
    except Exception as error:  # Chroma's errors have no common base
        raise VectorsUnavailable(
            f"No Chroma server answers at {url}; start it or unset MINAMATA_CHROMA_URL."
        ) from error


def _sessions(client: Client) -> list[Any]:
    """The client's HTTP sessions: chromadb 1.5 has no public name for them and never closes them."""
    parts = (client, getattr(client, "_admin_client", None))
    found = (getattr(getattr(part, "_server", None), "_session", None) for part in parts)
    return [session for session in found if session is not None]


def _close(client: Client) -> None:
    for session in _sessions(client):
        session.close()
    client.close()


def passage_ids(window_ids: Iterable[str]) -> Iterator[str]:
    """The passage ids of window ids."""
    return (window_id.rpartition(":")[0] for window_id in window_ids)
